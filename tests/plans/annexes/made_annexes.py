"""Annexes as people make and edit them: cells of a written workbook changed, rows put in and taken out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from mangnon.accounts.public import SYSTEM
from mangnon.plans.annexes.importing import opened_annex
from mangnon.plans.annexes.preview import AnnexPreview, AnnexRowPreview, preview_changes
from mangnon.plans.models import Plan

Cells = list[list[Any]]
TEXT, DUE, LEAD, OTHERS = 1, 3, 4, 5
GROUP = ["I", "Truyền thông mẫu"]
FIRST = [
    "1",
    "Tổ chức truyền thông mẫu",
    "",
    "Trước ngày 30/06/2026",
    "Sở Y tế",
    "Sở Tư pháp; UBND các huyện, thành phố",
]
SECOND = ["2", "Tập huấn mẫu", "", dt.date(2026, 9, 30), "Sở Tư pháp", ""]
HEADINGS = ["STT", "Nội dung nhiệm vụ", "Văn bản giao nhiệm vụ", "Thời hạn", "Cơ quan chủ trì", "Cơ quan phối hợp"]
HEADER = {
    "Loại văn bản": "Kế hoạch",
    "Số, ký hiệu": "77/KH-UBND",
    "Ngày ban hành": "17/02/2025",
    "Địa danh": "Mẫu",
    "Cơ quan ban hành": "Ủy ban nhân dân tỉnh Mẫu",
    "Trích yếu": "Thực hiện hoạt động mẫu nhập từ Excel",
}


def previewed(plan: Plan, content: bytes) -> AnnexPreview:
    """What the file would change of a plan, as the system sees it."""
    return preview_changes(SYSTEM, plan, opened_annex(content, "phu-luc.xlsx"))


def row_previewed(plan: Plan, content: bytes, code: str) -> AnnexRowPreview:
    """The same of one task."""
    return next(row for row in previewed(plan, content).rows if row.code == code)


def sheets_of(content: bytes) -> dict[str, Cells]:
    """Every sheet as plain cells."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def written(sheets: dict[str, Cells], **more: Any) -> bytes:
    """The sheets as a file of another hand: without locks, formats and hidden columns."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for line, cells in enumerate(rows):
            for place, value in enumerate(cells):
                if isinstance(value, dt.date):
                    page.write_datetime(line, place, dt.datetime.combine(value, dt.time()))
                elif value != "":
                    page.write(line, place, value)
        if more.get("merge", ("",))[0] == name:
            page.merge_range(more["merge"][1], "gộp")
    book.close()
    return buffer.getvalue()


def edited(content: bytes, change: Callable[[Cells], None], *, sheet: int = 0) -> bytes:
    """The file with one sheet changed by a function over its rows."""
    sheets = sheets_of(content)
    change(sheets[list(sheets)[sheet]])
    return written(sheets)


def row_of(rows: Cells, code: str) -> list[Any]:
    """The row whose first cell is a code."""
    return next(row for row in rows if str(row[0]) == code)


def annex(*rows: list[Any], header: dict[str, str] | None = None, head: list[str] | None = None) -> bytes:
    """A filled annex with a sheet about its document and one of reports."""
    pairs = [[name, value] for name, value in (HEADER if header is None else header).items()]
    reports = [["Loại báo cáo", "Ngày", "Tháng", "Nơi nhận"], ["Báo cáo 6 tháng", 10, 6, "Sở Y tế"]]
    return written({"Nhiệm vụ": [head or HEADINGS, *rows], "Văn bản": pairs, "Báo cáo": reports})
