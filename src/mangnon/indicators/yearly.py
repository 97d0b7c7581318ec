"""The last value of each indicator, its values by year, and the periods of which it was told. First argument `viewer`.

Bodies tell years, halves of years, windows from the 15th, school years; a list that compares indicators with targets of
years shows whole years first, whatever their windows, and a part of a year only where nothing else was told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from mangnon.accounts.public import Actor
from mangnon.indicators.computing import operands_of
from mangnon.indicators.hiding import day_of, own_part_of, own_sums, sees_everything_of
from mangnon.indicators.models import Figure, Indicator
from mangnon.indicators.outermost import district_ids
from mangnon.indicators.reading import Frames, Point, check_sees, shown
from mangnon.indicators.rules.periods import Period, is_part_of_year, period_of
from mangnon.indicators.rules.totals import Sum
from mangnon.indicators.rules.years import candidates, is_too_few, natures_of, whole_years
from mangnon.indicators.selectors import source_of
from mangnon.indicators.terms import IndicatorKind, Nature
from mangnon.territory.public import Unit

_Windows = Mapping[int, list[Period]]  # by key of the indicator


def latest(
    viewer: Actor, indicators: Sequence[Indicator], unit: Unit, *, on: dt.date, years_back: int = 10
) -> dict[int, Point]:
    """The last value of each indicator up to a day, of the unit itself or added up from the communes in it.

    That of the last whole year that has begun and was told; where no year was, that of the last part of one (see its
    `period`). A year that few units have told yet does not take the place of the one before (rules.years.LEAST_SHARE).
    By key of the indicator; what has no figure is absent. Queries grow with the number of different periods, not with
    indicators or units. Raises NotAllowed.
    """
    check_sees(viewer, unit)
    frames = Frames.of(unit, day_of(unit, on))
    windows = _told_windows(indicators, frames, on, years_back)
    waiting = {each.pk: candidates(windows[each.pk], _natures(each)) for each in indicators}
    found: dict[int, Point] = {}
    while open_ := [each for each in indicators if each.pk not in found and waiting[each.pk]]:
        chosen = {each.pk: waiting[each.pk].pop(0) for each in open_}
        found |= _told_in(viewer, open_, chosen, frames, unit)
    partial = [each for each in indicators if each.pk in found and found[each.pk].told.is_partial]
    partial = [each for each in partial if waiting[each.pk] and not is_part_of_year(waiting[each.pk][0])]
    before = _told_in(viewer, partial, {each.pk: waiting[each.pk][0] for each in partial}, frames, unit)
    return found | {
        key: point for key, point in before.items() if is_too_few(found[key].sum.counted, point.sum.counted)
    }


def by_year(
    viewer: Actor, indicators: Sequence[Indicator], unit: Unit, *, on: dt.date, years: int
) -> dict[int, dict[int, Point]]:
    """By year, ascending, and key of the indicator: what is told of a whole year, within the boundaries of its end.

    The last `years` up to that of a day; what is not told is absent. Statements grow with `years`, not with indicators
    or units. Raises NotAllowed.
    """
    check_sees(viewer, unit)
    now = Frames.of(unit, day_of(unit, on))
    windows = _told_windows(indicators, now, on, years)
    told = {each.pk: whole_years(windows[each.pk], _natures(each)) for each in indicators}
    found: dict[int, dict[int, Point]] = {}
    for year in range(on.year - years + 1, on.year + 1):
        chosen = {pk: periods[year] for pk, periods in told.items() if year in periods}
        open_ = [each for each in indicators if each.pk in chosen]
        frames = Frames.of(unit, day_of(unit, min(dt.date(year, 12, 31), on))) if open_ else now
        found[year] = _told_in(viewer, open_, chosen, frames, unit)
    return found


def course_of_years(
    viewer: Actor, indicator: Indicator, unit: Unit, years: Iterable[int], *, on: dt.date
) -> list[Period]:
    """For each year the period that tells it of a unit, else the calendar year. Raises NotAllowed."""
    check_sees(viewer, unit)
    years = list(years)
    back = on.year - min(years, default=on.year) + 1
    windows = _told_windows([indicator], Frames.of(unit, day_of(unit, on)), on, back)
    told = whole_years(windows[indicator.pk], _natures(indicator))
    return [told.get(year) or period_of(str(year)) for year in years]


def told_periods(viewer: Actor, indicator: Indicator, unit: Unit, *, on: dt.date, years_back: int = 10) -> list[Period]:
    """The periods of which anything was told of a unit or of the units in it, newest first; of a computed indicator,
    those of its operands. Queries: constant, one more for a computed one. Raises NotAllowed."""
    check_sees(viewer, unit)
    rested = [indicator]
    if indicator.kind == IndicatorKind.COMPUTED:
        rested = [each for each, _ in operands_of(indicator, period_of(str(on.year)))]
    windows = _told_windows(rested, Frames.of(unit, day_of(unit, on)), on, years_back)
    found = {period for each in rested for period in windows[each.pk]}
    return sorted(found, key=lambda each: (each.ends_on, each.starts_on, each.code), reverse=True)


def _natures(indicator: Indicator) -> tuple[Nature, ...]:
    return natures_of(indicator.kind, indicator.nature, indicator.denominator_nature)


def _told_in(
    viewer: Actor, indicators: Sequence[Indicator], chosen: Mapping[int, Period], frames: Frames, unit: Unit
) -> dict[int, Point]:
    """What is told of each indicator in the period chosen for it, as the viewer may see it."""
    found: dict[int, Point] = {}
    for period in sorted(set(chosen.values())):
        of_period = [(each, "") for each in indicators if chosen[each.pk] == period]
        points = frames.points(of_period, period)
        found |= {key: point for key, point in points.items() if point.told.value is not None or point.sum.counted}
    if sees_everything_of(viewer, unit):
        return found
    by_key = {each.pk: each for each in indicators}
    own = own_part_of(viewer, unit)
    known: dict[int, Sum] = {}
    for period in sorted(set(chosen.values())):
        known |= own_sums(own, [each for each in indicators if chosen[each.pk] == period], period)
    return {key: shown(viewer, by_key[key], unit, point, own=known.get(key)) for key, point in found.items()}


def _told_windows(indicators: Sequence[Indicator], frames: Frames, on: dt.date, years_back: int) -> _Windows:
    """The periods of which anything is told of each indicator; of a computed one, those of all figures. One query."""
    sources = {each.pk: source_of(each) for each in indicators}
    rows = _told_since(frames, on, years_back)
    has_computed = any(each.kind == IndicatorKind.COMPUTED for each in indicators)
    if not has_computed:
        rows = rows.filter(indicator__in={source.pk for source, _ in sources.values()})
    told: dict[tuple[int, str], set[Period]] = {}
    every: set[Period] = set()
    fields = ("indicator_id", "breakdown__key", "period_code", "starts_on", "ends_on")
    for pk, key, code, starts, ends in rows.values_list(*fields).distinct():
        period = Period(starts, ends, code)
        told.setdefault((pk, key), set()).add(period)
        every.add(period)
    found: dict[int, list[Period]] = {}
    for each in indicators:
        source, key = sources[each.pk]
        known = told.get((source.pk, key), set())
        found[each.pk] = sorted(every if each.kind == IndicatorKind.COMPUTED and not known else known)
    return found


def _told_since(frames: Frames, on: dt.date, years_back: int) -> QuerySet[Figure]:
    """The figures that count of a unit, the units in it and the districts around these, of the years up to a day:
    what has begun. The report of a year is due before the year ends, and tells it."""
    window = Period(dt.date(on.year - years_back, 1, 1), on, "")
    ids = {*(frames.own.ids(window) or ()), *((frames.parts.ids(window) or ()) if frames.parts else ())}
    for then in (window.starts_on, window.ends_on):
        ids.update(district_ids(frames.own.within, frames.own.day, then) if frames.parts else ())
    found = Figure.objects.counted().filter(unit__in=ids, starts_on__lte=on, starts_on__gte=window.starts_on)
    return found.order_by()
