"""When a number may be given, and what a whole register looks like.

Source: NĐ 30/2020/NĐ-CP, Article 15: numbers run from 01 on 1 January to the last on 31 December, one number for one
paper within the year and the register, the same for paper and electronic papers. That days run with the numbers is
the product's own rule: a number dated before the one ahead of it is a number given backwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mangnon.kernel.dates import vn_date

LARGEST_NUMBER = 99_999


def why_not_numbered(day: dt.date, *, today: dt.date, last_day: dt.date | None) -> str | None:
    """Why a paper cannot carry this day; None when it can. `last_day` is that of the number ahead in its register."""
    if day > today:
        return f"Ngày ban hành {vn_date(day)} ở sau hôm nay."
    if day.year != today.year:
        return f"Sổ năm {day.year} đã khép: số của năm {today.year} không cấp cho ngày của năm trước."
    if last_day is not None and day < last_day:
        return f"Số liền trước đã cấp cho ngày {vn_date(last_day)}; số sau không mang ngày sớm hơn."
    return None


def number_text(number: int) -> str:
    """The number as it is written: below ten with a leading zero («05»)."""
    return f"{number:02d}"


def symbol_of(number: int | None, symbol: str) -> str:
    """«05/BC-SYT»; dots while there is no number."""
    return f"{number_text(number) if number else '......'}/{symbol}"


@dataclass(frozen=True, slots=True)
class RegisterFault:
    """What is wrong with the numbers of a register: `gap`, `double`, or `beyond` (past the last one given)."""

    what: str
    number: int


def faults_of(numbers: Iterable[int], *, first: int, last: int) -> list[RegisterFault]:
    """What a register whose numbers should run from `first` to `last` lacks or has twice; empty for a whole one.

    A cancelled number stays in the register and is no gap.
    """
    found: list[RegisterFault] = []
    seen: set[int] = set()
    for number in numbers:
        if number in seen:
            found.append(RegisterFault("double", number))
        elif not first <= number <= last:
            found.append(RegisterFault("beyond", number))
        seen.add(number)
    found += [RegisterFault("gap", number) for number in range(first, last + 1) if number not in seen]
    return sorted(found, key=lambda fault: (fault.number, fault.what))


def register_for(kind: str, registers: Sequence[tuple[int, Sequence[str]]]) -> int | None:
    """Which register takes a kind: the one that names it, else the one for every kind (it names none); None without."""
    named = [pk for pk, kinds in registers if kind in kinds]
    general = [pk for pk, kinds in registers if not kinds]
    return named[0] if named else general[0] if general else None


def overlaps(kinds: Sequence[str], others: Iterable[Sequence[str]]) -> list[str]:
    """The kinds that another open register of the body takes already; «*» stands for all that are not named."""
    taken: set[str] = set()
    for other in others:
        taken.update(other or ["*"])
    return sorted(taken.intersection(kinds or ["*"]))
