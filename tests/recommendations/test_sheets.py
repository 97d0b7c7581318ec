"""Lists of paragraphs as they are sent: Excel, tables, plain text; every fault is told by row and column."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mangnon.recommendations.catalogue import clusters, rights
from mangnon.recommendations.errors import BadList
from mangnon.recommendations.rules import Words, alike, paragraph_of
from mangnon.recommendations.sheets import rows_of_file, rows_of_text, template_workbook

HEAD = ["Đoạn", "Cụm", "Chủ đề", "Nội dung", "Khẩn", "Quyền"]


def _book(rows: list[list[Any]], *, merge: str = "", formula: str = "") -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    if merge:
        sheet.merge_range(merge, "gộp")
    if formula:
        sheet.write_formula(formula, "=1+1")
    book.close()
    return buffer.getvalue()


def test_a_sheet_is_read_with_its_columns_in_any_order() -> None:
    (row,) = rows_of_file(
        "a.xlsx",
        _book([["Kết luận"], ["Khẩn", "Nội dung", "Đoạn", "Quyền", "Cụm"], ["x", " Chữ ", 30, "Điều 25; 27", "e"]]),
    )
    assert (row.number, row.sub, row.text, row.is_urgent, row.rights, row.cluster) == (
        30,
        "",
        "Chữ",
        True,
        [25, 27],
        "E",
    )
    assert (row.topic, row.text_en) == (None, None), "columns that are not there say nothing"
    assert row.faults == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_book([HEAD, [1, "A", "", "chữ"]], merge="A2:A3"), "merged_cells"),
        (_book([HEAD, [1, "A", "", "chữ"]], formula="A3"), "formulas"),
        (_book([["Cột lạ", "Cột khác"], [1, 2]]), "wrong_columns"),
        (_book([["Đoạn"], [1]]), "wrong_columns"),
        (_book([HEAD]), "empty_file"),
        (_book([HEAD, *[[n % 900 + 1, "A", "", "chữ"] for n in range(5001)]]), "too_many_rows"),
        (b"PK\x03\x04 not really", "not_excel"),
        (b"PK\x03\x04 word/document.xml", "written_file"),
        (b"%PDF-1.7 1. words", "written_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old_or_locked"),
        (b"x" * (5 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_whole(content: bytes, code: str) -> None:
    with pytest.raises(BadList) as refusal:
        rows_of_file("danh-muc.xlsx", content)
    assert refusal.value.code == code
    assert "Chưa có gì được" in refusal.value.message


def test_faults_are_told_by_row_and_column() -> None:
    rows = rows_of_file(
        "a.xlsx",
        _book([HEAD, ["abc", "Z", "", "", "có lẽ", "99"], [30, "A", "", "", "", ""], ["Đoạn 30", "", "", "", "", ""]]),
    )
    assert [row.place for row in rows] == [2, 3, 4]
    assert [heading for heading, _ in rows[0].faults] == ["Đoạn", "Cụm", "Khẩn", "Quyền (điều của Luật Trẻ em)"]
    assert rows[2].faults == [["Đoạn", "trùng với dòng 3"]]


def test_five_thousand_rows_are_read_in_seconds() -> None:
    letters = "abcdefghij"
    rows = [[f"{n // 10 + 1}{letters[n % 10]}", "A", "", f"Đoạn mẫu số {n}"] for n in range(5000)]
    began = time.perf_counter()
    found = rows_of_file("a.xlsx", _book([HEAD[:4], *rows]))
    assert len(found) == 5000
    assert not any(row.faults for row in found)
    assert time.perf_counter() - began < 60


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_table_in_text_is_read_with_its_own_separator(mark: str) -> None:
    text = f'Đoạn{mark}Nội dung\r\n17{mark}"Một{mark} hai\nba"\r\n'
    (row,) = rows_of_file("a.csv", text.encode("utf-8-sig"))
    assert (row.number, row.text) == (17, f"Một{mark} hai\nba")


def test_a_table_of_another_code_page_or_with_open_quotes_is_refused() -> None:
    for content, code in (('Đoạn;Nội dung\n1;"chữ'.encode(), "bad_table"), (b"\xd0o\xe7n;N\xf4i\n1;2", "bad_encoding")):
        with pytest.raises(BadList) as refusal:
            rows_of_file("a.csv", content)
        assert refusal.value.code == code


def test_plain_text_gives_paragraphs_parts_and_clusters() -> None:
    rows = rows_of_text(
        "KẾT LUẬN\n\nE. Bạo lực đối với trẻ em\n30. Ủy ban đề nghị:\n(a) Điểm thứ nhất,\nnối dòng;\n(b) Điểm hai.\n"
        "G. Trẻ em khuyết tật\n31. Đoạn sau."
    )
    assert [(row.place, row.number, row.sub, row.cluster, row.text) for row in rows] == [
        (4, 30, "", "E", "Ủy ban đề nghị:"),
        (5, 30, "a", "E", "Điểm thứ nhất, nối dòng;"),
        (7, 30, "b", "E", "Điểm hai."),
        (9, 31, "", "G", "Đoạn sau."),
    ]
    with pytest.raises(BadList) as refusal:
        rows_of_text("Không có số nào ở đây.")
    assert refusal.value.code == "no_numbers"


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        rows = rows_of_text(text)
    except BadList:
        return
    assert all(row.number > 0 or row.faults for row in rows)


@given(st.integers(1, 999), st.sampled_from(["", "a", "b"]), st.sampled_from(["", "i", "iv"]))
def test_a_number_is_read_as_it_is_shown(number: int, letter: str, roman: str) -> None:
    if roman and not letter:
        return
    sub = "-".join(part for part in (letter, roman) if part)
    shown = " ".join([str(number), *(f"({part})" for part in sub.split("-") if part)])
    assert paragraph_of(shown) == (number, sub)
    assert paragraph_of(f"{number}{sub}") == (number, sub)


def test_the_form_is_itself_a_list() -> None:
    with pytest.raises(BadList) as refusal:
        rows_of_file("mau.xlsx", template_workbook())
    assert refusal.value.code == "empty_file"


def test_the_data_have_their_sources() -> None:
    assert [right.article for right in rights().values()] == list(range(12, 37))
    assert {right.tag for right in rights().values()} == {"V"}
    assert {cluster.tag for cluster in clusters().values()} == {"R"}, "names of clusters are not verified"
    assert all(right.valid_from is not None for right in rights().values())


def test_rare_words_in_common_count_more_than_empty_ones() -> None:
    left = [Words.of("Phòng, chống xâm hại tình dục trẻ em"), Words.of("Đăng ký khai sinh cho trẻ em")]
    right = [
        Words.of("Tăng cường thực hiện, nâng cao trách nhiệm với trẻ em"),
        Words.of("Truyền thông về đăng ký khai sinh"),
        Words.of("Xử lý hành vi xâm hại tình dục"),
    ]
    assert [(each.left, each.right) for each in alike(left, right)[:2]] in ([(0, 2), (1, 1)], [(1, 1), (0, 2)])
    assert all(each.right != 0 for each in alike(left, right))
