"""The empty Excel annex: a sheet of tasks in six columns, one about the document, one about its reports."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from mangnon.documents.official import ANNEX_COLUMNS, document_kind
from mangnon.documents.reading.records import REPORT_LABELS

TASK_SHEET: Final = "Nhiệm vụ"
HEADER_SHEET: Final = "Văn bản"
REPORT_SHEET: Final = "Báo cáo"
HEADER_LABELS: Final[dict[str, str]] = {
    "doc_type": "Loại văn bản",
    "number": "Số, ký hiệu",
    "date": "Ngày ban hành",
    "place": "Địa danh",
    "issuer": "Cơ quan ban hành",
    "title": "Trích yếu",
}
REPORT_HEADINGS: Final = ("Loại báo cáo", "Ngày", "Tháng", "Nơi nhận")
# The kinds that lay down tasks; any other may be typed.
_ORDERING = ("ke-hoach", "quyet-dinh", "chi-thi", "cong-van", "chuong-trinh", "nghi-quyet", "thong-bao", "huong-dan")
_FONT = "Times New Roman"
_WIDTHS = (7, 60, 24, 22, 30, 40)
_ROWS = 400
_EPOCH = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the format stores it without a zone
_HINTS = (
    "Mỗi dòng là một nhiệm vụ: một cơ quan chủ trì; nhiều cơ quan phối hợp thì cách nhau bằng dấu chấm phẩy (;).",
    "Dòng nhóm: ghi số La Mã (I, II…) ở cột STT và tên nhóm ở cột nội dung, để trống các cột còn lại.",
    "Thời hạn ghi như trong văn bản: 30/6/2026, Quý II/2026, Thường xuyên hằng năm, Giai đoạn 2026-2030…",
)


def empty_annex() -> bytes:
    """The form as .xlsx, the same bytes every time."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": _EPOCH, "title": "Mẫu phụ lục nhiệm vụ"})
    look = {
        "head": book.add_format(
            {"font_name": _FONT, "bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
            | {"bg_color": "#EDEDED"}
        ),
        "cell": book.add_format({"font_name": _FONT, "border": 1, "valign": "top", "text_wrap": True}),
        "words": book.add_format({"font_name": _FONT, "border": 1, "valign": "top", "num_format": "@"}),
        "note": book.add_format({"font_name": _FONT, "italic": True, "text_wrap": True, "valign": "top"}),
    }
    _task_sheet(book, look)
    _header_sheet(book, look)
    _report_sheet(book, look)
    book.close()
    return buffer.getvalue()


def _task_sheet(book: Any, look: dict[str, Any]) -> None:
    page = book.add_worksheet(TASK_SHEET)
    for index, (column, width) in enumerate(zip(ANNEX_COLUMNS, _WIDTHS, strict=True)):
        page.set_column(index, index, width)
        page.write_string(len(_HINTS), index, column.title, look["head"])
    for line, hint in enumerate(_HINTS):
        page.merge_range(line, 0, line, len(ANNEX_COLUMNS) - 1, hint, look["note"])
    for line in range(len(_HINTS) + 1, len(_HINTS) + 31):
        for index in range(len(ANNEX_COLUMNS)):
            page.write_blank(line, index, None, look["words"])
    page.freeze_panes(len(_HINTS) + 1, 0)
    _print_on_one_width(page)


def _header_sheet(book: Any, look: dict[str, Any]) -> None:
    page = book.add_worksheet(HEADER_SHEET)
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 80)
    for line, label in enumerate(HEADER_LABELS.values()):
        page.write_string(line, 0, label, look["head"])
        page.write_blank(line, 1, None, look["words"])
    page.data_validation(
        0,
        1,
        0,
        1,
        {"validate": "list", "source": [document_kind(code).name for code in _ORDERING], "error_type": "warning"},
    )
    _print_on_one_width(page)
    note = "Ngày ban hành ghi theo mẫu 17/02/2025. Mục nào chưa biết thì để trống, có thể bổ sung khi rà soát."
    page.merge_range(len(HEADER_LABELS), 0, len(HEADER_LABELS), 1, note, look["note"])


def _report_sheet(book: Any, look: dict[str, Any]) -> None:
    page = book.add_worksheet(REPORT_SHEET)
    for index, (heading, width) in enumerate(zip(REPORT_HEADINGS, (24, 8, 8, 60), strict=True)):
        page.set_column(index, index, width)
        page.write_string(0, index, heading, look["head"])
    for line in range(1, 9):
        for index in range(len(REPORT_HEADINGS)):
            page.write_blank(line, index, None, look["cell"])
    _print_on_one_width(page)
    page.data_validation(1, 0, _ROWS, 0, {"validate": "list", "source": list(REPORT_LABELS.values())})
    page.data_validation(1, 1, _ROWS, 1, _whole(1, 31))
    page.data_validation(1, 2, _ROWS, 2, _whole(1, 12))


def _print_on_one_width(page: Any) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _whole(least: int, most: int) -> dict[str, Any]:
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "error_title": "Chưa đúng",
        "error_message": f"Hãy ghi số từ {least} đến {most}.",
    }
