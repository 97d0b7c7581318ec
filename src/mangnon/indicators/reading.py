"""Figures added up: tables over units, series over periods. First argument `viewer`.

What the viewer may not see because it counts too few persons is told as suppressed (`hiding`, decision 0042).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mangnon.accounts.public import Actor
from mangnon.indicators.computing import Reading, read_in_frame
from mangnon.indicators.frames import Frame, Unplaced
from mangnon.indicators.hiding import (
    ALL,
    day_of,
    hidden_in,
    hidden_sum,
    is_hidden_place,
    is_hidden_whole,
    is_lead_of,
    own_part_of,
    own_sums,
    sees_everything_of,
)
from mangnon.indicators.models import Indicator
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import check_see_figures, check_sees_place
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.expressions import UnknownPart
from mangnon.indicators.rules.periods import Period
from mangnon.indicators.rules.persons import counts_persons
from mangnon.indicators.rules.totals import Sum
from mangnon.indicators.terms import IndicatorKind
from mangnon.kernel import clock
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

    `sum` and `told`: all units together. `unplaced`: recorded figures that cannot wholly be placed in a row; in the
    sum they are, where they lie inside the place.
    `outer`: districts of the period's last day whose own figure stands in the sum for the communes in them
    (`inner`: key of the commune to that of its district).
    """

    indicator: Indicator
    period: Period
    boundary_on: dt.date
    rows: tuple[Row, ...]
    sum: Sum
    told: Told
    unplaced: tuple[Unplaced, ...] = ()
    outer: tuple[Row, ...] = ()
    inner: Mapping[int, int] = field(default_factory=dict)

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
    check_sees(viewer, within)
    frame = Frame.of(Level(level), day_of(within, boundary_on or period.ends_on), within)
    read = read_in_frame([(indicator, breakdown_key)], period, frame)[indicator.pk]
    hidden = _notshown(viewer, indicator, period, frame, breakdown_key, tuple(read.outer))
    rows = tuple(Row(unit, *(hidden_sum(unit.pk) if unit.pk in hidden else read.rows[unit.pk])) for unit in frame.units)
    whole = hidden_sum(ALL) if ALL in hidden else read.whole
    outer = tuple(
        Row(unit, *(hidden_sum(pk) if pk in hidden else read.outer[pk]))
        for pk, unit in sorted(read.outer_units.items(), key=lambda each: (each[1].code, each[0]))
    )
    return Table(indicator, period, frame.day, rows, whole.sum, whole.told, read.unplaced, outer, read.inner)


def _notshown(
    viewer: Actor, indicator: Indicator, period: Period, frame: Frame, breakdown_key: str, outer: Sequence[int]
) -> frozenset[int]:
    """The rows, and the total (`ALL`), that the viewer does not see.

    Sums that follow from one another are judged within the boundaries of the period's last day and of today; of other
    days, and of parts unit by unit, nothing is shown to whom something may be hidden.
    """
    if is_lead_of(viewer, frame.within) or not counts_persons(indicator):
        return frozenset()
    days = {day_of(frame.within, period.ends_on), day_of(frame.within, clock.today())}
    if breakdown_key or frame.day not in days:
        return frozenset({ALL, *outer, *(unit.pk for unit in frame.units)})
    found = hidden_in(viewer, indicator, period, level=frame.level, within=frame.within)
    return found.at_end if frame.day == day_of(frame.within, period.ends_on) else found.today


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
    nearest to it on which the unit was there. Queries grow with the number of periods, not of units. Raises NotAllowed.
    """
    check_sees(viewer, unit)
    frames: dict[dt.date, Frames] = {}
    points = []
    for period in periods:
        day = day_of(unit, boundary_on or period.ends_on)
        frames.setdefault(day, Frames.of(unit, day, parts_level))
        points.append(frames[day].points([(indicator, breakdown_key)], period)[indicator.pk])
    if sees_everything_of(viewer, unit):
        return points
    own = own_part_of(viewer, unit)
    known = [own_sums(own, [indicator], point.period).get(indicator.pk) for point in points]
    return [
        shown(viewer, indicator, unit, point, is_part=bool(breakdown_key), own=mine)
        for point, mine in zip(points, known, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Frames:
    """A unit as a frame of its own, and that of the units in it (None: it is one of the smallest)."""

    own: Frame
    parts: Frame | None

    @classmethod
    def of(cls, unit: Unit, day: dt.date, parts_level: Level = Level.COMMUNE) -> Frames:
        """Two queries for each frame."""
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


def _is_told(read: Reading) -> bool:
    return read.whole.told.value is not None or read.whole.sum.counted > 0


def check_sees(viewer: Actor, unit: Unit | None) -> None:
    """Raises NotAllowed unless the viewer may see figures of a unit (None: of the country)."""
    check_see_figures(viewer)
    if unit is not None or not viewer.is_system:
        check_sees_place(viewer, () if unit is None else province_codes_of(unit))


def shown(
    viewer: Actor, indicator: Indicator, unit: Unit, point: Point, *, is_part: bool = False, own: Sum | None = None
) -> Point:
    """A point as somebody sees it to whom small numbers are not shown: parts not at all, over periods they add up.

    `own`: what the viewer's own unit told of it (`hiding.own_sums`).
    """
    if point.sum.count is None and point.told.value is None:
        return point
    if is_part:
        is_hidden = counts_persons(indicator)
    elif unit.level == Level.PROVINCE and indicator.kind != IndicatorKind.COMPUTED:
        is_hidden = is_hidden_whole(indicator, point.sum, own)
    else:
        is_hidden = is_hidden_place(viewer, indicator, unit, point.period)
    if not is_hidden:
        return point
    stands = hidden_sum(unit.pk)
    return replace(point, sum=stands.sum, told=stands.told)
