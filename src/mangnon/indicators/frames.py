"""The units of one level within the boundaries of one day, and what was recorded under the units of other days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from mangnon.indicators.models import Figure, Indicator
from mangnon.indicators.places import units_of
from mangnon.indicators.rules.cells import Cell
from mangnon.indicators.rules.periods import Period
from mangnon.indicators.rules.totals import WHOLE, Missing, Sum, add_over_time, combine, sum_of_cell
from mangnon.indicators.terms import FigureState, Nature, Unknown
from mangnon.territory.public import Level, Measure, Unit, map_all, map_units

Told = Mapping[Period, Mapping[int, Cell]]  # by period and key of the unit
Bulk = dict[tuple[int, str], dict[Period, dict[int, Cell]]]  # by indicator and breakdown key
Shares = dict[int, Fraction | None]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What was recorded and cannot wholly be placed within the boundaries of the day: of which unit and period."""

    unit_id: int
    period: Period


@dataclass(slots=True)
class Frame:
    """The units of a level on `day`, inside `within` (None: the country). Mappings are asked for once for each day."""

    level: Level
    day: dt.date
    within: Unit | None
    units: list[Unit] = field(default_factory=list)
    _places: dict[dt.date, dict[int, Shares]] = field(default_factory=dict)
    _leaving: dict[dt.date, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, level: Level, day: dt.date, within: Unit | None) -> Frame:
        """Two queries at most."""
        return cls(level, day, within, units_of(level, day, within))

    def stayed(self, then: dt.date) -> set[int]:
        """The units that were the same on another day, by key."""
        return {
            unit.pk
            for unit in self.units
            if (unit.valid_from is None or unit.valid_from <= then) and (unit.valid_to is None or then <= unit.valid_to)
        }

    def places(self, then: dt.date) -> dict[int, Shares]:
        """Where the units of another day lie in those of this frame that were not the same then; shares of children,
        None where nobody knows. Constant queries for each province of that day."""
        if then not in self._places:
            every = {unit.pk for unit in self.units}
            wanted = every - self.stayed(then)
            found = self._mapped(then) if wanted else {}
            self._leaving[then] = {pk for pk, shares in found.items() if shares.keys() - every}
            near = {pk: {to: share for to, share in shares.items() if to in wanted} for pk, shares in found.items()}
            self._places[then] = {pk: shares for pk, shares in near.items() if shares}
        return self._places[then]

    def _mapped(self, then: dt.date) -> dict[int, Shares]:
        if self.within is None:
            return _shares(map_all(self.level, then, self.day, Measure.CHILDREN))
        places = [share.unit for share in map_units(self.within, self.day, then)]
        if self.within.level == Level.PROVINCE and self.level != Level.PROVINCE:
            found: dict[int, Shares] = {}
            for place in places:
                found |= _shares(map_all(self.level, then, self.day, Measure.CHILDREN, within=place))
            return found
        return {
            place.pk: {share.unit.pk: share.weight for share in map_units(place, then, self.day, Measure.CHILDREN)}
            for place in places
        }

    def ids(self, period: Period) -> set[int] | None:
        """Keys of the units whose figures can matter in a window; None: of all units of the level."""
        if self.within is None:
            return None
        found = {unit.pk for unit in self.units}
        for then in (period.starts_on, period.ends_on):
            found |= self.places(then).keys()
        return found

    def sums(self, told: Told, period: Period, indicator: Indicator) -> tuple[dict[int, Sum], tuple[Unplaced, ...]]:
        """The sum of each unit of the frame, from what was told in the period or in periods inside it."""
        inside = {step: cells for step, cells in told.items() if period.holds(step)} or {period: {}}
        steps: dict[int, dict[Period, Sum]] = {unit.pk: {} for unit in self.units}
        unplaced: list[Unplaced] = []
        for step, cells in sorted(inside.items()):
            stayed = self.stayed(step.ends_on)
            for pk in stayed:
                steps[pk][step] = sum_of_cell(pk, cells.get(pk))
            if len(stayed) < len(self.units):
                for pk, found in self._moved(cells, step, stayed).items():
                    steps[pk][step] = found
                unplaced += [
                    Unplaced(pk, step)
                    for pk, shares in sorted(self.places(step.ends_on).items())
                    if pk in cells and None in shares.values()
                ]
        nature = Nature(indicator.nature)
        below = Nature(indicator.denominator_nature or indicator.nature)
        return {pk: add_over_time(period, found, nature, below) for pk, found in steps.items()}, tuple(unplaced)

    def whole(self, told: Told, period: Period, indicator: Indicator, sums: Mapping[int, Sum]) -> Sum:
        """All units of the frame together; `sums`: those of the units, as of `sums()`.

        A unit of another day that was divided among units of this frame is in the whole with its number, even where
        nobody knows which share of it each of them has.
        """
        inside = {step: cells for step, cells in told.items() if period.holds(step)}
        groups = self._together({step.ends_on for step in inside})
        shared = {pk for group in groups for pk in group}
        nature, below = Nature(indicator.nature), Nature(indicator.denominator_nature or indicator.nature)
        found = [each for pk, each in sums.items() if pk not in shared]
        for group in groups:
            steps = {step: self._of_group(group, step, cells) for step, cells in inside.items()}
            found.append(add_over_time(period, steps, nature, below))
        return combine(found)

    def _of_group(self, group: Collection[int], step: Period, cells: Mapping[int, Cell]) -> Sum:
        then = step.ends_on
        parts = [sum_of_cell(pk, cells.get(pk)) for pk in sorted(self.stayed(then) & set(group))]
        for pk, shares in sorted(self.places(then).items()):
            if shares.keys() & set(group):
                known = [share for share in shares.values() if share is not None]
                weight = sum(known, Fraction(0)) if len(known) == len(shares) else None
                parts.append(sum_of_cell(pk, cells.get(pk), weight if pk in self._leaving[then] else WHOLE))
        nothing = (Missing(step, Unknown.NOT_ENTERED),)
        return combine(parts) if parts else Sum(missing=nothing, without_rate=nothing)

    def _together(self, days: Iterable[dt.date]) -> list[set[int]]:
        """The units among which a unit of one of the days was divided, taken together; disjoint."""
        groups: list[set[int]] = []
        for then in sorted(days):
            for shares in self.places(then).values():
                if len(shares) > 1:
                    near = [group for group in groups if group & shares.keys()]
                    groups = [group for group in groups if not group & shares.keys()]
                    groups.append(set(shares).union(*near))
        return groups

    def _moved(self, cells: Mapping[int, Cell], step: Period, stayed: Collection[int]) -> dict[int, Sum]:
        parts: dict[int, list[Sum]] = {unit.pk: [] for unit in self.units if unit.pk not in stayed}
        for pk, shares in self.places(step.ends_on).items():
            for target, share in shares.items():
                parts[target].append(sum_of_cell(pk, cells.get(pk), share))
        nothing = (Missing(step, Unknown.NOT_ENTERED),)
        empty = Sum(missing=nothing, without_rate=nothing)
        return {pk: combine(sums) if sums else empty for pk, sums in parts.items()}


def _shares(placed: Mapping[int, object]) -> dict[int, Shares]:
    return {pk: dict(getattr(each, "shares", {})) for pk, each in placed.items()}


def fetch(
    sources: Collection[tuple[int, str]], window: Period, ids: Collection[int] | QuerySet[Any] | None, level: str
) -> Bulk:
    """The counted figures of some indicators and breakdowns in a window, of units or of a whole level. One query."""
    rows = Figure.objects.counted().filter(
        indicator__in={key for key, _ in sources},
        breakdown__key__in={part for _, part in sources},
        starts_on__gte=window.starts_on,
        ends_on__lte=window.ends_on,
    )
    rows = rows.filter(unit__level=level) if ids is None else rows.filter(unit__in=ids)
    fields = ("indicator_id", "breakdown__key", "unit_id", "period_code", "starts_on", "ends_on", "state")
    found: Bulk = {each: {} for each in sources}
    for key, part, unit_id, code, first, last, state, above, below in rows.order_by().values_list(
        *fields, "numerator", "denominator"
    ):
        if (key, part) in found:
            cell = Cell(FigureState(state), above, below)
            found[key, part].setdefault(Period(first, last, code), {})[unit_id] = cell
    return found
