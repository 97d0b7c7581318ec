"""The clock, days in Viet Nam, dates as officials write them, working days."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel import clock
from mangnon.kernel.dates import is_weekend, long_date, previous_working_day, vn_date, working_days_between

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))


def test_the_day_turns_at_midnight_in_viet_nam() -> None:
    assert clock.local_day(dt.datetime(2025, 6, 9, 16, 59, 59, tzinfo=dt.UTC)) == dt.date(2025, 6, 9)
    assert clock.local_day(dt.datetime(2025, 6, 9, 17, 0, tzinfo=dt.UTC)) == dt.date(2025, 6, 10)


@given(DAYS)
def test_the_last_minute_belongs_to_the_day_and_the_next_instant_does_not(day: dt.date) -> None:
    last = clock.last_minute(day)
    assert clock.local_day(last) == day
    assert clock.local_day(last + dt.timedelta(microseconds=1)) == day + dt.timedelta(days=1)


def test_a_naive_instant_is_refused() -> None:
    naive = dt.datetime(2025, 6, 9, 12, 0)  # noqa: DTZ001 - the very thing that must be refused
    with pytest.raises(ValueError, match="time zone"):
        clock.local_day(naive)
    with pytest.raises(ValueError, match="time zone"), clock.frozen(naive):
        pass


def test_a_frozen_clock_nests_and_comes_back() -> None:
    outer, inner = clock.at(dt.date(2025, 1, 1)), clock.at(dt.date(2026, 1, 1))
    with clock.frozen(outer):
        with clock.frozen(inner):
            assert clock.today() == dt.date(2026, 1, 1)
        assert clock.now() == outer


def test_a_training_clock_moves_every_thread_and_goes_on() -> None:
    seen: list[dt.datetime] = []
    before = clock.training_shift()
    clock.set_training_shift(dt.timedelta(days=-400))
    try:
        thread = threading.Thread(target=lambda: seen.extend([clock.now(), clock.now()]))
        thread.start()
        thread.join()
    finally:
        clock.set_training_shift(before)
    expected = dt.datetime.now(dt.UTC) - dt.timedelta(days=400)
    assert abs(seen[0] - expected) < dt.timedelta(seconds=30)
    assert seen[1] >= seen[0]


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (dt.date(2025, 2, 7), "07/02/2025", "ngày 07 tháng 02 năm 2025"),
        (dt.date(2025, 1, 17), "17/01/2025", "ngày 17 tháng 01 năm 2025"),
        (dt.date(2025, 3, 9), "09/03/2025", "ngày 09 tháng 3 năm 2025"),
        (dt.date(2025, 12, 25), "25/12/2025", "ngày 25 tháng 12 năm 2025"),
    ],
)
def test_dates_as_officials_write_them(day: dt.date, short: str, long: str) -> None:
    assert vn_date(day) == short
    assert long_date(day) == long


@given(DAYS)
def test_the_previous_working_day_is_the_nearest_one(day: dt.date) -> None:
    previous = previous_working_day(day)
    assert previous < day
    assert not is_weekend(previous)
    assert working_days_between(previous, day) == 0


@given(DAYS, st.integers(0, 60))
def test_working_days_are_counted_strictly_between(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    inside = [first + dt.timedelta(days=step) for step in range(1, length)]
    assert working_days_between(first, last) == sum(day.weekday() < 5 for day in inside)
