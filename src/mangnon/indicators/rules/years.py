"""Whole years among the periods of which something was told, and what a part of a year can tell of the year. No Django.

A year may be told as the calendar's (`2025`), by the windows of the 15th (`2025W`), as a school year (`2024-2025`), by
a window of a call, or by its parts. It counts as the year in which it ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import Final

from mangnon.indicators.rules.periods import Period, is_part_of_year, period_of, tile
from mangnon.indicators.terms import IndicatorKind, Nature

_LONGEST: Final = 366
_MOST_PARTS: Final = 4  # how far back a value of a part of a year is looked for, where no year was told


# A year that fewer than this share of the units have told, of those that told the year before, is not yet its last
# value. The product's own rule.
LEAST_SHARE: Final = Fraction(1, 2)


def is_too_few(counted: int, before: int) -> bool:
    """Whether so few units have told a year that the one before stands."""
    return counted < before * LEAST_SHARE


def whole_years(told: Iterable[Period], natures: Collection[Nature]) -> dict[int, Period]:
    """By year, the period that tells the whole of it; `natures`: of what is counted, and of what it is divided by.

    A year is told by a figure of a year, or by its parts: flows by parts without a gap, stocks by a part that ends with
    it, persons counted once by no part. The calendar year goes before the others, then that which ends last.
    """
    known = set(told)
    found: dict[int, Period] = {}
    for year in sorted({each.ends_on.year for each in known}):
        calendar = period_of(str(year))
        ready = {each for each in known if each.ends_on.year == year and not is_part_of_year(each)}
        ready = {each for each in ready if each.days <= _LONGEST}
        made = {each for each in (calendar, period_of(f"{year}W")) if _is_made_of(each, known, natures)}
        if whole := max(ready | made, key=lambda each: (each == calendar, each.ends_on, each.code), default=None):
            found[year] = whole
    return found


def _is_made_of(whole: Period, told: Collection[Period], natures: Collection[Nature]) -> bool:
    parts = [each for each in told if whole.holds(each) and each.days < whole.days]
    return bool(parts) and all(_is_told_by(whole, parts, nature) for nature in natures)


def _is_told_by(whole: Period, parts: Collection[Period], nature: Nature) -> bool:
    if nature == Nature.STOCK:
        return any(each.ends_on == whole.ends_on for each in parts)
    return nature == Nature.FLOW and not tile(whole, parts).gaps


def candidates(told: Iterable[Period], natures: Collection[Nature]) -> list[Period]:
    """The periods to show a last value of, best first: whole years from the last back, then the last parts of one."""
    known = set(told)
    years = whole_years(known, natures)
    parts = sorted((each for each in known if is_part_of_year(each)), key=_last_and_longest, reverse=True)
    return [*(years[year] for year in sorted(years, reverse=True)), *parts[:_MOST_PARTS]]


def _last_and_longest(period: Period) -> tuple[dt.date, int, str]:
    return period.ends_on, period.days, period.code


def natures_of(kind: str, nature: str, below: str = "") -> tuple[Nature, ...]:
    """How the numbers of an indicator add up over time: what is counted, and of a rate what it is divided by. What a
    computed one rests on may be of any nature: what cannot be told is passed over."""
    if kind == IndicatorKind.COMPUTED:
        return (Nature.FLOW,)
    if kind != IndicatorKind.RATE:
        return (Nature(nature),)
    return tuple(dict.fromkeys((Nature(nature), Nature(below or nature))))


def grows_over_year(kind: str, nature: str, below: str = "") -> bool:
    """Whether a value told of a part of a year can only grow until the year ends: a count of what happens, and a rate
    of what happens to those who are there (`below` is the nature of the denominator; empty: that of the numerator)."""
    if nature == Nature.STOCK:
        return False
    return kind == IndicatorKind.COUNT or (kind == IndicatorKind.RATE and below == Nature.STOCK)
