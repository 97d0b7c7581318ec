"""Pasted words: what stays, what is told; and who clashes with whom."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.reporting.rules.typed import (
    HTML_NOTE,
    TABLE_NOTE,
    UNSEEN_NOTE,
    box_revisions,
    clashing,
    tidied,
)

WORD = (
    "<html><head><style>p{color:red}</style></head><body><!-- x --><p class=MsoNormal>Đã mở&nbsp;<b>03</b> lớp</p>"
    "<table><tr><td>Xã A</td><td>12</td></tr><tr><td>Xã B</td><td>5 &lt; 6</td></tr></table></body></html>"
)


def test_pasted_html_keeps_every_word() -> None:
    found = tidied(WORD)
    assert found.text == "Đã mở 03 lớp\nXã A; 12\nXã B; 5 < 6"
    assert found.notes == (HTML_NOTE, TABLE_NOTE)


def test_a_table_from_word_becomes_lines() -> None:
    found = tidied("Xã\tSố lớp\r\nXã A\t3\r\nXã B\t")
    assert found.text == "Xã; Số lớp\nXã A; 3\nXã B"
    assert found.notes == (TABLE_NOTE,)


def test_unseen_signs_go_and_words_with_angles_stay() -> None:
    assert tidied("A\x00\x07\u202eB\ufeff").text == "AB"
    assert tidied("A\x07").notes == (UNSEEN_NOTE,)
    assert tidied("Trẻ < 6 tuổi và > 3 tuổi, xã <A>").text == "Trẻ < 6 tuổi và > 3 tuổi, xã <A>"
    assert tidied("e\u0302").text == "ê"


@pytest.mark.parametrize("piece", ["<style>", "<!--", "</p>", "<p ", "<td>x</td>", "\t", "\x01"])
def test_hostile_pastes_take_no_time(piece: str) -> None:
    began = time.perf_counter()
    tidied(piece * (390_000 // len(piece)))
    tidied(piece * 1_000_000)
    assert time.perf_counter() - began < 5


@given(st.text(max_size=300))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = tidied(text).text
    if "<" not in once and "&" not in once:
        assert tidied(once).text == once


def test_two_writers_clash_only_in_one_box() -> None:
    boxes = box_revisions({}, before=0, present={"a": "", "b": ""}, after={"a": "x", "b": ""})
    assert boxes == {"a": 1, "b": 0, "at": 1}
    present = {"a": "x", "b": ""}
    assert clashing(boxes, at=1, seen=0, present=present, given={"b": "y"}, touched=["b"]) == []
    assert clashing(boxes, at=1, seen=0, present=present, given={"a": "z"}, touched=["a"]) == ["a"]
    assert clashing(boxes, at=1, seen=0, present=present, given={"a": "x"}, touched=["a"]) == [], "sent again"
    assert clashing(boxes, at=2, seen=0, present=present, given={"b": "y"}, touched=["b"]) == ["b"], "another way"
