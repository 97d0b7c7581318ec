"""Long sentences of several bodies stand once; nobody's words and nobody's name are lost, whatever the order."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel.text import same_words
from mangnon.reporting.consolidation.condensing import Said, condense

LONG = "Phối hợp với các cơ quan, đơn vị liên quan tổ chức tuyên truyền, phổ biến pháp luật về quyền trẻ em."
OWN = "Mở 03 lớp dạy bơi cho 90 trẻ em."


def test_the_common_sentence_stands_once_with_all_names_and_sources() -> None:
    told = condense(
        [
            Said(("Sở A",), ((False, LONG), (False, OWN))),
            Said(("UBND xã B",), ((True, LONG.upper()),)),
            Said(("Sở C",), ((False, "Đã làm xong việc được giao trong kỳ."),)),
        ]
    )
    assert [each.names for each in told] == [("Sở A",), ("Sở C",), ("Sở A", "UBND xã B")]
    assert told[-1].origin == (0, 1)
    assert told[-1].lines == ((False, LONG),)


def test_other_figures_are_another_sentence_and_short_ones_stay_where_they_are() -> None:
    texts = [
        Said(("Sở A",), ((False, f"{LONG[:-1]} với 07 hội nghị."), (False, OWN))),
        Said(("Sở B",), ((False, f"{LONG[:-1]} với 04 hội nghị."), (False, OWN))),
    ]
    assert [each.lines for each in condense(texts)] == [each.lines for each in texts]


@pytest.mark.parametrize(
    ("one", "other"),
    [("xã Sơn Hà", "xã Sơn Hạ"), ("tỷ lệ 12/15", "tỷ lệ 12-15"), ("tăng < 5%", "tăng > 5%"), ("giảm", "giám")],
)
def test_a_mark_or_a_sign_inside_makes_another_sentence(one: str, other: str) -> None:
    texts = [Said((name,), ((False, f"{LONG[:-1]} ({words})."),)) for name, words in (("Sở A", one), ("Sở B", other))]
    assert condense(texts) == [Said(each.names, each.lines, (place,)) for place, each in enumerate(texts)]


def test_one_body_that_repeats_itself_is_left_as_it_is() -> None:
    texts = [Said(("Sở A",), ((False, LONG),)), Said(("Sở A",), ((False, LONG), (False, OWN)))]
    assert [each.lines for each in condense(texts)] == [each.lines for each in texts]


LINES = st.lists(
    st.tuples(st.booleans(), st.sampled_from([LONG, LONG.lower(), f"{OWN} {LONG}", OWN, "Đã làm."])), min_size=1
)
TEXTS = st.lists(st.tuples(st.sampled_from("ABCD"), LINES), max_size=5).map(
    lambda found: [Said((name,), tuple(lines)) for name, lines in found]
)


def _who_said(texts: list[Said]) -> set[tuple[str, str]]:
    return {(name, same_words(line)) for said in texts for name in said.names for _, line in said.lines}


def _keys(said: Said) -> set[str]:
    return {same_words(line) for _, line in said.lines}


@given(texts=TEXTS, data=st.data())
def test_nothing_is_lost_nothing_is_added_and_the_order_never_matters(texts: list[Said], data: st.DataObject) -> None:
    told = condense(texts)
    assert _who_said(told) == _who_said(texts)
    assert {place for each in told for place in each.origin} == set(range(len(texts)))
    long = Counter(same_words(line) for each in told for _, line in each.lines if len(line) >= 60)
    spoken = {
        same_words(line): {
            n for t in texts for n in t.names if any(same_words(x) == same_words(line) for _, x in t.lines)
        }
        for t in texts
        for _, line in t.lines
    }
    assert all(count == 1 for line, count in long.items() if len(spoken[line]) > 1)
    assert _who_said(condense(data.draw(st.permutations(texts)))) == _who_said(told)
    again = condense(told)
    assert _who_said(again) == _who_said(told)
