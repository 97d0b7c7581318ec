"""Working days: weekends, days off, days swapped in."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel.dates import is_weekend
from mangnon.kernel.working_days import WorkingDays

DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31))
CALENDARS = st.builds(
    lambda days, swapped: WorkingDays(frozenset(days), frozenset(day for day in swapped if is_weekend(day))),
    st.sets(DAYS, max_size=40),
    st.sets(DAYS, max_size=40),
)
# The last days of April 2025: Friday 2 May was off for Saturday 26 April.
SPRING_2025 = WorkingDays(
    off=frozenset({dt.date(2025, 4, 30), dt.date(2025, 5, 1), dt.date(2025, 5, 2)}),
    swapped_in=frozenset({dt.date(2025, 4, 26)}),
    known_years=frozenset({2024, 2025}),
)


def test_days_off_are_passed_over_and_days_swapped_in_are_not() -> None:
    assert SPRING_2025.next(dt.date(2025, 4, 29)) == dt.date(2025, 5, 5)
    assert SPRING_2025.previous(dt.date(2025, 5, 5)) == dt.date(2025, 4, 29)
    assert SPRING_2025.next(dt.date(2025, 4, 25)) == dt.date(2025, 4, 26)  # a Saturday at the desk
    assert SPRING_2025.on_or_before(dt.date(2025, 5, 4)) == dt.date(2025, 4, 29)
    assert SPRING_2025.on_or_after(dt.date(2025, 4, 30)) == dt.date(2025, 5, 5)
    assert SPRING_2025.on_or_before(dt.date(2025, 4, 28)) == dt.date(2025, 4, 28)
    assert SPRING_2025.strictly_between(dt.date(2025, 4, 25), dt.date(2025, 5, 5)) == 3
    assert SPRING_2025.add(dt.date(2025, 4, 25), 4) == dt.date(2025, 5, 5)
    assert SPRING_2025.add(dt.date(2025, 5, 5), -4) == dt.date(2025, 4, 25)


def test_what_is_known_is_said() -> None:
    assert SPRING_2025.is_known(dt.date(2025, 12, 31))
    assert not SPRING_2025.is_known(dt.date(2026, 1, 1))
    assert (SPRING_2025.known_from, SPRING_2025.known_to) == (2024, 2025)
    assert (WorkingDays().known_from, WorkingDays().known_to) == (None, None)


def test_a_swap_announced_for_a_day_off_makes_it_a_working_day() -> None:
    day = dt.date(2025, 4, 26)
    assert WorkingDays(off=frozenset({day}), swapped_in=frozenset({day})).is_working(day)


def test_29_february() -> None:
    assert WorkingDays().previous(dt.date(2024, 3, 1)) == dt.date(2024, 2, 29)
    assert WorkingDays().next(dt.date(2023, 2, 28)) == dt.date(2023, 3, 1)


def test_the_end_of_the_calendar_is_refused_not_run_over() -> None:
    with pytest.raises(ValueError, match="no working day"):
        WorkingDays().next(dt.date.max)
    with pytest.raises(ValueError, match="no working day"):
        WorkingDays().previous(dt.date.min)


@given(CALENDARS, DAYS, DAYS)
def test_counting_is_walking(calendar: WorkingDays, first: dt.date, last: dt.date) -> None:
    walked = [day for day in calendar.between(first, last) if first < day < last]
    assert calendar.strictly_between(first, last) == len(walked)
    assert all(calendar.is_working(day) for day in walked)


@given(CALENDARS, DAYS, st.integers(-60, 60))
def test_adding_counts_working_days(calendar: WorkingDays, day: dt.date, n: int) -> None:
    reached = calendar.add(day, n)
    low, high = sorted((day, reached))
    assert calendar.strictly_between(low, high) == max(abs(n) - 1, 0)
    assert n == 0 or calendar.is_working(reached)


@given(CALENDARS, DAYS)
def test_next_and_previous_are_neighbours(calendar: WorkingDays, day: dt.date) -> None:
    after, before = calendar.next(day), calendar.previous(day)
    assert before < day < after
    assert calendar.strictly_between(before, after) == calendar.is_working(day)
