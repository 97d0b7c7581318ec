"""The lines above a signature (NĐ 30/2020/NĐ-CP, Article 13)."""

from __future__ import annotations

import pytest

from mangnon.documents.official import capacity_of, signing_faults, signing_forms, signing_lines

DOTS = "................................"


@pytest.mark.parametrize(
    ("agency", "capacity", "title", "lines"),
    [
        ("Ủy ban nhân dân tỉnh Mẫu", "head", "Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Ủy ban nhân dân tỉnh Mẫu", "deputy", "Phó Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("Ủy ban nhân dân tỉnh Mẫu", "on_order", "Chánh Văn phòng", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ("Sở Y tế", "head", "", ("GIÁM ĐỐC",)),
        ("Sở Y tế", "deputy", "", ("KT. GIÁM ĐỐC", DOTS)),
        ("Sở Y tế", "acting", "", ("Q. GIÁM ĐỐC",)),
        ("Sở Y tế", "delegated", "Chánh Văn phòng", ("TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
        ("Sở Y tế", "on_order", "Phó Chánh Văn phòng", ("TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
        ("Cơ quan lạ", "head", "Cục trưởng", ("CỤC TRƯỞNG",)),
        ("Cơ quan lạ", "deputy", "Phó Cục trưởng", (f"KT. {DOTS}", "PHÓ CỤC TRƯỞNG")),
    ],
)
def test_lines(agency: str, capacity: str, title: str, lines: tuple[str, ...]) -> None:
    assert signing_lines(agency, capacity, title) == lines


def test_the_head_as_before() -> None:
    assert capacity_of("Sở Y tế") == ("GIÁM ĐỐC",)
    assert capacity_of("Ủy ban nhân dân xã Mẫu") == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert capacity_of("Cơ quan lạ") == (DOTS,)


def test_who_may_sign_what() -> None:
    assert signing_faults("Sở Y tế", "deputy", "Phó Giám đốc") == []
    assert signing_faults("Sở Y tế", "head", "Giám đốc") == []
    assert signing_faults("Sở Y tế", "deputy", "") == []
    assert signing_faults("Sở Y tế", "deputy", "Giám đốc")
    assert signing_faults("Sở Y tế", "on_order", "Phó Giám đốc")
    assert signing_faults("Sở Y tế", "on_order", "Giám đốc")
    assert signing_faults("Sở Y tế", "delegated", "Trưởng phòng")
    assert signing_faults("Sở Y tế", "delegated", "Trưởng phòng", delegation="12/QĐ-SYT ngày 01/3/2025") == []


@pytest.mark.parametrize(
    ("agency", "capacity", "title", "is_fault"),
    [
        ("Sở Y tế", "head", "Chuyên viên", True),
        ("Sở Y tế", "head", "Trưởng phòng Hành chính", True),
        ("Sở Y tế", "head", "Giám đốc Sở Y tế", False),
        ("Sở Y tế", "acting", "Phó Giám đốc", True),
        ("Sở Y tế", "acting", "Quyền Giám đốc", False),
        ("Sở Y tế", "acting", "", False),
        ("Sở Y tế", "deputy", "Phó Trưởng phòng Bảo vệ, chăm sóc trẻ em", True),
        ("Sở Y tế", "deputy", "Phó Giám đốc Thường trực", False),
        ("Sở Y tế", "deputy", "Phó Giám đốc phụ trách Sở Y tế", False),
        ("Sở Y tế", "on_order", "Chuyên viên", True),
        ("Sở Y tế", "on_order", "Trưởng phòng Bảo vệ, chăm sóc trẻ em", False),
        ("Ủy ban nhân dân tỉnh Mẫu", "deputy", "Phó Chủ tịch UBND tỉnh", False),
        ("Cơ quan lạ", "head", "Cục trưởng", False),
        ("Cơ quan lạ", "deputy", "Phó Cục trưởng", False),
    ],
)
def test_a_title_that_does_not_fit_the_capacity_is_told(agency: str, capacity: str, title: str, is_fault: bool) -> None:
    assert bool(signing_faults(agency, capacity, title)) is is_fault


@pytest.mark.parametrize(
    ("agency", "capacity", "title", "last"),
    [
        ("Sở Y tế", "deputy", "Phó Giám đốc Sở Y tế", "PHÓ GIÁM ĐỐC"),
        ("Ủy ban nhân dân tỉnh Mẫu", "deputy", "Phó Chủ tịch UBND tỉnh", "PHÓ CHỦ TỊCH"),
        ("Ủy ban nhân dân tỉnh Mẫu", "deputy", "Phó Chủ tịch Ủy ban nhân dân tỉnh Mẫu", "PHÓ CHỦ TỊCH"),
        ("Sở Y tế", "deputy", "Phó Giám đốc Thường trực", "PHÓ GIÁM ĐỐC THƯỜNG TRỰC"),
        ("Sở Y tế", "on_order", "Chánh Văn phòng", "CHÁNH VĂN PHÒNG"),
    ],
)
def test_the_bodys_name_is_not_printed_twice(agency: str, capacity: str, title: str, last: str) -> None:
    assert signing_lines(agency, capacity, title)[-1] == last


def test_what_was_not_read_says_so() -> None:
    forms = signing_forms()
    assert forms["deputy"].is_verified
    assert not forms["acting"].is_verified
