"""A locked form that came back, taken apart cell by cell. No database.

The file as a whole is refused with one sentence: wrong sheet, columns or rows put in, taken out or moved, merged
cells, formulas, a forged mark. What single cells say is for the form's own rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol, TypeVar

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from mangnon.exchange.errors import BadWorkbookReturn
from mangnon.exchange.locked_forms.shape import GUIDE, MARKS, Shape
from mangnon.kernel.text import fold, nfc, one_line
from mangnon.kernel.workbooks import BadWorkbook, cell_name, check_package

_NOTHING = "Chưa có gì được nhập."
_LONGEST_KEY = 18  # digits of a record's number
_MEND = "Hãy điền lại vào đúng tệp đã nhận (hoặc tải lại tệp từ hệ thống), giữ nguyên cấu trúc, rồi gửi lại."


class Marked(Protocol):
    """What the hidden sheet of a form says at least: the keys of its rows in their order."""

    @property
    def keys(self) -> Sequence[int]:
        """The keys."""


M = TypeVar("M", bound=Marked)


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be taken: Excel's name of it, the heading, a Vietnamese sentence."""

    cell: str
    heading: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it came back: Excel's number, its key, the locked cells as they stand, the filled ones by column."""

    number: int
    key: int
    given: tuple[str, ...]
    filled: dict[str, Any]


def read_marks(content: bytes, opened: Callable[[Sequence[str]], M]) -> M:
    """What the hidden sheet of a form says; raises as `read_form`."""
    with _opening(content) as book:
        return opened(_marks(book) if MARKS in book.sheet_names else [])


def read_form(
    content: bytes, shape: Shape | Callable[[M], Shape], opened: Callable[[Sequence[str]], M]
) -> tuple[M, list[RawRow]]:
    """Take a form apart; `opened` reads the signed text of the hidden sheet, from which the shape may follow.

    Raises BadWorkbookReturn with the one reason why it cannot be taken at all.
    """
    with _opening(content) as book:
        names = list(book.sheet_names)
        marks = opened(_marks(book) if MARKS in names else [])
        shape = shape if isinstance(shape, Shape) else shape(marks)
        _check_sheets(names, shape)
        sheet = book.get_sheet_by_name(shape.sheet)
        values = sheet.to_python(skip_empty_area=False)
    _check_merged(sheet, shape)
    _check_headings(values, shape)
    return marks, _rows(values, shape, marks.keys)


@contextmanager
def _opening(content: bytes) -> Iterator[CalamineWorkbook]:
    """The file as a workbook; whatever cannot be read of it is told as one refusal."""
    try:
        check_package(content)
        yield CalamineWorkbook.from_filelike(BytesIO(content))
    except BadWorkbook as refused:
        told = refused.message.replace("Hãy tải mẫu về, điền và gửi lại.", _MEND)
        raise BadWorkbookReturn(told, code=refused.code) from refused
    except (CalamineError, ValueError, OSError) as error:
        raise BadWorkbookReturn(
            f"Không mở được tệp: tệp hỏng hoặc không phải Excel. {_NOTHING} {_MEND}", code="not_excel"
        ) from error


def changed_cells(shape: Shape, row: RawRow, given: Sequence[str]) -> list[CellFault]:
    """The locked cells that no longer hold what was given out."""
    return [
        CellFault(
            cell_name(row.number, place + 1),
            shape.fields[place].heading,
            f"nội dung do hệ thống ghi đã bị sửa; nội dung đúng là «{_short(wanted)}»",
        )
        for place, wanted in enumerate(given)
        if row.given[place] != given_words(wanted)
    ]


def fault_at(shape: Shape, number: int, name: str, sentence: str) -> CellFault:
    """A fault of a cell, by row number and column."""
    heading = next(field.heading for field in shape.fields if field.name == name)
    return CellFault(cell_name(number, shape.column_of(name) + 1), heading, sentence)


def given_words(text: str) -> str:
    """What a locked cell says, in the form in which it is compared with what came back."""
    return one_line(nfc(text))


def _marks(book: CalamineWorkbook) -> list[str]:
    return [str(row[0]) for row in book.get_sheet_by_name(MARKS).to_python(skip_empty_area=False) if row]


def _bad(code: str, sentence: str) -> BadWorkbookReturn:
    return BadWorkbookReturn(f"{sentence} {_NOTHING} {_MEND}", code=code)


def _check_sheets(names: Sequence[str], shape: Shape) -> None:
    if shape.sheet not in names:
        raise _bad("wrong_sheet", f"Tệp không còn trang «{shape.sheet}» (bị xóa hoặc đổi tên).")
    others = [name for name in names if name not in (shape.sheet, GUIDE, MARKS)]
    if others:
        raise _bad("added_sheet", f"Tệp có thêm trang tính «{others[0][:40]}» nên không rõ nội dung ở đó dùng làm gì.")


def _check_merged(sheet: CalamineSheet, shape: Shape) -> None:
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        if bottom >= shape.heading_row - 1:
            place = cell_name(top + 1, left + 1)
            raise _bad("merged_cells", f"Bảng có ô gộp (bắt đầu từ ô {place}) nên không rõ giá trị thuộc dòng nào.")


def _check_headings(values: Sequence[Sequence[Any]], shape: Shape) -> None:
    row, wanted = shape.heading_row, shape.headings
    found = [_plain(cell) for cell in values[row - 1]] if len(values) >= row else []
    if [fold(each) for each in found[: len(wanted)]] == [fold(each) for each in wanted]:
        beyond = next((place for place, cell in enumerate(found) if place >= len(wanted) and cell), None)
        if beyond is not None:
            raise _bad("added_column", f"Bảng có thêm cột «{found[beyond][:40]}» (ô {cell_name(row, beyond + 1)}).")
        return
    where = _heading_row(values, shape)
    if where is not None and where != row:
        told = "thêm" if where > row else "xóa"
        raise _bad("moved_rows", f"Dòng tiêu đề đang ở dòng {where}, không phải dòng {row}: có dòng bị {told}.")
    for at, heading in enumerate(wanted):
        typed = found[at] if at < len(found) else ""
        if fold(typed) != fold(heading):
            raise _bad(
                "moved_columns",
                f"Ô {cell_name(row, at + 1)} phải là «{heading}» nhưng đang là «{typed[:40]}»: có cột bị thêm, xóa, "
                "đổi tên hoặc chuyển chỗ.",
            )


def _heading_row(values: Sequence[Sequence[Any]], shape: Shape) -> int | None:
    """Excel's number of the row that looks like the headings."""
    keys = {fold(each) for each in shape.headings}
    for number, row in enumerate(values[: shape.heading_row + 20], 1):
        if len(keys & {fold(_plain(cell)) for cell in row}) >= len(keys) - 2:
            return number
    return None


def _rows(values: Sequence[Sequence[Any]], shape: Shape, keys: Sequence[int]) -> list[RawRow]:
    place_of_key = len(shape.fields)
    found: list[RawRow] = []
    for number, cells in enumerate(values[shape.heading_row :], shape.heading_row + 1):
        if not any(_plain(cell) for cell in cells):
            continue
        beyond = next((place for place, cell in enumerate(cells) if place > place_of_key and _plain(cell)), None)
        if beyond is not None:
            raise _bad("added_column", f"Ô {cell_name(number, beyond + 1)} nằm ngoài bảng.")
        mark = _plain(cells[place_of_key]) if place_of_key < len(cells) else ""
        if not mark.isascii() or not mark.isdecimal() or len(mark) > _LONGEST_KEY:
            raise _bad("added_row", f"Dòng {number} được thêm vào bảng, không phải {shape.row_word} do hệ thống ghi.")
        found.append(_row(number, int(mark), cells, shape))
    _check_order(found, keys, shape)
    return found


def _row(number: int, key: int, cells: Sequence[Any], shape: Shape) -> RawRow:
    def cell(name: str) -> Any:
        place = shape.column_of(name)
        return cells[place] if place < len(cells) else ""

    given = tuple(_plain(cell(name)) for name in shape.given)
    return RawRow(number, key, given, {name: cell(name) for name in shape.filled})


def _check_order(rows: Sequence[RawRow], keys: Sequence[int], shape: Shape) -> None:
    if [row.key for row in rows] == list(keys):
        return
    seen: set[int] = set()
    for row in rows:
        if row.key in seen:
            raise _bad("added_row", f"Dòng {row.number} được chép từ một dòng khác của bảng.")
        if row.key not in keys:
            raise _bad("added_row", f"Dòng {row.number} được chép từ tệp khác, không thuộc lần phát hành này.")
        seen.add(row.key)
    missing = [place for place, each in enumerate(keys, 1) if each not in seen]
    if missing:
        named = ", ".join(str(place) for place in missing[:5])
        raise _bad("removed_row", f"Bảng thiếu {shape.row_word} có số thứ tự {named}: dòng đã bị xóa.")
    first = next(row.number for row, wanted in zip(rows, keys, strict=True) if row.key != wanted)
    raise _bad("moved_rows", f"Từ dòng {first}, các dòng không còn theo thứ tự đã phát hành.")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return given_words(str(value))
