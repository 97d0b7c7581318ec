"""Tables as separated text: what is read back is what was written, and nothing runs."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.official import Column, Row, RowStyle, Table
from mangnon.documents.official.separated import write_csv

RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def _read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_words_numbers_days_and_nothing() -> None:
    columns = tuple(Column(title) for title in ("Mã", "Nội dung", "Hạn", "Tỷ lệ"))
    rows = (
        Row(("I", "Nhóm một"), style=RowStyle.GROUP),
        Row(("0012", 'Sở Y tế, "đầu mối"\nhai dòng', dt.date(2025, 2, 17), Decimal("-1.5"))),
        Row(("3", None, None, 7)),
    )
    content = write_csv(Table(columns, rows))
    assert content.startswith(b"\xef\xbb\xbf")
    assert _read(content) == [
        ["Mã", "Nội dung", "Hạn", "Tỷ lệ"],
        ["I", "Nhóm một", "", ""],
        ["0012", 'Sở Y tế, "đầu mối"\nhai dòng', "17/02/2025", "-1.5"],
        ["3", "", "", "7"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", '=HYPERLINK("x")'])
def test_what_a_spreadsheet_would_run_stays_text(text: str) -> None:
    cell = _read(write_csv(Table((Column(text),), (Row((text,)),))))
    assert all(row[0].startswith("'") for row in cell)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_no_text_begins_as_a_formula(texts: list[str]) -> None:
    columns = tuple(Column(str(number)) for number in range(len(texts)))
    found = _read(write_csv(Table(columns, (Row(tuple(texts)),))))
    assert len(found[1] if len(found) > 1 else [""]) == (len(texts) if len(found) > 1 else 1)
    assert not any(cell.lstrip().startswith(RISKY) for cell in (found[1] if len(found) > 1 else []))
