"""A question that wants a table: its columns, what is typed or pasted into its cells, and sums of its numbers. No
Django."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from mangnon.reporting.rules.answers import Read, read_answer, shown_number

MOST_COLUMNS, MOST_ROWS, LONGEST_CELL = 12, 200, 2_000
KINDS = ("text", "number", "choice", "yes_no")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, what its cells hold, and within which bounds its numbers lie."""

    name: str
    kind: str = "text"
    unit: str = ""
    choices: tuple[str, ...] = ()
    lowest: str = ""
    highest: str = ""

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return {**asdict(self), "choices": list(self.choices)}


def columns_from(data: Iterable[Mapping[str, Any]]) -> list[Column]:
    """The columns as they were kept."""
    return [Column(**{**row, "choices": tuple(row.get("choices", ()))}) for row in data]


def out_of_bounds(text: str, lowest: str | Decimal | None, highest: str | Decimal | None) -> str:
    """Why a number (as kept, «1234.5») lies outside its bounds, in words; empty when it does not."""
    value = Decimal(text)
    if lowest not in (None, "") and value < Decimal(lowest or 0):
        return f"{shown_number(text)} nhỏ hơn {shown_number(_plain(lowest))}"
    if highest not in (None, "") and value > Decimal(highest or 0):
        return f"{shown_number(text)} lớn hơn {shown_number(_plain(highest))}"
    return ""


def _plain(value: str | Decimal | None) -> str:
    text = format(Decimal(value or 0), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def wrong_columns(columns: Sequence[Column]) -> str:
    """What is wrong with the columns of a table, in words; empty when they will do."""
    if not 1 <= len(columns) <= MOST_COLUMNS:
        return f"bảng cần từ 1 đến {MOST_COLUMNS} cột"
    names = [column.name.strip() for column in columns]
    if not all(names) or len(set(names)) < len(names):
        return "mỗi cột cần một tên riêng"
    for column in columns:
        if column.kind not in KINDS:
            return f"cột «{column.name}» chưa chọn kiểu"
        if column.kind == "choice" and len(set(column.choices)) < 2:
            return f"cột «{column.name}» cần ít nhất hai lựa chọn"
        why = _wrong_bounds(column.lowest, column.highest)
        if why:
            return f"cột «{column.name}»: {why}"
    return ""


def _wrong_bounds(lowest: str, highest: str) -> str:
    try:
        bounds = [Decimal(each) for each in (lowest, highest) if each != ""]
    except InvalidOperation:
        return "giới hạn phải là con số"
    if any(not bound.is_finite() for bound in bounds):
        return "giới hạn phải là con số"
    return "giới hạn dưới lớn hơn giới hạn trên" if len(bounds) == 2 and bounds[0] > bounds[1] else ""


def pasted_rows(text: str, columns: Sequence[Column], rows: Sequence[str] = ()) -> list[list[str]]:
    """The cells of what was copied out of a spreadsheet: a line a row, a tab between cells.

    A first line that repeats the columns' names is left out, and so is a first cell that repeats the name of a row
    where rows are fixed. Cells that are missing are empty; too many stay and are refused by `read_table`. A cell of
    several lines is one cell where it is quoted (spreadsheets) or its lines are soft (word processors).
    """
    found = [line for line in _copied(text) if any(line)]
    names = [column.name.strip().casefold() for column in columns]
    if found and [cell.casefold() for cell in found[0] if cell][-len(names) :] == names:
        found = found[1:]
    known = {name.strip().casefold() for name in rows}
    if known and found and all(line[0].casefold() in known for line in found):
        by_name = {line[0].casefold(): line[1:] for line in found}
        found = [by_name.get(name.strip().casefold(), []) for name in rows]
    return [line + [""] * (len(columns) - len(line)) for line in found]


# Signs that word processors leave in what is copied, and that nobody sees: end of cell, page break, soft hyphen, marks.
_LEFT_OVER = dict.fromkeys(map(ord, "\u0007\u000c\u00ad\u200b\u200c\u200d\u2060\ufeff\x00"))
_SOFT_ENDS = str.maketrans({"\x0b": "\n", "\u2028": "\n", "\x85": "\n", "\u00a0": " ", "\u202f": " ", "\u2009": " "})


def _copied(text: str) -> list[list[str]]:
    """The cells of a copied range. Quotes count at the beginning of a cell alone, and only where they are closed before
    the next tab or end of row: «"Mầm non" số 1» is words."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LEFT_OVER)
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        quoted = _QUOTED.match(plain, at)
        if quoted is not None:
            cell, end = quoted[1].replace('""', '"'), quoted.end()
        else:
            end = min(each for each in (plain.find("\t", at), plain.find("\n", at), len(plain)) if each >= 0)
            cell = plain[at:end]
        rows[-1].append("\n".join(part.strip() for part in cell.translate(_SOFT_ENDS).split("\n")).strip())
        if end >= len(plain):
            return rows
        if plain[end] == "\n":
            rows.append([])
        at = end + 1


_QUOTED = re.compile(r'"((?:[^"\t]|"")*)"(?=[\t\n]|\Z)')


def read_table(columns: Sequence[Column], typed: Sequence[Sequence[str]], rows: Sequence[str] = ()) -> Read:
    """What was typed into a table, as it is kept: rows of cells as plain data; or every cell that cannot be kept, with
    its row and column, in words. Rows without a word are left out, unless rows are fixed; nothing at all is no answer.
    """
    wrong: list[str] = []
    kept: list[list[str]] = []
    if rows and len(typed) > len(rows):
        return Read(wrong=f"có {len(typed)} dòng, bảng chỉ có {len(rows)} dòng")
    if len(typed) > MOST_ROWS:
        return Read(wrong=f"có {len(typed)} dòng, nhiều nhất là {MOST_ROWS}")
    for number, cells in enumerate(typed, 1):
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            wrong.append(f"dòng {number} có {len(cells)} ô, bảng có {len(columns)} cột")
            continue
        read = [_cell(column, cell) for column, cell in zip(columns, cells, strict=False)]
        wrong += [
            f"dòng {number}, cột «{columns[at].name}»: {each.wrong}" for at, each in enumerate(read) if each.wrong
        ]
        line = [each.text for each in read] + [""] * (len(columns) - len(read))
        if rows or any(line):
            kept.append(line)
    if wrong:
        more = f"; và {len(wrong) - 5} ô khác" if len(wrong) > 5 else ""
        return Read(wrong=f"{'; '.join(wrong[:5])}{more}")
    if not any(any(line) for line in kept):
        return Read()
    return Read(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))


def _cell(column: Column, typed: str) -> Read:
    if len(typed) > LONGEST_CELL:
        return Read(wrong=f"dài quá {LONGEST_CELL} ký tự")
    read = read_answer(column.kind, typed, column.choices)
    if read.wrong or not read.text or column.kind != "number":
        return read
    why = out_of_bounds(read.text, column.lowest, column.highest)
    return Read(wrong=why) if why else read


def rows_of(text: str) -> list[list[str]]:
    """The rows of a table as kept; none for an empty text."""
    return [list(row) for row in json.loads(text)] if text else []


def shown_rows(columns: Sequence[Column], text: str) -> list[list[str]]:
    """The rows of a table as they are shown: numbers the Vietnamese way."""
    return [
        [
            shown_number(cell) if column.kind == "number" and cell else cell
            for column, cell in zip(columns, row, strict=False)
        ]
        for row in rows_of(text)
    ]


def sums_of(columns: Sequence[Column], tables: Iterable[str]) -> list[Decimal | None]:
    """The sum of each column of numbers over several tables; None for a column without any number."""
    found: list[Decimal | None] = [None] * len(columns)
    for text in tables:
        for row in rows_of(text):
            for at, (column, cell) in enumerate(zip(columns, row, strict=False)):
                if column.kind == "number" and cell:
                    found[at] = (found[at] or Decimal(0)) + Decimal(cell)
    return found
