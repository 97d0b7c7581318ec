"""Excel workbooks of annex tables: to be computed with, and printed as they are."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from mangnon.documents.official.annex import KEY_HEADING, STAMP_SHEET
from mangnon.documents.official.errors import UnwritableDocument
from mangnon.documents.official.model import CellValue, Column, Row, RowStyle, Table
from mangnon.documents.official.printed import header_lines
from mangnon.documents.official.wording import lines, mark_text, printable

FONT = "Times New Roman"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_NAME_LENGTH = 31
_CELL_LENGTH = 32_767  # signs in one cell, a limit of the file format
_ROW_LIMIT = 1_048_576
_SHEET_WIDTH = 110  # signs across a lying A4 page
_SIGNS_A_UNIT = 1.25  # Times is narrower than the digit that Excel measures columns in
_LINE = 16.5  # points
_HIGHEST = 409.0  # points, the highest row of the format
_EPOCH = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the format stores it without a zone
# Excel shows separators by the reader's own settings: «1.234,5» on a Vietnamese machine.
_INTEGER, _GENERAL, _DAY, _TIME = "#,##0", "#,##0.###", "dd/mm/yyyy", "hh:mm"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name, title lines above the table, the table, and notes below it.

    Column weights become shares of the page width. Source marks of a row are written in a last column «Nguồn». `keys`:
    one for each row of the table (may be empty), in a hidden column after the last.
    """

    name: str
    title: tuple[str, ...]
    table: Table
    notes: tuple[str, ...] = ()
    sample_notice: str | None = None
    landscape: bool = True
    keys: tuple[str, ...] = ()


def write_workbook(sheets: Sequence[Sheet], *, stamp: Mapping[str, str] | None = None) -> bytes:
    """The sheets as one .xlsx file, the same bytes for the same sheets.

    `stamp`: names and values on a hidden last sheet, by which the file is known again.

    Text stays text whatever it looks like («=1+1», «0012», a link); numbers, days and times are such. Raises
    ValueError without sheets, UnwritableDocument for a text or table beyond what the format holds.
    """
    if not sheets:
        raise ValueError("a workbook needs a sheet")
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": _DAY,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _EPOCH, "title": printable(" - ".join(sheets[0].title))[:255]})
    taken: set[str] = set()
    for sheet in sheets:
        _SheetWriter(book, sheet, sheet_name(sheet.name, taken)).write()
    if stamp:
        hidden = book.add_worksheet(sheet_name(STAMP_SHEET, taken))
        for line, (name, value) in enumerate(stamp.items()):
            hidden.write_string(line, 0, name)
            hidden.write_string(line, 1, value)
        hidden.very_hidden()
    book.close()
    return buffer.getvalue()


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts, near the wanted one and unlike those in `taken` (to which it is added)."""
    tidy = " ".join(_FORBIDDEN.sub(" ", " ".join(lines(name))).split()).strip("'").strip()
    if not tidy or tidy.lower() == "history":
        tidy = f"Bảng {tidy}".strip()
    candidate, number = tidy[:_NAME_LENGTH].strip(" '"), 1
    while candidate.lower() in taken:
        number += 1
        ending = f" ({number})"
        candidate = tidy[: _NAME_LENGTH - len(ending)].strip(" '") + ending
    taken.add(candidate.lower())
    return candidate


class _SheetWriter:
    def __init__(self, book: Any, sheet: Sheet, name: str) -> None:
        self._book, self._sheet = book, sheet
        self._page = book.add_worksheet(name)
        self._heights: dict[int, float] = {}
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        columns = sheet.table.columns
        if any(row.source_marks for row in sheet.table.rows):
            share = sum(column.weight for column in columns) * 0.06
            columns = (*columns, Column("Nguồn", share, "center"))
        self._columns = columns
        total = sum(column.weight for column in columns)
        self._widths = [max(5.0, min(80.0, _SHEET_WIDTH * column.weight / total)) for column in columns]

    def write(self) -> None:
        last = len(self._columns) - 1
        for index, width in enumerate(self._widths):
            self._page.set_column(index, index, width)
        line = 0
        for number, text in enumerate(self._titles()):
            look = {"italic": True, "font_size": 13} if number else {"bold": True, "font_size": 14}
            self._wide(line, 0, last, text, self._format(align="center", **look))
            line += 1
        line += 1
        first_header = line
        line = self._header(line)
        self._page.freeze_panes(line, 0)
        self._page.repeat_rows(first_header, line - 1)
        if line + len(self._sheet.table.rows) + len(self._sheet.notes) >= _ROW_LIMIT:
            raise UnwritableDocument(
                "Bảng có nhiều dòng hơn mức một trang tính Excel chứa được. Chưa ghi gì. "
                "Hãy chia bảng thành nhiều trang tính."
            )
        self._keys(line)
        for row in self._sheet.table.rows:
            self._row(line, row)
            line += 1
        for text in self._sheet.notes:
            line += 1
            self._wide(line, 0, last, self._text(text), self._format(italic=True, align="left"))
        self._page_setup(line, last)

    def _keys(self, line: int) -> None:
        if not self._sheet.keys:
            return
        place = len(self._columns)
        self._page.set_column(place, place, 12, None, {"hidden": True})
        for number, key in enumerate((KEY_HEADING, *self._sheet.keys), line - 1):
            if key:
                self._page.write_string(number, place, key)

    def _titles(self) -> list[str]:
        texts = [self._text(text) for text in self._sheet.title]
        if self._sheet.sample_notice:
            texts.append(f"({self._text(self._sheet.sample_notice)})")
        return texts

    def _header(self, line: int) -> int:
        style = self._format(bold=True, border=1, align="center", valign="vcenter", bg_color="#EDEDED")
        header = header_lines(self._columns)
        for depth, cells in enumerate(header):
            for cell in cells:
                room = sum(self._widths[cell.column : cell.column + cell.span])
                self._grow(line + depth, self._text(cell.text), room * 0.9, 1 / cell.depth)
                bottom, right = line + depth + cell.depth - 1, cell.column + cell.span - 1
                if (bottom, right) == (line + depth, cell.column):
                    self._page.write_string(bottom, right, self._text(cell.text), style)
                else:
                    self._page.merge_range(line + depth, cell.column, bottom, right, "", style)
                    self._page.write_string(line + depth, cell.column, self._text(cell.text), style)
        return line + len(header)

    def _row(self, line: int, row: Row) -> None:
        bold = row.style is not RowStyle.PLAIN
        shade = {"bg_color": "#F5F5F5"} if row.style is RowStyle.GROUP else {}
        count = len(self._sheet.table.columns)
        for index, value in enumerate(row.cells):
            column = self._columns[index]
            is_last = index == len(row.cells) - 1
            if is_last and index < count - 1:
                style = self._format(bold=bold, border=1, valign="top", align="left", **shade)
                self._wide(line, index, count - 1, self._text(value if isinstance(value, str) else ""), style)
                if not isinstance(value, str):
                    self._value(line, index, value, column, {"bold": bold, **shade})
            else:
                self._value(line, index, value, column, {"bold": bold, **shade})
        if len(self._columns) > count:
            marks = "".join(mark_text(mark) for mark in row.source_marks)
            self._value(line, count, marks, self._columns[count], {"bold": False, **shade})

    def _value(self, line: int, index: int, value: CellValue, column: Column, extra: dict[str, Any]) -> None:
        style: dict[str, Any] = {"border": 1, "valign": "top", "align": column.align, **extra}
        match value:
            case None:
                self._page.write_blank(line, index, None, self._format(**style))
            case str():
                text = self._text(value)
                if text:
                    self._page.write_string(line, index, text, self._format(**style))
                    self._grow(line, text, self._widths[index])
                else:
                    self._page.write_blank(line, index, None, self._format(**style))
            case dt.date():
                self._page.write_datetime(line, index, value, self._format(num_format=_DAY, **style))
            case dt.time():
                self._page.write_datetime(line, index, value, self._format(num_format=_TIME, **style))
            case int() | float() | Decimal():
                number_format = _number_format(value, column)
                self._page.write_number(line, index, value, self._format(num_format=number_format, **style))

    def _wide(self, line: int, first: int, last: int, text: str, style: Any) -> None:
        """A text over several columns."""
        if last > first:
            self._page.merge_range(line, first, line, last, "", style)
        self._page.write_string(line, first, text, style)
        self._grow(line, text, sum(self._widths[first : last + 1]))

    def _grow(self, line: int, text: str, width: float, share: float = 1.0) -> None:
        """Make a row high enough for a wrapped text. Merged cells never grow by themselves, and LibreOffice and
        printers of the file do not grow the others either; too high by a line is better than hidden words."""
        room = max(1, int(width * _SIGNS_A_UNIT))
        needed = sum(max(1, len(textwrap.wrap(part, room))) for part in text.split("\n"))
        height = min(_HIGHEST, needed * _LINE * share + 3)
        if height > self._heights.get(line, 0):
            self._heights[line] = height
            self._page.set_row(line, height)

    def _page_setup(self, line: int, last: int) -> None:
        page = self._page
        if self._sheet.landscape:
            page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.79, right=0.6, top=0.79, bottom=0.79)
        page.print_area(0, 0, line, last)
        page.hide_gridlines(2)
        # A long notice runs over a number in the middle: the three parts of a footer are not kept apart.
        notice = self._footer_notice()
        page.set_footer(f'{notice}&R&"{FONT}"&11Trang &P/&N' if notice else f'&C&"{FONT}"&11Trang &P/&N')

    def _footer_notice(self) -> str:
        notice = " ".join(lines(self._sheet.sample_notice or ""))[:150]
        return f'&L&"{FONT},Italic"&10{notice.replace("&", "&&")}' if notice else ""

    def _text(self, text: str) -> str:
        tidy = "\n".join(lines(text))
        if len(tidy) > _CELL_LENGTH:
            raise UnwritableDocument(
                f"Một ô có {len(tidy)} ký tự, nhiều hơn mức {_CELL_LENGTH} ký tự mà Excel chứa được. Chưa ghi gì. "
                "Hãy rút gọn nội dung hoặc xuất ra tệp văn bản."
            )
        return tidy

    def _format(self, **properties: Any) -> Any:
        wanted = {"font_name": FONT, "font_size": 12, "text_wrap": True, **properties}
        if wanted.get("align") == "justify":
            wanted["align"] = "left"
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(wanted)
        return self._formats[key]


def _number_format(value: int | float | Decimal, column: Column) -> str:
    if column.decimals is not None:
        return f"{_INTEGER}.{'0' * column.decimals}" if column.decimals else _INTEGER
    return _INTEGER if value == int(value) else _GENERAL
