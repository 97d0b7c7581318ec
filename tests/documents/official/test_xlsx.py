from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from mangnon.documents.official import Column, Row, RowStyle, Sheet, Table, UnwritableDocument, write_workbook
from mangnon.documents.official.xlsx import sheet_name
from tests.documents.official.samples import HOSTILE, PROGRESS


def rows_of(content: bytes, name: str | None = None) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheet = book.get_sheet_by_name(name or book.sheet_names[0])
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_numbers_are_numbers_and_text_is_text() -> None:
    cells = ("=1+1", "0012", "https://example.org", "{=A1}", "-5", "1.234,5", HOSTILE)
    table = Table(
        (Column("Chữ"), Column("Số"), Column("Ngày"), Column("Giờ")),
        tuple(Row((t, 1234.5, dt.date(2025, 6, 5), dt.time(8, 20))) for t in cells),
    )
    content = write_workbook([Sheet("Bảng", ("Tiêu đề",), table)])
    rows = rows_of(content)[-len(cells) :]
    assert [row[0] for row in rows] == list(cells)
    assert {type(row[1]) for row in rows} == {float}
    assert {row[2] for row in rows} == {dt.date(2025, 6, 5)}
    assert {row[3] for row in rows} == {dt.time(8, 20)}
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")


def test_title_header_groups_and_sources_have_their_places() -> None:
    sheet = Sheet("Tiến độ", ("TIẾN ĐỘ", "6 tháng"), PROGRESS, ("Ghi chú.",), sample_notice="Dữ liệu mẫu & thử")
    rows = rows_of(write_workbook([sheet]))
    assert [row[0] for row in rows[:3]] == ["TIẾN ĐỘ", "6 tháng", "(Dữ liệu mẫu & thử)"]
    assert rows[4] == ["STT", "Cơ quan chủ trì", "Đã hoàn thành", "", "Tỷ lệ quá hạn (%)", "Nguồn"]
    assert rows[5] == ["", "", "Đúng hạn", "Quá hạn", "", ""]
    assert rows[6][:2] == ["I", "Nhóm nhiệm vụ về truyền thông"]
    assert rows[7] == [1.0, "Sở Giáo dục và Đào tạo", 1204.0, 1.0, 12.5, "[1]"]
    assert rows[-1][0] == "Ghi chú."


def test_it_prints_on_lying_a4_with_repeated_heading() -> None:
    content = write_workbook([Sheet("Tiến độ", ("TIẾN ĐỘ",), PROGRESS, sample_notice="Mẫu & thử")])
    xml = part(content, "xl/worksheets/sheet1.xml")
    assert 'orientation="landscape"' in xml
    assert 'paperSize="9"' in xml
    assert 'fitToHeight="0"' in xml
    assert 'state="frozen"' in xml
    assert "Trang &amp;P/&amp;N" in xml
    assert "Mẫu &amp;&amp; thử" in xml
    assert "_xlnm.Print_Titles" in part(content, "xl/workbook.xml")


def test_long_text_gets_a_higher_row() -> None:
    table = Table((Column("A"), Column("B")), (Row(("ngắn", "rất dài " * 200)), Row(("ngắn", "ngắn"))))
    xml = part(write_workbook([Sheet("x", ("x",), table)]), "xl/worksheets/sheet1.xml")
    heights = [float(piece.split('"')[0]) for piece in xml.split(' ht="')[1:]]
    assert max(heights) > 200
    assert max(heights) <= 409


def test_a_spanning_cell_may_hold_a_number_or_nothing() -> None:
    table = Table(
        (Column("A"), Column("B"), Column("C")), (Row((7,), RowStyle.GROUP), Row(("x", None, None)), Row((None,)))
    )
    rows = rows_of(write_workbook([Sheet("x", ("x",), table)]))
    assert rows[3][0] == 7.0
    assert rows[4][0] == "x"


def test_300_rows_come_back() -> None:
    table = Table((Column("STT"), Column("Việc")), tuple(Row((n, f"Việc {n}")) for n in range(300)))
    rows = rows_of(write_workbook([Sheet("x", ("x",), table)]))
    assert rows[-1] == [299.0, "Việc 299"]


def test_sheet_names_are_made_acceptable_and_unlike() -> None:
    taken: set[str] = set()
    wanted = ["Phụ lục: a/b?", "phụ lục a b", "", "'x'", "History", "N" * 50, "n" * 50]
    names = [sheet_name(name, taken) for name in wanted]
    assert names[:2] == ["Phụ lục a b", "phụ lục a b (2)"]
    assert names[2:5] == ["Bảng", "x", "Bảng History"]
    assert all(len(name) <= 31 for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_what_the_format_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a sheet"):
        write_workbook([])
    table = Table((Column("A"),), (Row(("x" * 32_768,)),))
    with pytest.raises(UnwritableDocument, match="32767") as refused:
        write_workbook([Sheet("x", ("x",), table)])
    assert "Chưa ghi gì" in refused.value.message


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheets = [Sheet("Tiến độ", ("TIẾN ĐỘ",), PROGRESS)]
    assert write_workbook(sheets) == write_workbook(sheets)
