"""The Excel file of people: the empty form, and reading a filled one into plain rows. No database.

A file is taken whole or refused whole with one sentence: what is in it is read as it stands, never computed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from mangnon.kernel.text import fold, nfc, one_line
from mangnon.kernel.workbooks import TRY_AGAIN, BadWorkbook, cell_name, check_package
from mangnon.people.errors import BadPeopleFile

SHEET: Final = "Nhân sự"
# Field → heading of its column; the order is that of the form. The last three of the headings may be left empty.
COLUMNS: Final[dict[str, str]] = {
    "full_name": "Họ và tên",
    "username": "Tên đăng nhập",
    "email": "Thư điện tử",
    "agency": "Cơ quan (mã hoặc tên)",
    "role": "Vai trò",
    "title": "Chức danh",
    "valid_from": "Từ ngày",
    "valid_to": "Đến hết ngày",
}
_NEEDED = ("full_name", "agency", "role", "valid_from")
_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "full_name": ("ho va ten", "ho ten"),
    "username": ("ten dang nhap",),
    "email": ("thu dien tu", "email", "thu dien tu cong vu"),
    "agency": ("co quan ma hoac ten", "co quan", "ma co quan", "ten co quan", "co quan don vi"),
    "role": ("vai tro",),
    "title": ("chuc danh", "chuc vu"),
    "valid_from": ("tu ngay",),
    "valid_to": ("den het ngay", "den ngay"),
}
MOST_ROWS: Final = 2000
_HEADING_WITHIN = 10
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


@dataclass(slots=True)
class FileRow:
    """One line of the file as read. `number` is Excel's own; `faults` are (heading, sentence) of cells."""

    number: int
    full_name: str = ""
    username: str = ""
    email: str = ""
    agency: str = ""
    role: str = ""
    title: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, name: str, sentence: str) -> None:
        """Say what is wrong with a cell."""
        self.faults.append((COLUMNS.get(name, name), sentence))


def read_people(content: bytes) -> list[FileRow]:
    """The filled lines of a file, in its order. Raises BadPeopleFile with the one reason why it cannot be taken."""
    try:
        check_package(content)
    except BadWorkbook as refused:
        raise BadPeopleFile(refused.message, code=refused.code) from refused
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        found = _sheet_of_people(book)
    except (CalamineError, ValueError, OSError) as error:
        raise BadPeopleFile(f"Không mở được tệp: tệp hỏng hoặc không phải Excel. {TRY_AGAIN}") from error
    if found is None:
        raise BadPeopleFile(
            "Không tìm thấy trang tính có đủ các cột «Họ và tên», «Cơ quan», «Vai trò», «Từ ngày». " + TRY_AGAIN,
            code="wrong_sheet",
        )
    sheet, heading, places, values = found
    _check_merged(sheet, heading)
    filled = [
        (number, row)
        for number, row in enumerate(values[heading + 1 :], heading + 2)
        if any(one_line(str(cell)) for cell in row)
    ]
    if not filled:
        raise BadPeopleFile(f"Tệp không có dòng người dùng nào dưới dòng tiêu đề. {TRY_AGAIN}", code="empty_file")
    if len(filled) > MOST_ROWS:
        raise BadPeopleFile(
            f"Tệp có {len(filled)} dòng, nhiều hơn mức {MOST_ROWS} dòng một lần. Chưa có gì được nhập. "
            "Hãy chia thành nhiều tệp, mỗi tệp một cơ quan hoặc một địa bàn.",
            code="too_many_rows",
        )
    return [_row(number, row, places) for number, row in filled]


# ---- the file as a whole -------------------------------------------------------------------------------------------


def _check_merged(sheet: CalamineSheet, heading: int) -> None:
    merged = [each for each in sheet.merged_cell_ranges or [] if each[1][0] >= heading]
    if merged:
        row, column = merged[0][0]
        raise BadPeopleFile(
            f"Trang tính có ô gộp (bắt đầu từ ô {cell_name(row + 1, column + 1)}) nên không rõ giá trị thuộc dòng nào. "
            "Chưa có gì được nhập. Hãy bỏ gộp ô, điền đủ từng dòng rồi gửi lại.",
            code="merged_cells",
        )


def _sheet_of_people(
    book: CalamineWorkbook,
) -> tuple[CalamineSheet, int, dict[str, int], list[list[Any]]] | None:
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        values = sheet.to_python(skip_empty_area=False)
        for number, row in enumerate(values[:_HEADING_WITHIN]):
            places = _places(row)
            if all(needed in places for needed in _NEEDED):
                return sheet, number, places, values
    return None


def _places(row: Sequence[Any]) -> dict[str, int]:
    words = [fold(re.sub(r"\(bắt buộc\)", "", nfc(str(cell)))) for cell in row]
    found = {}
    for name, forms in _HEADINGS.items():
        place = next((index for index, word in enumerate(words) if word in forms), None)
        if place is not None:
            found[name] = place
    return found


# ---- one line ------------------------------------------------------------------------------------------------------


def _row(number: int, cells: Sequence[Any], places: dict[str, int]) -> FileRow:
    row = FileRow(number)
    for name, place in places.items():
        value = cells[place] if place < len(cells) else ""
        if name in ("valid_from", "valid_to"):
            setattr(row, name, _day(row, name, value))
        else:
            setattr(row, name, _text(value))
    if not row.full_name:
        row.fault("full_name", "chưa có họ và tên")
    if not row.agency:
        row.fault("agency", "chưa có cơ quan")
    if not row.role:
        row.fault("role", "chưa có vai trò")
    if row.valid_from is None and not any(heading == COLUMNS["valid_from"] for heading, _ in row.faults):
        row.fault("valid_from", "chưa có ngày bắt đầu")
    return row


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return one_line(nfc(str(value)))[:300]


def _day(row: FileRow, name: str, value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = one_line(str(value))
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found:
        day, month, year = (int(part) for part in found.groups())
        if 1 <= month <= 12 and 1990 <= year <= 2100:
            last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
            if 1 <= day <= last:
                return dt.date(year, month, day)
    row.fault(name, f"«{text[:30]}» không phải là ngày; hãy ghi theo mẫu 17/02/2025")
    return None


# ---- the empty form ------------------------------------------------------------------------------------------------


def template_workbook(*, agencies: Sequence[tuple[str, str]], roles: Sequence[tuple[str, str]]) -> bytes:
    """The form to fill: a sheet with the headings and choices, one that explains, one with codes of bodies and roles.

    `agencies` are (code, name), `roles` (name, what it is for).
    """
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E3EFE5", "valign": "top"})
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page = book.add_worksheet(SHEET)
    widths = (28, 18, 28, 34, 30, 24, 13, 13)
    for index, (name, heading) in enumerate(COLUMNS.items()):
        is_day = name.startswith("valid_")
        page.set_column(index, index, widths[index], day if is_day else text)
        page.write_string(0, index, f"{heading} (bắt buộc)" if name in _NEEDED else heading, bold)
    page.freeze_panes(1, 1)
    lists = book.add_worksheet("Danh mục")
    for index, heading in enumerate(("Mã cơ quan", "Tên cơ quan", "Vai trò", "Dùng cho")):
        lists.write_string(0, index, heading, bold)
    for number, (code, name) in enumerate(agencies, 1):
        lists.write_string(number, 0, code)
        lists.write_string(number, 1, name)
    for number, (name, about) in enumerate(roles, 1):
        lists.write_string(number, 2, name)
        lists.write_string(number, 3, about)
    lists.set_column(0, 0, 20)
    lists.set_column(1, 3, 46)
    page.data_validation(
        1, 4, MOST_ROWS, 4, {"validate": "list", "source": f"='Danh mục'!$C$2:$C${max(len(roles), 1) + 1}"}
    )
    notes = book.add_worksheet("Hướng dẫn")
    notes.set_column(0, 0, 110, wrap)
    for number, line in enumerate(_NOTES):
        notes.write_string(number, 0, line, bold if number == 0 else wrap)
    book.close()
    return buffer.getvalue()


_NOTES = (
    "Cách điền danh sách người dùng",
    f"Điền vào trang «{SHEET}», mỗi người một dòng; một người giữ hai vị trí thì ghi hai dòng cùng tên đăng nhập.",
    "Cơ quan: ghi mã hoặc đúng tên trong trang «Danh mục». Vai trò: chọn trong danh sách.",
    "Tên đăng nhập: để trống thì hệ thống đề xuất từ họ và tên. Thư điện tử: để trống thì in phiếu mời.",
    "Ngày ghi theo mẫu 17/02/2025. «Đến hết ngày» để trống nếu không định thời hạn.",
    "Không gộp ô, không dùng công thức. Gửi lại đúng tệp cũ không tạo thêm ai.",
    "Tệp không có mật khẩu: mỗi người nhận một mã dùng một lần để tự đặt mật khẩu.",
)
