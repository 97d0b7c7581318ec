"""Indicators that have a target: where they stand, how they moved, which went the wrong way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.desk.overviews.judging import is_worse, target_view
from mangnon.desk.terms import TargetView
from mangnon.indicators.public import (
    Indicator,
    Point,
    Target,
    Told,
    by_year,
    dictionary,
    goal_of,
    goals_for,
    grows_over_year,
    is_too_few,
)
from mangnon.indicators.terms import IndicatorKind, Unknown
from mangnon.territory.public import Unit
from mangnon.ui.charts import Mark, Reading
from mangnon.ui.wording import number_words

YEARS = 5
_MARKS = {Unknown.SUPPRESSED: Mark.SUPPRESSED, Unknown.NOT_COLLECTED: Mark.NOT_COLLECTED}


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator: `told` of `year` (its last with a figure; None: no figure), `before`: the year before it.

    `target`: that of the year, without a figure that of today's.
    `readings`: the years up to this one, oldest first, gaps and all; `by_year`: what was told of each.
    """

    indicator: Indicator
    target: Target
    view: TargetView
    year: int | None
    told: Told | None
    before: Told | None
    worse: bool
    readings: tuple[Reading, ...]
    by_year: Mapping[int, Told]


def reading_of(indicator: Indicator, told: Told | None, *, is_few: bool = False) -> Reading:
    """What a chart draws. What is not known is never drawn as zero."""
    if told is None or told.value is None:
        why = told.unknown if told is not None and told.unknown else Unknown.NOT_ENTERED
        return Reading(mark=_MARKS.get(why, Mark.NOT_ENTERED))
    is_count = indicator.kind == IndicatorKind.COUNT
    return Reading(
        float(told.value),
        Mark.TOO_FEW if is_few else Mark.VALUE,
        estimated=told.is_estimate,
        partial=told.is_partial and is_count,
        of_known=told.is_partial and not is_count,
    )


def target_words(target: Target) -> str:
    """«Từ mức này trở lên: 95 (2025)»; the words of the paper when it has some."""
    if target.words:
        return f"{target.words} ({target.year})"
    ends = [number_words(float(end)) for end in (target.low, target.high) if end is not None]
    return f"{target.get_comparison_display()}: {' – '.join(ends)} ({target.year})"


def indicator_lines(viewer: Actor, place: Unit, *, on: dt.date, years: int = YEARS) -> list[IndicatorLine]:
    """Every indicator in force that has a target for the place, in the order of the dictionary; each value is held
    against the target of its own year.

    Statements grow with `years`, not with indicators or units. Raises NotAllowed.
    """
    found = [each for each in dictionary(viewer, on=on) if not each.is_heading]
    aimed_at = goals_for(viewer, found, year=on.year, unit=place, on=on)
    aimed = [each for each in found if each.pk in aimed_at]
    points = by_year(viewer, aimed, place, on=on, years=years)
    last = {each.pk: year for each in aimed if (year := _last_year(each, points)) is not None}
    targets = goals_for(viewer, aimed, year=on.year, unit=place, on=on, years=last)
    return [_line(each, targets[each.pk], points, last.get(each.pk), on) for each in aimed]


def _last_year(indicator: Indicator, points: Mapping[int, Mapping[int, Point]]) -> int | None:
    """The last year with a value, unless too few units have told it yet for it to take the place of the one before."""
    told = {year: each[indicator.pk] for year, each in points.items() if indicator.pk in each}
    years = sorted((year for year, each in told.items() if each.told.value is not None), reverse=True)
    if len(years) < 2 or not told[years[0]].told.is_partial:
        return years[0] if years else None
    last, before = (told[year].sum.counted for year in years[:2])
    return years[1] if is_too_few(last, before) else years[0]


def _line(
    indicator: Indicator, target: Target, points: Mapping[int, Mapping[int, Point]], year: int | None, on: dt.date
) -> IndicatorLine:
    told = {each: found[indicator.pk].told for each, found in points.items() if indicator.pk in found}
    now = told.get(year) if year is not None else None
    is_open = year is not None and points[year][indicator.pk].period.ends_on > on
    grows = grows_over_year(indicator.kind, indicator.nature, indicator.denominator_nature)
    before = told.get(year - 1) if year is not None else None
    return IndicatorLine(
        indicator,
        target,
        target_view(
            now, goal_of(target), direction=indicator.direction, kind=indicator.kind, may_grow=is_open and grows
        ),
        year,
        now,
        before,
        is_worse(now, before, indicator.direction),
        tuple(reading_of(indicator, told.get(each)) for each in points),
        told,
    )


def counted_views(lines: Sequence[IndicatorLine]) -> dict[TargetView, int]:
    """How many stand how; together they are all."""
    return {view: sum(line.view == view for line in lines) for view in TargetView}
