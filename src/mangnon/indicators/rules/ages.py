"""Ages from birth dates, and bands of ages. No Django."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_AGE = 120
_WRITTEN = re.compile(r"(?:từ )?([0-9]{1,3})(?: ?(?:[-–]|đến) ?([0-9]{1,3}))?(?: tuổi)?")


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


def read_band(text: str) -> Band | None:
    """A band as an office writes it: «0-4», «5–9 tuổi», «16 - 17», «3 tuổi»; None for what is none."""
    found = _WRITTEN.fullmatch(text.strip().lower())
    if found is None:
        return None
    low = int(found[1])
    high = int(found[2]) if found[2] else low
    return Band(f"{low}-{high}" if low < high else f"{low}", low, high) if low <= high <= MOST_AGE else None


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
