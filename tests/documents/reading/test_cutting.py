"""Lines cut side by side, each with its own vocabulary, are cut as they are alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.reading.segments import cut_each
from mangnon.documents.reading.vocabulary import WordTable, make_vocabulary

_WORDS = (
    "Sở",
    "Y",
    "tế",
    "So",
    "Tu",
    "phap;",
    "Các",
    "sở,",
    "ban,",
    "ngành",
    "|",
    "Thuong",
    "xuyen",
    "văn",
    "bản.",
    "3",
)
_LINES = st.lists(st.lists(st.sampled_from(_WORDS), max_size=9).map(" ".join), min_size=1, max_size=6)
_PHRASES = (
    ({"Sở Y tế": 12.0}, {"Thường xuyên": 12.0}, {"Các sở, ban, ngành": 12.0, "Sở Tư pháp": 3.0}),
    ({"Sở Tư pháp": 1.0, "Sở Y tế": 4.0}, {}, {}),
    ({}, {"Thường xuyên hằng năm": 2.0, "Quý #": 0.0}, {"Sở Y tế": 0.0}),
)


@given(lines=_LINES, blank=st.booleans(), width=st.sampled_from((0.0, 24.0)))
def test_lines_side_by_side_are_cut_as_alone(lines: list[str], blank: bool, width: float) -> None:
    shared = WordTable()
    together = [
        (line, blank, make_vocabulary(lead, time, coordinating, table=shared))
        for line in lines
        for lead, time, coordinating in _PHRASES
    ]
    alone = [
        cut_each([(line, blank, make_vocabulary(lead, time, coordinating))], width=width)[0]
        for line in lines
        for lead, time, coordinating in _PHRASES
    ]
    assert cut_each(together, width=width) == alone


def test_a_line_is_told_to_its_columns() -> None:
    lead, time, coordinating = _PHRASES[0]
    vocabulary = make_vocabulary(lead, time, coordinating)
    cut = cut_each([("văn bản. | Sở Y tế | Các sở, ban, ngành | Thuong xuyen", False, vocabulary)], width=0.0)[0]
    assert cut.states == (0, 0, 1, 2, 3, 4, 5, 6, 7, 11, 12)
    assert cut.fitting == (False, False, *[True] * 9)
