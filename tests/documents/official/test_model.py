from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.official import (
    KINDS,
    LETTER,
    REPORT,
    Column,
    Paragraph,
    Row,
    SourceNote,
    Table,
    document_kind,
    wording,
)
from mangnon.documents.official.printed import column_widths, header_lines, printed
from mangnon.documents.official.words import cut_long_words, lines_of_name, word_width
from tests.documents.official.samples import PROGRESS, bare, report


def test_there_are_29_kinds_and_two_have_no_abbreviation() -> None:
    assert len({kind.code for kind in KINDS}) == len({kind.name for kind in KINDS}) == 29
    assert [kind.name for kind in KINDS if kind.abbreviation is None] == ["Công văn", "Thư công"]
    assert document_kind("to-trinh").abbreviation == "TTr"


def test_symbols_follow_the_kind() -> None:
    assert REPORT.symbol("SLĐTBXH", "BTXH") == "BC-SLĐTBXH"
    assert LETTER.symbol("LĐTBXH", "BVCSTE") == "LĐTBXH-BVCSTE"
    assert LETTER.symbol("UBND") == "UBND"


def test_a_mark_needs_a_note_and_a_note_its_own_mark() -> None:
    with pytest.raises(ValueError, match="without a note: 9"):
        report(body=(Paragraph("x", ("9",)),))
    with pytest.raises(ValueError, match="same mark"):
        report(sources=(SourceNote("1", "a"), SourceNote("2", "b"), SourceNote("1", "c")))


@pytest.mark.parametrize("cells", [(), ("a", "b", "c")])
def test_a_row_fits_its_table(cells: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="cells for 2 columns"):
        Table((Column("A"), Column("B")), (Row(cells),))


def test_unknown_facts_are_dots() -> None:
    page = printed(bare())
    assert page.head.number == "Số: ....../BC-SLĐTBXH"
    assert page.head.date == "......, ngày ... tháng ... năm ..."
    assert set(page.name) == {"."}


def test_numbers_and_dates_are_written_as_the_decree_wants() -> None:
    page = printed(report())
    assert page.head.number == "Số: 05/BC-SLĐTBXH"
    assert page.head.date == "Đông Sơn, ngày 05 tháng 6 năm 2025"
    assert page.reference == (
        "(Kèm theo Báo cáo số 05/BC-SLĐTBXH ngày 05 tháng 6 năm 2025 của Sở Lao động - Thương binh và Xã hội)"
    )
    assert page.recipients == ("- Như trên;", "- Bộ Y tế;", "- Lưu: VT, BTXH.")
    assert [base[-1] for base in page.bases] == [";", "."]
    assert [annex.label for annex in page.annexes] == ["Phụ lục I", "Phụ lục II"]


def test_an_open_filing_line_keeps_its_dots() -> None:
    assert wording.list_lines(["Như trên", "Lưu: VT, ..."]) == ("- Như trên;", "- Lưu: VT, ...")


def test_sources_can_be_left_out() -> None:
    page = printed(report(with_sources=False))
    assert page.sources == ()
    assert "marks=(Mark" not in repr(page)


def test_a_letter_carries_its_subject_below_the_number() -> None:
    page = printed(report(kind=LETTER, subject="v/v đôn đốc báo cáo"))
    assert (page.kind, page.subject, page.head.about) == ("", "", "V/v đôn đốc báo cáo")


def test_a_line_break_starts_a_paragraph_and_marks_stand_in_the_last() -> None:
    page = printed(report(body=(Paragraph("một\r\n\n hai ", ("1",)),)))
    first, second = page.body
    assert (first.text, second.text) == ("một", "hai")  # type: ignore[union-attr]
    assert (len(first.marks), len(second.marks)) == (0, 1)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (None, None, ""),
        (1234567, None, "1.234.567"),
        (12.5, None, "12,5"),
        (0, 1, "0,0"),
        (Decimal("2.345"), 2, "2,35"),
        (-1200.0, None, "-1.200"),
        ("0012", None, "0012"),
        (dt.date(2025, 6, 5), None, "05/06/2025"),
        (dt.time(8, 20), None, "08:20"),
    ],
)
def test_cells_are_written_the_vietnamese_way(value: object, decimals: int | None, shown: str) -> None:
    assert wording.cell_text(value, decimals) == shown  # type: ignore[arg-type]


def test_marks_of_a_row_stand_by_its_words_not_by_a_number() -> None:
    assert PROGRESS.rows[1].place_of_marks() == 1
    assert Row((1, 2)).place_of_marks() == 1
    assert Row(("a", "b"), marked_cell=0).place_of_marks() == 0


def test_common_headings_join_neighbours_only() -> None:
    upper, lower = header_lines((Column("a", group="g"), Column("b", group="g"), Column("c"), Column("d", group="g")))
    assert [(cell.text, cell.column, cell.span, cell.depth) for cell in upper] == [
        ("g", 0, 2, 1),
        ("c", 2, 1, 2),
        ("g", 3, 1, 1),
    ]
    assert [cell.column for cell in lower] == [0, 1, 3]


@given(st.lists(st.tuples(st.text(max_size=30), st.floats(0.01, 100)), min_size=1, max_size=12), st.floats(50, 250))
def test_columns_fill_the_width(columns: list[tuple[str, float]], width: float) -> None:
    widths = column_widths(Table(tuple(Column(title, weight) for title, weight in columns), ()), width)
    assert sum(widths) == pytest.approx(width)
    assert min(widths) > 0


def test_numbers_and_days_get_the_room_they_need() -> None:
    columns = (Column("A", 0.1), Column("Nội dung", 5), Column("B", 0.1))
    widths = column_widths(Table(columns, (Row((123456789, "x" * 500, dt.date(2025, 6, 5))),)), 160)
    assert widths[0] > 20
    assert widths[2] > 20


def test_a_day_among_words_is_never_cut() -> None:
    columns = (Column("A", 0.1), Column("Nội dung", 5))
    table = Table(columns, (Row(("Gửi ngày 26/05/2025.", "x" * 500)),))
    cell = printed(bare(body=(table,)), cut_words=True).body[0].rows[0].cells[0]  # type: ignore[union-attr]
    assert cell.text == "Gửi ngày 26/05/2025."


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("SỞ Y TẾ", ["SỞ Y TẾ"]),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", ["SỞ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"]),
        ("ỦY BAN NHÂN DÂN TỈNH KON TUM", ["ỦY BAN NHÂN DÂN", "TỈNH KON TUM"]),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", ["SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"]),
        ("ỦY BAN NHÂN DÂN XÃ ĐĂK TƠ KAN MỚI", ["ỦY BAN NHÂN DÂN", "XÃ ĐĂK TƠ KAN MỚI"]),
        ("", []),
    ],
)
def test_a_name_is_broken_between_groups_of_words(name: str, lines: list[str]) -> None:
    assert lines_of_name(name, 26.7) == lines


@given(st.text("ABÀ -,VT", max_size=60), st.floats(5, 40))
def test_breaking_a_name_loses_nothing(name: str, room: float) -> None:
    assert " ".join(lines_of_name(" ".join(name.split()), room)) == " ".join(name.split())


def test_a_syllable_is_never_cut_in_a_narrow_column() -> None:
    columns = (Column("A", 0.1), Column("Nội dung", 5))
    table = Table(columns, (Row(("thường xuyên nghiêng", "x")),))
    for width in (160, 247):
        cell = printed(bare(body=(table,)), cut_words=True).body[0].rows[0].cells[0]  # type: ignore[union-attr]
        assert "\u200b" not in cell.text
        assert sum(column_widths(table, width)) == pytest.approx(width)


@given(st.text(), st.floats(20, 200), st.floats(8, 14))
def test_cutting_long_words_only_adds_places_to_break(text: str, width: float, size: float) -> None:
    cut = cut_long_words(text, width, size)
    assert cut.replace("\u200b", "") == text.replace("\u200b", "")
    if "\u200b" not in text:
        assert all(word_width(piece, size) <= width for word in cut.split() for piece in word.split("\u200b"))


def test_words_that_fit_are_never_cut() -> None:
    text = "Thường xuyên nghiêng NGHIÊNG 01/02/2025"
    assert cut_long_words(text, 32, 12) == text


@given(st.text())
def test_printable_text_is_stable_and_keeps_what_can_be_seen(text: str) -> None:
    once = wording.printable(text)
    assert wording.printable(once) == once
    assert not set(once) & {"\x00", "\x0b", "\u202e", "\ufeff", "\ufffe"}


def test_roman_numerals() -> None:
    assert [wording.roman(n) for n in (1, 4, 9, 14, 49, 89)] == ["I", "IV", "IX", "XIV", "XLIX", "LXXXIX"]
