"""The annex as an Excel file: the empty form, and a filled one read into the structure of a reading. No database.

A file is taken whole or refused with one sentence; what single cells lack is said cell by cell. What stands in the
file is read as it stands, never computed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from mangnon.documents.drafting.annex_form import (
    HEADER_LABELS,
    HEADER_SHEET,
    REPORT_SHEET,
    empty_annex,
)
from mangnon.documents.official.annex import KEPT, KEY_HEADING, STAMP_SHEET, LineKey, read_key
from mangnon.documents.reading.records import REPORT_LABELS, Reading, ReadTask, ReportingDuty, SourceLines
from mangnon.documents.reading.timeframes import read_time_frame
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import fold, nfc, one_line
from mangnon.kernel.workbooks import BadWorkbook, cell_name, check_package

__all__ = ["AnnexFile", "AnnexRow", "BadAnnexFile", "CellFault", "empty_annex", "read_annex"]

MOST_ROWS: Final = 5000
LONGEST: Final = 4000
_TRY_AGAIN = "Chưa có gì được lưu. Hãy tải mẫu về, điền và gửi lại."
_HEADING_WITHIN = 15
# Field → what the heading of its column may be, folded. Tasks and leads are what makes an annex.
_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "code": ("stt", "tt", "so tt", "so thu tu", "ma nhiem vu"),
    "text": (
        *("noi dung nhiem vu", "nhiem vu", "noi dung", "noi dung cong viec", "ten nhiem vu", "noi dung thuc hien"),
        *("nhiem vu thuc hien cac noi dung khuyen nghi", "nhiem vu giai phap", "nhiem vu cu the"),
    ),
    "lead": ("co quan chu tri", "don vi chu tri", "chu tri", "co quan don vi chu tri", "co quan chu tri thuc hien"),
    "coordinating": ("co quan phoi hop", "don vi phoi hop", "phoi hop", "co quan don vi phoi hop"),
    "due": ("thoi han", "thoi gian thuc hien", "thoi gian hoan thanh", "thoi gian", "tien do", "thoi han hoan thanh"),
}
_KEY = fold(KEY_HEADING)
_NEEDED = ("text", "lead")
_GROUP_CODE = re.compile(r"^(?:[IVXLC]+|[A-ZĐ])$")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


class BadAnnexFile(Refusal):
    """The file cannot be taken as an annex at all."""

    code = "bad_annex_file"


@dataclass(frozen=True, slots=True)
class CellFault:
    """What one cell lacks: sheet, Excel's own row number, heading of the column, and a Vietnamese sentence."""

    sheet: str
    row: int
    heading: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """Where a task stands in the file: Excel's row number, the typed number, the hidden key of an exported row, and by
    field (`text`, `due`, `lead`, `coordinating`) the cell's name and words; a column that is missing has neither."""

    number: int
    typed_code: str
    key: LineKey | None
    cells: dict[str, str]
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class AnnexFile:
    """A filled annex: the structure, the rows as lines of the paper, and what cells lack (then nothing is stored).

    `rows`: one for each task of the reading, in its order. `sheet`: the name of the sheet of tasks. `stamp`: what the
    hidden sheet of an exported file says, empty for any other.
    """

    reading: Reading
    lines: tuple[str, ...]
    faults: tuple[CellFault, ...]
    rows: tuple[AnnexRow, ...] = ()
    sheet: str = ""
    stamp: dict[str, str] = field(default_factory=dict)


def read_annex(content: bytes, name: str) -> AnnexFile:
    """A filled form, or any sheet with the columns of an annex. Raises BadAnnexFile with the one reason it cannot be.

    Merged cells that stand over several rows count for each of them. A row without lead, coordinators and time is a
    group when its words run over the other columns, when it has no number, a letter or a Roman one, or when the next
    row is numbered below it («2», then «2.1»).
    """
    try:
        check_package(content)
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        found = _sheet_of_tasks(book)
        header, faults = _header(book)
        reports, more = _reports(book)
        stamp = {_text(cells[0]): _text(cells[1]) for _, cells in _filled(book, STAMP_SHEET) if len(cells) > 1}
    except BadWorkbook as refused:
        raise BadAnnexFile(refused.message, code=refused.code) from refused
    except (CalamineError, ValueError, OSError) as error:
        raise BadAnnexFile(f"Không mở được tệp: tệp hỏng hoặc không phải Excel. {_TRY_AGAIN}") from error
    if found is None:
        raise BadAnnexFile(
            "Không tìm thấy trang tính có các cột «Nội dung nhiệm vụ» và «Cơ quan chủ trì». "
            + _headings_found(book)
            + _TRY_AGAIN,
            code="wrong_sheet",
        )
    rows = _Rows(*found)
    rows.read()
    if not rows.tasks:
        raise BadAnnexFile(f"Tệp không có nhiệm vụ nào dưới dòng tiêu đề. {_TRY_AGAIN}", code="empty_file")
    lines = tuple(rows.lines)
    reading = Reading(file=name, tasks=tuple(rows.tasks), reporting=tuple(reports), text="\n".join(lines), **header)
    return AnnexFile(reading, lines, (*faults, *rows.faults, *more), tuple(rows.places), rows.sheet, stamp)


# ---- the sheet of tasks --------------------------------------------------------------------------------------------


def _sheet_of_tasks(book: CalamineWorkbook) -> tuple[CalamineSheet, int, dict[str, int], list[list[Any]]] | None:
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        values = _unmerged(sheet)
        for number, row in enumerate(values[:_HEADING_WITHIN]):
            places = _places(row)
            if all(needed in places for needed in _NEEDED):
                return sheet, number, places, values
    return None


def _headings_found(book: CalamineWorkbook) -> str:
    """What stands where headings should: the first row of two cells or more, so that one sees which name to change."""
    for name in book.sheet_names:
        for row in _unmerged(book.get_sheet_by_name(name))[:_HEADING_WITHIN]:
            words = [one_line(nfc(str(cell)))[:40] for cell in row if str(cell).strip()]
            if len(words) > 1:
                told = "; ".join(f"«{each}»" for each in words[:8])
                return f"Trang «{name[:40]}» có các cột: {told}. Hãy đổi tên cột cho đúng. "
    return ""


def _unmerged(sheet: CalamineSheet) -> list[list[Any]]:
    """The cells, with the value of a cell merged downwards in each of its rows (never sideways)."""
    values = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        for row in range(top + 1, min(bottom + 1, len(values))):
            if left < len(values[row]):
                values[row][left] = values[top][left]
    return values


def _places(row: Sequence[Any]) -> dict[str, int]:
    # A heading may carry a note in brackets, or the raised number of a footnote.
    words = [fold(re.sub(r"\(.*?\)|(?<=\D)[0-9¹²³]+\s*$", "", nfc(str(cell)))) for cell in row]
    found = {"key": words.index(_KEY)} if _KEY in words else {}
    for name, forms in _HEADINGS.items():
        place = next((index for index, word in enumerate(words) if word in forms), None)
        if place is not None:
            found[name] = place
    return found


class _Rows:
    """The rows below the heading: groups and tasks in order, each with its line, and what cells lack."""

    def __init__(self, sheet: CalamineSheet, heading: int, places: dict[str, int], values: list[list[Any]]) -> None:
        self.sheet, self._places = sheet.name, places
        self._headings = {name: one_line(nfc(str(values[heading][place]))) for name, place in places.items()}
        self._values = list(enumerate(values[heading + 1 :], heading + 2))
        # Rows (Excel's numbers) whose words are one cell over several columns.
        self._wide = {
            top + 1
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
            if top == bottom and left <= places["text"] < right
        }
        self._group: tuple[str, str] | None = None
        self._is_dotted = False
        self._codes: dict[str, int] = {}
        self.tasks: list[ReadTask] = []
        self.places: list[AnnexRow] = []
        self.lines: list[str] = []
        self.faults: list[CellFault] = []

    def read(self) -> None:
        """Read them all. Raises BadAnnexFile for more rows than an annex can have."""
        hidden = self._places.get("key", -1)
        filled = [
            (number, row)
            for number, row in self._values
            if any(_text(cell) for place, cell in enumerate(row) if place != hidden)
        ]
        if len(filled) > MOST_ROWS:
            raise BadAnnexFile(
                f"Trang tính có {len(filled)} dòng, nhiều hơn mức {MOST_ROWS} dòng của một phụ lục. Chưa có gì được "
                "lưu. Hãy chia thành nhiều tệp.",
                code="too_many_rows",
            )
        for place, (number, row) in enumerate(filled):
            fields = {name: self._cell(row, name) for name in self._places}
            words = (_text(cell) for place, cell in enumerate(row) if place != hidden)
            self.lines.append(" | ".join(text for text in words if text))
            following = filled[place + 1][1] if place + 1 < len(filled) else ()
            if self._is_group(number, fields, following):
                self._group = (fields.get("code", "").rstrip(".)"), fields["text"])
                self._is_dotted = False
            elif not self._is_note(fields):
                self._task(number, fields)

    def _cell(self, row: Sequence[Any], name: str) -> str:
        place = self._places[name]
        return _text(row[place] if place < len(row) else "")

    def _is_group(self, number: int, fields: dict[str, str], following: Sequence[Any]) -> bool:
        if not fields["text"] or any(fields.get(name) for name in ("lead", "coordinating", "due", "key")):
            return False
        code = fields.get("code", "").rstrip(".)")
        below = self._cell(following, "code") if "code" in self._places and following else ""
        return number in self._wide or not code or bool(_GROUP_CODE.match(code)) or below.startswith(f"{code}.")

    @staticmethod
    def _is_note(fields: dict[str, str]) -> bool:
        """A line that is no row of the table: «Ghi chú: …» in the first column, with nothing beside it."""
        return not any(fields[name] for name in fields if name not in ("code", "key"))

    def _task(self, number: int, fields: dict[str, str]) -> None:
        line = len(self.lines)
        self._check(number, fields)
        self._leave_group(fields.get("code", ""))
        group_no, group_title = self._group or (None, None)
        code = self._code(number, fields.get("code", ""), group_no)
        due = fields.get("due", "")
        self.places.append(self._place(number, fields))
        self.tasks.append(
            ReadTask(
                code=code,
                text=fields["text"],
                lead=_names(fields["lead"]),
                coordinating=_names(fields.get("coordinating", "")),
                due=read_time_frame(due) if due else None,
                group=f"{group_no}. {group_title}" if group_no else group_title,
                group_no=group_no or None,
                group_title=group_title,
                source=SourceLines(line, line),
            )
        )

    def _place(self, number: int, fields: dict[str, str]) -> AnnexRow:
        there = [name for name in KEPT if name in self._places]
        return AnnexRow(
            number=number,
            typed_code=fields.get("code", "").rstrip(".)"),
            key=read_key(fields.get("key", "")),
            cells={name: cell_name(number, self._places[name] + 1) for name in there},
            values={name: fields[name] for name in there},
        )

    def _leave_group(self, typed: str) -> None:
        """«2» after «1.1», «1.2» stands beside the group, not in it."""
        code = typed.rstrip(".)")
        group_no = self._group[0] if self._group else ""
        if group_no and code.startswith(f"{group_no}."):
            self._is_dotted = True
        elif group_no.isdecimal() and self._is_dotted and code.isdecimal():
            self._group = None

    def _code(self, number: int, typed: str, group_no: str | None) -> str:
        code = typed.rstrip(".)") or str(len(self.tasks) + 1)
        if group_no and not code.startswith(f"{group_no}."):
            code = f"{group_no}.{code}"
        if code in self._codes:
            self._fault(number, "code", f"số thứ tự «{code}» đã có ở dòng {self._codes[code]}")
        self._codes.setdefault(code, number)
        return code

    def _check(self, number: int, fields: dict[str, str]) -> None:
        if not fields["text"]:
            self._fault(number, "text", "chưa có nội dung nhiệm vụ")
        if not fields["lead"]:
            self._fault(number, "lead", "chưa có cơ quan chủ trì")
        for name, text in fields.items():
            if len(text) > LONGEST:
                self._fault(number, name, f"có {len(text)} ký tự, nhiều hơn mức {LONGEST}")

    def _fault(self, number: int, name: str, sentence: str) -> None:
        place = cell_name(number, self._places[name] + 1) if name in self._places else ""
        heading = self._headings.get(name, "")
        self.faults.append(CellFault(self.sheet, number, f"{heading} ({place})" if place else heading, sentence))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(";") if (name := one_line(part).rstrip(".")))


def _text(value: Any) -> str:
    """A cell as words: numbers without «.0», days as 17/02/2025, lines of a cell joined (names by «;»)."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return vn_date(value)
    parts = [one_line(part) for part in nfc(str(value)).splitlines()]
    kept = [part for part in parts if part]
    is_list = len(kept) > 1 and all(part.startswith(("-", "+", "•")) for part in kept)
    return one_line("; ".join(part.lstrip("-+• ").rstrip(";,.") for part in kept) if is_list else " ".join(kept))


# ---- the sheets of the document and of its reports -----------------------------------------------------------------


def _header(book: CalamineWorkbook) -> tuple[dict[str, Any], list[CellFault]]:
    """What is known of the document, from a sheet of that name; nothing without one."""
    found: dict[str, Any] = {}
    faults: list[CellFault] = []
    for number, cells in _filled(book, HEADER_SHEET):
        field = next((name for name, label in HEADER_LABELS.items() if fold(label) == fold(_text(cells[0]))), None)
        value = _text(cells[1]) if len(cells) > 1 else ""
        if field is None or not value:
            continue
        if field == "date":
            day = _day(value)
            if day is None:
                sentence = f"«{value[:30]}» không phải là ngày; hãy ghi theo mẫu 17/02/2025"
                faults.append(CellFault(HEADER_SHEET, number, HEADER_LABELS[field], sentence))
            found[field] = day
        else:
            found[field] = value[:LONGEST]
    return found, faults


def _reports(book: CalamineWorkbook) -> tuple[list[ReportingDuty], list[CellFault]]:
    """The reports asked for: kind, day, month, recipient; the first row is the heading."""
    found: list[ReportingDuty] = []
    faults: list[CellFault] = []
    for number, cells in list(_filled(book, REPORT_SHEET))[1:]:
        kind_words, day, month, recipient = (_text(cells[at]) if at < len(cells) else "" for at in range(4))
        kind = next((code for code, label in REPORT_LABELS.items() if fold(label) == fold(kind_words)), None)
        if kind is None:
            choices = ", ".join(f"«{label}»" for label in REPORT_LABELS.values())
            faults.append(CellFault(REPORT_SHEET, number, "Loại báo cáo", f"hãy chọn một trong: {choices}"))
            continue
        day_number, month_number = _within(day, 31), _within(month, 12)
        for heading, typed, value in (("Ngày", day, day_number), ("Tháng", month, month_number)):
            if typed and value is None:
                faults.append(CellFault(REPORT_SHEET, number, heading, f"«{typed[:20]}» không hợp lệ"))
        when = f"trước ngày {day_number:02d}/{month_number}" if day_number and month_number else ""
        found.append(
            ReportingDuty(kind, day_number, month_number, recipient=recipient or None, text=when)  # type: ignore[arg-type]
        )
    return found, faults


def _filled(book: CalamineWorkbook, name: str) -> Iterator[tuple[int, list[Any]]]:
    sheet = next((each for each in book.sheet_names if fold(each) == fold(name)), None)
    if sheet is None:
        return
    for number, cells in enumerate(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), start=1):
        if any(_text(cell) for cell in cells):
            yield number, cells


def _within(text: str, most: int) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= most else None


def _day(text: str) -> dt.date | None:
    match = _DAY.fullmatch(text)
    if not match:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
