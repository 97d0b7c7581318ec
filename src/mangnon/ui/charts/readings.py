"""What a figure says when it is drawn: a value, or one of the reasons why there is none. Zero is a value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mangnon.ui.wording import number_words


class Mark(StrEnum):
    """Why a place in a chart is as it is."""

    VALUE = "value"
    NONE = "none"
    NOT_ENTERED = "not_entered"
    NOT_COLLECTED = "not_collected"
    SUPPRESSED = "suppressed"
    TOO_FEW = "too_few"


# «-» and «...» are the signs of the national statistical yearbooks: nothing occurred; it occurred, no figure was had.
SIGNS = {
    Mark.VALUE: "",
    Mark.NONE: "–",
    Mark.NOT_ENTERED: "·",
    Mark.NOT_COLLECTED: "…",
    Mark.SUPPRESSED: "*",
    Mark.TOO_FEW: "≈",
}
WORDS = {
    Mark.VALUE: "có số liệu",
    Mark.NONE: "không phát sinh",
    Mark.NOT_ENTERED: "chưa có số liệu",
    Mark.NOT_COLLECTED: "chưa thu thập được",
    Mark.SUPPRESSED: "che vì số quá nhỏ",
    Mark.TOO_FEW: "quá ít để so sánh",
}

ABSENT = (Mark.NOT_ENTERED, Mark.NOT_COLLECTED, Mark.NONE, Mark.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure as a chart needs it.

    `value` is there exactly when `mark` is VALUE or TOO_FEW. `estimated`: reckoned by weights across a change of
    boundaries. `partial`: a part of the sum was not collected, so that the figure is «at least».
    `of_known`: a rate of the units that told it, which says nothing of the others: never «at least».
    """

    value: float | None = None
    mark: Mark = Mark.VALUE
    estimated: bool = False
    partial: bool = False
    of_known: bool = False

    def __post_init__(self) -> None:
        has_value = self.mark in (Mark.VALUE, Mark.TOO_FEW)
        if has_value != (self.value is not None):
            raise ValueError(f"a reading marked {self.mark} with the value {self.value!r}")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"not a finite value: {self.value!r}")

    def said(self, unit: str = "", places: int | None = None) -> str:
        """The figure in words: «12,5 %», «ít nhất 40», «≈ 7 (ước tính)», «chưa thu thập được»."""
        if self.value is None:
            return WORDS[self.mark]
        shown = with_unit(self.value, unit, places)
        if self.partial:
            shown = f"ít nhất {shown}"
        told = (
            (self.of_known, "chỉ của phần đã có số liệu"),
            (self.estimated, "ước tính"),
            (self.is_few, WORDS[Mark.TOO_FEW]),
        )
        notes = [word for holds, word in told if holds]
        return f"{shown} ({', '.join(notes)})" if notes else shown

    @property
    def is_loose(self) -> bool:
        """Drawn hollow or hatched: it must not be taken for a whole and certain figure."""
        return self.estimated or self.partial or self.of_known or self.is_few

    @property
    def is_few(self) -> bool:
        """Too few cases to be set beside others."""
        return self.mark is Mark.TOO_FEW


def with_unit(value: float | Decimal, unit: str, places: int | None = None) -> str:
    """1.234,5 trẻ em; a percentage keeps its sign.

    >>> with_unit(12.5, "%"), with_unit(3, "")
    ('12,5 %', '3')
    """
    shown = number_words(value, places)
    return f"{shown} {unit}" if unit else shown
