"""When a job counts as lost, and how long the rest will take."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from mangnon.jobs.rules import is_silent, is_to_be_stopped, seconds_left

NOW = dt.datetime(2025, 5, 20, 2, tzinfo=dt.UTC)
LEASE = dt.timedelta(seconds=60)
SECONDS = st.floats(min_value=0, max_value=600)


def test_silence_is_longer_than_the_lease() -> None:
    assert not is_silent(NOW - LEASE, now=NOW, lease=LEASE)
    assert is_silent(NOW - LEASE - dt.timedelta(seconds=1), now=NOW, lease=LEASE)
    assert is_silent(None, now=NOW, lease=LEASE)


@given(st.integers(0, 20), st.integers(1, 5))
def test_a_job_is_stopped_once_it_has_cost_enough(losses: int, most: int) -> None:
    assert is_to_be_stopped(losses, most=most) == (losses >= most)


@given(st.lists(SECONDS, min_size=2, max_size=40), st.integers(0, 300))
def test_the_rest_lies_between_all_quick_and_all_slow(measured: list[float], left: int) -> None:
    found = seconds_left(measured, left)
    assert found is not None
    assert min(measured) * left <= found * 1.000001 + 1e-9
    assert found <= max(measured) * left * 1.000001 + 1e-9


def test_one_slow_page_says_little_of_the_rest() -> None:
    assert seconds_left([2.0, 2.0, 30.0, 2.0, 2.0], 10) == 20.0


def test_nothing_is_said_before_two_pages_are_measured() -> None:
    assert seconds_left([], 5) is None
    assert seconds_left([3.0], 5) is None
