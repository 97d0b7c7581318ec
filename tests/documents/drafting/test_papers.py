"""A reading written as papers: the words are its own, and what is unknown stays open."""

from __future__ import annotations

import io

import docx
import pytest

from mangnon.documents.drafting import annex_table, assignment_letter, lead_bodies, plan_paper
from mangnon.documents.official import RowStyle, write_docx
from mangnon.documents.reading.records import Reading, Signer
from tests.documents.drafting.samples import reading


def _words(content: bytes) -> str:
    """All words of a Word file, tables included, with single blanks."""
    found = []
    for item in docx.Document(io.BytesIO(content)).iter_inner_content():
        if hasattr(item, "rows"):
            found.extend(cell.text for row in item.rows for cell in row.cells)
        else:
            found.append(item.text)
    return " ".join(" ".join(found).split())


def test_the_annex_has_the_six_columns_and_rows_for_groups() -> None:
    table = annex_table(reading())
    assert [column.title for column in table.columns] == [
        "STT", "Nội dung nhiệm vụ", "Văn bản giao nhiệm vụ", "Thời hạn", "Cơ quan chủ trì", "Cơ quan phối hợp",
    ]  # fmt: skip
    assert [row.cells[:2] for row in table.rows if row.style is RowStyle.GROUP] == [
        ("I", "Truyền thông"),
        ("II", "Quy trình"),
    ]
    assert table.rows[1].cells == (
        "1",
        "Phổ biến pháp luật về trẻ em",
        "Kế hoạch số 88/KH-UBND",
        "Thường xuyên hằng năm",
        "Sở Y tế",
        "Sở Tư pháp; Các xã, phường",
    )


def test_the_plan_paper_carries_head_bases_reports_and_annex() -> None:
    words = _words(write_docx(plan_paper(reading())))
    for part in (
        "Số: 88/KH-UBND",
        "ngày 02 tháng 3 năm 2026",
        "KẾ HOẠCH",
        "Căn cứ Quyết định số 12/QĐ-TTg ngày 05 tháng 01 năm 2026 của Thủ tướng Chính phủ",
        "Báo cáo năm: trước ngày 15/12 hằng năm, gửi Sở Y tế.",
        "Mở chuyên mục trên báo",
        "DỰ THẢO",
        "KT. CHỦ TỊCH",
    ):
        assert part in words


def test_what_is_unknown_stays_open() -> None:
    words = _words(write_docx(plan_paper(Reading(file="x.txt"))))
    assert "Số: ....../KH-......" in words
    assert "ngày ... tháng ... năm ..." in words


def test_a_capacity_is_signed_line_by_line() -> None:
    signer = Signer("TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH")
    assert plan_paper(Reading(file="x.txt", signer=signer)).signer.capacity == (
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )


def test_the_letter_gives_each_lead_its_own_tasks() -> None:
    document = assignment_letter(reading())
    words = _words(write_docx(document))
    assert document.addressees == ("Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch")
    assert "Ủy ban nhân dân tỉnh Quảng Ngãi giao các cơ quan, đơn vị chủ trì" in words
    assert words.index("1. Sở Y tế") < words.index("Rà soát quy trình") < words.index("2. Sở Văn hóa")
    assert "Phối hợp: Sở Tư pháp; Các xã, phường." in words
    assert "Thời hạn: trước 30/6/2026." in words
    assert "TM. ỦY BAN NHÂN DÂN" in words


def test_a_letter_to_one_body_names_no_other_task() -> None:
    document = assignment_letter(reading(), sender="Sở Nội vụ", to="Sở Văn hóa, Thể thao và Du lịch")
    words = _words(write_docx(document))
    assert "Mở chuyên mục" in words
    assert "Rà soát quy trình" not in words
    assert "Sở Nội vụ đề nghị cơ quan, đơn vị chủ trì" in words
    assert document.parent_agency == "Ủy ban nhân dân tỉnh Quảng Ngãi"


def test_nobody_is_written_to_without_a_task() -> None:
    with pytest.raises(ValueError, match="lead"):
        assignment_letter(reading(), to="Sở Tài chính")
    with pytest.raises(ValueError, match="lead"):
        assignment_letter(Reading(file="x.txt"))
    assert lead_bodies(Reading(file="x.txt")) == []
