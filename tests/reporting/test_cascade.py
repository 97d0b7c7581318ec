"""Impossible dates are found and explained before anybody is asked for a report."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel.working_days import WorkingDays
from mangnon.reporting.rules import cascade
from mangnon.reporting.rules.cascade import Step, Window, check_cascade, check_windows
from mangnon.reporting.rules.periods import latest_cut_off

D = dt.date
KNOWN = WorkingDays(known_years=frozenset({2025}))
HOLIDAYS = WorkingDays(off=frozenset({D(2025, 4, 30), D(2025, 5, 1), D(2025, 5, 2)}), known_years=frozenset({2025}))
FIRST, LAST = D(2025, 1, 1), D(2025, 6, 30)


def _codes(*steps: Step, calendar: WorkingDays = KNOWN, first: dt.date = FIRST, last: dt.date = LAST) -> dict[str, str]:
    found = check_cascade(steps, starts_on=first, ends_on=last, calendar=calendar)
    return {finding.code: finding.severity for finding in found}


def _step(level: str, name: str, cut: dt.date, send: dt.date) -> Step:
    return Step(level, name, cut, send)


def test_the_dates_of_the_kon_tum_plan_are_possible() -> None:
    commune = _step("commune", "Cấp xã", D(2025, 5, 29), D(2025, 6, 3))
    department = _step("department", "Sở, ban, ngành", D(2025, 6, 5), D(2025, 6, 9))
    assert _codes(commune, department) == {"before_period_ends": "note"}


def test_a_commune_that_sends_after_the_department_is_refused_with_both_days() -> None:
    commune = _step("commune", "Cấp xã", D(2025, 6, 10), D(2025, 6, 12))
    department = _step("department", "Sở, ban, ngành", D(2025, 6, 5), D(2025, 6, 9))
    found = check_cascade([commune, department], starts_on=FIRST, ends_on=LAST, calendar=KNOWN)
    assert cascade.refuses(found)
    assert found[0].code == "lower_after_upper"
    assert "12/06/2025" in found[0].words
    assert "09/06/2025" in found[0].words
    lead = _step("lead", "Cơ quan đầu mối", department.cut_off_on, department.send_by)
    assert _codes(department, lead)["lower_after_upper"] == "error", "the same day leaves nobody any time"
    beside = _step("commune", "Cấp xã", department.cut_off_on, department.send_by)
    assert "lower_after_upper" not in _codes(beside, department), "both send to the same body"


def test_between_cut_off_and_sending_lies_a_working_day_that_is_none_of_the_days_off() -> None:
    assert "no_working_day" not in _codes(_step("", "Sở", D(2025, 4, 28), D(2025, 5, 5)), calendar=HOLIDAYS)
    holiday = _step("", "Sở", D(2025, 4, 29), D(2025, 5, 5))
    assert _codes(holiday, calendar=KNOWN).get("no_working_day") is None
    assert _codes(holiday, calendar=HOLIDAYS)["no_working_day"] == "error"
    [finding] = [
        each
        for each in check_cascade([holiday], starts_on=FIRST, ends_on=LAST, calendar=HOLIDAYS)
        if each.code == "no_working_day"
    ]
    assert "28/04/2025" in finding.words, "the latest possible day is named"
    assert _codes(_step("", "Sở", D(2025, 6, 9), D(2025, 6, 9)))["cut_off_after_send_by"] == "error"


def test_a_day_off_is_told_and_not_moved() -> None:
    found = _codes(_step("", "Sở", D(2025, 4, 24), D(2025, 5, 1)), calendar=HOLIDAYS)
    assert found["send_by_day_off"] == "warning"
    assert not cascade.refuses(
        check_cascade(
            [_step("", "Sở", D(2025, 4, 24), D(2025, 5, 1))], starts_on=FIRST, ends_on=LAST, calendar=HOLIDAYS
        )
    )
    assert _codes(_step("", "Sở", D(2025, 5, 31), D(2025, 6, 9)))["cut_off_day_off"] == "warning"


def test_a_year_that_nobody_announced_is_told() -> None:
    found = _codes(_step("", "Sở", D(2027, 6, 3), D(2027, 6, 9)), first=D(2027, 1, 1), last=D(2027, 6, 30))
    assert found["year_not_known"] == "note"


def test_dates_before_the_period_are_refused() -> None:
    assert _codes(_step("", "Sở", D(2024, 12, 2), D(2024, 12, 9)))["send_by_before_period"] == "error"
    assert _codes(_step("", "Sở", D(2024, 12, 30), D(2025, 1, 9)))["cut_off_before_period"] == "error"


def test_who_receives_needs_a_day_to_consolidate() -> None:
    lower = _step("commune", "Cấp xã", D(2025, 6, 3), D(2025, 6, 6))
    upper = _step("lead", "Sở", D(2025, 6, 5), D(2025, 6, 9))
    assert _codes(lower, upper)["no_day_to_consolidate"] == "warning"
    early = _step("department", "Sở", D(2025, 6, 2), D(2025, 6, 20))
    assert _codes(lower, early)["cut_off_upside_down"] == "warning"


@given(
    st.lists(st.dates(D(2025, 1, 2), D(2025, 12, 1)), min_size=1, max_size=5, unique=True),
    st.integers(3, 20),
)
def test_tiers_in_order_with_time_between_are_never_refused(days: list[dt.date], apart: int) -> None:
    first = min(days)
    steps = []
    for number in range(len(days)):
        send = KNOWN.add(first, 5 + number * apart)
        steps.append(_step(str(number), f"Cấp {number}", latest_cut_off(send, KNOWN), send))
    found = check_cascade(steps, starts_on=D(2024, 1, 1), ends_on=D(2024, 6, 30), calendar=KNOWN)
    assert not cascade.refuses(found)
    swapped = check_cascade(steps[::-1], starts_on=D(2024, 1, 1), ends_on=D(2024, 6, 30), calendar=KNOWN)
    assert cascade.refuses(swapped) is (len(steps) > 1)


def test_windows_that_overlap_or_leave_a_hole_are_named() -> None:
    half = Window("6 tháng đầu năm 2025", D(2025, 1, 1), D(2025, 6, 30))
    shifted = Window("6 tháng cuối năm 2025", D(2025, 6, 15), D(2025, 12, 14))
    later = Window("năm 2026", D(2026, 1, 1), D(2026, 12, 31))
    overlap, hole = check_windows([later, shifted, half])
    assert (overlap.code, hole.code) == ("windows_overlap", "windows_apart")
    assert "15/06/2025" in overlap.words
    assert "30/06/2025" in overlap.words
    assert "15/12/2025" in hole.words
    assert check_windows([half]) == []
