"""Many figures added up in the database: indicators × breakdowns × periods × provinces. First argument `viewer`.

What `reading.table` tells of one indicator unit by unit, this tells of many without reading a row into the program:
for dashboards and yearbooks. It adds what was told under the units of one level in exactly the periods asked for, and
follows whole provinces into the boundaries of another day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, Sum

from mangnon.accounts.public import Actor
from mangnon.indicators.hiding import is_lead_of
from mangnon.indicators.models import Breakdown, Figure, Indicator
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import check_see_figures, check_sees_place
from mangnon.indicators.rules.cells import Told, rate_of
from mangnon.indicators.terms import FigureState, IndicatorKind, Unknown
from mangnon.kernel.refusals import NotAllowed
from mangnon.territory.public import Level, Unit, map_all

_EDGE = "unit__parent_edges__"
_KEYS = ("indicator_id", "breakdown_id", "period_code", "ends_on", f"{_EDGE}parent_id")


@dataclass(frozen=True, slots=True)
class PivotCell:
    """One indicator, breakdown, period and province (its key). `count`: all known numbers; `numerator` and
    `denominator`: of the units that told both; `reported`: how many units told a number or «nothing»; `unknown`: how
    many told that they do not know, or do not say. Units that told nothing at all are not counted here."""

    indicator_id: int
    breakdown_key: str
    period_code: str
    province_id: int
    count: Decimal
    numerator: Decimal
    denominator: Decimal
    reported: int
    unknown: int

    def told(self, indicator: Indicator) -> Told:
        """The value, partial where a unit told that it does not know."""
        if not self.reported:
            return Told(unknown=Unknown.NOT_COLLECTED)
        if indicator.kind == IndicatorKind.RATE:
            found = rate_of(self.numerator, self.denominator, indicator.multiplier or 1)
            return Told(found.value, found.unknown, self.unknown > 0)
        return Told(Fraction(self.count), None, self.unknown > 0)


def pivot(
    viewer: Actor,
    indicators: Collection[int],
    period_codes: Sequence[str],
    *,
    breakdown_keys: Sequence[str] | None = ("",),
    within: Unit | None = None,
    level: Level = Level.COMMUNE,
    boundary_on: dt.date | None = None,
) -> list[PivotCell]:
    """Sums by indicator, breakdown, period and province, over the units of a level.

    `breakdown_keys` None: all. `within`: one province of the periods' days (commands may leave it out). `boundary_on`:
    within the provinces of a day; a province that cannot be followed whole stays as it was. Three queries, and some
    for each day whose provinces are followed. Raises NotAllowed.
    """
    _check(viewer, within)
    if not is_lead_of(viewer, within):
        raise NotAllowed(
            "Bảng cộng nhiều chỉ tiêu có cả số nhỏ nên chỉ đầu mối của tỉnh xem được. Không có gì bị thay đổi. "
            "Hãy xem từng chỉ tiêu ở mục «Chỉ tiêu»."
        )
    return _summed(indicators, period_codes, breakdown_keys, within, level, boundary_on)


def _check(viewer: Actor, within: Unit | None) -> None:
    check_see_figures(viewer)
    if within is not None or not viewer.is_system:
        check_sees_place(viewer, () if within is None else province_codes_of(within))


def _summed(
    indicators: Collection[int],
    period_codes: Sequence[str],
    breakdown_keys: Sequence[str] | None,
    within: Unit | None,
    level: Level,
    boundary_on: dt.date | None,
) -> list[PivotCell]:
    rows = Figure.objects.counted().filter(  # all of one call: conditions on one and the same edge of the unit
        _inside(within),
        Q(**{f"{_EDGE}valid_from__isnull": True}) | Q(**{f"{_EDGE}valid_from__lte": F("ends_on")}),
        Q(**{f"{_EDGE}valid_to__isnull": True}) | Q(**{f"{_EDGE}valid_to__gte": F("ends_on")}),
        indicator__in=list(indicators),
        period_code__in=list(period_codes),
        unit__level=level,
    )
    if breakdown_keys is not None:
        rows = rows.filter(breakdown__in=Breakdown.objects.filter(key__in=list(breakdown_keys)).values("pk"))
    has_number = Q(state__in=[FigureState.VALUE, FigureState.NONE])
    found = (
        rows.order_by()
        .values(*_KEYS)
        .annotate(
            count=Sum("numerator"),
            above=Sum("numerator", filter=Q(denominator__isnull=False)),
            below=Sum("denominator", filter=has_number),
            reported=Count("pk", filter=has_number),
            unknown=Count("pk", filter=~has_number),
        )
    )
    told = list(found)
    used = {row["breakdown_id"] for row in told}
    names = dict(Breakdown.objects.filter(pk__in=used).order_by().values_list("pk", "key"))
    above = _provinces_of({row[f"{_EDGE}parent_id"] for row in told})
    cells = [(row["ends_on"], _cell(row, names[row["breakdown_id"]], above)) for row in told]
    heirs = _heirs({then for then, _ in cells}, boundary_on) if boundary_on else {}
    return _joined(cells, heirs)


def _inside(within: Unit | None) -> Q:
    """Directly under a province, or under one of its districts."""
    if within is None:
        return Q()
    districts = Unit.objects.filter(parent_edges__parent=within).values("pk")
    return Q(**{f"{_EDGE}parent": within}) | Q(**{f"{_EDGE}parent__in": districts})


_Edges = dict[int, list[tuple[int, dt.date | None, dt.date | None]]]


def _provinces_of(districts: Collection[int]) -> _Edges:
    """The provinces of some districts, each with the days of its edge; provinces have none. One query."""
    found: _Edges = {}
    fields = ("pk", "parent_edges__parent_id", "parent_edges__valid_from", "parent_edges__valid_to")
    for pk, parent, first, last in Unit.objects.filter(pk__in=districts).order_by().values_list(*fields):
        if parent is not None:
            found.setdefault(pk, []).append((parent, first, last))
    return found


def _province(place: int, on: dt.date, above: _Edges) -> int:
    for parent, first, last in above.get(place, ()):
        if (first is None or first <= on) and (last is None or on <= last):
            return parent
    return place


def _cell(row: dict[str, Any], breakdown_key: str, above: _Edges) -> PivotCell:
    zero = Decimal(0)
    return PivotCell(
        indicator_id=row["indicator_id"],
        breakdown_key=breakdown_key,
        period_code=row["period_code"],
        province_id=_province(row[f"{_EDGE}parent_id"], row["ends_on"], above),
        count=row["count"] or zero,
        numerator=row["above"] or zero,
        denominator=row["below"] or zero,
        reported=row["reported"],
        unknown=row["unknown"],
    )


def _heirs(days: Collection[dt.date], boundary_on: dt.date) -> dict[dt.date, dict[int, int]]:
    """Of each day, into which province of the boundary day a province went whole."""
    found: dict[dt.date, dict[int, int]] = {}
    for then in days:
        placed = map_all(Level.PROVINCE, then, boundary_on)
        found[then] = {pk: next(iter(each.shares)) for pk, each in placed.items() if list(each.shares.values()) == [1]}
    return found


def _joined(cells: Sequence[tuple[dt.date, PivotCell]], heirs: dict[dt.date, dict[int, int]]) -> list[PivotCell]:
    """One cell for each indicator, breakdown, period and province."""
    joined: dict[tuple[int, str, str, int], PivotCell] = {}
    for then, cell in cells:
        province = heirs.get(then, {}).get(cell.province_id, cell.province_id)
        key = (cell.indicator_id, cell.breakdown_key, cell.period_code, province)
        before = joined.get(key)
        joined[key] = PivotCell(
            *key,
            count=cell.count + (before.count if before else 0),
            numerator=cell.numerator + (before.numerator if before else 0),
            denominator=cell.denominator + (before.denominator if before else 0),
            reported=cell.reported + (before.reported if before else 0),
            unknown=cell.unknown + (before.unknown if before else 0),
        )
    return list(joined.values())
