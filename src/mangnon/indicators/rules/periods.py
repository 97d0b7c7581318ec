"""Periods of figures. No Django.

Codes, as in reports: `2025`, `2025H1`, `2025Q3`, `2025-07`, `2025M9` (nine months), `2024-2025` (school year, from
1 September), the first five with `W` behind for windows from the 15th of the month before to the 14th. Any other window
is a `Period` with its two days and a code of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mangnon.indicators.errors import BadPeriod
from mangnon.kernel.dates import month_end, vn_date
from mangnon.kernel.period_codes import PERIOD_CODE

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_DAY = dt.timedelta(days=1)
_DAYS_OF_YEAR = 365
_ROMAN = ("", "I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A window of days, both ends inside. Sorts by its first day."""

    starts_on: dt.date
    ends_on: dt.date
    code: str

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends_on - self.starts_on).days + 1

    def holds(self, other: Period) -> bool:
        """Whether another period lies in it."""
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on


def period_of(code: str) -> Period:
    """The period of a code. Raises BadPeriod."""
    match = PERIOD_CODE.fullmatch(code.strip())
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        raise _bad(code)
    year, part, month, next_year, is_fifteenth = int(match[1]), match[2], match[3], match[4], bool(match[5])
    if next_year:
        if int(next_year) != year + 1 or is_fifteenth:
            raise _bad(code)
        return Period(dt.date(year, 9, 1), dt.date(year + 1, 8, 31), code.strip())
    length, number = _months(part, month)
    last = length * number
    first = last - length + 1
    if not is_fifteenth:
        return Period(dt.date(year, first, 1), month_end(year, last), code.strip())
    before = (year - 1, 12) if first == 1 else (year, first - 1)
    return Period(dt.date(*before, 15), dt.date(year, last, 14), code.strip())


def _months(part: str | None, month: str | None) -> tuple[int, int]:
    """How many months, and the how-manieth of that length."""
    if month:
        return 1, int(month)
    if part == "M9":
        return 9, 1
    if part:
        return (6 if part[0] == "H" else 3), int(part[1])
    return 12, 1


def _bad(code: str) -> BadPeriod:
    return BadPeriod(
        f"«{code[:30]}» không phải là kỳ số liệu. Chưa có gì được ghi. "
        "Hãy viết năm (2025), nửa năm (2025H1), quý (2025Q3), tháng (2025-07), 9 tháng (2025M9) "
        "hoặc năm học (2024-2025)."
    )


def shifted(code: str, years: int) -> str:
    """The same period some years later (negative: earlier). Raises BadPeriod."""
    period_of(code)
    moved = re.sub(r"^[0-9]{4}", lambda found: f"{int(found[0]) + years:04d}", code.strip())
    moved = re.sub(r"(?<=-)[0-9]{4}$", lambda found: f"{int(found[0]) + years:04d}", moved)
    period_of(moved)
    return moved


def years_before(period: Period, years: int) -> Period:
    """The same period some years earlier; of a window with a code of its own, the same days."""
    if not years:
        return period
    if PERIOD_CODE.fullmatch(period.code.strip()):
        return period_of(shifted(period.code, -years))
    return Period(_years_before(period.starts_on, years), _years_before(period.ends_on, years), "")


def _years_before(day: dt.date, years: int) -> dt.date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28) if is_leap_day else day.replace(year=day.year - years)


def previous(code: str) -> str:
    """The period of the same length that ends the day before; nine months: those of the year before."""
    period_of(code)
    suffix = "W" if code.strip().endswith("W") else ""
    year, part, month, next_year, _ = PERIOD_CODE.fullmatch(code.strip()).groups()  # type: ignore[union-attr]
    if next_year or part == "M9" or not (part or month):
        return shifted(code, -1)
    length, number = _months(part, month)
    number -= 1
    if number == 0:
        year, number = str(int(year) - 1), 12 // length
    name = f"-{number:02d}" if month else f"{part[0]}{number}"
    return period_of(f"{year}{name}{suffix}").code


def is_part_of_year(period: Period) -> bool:
    """Whether a period is shorter than a year."""
    return period.days < _DAYS_OF_YEAR


def period_words(period: Period) -> str:
    """A period as officials say it: «6 tháng đầu năm 2025»; one of another window by its days."""
    match = PERIOD_CODE.fullmatch(period.code)
    days = f"từ {vn_date(period.starts_on)} đến {vn_date(period.ends_on)}"
    if match is None:
        return days
    year, part, month, next_year, is_fifteenth = match.groups()
    if next_year:
        words = f"năm học {year}-{next_year}"
    elif month:
        words = f"tháng {int(month)} năm {year}"
    elif part == "M9":
        words = f"9 tháng đầu năm {year}"
    elif part and part[0] == "H":
        words = f"6 tháng {'đầu' if part[1] == '1' else 'cuối'} năm {year}"
    elif part:
        words = f"quý {_ROMAN[int(part[1])]} năm {year}"
    else:
        words = f"năm {year}"
    return f"{words} ({days})" if is_fifteenth else words


def short_words(period: Period) -> str:
    """A period where there is little room: «2025», «6T đầu 2025», «Q.III/2025», «T7/2025», «9T 2025», «2024-2025»."""
    match = PERIOD_CODE.fullmatch(period.code)
    if match is None:
        return period.code
    year, part, month, next_year, is_fifteenth = match.groups()
    words = year if not next_year else f"{year}-{next_year}"
    if month:
        words = f"T{int(month)}/{year}"
    elif part == "M9":
        words = f"9T {year}"
    elif part and part[0] == "H":
        words = f"6T {'đầu' if part[1] == '1' else 'cuối'} {year}"
    elif part:
        words = f"Q.{_ROMAN[int(part[1])]}/{year}"
    return f"{words} (15–14)" if is_fifteenth else words


def course_to(period: Period, count: int) -> list[Period]:
    """A period and those of its length before it, oldest first; of a window with a code of its own, itself alone."""
    if PERIOD_CODE.fullmatch(period.code) is None:
        return [period]
    found = [period]
    while len(found) < count and found[0].starts_on.year > _FIRST_YEAR:
        found.insert(0, period_of(previous(found[0].code)))
    return found


@dataclass(frozen=True, slots=True)
class Tiling:
    """Which periods make up a longer one, in order, and the windows nothing covers."""

    periods: tuple[Period, ...]
    gaps: tuple[tuple[dt.date, dt.date], ...]


def tile(whole: Period, given: Iterable[Period], *, telling: Iterable[Period] = ()) -> Tiling:
    """Choose periods that cover a longer one without overlap.

    As many days as possible by periods that are `telling` (they say something; the others only name who is silent),
    then as many days as possible, then by as few periods as possible, then the longest first. What does not lie inside
    is left out. The answer does not depend on the order given.
    """
    return _tiled(whole, frozenset(given), frozenset(telling))


@lru_cache(maxsize=4096)  # the units of a level tell nearly the same periods
def _tiled(whole: Period, given: frozenset[Period], telling: frozenset[Period]) -> Tiling:
    inside = sorted((each for each in given if whole.holds(each)), key=lambda each: (each.ends_on, each.code))
    # The best choice among the periods that end by a day: for each period in turn, with it or without it.
    best: list[_Choice] = [_Choice()]
    for number, each in enumerate(inside):
        before = next(at for at in range(number, -1, -1) if at == 0 or inside[at - 1].ends_on < each.starts_on)
        best.append(max(best[-1], best[before].and_then(each, is_telling=each in telling), key=_Choice.worth))
    gaps, cursor = [], whole.starts_on
    for each in best[-1].periods:
        if each.starts_on > cursor:
            gaps.append((cursor, each.starts_on - _DAY))
        cursor = each.ends_on + _DAY
    if cursor <= whole.ends_on:
        gaps.append((cursor, whole.ends_on))
    return Tiling(best[-1].periods, tuple(gaps))


@dataclass(frozen=True, slots=True)
class _Choice:
    """Periods that do not overlap, in order."""

    periods: tuple[Period, ...] = ()
    telling_days: int = 0
    days: int = 0

    def and_then(self, period: Period, *, is_telling: bool) -> _Choice:
        """With one more period at the end."""
        told = self.telling_days + (period.days if is_telling else 0)
        return _Choice((*self.periods, period), told, self.days + period.days)

    def worth(self) -> tuple[int, int, int, tuple[int, ...]]:
        """What makes one choice better than another."""
        return self.telling_days, self.days, -len(self.periods), tuple(each.days for each in self.periods)
