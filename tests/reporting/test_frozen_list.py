"""The list of who reports freezes at the cut-off and stays frozen."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.kernel import clock
from mangnon.reporting.periods.listing import why_frozen
from mangnon.reporting.periods.rescheduling import move_dates
from tests.reporting.factories import scene

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(("after", "is_frozen"), [(0, False), (1, True), (10, True)])
def test_a_cut_off_moved_once_it_has_passed_thaws_nothing(after: int, is_frozen: bool) -> None:
    """Excused or added afterwards, bodies would change the rate of what was sent."""
    found = scene()
    period, cut_off = found.period, found.period.cut_off_on
    with clock.frozen(clock.at(cut_off + after * DAY, 9)):
        move_dates(
            actor=found.reviewer,
            period=period,
            cut_off_on=cut_off + 20 * DAY,
            send_by=period.send_by + 25 * DAY,
            reason="Theo văn bản mẫu",
        )
        period.refresh_from_db()
        why = why_frozen(period)
        assert bool(why) is is_frozen
        assert not is_frozen or f"chốt ngày {cut_off:%d/%m/%Y}" in why
    with clock.frozen(clock.at(period.cut_off_on + DAY, 9)):
        assert why_frozen(period)
