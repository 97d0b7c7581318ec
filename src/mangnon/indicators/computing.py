"""Indicators of one period in one frame, those with expressions among them: a few queries for all of them together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db.models import Q

from mangnon.indicators.errors import BadExpression
from mangnon.indicators.frames import Frame, Unplaced, fetch
from mangnon.indicators.models import Indicator
from mangnon.indicators.outermost import outer_sums
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.expressions import (
    Node,
    Reference,
    UnknownPart,
    adds_up,
    circle_in,
    evaluate,
    read_expression,
    references_in,
)
from mangnon.indicators.rules.periods import Period, years_before
from mangnon.indicators.rules.totals import Sum, combine
from mangnon.indicators.selectors import source_of
from mangnon.indicators.terms import IndicatorKind, Unknown
from mangnon.territory.public import Unit

MOST_STEPS = 10  # how deep computed indicators may rest on computed ones


class Whole(NamedTuple):
    """A sum and what it tells; of a computed indicator, the parts that were not known."""

    sum: Sum
    told: Told
    unknowns: tuple[UnknownPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator in a frame: by key of the unit, and all units together.

    `outer`: districts that stand in the whole for the communes in them (`inner`, of the period's last day). `over`:
    some of the units together.
    """

    rows: Mapping[int, Whole]
    whole: Whole
    unplaced: tuple[Unplaced, ...] = ()
    outer: Mapping[int, Whole] = field(default_factory=dict)
    inner: Mapping[int, int] = field(default_factory=dict)
    outer_units: Mapping[int, Unit] = field(default_factory=dict)
    over: Callable[[Collection[int]], Whole] = field(default=lambda units: Whole(Sum(), Told()), compare=False)


def read_in_frame(
    indicators: Sequence[tuple[Indicator, str]], period: Period, frame: Frame, *, steps: int = 0
) -> dict[int, Reading]:
    """Indicators, each with the key of a breakdown, in one period over the units of a frame; by key of the indicator.

    Of an indicator that is the same as another one the other's breakdown counts, not the one given.
    """
    kept = [(each, source_of(each)) for each, _ in indicators if each.kind != IndicatorKind.COMPUTED]
    keys = {each.pk: source_of(each)[1] or part for each, part in indicators}
    told = fetch({(source.pk, keys[each.pk]) for each, (source, _) in kept}, period, frame.ids(period), frame.level)
    outer = outer_sums({(source.pk, keys[each.pk]): source for each, (source, _) in kept}, period, frame)
    found: dict[int, Reading] = {}
    for each, (source, _) in kept:
        sums, unplaced = frame.sums(told[source.pk, keys[each.pk]], period, source)
        whole = frame.whole(told[source.pk, keys[each.pk]], period, source, sums)
        rows = {pk: Whole(one, one.told(each.kind, each.multiplier)) for pk, one in sums.items()}
        around = outer.get((source.pk, keys[each.pk]))
        whole = whole if around is None else around.whole
        read = Reading(rows, Whole(whole, whole.told(each.kind, each.multiplier)), unplaced, over=_adding(each, sums))
        if around is not None:
            wide = {pk: Whole(one, one.told(each.kind, each.multiplier)) for pk, one in around.sums.items()}
            read = replace(read, outer=wide, inner=around.inner, outer_units=around.units)
        found[each.pk] = read
    computed = [each for each, _ in indicators if each.kind == IndicatorKind.COMPUTED]
    return found | (_computed(computed, period, frame, steps) if computed else {})


def _computed(indicators: Sequence[Indicator], period: Period, frame: Frame, steps: int) -> dict[int, Reading]:
    nodes = {each.pk: read_expression(each.expression, own_set=each.set.code) for each in indicators}
    references = dict.fromkeys(one for node in nodes.values() for one in references_in(node))
    rows = _referenced(references)
    readings: dict[Reference, Reading] = {}
    for years in sorted({one.years_back for one in references}):
        then = years_before(period, years)
        wanted = {(one.set_code, one.code) for one in references if one.years_back == years}
        chosen = [(rows[name], "") for name in sorted(wanted) if name in rows]
        read = read_in_frame(chosen, then, frame, steps=steps + 1) if chosen and steps < MOST_STEPS else {}
        for one in references:
            row = rows.get((one.set_code, one.code))
            if one.years_back == years and row is not None and row.pk in read:
                readings[one] = read[row.pk]
    return {each.pk: _evaluated(nodes[each.pk], readings, frame) for each in indicators}


def operands_of(indicator: Indicator, period: Period) -> list[tuple[Indicator, Period]]:
    """The indicators that the expression of a computed one names, each with the period it is read in. One query."""
    named = list(references_in(read_expression(indicator.expression, own_set=indicator.set.code)))
    rows = _referenced(named)
    return [
        (rows[one.set_code, one.code], years_before(period, one.years_back))
        for one in named
        if (one.set_code, one.code) in rows
    ]


def rested_on(indicators: Iterable[Indicator]) -> dict[int, tuple[Indicator, ...]]:
    """Of each computed indicator among some, what its expression names of its own year and keeps figures, through
    computed ones that it names; by key of the indicator. One query for each step down."""
    computed = {each.pk: each for each in indicators if each.kind == IndicatorKind.COMPUTED}
    named: dict[int, list[Reference]] = {}
    rows: dict[tuple[str, str], Indicator] = {}
    open_, steps = dict(computed), 0
    while open_ and steps < MOST_STEPS:
        for pk, each in open_.items():
            found = references_in(read_expression(each.expression, own_set=each.set.code))
            named[pk] = [one for one in dict.fromkeys(found) if not one.years_back]
        rows |= _referenced(one for pk in open_ for one in named[pk])
        lower = {row.pk: row for row in rows.values() if row.kind == IndicatorKind.COMPUTED}
        open_, steps = {pk: row for pk, row in lower.items() if pk not in named}, steps + 1

    def under(pk: int, steps: int = 0) -> list[Indicator]:
        direct = [rows[one.set_code, one.code] for one in named.get(pk, ()) if (one.set_code, one.code) in rows]
        if steps >= MOST_STEPS:
            return []
        kept = [[each] if each.kind != IndicatorKind.COMPUTED else under(each.pk, steps + 1) for each in direct]
        return list(dict.fromkeys(one for each in kept for one in each))

    return {pk: tuple(under(pk)) for pk in computed}


def _adding(indicator: Indicator, sums: Mapping[int, Sum]) -> Callable[[Collection[int]], Whole]:
    """Some units together, by the sums of each."""

    def over(units: Collection[int]) -> Whole:
        found = combine(sums[pk] for pk in units)
        return Whole(found, found.told(indicator.kind, indicator.multiplier))

    return over


def _evaluated(node: Node, readings: Mapping[Reference, Reading], frame: Frame) -> Reading:
    """The expression of each unit, and of all of them.

    Sums over different units are not divided by, or taken from, each other: where not every unit tells every operand,
    the whole is that of the units that do, and is told as of a part (decision 0037).
    """

    def with_wholes(wholes: Callable[[Reading], Whole]) -> Whole:
        found = evaluate(node, lambda one: _told(one, wholes(readings[one]) if one in readings else None))
        return Whole(Sum(), found.told, found.unknowns)

    rows = {unit.pk: with_wholes(lambda each, pk=unit.pk: each.rows[pk]) for unit in frame.units}  # type: ignore[misc]
    telling = [pk for pk, row in rows.items() if row.told.value is not None and not row.told.is_partial]

    def over(units: Collection[int]) -> Whole:
        return with_wholes(lambda each: each.over(units))

    whole = with_wholes(lambda each: each.whole)
    if whole.told.is_partial and not adds_up(node):
        found = over(telling) if telling else Whole(Sum(), Told(unknown=Unknown.NOTHING_TO_ADD))
        whole = found._replace(told=replace(found.told, is_partial=found.told.value is not None))
    return Reading(rows, whole, over=over)


def _told(reference: Reference, whole: Whole | None) -> Told:
    """What a reference tells of a unit, or of several together. `num(X) / den(X)` is the rate of X."""
    if whole is None:
        return Told(unknown=Unknown.NO_REFERENCE)
    if reference.part == "value":
        return whole.told
    has_rate = whole.sum.numerator is not None  # then both numbers are of the same parts: those that have both
    if reference.part == "numerator" and not has_rate:
        number, missing = whole.sum.count, whole.sum.missing
    else:
        number = whole.sum.numerator if reference.part == "numerator" else whole.sum.denominator
        missing = whole.sum.without_rate
    if number is None:
        return Told(unknown=whole.told.unknown or Unknown.NO_DENOMINATOR)
    return Told(number, None, bool(missing), whole.sum.is_estimate)


def _referenced(references: Iterable[Reference]) -> dict[tuple[str, str], Indicator]:
    """The indicators that are named. One query."""
    names = {(one.set_code, one.code) for one in references}
    if not names:
        return {}
    named = Q(pk__in=[])
    for set_code, code in sorted(names):
        named |= Q(set__code=set_code, code=code)
    rows = Indicator.objects.filter(named).select_related("set", "same_as", "same_breakdown")
    return {(row.set.code, row.code): row for row in rows}


def expression_faults(indicators: Iterable[Indicator]) -> list[str]:
    """What is wrong with computed indicators: expressions that cannot be read, lead nowhere, or go in a circle."""
    known = set(Indicator.objects.values_list("set__code", "code"))
    faults: list[str] = []
    uses: dict[str, set[str]] = {}
    for each in indicators:
        if each.kind != IndicatorKind.COMPUTED:
            continue
        try:
            references = list(references_in(read_expression(each.expression, own_set=each.set.code)))
        except BadExpression as error:
            faults.append(f"{each.code}: {error.message}")
            continue
        lost = [one.name for one in references if (one.set_code, one.code) not in known]
        faults += [f"{each.code}: không có chỉ tiêu «{name}»" for name in lost]
        names = {f"{one.set_code}/{one.code}" for one in references if not one.years_back}
        uses[f"{each.set.code}/{each.code}"] = names
    circle = circle_in(uses)
    return faults + ([f"vòng tròn: {' → '.join(circle)}"] if circle else [])
