"""From values to places: round ticks, straight scales."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` lie from `start` to `end` (either may be the greater); `ticks` are round values."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """The place of a value; one outside is held at the edge, so that nothing is drawn beyond the frame."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def begins_at_zero(self) -> bool:
        """Whether lengths may be compared by eye."""
        return self.low <= 0 <= self.high


def round_step(span: float, parts: int) -> float:
    """The least of 1, 2, 2.5, 5 × 10ⁿ that cuts `span` into at most `parts`."""
    rough = span / max(parts, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    for step in _STEPS:
        if step * power >= rough * (1 - 1e-9):
            return step * power
    return 10.0 * power


def scale(values: Iterable[float], start: float, end: float, *, parts: int = 5, from_zero: bool = True) -> Scale:
    """A scale that holds every value, with about `parts` round ticks.

    `from_zero`: zero is on it. Otherwise it is left out when all values lie far from it (further than their own
    spread). Without any value, or with zeros alone, the scale runs from 0 to 1.
    """
    known = [value for value in values if math.isfinite(value)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if from_zero or (low > 0 and low <= 2 * (high - low)) or (high < 0 and -high <= 2 * (high - low)):
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= abs(high) * 1e-9 or high - low < 1e-12:
        room = abs(high) * 0.1 or 1.0
        low, high = (low - room, high + room) if low else (0.0, room)
    step = round_step(high - low, parts)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(_round(index * step, step) for index in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], start, end, ticks)


def _round(value: float, step: float) -> float:
    """Without the dust of binary fractions: 0.30000000000000004 is 0.3."""
    return round(value, max(0, 2 - math.floor(math.log10(step))))


def tick_places(ticks: tuple[float, ...]) -> int:
    """How many decimals tell the ticks apart, four at most."""
    for places in range(4):
        if all(abs(tick - round(tick, places)) <= 1e-9 * max(1.0, abs(tick)) for tick in ticks):
            return places
    return 4
