"""Figures by breakdown, and what of them may not be published because it counts too few persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mangnon.accounts.public import Actor
from mangnon.indicators.computing import Whole
from mangnon.indicators.frames import Frame, fetch
from mangnon.indicators.hiding import day_of, hidden_sum, own_part_of, sees_everything_of
from mangnon.indicators.limits import small_numbers
from mangnon.indicators.models import Breakdown, Dimension, Figure, Indicator
from mangnon.indicators.outermost import district_ids, outer_sums
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import check_sees_place
from mangnon.indicators.rules.breakdowns import key_of, parts_of_key
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.periods import Period, is_part_of_year
from mangnon.indicators.rules.persons import counts_persons, denominator_counts_persons
from mangnon.indicators.rules.suppression import Equation, suppress
from mangnon.indicators.rules.totals import Sum
from mangnon.indicators.selectors import source_of
from mangnon.territory.public import Level, Unit

_REST = "?"  # begins the key of a rest; no key of a breakdown does


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
    own_sums: dict[str, Sum] = {}
    mine = own_part_of(viewer, unit)
    if mine is not None:  # to whom its own numbers are known, the others' are what is left
        known = _sums(source, same, period, Frame.of(Level(mine.level), day_of(mine, period.ends_on), mine))
        own_sums = {key: each for key, (_, each) in known.items()}
    hidden = _hidden(indicator, {key: each for key, (_, each) in found.items()}, own_sums)
    sees_all = sees_everything_of(viewer, unit)
    if not sees_all and unit.level != Level.PROVINCE:
        hidden |= frozenset(found)  # with the other communes' parts, and the province's, they would add up
    elif not sees_all and counts_persons(source) and is_part_of_year(period):
        hidden |= frozenset(key for key in found if key)  # with the same parts of the year they would add up
    parts = []
    for key, (row, each) in found.items():
        whole = Whole(each, each.told(indicator.kind, indicator.multiplier))
        shown = hidden_sum(key) if key in hidden and not sees_all else whole
        parts.append(Part(row, shown.sum, shown.told, key in hidden))
    return sorted(parts, key=lambda part: (len(parts_of_key(part.breakdown.key)), part.breakdown.key))


def _sums(source: Indicator, same: str, period: Period, frame: Frame) -> dict[str, tuple[Breakdown, Sum]]:
    ids = frame.ids(period) or set()
    wider = district_ids(frame.within, frame.day, period.ends_on) if frame.level == Level.COMMUNE else []
    rows = Figure.objects.counted().filter(
        indicator=source, unit__in=[*ids, *wider], starts_on__gte=period.starts_on, ends_on__lte=period.ends_on
    )
    used = Breakdown.objects.filter(pk__in=rows.order_by().values("breakdown_id").distinct())
    keys = {row.key: row for row in used if not same or row.key == same}
    told = fetch({(source.pk, key) for key in keys}, period, ids, frame.level)
    outer = outer_sums({(source.pk, key): source for key in keys}, period, frame)
    found = {}
    for key, row in keys.items():
        around = outer.get((source.pk, key))
        sums = frame.sums(told[source.pk, key], period, source)[0]
        found[key] = (row, frame.whole(told[source.pk, key], period, source, sums) if around is None else around.whole)
    return found


def _hidden(indicator: Indicator, told: Mapping[str, Sum], own: Mapping[str, Sum]) -> frozenset[str]:
    """What may not be shown, by breakdown, of what is left when the viewer's own is taken away."""
    if not counts_persons(indicator):
        return frozenset()
    nothing = Sum()
    counts = {key: _less(each.count, own.get(key, nothing).count) for key, each in told.items()}
    found = hidden_keys(counts, partitions(counts))
    if denominator_counts_persons(indicator):
        below = {key: _less(each.denominator, own.get(key, nothing).denominator) for key, each in told.items()}
        found |= hidden_keys(below, partitions(below))
    return found


def _less(number: Fraction | None, known: Fraction | None) -> Fraction | None:
    return None if number is None else number - (known or 0)


@dataclass(frozen=True, slots=True)
class Partition:
    """The groups of a dimension that part a whole, or (`parent`) one of its groups; codes."""

    dimension: str
    parent: str
    groups: tuple[str, ...]


def partitions(keys: Iterable[str]) -> list[Partition]:
    """How the dimensions that stand in some keys part what they divide. Two queries."""
    codes = {code for key in keys for code in parts_of_key(key)}
    found: list[Partition] = []
    for row in Dimension.objects.filter(code__in=codes, is_partition=True).prefetch_related("categories"):
        groups: dict[int | None, list[str]] = {}
        for category in row.categories.all():
            groups.setdefault(category.parent_id, []).append(category.code)
        codes_of = {category.pk: category.code for category in row.categories.all()}
        for parent, children in groups.items():
            found.append(Partition(row.code, codes_of[parent] if parent else "", tuple(sorted(children))))
    return found


def hidden_keys(
    counts: Mapping[str, Fraction | None],
    parted: Iterable[Partition],
    *,
    beside: Mapping[str, Fraction | None] | None = None,
) -> frozenset[str]:
    """Which numbers of one indicator that counts persons may not be published together.

    `counts` by breakdown; `beside`: what else stands in the same paper and adds up to the whole (that of each body),
    under keys that are no breakdowns.
    """
    known = dict(counts)
    equations: list[Equation[str]] = []
    for each in parted:
        equations += _equations(known, each.dimension, each.parent, each.groups)
    if beside:
        known |= beside
        equations.append(Equation("", tuple(key for key, number in beside.items() if number is not None)))
    hidden = suppress(known, sorted(equations, key=lambda each: each.cells), small_numbers().threshold).all
    return hidden & {*counts, *(beside or ())}


def _equations(
    counts: dict[str, Fraction | None], code: str, parent: str, groups: Sequence[str]
) -> list[Equation[str]]:
    """The sums over the groups of a dimension, or (`parent`) over those of one group, that readers can form.

    Groups that nobody told leave a rest that readers work out by subtracting: it is put beside the `counts` under a key
    of its own, and told of like any other number.
    """
    found = []
    for key in sorted(counts):
        mine = parts_of_key(key) if not key.startswith(_REST) else None
        if mine is None or mine.get(code, "") != parent:
            continue
        parts = [each for each in (key_of({**mine, code: group}) for group in groups) if each in counts]
        numbers, whole = [counts[each] for each in parts], counts[key]
        if not parts or whole is None or None in numbers:
            continue
        left = whole - sum((number for number in numbers if number is not None), Fraction(0))
        if len(parts) < len(groups) and left >= 0:
            rest = f"{_REST}{key}/{code}/{parent}"
            counts[rest] = left
            parts.append(rest)
        found.append(Equation(key, tuple(parts)))
    return found
