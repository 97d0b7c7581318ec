"""What a person types into a cell of a form, by the signs of the statistical yearbook. No Django.

`-` is «nothing of the kind», `...` «there is, and it was not collected»; an empty cell says nothing. Numbers as in
Viet Nam: 1.234 is a thousand and more, 12,5 twelve and a half. A rate may be typed as «12/340», «-/340» is none of 340.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from mangnon.indicators.rules.cells import Cell
from mangnon.indicators.terms import FigureState
from mangnon.kernel.text import nfc

_MOST_DIGITS = 12
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,4})?")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]{1,4})?")
_NONE = frozenset({"-", "–", "—", "−", "không có", "không phát sinh"})
_NOT_COLLECTED = frozenset({"...", "…", "x", "ktt", "chưa thu thập", "không thu thập"})
_SUPPRESSED = frozenset({"*", "không công bố"})


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: a cell, nothing (both None), or why it cannot be read."""

    cell: Cell | None = None
    problem: str | None = None


def read_number(text: str) -> Decimal | str:
    """A number as written in Viet Nam, or what is wrong with it."""
    text = re.sub(r"(?<=[0-9])[\s\u00a0\u202f](?=[0-9]{3}(?![0-9]))", ".", text.strip())
    if text.startswith(("-", "−")) and len(text) > 1:
        return f"«{text[:30]}» là số âm; số liệu không thể âm"
    if len(re.sub(r"[^0-9]", "", text)) > _MOST_DIGITS:
        return f"số dài quá {_MOST_DIGITS} chữ số"
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if re.fullmatch(r"[0-9]+\.[0-9]+", text):
        return f"«{text[:30]}» chưa rõ là số nào; hãy dùng dấu phẩy cho phần thập phân, dấu chấm cho hàng nghìn"
    return f"«{text[:30]}» không phải là số"


def read_cell(text: str, *, is_rate: bool = False) -> Typed:
    """What is typed into one cell. For a rate: «tử số/mẫu số», or the numerator alone."""
    text = " ".join(text.replace("\u00a0", " ").split())
    if not text:
        return Typed()
    folded = nfc(text).lower()
    if folded in _NONE:
        return Typed(Cell(FigureState.NONE))
    if folded in _NOT_COLLECTED:
        return Typed(Cell(FigureState.NOT_COLLECTED))
    if folded in _SUPPRESSED:
        return Typed(Cell(FigureState.SUPPRESSED))
    if is_rate and "%" in text:
        return Typed(problem="hãy nhập tử số và mẫu số (ví dụ 12/340), không nhập tỷ lệ phần trăm")
    above, slash, below = text.partition("/") if is_rate else (text, "", "")
    is_none = bool(slash) and nfc(above).strip().lower() in _NONE
    numerator = None if is_none else read_number(above)
    if isinstance(numerator, str):
        return Typed(problem=numerator)
    if not slash:
        return Typed(Cell(FigureState.VALUE, numerator))
    denominator = read_number(below)
    if isinstance(denominator, str):
        return Typed(problem=denominator)
    return Typed(Cell(FigureState.NONE if is_none else FigureState.VALUE, numerator, denominator))


def write_number(number: Decimal) -> str:
    """A number as `read_number` reads it back: «1.234,5»."""
    text = f"{number.normalize():f}"
    whole, _, rest = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{rest}" if rest else grouped


def write_cell(cell: Cell | None) -> str:
    """A cell as `read_cell` reads it back."""
    if cell is None:
        return ""
    signs = {FigureState.NONE: "-", FigureState.NOT_COLLECTED: "...", FigureState.SUPPRESSED: "*"}
    above = signs.get(cell.state) or write_number(cell.numerator if cell.numerator is not None else Decimal(0))
    return above if cell.denominator is None else f"{above}/{write_number(cell.denominator)}"
