"""The benchmark of digests at a small size: it counts the same as the bare SQL, and a second round adds nothing."""

from __future__ import annotations

import pytest
from benchmarks.digests import TODAY, measured

from mangnon.kernel import clock


@pytest.mark.django_db
def test_digests_counted_by_hand() -> None:
    with clock.frozen(clock.at(TODAY, 7)):
        figures = list(measured(people=12, bodies=4, tasks=3))
    assert [figure.unit for figure in figures] == ["s", "×", "s"]
    assert all(figure.value > 0 for figure in figures)
