"""The Excel annex: the empty form, filled ones, and what cells lack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mangnon.documents.drafting import BadAnnexFile, annex_table, empty_annex, read_annex
from mangnon.documents.official import Sheet, write_workbook
from tests.documents.drafting.samples import reading

_HEADINGS = ("STT", "Nội dung nhiệm vụ", "Văn bản giao nhiệm vụ", "Thời hạn", "Cơ quan chủ trì", "Cơ quan phối hợp")


def annex_bytes(
    rows: Sequence[Sequence[Any]],
    *,
    headings: Sequence[str] = _HEADINGS,
    others: dict[str, Sequence[Sequence[Any]]] | None = None,
    merged: Sequence[tuple[int, int, int, int, str]] = (),
) -> bytes:
    """A workbook with these rows below the headings of an annex."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, table in {"Nhiệm vụ": [headings, *rows], **(others or {})}.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(table):
            for place, value in enumerate(row):
                if isinstance(value, dt.date):
                    page.write_datetime(number, place, dt.datetime(value.year, value.month, value.day))  # noqa: DTZ001
                elif value not in (None, ""):
                    page.write(number, place, value)
        if name == "Nhiệm vụ":
            for top, left, bottom, right, text in merged:
                page.merge_range(top, left, bottom, right, text)
    book.close()
    return buffer.getvalue()


def test_the_form_is_the_same_every_time_and_holds_no_task() -> None:
    assert empty_annex() == empty_annex()
    names = CalamineWorkbook.from_filelike(BytesIO(empty_annex())).sheet_names
    assert names == ["Nhiệm vụ", "Văn bản", "Báo cáo"]
    with pytest.raises(BadAnnexFile, match="không có nhiệm vụ nào"):
        read_annex(empty_annex(), "mau.xlsx")


def test_a_filled_form_is_read() -> None:
    found = read_annex(
        annex_bytes(
            [
                ("I", "Truyền thông"),
                (1, "Mở lớp tập huấn", "", "Quý II/2026", "Sở Y tế", "Sở Tư pháp; Công an tỉnh"),
                (2, "Làm tờ rơi", "", dt.date(2026, 6, 30), "Sở Văn hóa", ""),
            ],
            others={
                "Văn bản": [("Loại văn bản", "Kế hoạch"), ("Ngày ban hành", "17/02/2026"), ("Trích yếu", "Về trẻ em")],
                "Báo cáo": [("Loại báo cáo", "Ngày", "Tháng", "Nơi nhận"), ("Báo cáo năm", 15, 12, "Sở Y tế")],
            },
        ),
        "phu-luc.xlsx",
    )
    assert found.faults == ()
    assert found.reading.date == dt.date(2026, 2, 17)
    first, second = found.reading.tasks
    assert (first.code, first.group, first.lead, first.coordinating) == (
        "I.1", "I. Truyền thông", ("Sở Y tế",), ("Sở Tư pháp", "Công an tỉnh"),
    )  # fmt: skip
    assert first.due is not None
    assert first.due.due_on == dt.date(2026, 6, 30)
    assert second.due is not None
    assert (second.due.text, second.due.due_on) == ("30/06/2026", dt.date(2026, 6, 30))
    assert [(r.kind, r.due_day, r.due_month, r.recipient) for r in found.reading.reporting] == [
        ("annual", 15, 12, "Sở Y tế")
    ]
    assert second.source is not None
    assert found.lines[second.source.first - 1].startswith("2 | Làm tờ rơi")


def test_our_own_annex_comes_back() -> None:
    """What the product writes as an annex, the product reads."""
    given_reading = reading()
    content = write_workbook([Sheet("Nhiem vu", ("DANH MỤC NHIỆM VỤ",), annex_table(given_reading))])
    found = read_annex(content, "phu-luc.xlsx")
    assert [(f.heading, f.sentence) for f in found.faults] == []
    assert [(t.code, t.text, t.lead, t.coordinating, t.due and t.due.text, t.group) for t in found.reading.tasks] == [
        (t.code, t.text, t.lead, t.coordinating, t.due and t.due.text, t.group) for t in given_reading.tasks
    ]


def test_groups_with_plain_numbers_are_told_by_what_follows() -> None:
    found = read_annex(
        annex_bytes(
            [(1, "Truyền thông"), ("1.1", "Làm tờ rơi", "", "", "Sở Y tế"), ("2", "Mở lớp", "", "", "Sở Nội vụ")]
        ),
        "x.xlsx",
    )
    assert found.faults == ()
    assert [(task.code, task.group) for task in found.reading.tasks] == [
        ("1.1", "1. Truyền thông"),
        ("2", None),
    ]


def test_columns_may_stand_in_any_order_and_some_may_be_missing() -> None:
    found = read_annex(
        annex_bytes(
            [("Sở Y tế", "Mở lớp", "Trước 30/6/2026")], headings=("Đơn vị chủ trì", "Nhiệm vụ", "Thời gian thực hiện")
        ),
        "x.xlsx",
    )
    task = found.reading.tasks[0]
    assert (task.code, task.text, task.lead) == ("1", "Mở lớp", ("Sở Y tế",))


def test_a_cell_merged_downwards_counts_for_each_of_its_rows() -> None:
    found = read_annex(
        annex_bytes([(1, "Việc một"), (2, "Việc hai")], merged=[(1, 4, 2, 4, "Sở Y tế")]),
        "x.xlsx",
    )
    assert [task.lead for task in found.reading.tasks] == [("Sở Y tế",), ("Sở Y tế",)]


def test_what_cells_lack_is_said_cell_by_cell() -> None:
    found = read_annex(
        annex_bytes(
            [
                (1, "Không ai làm", "", "Quý I/2026", "", ""),
                (1, "", "", "", "Sở Y tế", ""),
            ],
            others={
                "Văn bản": [("Ngày ban hành", "31/02/2026")],
                "Báo cáo": [("Loại báo cáo", "Ngày"), ("Báo cáo tuần", 3), ("Báo cáo năm", 40)],
            },
        ),
        "x.xlsx",
    )
    assert [(f.sheet, f.row, f.heading, f.sentence.split(";")[0]) for f in found.faults] == [
        ("Văn bản", 1, "Ngày ban hành", "«31/02/2026» không phải là ngày"),
        ("Nhiệm vụ", 2, "Cơ quan chủ trì (E2)", "chưa có cơ quan chủ trì"),
        ("Nhiệm vụ", 3, "Nội dung nhiệm vụ (B3)", "chưa có nội dung nhiệm vụ"),
        ("Nhiệm vụ", 3, "STT (A3)", "số thứ tự «1» đã có ở dòng 2"),
        (
            "Báo cáo", 2, "Loại báo cáo",
            "hãy chọn một trong: «Báo cáo 6 tháng», «Báo cáo năm», «Báo cáo đột xuất», «Báo cáo khác»",
        ),
        ("Báo cáo", 3, "Ngày", "«40» không hợp lệ"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_excel"),
        (b"PK\x03\x04 broken", "not_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, "old_or_locked"),
        (annex_bytes([("a", "b")], headings=("Cột 1", "Cột 2")), "wrong_sheet"),
        (annex_bytes([(1, '=HYPERLINK("x")', "", "", "Sở Y tế", "")]), "formulas"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_one_sentence(content: bytes, code: str) -> None:
    with pytest.raises(BadAnnexFile) as refused:
        read_annex(content, "x.xlsx")
    assert refused.value.code == code
    assert "Chưa có gì được" in refused.value.message


_ALPHABET = st.sampled_from("aăâđêôơưBCD 0123.,;:-–()/%&<>\"'«»…")


@given(
    st.lists(
        st.tuples(
            st.text(_ALPHABET, min_size=1, max_size=40).filter(str.strip),
            st.text("aăđeBC01", min_size=1, max_size=20),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_words_come_back_or_are_told(rows: list[tuple[str, str]]) -> None:
    """No cell is lost in silence: every filled row is a task, a group or a fault."""
    written = [(number, text, "", "", lead, "") for number, (text, lead) in enumerate(rows, start=1)]
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("Nhiệm vụ")
    for place, heading in enumerate(_HEADINGS):
        page.write_string(0, place, heading)
    for number, row in enumerate(written, start=1):
        for place, value in enumerate(row):
            page.write_string(number, place, str(value))
    book.close()
    assert len(read_annex(buffer.getvalue(), "x.xlsx").reading.tasks) == len(rows)


def test_a_table_with_other_headings_says_which_it_has() -> None:
    with pytest.raises(BadAnnexFile) as refused:
        read_annex(annex_bytes([("1", "Họp", "Sở Y tế")], headings=("TT", "Việc", "Đơn vị làm")), "phu-luc.xlsx")
    assert "«TT»; «Việc»; «Đơn vị làm»" in refused.value.message
