"""Codes of periods, their windows, and the days by which their reports are cut off and sent."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel.working_days import WorkingDays
from mangnon.reporting.rules import periods
from mangnon.reporting.rules.periods import CutOffRule, DueRule, Schedule

D = dt.date
WEEKENDS = WorkingDays()
FREQUENCIES = st.sampled_from(sorted(periods.PERIODIC))
YEARS = st.integers(2001, 2098)


def _codes(frequency: str, year: int, *, is_fifteenth: bool) -> list[str]:
    return periods.codes_of_year(frequency, year, is_fifteenth=is_fifteenth and frequency != "school_year")


@pytest.mark.parametrize(
    ("code", "first", "last", "words"),
    [
        ("2025", D(2025, 1, 1), D(2025, 12, 31), "năm 2025"),
        ("2025W", D(2024, 12, 15), D(2025, 12, 14), "năm 2025 (số liệu từ 15/12/2024 đến 14/12/2025)"),
        ("2025H1W", D(2024, 12, 15), D(2025, 6, 14), "6 tháng đầu năm 2025 (số liệu từ 15/12/2024 đến 14/06/2025)"),
        ("2025H2W", D(2025, 6, 15), D(2025, 12, 14), "6 tháng cuối năm 2025 (số liệu từ 15/06/2025 đến 14/12/2025)"),
        ("2025Q1", D(2025, 1, 1), D(2025, 3, 31), "quý I năm 2025"),
        ("2025Q4W", D(2025, 9, 15), D(2025, 12, 14), "quý IV năm 2025 (số liệu từ 15/09/2025 đến 14/12/2025)"),
        ("2025-07", D(2025, 7, 1), D(2025, 7, 31), "tháng 7 năm 2025"),
        ("2024-02", D(2024, 2, 1), D(2024, 2, 29), "tháng 2 năm 2024"),
        ("2025-01W", D(2024, 12, 15), D(2025, 1, 14), "tháng 1 năm 2025 (số liệu từ 15/12/2024 đến 14/01/2025)"),
        ("2025M9", D(2025, 1, 1), D(2025, 9, 30), "9 tháng đầu năm 2025"),
        ("2024-2025", D(2024, 9, 1), D(2025, 8, 31), "năm học 2024-2025"),
    ],
)
def test_a_code_says_by_itself_which_days_it_means(code: str, first: dt.date, last: dt.date, words: str) -> None:
    assert periods.calendar_period(code) == (first, last)
    assert periods.period_words(code) == words


@pytest.mark.parametrize(
    "code", ["", "2025H3", "2025Q0", "2025Q5", "2025-13", "2025-00", "2025-2027", "2024-2025W", "2025M8", "1999", "25"]
)
def test_what_is_no_code_has_no_days(code: str) -> None:
    assert periods.calendar_period(code) is None
    assert periods.period_words(code) == code


@given(FREQUENCIES, YEARS, st.booleans())
def test_the_periods_of_a_year_follow_each_other_without_gap_or_overlap(
    frequency: str, year: int, is_fifteenth: bool
) -> None:
    if frequency == "nine_months":
        return  # the last quarter of a year belongs to no period of nine months, by the nature of the report
    windows = [
        periods.calendar_period(code)
        for each in (year, year + 1)
        for code in _codes(frequency, each, is_fifteenth=is_fifteenth)
    ]
    assert len(windows) == 2 * periods.PERIODIC[frequency]
    for before, after in itertools.pairwise(windows):
        assert before is not None
        assert after is not None
        assert after[0] == before[1] + dt.timedelta(days=1)


@given(FREQUENCIES, YEARS, st.booleans())
def test_a_code_is_read_back_as_it_was_written(frequency: str, year: int, is_fifteenth: bool) -> None:
    for code in _codes(frequency, year, is_fifteenth=is_fifteenth):
        found = periods.read_code(code)
        assert found is not None
        assert found.frequency == frequency
        assert code == periods.code_of(frequency, found.year, found.number, is_fifteenth=found.is_fifteenth)


@pytest.mark.parametrize(
    ("due", "code", "send_by"),
    [
        (DueRule("day_of_month", day=10, offset=1), "2025Q1", D(2025, 4, 10)),
        (DueRule("day_of_month", day=31, offset=2), "2025Q4", D(2026, 2, 28)),
        (DueRule("day_of_month", day=20, offset=0), "2025Q4", D(2025, 12, 20)),
        (DueRule("days_after", offset=15), "2025Q1", D(2025, 4, 15)),
        (DueRule("days_after", offset=-6), "2025Q4", D(2025, 12, 25)),
        (DueRule("working_days_after", offset=5), "2025Q1", D(2025, 4, 7)),
        (DueRule("working_days_after", offset=-1), "2025Q1", D(2025, 3, 28)),
    ],
)
def test_a_quarter_is_due_by_its_rule(due: DueRule, code: str, send_by: dt.date) -> None:
    dates = periods.dates_of(code, Schedule("quarter", due), WEEKENDS)
    assert dates is not None
    assert dates.send_by == send_by


def test_the_school_year_begins_when_the_regime_says() -> None:
    schedule = Schedule("school_year", DueRule("date", 15, 6), year_begins=(6, 1))
    dates = periods.dates_of("2024-2025", schedule, WEEKENDS)
    assert dates is not None
    assert (dates.starts_on, dates.ends_on, dates.send_by) == (D(2024, 6, 1), D(2025, 5, 31), D(2025, 6, 15))


def test_a_code_of_another_window_or_frequency_does_not_fit() -> None:
    plain = Schedule("quarter", DueRule("days_after", offset=10))
    shifted = Schedule("quarter", DueRule("days_after", offset=10), is_fifteenth=True)
    assert periods.dates_of("2025Q1W", plain, WEEKENDS) is None
    assert periods.dates_of("2025Q1", shifted, WEEKENDS) is None
    assert periods.dates_of("2025-03", plain, WEEKENDS) is None
    assert periods.dates_of("2025Q1", Schedule("quarter", DueRule("days_after")), WEEKENDS) is None


@given(
    FREQUENCIES,
    st.dates(D(2002, 1, 1), D(2090, 12, 31)),
    st.integers(1, 60),
    st.sampled_from(["days_after", "working_days_after"]),
    st.booleans(),
)
def test_the_next_period_is_the_first_that_is_still_to_be_sent(
    frequency: str, today: dt.date, offset: int, kind: str, is_fifteenth: bool
) -> None:
    schedule = Schedule(
        frequency, DueRule(kind, offset=offset), is_fifteenth=is_fifteenth and frequency != "school_year"
    )
    code = periods.next_code(schedule, today=today, calendar=WEEKENDS)
    dates = periods.dates_of(code, schedule, WEEKENDS)
    assert dates is not None
    assert dates.send_by >= today
    sooner = periods.due_between(schedule, first=today, last=dates.send_by - dt.timedelta(days=1), calendar=WEEKENDS)
    assert sooner == []


@given(st.dates(D(2002, 1, 1), D(2090, 12, 31)), st.integers(0, 40))
def test_cut_off_rules(ends_on: dt.date, after: int) -> None:
    send_by = ends_on + dt.timedelta(days=after)
    cut = periods.cut_off_of(CutOffRule("period_end"), ends_on=ends_on, send_by=send_by, calendar=WEEKENDS)
    assert cut == ends_on
    cut = periods.cut_off_of(
        CutOffRule("working_days_before", offset=3), ends_on=ends_on, send_by=send_by, calendar=WEEKENDS
    )
    assert WEEKENDS.strictly_between(cut, send_by) == 2


@pytest.mark.parametrize(("code", "fits"), [("DD-2025-1", True), ("A", True), ("a", False), ("-A", False), ("", False)])
def test_codes_of_periods_that_are_opened_with_their_days(code: str, fits: bool) -> None:
    assert periods.is_event_code(code) is fits
