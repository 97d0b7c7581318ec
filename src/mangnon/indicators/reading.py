"""Figures added up: tables over units, series over periods, the latest value. First argument `viewer`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Max

from mangnon.accounts.public import Actor
from mangnon.indicators.computing import Reading, read_in_frame
from mangnon.indicators.frames import Frame, Unplaced
from mangnon.indicators.models import Figure, Indicator
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import check_see_figures, check_sees_place, sees_small_numbers
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.expressions import UnknownPart
from mangnon.indicators.rules.periods import Period, period_of
from mangnon.indicators.rules.totals import Sum
from mangnon.indicators.selectors import source_of
from mangnon.indicators.small_counts import HIDDEN, counts_persons, is_small, without_numbers
from mangnon.indicators.terms import IndicatorKind
from mangnon.territory.public import Level, Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of a table."""

    unit: Unit
    sum: Sum
    told: Told
    unknowns: tuple[UnknownPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """An indicator in one period over the units of a level, within the boundaries of `boundary_on`.

    `sum` and `told`: all rows together. `unplaced`: recorded figures that cannot wholly be placed within them.
    """

    indicator: Indicator
    period: Period
    boundary_on: dt.date
    rows: tuple[Row, ...]
    sum: Sum
    told: Told
    unplaced: tuple[Unplaced, ...] = ()

    @property
    def missing_units(self) -> frozenset[Hashable]:
        """Keys of the units, of the day they were recorded, that are not in the sum."""
        return frozenset(each.part for each in self.sum.missing)


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series. `is_own`: told of the unit itself, not added up from the units in it. `unknowns`: of a
    computed indicator, what was not known."""

    period: Period
    sum: Sum
    told: Told
    is_own: bool = False
    unknowns: tuple[UnknownPart, ...] = ()


def table(
    viewer: Actor,
    indicator: Indicator,
    period: Period,
    *,
    level: Level,
    within: Unit | None = None,
    boundary_on: dt.date | None = None,
    breakdown_key: str = "",
) -> Table:
    """An indicator over the units of a level inside `within` (None: of the country), within the boundaries of a day.

    `boundary_on` defaults to the period's last day. Figures of units of other days follow their events; where shares
    were given by weights the row is an estimate, where they are not known it is «at least» and the unit is in
    `unplaced`. Queries: constant within one boundary day, some more for each province that was formed from others.
    Raises NotAllowed.
    """
    _check(viewer, within)
    frame = Frame.of(Level(level), _day(within, boundary_on or period.ends_on), within)
    read = read_in_frame([(indicator, breakdown_key)], period, frame)[indicator.pk]
    rows = tuple(Row(unit, *read.rows[unit.pk]) for unit in frame.units)
    return Table(indicator, period, frame.day, rows, read.whole.sum, read.whole.told, read.unplaced)


def series(
    viewer: Actor,
    indicator: Indicator,
    unit: Unit,
    periods: Sequence[Period],
    *,
    boundary_on: dt.date | None = None,
    breakdown_key: str = "",
    parts_level: Level = Level.COMMUNE,
) -> list[Point]:
    """An indicator of one unit over periods: what was told of the unit itself, else the sum of the units in it.

    `boundary_on`: within the boundaries of a day, for all periods alike; else of each period's last day, or of the day
    nearest to it on which the unit was there. Queries grow with the number of periods, not of units.
    Small numbers are hidden from whoever does not answer for the place (decision 0042). Raises NotAllowed.
    """
    _check(viewer, unit)
    frames: dict[dt.date, _Frames] = {}
    points = []
    for period in periods:
        day = _day(unit, boundary_on or period.ends_on)
        frames.setdefault(day, _Frames.of(unit, day, parts_level))
        points.append(frames[day].points([(indicator, breakdown_key)], period)[indicator.pk])
    if sees_small_numbers(viewer, province_codes_of(unit)):
        return points
    return [_published(indicator, point) for point in points]


def latest(
    viewer: Actor, indicators: Sequence[Indicator], unit: Unit, *, on: dt.date, years_back: int = 10
) -> dict[int, Point]:
    """The last yearly value of each indicator up to a day, of the unit itself or added up from the communes in it.

    By key of the indicator; what has no figure is absent. Queries grow with the number of different years, not with
    indicators or units. Raises NotAllowed.
    """
    _check(viewer, unit)
    frames = _Frames.of(unit, _day(unit, on), Level.COMMUNE)
    years = _last_years(indicators, frames, on, years_back)
    found: dict[int, Point] = {}
    for year in sorted(set(years.values())):
        chosen = [(each, "") for each in indicators if years.get(each.pk) == year]
        points = frames.points(chosen, period_of(str(year)))
        found |= {key: point for key, point in points.items() if point.told.value is not None or point.sum.counted}
    if sees_small_numbers(viewer, province_codes_of(unit)):
        return found
    return {each.pk: _published(each, found[each.pk]) for each in indicators if each.pk in found}


@dataclass(frozen=True, slots=True)
class _Frames:
    """A unit, and the units in it."""

    own: Frame
    parts: Frame | None

    @classmethod
    def of(cls, unit: Unit, day: dt.date, parts_level: Level) -> _Frames:
        own = Frame.of(Level(unit.level), day, unit)
        return cls(own, None if unit.level == parts_level else Frame.of(parts_level, day, unit))

    def points(self, indicators: Sequence[tuple[Indicator, str]], period: Period) -> dict[int, Point]:
        """What was told of the unit itself, else of the units in it."""
        own = read_in_frame(indicators, period, self.own)
        lacking = [each for each in indicators if not _is_told(own[each[0].pk])]
        parts = read_in_frame(lacking, period, self.parts) if lacking and self.parts is not None else {}
        found = {}
        for indicator, _ in indicators:
            read = parts.get(indicator.pk)
            is_own = read is None or not _is_told(read)
            whole = own[indicator.pk].whole if read is None else read.whole
            found[indicator.pk] = Point(period, whole.sum, whole.told, is_own and read is None, whole.unknowns)
        return found


def _published(indicator: Indicator, point: Point) -> Point:
    """A point as those read it who do not answer for the figures of the place."""
    if not counts_persons(indicator) or not is_small(point.sum.count):
        return point
    return replace(point, sum=without_numbers(point.sum), told=HIDDEN)


def _is_told(read: Reading) -> bool:
    return read.whole.told.value is not None or read.whole.sum.counted > 0


def _last_years(indicators: Sequence[Indicator], frames: _Frames, on: dt.date, years_back: int) -> dict[int, int]:
    """The last year of which anything is told, by key of the indicator; computed ones: the last year of any of them."""
    window = Period(dt.date(on.year - years_back, 1, 1), on, "")
    ids = {*(frames.own.ids(window) or ()), *((frames.parts.ids(window) or ()) if frames.parts else ())}
    rows = (
        Figure.objects.counted()
        .filter(unit__in=ids, ends_on__lte=on, starts_on__gte=window.starts_on)
        .order_by()
        .values("indicator_id", "breakdown__key")
        .annotate(last=Max("ends_on"))
    )
    last = {(row["indicator_id"], row["breakdown__key"]): row["last"].year for row in rows}
    found: dict[int, int] = {}
    for each in indicators:
        source, key = source_of(each)
        if (source.pk, key) in last:
            found[each.pk] = last[source.pk, key]
        elif each.kind == IndicatorKind.COMPUTED and last:
            found[each.pk] = max(last.values())
    return found


def _check(viewer: Actor, unit: Unit | None) -> None:
    check_see_figures(viewer)
    if unit is not None or not viewer.is_system:
        check_sees_place(viewer, () if unit is None else province_codes_of(unit))


def _day(unit: Unit | None, day: dt.date) -> dt.date:
    """The day, or the nearest one on which the unit was there."""
    if unit is None:
        return day
    if unit.valid_to is not None and day > unit.valid_to:
        return unit.valid_to
    return unit.valid_from if unit.valid_from is not None and day < unit.valid_from else day
