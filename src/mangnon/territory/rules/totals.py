"""Adding counts under another day's boundaries without losing or doubling any. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from mangnon.territory.rules.succession import WHOLE, Placed
from mangnon.territory.terms import Lost

Count = int | Fraction


@dataclass(slots=True)
class Total:
    """A unit's count. `is_estimate`: some of it was shared out by weights."""

    count: Fraction = Fraction(0)
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Remainder:
    """A count (or what is left of it) that cannot be placed: of which unit, why, and where it may lie."""

    unit: int
    count: Fraction
    reason: Lost
    candidates: tuple[int, ...] = ()


@dataclass(slots=True)
class Totals:
    """Counts by unit of the boundary day and an explicit remainder. Their sum is the sum of the counts given."""

    by_unit: dict[int, Total] = field(default_factory=dict)
    remainder: list[Remainder] = field(default_factory=list)

    @property
    def total(self) -> Fraction:
        """Everything, placed or not."""
        placed = sum((total.count for total in self.by_unit.values()), Fraction(0))
        return placed + self.unplaced

    @property
    def unplaced(self) -> Fraction:
        """What no unit of the boundary day carries."""
        return sum((rest.count for rest in self.remainder), Fraction(0))


def add_up(counts: Mapping[int, Count], places: Mapping[int, Placed]) -> Totals:
    """Counts recorded under one day's units as counts under another day's, exactly (fractions, not rounded).

    Counts only: a rate is recomputed from numerator and denominator, never added (domain.md, 3).
    """
    totals = Totals()
    for unit, value in counts.items():
        count, placed = Fraction(value), places.get(unit, Placed(lost=Lost.NOT_VALID))
        left = WHOLE
        for target, share in placed.shares.items():
            if share is None:
                continue
            into = totals.by_unit.setdefault(target, Total())
            into.count += count * share
            into.is_estimate = into.is_estimate or share != WHOLE
            left -= share
        if left:
            unknown = tuple(target for target, share in placed.shares.items() if share is None)
            reason = placed.lost or Lost.UNKNOWN_SHARE
            totals.remainder.append(Remainder(unit, count * left, reason, unknown))
    return totals
