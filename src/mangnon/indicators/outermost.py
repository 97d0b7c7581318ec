"""What districts told, in the sum of their province: the outermost unit that was told stands for what lies in it.

Until 30/6/2025 a district lay between commune and province, and many figures were told by it alone. As in
consolidated reports (docs/decisions/0037, 0044), what a place tells of itself stands before what places in it tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mangnon.indicators.frames import Frame, fetch
from mangnon.indicators.models import Indicator
from mangnon.indicators.rules.periods import Period
from mangnon.indicators.rules.totals import Sum, combine
from mangnon.indicators.terms import Unknown
from mangnon.territory.public import Level, Unit, map_units, parents_on, units_on

At = tuple[int, str]  # key of the indicator, key of the breakdown


@dataclass(frozen=True, slots=True)
class Outer:
    """The districts that stand for their communes: what they told by key, the sum of all, the communes not added
    (with their district)."""

    sums: Mapping[int, Sum]
    whole: Sum
    inner: Mapping[int, int]
    units: Mapping[int, Unit]


def outer_sums(sources: Mapping[At, Indicator], period: Period, frame: Frame) -> dict[At, Outer]:
    """By indicator and breakdown, where a district inside a province counts; absent where communes alone do.

    Districts are those of the period's last day, whatever the day of the frame. One query where no district told
    anything; constant for each province of that day otherwise.
    """
    if frame.level != Level.COMMUNE or frame.within is None or frame.within.level != Level.PROVINCE:
        return {}
    found: dict[At, list[_Place]] = {at: [] for at in sources}
    places = _provinces(frame.within, frame.day, period.ends_on)
    for place in places:
        for at, each in _in_province(sources, period, place).items():
            found[at].append(each)
    return {at: _joined(each) for at, each in found.items() if any(one.sums for one in each)}


def district_ids(unit: Unit | None, day: dt.date, then: dt.date) -> list[int]:
    """Keys of the districts of another day within a province. Constant queries for each province of that day."""
    if unit is None or unit.level != Level.PROVINCE:
        return []
    places = _provinces(unit, day, then)
    return [pk for place in places for pk in units_on(Level.DISTRICT, then, within=place).values_list("pk", flat=True)]


@dataclass(frozen=True, slots=True)
class _Place:
    """One province of the period's last day: the districts that count, its communes, those not added."""

    sums: Mapping[int, Sum]
    rest: tuple[Sum, ...]
    inner: Mapping[int, int]
    units: Mapping[int, Unit]


def _joined(places: Collection[_Place]) -> Outer:
    return Outer(
        {pk: each for place in places for pk, each in place.sums.items()},
        combine(each for place in places for each in (*place.sums.values(), *place.rest)),
        {pk: outer for place in places for pk, outer in place.inner.items()},
        {pk: unit for place in places for pk, unit in place.units.items()},
    )


def _provinces(unit: Unit, day: dt.date, then: dt.date) -> list[Unit]:
    if (unit.valid_from is None or unit.valid_from <= then) and (unit.valid_to is None or then <= unit.valid_to):
        return [unit]
    return [share.unit for share in map_units(unit, day, then).shares]


def _in_province(sources: Mapping[At, Indicator], period: Period, place: Unit) -> dict[At, _Place]:
    """Nothing where no district told anything (one query)."""
    day = period.ends_on
    there = units_on(Level.DISTRICT, day, within=place)
    told = fetch(sources, period, there.order_by().values("pk"), Level.DISTRICT)
    keys = {pk for steps in told.values() for cells in steps.values() for pk in cells}
    if not keys:
        return {}
    districts = Frame(Level.DISTRICT, day, place, [unit for unit in there if unit.pk in keys])
    communes = Frame.of(Level.COMMUNE, day, place)
    below = fetch(sources, period, communes.ids(period), Level.COMMUNE)
    above = parents_on(keys, day)
    return {
        at: _chosen(
            districts, above, districts.sums(told[at], period, each)[0], communes.sums(below[at], period, each)[0]
        )
        for at, each in sources.items()
    }


def _chosen(districts: Frame, above: Mapping[int, int], own: Mapping[int, Sum], communes: Mapping[int, Sum]) -> _Place:
    """Which districts stand for their communes, and the sums that are added beside them."""
    inside: dict[int, list[int]] = {}
    for pk in communes:
        if pk in above:
            inside.setdefault(above[pk], []).append(pk)
    counts = {
        unit.pk
        for unit in districts.units
        if _stands(own[unit.pk], combine(communes[pk] for pk in inside.get(unit.pk, ())))
    }
    inner = {pk: outer for outer in sorted(counts) for pk in inside.get(outer, ())}
    return _Place(
        {pk: own[pk] for pk in sorted(counts)},
        tuple(each for pk, each in communes.items() if pk not in inner),
        inner,
        {unit.pk: unit for unit in districts.units if unit.pk in counts},
    )


def _stands(own: Sum, parts: Sum) -> bool:
    """Whether what a district told stands for what its communes told: where it told a number, unless it lacks a part
    and they lack none; where it told that nobody counted, if none of them did."""
    if own.counted:
        return not (own.missing and parts.counted and not parts.missing)
    return not parts.counted and any(each.why != Unknown.NOT_ENTERED for each in own.missing)
