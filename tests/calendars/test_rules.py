"""The days off of every year, what may be entered, and the days delivered with the product."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.calendars import rules
from mangnon.calendars.errors import CalendarRefused
from mangnon.calendars.shipped import shipped_years
from mangnon.calendars.terms import BasisTag, DayKind
from mangnon.kernel.dates import is_weekend

YEARS = st.integers(rules.FIRST_YEAR, rules.LAST_YEAR)


@given(YEARS)
def test_every_year_has_four_fixed_days_off_in_the_week(year: int) -> None:
    days = [day for day, _ in rules.fixed_days_off(year)]
    assert len(set(days)) == 4
    assert not any(is_weekend(day) for day in days)
    assert all(dt.date(year, 1, 1) <= day <= dt.date(year, 9, 4) for day in days)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2027, [(1, 1), (4, 30), (5, 3), (9, 2)]),  # 1 May is a Saturday
        (2022, [(1, 3), (5, 2), (5, 3), (9, 2)]),  # 30 April and 1 May are a weekend
        (2023, [(1, 2), (5, 1), (5, 2), (9, 4)]),  # without the Kings' day, which is lunar
        (2028, [(1, 3), (5, 1), (5, 2), (9, 4)]),  # 30 April is a Sunday, the day after it a holiday itself
    ],
)
def test_a_holiday_on_a_weekend_is_made_up_for(year: int, days: list[tuple[int, int]]) -> None:
    assert [(day.month, day.day) for day, _ in rules.fixed_days_off(year)] == days


def test_what_cannot_be_entered_is_refused_in_one_sentence() -> None:
    day = dt.date(2027, 2, 8)
    for first, last, code in (
        (day, day - dt.timedelta(days=1), "days_reversed"),
        (day, day + dt.timedelta(days=40), "rest_too_long"),
        (dt.date(2027, 2, 6), dt.date(2027, 2, 7), "already_weekend"),
        (dt.date(1027, 2, 8), dt.date(1027, 2, 8), "year_out_of_range"),
    ):
        with pytest.raises(CalendarRefused) as refused:
            rules.days_of_rest(first, last)
        assert refused.value.code == code
        assert "Lịch làm việc không thay đổi." in refused.value.message
    with pytest.raises(CalendarRefused, match="không phải thứ Bảy"):
        rules.check_swap([day], day + dt.timedelta(days=1))
    with pytest.raises(CalendarRefused, match="một ngày nghỉ"):
        rules.check_swap([day, day + dt.timedelta(days=1)], dt.date(2027, 2, 13))


def test_the_days_delivered_are_whole_years_that_hold_together() -> None:
    years = shipped_years()
    assert [year.year for year in years] == list(range(2017, 2027))
    seen: set[dt.date] = set()
    for year in years:
        off = [day for day in year.days if day.kind == DayKind.OFF]
        worked = [day for day in year.days if day.kind == DayKind.SWAPPED_IN]
        assert not any(is_weekend(day.day) for day in off)
        assert all(is_weekend(day.day) for day in worked)
        assert not seen & {day.day for day in year.days}, "a day twice"
        seen.update(day.day for day in year.days)
        # 10 paid days off until 2020 (Labour Code 2012, Art. 115), 11 since (2019, Art. 112); a swap takes no more.
        assert len(off) - len(worked) == (10 if year.year < 2021 else 11), year.year
        assert all(day.basis and day.name and day.tag in BasisTag.values for day in year.days)
        for day in year.days:
            pair = next((other for other in year.days if other.day == day.pair_on), None)
            assert day.pair_on is None or (pair is not None and pair.pair_on == day.day and pair.kind != day.kind)
        fixed = {day for day, _ in rules.fixed_days_off(year.year)}
        assert len(fixed - {day.day for day in off}) <= 1, "only the Kings' day may push a made-up day on"
