"""Values against targets."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.targets import Goal, gap_to, goal_for, is_met, state_of
from mangnon.indicators.terms import Comparison, Direction, TargetState, Unknown

AT_LEAST = Goal(2025, Comparison.AT_LEAST, low=Decimal(65))
BELOW = Goal(2025, Comparison.BELOW, high=Decimal("9.5"))
BETWEEN = Goal(2025, Comparison.BETWEEN, low=Decimal(2), high=Decimal(3))


@pytest.mark.parametrize(
    ("goal", "value", "met"),
    [
        (AT_LEAST, "65", True),
        (AT_LEAST, "64.999", False),
        (BELOW, "9.5", False),
        (BELOW, "9.4999", True),
        (Goal(2025, Comparison.AT_MOST, high=Decimal(17)), "17", True),
        (Goal(2025, Comparison.ABOVE, low=Decimal(17)), "17", False),
        (BETWEEN, "2", True),
        (BETWEEN, "3", True),
        (BETWEEN, "3.1", False),
        (BETWEEN, "1.9", False),
    ],
)
def test_the_edge_belongs_to_whom_the_comparison_gives_it(goal: Goal, value: str, met: bool) -> None:
    assert is_met(Fraction(value), goal) is met


def test_beyond_the_better_end_of_a_range_is_met() -> None:
    assert is_met(Fraction(5), BETWEEN, Direction.UP)
    assert not is_met(Fraction(1), BETWEEN, Direction.UP)
    assert is_met(Fraction(1), BETWEEN, Direction.DOWN)
    assert not is_met(Fraction(5), BETWEEN, Direction.DOWN)


@given(st.fractions(0, 200))
def test_a_gap_is_zero_exactly_within(value: Fraction) -> None:
    assert (gap_to(value, AT_LEAST) == 0) == is_met(value, AT_LEAST)
    assert (gap_to(value, BETWEEN) == 0) == is_met(value, BETWEEN)


def test_a_value_that_is_not_known_decides_nothing() -> None:
    assert state_of(Told(unknown=Unknown.NOT_COLLECTED), AT_LEAST) == TargetState.UNKNOWN
    assert state_of(Told(Fraction(1)), None) == TargetState.NO_TARGET


def test_a_part_decides_only_what_more_cannot_change() -> None:
    enough, little, many = (Told(Fraction(value), is_partial=True) for value in (70, 5, 12))
    assert state_of(enough, AT_LEAST, is_count=True) == TargetState.MET
    assert state_of(little, AT_LEAST, is_count=True) == TargetState.UNKNOWN
    assert state_of(many, BELOW, is_count=True) == TargetState.NOT_MET
    assert state_of(little, BELOW, is_count=True) == TargetState.UNKNOWN
    assert state_of(enough, AT_LEAST) == TargetState.UNKNOWN
    assert state_of(Told(Fraction(2), is_partial=True), BETWEEN, is_count=True) == TargetState.UNKNOWN


def test_a_nearer_place_beats_the_nation_for_the_same_year() -> None:
    nation = [Goal(2025, Comparison.AT_LEAST, low=Decimal(65)), Goal(2030, Comparison.AT_LEAST, low=Decimal(75))]
    province = Goal(2030, Comparison.AT_LEAST, low=Decimal(80), unit=7)
    assert goal_for([*nation, province], 2028, [7]) == province
    assert goal_for([province, *nation], 2025, [7]) == nation[0]
    assert goal_for([*nation, province], 2028, [8]) == nation[1]
    assert goal_for(nation, 2035) == nation[1]
    assert goal_for([province], 2028) is None
