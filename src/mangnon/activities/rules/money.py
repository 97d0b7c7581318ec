"""Money of activities: whole đồng, unknown told apart from nought, sums that say how much they do not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from mangnon.activities.errors import NOT_SAVED, BadMoney

# A hundred thousand billion đồng: more than the yearly budget of any province.
LARGEST_AMOUNT = 10**14
_GROUPED = re.compile(r"[0-9]{1,3}(?:([. \u00a0,])[0-9]{3})(?:\1[0-9]{3})*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an activity's budget; None: not known."""

    activity_id: int
    source: str
    year: int
    planned: int | None
    allocated: int | None
    spent: int | None


@dataclass(frozen=True, slots=True)
class Amounts:
    """Sums of what is known, in đồng, and how many lines left each open."""

    planned: int = 0
    allocated: int = 0
    spent: int = 0
    planned_unknown: int = 0
    allocated_unknown: int = 0
    spent_unknown: int = 0
    lines: int = 0

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.planned + other.planned,
            self.allocated + other.allocated,
            self.spent + other.spent,
            self.planned_unknown + other.planned_unknown,
            self.allocated_unknown + other.allocated_unknown,
            self.spent_unknown + other.spent_unknown,
            self.lines + other.lines,
        )


def _amounts(line: Line) -> Amounts:
    return Amounts(
        line.planned or 0,
        line.allocated or 0,
        line.spent or 0,
        line.planned is None,
        line.allocated is None,
        line.spent is None,
        1,
    )


Key = TypeVar("Key", bound=Hashable)


def totals_by(lines: Iterable[Line], key: Callable[[Line], Key]) -> dict[Key, Amounts]:
    """The sums of lines by a key, in the order in which keys are met. Each line is counted in exactly one sum."""
    found: dict[Key, Amounts] = {}
    for line in lines:
        name = key(line)
        found[name] = found.get(name, Amounts()) + _amounts(line)
    return found


def is_overspent(line: Line) -> bool:
    """Whether more was spent than allocated, as far as both are known. A warning: money may come later on paper."""
    return line.spent is not None and line.allocated is not None and line.spent > line.allocated


def amount_of(text: str) -> int | None:
    """An amount as officials type it: «12.500.000», «12 500 000 đồng», «12500000»; None for an empty box.

    Raises BadMoney for words, parts of a đồng, minus and what is out of all measure: nothing is guessed, so «12,5
    triệu» is refused.
    """
    bare = text.strip().lower().removesuffix("đồng").removesuffix("vnd").removesuffix("vnđ").removesuffix("đ").strip()
    if not bare:
        return None
    if not (bare.isascii() and bare.isdigit()) and not _GROUPED.fullmatch(bare):
        raise BadMoney(
            f"Số tiền «{text.strip()[:40]}» chưa đúng. {NOT_SAVED} Hãy nhập số nguyên theo đồng, ví dụ 12.500.000.",
            code="bad_amount",
        )
    digits = re.sub(r"\D", "", bare)
    if len(digits) > 15 or int(digits) > LARGEST_AMOUNT:
        raise BadMoney(f"Số tiền quá lớn. {NOT_SAVED} Hãy kiểm tra lại, đơn vị là đồng.", code="bad_amount")
    return int(digits)
