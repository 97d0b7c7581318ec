"""Figures by breakdown, and what of them may not be published because it counts too few persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mangnon.accounts.public import Actor
from mangnon.indicators.computing import Whole
from mangnon.indicators.frames import Frame, fetch
from mangnon.indicators.hiding import hidden_sum, sees_everything_of
from mangnon.indicators.limits import small_numbers
from mangnon.indicators.models import Breakdown, Dimension, Figure, Indicator
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import check_sees_place
from mangnon.indicators.reading import Table
from mangnon.indicators.rules.breakdowns import key_of, parts_of_key
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.periods import Period
from mangnon.indicators.rules.persons import counts_persons
from mangnon.indicators.rules.suppression import Equation, suppress
from mangnon.indicators.rules.totals import Sum, combine
from mangnon.indicators.selectors import source_of
from mangnon.territory.public import Level, Unit


@dataclass(frozen=True, slots=True)
class Part:
    """One combination of groups. `is_hidden`: not to be published (too few persons, or so that others stay hidden); to
    whom small numbers are not shown, its number is told as suppressed."""

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
    sees_all = sees_everything_of(viewer, unit)
    if not sees_all and unit.level != Level.PROVINCE:
        hidden |= frozenset(found)  # with the other communes' parts, and the province's, they would add up
    parts = []
    for key, (row, each) in found.items():
        whole = Whole(each, each.told(indicator.kind, indicator.multiplier))
        shown = hidden_sum(key) if key in hidden and not sees_all else whole
        parts.append(Part(row, shown.sum, shown.told, key in hidden))
    return sorted(parts, key=lambda part: (len(parts_of_key(part.breakdown.key)), part.breakdown.key))


def hidden_units(table: Table) -> frozenset[int]:
    """Keys of the units of a table whose number is not to be published beside the total of the table.

    Units that told nothing are in no sum: what the others told adds up to the total all the same.
    """
    if not counts_persons(table.indicator):
        return frozenset()
    counts = {row.unit.pk: row.sum.count for row in table.rows if row.sum.count is not None}
    whole = Equation(-1, tuple(counts))
    found = suppress({**counts, -1: table.sum.count}, [whole], small_numbers().threshold)
    return found.all - {-1}


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
