"""A workbook that came back, taken apart cell by cell. No database.

The file as a whole is refused with one sentence (wrong sheet, columns or rows put in, taken out or moved, merged
cells, formulas, a forged mark); what single cells lack is said row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from mangnon.exchange.errors import BadWorkbookReturn
from mangnon.exchange.workbooks.rules import (
    FIELDS,
    FILLED,
    GIVEN,
    GUIDE,
    HEADING_ROW,
    KEY_HEADING,
    MARKS,
    SHEET,
    Answers,
    column_of,
    read_answers,
)
from mangnon.exchange.workbooks.signing import Marks, opened
from mangnon.kernel.text import fold, nfc, one_line
from mangnon.kernel.workbooks import BadWorkbook, cell_name, check_package

_NOTHING = "Chưa có gì được nhập."
_MEND = "Hãy điền lại vào đúng tệp đã nhận (hoặc tải lại tệp từ hệ thống), giữ nguyên cấu trúc, rồi gửi lại."


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be taken: Excel's name of it, the heading, a Vietnamese sentence."""

    cell: str
    heading: str
    sentence: str


@dataclass(slots=True)
class ReturnedRow:
    """A row as it came back: Excel's number, the assignment, the locked cells as they stand, what was filled in."""

    number: int
    assignment: int
    given: tuple[str, ...]
    answers: Answers
    faults: list[CellFault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReturnedWorkbook:
    """A workbook of ours: its marks, its rows in the order of the marks."""

    marks: Marks
    rows: tuple[ReturnedRow, ...]


def read_return(content: bytes) -> ReturnedWorkbook:
    """Take a workbook apart. Raises BadWorkbookReturn with the one reason why it cannot be taken at all."""
    try:
        check_package(content)
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        names = list(book.sheet_names)
        marks = opened(_marks(book) if MARKS in names else [])
        _check_sheets(names)
        sheet = book.get_sheet_by_name(SHEET)
        values = sheet.to_python(skip_empty_area=False)
    except BadWorkbook as refused:
        told = refused.message.replace("Hãy tải mẫu về, điền và gửi lại.", _MEND)
        raise BadWorkbookReturn(told, code=refused.code) from refused
    except (CalamineError, ValueError, OSError) as error:
        raise BadWorkbookReturn(
            f"Không mở được tệp: tệp hỏng hoặc không phải Excel. {_NOTHING} {_MEND}", code="not_excel"
        ) from error
    _check_merged(sheet)
    _check_headings(values)
    return ReturnedWorkbook(marks, tuple(_rows(values, marks)))


def _marks(book: CalamineWorkbook) -> list[str]:
    return [str(row[0]) for row in book.get_sheet_by_name(MARKS).to_python(skip_empty_area=False) if row]


def _bad(code: str, sentence: str) -> BadWorkbookReturn:
    return BadWorkbookReturn(f"{sentence} {_NOTHING} {_MEND}", code=code)


def _check_sheets(names: Sequence[str]) -> None:
    if SHEET not in names:
        raise _bad("wrong_sheet", f"Tệp không còn trang «{SHEET}» (bị xóa hoặc đổi tên).")
    others = [name for name in names if name not in (SHEET, GUIDE, MARKS)]
    if others:
        raise _bad("added_sheet", f"Tệp có thêm trang tính «{others[0][:40]}» nên không rõ nội dung ở đó dùng làm gì.")


def _check_merged(sheet: CalamineSheet) -> None:
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        if bottom >= HEADING_ROW - 1:
            place = cell_name(top + 1, left + 1)
            raise _bad("merged_cells", f"Bảng có ô gộp (bắt đầu từ ô {place}) nên không rõ giá trị thuộc dòng nào.")


def _check_headings(values: Sequence[Sequence[Any]]) -> None:
    wanted = [*(each.heading for each in FIELDS), KEY_HEADING]
    found = [_plain(cell) for cell in values[HEADING_ROW - 1]] if len(values) >= HEADING_ROW else []
    if [fold(each) for each in found[: len(wanted)]] == [fold(each) for each in wanted]:
        beyond = next((place for place, cell in enumerate(found) if place >= len(wanted) and cell), None)
        if beyond is not None:
            place = cell_name(HEADING_ROW, beyond + 1)
            raise _bad("added_column", f"Bảng có thêm cột «{found[beyond][:40]}» (ô {place}).")
        return
    where = _heading_row(values, wanted)
    if where is not None and where != HEADING_ROW:
        told = "thêm" if where > HEADING_ROW else "xóa"
        raise _bad("moved_rows", f"Dòng tiêu đề đang ở dòng {where}, không phải dòng {HEADING_ROW}: có dòng bị {told}.")
    for at, heading in enumerate(wanted):
        typed = found[at] if at < len(found) else ""
        if fold(typed) != fold(heading):
            name = cell_name(HEADING_ROW, at + 1)
            raise _bad(
                "moved_columns",
                f"Ô {name} phải là «{heading}» nhưng đang là «{typed[:40]}»: có cột bị thêm, xóa, đổi tên hoặc "
                "chuyển chỗ.",
            )


def _heading_row(values: Sequence[Sequence[Any]], wanted: Sequence[str]) -> int | None:
    """Excel's number of the row that looks like the headings."""
    keys = {fold(each) for each in wanted}
    for number, row in enumerate(values[: HEADING_ROW + 20], 1):
        if len(keys & {fold(_plain(cell)) for cell in row}) >= len(keys) - 2:
            return number
    return None


def _rows(values: Sequence[Sequence[Any]], marks: Marks) -> list[ReturnedRow]:
    key = len(FIELDS)
    found: list[ReturnedRow] = []
    for number, cells in enumerate(values[HEADING_ROW:], HEADING_ROW + 1):
        if not any(_plain(cell) for cell in cells):
            continue
        beyond = next((place for place, cell in enumerate(cells) if place > key and _plain(cell)), None)
        if beyond is not None:
            raise _bad("added_column", f"Ô {cell_name(number, beyond + 1)} nằm ngoài bảng.")
        mark = _plain(cells[key]) if key < len(cells) else ""
        if not mark.isascii() or not mark.isdecimal():
            raise _bad("added_row", f"Dòng {number} được thêm vào bảng, không phải nhiệm vụ do hệ thống ghi.")
        found.append(_row(number, int(mark), cells))
    _check_order([row.assignment for row in found], [row.number for row in found], marks)
    return found


def _check_order(found: Sequence[int], numbers: Sequence[int], marks: Marks) -> None:
    if list(found) == list(marks.assignments):
        return
    seen: set[int] = set()
    for assignment, number in zip(found, numbers, strict=True):
        if assignment in seen:
            raise _bad("added_row", f"Dòng {number} được chép từ một dòng khác của bảng.")
        if assignment not in marks.assignments:
            raise _bad("added_row", f"Dòng {number} được chép từ tệp khác, không thuộc lần phát hành này.")
        seen.add(assignment)
    missing = [place for place, each in enumerate(marks.assignments, 1) if each not in seen]
    if missing:
        named = ", ".join(str(place) for place in missing[:5])
        raise _bad("removed_row", f"Bảng thiếu nhiệm vụ có số thứ tự {named}: dòng đã bị xóa.")
    first = next(
        number for each, number, wanted in zip(found, numbers, marks.assignments, strict=True) if each != wanted
    )
    raise _bad("moved_rows", f"Từ dòng {first}, các dòng không còn theo thứ tự đã phát hành.")


def _row(number: int, assignment: int, cells: Sequence[Any]) -> ReturnedRow:
    def cell(name: str) -> Any:
        place = column_of(name)
        return cells[place] if place < len(cells) else ""

    answers, faults = read_answers({name: cell(name) for name in FILLED})
    headings: Mapping[str, str] = {each.name: each.heading for each in FIELDS}
    told = [
        CellFault(cell_name(number, column_of(fault.name) + 1), headings[fault.name], fault.sentence)
        for fault in faults
    ]
    return ReturnedRow(number, assignment, tuple(_plain(cell(name)) for name in GIVEN), answers, told)


def changed_cells(row: ReturnedRow, given: Sequence[str]) -> list[CellFault]:
    """The locked cells that no longer hold what was given out."""
    return [
        CellFault(
            cell_name(row.number, place + 1),
            FIELDS[place].heading,
            f"nội dung do hệ thống ghi đã bị sửa; nội dung đúng là «{_short(wanted)}»",
        )
        for place, wanted in enumerate(given)
        if row.given[place] != one_line(wanted)
    ]


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return one_line(nfc(str(value)))
