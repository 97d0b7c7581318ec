"""What an Excel file is made of, looked at before anything in it is read.

The reader makes room for everything between the first and the last filled cell: one word in the last corner of a sheet
would take all memory of the machine. Therefore places are looked at first, by a parser that keeps nothing.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Final
from xml.parsers.expat import ExpatError, ParserCreate

from mangnon.kernel.archives import BROKEN_ARCHIVE
from mangnon.kernel.refusals import Refusal

LARGEST_FILE: Final = 5 * 1024 * 1024
TRY_AGAIN: Final = "Chưa có gì được nhập. Hãy tải mẫu về, điền và gửi lại."
_LARGEST_UNPACKED = 60 * 1024 * 1024
_MOST_PARTS = 500
_LAST_ROW, _LAST_COLUMN = 20_000, 256
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class BadWorkbook(Refusal):
    """The file is no Excel workbook that may be read."""

    code = "bad_workbook"


def check_package(content: bytes) -> None:
    """Raises BadWorkbook with the one reason why a file is not even opened."""
    if len(content) > LARGEST_FILE:
        raise BadWorkbook(f"Tệp lớn hơn {LARGEST_FILE // 1_048_576} MB. {TRY_AGAIN}", code="too_large")
    if content[:8] == _OLD_OR_LOCKED:
        raise BadWorkbook(
            "Tệp là Excel đời cũ (.xls) hoặc có đặt mật khẩu nên không đọc được. Chưa có gì được nhập. "
            "Hãy bỏ mật khẩu và lưu thành Excel (.xlsx) rồi gửi lại.",
            code="old_or_locked",
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            _check_parts(parts)
            for part in parts:
                with package.open(part) as file:
                    _check_part(part.filename, file)
    # A packing that the reader does not know is told as NotImplementedError.
    except BROKEN_ARCHIVE as error:
        raise _not_excel() from error


def _not_excel() -> BadWorkbook:
    return BadWorkbook(f"Không mở được tệp: tệp hỏng hoặc không phải Excel (.xlsx). {TRY_AGAIN}", code="not_excel")


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
        raise BadWorkbook(f"Tệp chứa quá nhiều nội dung so với mẫu. {TRY_AGAIN}", code="too_large")
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names) or any("macrosheets/" in name for name in names):
        raise BadWorkbook(
            "Tệp có chứa macro nên không được nhận. Chưa có gì được nhập. "
            "Hãy lưu lại thành Excel thường (.xlsx) rồi gửi lại.",
            code="macros",
        )
    # The reader knows other kinds of packages, whose places are written otherwise.
    if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "content.xml"}:
        raise _not_excel()


@dataclass
class _Sheet:
    """Where the parser is in a part, and what it has found. Only filled cells count: colours reach far."""

    root: str = ""
    row: int = 0
    column: int = 0
    formulas: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag begins, whatever its prefix."""
        name, place = tag.rpartition(":")[2], attributes.get("r", "")
        self.root = self.root or name
        if self.root != "worksheet":
            return
        if name == "row":
            self.row, self.column = int(_given(place, _ROW)[0]) if place else self.row + 1, 0
        elif name == "c":
            if place:
                found = _given(place, _PLACE)
                self.row, self.column = int(found[2]), _number(found[1])
            else:
                self.column += 1
        elif name in ("v", "is", "f"):
            if self.row > _LAST_ROW or self.column > _LAST_COLUMN:
                raise BadWorkbook(
                    f"Trang tính có ô nằm quá xa (dòng {self.row}, cột {self.column}) so với mẫu. Chưa có gì được "
                    "nhập. Hãy xóa các ô thừa ở cuối trang tính, hoặc chép danh sách sang mẫu rồi gửi lại.",
                    code="far_cell",
                )
            if name == "f":
                self.formulas.append(cell_name(self.row, self.column))


def _given(place: str, form: re.Pattern[str]) -> re.Match[str]:
    """A place that a part says: one in a form that nobody writes may be read otherwise by the reader."""
    found = form.fullmatch(place)
    if found is None:
        raise _not_excel()
    return found


def _check_part(name: str, file: IO[bytes]) -> None:
    sheet, parser = _Sheet(), ParserCreate()

    def refuse(*_: object) -> None:
        raise _not_excel()  # Excel writes no document types; they are only good for filling memory

    parser.StartElementHandler = sheet.start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.ParseFile(file)
    except ExpatError as error:
        if name.lower().endswith((".xml", ".rels")):
            raise _not_excel() from error
    if sheet.formulas:
        named = ", ".join(sheet.formulas[:3]) + (" và ô khác" if len(sheet.formulas) > 3 else "")
        raise BadWorkbook(
            f"Ô {named} là công thức, không phải giá trị. Chưa có gì được nhập. "
            "Hãy sao chép rồi dán dạng giá trị, lưu và gửi lại.",
            code="formulas",
        )


def _number(letters: str) -> int:
    """«A» is 1, «XFD» 16384."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - 64
    return found


def cell_name(row: int, column: int) -> str:
    """What Excel calls a cell, both counted from 1: «B7»."""
    letters, left = "", column
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
