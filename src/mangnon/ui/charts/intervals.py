"""How sure a rate of a small unit is.

Sources: Wilson 1927 (proportions); Byar's approximation of the Poisson interval, as given by Breslow & Day 1987, p. 69
(counts); when a proportion rests on too few, the presentation standards of the US National Center for Health Statistics
(Parker et al. 2017, Vital and Health Statistics 2(175)), here with Wilson's interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Z95 = 1.959963984540054
FEW_CASES = 10
FEW_PEOPLE = 30
WIDEST, NARROW_ENOUGH, WIDEST_SHARE = 0.30, 0.05, 1.30


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, which hold the true value in 95 of 100 such cases."""

    low: float
    high: float

    def overlaps(self, other: Interval) -> bool:
        """Whether two units cannot be told apart by eye."""
        return self.low <= other.high and other.low <= self.high


def proportion_interval(cases: float, people: float, multiplier: float = 100.0) -> Interval | None:
    """Wilson's interval of `cases` among `people`, times `multiplier`; None when it is not a proportion.

    It stays within 0 and the multiplier and is good for 0 of n and n of n, where the school-book interval has no width.
    """
    if not (people > 0 and 0 <= cases <= people):
        return None
    share, square = cases / people, Z95 * Z95
    middle = (share + square / (2 * people)) / (1 + square / people)
    half = Z95 * math.sqrt(share * (1 - share) / people + square / (4 * people * people)) / (1 + square / people)
    low = 0.0 if cases == 0 else max(0.0, middle - half)
    high = 1.0 if cases == people else min(1.0, middle + half)
    return Interval(low * multiplier, high * multiplier)


def rate_interval(cases: float, people: float, multiplier: float = 1.0) -> Interval | None:
    """Byar's interval of a rate whose cases may outnumber people (events per person); None when it has no base."""
    if not (people > 0 and cases >= 0):
        return None
    low = 0.0 if cases == 0 else cases * (1 - 1 / (9 * cases) - Z95 / (3 * math.sqrt(cases))) ** 3
    more = cases + 1
    high = more * (1 - 1 / (9 * more) + Z95 / (3 * math.sqrt(more))) ** 3
    return Interval(max(low, 0.0) / people * multiplier, high / people * multiplier)


def few_to_compare(cases: float | None, people: float | None) -> bool:
    """Whether a rate rests on so few that to rank it among others would mislead.

    A proportion does when it has fewer than 30 people, or an interval 30 points wide, or one wider than 5 points that
    is also wider than 1.3 times the proportion itself. A rate whose cases outnumber people does below 10 cases. An
    unknown base is not called few. A rule of this product, after the standard named above, not of a Vietnamese law.
    """
    if cases is None or people is None or people <= 0:
        return False
    if cases > people:
        return cases < FEW_CASES
    interval = proportion_interval(cases, people, 1.0)
    if people < FEW_PEOPLE or interval is None:
        return True
    width, share = interval.high - interval.low, cases / people
    if width >= WIDEST or width <= NARROW_ENOUGH:
        return width >= WIDEST
    return width > WIDEST_SHARE * min(share, 1 - share) if 0 < share < 1 else False
