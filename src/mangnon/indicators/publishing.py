"""Figures by breakdown, and what of them may not be published because it counts too few persons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from mangnon.accounts.public import Actor
from mangnon.indicators.frames import Frame, fetch
from mangnon.indicators.limits import small_numbers
from mangnon.indicators.models import Breakdown, Dimension, Figure, Indicator
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import check_sees_place, sees_small_numbers
from mangnon.indicators.reading import Table
from mangnon.indicators.rules.breakdowns import key_of, parts_of_key
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.periods import Period
from mangnon.indicators.rules.suppression import Equation, suppress
from mangnon.indicators.rules.totals import Sum, combine
from mangnon.indicators.selectors import source_of
from mangnon.indicators.small_counts import HIDDEN, counts_persons, without_numbers
from mangnon.indicators.terms import IndicatorKind
from mangnon.territory.public import Level, Unit

WHOLE = -1  # the total of a table among the keys of its units


@dataclass(frozen=True, slots=True)
class Part:
    """One combination of groups. `is_hidden`: not to be published (too few persons, or so that others stay hidden)."""

    breakdown: Breakdown
    sum: Sum
    told: Told
    is_hidden: bool


def parts_of(
    viewer: Actor, indicator: Indicator, unit: Unit, period: Period, *, parts_level: Level = Level.COMMUNE
) -> list[Part]:
    """An indicator of one unit and period by every breakdown that was told, the whole first; constant queries.

    Of the unit itself, else added up from the units in it. `is_hidden` follows the threshold of `limits`: whoever
    publishes leaves those out, with their rates. Raises NotAllowed.
    """
    check_sees_place(viewer, province_codes_of(unit))
    source, same = source_of(indicator)
    own = Frame.of(Level(unit.level), period.ends_on, unit)
    found = _sums(source, same, period, own)
    if not found and unit.level != parts_level:
        found = _sums(source, same, period, Frame.of(parts_level, period.ends_on, unit))
    hidden = _hidden(indicator, {key: each.count for key, (_, each) in found.items()})
    parts = [
        Part(row, each, each.told(indicator.kind, indicator.multiplier), key in hidden)
        for key, (row, each) in found.items()
    ]
    return sorted(parts, key=lambda part: (len(parts_of_key(part.breakdown.key)), part.breakdown.key))


def hidden_units(table: Table, *, known: Collection[int] = ()) -> frozenset[int]:
    """Keys of the units of a table whose number is not to be published beside the total of the table.

    `known`: units whose numbers the reader told and so can take off the total. Units that told nothing are in no sum.
    """
    return _hidden_cells(table, known) - {WHOLE}


def published(viewer: Actor, table: Table, place: Unit) -> Table:
    """A table of the units of a place as the viewer may read it, on screen and in files.

    The province's lead officers read it whole. Others read what their own body told and, of the rest, no small number
    and no number that would give one away; a total that would is hidden too. One query for others. Computed
    indicators carry no counts by which to judge, so others read their total only.
    """
    if sees_small_numbers(viewer, province_codes_of(place)) or not counts_persons(table.indicator):
        return table
    if table.indicator.kind == IndicatorKind.COMPUTED:
        return replace(table, rows=tuple(replace(row, told=HIDDEN, unknowns=()) for row in table.rows))
    known = _told_by(viewer, table)
    hidden = _hidden_cells(table, known)
    is_rate = table.indicator.kind == IndicatorKind.RATE
    if is_rate and hidden and any((row.sum.numerator is None) != (row.sum.count is None) for row in table.rows):
        # A rate adds fewer units than a count does: two totals over different units, so nothing but them is told.
        hidden |= {row.unit.pk for row in table.rows if row.sum.count is not None and row.unit.pk not in known}
    rows = tuple(
        replace(row, sum=without_numbers(row.sum), told=HIDDEN) if row.unit.pk in hidden else row for row in table.rows
    )
    found = replace(table, rows=rows)
    return replace(found, sum=without_numbers(table.sum), told=HIDDEN) if WHOLE in hidden else found


def _hidden_cells(table: Table, known: Collection[int]) -> frozenset[int]:
    if not counts_persons(table.indicator):
        return frozenset()
    told = {row.unit.pk: row.sum.count for row in table.rows if row.sum.count is not None}
    counts = {key: count for key, count in told.items() if key not in known}
    own = sum((count for key, count in told.items() if key in known), Fraction(0))
    whole = None if table.sum.count is None else table.sum.count - own
    return suppress({**counts, WHOLE: whole}, [Equation(WHOLE, tuple(counts))], small_numbers().threshold).all


def _told_by(viewer: Actor, table: Table) -> frozenset[int]:
    """Units of which the viewer's own body told everything that counts in the period, and nobody else anything."""
    if viewer.agency_id is None or table.boundary_on != table.period.ends_on:
        return frozenset()
    source, key = source_of(table.indicator)
    rows = Figure.objects.counted().filter(
        indicator=source,
        breakdown__key=key,
        unit__in=[row.unit.pk for row in table.rows],
        starts_on__gte=table.period.starts_on,
        ends_on__lte=table.period.ends_on,
    )
    tellers: dict[int, set[int]] = {}
    for unit, agency in rows.order_by().values_list("unit_id", "agency_id"):
        tellers.setdefault(unit, set()).add(agency)
    return frozenset(unit for unit, agencies in tellers.items() if agencies == {viewer.agency_id})


def _sums(source: Indicator, same: str, period: Period, frame: Frame) -> dict[str, tuple[Breakdown, Sum]]:
    ids = frame.ids(period) or set()
    rows = Figure.objects.counted().filter(
        indicator=source, unit__in=ids, starts_on__gte=period.starts_on, ends_on__lte=period.ends_on
    )
    used = Breakdown.objects.filter(pk__in=rows.order_by().values("breakdown_id").distinct())
    keys = {row.key: row for row in used if not same or row.key == same}
    told = fetch({(source.pk, key) for key in keys}, period, ids, frame.level)
    return {
        key: (row, combine(frame.sums(told[source.pk, key], period, source)[0].values())) for key, row in keys.items()
    }


def _hidden(indicator: Indicator, counts: dict[str, Fraction | None]) -> frozenset[str]:
    if not counts_persons(indicator):
        return frozenset()
    codes = {code for key in counts for code in parts_of_key(key)}
    dimensions = Dimension.objects.filter(code__in=codes, is_partition=True).prefetch_related("categories")
    equations = _equations(
        list(counts), [(row.code, [c.code for c in row.categories.all() if c.parent_id is None]) for row in dimensions]
    )
    return suppress(counts, equations, small_numbers().threshold).all


def _equations(keys: Sequence[str], dimensions: Sequence[tuple[str, list[str]]]) -> list[Equation[str]]:
    """Every sum that a reader of these breakdowns can form."""
    there, found = set(keys), []
    for code, groups in sorted(dimensions):
        for key in sorted(keys):
            if code in parts_of_key(key):
                continue
            parts = tuple(key_of({**parts_of_key(key), code: group}) for group in sorted(groups))
            if parts and there.issuperset(parts):
                found.append(Equation(key, parts))
    return found
