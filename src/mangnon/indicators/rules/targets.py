"""Holding a value against a target. No Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.years import grows_over_year
from mangnon.indicators.terms import Comparison, Direction, IndicatorKind, TargetState


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: for whom (`unit` None: the nation), for the end of which year, and how it is met."""

    year: int
    comparison: Comparison
    low: Decimal | None = None
    high: Decimal | None = None
    unit: int | None = None
    key: int | None = None


def is_met(value: Fraction, goal: Goal, direction: str = Direction.NONE) -> bool:
    """Whether a value meets a target. Beyond the better end of a range is met too, where a direction is known."""
    low = None if goal.low is None else Fraction(goal.low)
    high = None if goal.high is None else Fraction(goal.high)
    if goal.comparison == Comparison.AT_LEAST:
        return low is not None and value >= low
    if goal.comparison == Comparison.ABOVE:
        return low is not None and value > low
    if goal.comparison == Comparison.AT_MOST:
        return high is not None and value <= high
    if goal.comparison == Comparison.BELOW:
        return high is not None and value < high
    is_high_enough = low is None or value >= low or direction == Direction.DOWN
    is_low_enough = high is None or value <= high or direction == Direction.UP
    return is_high_enough and is_low_enough


def state_of(told: Told, goal: Goal | None, direction: str = Direction.NONE, *, is_count: bool = False) -> TargetState:
    """Met, not met, or not to be told. A count known in part is «at least» so much: it can already be enough, or
    already too much; a rate known in part tells nothing of the whole."""
    if goal is None:
        return TargetState.NO_TARGET
    if told.value is None:
        return TargetState.UNKNOWN
    met = is_met(told.value, goal, direction)
    if told.is_partial:
        grows_into = goal.comparison in (Comparison.AT_LEAST, Comparison.ABOVE)
        grows_out_of = goal.comparison in (Comparison.AT_MOST, Comparison.BELOW)
        is_decided = (met and grows_into) or (not met and grows_out_of)
        if not (is_count and is_decided):
            return TargetState.UNKNOWN
    return TargetState.MET if met else TargetState.NOT_MET


class Judged(Protocol):
    """What judging needs to know of an indicator."""

    @property
    def kind(self) -> str:
        """Count, rate or computed."""
        ...

    @property
    def nature(self) -> str:
        """How what is counted adds up over time."""
        ...

    @property
    def denominator_nature(self) -> str:
        """How the denominator does; empty: likewise."""
        ...

    @property
    def direction(self) -> str:
        """Which way is better."""
        ...


def state_within(told: Told, goal: Goal | None, indicator: Judged, *, is_of_part: bool) -> TargetState:
    """What a whole year's target says of a value, perhaps one of a part of the year (`is_of_part`).

    What grows until the year ends is «met» or «not met» before that only where more could not change it; what half a
    year counted is never «not met» for being half. A computed value of a part of a year is not judged.
    """
    is_count = indicator.kind == IndicatorKind.COUNT
    if not is_of_part:
        return state_of(told, goal, indicator.direction, is_count=is_count)
    if indicator.kind == IndicatorKind.COMPUTED:
        return TargetState.UNKNOWN if goal is not None else TargetState.NO_TARGET
    if not grows_over_year(indicator.kind, indicator.nature, indicator.denominator_nature):
        return state_of(told, goal, indicator.direction, is_count=is_count)
    # A rate of some of the bodies says nothing of the others; of all of them it can only grow, like a count.
    may_decide = is_count or not told.is_partial
    return state_of(replace(told, is_partial=True), goal, indicator.direction, is_count=may_decide)


def gap_to(value: Fraction, goal: Goal) -> Fraction:
    """How far a value is from the nearest end that would meet the target; zero within."""
    low = None if goal.low is None else Fraction(goal.low)
    high = None if goal.high is None else Fraction(goal.high)
    if low is not None and value < low:
        return low - value
    if high is not None and value > high:
        return value - high
    return Fraction(0)


def goal_for(goals: Iterable[Goal], year: int, units: Iterable[int] = ()) -> Goal | None:
    """The target that counts in a year for a place: the next one set for that year or a later one, else the last.

    `units`: the place and those it lies in, nearest first. Of several targets for one year a nearer place's beats a
    farther one's, and all beat the nation's.
    """
    goals = list(goals)
    of_year: dict[int, Goal] = {}
    for unit in (*units, None):
        for goal in goals:
            if goal.unit == unit:
                of_year.setdefault(goal.year, goal)
    if not of_year:
        return None
    return of_year[min((each for each in of_year if each >= year), default=max(of_year))]


@dataclass(frozen=True, slots=True)
class Pace:
    """How a value moves towards a target, a year: `so_far` from where it began (None: not known), `needed` from now on
    (zero: met). `expected`: where a straight way would stand now."""

    needed: Fraction
    so_far: Fraction | None = None
    expected: Fraction | None = None


def end_of(goal: Goal, value: Fraction) -> Fraction:
    """The end of a target that a value has to reach: the one it lies outside of, else the better known one."""
    low = None if goal.low is None else Fraction(goal.low)
    high = None if goal.high is None else Fraction(goal.high)
    if low is None:
        return high or Fraction(0)
    return high if high is not None and value > high else low


def way_to(start: tuple[int, Fraction], goal: Goal, year: int) -> Fraction | None:
    """Where the straight way from a beginning to a target stands in a year; None before it begins or after it ends."""
    began, value = start
    if not began <= year <= goal.year or goal.year == began:
        return None
    end = end_of(goal, value)
    return value + (end - value) * Fraction(year - began, goal.year - began)


def pace_to(start: tuple[int, Fraction] | None, now: tuple[int, Fraction], goal: Goal, direction: str) -> Pace | None:
    """The pace towards a target of a later year; None for one whose year has come."""
    year, value = now
    if goal.year <= year:
        return None
    missing = Fraction(0) if is_met(value, goal, direction) else end_of(goal, value) - value
    needed = missing / (goal.year - year)
    if start is None or start[0] >= year:
        return Pace(needed)
    return Pace(needed, (value - start[1]) / (year - start[0]), way_to(start, goal, year))
