"""Signs nobody sees are gone, signs that look alike are alike, and lines keep their numbers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.reading import load_lines
from mangnon.documents.reading.cleaning import LONGEST_LINE, apart, clean, lines_of

_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c\u202e\u2066\u2069\u061c\xad\x00\ufe0f"
_TEXT = "Sở Y tế chủ trì, phối hợp với Sở Nội vụ"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_lines_end_as_every_system_ends_them(end: str) -> None:
    assert lines_of(f"một{end}hai{end}{end}ba") == ["một", "hai", "", "ba"]


@given(st.lists(st.sampled_from([*_TEXT, *_UNSEEN]), max_size=60))
def test_unseen_signs_are_gone(signs: list[str]) -> None:
    made = clean("".join(signs))
    assert not set(made) & set(_UNSEEN)
    assert made == unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in _UNSEEN))


def test_directions_and_joiners_do_not_part_words() -> None:
    assert load_lines("\u202bSở \u200fY\u200b tế\u202c".encode(), "a").lines == ("Sở Y tế",)
    assert load_lines("Sở\xa0Y\u2009tế\u3000và thực\xad hiện".encode(), "a").lines == ("Sở Y tế và thực hiện",)


@pytest.mark.parametrize("text", ["e\u0301\u0302", "é\u0302", "ê\u0301", "e\u0302\u0301", "ế"])
def test_marks_in_any_order_are_one_letter(text: str) -> None:
    assert clean(text) == "ế"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_is_cleaned_once_and_for_all(text: str) -> None:
    for line in lines_of(text):
        assert clean(line).rstrip() == line
        assert unicodedata.is_normalized("NFC", line)
        assert len(line) <= LONGEST_LINE


def test_letters_that_look_the_same_are_the_same() -> None:
    assert apart("Ðồng Tháp, số 12\u2011KH, ﬁle, \uf0b7 mục") == "Đồng Tháp, số 12-KH, file, • mục"


def test_a_monstrous_line_becomes_several() -> None:
    lines = lines_of(f"{_TEXT} " * 1000 + "\nhết")
    assert len(lines) > 5
    assert all(len(line) <= LONGEST_LINE for line in lines)
    assert " ".join(lines[:-1]).split() == (f"{_TEXT} " * 1000).split()
    assert lines[-1] == "hết"
    assert [len(line) for line in lines_of("x" * 9000)] == [4000, 4000, 1000]
