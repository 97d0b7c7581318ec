"""Functions of bodies, and which of them some words are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.functions import Function, function_names, functions_of_text, load_functions

_LABOUR = ["child_affairs", "labour", "social_protection", "merit", "poverty", "vocational_training"]


def test_every_function_of_the_catalogue_has_a_name_and_phrases() -> None:
    used = {item.code for agency in load_catalogue().agencies for item in agency.functions}
    assert used == set(function_names())
    assert all(function.phrases for function in load_functions().values())
    assert all(len(code) <= 40 for code in used)


@pytest.mark.parametrize(
    ("text", "among", "function"),
    [
        ("Kế hoạch thực hiện Khuyến nghị của Ủy ban về quyền trẻ em của Liên hợp quốc", _LABOUR, "child_affairs"),
        ("Rà soát hộ nghèo, hộ cận nghèo trên địa bàn", _LABOUR, "poverty"),
        ("Bảo đảm quyền tự do tín ngưỡng và tôn giáo của trẻ em", ["internal_affairs", "religion"], "religion"),
        ("Phòng, chống xâm hại trẻ em trên môi trường mạng", ["information", "press", "cyber_safety"], "cyber_safety"),
        ("PHONG CHONG xam hai tre em tren moi truong mang", ["information", "press", "cyber_safety"], "cyber_safety"),
        # «môi trường mạng» is not the environment
        ("Bảo vệ trẻ em trên môi trường mạng", ["environment", "land"], None),
        ("Chính sách trợ giúp xã hội; giáo dục nghề nghiệp cho thanh niên", _LABOUR, None),
        ("Nâng cao năng lực cho cán bộ", _LABOUR, None),
        ("", _LABOUR, None),
    ],
)
def test_what_some_words_are_about(text: str, among: list[str], function: str | None) -> None:
    guess = functions_of_text(text, among)
    assert guess.function == function
    assert bool(guess.words) or guess.function is None


@given(st.text(max_size=80), st.lists(st.sampled_from(sorted(load_functions())), max_size=6))
def test_a_guess_is_one_of_those_asked_for_or_none(text: str, among: list[str]) -> None:
    assert functions_of_text(text, among).function in {None, *among}


@given(st.sampled_from(list(load_functions().values())))
def test_a_phrase_alone_is_read_as_its_function(function: Function) -> None:
    assert functions_of_text(function.phrases[0], [function.code]).function == function.code
