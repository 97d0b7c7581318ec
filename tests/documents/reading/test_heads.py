"""The head of a document: properties over heads drawn at random, and the forms that are easily misread."""

from __future__ import annotations

import datetime as dt
import random
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.documents.reading.header import Header, read_header
from mangnon.documents.reading.repair import load_repairer
from mangnon.documents.reading.repairing import RepairerLike
from mangnon.kernel.text import fold
from tests.documents.reading.written_heads import KINDS, LAYOUTS, OFFICES, damaged, write_head


@lru_cache(maxsize=1)
def _repairer() -> RepairerLike:
    return load_repairer()


def _chance(seed: object) -> random.Random:
    return random.Random(str(seed))  # noqa: S311 (made-up documents, no secrets)


def _read(*lines: str) -> Header:
    return read_header(lines, lines)


@settings(deadline=None)  # the first call loads the names of places
@given(st.integers(0, 10**9))
def test_a_clean_head_is_read_whole_in_every_layout(seed: int) -> None:
    head = write_head(_chance(seed))
    got = read_header(head.lines, head.lines)
    assert (got.doc_type, got.number, got.date) == (head.kind, head.number, head.date)
    assert fold(got.issuer or "") == fold(head.issuer)
    assert fold(got.title or "").removeprefix("v v ").removeprefix("ve viec ") == fold(head.subject)
    assert got.warnings == ()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.letters)
def test_every_issuer_in_every_layout(office: object, layout: str) -> None:
    for seed in range(3):
        head = write_head(_chance(seed), layout=layout, office=office)  # type: ignore[arg-type]
        assert fold(read_header(head.lines, head.lines).issuer or "") == fold(head.issuer)


@pytest.mark.parametrize("kind", [*KINDS, "Công văn"])
def test_every_kind(kind: str) -> None:
    for seed in range(4):
        head = write_head(_chance(seed), kind=kind)
        assert read_header(head.lines, head.lines).doc_type == kind


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_a_damaged_head_keeps_its_kind_and_day(seed: int) -> None:
    chance = _chance(seed)
    head = write_head(chance)
    raw = damaged(chance, head.lines)
    got = read_header([item.text for item in _repairer().repair_lines(raw)], raw)
    assert (got.doc_type, got.date) == (head.kind, head.date)


def test_damaged_heads_together() -> None:
    right = {"number": 0, "issuer": 0, "title": 0}
    for seed in range(60):
        chance = _chance(f"damaged {seed}")
        head = write_head(chance)
        raw = damaged(chance, head.lines)
        got = read_header([item.text for item in _repairer().repair_lines(raw)], raw)
        right["number"] += fold(got.number or "") == fold(head.number or "")
        right["issuer"] += fold(got.issuer or "") == fold(head.issuer)
        right["title"] += got.title is not None
    assert {name: count for name, count in right.items() if count < 54} == {}


_NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_BODY = ("", "Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;", "", "I. MỤC ĐÍCH", "")


def test_a_number_left_open_is_none_and_the_symbol_still_tells_the_kind() -> None:
    got = _read("ỦY BAN NHÂN DÂN", "TỈNH LAI CHÂU", *_NATION, "Số:       /KH-UBND", "Lai Châu, ngày 3 tháng 4 năm 2023",
                "KẾ HOẠCH", "Phòng bệnh dại", *_BODY)  # fmt: skip
    assert (got.doc_type, got.number, got.date) == ("Kế hoạch", None, dt.date(2023, 4, 3))
    assert got.issuer == "Ủy ban nhân dân tỉnh Lai Châu"
    assert any("để trống" in warning for warning in got.warnings)


@pytest.mark.parametrize(
    "written", ["ngày      tháng 5 năm 2023", "ngày … tháng 5 năm 2023", "ngày ... tháng 5 năm 2023"]
)
def test_a_day_left_open_is_none_and_the_month_is_said(written: str) -> None:
    got = _read(
        "UBND TỈNH LAI CHÂU", *_NATION, "Số: 12/KH-UBND", f"Lai Châu, {written}", "KẾ HOẠCH", "Phòng bệnh dại", *_BODY
    )
    assert (got.number, got.date, got.place) == ("12/KH-UBND", None, "Lai Châu")
    assert any("tháng 5 năm 2023" in warning for warning in got.warnings)


def test_a_day_without_a_place() -> None:
    got = _read(
        "UBND TỈNH LAI CHÂU", *_NATION, "Số: 12/KH-UBND", "Ngày 07 tháng 5 năm 2023", "KẾ HOẠCH", "Tiêm chủng", *_BODY
    )
    assert got.date == dt.date(2023, 5, 7)


def test_a_number_of_doubtful_signs_is_settled_by_the_annex_or_left_open() -> None:
    head = (
        "UBND TỈNH LAI CHÂU",
        *_NATION,
        "Số: /7/KH-UBND",
        "Lai Châu, ngày 07 tháng 5 năm 2023",
        "KẾ HOẠCH",
        "Tiêm chủng",
    )
    annex = ("PHỤ LỤC", "(Kèm theo Kế hoạch số 17/KH-UBND ngày 07 tháng 5 năm 2023 của UBND tỉnh)")
    assert _read(*head, *_BODY, *annex).number == "17/KH-UBND"
    alone = _read(*head, *_BODY)
    assert alone.number is None
    assert any("không chắc chắn" in warning for warning in alone.warnings)


def test_the_annex_of_another_document_decides_nothing() -> None:
    lines = ("UBND TỈNH LAI CHÂU", *_NATION, "Số: 25/KH-UBND", "Lai Châu, ngày 07 tháng 5 năm 2023", "KẾ HOẠCH",
             "Tiêm chủng", *_BODY, "Mẫu ban hành kèm theo Kế hoạch số 90/KH-BYT ngày 01/02/2020 của Bộ Y tế.",
             "(Ban hành kèm theo Quyết định số 11/QĐ-UBND ngày 03/02/2021 của UBND tỉnh)")  # fmt: skip
    got = _read(*lines)
    assert (got.number, got.date) == ("25/KH-UBND", dt.date(2023, 5, 7))


def test_a_decision_with_the_plan_it_issues_is_the_decision() -> None:
    got = _read(
        "ỦY BAN NHÂN DÂN", "TỈNH LAI CHÂU", *_NATION, "Số: 300/QĐ-UBND", "Lai Châu, ngày 07 tháng 5 năm 2023",
        "QUYẾT ĐỊNH", "Về việc ban hành Kế hoạch tiêm chủng", "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU",
        "Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;", "QUYẾT ĐỊNH:", "Điều 1. Ban hành Kế hoạch.",
        "KẾ HOẠCH", "Tiêm chủng", "(Kèm theo Quyết định số 300/QĐ-UBND ngày 07 tháng 5 năm 2023)",
    )  # fmt: skip
    assert (got.doc_type, got.number) == ("Quyết định", "300/QĐ-UBND")
    assert got.title == "Về việc ban hành Kế hoạch tiêm chủng"
    assert got.body_from == 9


def test_a_site_menu_before_and_forms_after_are_not_the_head() -> None:
    form = (*_NATION, "Số: 01/BC-ABC", "Hà Nội, ngày 09 tháng 9 năm 2019", "BÁO CÁO")
    body = [line for number in range(30) for line in (f"{number}. Các đơn vị thực hiện.", "")]
    got = _read("Trang chủ", "Tin tức", "", "ỦY BAN NHÂN DÂN", "HUYỆN MƯỜNG TÈ", *_NATION, "Số: 8/CT-UBND",
                "Mường Tè, ngày 07 tháng 5 năm 2023", "CHỈ THỊ", "Phòng bệnh dại", *_BODY, *body, *form)  # fmt: skip
    assert (got.doc_type, got.number, got.issuer) == ("Chỉ thị", "8/CT-UBND", "Ủy ban nhân dân huyện Mường Tè")


def test_a_name_of_a_place_is_never_made_another_province() -> None:
    got = _read(
        "UBND TỈNH HẬU GIANG",
        *_NATION,
        "Số: 8/CT-UBND",
        "Vị Thanh, ngày 07 tháng 5 năm 2013",
        "CHỈ THỊ",
        "Tiêm chủng",
        *_BODY,
    )
    assert (got.place, got.issuer) == ("Vị Thanh", "Ủy ban nhân dân tỉnh Hậu Giang")


def test_a_subject_ends_where_the_text_begins_without_a_blank_line() -> None:
    got = _read("UBND TỈNH LAI CHÂU", *_NATION, "Số: 8/KH-UBND", "Lai Châu, ngày 07 tháng 5 năm 2023", "KẾ HOẠCH",
                "THỰC HIỆN CHƯƠNG TRÌNH DINH DƯỠNG", "HỌC ĐƯỜNG GIAI ĐOẠN 2023 - 2025",
                "Thực hiện Quyết định số 5/QĐ-TTg ngày 02/01/2023 của Thủ tướng Chính phủ, như sau:")  # fmt: skip
    assert got.title == "Thực hiện chương trình dinh dưỡng học đường giai đoạn 2023 - 2025"
    assert got.body_from == 9


def test_a_letter_to_which_a_number_is_lost_takes_none_from_its_text() -> None:
    got = _read("BỘ Y TẾ", *_NATION, "Số: ~~/BYT-KCB", "Hà Nội, ngày 07 tháng 5 năm 2023", "V/v tiêm chủng",
                "Kính gửi: Sở Y tế.",
                "Thực hiện Quyết định số 77/QĐ-TTg ngày 02/01/2023, đề nghị các Sở:")  # fmt: skip
    assert (got.doc_type, got.number, got.issuer) == ("Công văn", None, "Bộ Y tế")


def test_a_subject_in_capitals_ends_at_a_narrow_line_of_text() -> None:
    got = _read("UBND TỈNH LAI CHÂU", *_NATION, "Số: 8/KH-UBND", "Lai Châu, ngày 07 tháng 5 năm 2023", "KẾ HOẠCH",
                "DINH DƯỠNG HỌC ĐƯỜNG", "Thực hiện Chỉ", "thị số 5/CT-TTg ngày 02/01/2023, như sau:")  # fmt: skip
    assert got.title == "Dinh dưỡng học đường"
