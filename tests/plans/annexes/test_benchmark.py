"""The benchmark of imports runs, at a small size, and measures what it says."""

from __future__ import annotations

import pytest
from benchmarks.annex_import import measured


@pytest.mark.django_db
def test_a_small_annex_is_measured() -> None:
    figures = {each.name: each for each in measured(40)}
    assert len(figures) == 9
    assert all(each.value > 0 for each in figures.values())
    assert "40 tasks" in figures["import as a plan"].note
