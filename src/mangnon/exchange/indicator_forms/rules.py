"""The form of figures: its columns, what a spreadsheet lets be typed, what a cell says. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from mangnon.exchange.locked_forms.cells import words_of
from mangnon.exchange.locked_forms.shape import Field, Shape
from mangnon.kernel.workbooks import cell_name

HEADING_ROW: Final = 8
GIVEN: Final = (
    Field("number", "STT", 5, is_given=True),
    Field("code", "Mã", 9, is_given=True),
    Field("text", "Chỉ tiêu", 46, is_given=True),
    Field("unit", "Đơn vị tính", 15, is_given=True),
)
_MOST_DECIMALS = 6


def shape_of(labels: Sequence[str]) -> Shape:
    """The sheet: what is given, then a column for each group."""
    columns = (Field(f"c{number}", label, 11) for number, label in enumerate(labels))
    return Shape("Số liệu", (*GIVEN, *columns), heading_row=HEADING_ROW, row_word="chỉ tiêu")


def allowed_formula(shape: Shape, name: str) -> str:
    """What a column lets be typed: a number not below zero with dots and a comma, one over another, or a sign.

    A spreadsheet reads it for the first row and moves it down. At most 255 signs, as the format demands; it uses no
    decimal sign of its own, so that it means the same in every language of the program.
    """
    at = cell_name(HEADING_ROW + 1, shape.column_of(name) + 1)
    digits = at
    for sign in (".", ",", "/"):
        digits = f'SUBSTITUTE({digits},"{sign}","")'
    # Words begin with «k» or «c»; which ones are words is told when the form comes back.
    signs = ",".join(f'{at}="{sign}"' for sign in ("-", "–", "...", "…", "*"))
    words = f'ISNUMBER(SEARCH("không",{at})),ISNUMBER(SEARCH("chưa",{at}))'
    return f"=OR({signs},{words},IFERROR(VALUE({digits})>=0,FALSE))"


def typed_of(value: Any) -> str:
    """A cell as it would be typed on the page: a number of the spreadsheet the Vietnamese way."""
    if isinstance(value, bool):
        return "đúng" if value else "sai"
    if isinstance(value, int | float):
        text = format(value, f".{_MOST_DECIMALS}f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        return text.replace(".", ",")
    return words_of(value)


def spoiled(value: Any) -> str:
    """Why a cell cannot be meant as it stands, whatever it says; empty where it may be."""
    if isinstance(value, dt.date | dt.datetime | dt.time | dt.timedelta):
        return "Excel đã đổi ô này thành ngày tháng; hãy đặt dạng Văn bản (Text) rồi gõ lại, ví dụ 12/340"
    return ""
