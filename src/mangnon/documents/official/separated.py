"""Tables as separated text (CSV, RFC 4180): for whoever computes with another program."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from io import StringIO

from mangnon.documents.official.model import CellValue, Table
from mangnon.documents.official.wording import lines

# A cell that begins so is run as a formula by Excel and LibreOffice; an apostrophe before it keeps it a text.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"  # without it Excel reads Vietnamese as another code


def write_csv(table: Table) -> bytes:
    """The table with its heading as UTF-8 with a byte order mark, a comma between cells and CR LF after rows.

    Text that a spreadsheet would run as a formula gets an apostrophe before it. Numbers have a point before decimals,
    days are 17/02/2025, times 08:20, unknown is empty. A row with fewer cells is filled up with empty ones.
    """
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_text(column.title) for column in table.columns])
    width = len(table.columns)
    for row in table.rows:
        writer.writerow([_cell(value) for value in row.cells] + [""] * (width - len(row.cells)))
    return (_MARK + buffer.getvalue()).encode()


def _cell(value: CellValue) -> str:
    match value:
        case None:
            return ""
        case str():
            return _text(value)
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case dt.time():
            return f"{value:%H:%M}"
        case int() | float() | Decimal():
            return str(value)


def _text(text: str) -> str:
    tidy = "\n".join(lines(text))
    return f"'{tidy}" if tidy.lstrip(" \u00a0").startswith(_RISKY) or text.startswith(_RISKY) else tidy
