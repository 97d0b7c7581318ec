"""What is told of an Excel file before anything in it is read."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from mangnon.kernel.workbooks import BadWorkbook, cell_name, check_package

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def content() -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for row in range(200):
        sheet.write_string(row, 0, f"Dòng {row}")
    book.close()
    return buffer.getvalue()


def _with(content: bytes, before: str, after: str) -> bytes:
    """The file with some signs of its sheet changed."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as package, zipfile.ZipFile(buffer, "w") as changed:
        for part in package.infolist():
            data = package.read(part)
            if part.filename == SHEET:
                assert before.encode() in data
                data = data.replace(before.encode(), after.encode())
            changed.writestr(part.filename, data)
    return buffer.getvalue()


def test_a_file_as_it_was_written_is_taken(content: bytes) -> None:
    check_package(content)


def test_a_part_that_was_damaged_under_way_is_told_and_breaks_nothing(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as package:
        start = package.getinfo(SHEET).header_offset + 30 + len(SHEET) + 5
    damaged = bytearray(content)
    for place in range(start, start + 30):
        damaged[place] ^= 0xFF
    with pytest.raises(BadWorkbook) as refused:
        check_package(bytes(damaged))
    assert refused.value.code == "not_excel"


@pytest.mark.parametrize("place", ["A20001", "A9999999", "IW1", "XFD200"])
def test_a_cell_far_away_is_told(content: bytes, place: str) -> None:
    with pytest.raises(BadWorkbook) as refused:
        check_package(_with(content, 'r="A200"', f'r="{place}"'))
    assert refused.value.code == "far_cell"


@pytest.mark.parametrize("place", ["A20000000", "XFD99999999", "A" + "9" * 5000, "AAAA3", "3A", "A３"])
def test_a_place_that_nobody_writes_is_refused_as_the_reader_might_go_there(content: bytes, place: str) -> None:
    with pytest.raises(BadWorkbook) as refused:
        check_package(_with(content, 'r="A200"', f'r="{place}"'))
    assert refused.value.code == "not_excel"


@pytest.mark.parametrize("number", ["20000000", "1" * 5000, "+3", "không"])
def test_the_same_of_the_number_of_a_row(content: bytes, number: str) -> None:
    with pytest.raises(BadWorkbook) as refused:
        check_package(_with(content, '<row r="200"', f'<row r="{number}"'))
    assert refused.value.code == "not_excel"


def test_places_that_are_left_out_are_counted(content: bytes) -> None:
    check_package(_with(content, '<c r="A200"', "<c"))


@pytest.mark.parametrize(("column", "name"), [(1, "A7"), (26, "Z7"), (27, "AA7"), (16384, "XFD7")])
def test_the_name_of_a_cell(column: int, name: str) -> None:
    assert cell_name(7, column) == name
