"""Figures of several reports as one: each place counted once, what is set aside and what is missing told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mangnon.indicators.public import Cell, Indicator, Sum, Told, combine, sum_of_cell
from mangnon.indicators.terms import FigureState, Unknown

CHOSEN, LEADS, TELLS = -1, 0, 1
"""The ranks of rows of one place: that a person chose, of the body that leads, of anybody."""
_SAYS = (FigureState.VALUE, FigureState.NONE)


class Aside(StrEnum):
    """Why a figure is not in the sum."""

    SAME_PLACE = "same_place"  # another body's figure of the same place is used
    INSIDE = "inside"  # the figure of a place around it is used
    RISEN = "risen"  # it rose through the report of the body above, whose figure is used


@dataclass(frozen=True, slots=True)
class ToldRow:
    """What one body's report carried of one cell. `rank`: CHOSEN, LEADS or TELLS.

    `is_withheld`: it told a number, which is not in this copy.
    """

    figure: int
    unit: int
    agency: int
    code: str
    version: int
    cell: Cell
    rank: int = TELLS
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is not added, and the row that is used in its place; `differs` where they do not say the same.

    `did_differ`: they do not, in numbers that are withheld.
    """

    row: ToldRow
    why: Aside
    used: ToldRow
    did_differ: bool = False

    @property
    def differs(self) -> bool:
        """Whether the two bodies tell the same place differently."""
        is_withheld = self.row.is_withheld or self.used.is_withheld
        return self.did_differ or (self.why == Aside.SAME_PLACE and not is_withheld and self.row.cell != self.used.cell)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One indicator in one breakdown over all reports: the rows that are added, those set aside, the sum.

    `is_withheld`: there is a sum, which is not in this copy.
    """

    rows: tuple[ToldRow, ...]
    aside: tuple[SetAside, ...]
    sum: Sum
    is_withheld: bool = False

    def told(self, indicator: Indicator) -> Told:
        """The value of the sum: counts added, rates from added numerators and denominators."""
        if self.is_withheld:
            return Told(unknown=Unknown.SUPPRESSED)
        return self.sum.told(indicator.kind, indicator.multiplier)

    @property
    def is_disputed(self) -> bool:
        """Whether two bodies tell one place differently."""
        return any(each.differs for each in self.aside)

    @property
    def inside(self) -> tuple[SetAside, ...]:
        """What places within a place, or bodies below a body, tell, which is told as a whole."""
        return tuple(each for each in self.aside if each.why != Aside.SAME_PLACE)


def reckon(
    rows: Iterable[ToldRow],
    *,
    asked: Mapping[int, int],
    around: Mapping[int, Collection[int]],
    is_own_share: bool = False,
    above: Mapping[int, int] | None = None,
) -> Reckoned:
    """Add what bodies told of one cell. The order of the rows never matters.

    `asked`: the place of each body that was asked, by body; who told nothing is missing. `around`: the places around a
    place. `above`: the body that took a body's report in, by body. With `is_own_share` every row adds, but that of a
    body whose report rose through one that says something itself (docs/decisions/0050). Else one row a place counts:
    one that says something before one that does not, then the one that leads or was chosen, then by code; and what a
    place tells of itself stands before what places within it tell (docs/decisions/0037).
    """
    ordered = sorted(rows, key=lambda each: (each.code, each.figure))
    used: list[ToldRow] = []
    aside: list[SetAside] = []
    if is_own_share:
        once, aside = _each_once(ordered)
        used, within = _highest(once, above or {})
        aside += within
    else:
        for same in _by_unit(ordered).values():
            first, *rest = sorted(same, key=lambda each: (each.cell.state not in _SAYS, each.rank, each.code))
            used.append(first)
            aside += [SetAside(each, Aside.SAME_PLACE, first) for each in rest]
        used, within = _outermost(used, around)
        aside += within
    lacking = [] if is_own_share else _in_part(aside, asked, around)
    told = {each.agency for each in ordered}
    whole = {each.unit for each in used if each.cell.state in _SAYS}
    says = {each.agency for each in used if each.cell.state in _SAYS}
    silent = [
        agency
        for agency, unit in sorted(asked.items())
        if agency not in told
        and not (
            says.intersection(_all_above(agency, above or {}))
            if is_own_share
            else {unit, *around.get(unit, ())} & whole
        )
    ]
    parts = [sum_of_cell(each.agency, each.cell) for each in (*used, *lacking)]
    parts += [sum_of_cell(each, None) for each in silent]
    return Reckoned(tuple(used), tuple(aside), combine(parts))


def _in_part(
    aside: Iterable[SetAside], asked: Mapping[int, int], around: Mapping[int, Collection[int]]
) -> list[ToldRow]:
    """The wholes that nobody counted and of which only some place within is told: the sum is «at least» so much.

    Where bodies of places within were asked, who is silent of them is named, and nothing more is lacking.
    """
    has_list = {outer for unit in asked.values() for outer in around.get(unit, ())}
    return [
        each.row
        for each in aside
        if each.why == Aside.INSIDE
        and each.row.cell.state not in _SAYS
        and each.row.unit in around.get(each.used.unit, ())
        and each.row.unit not in has_list
    ]


def _each_once(rows: list[ToldRow]) -> tuple[list[ToldRow], list[SetAside]]:
    """A figure that two bodies carried on from one that was divided between them is one figure."""
    first: dict[int, ToldRow] = {}
    for each in rows:
        first.setdefault(each.figure, each)
    used = list(first.values())
    kept = {(each.figure, each.agency) for each in used}
    again = [each for each in rows if (each.figure, each.agency) not in kept]
    return used, [SetAside(each, Aside.SAME_PLACE, first[each.figure]) for each in again]


def _all_above(agency: int, above: Mapping[int, int]) -> list[int]:
    """The bodies through which a body's report rises, from the nearest up; ends also in a circle."""
    found: list[int] = []
    while (agency := above.get(agency, 0)) and agency not in found:
        found.append(agency)
    return found


def _highest(rows: list[ToldRow], above: Mapping[int, int]) -> tuple[list[ToldRow], list[SetAside]]:
    """The rows of bodies above which nobody says anything; the others with the row of the highest that does."""
    says = {each.agency: each for each in rows if each.cell.state in _SAYS}
    used: list[ToldRow] = []
    aside: list[SetAside] = []
    for each in rows:
        rising = _all_above(each.agency, above)
        over = [] if each.agency in rising else [agency for agency in rising if agency in says]
        if over:
            aside.append(SetAside(each, Aside.RISEN, says[over[-1]]))
        else:
            used.append(each)
    return used, aside


def _by_unit(rows: Iterable[ToldRow]) -> dict[int, list[ToldRow]]:
    found: dict[int, list[ToldRow]] = {}
    for each in rows:
        found.setdefault(each.unit, []).append(each)
    return found


def _outermost(rows: list[ToldRow], around: Mapping[int, Collection[int]]) -> tuple[list[ToldRow], list[SetAside]]:
    """The rows of places that no told place surrounds; the others with the row that stands in their place.

    A whole that nobody counted does not stand beside its counted parts: they are the sum.
    """
    says = {each.unit: each for each in rows if each.cell.state in _SAYS}
    outers = {unit: [says[pk] for pk in around.get(unit, ()) if pk in says] for unit in {each.unit for each in rows}}
    part_of: dict[int, ToldRow] = {}
    for unit, row in says.items():
        for outer in around.get(unit, ()):
            part_of.setdefault(outer, row)
    used: list[ToldRow] = []
    aside: list[SetAside] = []
    for each in rows:
        if outers[each.unit]:
            widest = min(outers[each.unit], key=lambda row: (len(outers[row.unit]), row.code))
            aside.append(SetAside(each, Aside.INSIDE, widest))
        elif each.unit not in says and each.unit in part_of:
            aside.append(SetAside(each, Aside.INSIDE, part_of[each.unit]))
        else:
            used.append(each)
    return used, aside
