"""Writing a locked form: what is given is locked, what is to be filled in is open. No database.

A locked sheet keeps honest hands from slips; it proves nothing. What comes back is checked cell by cell (`reading`).
"""

from __future__ import annotations

import datetime as dt
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from mangnon.exchange.locked_forms.shape import GUIDE, KEY_HEADING, MARKS, Shape

_FONT: Final = "Times New Roman"
_EPOCH = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the format stores it without a zone
_SIGNED_PIECE = 8000  # signs in a cell; the format holds 32,767
_LINE = 15.5  # points
# What may be done on the locked sheet: widths and heights, so that everything can be read.
_PROTECTION = {"format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True}
# How an open column looks that is more than words.
PERCENT: Final = {"num_format": "0", "align": "center"}
DAY: Final = {"num_format": "dd/mm/yyyy", "align": "center"}
CHOICE: Final = {"align": "center"}


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row on the sheet: its key, the locked cells in the order of the columns, and what already stands in open ones
    by column. `shut`: open columns that are locked in this row, where there is nothing to say. `rules`: what an open
    cell of this row alone allows, or says to whoever stands in it. `least_lines`: how high the row is at least, else as
    all."""

    key: int
    cells: tuple[str, ...]
    filled: Mapping[str, str] = field(default_factory=dict)
    shut: frozenset[str] = frozenset()
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    least_lines: int | None = None


@dataclass(frozen=True, slots=True)
class FormText:
    """The words around the table: the lines above (text and look), the file's title, the guide (name and text), the
    foot, and what a list or a length allows (`rules`: column and the writer's own options)."""

    title: str
    above: tuple[tuple[str, Mapping[str, Any]], ...]
    guide: tuple[tuple[str, str], ...]
    foot: str
    looks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rules: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    frozen_columns: int = 3
    left_aligned: tuple[str, ...] = ("text",)
    least_lines: int = 3  # a row is at least so high


def length_rule(longest: int) -> dict[str, Any]:
    """What an open column of words allows."""
    told = f"Nội dung dài quá {longest} ký tự."
    return {"validate": "length", "criteria": "<=", "value": longest, "error_message": told}


def write_form(shape: Shape, words: FormText, rows: Sequence[FormRow], marks: str) -> bytes:
    """The form as .xlsx, the same bytes for the same content. `marks`: the signed text of the hidden sheet."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _EPOCH, "title": words.title})
    _Page(book, shape, words).write(rows)
    _guide(book, words)
    hidden = book.add_worksheet(MARKS)
    for line, start in enumerate(range(0, len(marks), _SIGNED_PIECE)):
        hidden.write_string(line, 0, marks[start : start + _SIGNED_PIECE])
    hidden.protect("", {"select_locked_cells": False})
    hidden.very_hidden()
    book.close()
    return _with_locked_structure(buffer.getvalue())


class _Page:
    def __init__(self, book: Any, shape: Shape, words: FormText) -> None:
        self._book, self._shape, self._words = book, shape, words
        self._page = book.add_worksheet(shape.sheet)
        base = {"font_name": _FONT, "font_size": 11, "text_wrap": True, "valign": "top", "border": 1}
        self._given = book.add_format(base | {"bg_color": "#F2F2F2"})
        self._centred = book.add_format(base | {"bg_color": "#F2F2F2", "align": "center"})
        self._open = {
            name: book.add_format(base | {"locked": False, "num_format": "@", **words.looks.get(name, {})})
            for name in shape.filled
        }
        heading = base | {"bold": True, "align": "center", "valign": "vcenter"}
        self._heading = {
            True: book.add_format(heading | {"bg_color": "#D9D9D9"}),
            False: book.add_format(heading | {"bg_color": "#DDEBDD"}),
        }

    def write(self, rows: Sequence[FormRow]) -> None:
        """Title, headings, rows, lists, protection, print layout."""
        shape, top = self._shape, self._shape.heading_row
        self._title()
        for place, column in enumerate(shape.fields):
            self._page.set_column(place, place, column.width)
            self._page.write_string(top - 1, place, column.heading, self._heading[column.is_given])
        self._page.set_row(top - 1, 64)
        key = len(shape.fields)
        self._page.set_column(key, key, 10, None, {"hidden": True})
        self._page.write_string(top - 1, key, KEY_HEADING)
        for line, row in enumerate(rows, top):
            self._row(line, row)
            self._page.write_string(line, key, str(row.key))
        if rows:
            self._rules(top, top + len(rows) - 1)
        self._page.freeze_panes(top, self._words.frozen_columns)
        self._page.protect("", _PROTECTION)
        self._print(top + len(rows) - 1)

    def _title(self) -> None:
        last = len(self._shape.fields) - 1
        for line, (text, look) in enumerate(self._words.above):
            style = self._book.add_format({"font_name": _FONT, "align": "center", "text_wrap": True, **look})
            self._page.merge_range(line, 0, line, last, text, style)

    def _row(self, line: int, row: FormRow) -> None:
        needed = self._words.least_lines if row.least_lines is None else row.least_lines
        for place, column in enumerate(self._shape.fields):
            text = row.cells[place] if column.is_given else row.filled.get(column.name, "")
            if column.is_given:
                style = self._given if column.name in self._words.left_aligned else self._centred
                self._page.write_string(line, place, text, style)
            elif column.name in row.shut:
                self._page.write_blank(line, place, None, self._given)
            elif text:
                self._page.write_string(line, place, text, self._open[column.name])
            else:
                self._page.write_blank(line, place, None, self._open[column.name])
            lines = [
                part for each in text.splitlines() for part in textwrap.wrap(each, max(4, int(column.width * 1.05)))
            ]
            needed = max(needed, len(lines))
        self._page.set_row(line, min(400, needed * _LINE + 4))
        for name, options in row.rules.items():
            place = self._shape.column_of(name)
            self._page.data_validation(line, place, line, place, _told(options))

    def _rules(self, first: int, last: int) -> None:
        for name, options in self._words.rules:
            place = self._shape.column_of(name)
            self._page.data_validation(first, place, last, place, _told(options))

    def _print(self, last: int) -> None:
        page = self._page
        page.set_landscape()
        page.set_paper(8)  # A3: on A4 so many columns cannot be read
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
        page.repeat_rows(self._shape.heading_row - 1)
        page.print_area(0, 0, last, len(self._shape.fields) - 1)
        page.set_footer(f'&L&"{_FONT}"&9{self._words.foot}&R&"{_FONT}"&9Trang &P/&N')


def _told(options: Mapping[str, Any]) -> dict[str, Any]:
    return {"ignore_blank": True, "error_title": "Chưa đúng", **options}


def _guide(book: Any, words: FormText) -> None:
    page = book.add_worksheet(GUIDE)
    look = {"font_name": _FONT, "font_size": 12, "text_wrap": True, "valign": "top"}
    text, bold = book.add_format(look), book.add_format(look | {"bold": True})
    page.set_column(0, 0, 26, bold)
    page.set_column(1, 1, 92, text)
    for line, (name, sentence) in enumerate(words.guide):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, sentence, text)
        page.set_row(line, max(1, len(textwrap.wrap(sentence, 88))) * 17 + 4)
    page.protect("", _PROTECTION)
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _with_locked_structure(content: bytes) -> bytes:
    """The file with sheets that cannot be added, taken out, renamed or shown: the writer has no word for it."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part)
            if part.filename == "xl/workbook.xml":
                data = data.replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>', 1)
            after.writestr(part, data)
    return buffer.getvalue()
