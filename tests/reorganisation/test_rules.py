"""The axis of time."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from mangnon.reorganisation.rules import Standing, axis_span, standing

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))


@given(DAYS, DAYS, DAYS)
def test_a_day_stands_in_exactly_one_way_to_a_validity(one: dt.date, other: dt.date, day: dt.date) -> None:
    first, last = sorted((one, other))
    found = standing(first, last, on=day)
    assert (found is Standing.NOT_YET) == (day < first)
    assert (found is Standing.ENDED) == (day > last)
    assert (found is Standing.IN_FORCE) == (first <= day <= last)


@given(st.lists(DAYS, max_size=5), DAYS)
def test_an_axis_shows_whole_years_and_every_day_asked_for(days: list[dt.date], on: dt.date) -> None:
    span = axis_span(days, on=on)
    assert (span.first.month, span.first.day, span.last.month, span.last.day) == (1, 1, 12, 31)
    assert all(span.first <= day <= span.last for day in [*days, on])
    assert len(span.quarters()) == 4 * (span.last.year - span.first.year + 1)


@given(DAYS, DAYS, DAYS)
def test_bars_of_a_body_and_its_successor_meet_without_gap_or_overlap(one: dt.date, two: dt.date, on: dt.date) -> None:
    first, change = sorted((one, two))
    span = axis_span([first, change], on=on)
    last = change - dt.timedelta(days=1)
    if last < first:
        return
    begin, length = span.bar(first, last, 480)
    assert abs(begin + length - span.bar(change, None, 480)[0]) < 0.11
    assert 0 <= begin <= 480
    assert span.bar(None, None, 480) == (0, 480)
