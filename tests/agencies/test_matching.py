"""Names of bodies found in damaged text."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.matching import letters, likeness, match_agency, match_class
from mangnon.kernel.text import without_marks

_ON = dt.date(2025, 2, 17)
_NAMES = [a.name for a in load_catalogue().agencies if a.kind == "department" and a.uniform and a.is_valid_on(_ON)]


@pytest.mark.parametrize(
    ("damaged", "code"),
    [
        ("S¢ Lao dong - Thuong binh va Xa hdi", "SO_LDTBXH"),
        ("50 Giao duc va Dao tao", "SO_GDDT"),
        ("S& Tu phap", "SO_TP"),
        ("Cong an tinh", "CONG_AN"),
        ("B6 Chi huy Quan su tinh", "BCH_QS"),
        ("Vien Klem sat nhan dan tinh", "VKSND"),
        ("Sé KH&CN", "SO_KHCN"),
        ("Sở Lao động, Thương binh và Xã hội", "SO_LDTBXH"),
    ],
)
def test_damaged_names_are_found(damaged: str, code: str) -> None:
    found = match_agency(damaged, on=_ON)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("LĐTBXH", "SO_LDTBXH"),
        ("Sở LĐ-TB&XH", "SO_LDTBXH"),
        ("Sở LĐ - TB và XH", "SO_LDTBXH"),
        ("GD&ĐT", "SO_GDDT"),
        ("GDĐT", "SO_GDDT"),
        ("SỞ GD & ĐT", "SO_GDDT"),
        ("UBND", "UBND_TINH"),
        ("CA tỉnh", "CONG_AN"),
        ("VH,TT&DL", "SO_VHTTDL"),
        ("VHTTDL", "SO_VHTTDL"),
        ("NN&MT", "SO_NNMT"),
        ("BCHQS", "BCH_QS"),
        ("Ủy ban MTTQ tỉnh", "MTTQ"),
        ("UBND đặc khu", "UBND_XA"),
    ],
)
def test_abbreviations_of_officials_are_read_letter_for_letter(written: str, code: str) -> None:
    found = match_agency(written, on=_ON)
    assert found is not None
    assert (found.code, found.how) == (code, "exact")


def test_no_abbreviation_stands_for_two_bodies() -> None:
    held: dict[str, str] = {}
    for agency in load_catalogue().agencies:
        for form in agency.abbreviations:
            match = match_agency(form)
            assert match is not None
            assert (held.setdefault(form, agency.code), match.code) == (agency.code, agency.code)


@pytest.mark.parametrize("text", ["quyền trẻ em", "Thường xuyên hằng năm", "", "123", "phòng, chống xâm hại"])
def test_what_is_no_name_is_not_found(text: str) -> None:
    assert match_agency(text) is None


def test_only_an_ending_is_a_doubtful_match() -> None:
    found = match_agency("55 i de bao tao", on=_ON)
    assert found is not None
    assert (found.code, found.how) == ("SO_GDDT", "ending")
    assert found.score <= 0.5


def test_an_ending_that_two_names_share_is_no_match() -> None:
    shared = match_agency("~~ va Moi truong", on=dt.date(2025, 2, 17))
    assert shared is None or shared.how != "ending" or shared.code == "SO_TNMT"
    assert match_agency("~~ ~~ nghe", on=_ON) is None


def test_the_body_of_the_day_wins_among_like_names() -> None:
    damaged = "S6 Néng nghiép va Mdi truong"
    after = match_agency(damaged, on=dt.date(2025, 11, 1))
    assert after is not None
    assert after.code == "SO_NNMT"


@given(st.sampled_from(_NAMES), st.integers(0, 10_000))
def test_a_name_survives_the_loss_of_marks_and_of_one_letter(name: str, seed: int) -> None:
    # One seed, one place: the damage of a scanner that knows no Vietnamese.
    plain = without_marks(name)
    place = random.Random(seed).randrange(3, len(plain))  # noqa: S311 - a place to damage, no secret
    damaged = plain[:place] + "~" + plain[place + 1 :]
    found = match_agency(damaged, on=_ON)
    if len(letters(name)) >= 9:
        assert found is not None
        assert found.name == name


def test_classes_are_found() -> None:
    found = match_class("Cac s0, ban, nganh, don vi lién quan")
    assert found is not None
    assert (found.code, found.words) == ("DEPARTMENTS", "Các sở, ban, ngành, đơn vị liên quan")
    districts = match_class("UBND céc huyén, thanh phd")
    assert districts is not None
    assert districts.code == "DISTRICT_COMMITTEES"
    assert match_class("trẻ em khuyết tật") is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_a_share_and_symmetric(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, other) == pytest.approx(likeness(other, one))
