"""Ages from birth dates, and bands of ages. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """Whole years reached, both ends inside: 5-9 ends the day before the tenth birthday."""

    code: str
    low: int
    high: int

    def holds(self, age: int) -> bool:
        """Whether an age is in it."""
        return self.low <= age <= self.high


def age_on(birth: dt.date, day: dt.date) -> int | None:
    """Whole years reached on a day; None before the birth. Under 16 by Vietnamese law: `age_on(...) < 16`.

    Who was born on 29 February reaches a year on 1 March of a year without that day: a child stays a child a day longer
    rather than a day shorter (the product's own reading, not checked against a text).
    """
    if day < birth:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def months_on(birth: dt.date, day: dt.date) -> int | None:
    """Whole months reached on a day; None before the birth. A month ends on the same day, or on the first of the next
    month where there is no such day."""
    if day < birth:
        return None
    return (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day)


def band_of(age: int, bands: Iterable[Band]) -> Band | None:
    """The first band that holds an age; None when none does."""
    return next((band for band in bands if band.holds(age)), None)


def is_tiling(bands: Sequence[Band], low: int, high: int) -> bool:
    """Whether bands cover all ages from `low` to `high` once, and no others."""
    following = low
    for band in sorted(bands, key=lambda each: each.low):
        if band.low != following or band.high < band.low:
            return False
        following = band.high + 1
    return following == high + 1


def made_of(wanted: Band, bands: Sequence[Band]) -> tuple[Band, ...] | None:
    """The bands of another set that together are the wanted one; None when none are (8-11 out of 5-9, 10-14)."""
    inside = tuple(
        sorted(
            (each for each in bands if wanted.low <= each.low and each.high <= wanted.high), key=lambda each: each.low
        )
    )
    return inside if is_tiling(inside, wanted.low, wanted.high) else None
