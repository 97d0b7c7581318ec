"""Writing an agency's workbook: what is given is locked, what is to be filled in is open. No database.

A locked sheet keeps honest hands from slips; it proves nothing. What comes back is checked cell by cell (`reading`).
"""

from __future__ import annotations

import datetime as dt
import textwrap
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from mangnon.exchange.workbooks.rules import (
    ACCEPTED,
    COMPLETED,
    FIELDS,
    GUIDE,
    HEADING_ROW,
    KEY_HEADING,
    LONGEST,
    MARKS,
    SHEET,
    column_of,
)
from mangnon.kernel.dates import vn_date

_FONT: Final = "Times New Roman"
_EPOCH = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the format stores it without a zone
_SIGNED_PIECE = 8000  # signs in a cell; the format holds 32,767
_LINE = 15.5  # points
# What may be done on the locked sheet: widths and heights, so that everything can be read.
_PROTECTION = {"format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True}
_LAST_DAY = dt.date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class FormRow:
    """An assignment on the sheet: its id and the locked cells, in the order of the columns."""

    assignment: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormHead:
    """What stands above the table."""

    agency: str
    plan: str
    lead: str
    number: int
    issued_on: dt.date
    sample_notice: str | None = None


def write_form(head: FormHead, rows: Sequence[FormRow], marks: str) -> bytes:
    """The workbook as .xlsx, the same bytes for the same content. `marks`: the signed text of the hidden sheet."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _EPOCH, "title": "Phiếu cập nhật nhiệm vụ"})
    _Page(book, head).write(rows)
    _guide(book, head)
    hidden = book.add_worksheet(MARKS)
    for line, start in enumerate(range(0, len(marks), _SIGNED_PIECE)):
        hidden.write_string(line, 0, marks[start : start + _SIGNED_PIECE])
    hidden.protect("", {"select_locked_cells": False})
    hidden.very_hidden()
    book.close()
    return _with_locked_structure(buffer.getvalue())


class _Page:
    def __init__(self, book: Any, head: FormHead) -> None:
        self._book, self._head = book, head
        self._page = book.add_worksheet(SHEET)
        base = {"font_name": _FONT, "font_size": 11, "text_wrap": True, "valign": "top", "border": 1}
        self._given = book.add_format(base | {"bg_color": "#F2F2F2"})
        self._centred = book.add_format(base | {"bg_color": "#F2F2F2", "align": "center"})
        self._open = book.add_format(base | {"locked": False, "num_format": "@"})
        self._percent = book.add_format(base | {"locked": False, "num_format": "0", "align": "center"})
        self._day = book.add_format(base | {"locked": False, "num_format": "dd/mm/yyyy", "align": "center"})
        self._choice = book.add_format(base | {"locked": False, "align": "center"})
        heading = base | {"bold": True, "align": "center", "valign": "vcenter"}
        self._heading = {
            True: book.add_format(heading | {"bg_color": "#D9D9D9"}),
            False: book.add_format(heading | {"bg_color": "#DDEBDD"}),
        }

    def write(self, rows: Sequence[FormRow]) -> None:
        """Title, headings, rows, lists, protection, print layout."""
        self._title()
        for place, field in enumerate(FIELDS):
            self._page.set_column(place, place, field.width)
            self._page.write_string(HEADING_ROW - 1, place, field.heading, self._heading[field.is_given])
        self._page.set_row(HEADING_ROW - 1, 64)
        key = len(FIELDS)
        self._page.set_column(key, key, 10, None, {"hidden": True})
        self._page.write_string(HEADING_ROW - 1, key, KEY_HEADING)
        for line, row in enumerate(rows, HEADING_ROW):
            self._row(line, row)
            self._page.write_string(line, key, str(row.assignment))
        if rows:
            self._lists(HEADING_ROW, HEADING_ROW + len(rows) - 1)
        self._page.freeze_panes(HEADING_ROW, 3)
        self._page.protect("", _PROTECTION)
        self._print(HEADING_ROW + len(rows) - 1)

    def _title(self) -> None:
        last = len(FIELDS) - 1
        head = self._head
        issued = f"Lần phát hành số {head.number}, ngày {vn_date(head.issued_on)}. Gửi lại cho {head.lead}."
        lines = [
            ("PHIẾU CẬP NHẬT TÌNH HÌNH THỰC HIỆN NHIỆM VỤ", {"bold": True, "font_size": 14}),
            (head.agency, {"bold": True, "font_size": 13}),
            (f"({head.plan})", {"italic": True, "font_size": 12}),
            (issued, {"font_size": 11}),
            ("Chỉ điền các ô nền trắng; xem trang «Hướng dẫn».", {"italic": True, "font_size": 11}),
        ]
        if head.sample_notice:
            lines.append((head.sample_notice, {"italic": True, "font_size": 11}))
        for line, (text, look) in enumerate(lines):
            style = self._book.add_format({"font_name": _FONT, "align": "center", "text_wrap": True, **look})
            self._page.merge_range(line, 0, line, last, text, style)

    def _row(self, line: int, row: FormRow) -> None:
        for place, field in enumerate(FIELDS):
            if field.is_given:
                style = self._given if field.name == "text" else self._centred
                self._page.write_string(line, place, row.cells[place], style)
            else:
                self._page.write_blank(line, place, None, self._style(field.name))
        needed = max(
            len(textwrap.wrap(text, max(4, int(field.width * 1.05)))) or 1
            for text, field in zip(row.cells, FIELDS, strict=False)
        )
        self._page.set_row(line, min(400, max(3, needed) * _LINE + 4))

    def _style(self, name: str) -> Any:
        special = {"progress": self._percent, "later": self._day, "accept": self._choice, "complete": self._choice}
        return special.get(name, self._open)

    def _lists(self, first: int, last: int) -> None:
        def rule(name: str, **options: Any) -> None:
            place = column_of(name)
            self._page.data_validation(
                first, place, last, place, {"ignore_blank": True, "error_title": "Chưa đúng", **options}
            )

        for name, word in (("accept", ACCEPTED), ("complete", COMPLETED)):
            message = f"Hãy chọn «{word}» hoặc để trống."
            rule(name, validate="list", source=[word], error_message=message)
        rule(
            "progress",
            validate="integer",
            criteria="between",
            minimum=0,
            maximum=100,
            error_message="Hãy ghi số nguyên từ 0 đến 100.",
        )
        rule(
            "later",
            validate="date",
            criteria="between",
            minimum=self._head.issued_on,
            maximum=_LAST_DAY,
            error_message="Hãy ghi ngày theo mẫu 17/02/2025.",
        )
        for name in ("done", "difficulty", "proposal", "later_reason", "silent_reason"):
            rule(
                name,
                validate="length",
                criteria="<=",
                value=LONGEST,
                error_message=f"Nội dung dài quá {LONGEST} ký tự.",
            )

    def _print(self, last: int) -> None:
        page = self._page
        page.set_landscape()
        page.set_paper(8)  # A3: on A4 fifteen columns cannot be read
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
        page.repeat_rows(HEADING_ROW - 1)
        page.print_area(0, 0, last, len(FIELDS) - 1)
        page.set_footer(f'&L&"{_FONT}"&9Lần phát hành số {self._head.number}&R&"{_FONT}"&9Trang &P/&N')


def _guide(book: Any, head: FormHead) -> None:
    page = book.add_worksheet(GUIDE)
    look = {"font_name": _FONT, "font_size": 12, "text_wrap": True, "valign": "top"}
    text, bold = book.add_format(look), book.add_format(look | {"bold": True})
    page.set_column(0, 0, 26, bold)
    page.set_column(1, 1, 92, text)
    lines = [("Cách điền phiếu", ""), *_GUIDE, ("Gửi lại", f"Lưu tệp (dạng Excel .xlsx) rồi gửi cho {head.lead}.")]
    for line, (name, words) in enumerate(lines):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, words, text)
        page.set_row(line, max(1, len(textwrap.wrap(words, 88))) * 17 + 4)
    page.protect("", _PROTECTION)
    page.set_paper(9)
    page.fit_to_pages(1, 0)


_GUIDE: Final = (
    ("Ô nền xám", "Do hệ thống ghi, đã khóa. Nếu có sai sót, hãy báo cơ quan đầu mối, không tự sửa."),
    ("Tiếp nhận", f"Chọn «{ACCEPTED}» khi cơ quan nhận thực hiện nhiệm vụ. Nhiệm vụ đã tiếp nhận thì để trống."),
    ("Tiến độ (%)", "Số nguyên từ 0 đến 100. Đã ghi tiến độ thì nêu việc đã làm, và ngược lại."),
    ("Việc đã làm", "Nêu việc đã làm và kết quả đến nay; không ghi tên hoặc thông tin riêng của trẻ em."),
    ("Khó khăn, Đề nghị", "Nêu khó khăn, vướng mắc và điều đề nghị cơ quan đầu mối giải quyết. Không có thì để trống."),
    ("Xin gia hạn", "Ghi ngày theo mẫu 17/02/2025 và lý do. Chỉ xin gia hạn nhiệm vụ có thời hạn cụ thể."),
    ("Hoàn thành", f"Chọn «{COMPLETED}» khi đã làm xong; tiến độ ghi 100 hoặc để trống."),
    (
        "Cơ quan phối hợp",
        "Cơ quan chủ trì báo hoàn thành khi có cơ quan phối hợp chưa có ý kiến thì nêu lý do ở cột cuối.",
    ),
    (
        "Không làm",
        "Không thêm, xóa, chuyển chỗ dòng, cột, trang tính; không gộp ô; không dùng công thức; không chép bảng "
        "sang tệp khác.",
    ),
    (
        "Gửi lần nữa",
        "Có thể điền thêm rồi gửi lại chính tệp này: phần đã nhận không bị tính hai lần. Khi đã gửi một tệp phát hành "
        "sau, tệp phát hành trước không còn được nhận.",
    ),
)


def _with_locked_structure(content: bytes) -> bytes:
    """The workbook with sheets that cannot be added, taken out, renamed or shown: the writer has no word for it."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part)
            if part.filename == "xl/workbook.xml":
                data = data.replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>', 1)
            after.writestr(part, data)
    return buffer.getvalue()
