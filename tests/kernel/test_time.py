"""The clock, days in Viet Nam, dates as officials write them, the last day on time."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel import clock
from mangnon.kernel.dates import last_day_on_time, long_date, month_end, vn_date

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


def test_what_other_clocks_tell_is_moved_as_this_one_is() -> None:
    world, site = clock.at(dt.date(2026, 5, 4)), clock.at(dt.date(2025, 5, 4))
    with clock.frozen(site), clock.actual_frozen(world):
        assert clock.shown_at(world) == site
        assert clock.shown_at(world - dt.timedelta(days=3)) == site - dt.timedelta(days=3)
    with pytest.raises(ValueError, match="time zone"):
        clock.shown_at(dt.datetime(2025, 6, 9, 12, 0))  # noqa: DTZ001 - the very thing that must be refused


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


@pytest.mark.parametrize(
    ("year", "month", "day", "is_before", "last"),
    [
        (2025, 6, 10, True, dt.date(2025, 6, 9)),
        (2025, 6, 10, False, dt.date(2025, 6, 10)),
        (2025, 3, 1, True, dt.date(2025, 2, 28)),
        (2024, 3, 1, True, dt.date(2024, 2, 29)),
        (2025, 1, 1, True, dt.date(2024, 12, 31)),
        (2024, 2, 29, False, dt.date(2024, 2, 29)),
        (2024, 2, 29, True, dt.date(2024, 2, 28)),
        (2025, 2, 29, False, dt.date(2025, 2, 28)),
        (2025, 2, 29, True, dt.date(2025, 2, 28)),
        (2025, 4, 31, False, dt.date(2025, 4, 30)),
    ],
)
def test_before_a_day_is_the_day_before(year: int, month: int, day: int, is_before: bool, last: dt.date) -> None:
    assert last_day_on_time(year=year, month=month, day=day, is_before=is_before) == last


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_the_day_after_the_end_of_a_month_is_a_first(year: int, month: int) -> None:
    assert (month_end(year, month) + dt.timedelta(days=1)).day == 1


# New York puts its clock back on 2 November 2025 and forward on 9 March 2025; Kiritimati is a day ahead of it.
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "Europe/London", "UTC", "Asia/Ho_Chi_Minh"])
@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (dt.datetime(2025, 11, 2, 5, 59, 59, tzinfo=dt.UTC), dt.date(2025, 11, 2)),
        (dt.datetime(2025, 11, 2, 6, 0, tzinfo=dt.UTC), dt.date(2025, 11, 2)),
        (dt.datetime(2025, 3, 9, 7, 0, tzinfo=dt.UTC), dt.date(2025, 3, 9)),
        (dt.datetime(2025, 3, 8, 17, 0, tzinfo=dt.UTC), dt.date(2025, 3, 9)),
        (dt.datetime(2024, 2, 28, 17, 0, tzinfo=dt.UTC), dt.date(2024, 2, 29)),
        (dt.datetime(2024, 2, 29, 16, 59, 59, tzinfo=dt.UTC), dt.date(2024, 2, 29)),
    ],
)
def test_a_server_in_another_zone_that_changes_its_clock_counts_the_days_of_viet_nam(
    monkeypatch: pytest.MonkeyPatch, zone: str, instant: dt.datetime, day: dt.date
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with clock.frozen(instant):
            assert clock.today() == day
            assert clock.now() <= clock.last_minute(day)
        assert clock.local_day(clock.last_minute(day)) == day
        assert clock.last_minute(day) - clock.last_minute(day - dt.timedelta(days=1)) == dt.timedelta(days=1)
        assert abs(clock.real_now().timestamp() - time.time()) < 5
    finally:
        monkeypatch.undo()
        time.tzset()
