"""Folding, order and spacing of Vietnamese text."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel.text import (
    capitalise_first,
    collation_key,
    fold,
    nfc,
    one_line,
    same_name,
    typed_words,
    without_marks,
)

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ĐÂƠƯ-,.09",
    max_size=40,
)


@given(VIETNAMESE)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_folding_does_not_depend_on_how_marks_are_written(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text)) == fold(text.upper())


@given(VIETNAMESE)
def test_folded_text_is_ascii_words_with_single_blanks(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == " ".join(folded.split())


@given(VIETNAMESE)
def test_words_in_the_language_are_kept_as_they_were_typed(text: str) -> None:
    assert typed_words(text) == nfc(text).strip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u200b\u2060\ufeff", ""),
        (" \u3164\u2800\xad ", ""),
        ("\x00\ud800", ""),
        ("bao cao\u202efdp.exe", "bao caofdp.exe"),
        ("Dòng một\n\tDòng\u200b hai ", "Dòng một\n\tDòng hai"),
    ],
)
def test_signs_that_nobody_sees_are_not_kept(typed: str, kept: str) -> None:
    assert typed_words(typed) == kept


@given(VIETNAMESE)
def test_taking_marks_off_keeps_length_and_case(text: str) -> None:
    bare = without_marks(text)
    assert len(bare) == len(nfc(text))
    assert [char.isupper() for char in bare] == [char.isupper() for char in nfc(text)]


def test_the_letter_d_with_a_stroke_is_a_d() -> None:
    assert fold("Đắk Lắk") == "dak lak"
    assert without_marks("ĐỒNG NAI đồng nai") == "DONG NAI dong nai"


@pytest.mark.parametrize(
    "ordered",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["an", "ăn", "ân"],
        ["da", "đa", "e"],
        ["o", "ô", "ơ"],
        ["u", "ư"],
        ["Ánh", "Anh Tuấn"],
        ["10", "2", "a"],  # sign by sign: an order of words, not of numbers
    ],
    ids=" ".join,
)
def test_vietnamese_dictionary_order(ordered: list[str]) -> None:
    for shuffled in itertools.permutations(ordered):
        assert sorted(shuffled, key=collation_key) == ordered


@given(VIETNAMESE, VIETNAMESE)
def test_the_order_is_total(first: str, second: str) -> None:
    assert (collation_key(first) == collation_key(second)) == (first == second)


@given(VIETNAMESE)
def test_one_line_has_no_white_space_but_single_blanks(text: str) -> None:
    assert one_line(f"\n {text}\t\t{text} ") == " ".join(f"{text} {text}".split())


def test_only_the_first_letter_becomes_a_capital() -> None:
    assert capitalise_first("ủy ban Nhân dân") == "Ủy ban Nhân dân"
    assert capitalise_first("") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ủy ban nhân dân xã Hoà Mẫu", "uỷ ban nhân dân  XÃ Hòa Mẫu", True),
        ("xã Sơn Hà", "xã Sơn Hạ", False),
        ("xã Ba Tơ", "xã Ba Tô", False),
        ("Đăk Mẫu", "Dăk Mẫu", False),
        (unicodedata.normalize("NFD", "xã Sơn Hạ"), "xã Sơn Hạ", True),
    ],
)
def test_names_are_the_same_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert (same_name(one) == same_name(other)) is same
