"""Who may see small numbers of persons, and which numbers everybody else does not see (decision 0042).

One place decides for every exit: tables, trends, breakdowns, single figures, files and the interface ask here. Sums
that readers can form are taken together: the units of a province within the boundaries of the period's last day and
within those of today, and their total. Whoever knows a number anyway (the commune its own) works no others out with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.indicators.computing import MOST_STEPS, Reading, Whole, operands_of, read_in_frame
from mangnon.indicators.frames import Frame
from mangnon.indicators.limits import small_numbers
from mangnon.indicators.models import Indicator
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import sees_small_numbers
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.periods import Period, is_part_of_year
from mangnon.indicators.rules.persons import counts_persons, denominator_counts_persons
from mangnon.indicators.rules.suppression import Equation, suppress
from mangnon.indicators.rules.totals import WHOLE as ALL_OF_IT
from mangnon.indicators.rules.totals import Missing, Sum
from mangnon.indicators.terms import IndicatorKind, Unknown
from mangnon.kernel import clock
from mangnon.territory.public import Level, Unit, province

ALL = -1
"""The key of all units together."""


def sees_everything_of(viewer: Actor, unit: Unit | None) -> bool:
    """Whether the viewer sees small numbers of a place: its lead officers, and the body of the commune itself."""
    return is_lead_of(viewer, unit) or (unit is not None and own_unit_of(viewer) == unit.pk)


def is_lead_of(viewer: Actor, unit: Unit | None) -> bool:
    """Whether the viewer answers for the figures of the place's province."""
    return viewer.is_system or (unit is not None and sees_small_numbers(viewer, province_codes_of(unit)))


def shows_versions(viewer: Actor, indicator: Indicator, unit: Unit) -> bool:
    """Whether every version of a figure is shown: to the lead officers, and where no person can be told of."""
    return is_lead_of(viewer, unit) or (indicator.kind != IndicatorKind.COMPUTED and not counts_persons(indicator))


def own_unit_of(viewer: Actor) -> int | None:
    """The commune or district whose body the viewer acts in: it knows its own numbers. One query."""
    if viewer.agency_id is None:
        return None
    found = Agency.objects.filter(pk=viewer.agency_id).exclude(territory__level=Level.PROVINCE)
    return found.values_list("territory_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Hidden:
    """Keys of units whose number is not shown, within the boundaries of the period's last day and of today; `placed`:
    the units there were on the period's last day."""

    at_end: frozenset[int] = frozenset()
    today: frozenset[int] = frozenset()
    placed: frozenset[int] = frozenset()


def hidden_in(viewer: Actor, indicator: Indicator, period: Period, *, level: Level, within: Unit | None) -> Hidden:
    """What the viewer may not see of an indicator over the units inside `within`; `ALL` stands for their total.

    Queries: constant, and as many again for each indicator that a computed one rests on.
    """
    if is_lead_of(viewer, within):
        return Hidden()
    return _hidden_from(own_unit_of(viewer), indicator, period, level, within, with_parts_of_years=True)


def hidden_in_print(indicator: Indicator, period: Period, *, level: Level, within: Unit | None) -> Hidden:
    """What is left out of a sheet that lies on a table, whoever printed it: the small numbers and those that would give
    them away on the sheet itself. That two sheets of one year can be held against each other is for who prints them:
    they see every number anyway. Queries as `hidden_in`."""
    return _hidden_from(None, indicator, period, level, within, with_parts_of_years=False)


def _hidden_from(
    own: int | None,
    indicator: Indicator,
    period: Period,
    level: Level,
    within: Unit | None,
    *,
    with_parts_of_years: bool,
) -> Hidden:
    days = [day_of(within, day) for day in (period.ends_on, clock.today())]
    frames = [Frame.of(level, day, within) for day in dict.fromkeys(days)]
    counted = _counted(indicator, period)
    found = [hidden for each in counted for hidden in _hidden_numbers(each, frames, own)]
    if with_parts_of_years and counted and is_part_of_year(period):
        # A year less its first half is its second half: of parts of a year only sums over all units are shown.
        last = len(frames) - 1
        known = {pk for _, pk in _known_cells(own, frames)}
        found.append({(place, each.pk) for place in (0, last) for each in frames[place].units if each.pk not in known})
    return Hidden(
        frozenset(pk for each in found for place, pk in each if place == 0),
        frozenset(pk for each in found for place, pk in each if place == len(frames) - 1),
        frozenset(unit.pk for unit in frames[0].units),
    )


def is_hidden_place(viewer: Actor, indicator: Indicator, unit: Unit, period: Period) -> bool:
    """Whether the number of one unit is not shown: as in the table of its province. A unit that is in no such table,
    being of another day, is not shown: with those it was formed from it would give them away."""
    if sees_everything_of(viewer, unit) or (indicator.kind != IndicatorKind.COMPUTED and not counts_persons(indicator)):
        return False
    if unit.level == Level.PROVINCE:
        found = hidden_in(viewer, indicator, period, level=Level.COMMUNE, within=unit)
        return ALL in found.at_end
    for code in sorted(province_codes_of(unit)):
        within = province(code, on=period.ends_on)
        if within is not None:
            found = hidden_in(viewer, indicator, period, level=Level(unit.level), within=within)
            if unit.pk in found.placed:
                return unit.pk in found.at_end
    return True


def is_hidden_whole(indicator: Indicator, told: Sum, own: Sum | None = None) -> bool:
    """Whether a number that stands alone is too small to be shown; `own`: what of it the viewer knows anyway, so that
    the rest of it is as good as shown."""
    if not counts_persons(indicator):
        return False
    pairs = [(told.count, own.count if own else None), (told.numerator, own.numerator if own else None)]
    if denominator_counts_persons(indicator):
        pairs.append((told.denominator, own.denominator if own else None))
    rests = [number - (known or 0) for number, known in pairs if number is not None]
    return any(0 < rest < small_numbers().threshold for rest in rests)


def own_part_of(viewer: Actor, unit: Unit) -> Unit | None:
    """The commune or district of the viewer's body, to whom a province's numbers tell what its neighbours' are; None
    for who is of none, or sees every number anyway. Two queries at most."""
    if unit.level != Level.PROVINCE or is_lead_of(viewer, unit):
        return None
    own = own_unit_of(viewer)
    return Unit.objects.filter(pk=own).first() if own is not None else None


def own_sums(own: Unit | None, indicators: Sequence[Indicator], period: Period) -> dict[int, Sum]:
    """What a viewer's own unit told in a period, by key of the indicator; constant queries, none without a unit."""
    kept = [(each, "") for each in indicators if each.kind != IndicatorKind.COMPUTED]
    if own is None or not kept:
        return {}
    day = day_of(own, period.ends_on)
    found = {
        pk: each.whole.sum for pk, each in read_in_frame(kept, period, Frame.of(Level(own.level), day, own)).items()
    }
    lacking = [(each, part) for each, part in kept if found[each.pk].count is None]
    if own.level != Level.COMMUNE and lacking:  # a district of whose communes each told its own
        parts = read_in_frame(lacking, period, Frame.of(Level.COMMUNE, day, own))
        found |= {pk: each.whole.sum for pk, each in parts.items()}
    return found


def hidden_sum(part: object) -> Whole:
    """What stands in place of a hidden number."""
    lost = (Missing(str(part), Unknown.SUPPRESSED),)
    return Whole(Sum(missing=lost, without_rate=lost), Told(unknown=Unknown.SUPPRESSED))


def day_of(unit: Unit | None, day: dt.date) -> dt.date:
    """The day, or the nearest one on which the unit was there."""
    if unit is None:
        return day
    if unit.valid_to is not None and day > unit.valid_to:
        return unit.valid_to
    return unit.valid_from if unit.valid_from is not None and day < unit.valid_from else day


def _counted(indicator: Indicator, period: Period, steps: int = 0) -> list[tuple[Indicator, Period]]:
    """The indicators whose numbers of persons an indicator gives away: itself, or what its expression names."""
    if indicator.kind != IndicatorKind.COMPUTED:
        return [(indicator, period)] if counts_persons(indicator) else []
    if steps >= MOST_STEPS:
        return []
    named = operands_of(indicator, period)
    return list(dict.fromkeys(one for each, then in named for one in _counted(each, then, steps + 1)))


_REST = -2  # in the place of a frame: what is left of a district
_Cell = tuple[int, int]  # which frame, key of the unit; a unit that is in both stands in the first


_Number = Callable[[Sum], Fraction | None]


def _above(told: Sum) -> Fraction | None:
    return told.count


def _below(told: Sum) -> Fraction | None:
    return told.denominator


def _hidden_numbers(counted: tuple[Indicator, Period], frames: list[Frame], own: int | None) -> list[set[_Cell]]:
    """What is hidden of an indicator because of what stands above the line, and because of what stands below it."""
    indicator, then = counted
    reads = [read_in_frame([(indicator, "")], then, frame)[indicator.pk] for frame in frames]
    found = [_hidden_counts(reads, frames, own, _above)]
    if denominator_counts_persons(indicator):
        found.append(_hidden_counts(reads, frames, own, _below))
    return found


def _hidden_counts(reads: list[Reading], frames: list[Frame], own: int | None, number: _Number) -> set[_Cell]:
    counts: dict[_Cell, Fraction | None] = {}
    lines: list[Equation[_Cell]] = []
    apart: set[_Cell] = set()  # a rate over fewer units than the count: two totals, so one hidden number hides all
    at_end = {unit.pk for unit in frames[0].units}
    for place, (frame, read) in enumerate(zip(frames, reads, strict=True)):
        keys = {unit.pk: (0 if unit.pk in at_end else place, unit.pk) for unit in frame.units}
        counts |= {key: number(read.rows[pk].sum) for pk, key in keys.items() if key not in counts}
        counts[place, ALL] = number(read.whole.sum)
        # Who told nothing is in no sum: what the others told adds up to the total all the same.
        told_cells = [key for pk, key in keys.items() if counts[key] is not None and pk not in read.inner]
        told_cells += _add_outer(read, counts, lines, number) if read.outer and place == 0 else []
        if read.outer and place:  # the same districts and communes make up both totals
            told_cells = [(0, ALL)]
        elif not read.outer:
            told_cells += _add_unplaced(counts, place, told_cells)
        lines.append(Equation((place, ALL), tuple(told_cells)))
        added = [row for pk, row in read.rows.items() if pk not in read.inner]
        sums = [row.sum for row in (*added, *read.outer.values()) if row.sum.count is not None]
        if len({each.numerator is None for each in sums}) > 1:
            apart.update((*told_cells, (place, ALL)))
    shared = _merged(frames) if len(frames) > 1 else {}
    weighted = {whole: tuple(parts) for whole, parts in shared.items() if set(parts.values()) != {ALL_OF_IT}}
    lines += [
        Equation(whole, tuple(part for part in parts if counts[part] is not None))
        for whole, parts in shared.items()
        if whole not in weighted
    ]
    counts, lines = _without_own(counts, lines, _known_cells(own, frames))
    while True:
        hidden = set(suppress(counts, lines, small_numbers().threshold).all)
        # An estimate from a hidden number tells of it: it is treated as one itself.
        told = [whole for whole, parts in weighted.items() if whole not in hidden and hidden.intersection(parts)]
        if not told:
            break
        counts |= dict.fromkeys(told, Fraction(1))
    hidden |= apart if hidden else set()
    stayed = {(place, pk) for place in range(len(frames)) for first, pk in hidden if first == 0 and pk != ALL}
    return hidden | stayed


def _add_unplaced(counts: dict[_Cell, Fraction | None], place: int, told: list[_Cell]) -> list[_Cell]:
    """What is in a total and in none of its rows, put beside the `counts`: readers work it out by subtracting."""
    total = counts[place, ALL]
    left = None if total is None else total - sum((counts[each] or Fraction(0) for each in told), Fraction(0))
    if not left or left < 0:
        return []
    counts[_REST, ALL - place] = left
    return [(_REST, ALL - place)]


def _add_outer(
    read: Reading, counts: dict[_Cell, Fraction | None], lines: list[Equation[_Cell]], number: _Number
) -> list[_Cell]:
    """The cells of districts that stand in the total, put beside the `counts`; with what is left of each when the
    communes in it that told are taken away, so that neither gives a small one away."""
    found: list[_Cell] = []
    for pk, whole in read.outer.items():
        cell, told = (0, pk), number(whole.sum)
        if told is None:
            continue
        counts[cell] = told
        found.append(cell)
        inside = [(0, each) for each, outer in read.inner.items() if outer == pk and counts[0, each] is not None]
        left = told - sum((counts[each] or Fraction(0) for each in inside), Fraction(0))
        if inside and left >= 0:
            counts[_REST, pk] = left
            lines.append(Equation(cell, (*inside, (_REST, pk))))
    return found


def _merged(frames: list[Frame]) -> dict[_Cell, dict[_Cell, Fraction | None]]:
    """Of the units of today that were not there: the units they were formed from, with shares."""
    first, last = frames
    found: dict[_Cell, dict[_Cell, Fraction | None]] = {}
    for source, shares in last.places(first.day).items():
        for target, share in shares.items():
            found.setdefault((1, target), {})[0, source] = share
    return found


def _known_cells(own: int | None, frames: list[Frame]) -> frozenset[_Cell]:
    """The cells whose numbers a viewer knows anyway: of its own unit and of those that went wholly into it; of a
    district, those of the communes in it."""
    if own is None:
        return frozenset()
    first, last = frames[0], frames[-1]
    at_end = {unit.pk for unit in first.units}
    keys = {(0 if own in at_end else len(frames) - 1, own)}
    if len(frames) > 1:
        keys |= {(0, pk) for pk, shares in last.places(first.day).items() if dict(shares) == {own: ALL_OF_IT}}
    place = Unit.objects.filter(pk=own, level=Level.DISTRICT).first()
    if place is not None and first.level == Level.COMMUNE:
        keys |= {(0, unit.pk) for unit in Frame.of(first.level, day_of(place, first.day), place).units}
    return frozenset(keys)


def _without_own(
    counts: Mapping[_Cell, Fraction | None], lines: list[Equation[_Cell]], own: frozenset[_Cell]
) -> tuple[dict[_Cell, Fraction | None], list[Equation[_Cell]]]:
    """The sums as they are to somebody who knows some of the numbers: without these."""
    known = {key: counts[key] or Fraction(0) for key in own if counts.get(key) is not None}
    left = {cell: count for cell, count in counts.items() if cell not in known}
    rest = []
    for each in lines:
        if each.whole in known:
            continue
        total = left.get(each.whole)
        taken = sum((known[part] for part in each.parts if part in known), Fraction(0))
        if total is not None and taken:
            left[each.whole] = total - taken
        rest.append(replace(each, parts=tuple(part for part in each.parts if part not in known)))
    return left, rest
