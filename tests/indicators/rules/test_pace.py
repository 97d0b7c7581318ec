"""The way and the pace to a target."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.rules.targets import Goal, is_met, pace_to, way_to
from mangnon.indicators.terms import Comparison, Direction

numbers = st.fractions(min_value=0, max_value=1000, max_denominator=100)
years = st.integers(2015, 2029)


def goal(low: int) -> Goal:
    return Goal(2030, Comparison.AT_LEAST, low=Decimal(low))


@given(value=numbers, low=st.integers(0, 1000), year=years)
def test_whoever_keeps_the_needed_pace_meets_the_target(value: Fraction, low: int, year: int) -> None:
    found = pace_to(None, (year, value), goal(low), Direction.UP)
    assert found is not None
    assert is_met(value + found.needed * (2030 - year), goal(low), Direction.UP)
    assert (found.needed == 0) is is_met(value, goal(low), Direction.UP)


@given(began=years, value=numbers, low=st.integers(0, 1000))
def test_the_straight_way_leads_from_the_beginning_to_the_target_in_equal_steps(
    began: int, value: Fraction, low: int
) -> None:
    way = [way_to((began, value), goal(low), year) for year in range(began, 2031)]
    assert (way[0], way[-1]) == (value, low)
    steps = {after - before for before, after in itertools.pairwise(way) if before is not None and after is not None}
    assert len(steps) == 1


def test_before_it_begins_and_after_it_ends_there_is_no_way() -> None:
    assert way_to((2020, Fraction(1)), goal(5), 2019) is None
    assert way_to((2020, Fraction(1)), goal(5), 2031) is None
    assert pace_to(None, (2030, Fraction(1)), goal(5), Direction.UP) is None


def test_who_lies_above_a_ceiling_has_to_come_down() -> None:
    ceiling = Goal(2030, Comparison.AT_MOST, high=Decimal(10))
    found = pace_to((2020, Fraction(30)), (2025, Fraction(20)), ceiling, Direction.DOWN)
    assert found is not None
    assert (found.needed, found.so_far, found.expected) == (-2, -2, 20)
