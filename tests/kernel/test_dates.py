"""Days as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel.dates import typed_day, vn_date


@pytest.mark.parametrize("text", ["01/07/2025", "1/7/2025", " 01/7/2025 ", "2025-07-01", "1.7.2025", "01-07-2025"])
def test_one_day_typed_in_several_ways(text: str) -> None:
    assert typed_day(text) == dt.date(2025, 7, 1)


@pytest.mark.parametrize("text", ["", "   ", "31/02/2025", "01/07/25", "07/2025", "hôm nay", "2025/07/01", "1/7-2025"])
def test_what_is_no_day(text: str) -> None:
    assert typed_day(text) is None


@given(st.dates(min_value=dt.date(1900, 1, 1)))
def test_what_the_screen_shows_can_be_typed_back(day: dt.date) -> None:
    assert typed_day(vn_date(day)) == day
    assert typed_day(day.isoformat()) == day
