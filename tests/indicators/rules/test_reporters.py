"""Whose figure counts: a rule of who tells it, whatever the order."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.rules.reporters import Reporter, counting
from mangnon.indicators.terms import FigureState

HEALTH = "Chủ trì: Bộ Y tế; Phối hợp: Bộ Lao động - Thương binh và Xã hội; Bộ Công an"
VALUE, NOBODY = FigureState.VALUE, FigureState.NOT_COLLECTED
OWN = Reporter(9, "Z", "Ủy ban nhân dân Xã A", VALUE, is_committee=True, is_own=True)
HEIR = Reporter(8, "Y", "Ủy ban nhân dân Xã AB", VALUE, is_committee=True)
LEADS = Reporter(7, "X", "Sở Y tế", VALUE)
TAKES_PART = Reporter(6, "W", "Sở Lao động - Thương binh và Xã hội", VALUE)
OTHER = Reporter(5, "V", "Sở Tư pháp", VALUE)


def test_the_order_of_who_stands_first() -> None:
    order = [OWN, HEIR, LEADS, TAKES_PART, OTHER]
    for number, first in enumerate(order):
        for told in permutations(order[number:]):
            assert counting(told, HEALTH) == first.agency


def test_words_that_only_begin_alike_name_nobody() -> None:
    health, early = Reporter(1, "Z", "Sở Y tế", VALUE), Reporter(2, "A", "Sở Mẫu", VALUE)
    assert counting([health, early], "Bộ Y tế dự phòng") == 1, "a longer name still names the sector"
    assert counting([health, early], "Bộ Y tếm") == 2
    assert counting([health, early], "") == 2, "nobody named: by code"
    assert counting([Reporter(1, "Z", "Công an tỉnh Mẫu", VALUE), early], "Bộ Công an") == 1


def test_a_number_stands_before_what_nobody_counted_and_a_choice_before_all() -> None:
    silent = Reporter(OWN.agency, OWN.code, OWN.name, NOBODY, is_committee=True, is_own=True)
    assert counting([silent, OTHER], HEALTH) == OTHER.agency
    chosen = Reporter(5, "V", "Sở Tư pháp", NOBODY, is_chosen=True)
    assert counting([OWN, LEADS, chosen], HEALTH) == chosen.agency
    assert counting([], HEALTH) is None


_reporters = st.builds(
    Reporter,
    st.integers(1, 6),
    st.sampled_from("ABC"),
    st.sampled_from(["Sở Y tế", "Sở Tư pháp", "Ủy ban nhân dân Xã A", ""]),
    st.sampled_from(list(FigureState)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(
    st.lists(_reporters, max_size=5, unique_by=lambda each: each.agency), st.randoms(use_true_random=False), st.text()
)
def test_the_order_never_matters(told: list[Reporter], chance: object, words: str) -> None:
    mixed = list(told)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert counting(told, words) == counting(mixed, words)
