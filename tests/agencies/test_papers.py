"""How bodies are named on their own papers."""

from __future__ import annotations

import pytest

from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.models import Agency
from mangnon.agencies.papers import UNKNOWN_LETTERS, full_name_of, governing_body_of, symbol_letters
from mangnon.territory.models import Unit

PROVINCE = Unit(pk=1, code="90", name="Tỉnh Mẫu", kind="Tỉnh", level="province")
LETTERS = {
    "SO_LDTBXH": "SLĐTBXH",
    "SO_NV": "SNV",
    "SO_NGV": "SNgV",
    "SO_TP": "STP",
    "SO_KHDT": "SKHĐT",
    "SO_NNPTNT": "SNNPTNT",
    "SO_VHTTDL": "SVHTTDL",
    "SO_GDDT": "SGDĐT",
    "SO_YT": "SYT",
    "SO_QHKT": "SQHKT",
    "BAN_DT": "BDT",
    "UBND_TINH": "UBND",
    "HDND_TINH": "HĐND",
    "CONG_AN": UNKNOWN_LETTERS,
    "THANH_TRA": UNKNOWN_LETTERS,
    "HOI_LHPN": UNKNOWN_LETTERS,
    "TAND": UNKNOWN_LETTERS,
}


def body(code: str) -> Agency:
    entry = load_catalogue().agency(code)
    assert entry is not None
    return Agency(
        code=f"90.{code}", catalogue_code=code, name=entry.name, kind=entry.kind, level=entry.level, territory=PROVINCE
    )


@pytest.mark.parametrize("code", LETTERS)
def test_letters_follow_from_the_name_or_are_dots(code: str) -> None:
    assert symbol_letters(body(code)) == LETTERS[code]


@pytest.mark.parametrize(
    ("short", "letters"), [("Sở GD&ĐT", "SGDĐT"), ("Sở Y tế", "SYT"), ("SYT", "SYT"), ("Sở LĐ-TBXH", "SLĐTBXH")]
)
def test_a_bodys_own_letters_go_before_those_of_its_name(short: str, letters: str) -> None:
    own = body("SO_YT")
    own.short_name = short
    assert symbol_letters(own) == letters


def test_no_body_of_a_province_gets_letters_that_are_no_capitals() -> None:
    for entry in load_catalogue().agencies:
        if entry.level == "province":
            letters = symbol_letters(body(entry.code))
            assert letters == UNKNOWN_LETTERS or letters == "SNgV" or letters.isupper()


@pytest.mark.parametrize(
    ("code", "name", "above"),
    [
        ("SO_YT", "Sở Y tế", "Ủy ban nhân dân tỉnh Mẫu"),
        ("THANH_TRA", "Thanh tra tỉnh Mẫu", "Ủy ban nhân dân tỉnh Mẫu"),
        ("UBND_TINH", "Ủy ban nhân dân tỉnh Mẫu", ""),
        ("HDND_TINH", "Hội đồng nhân dân tỉnh Mẫu", ""),
        ("TINH_UY", "Tỉnh ủy", ""),
        ("CONG_AN", "Công an tỉnh Mẫu", ""),
        ("TAND", "Tòa án nhân dân tỉnh Mẫu", ""),
        ("CUC_THUE", "Cục Thuế tỉnh Mẫu", ""),
        ("HOI_LHPN", "Hội Liên hiệp Phụ nữ tỉnh Mẫu", ""),
    ],
)
def test_heads_of_papers(code: str, name: str, above: str) -> None:
    assert (full_name_of(body(code)), governing_body_of(body(code))) == (name, above)


def test_a_commune_names_itself_in_full() -> None:
    commune = Unit(pk=2, code="901", name="Xã Mẫu 1", kind="Xã", level="commune", parent=PROVINCE)
    own = Agency(kind="peoples_committee", level="commune", name="Ủy ban nhân dân xã Mẫu 1", territory=commune)
    assert (full_name_of(own), symbol_letters(own), governing_body_of(own)) == ("Ủy ban nhân dân xã Mẫu 1", "UBND", "")
