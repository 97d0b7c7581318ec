"""Pure decisions of the overviews: near a target, worse than before, which rank can be told. No database."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from mangnon.desk.terms import TargetView
from mangnon.indicators.public import Goal, Told, gap_to, state_of
from mangnon.indicators.terms import Direction, IndicatorKind, TargetState
from mangnon.ui.charts import Interval

# «Gần đạt»: not met, but no farther from the target than this share of it. A rule of this product, shown beside.
NEAR: Final = Fraction(5, 100)
# «Chậm nhiều»: at least so many tasks not done past their day, and at least this share of those fallen due. Ours too.
BEHIND_TASKS: Final = 2
BEHIND_SHARE: Final = Fraction(1, 3)


def target_view(
    told: Told | None, goal: Goal | None, *, direction: str, kind: str, may_grow: bool = False
) -> TargetView:
    """Met, near, not met; told of a part of the units only; or no figure to judge by. `may_grow`: what it counts grows
    until its year ends, and that has not ended yet."""
    judged = told or Told()
    is_count = kind == IndicatorKind.COUNT or (may_grow and not judged.is_partial)
    if may_grow and judged.value is not None:
        judged = replace(judged, is_partial=True)
    state = state_of(judged, goal, direction, is_count=is_count)
    if state == TargetState.MET:
        return TargetView.MET
    if goal is None or told is None or told.value is None:
        return TargetView.UNKNOWN
    if state != TargetState.NOT_MET:
        return TargetView.PARTIAL if judged.is_partial else TargetView.UNKNOWN
    ends = [Fraction(end) for end in (goal.low, goal.high) if end is not None]
    nearest = min(ends, key=lambda end: abs(end - (told.value or 0)))
    return TargetView.NEAR if nearest and gap_to(told.value, goal) <= NEAR * abs(nearest) else TargetView.NOT_MET


def is_worse(now: Told | None, before: Told | None, direction: str) -> bool:
    """Whether a value went the wrong way. Values of a part of the units, or reckoned by weights, are not compared."""
    if now is None or before is None or now.value is None or before.value is None:
        return False
    if any(each.is_partial or each.is_estimate for each in (now, before)):
        return False
    if direction == Direction.UP:
        return now.value < before.value
    return direction == Direction.DOWN and now.value > before.value


def is_far_behind(overdue: int, fallen_due: int) -> bool:
    """Whether a body is far behind with what it leads; see BEHIND_TASKS and BEHIND_SHARE."""
    return overdue >= BEHIND_TASKS and Fraction(overdue, fallen_due) >= BEHIND_SHARE


def ranks(intervals: Mapping[int, Interval], *, high_is_good: bool) -> dict[int, tuple[int, int]]:
    """The best and the worst rank that each unit can have: one number only where its interval parts from all others.

    Best: one more than the units that are surely better; worst: without those that are surely worse. n log n.
    """
    lows = sorted(each.low for each in intervals.values())
    highs = sorted(each.high for each in intervals.values())
    found = {}
    for key, each in intervals.items():
        above = len(lows) - bisect_right(lows, each.high)
        below = bisect_left(highs, each.low)
        better, worse = (above, below) if high_is_good else (below, above)
        found[key] = (better + 1, len(intervals) - worse)
    return found


def side_of(interval: Interval | None, whole: float | None) -> str:
    """«above», «below» the whole, or «same» while the interval holds it; empty where nothing can be told."""
    if interval is None or whole is None:
        return ""
    if interval.low > whole:
        return "above"
    return "below" if interval.high < whole else "same"


# Bounds of how long something waits, in days, both ends inside; None: no end.
AGES: Final[tuple[tuple[str, int, int | None], ...]] = (
    ("đến 3 ngày", 0, 3),
    ("4 đến 7 ngày", 4, 7),
    ("8 đến 14 ngày", 8, 14),
    ("trên 14 ngày", 15, None),
)


def by_age(days: Sequence[int]) -> list[int]:
    """How many lie within each of AGES; days before today's count as none."""
    counts = [0] * len(AGES)
    for each in days:
        place = next(i for i, (_, _, most) in enumerate(AGES) if most is None or each <= most)
        counts[place] += 1
    return counts
