"""Where a unit of one day lies on another; what it came from and became; whose area a commune was formed from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Q

from mangnon.territory.models import EventPart, ParentEdge, PartWeight, Unit, valid_on
from mangnon.territory.rules.succession import Link, Placed, Span, Succession, join, lifted
from mangnon.territory.rules.totals import Count, Totals, add_up
from mangnon.territory.selectors import ancestors, descendants, unit_with_code, units_on
from mangnon.territory.terms import Level, Lost, Measure

_DAY = dt.timedelta(days=1)


class Share(NamedTuple):
    """A unit and the share of the asked unit that lies in it; None when nobody knows."""

    unit: Unit
    weight: Fraction | None


@dataclass(frozen=True, slots=True)
class MappedUnit:
    """Where a unit lies on another day. Iterates as `(unit, weight)`, by code.

    `lost` says why nothing, or not everything, is told. `is_ambiguous`: some share is not known.
    """

    unit: Unit
    shares: list[Share] = field(default_factory=list)
    lost: Lost | None = None

    def __iter__(self) -> Iterator[Share]:
        return iter(self.shares)

    def __len__(self) -> int:
        return len(self.shares)

    @property
    def is_ambiguous(self) -> bool:
        """A person must choose among several, or give weights."""
        return any(share.weight is None for share in self.shares)


def map_units(
    unit: Unit | str,
    from_date: dt.date,
    to_date: dt.date,
    measure: Measure | None = None,
    level: Level | None = None,
) -> MappedUnit:
    """Where a unit of `from_date` lies on `to_date`, earlier or later, following every event between them.

    A whole unit gives `(unit, 1)`. A divided one gives every target with weight None unless weights were given for
    `measure`. A unit that cannot be followed gives nothing, or less than everything, and `lost` says why. A district is
    followed by its communes. Shares are of a count of `from_date`. Queries: constant, whatever the number of units.
    Raises UnknownUnit for a code that names no unit, or several, on `from_date`.
    """
    found = unit if isinstance(unit, Unit) else unit_with_code(unit, on=from_date, level=level)
    placed = _place(found, from_date, to_date, measure)
    units = Unit.objects.in_bulk(placed.shares)
    shares = [Share(units[pk], weight) for pk, weight in placed.shares.items()]
    return MappedUnit(found, sorted(shares, key=lambda share: (share.unit.code, share.unit.pk)), placed.lost)


def _place(unit: Unit, from_date: dt.date, to_date: dt.date, measure: Measure | None) -> Placed:
    succession = _succession_around({unit.pk}, from_date, to_date, measure)
    placed = succession.place(unit.pk, from_date=from_date, to_date=to_date)
    if unit.level != Level.DISTRICT or placed.shares or placed.lost != Lost.NO_SUCCESSOR:
        return placed
    last_day = unit.valid_to or from_date
    inside = list(units_on(Level.COMMUNE, last_day, within=unit).values_list("pk", flat=True))
    succession = _succession_around(set(inside), last_day, to_date, measure)
    return join(succession.place(pk, from_date=last_day, to_date=to_date) for pk in inside)


def map_all(
    level: Level,
    from_date: dt.date,
    to_date: dt.date,
    measure: Measure | None = None,
    within: Unit | None = None,
) -> dict[int, Placed]:
    """Where each commune, or each province, lies on another day, by primary key. At most four queries."""
    units = units_on(level, from_date, within=within)
    succession = _whole_succession(from_date, to_date, measure)
    return {
        pk: succession.place(pk, from_date=from_date, to_date=to_date)
        for pk in units.order_by().values_list("pk", flat=True)
    }


def aggregate(
    counts: Mapping[int, Count],
    recorded_on: dt.date,
    boundary_on: dt.date,
    measure: Measure | None = None,
    *,
    by_province: bool = False,
) -> Totals:
    """Counts recorded under the units of one day (by primary key) as totals under the units of another day.

    Nothing is lost or doubled: what cannot be placed is in `Totals.remainder`, with its reason and where it may lie.
    Shared-out counts are flagged as estimates and are not rounded. Counts only, never rates. `by_province`: totals of
    provinces from counts of any level; a divided commune or a district is then placed whenever its province is known.
    At most five queries.
    """
    succession = _whole_succession(recorded_on, boundary_on, measure)
    places = {pk: succession.place(pk, from_date=recorded_on, to_date=boundary_on) for pk in counts}
    if by_province:
        then, now = _provinces_above(recorded_on), _provinces_above(boundary_on)
        for pk, placed in places.items():
            told = lifted(placed, now)
            if not told.is_certain and pk in then:
                province = succession.place(then[pk], from_date=recorded_on, to_date=boundary_on)
                told = province if province.is_certain else told
            places[pk] = told
    return add_up(counts, places)


def _provinces_above(on: dt.date) -> dict[int, int]:
    """The province of every district and commune of a day. One query."""
    edges = ParentEdge.objects.filter(valid_on(on), valid_on(on, "child__")).order_by()
    above = dict(edges.values_list("child_id", "parent_id"))
    return {child: above.get(parent, parent) for child, parent in above.items()}


_PART = ("source_id", "target_id", "event__effective_on", "is_divided", "pk")
_PartRow = tuple[int | None, int | None, dt.date, bool, int]


def _links(rows: Iterable[_PartRow], measure: Measure | None) -> list[Link]:
    rows = list(rows)
    weights: dict[int, Fraction] = {}
    if measure is not None:
        given = PartWeight.objects.filter(measure=measure)
        if len(rows) < 500:
            given = given.filter(part_id__in=[row[4] for row in rows])
        weights = {part: Fraction(weight) for part, weight in given.values_list("part_id", "weight")}
    return [Link(source, target, on, divided, weights.get(pk)) for source, target, on, divided, pk in rows]


def _spans(pks: Iterable[int] | None) -> dict[int, Span]:
    units = Unit.objects.all() if pks is None else Unit.objects.filter(pk__in=pks)
    rows = units.order_by().values_list("pk", "valid_from", "valid_to")
    return {pk: Span(since, until) for pk, since, until in rows}


def _whole_succession(from_date: dt.date, to_date: dt.date, measure: Measure | None) -> Succession:
    earlier, later = sorted((from_date, to_date))
    parts = EventPart.objects.filter(event__effective_on__gt=earlier, event__effective_on__lte=later)
    return Succession(_spans(None), _links(parts.order_by().values_list(*_PART), measure))


def _succession_around(pks: set[int], from_date: dt.date, to_date: dt.date, measure: Measure | None) -> Succession:
    """The links a chain from some units can touch: one query for each event of the longest chain."""
    is_forward = to_date >= from_date
    earlier, later = sorted((from_date, to_date))
    between = EventPart.objects.filter(event__effective_on__gt=earlier, event__effective_on__lte=later)
    rows: dict[int, _PartRow] = {}
    seen, frontier = set(pks), set(pks)
    while frontier:
        step = between.filter(source__in=frontier) if is_forward else between.filter(target__in=frontier)
        found = [row for row in step.order_by().values_list(*_PART) if row[4] not in rows]
        rows.update({row[4]: row for row in found})
        ends = {row[1] if is_forward else row[0] for row in found}
        frontier = {pk for pk in ends if pk is not None} - seen
        seen |= frontier
    return Succession(_spans(seen), _links(rows.values(), measure))


def province_of(unit: Unit, on: dt.date) -> Unit | None:
    """The province that answers for a unit's area on a day, also when the unit itself ended or began on another day.

    Kon Tum's communes of 2024 are Quảng Ngãi's on 1 July 2025. None when several provinces would, or nobody knows.
    """
    day = _nearest_day(unit, on)
    own = unit if unit.level == Level.PROVINCE else next(iter(ancestors(unit, day)[::-1]), None)
    if own is None or own.level != Level.PROVINCE:
        return None
    shares = map_units(own, day, on).shares
    return shares[0].unit if len(shares) == 1 else None


def _nearest_day(unit: Unit, on: dt.date) -> dt.date:
    if unit.valid_to is not None and on > unit.valid_to:
        return unit.valid_to
    return unit.valid_from if unit.valid_from is not None and on < unit.valid_from else on


def predecessors_of(unit: Unit) -> list[Unit]:
    """What a unit was formed from, by code: the sources of the events that made it (also those divided). One query."""
    return list(Unit.objects.filter(became__target=unit).distinct().order_by("level", "code", "pk"))


def successors_of(unit: Unit) -> list[Unit]:
    """What a unit became, or went into in part, by code: the named targets of its events. One query."""
    return list(Unit.objects.filter(came_from__source=unit).distinct().order_by("level", "code", "pk"))


def communes_formed_from(unit: Unit, on: dt.date) -> list[Unit]:
    """All communes of a day whose area, or a part of it, comes from a unit that ended (district, commune, province).

    By code. A commune made of two districts is among those of both. Empty for an area nobody recorded. For a unit still
    valid on the day: its own communes. Queries: constant.
    """
    day = _nearest_day(unit, on)
    if unit.level == Level.COMMUNE:
        inside = {unit.pk}
    else:
        inside = set(descendants(unit, day).filter(level=Level.COMMUNE).values_list("pk", flat=True))
        bare = descendants(unit, day).filter(level=Level.DISTRICT)
        inside |= {unit.pk} | set(bare.values_list("pk", flat=True))  # island districts have no communes
    succession = _succession_around(inside, day, on, None)
    reached: set[int] = set()
    for pk in inside:
        reached |= succession.place(pk, from_date=day, to_date=on).shares.keys()
    return list(Unit.objects.filter(pk__in=reached, level=Level.COMMUNE).order_by("code", "pk"))


def scope_codes(province_unit: Unit, on: dt.date) -> frozenset[str]:
    """The province codes a province answers for on a day: its own and those of the provinces it was formed from.

    Quảng Ngãi (51) from 1 July 2025: {"51", "62"}; before: {"51"}. A province that ended answers for nothing more than
    it had: ask with `province_of(unit, on)` first to speak of its successor.
    """
    codes, frontier = {province_unit.code}, {province_unit.pk}
    seen = set(frontier)
    while frontier:
        made = EventPart.objects.filter(
            Q(event__effective_on__lte=on), target__in=frontier, source__level=Level.PROVINCE
        ).values_list("source_id", "source__code")
        found = dict(made)
        codes |= set(found.values())
        frontier = {pk for pk in found if pk is not None} - seen
        seen |= frontier
    return frozenset(codes)
