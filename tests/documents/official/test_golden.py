"""The look of every kind of paper against pictures kept here."""

from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.documents.official import LETTER, PLAN, SUBMISSION, OfficialDocument, Paragraph, Signer, write_pdf
from tests.documents.official.pictures import assert_looks_as_before, difference, pages
from tests.documents.official.samples import PROGRESS, SENTENCE, report

FOLDER = Path(__file__).parent / "golden"


def _letter(**changes: object) -> OfficialDocument:
    values: dict[str, object] = {
        "kind": LETTER,
        "symbol": "SYT-NV",
        "subject": "đôn đốc thực hiện nhiệm vụ",
        "signer": Signer(("TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"), None),
        "addressees": ("Sở Tư pháp", "Sở Nội vụ"),
        "legal_bases": (),
        "annexes": (),
        "with_sources": False,
        "body": (),
        "number": None,
        "issued_on": None,
        "draft": True,
    }
    return report(**{**values, **changes})


def _plan() -> OfficialDocument:
    """Of a committee: no body above it, a collective that signs."""
    return report(
        kind=PLAN,
        agency="Ủy ban nhân dân tỉnh Đông Sơn",
        parent_agency=None,
        symbol="KH-UBND",
        subject="Thực hiện khuyến nghị của Ủy ban Quyền trẻ em năm 2025",
        signer=Signer(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Thị Ước Mơ"),
        addressees=(),
        with_sources=False,
    )


PAPERS = {
    "bao-cao": report(),
    "cong-van": _letter(),
    "cong-van-khan": _letter(
        urgency="Hỏa tốc",
        number="245",
        draft=False,
        addressees=("Sở Tư pháp",),
        body=(Paragraph(f"{SENTENCE}"), PROGRESS, Paragraph("Đề nghị khẩn trương thực hiện./.")),
    ),
    "ke-hoach": _plan(),
    "to-trinh": report(kind=SUBMISSION, symbol="TTr-SLĐTBXH", annexes=(), with_sources=False, urgency="Khẩn"),
}


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_paper_looks_as_it_did(name: str) -> None:
    assert_looks_as_before(write_pdf(PAPERS[name]), FOLDER / f"{name}.png")


def test_the_end_and_the_annex_of_a_plan_look_as_they_did() -> None:
    content = write_pdf(_plan())
    count = len(pages(content))
    assert_looks_as_before(content, FOLDER / "ke-hoach-ky.png", page=count - 3)
    assert_looks_as_before(content, FOLDER / "ke-hoach-phu-luc.png", page=count - 2)


def test_a_line_more_is_seen() -> None:
    first = pages(write_pdf(report()))[0]
    moved = pages(write_pdf(report(subject=f"{SENTENCE} Thêm một dòng.")))[0]
    assert difference(first, moved) > 0.2
