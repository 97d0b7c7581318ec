"""The rules of the overviews: near, worse, far behind, ranks only where intervals part, ages."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.desk.overviews.judging import AGES, by_age, is_far_behind, is_worse, ranks, side_of, target_view
from mangnon.desk.terms import TargetView
from mangnon.indicators.public import Goal, Told
from mangnon.indicators.terms import Comparison, Direction, IndicatorKind, Unknown
from mangnon.ui.charts import Interval

GOAL = Goal(2025, Comparison.AT_LEAST, low=Decimal(80))
CEILING = Goal(2025, Comparison.AT_MOST, high=Decimal(20))


@pytest.mark.parametrize(
    ("value", "goal", "view"),
    [
        (80, GOAL, TargetView.MET),
        (76, GOAL, TargetView.NEAR),
        ("75.99", GOAL, TargetView.NOT_MET),
        (20, CEILING, TargetView.MET),
        (21, CEILING, TargetView.NEAR),
        ("21.01", CEILING, TargetView.NOT_MET),
    ],
)
def test_near_is_five_hundredths_of_the_target(value: object, goal: Goal, view: TargetView) -> None:
    told = Told(Fraction(str(value)))
    assert target_view(told, goal, direction=Direction.NONE, kind=IndicatorKind.RATE) == view


def test_nothing_is_near_a_target_of_zero() -> None:
    goal = Goal(2025, Comparison.AT_MOST, high=Decimal(0))
    assert target_view(Told(Fraction(1, 1000)), goal, direction="", kind="rate") == TargetView.NOT_MET


def test_what_some_units_told_is_neither_judged_nor_called_nothing() -> None:
    some = Told(Fraction(90), is_partial=True)
    assert target_view(some, GOAL, direction=Direction.UP, kind=IndicatorKind.RATE) == TargetView.PARTIAL
    enough = target_view(some, GOAL, direction=Direction.UP, kind=IndicatorKind.COUNT)
    assert enough == TargetView.MET, "a count of some is at least so much"
    few = Told(Fraction(70), is_partial=True)
    assert target_view(few, GOAL, direction=Direction.UP, kind=IndicatorKind.COUNT) == TargetView.PARTIAL


@pytest.mark.parametrize("told", [None, Told(unknown=Unknown.SUPPRESSED)])
def test_what_is_not_known_is_not_judged(told: Told | None) -> None:
    assert target_view(told, GOAL, direction=Direction.UP, kind=IndicatorKind.RATE) == TargetView.UNKNOWN


def test_worse_goes_against_the_direction_and_is_told_of_whole_figures_only() -> None:
    high, low = Told(Fraction(90)), Told(Fraction(80))
    assert is_worse(low, high, Direction.UP)
    assert not is_worse(high, low, Direction.UP)
    assert is_worse(high, low, Direction.DOWN)
    assert not is_worse(low, high, Direction.DOWN)
    assert not is_worse(low, high, Direction.NONE)
    assert not is_worse(Told(Fraction(80), is_partial=True), high, Direction.UP)
    assert not is_worse(None, high, Direction.UP)


def test_far_behind_takes_two_tasks_and_a_third() -> None:
    assert is_far_behind(2, 6)
    assert not is_far_behind(2, 7)
    assert not is_far_behind(1, 1)
    assert not is_far_behind(0, 0)


intervals = st.dictionaries(
    st.integers(0, 30),
    st.tuples(st.integers(0, 50), st.integers(0, 20)).map(lambda pair: Interval(pair[0], pair[0] + pair[1])),
    max_size=12,
)


@given(intervals, st.booleans())
def test_ranks_are_what_counting_each_pair_gives(found: dict[int, Interval], high: bool) -> None:
    told = ranks(found, high_is_good=high)
    for key, own in found.items():
        above = sum(other.low > own.high for other in found.values())
        below = sum(other.high < own.low for other in found.values())
        better, worse = (above, below) if high else (below, above)
        assert told[key] == (better + 1, len(found) - worse)


def test_one_rank_only_where_the_interval_parts_from_all_others() -> None:
    found = {1: Interval(80, 90), 2: Interval(50, 60), 3: Interval(55, 65)}
    assert ranks(found, high_is_good=True) == {1: (1, 1), 2: (2, 3), 3: (2, 3)}
    assert [side_of(each, 70) for each in (*found.values(), None)] == ["above", "below", "below", ""]
    assert side_of(Interval(60, 80), 70) == "same"
    assert side_of(Interval(60, 80), None) == ""


@given(st.lists(st.integers(-3, 400)))
def test_every_matter_is_in_one_age(days: list[int]) -> None:
    counts = by_age(days)
    assert sum(counts) == len(days)
    assert len(counts) == len(AGES)
    assert counts[3] == sum(each > 14 for each in days)


def test_what_grows_until_the_year_ends_is_judged_as_far_as_more_could_not_change_it() -> None:
    rate = {"direction": Direction.UP, "kind": IndicatorKind.RATE, "may_grow": True}
    assert target_view(Told(Fraction(10)), GOAL, **rate) == TargetView.PARTIAL  # type: ignore[arg-type]
    assert target_view(Told(Fraction(99)), GOAL, **rate) == TargetView.MET  # type: ignore[arg-type]
