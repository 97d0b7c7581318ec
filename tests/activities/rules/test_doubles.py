"""Suspected doubles: found by words, money and level, whatever the order; what people judged counts once."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.activities.rules import Work, counted_once, suspected_doubles
from mangnon.activities.terms import DoubleReason

WORDS = "Tổ chức diễn đàn trẻ em cấp tỉnh"
MONEY = frozenset({(2025, 50_000_000)})


def work(number: int, text: str = WORDS, agency: int = 1, level: str = "province", money: object = MONEY) -> Work:
    """One activity, as the rule sees it."""
    return Work(number, text, agency, level, frozenset(money))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (work(1), work(2, money=()), "same_words"),
        (work(1), work(2, "TO CHUC DIEN DAN TRE EM CAP TINH", money=()), "same_words"),
        (work(1), work(2, "Diễn đàn trẻ em cấp tỉnh năm 2025"), "same_money"),
        (work(1), work(2, "Diễn đàn trẻ em cấp tỉnh năm 2025", money=()), ""),
        (work(1), work(2, "Mua sắm trang thiết bị y tế"), ""),
        (work(1), work(2, agency=7, level="commune"), "two_levels"),
        (work(1), work(2, agency=7, level="commune", money=()), ""),
        (work(1), work(2, "Mua sắm trang thiết bị y tế", agency=7, level="commune"), ""),
        (work(1), work(2, agency=7), ""),  # two departments may each hold theirs
        (work(1, level="commune"), work(2, agency=7, level="commune"), ""),  # so may communes
    ],
)
def test_when_two_may_be_one(one: Work, other: Work, because: str) -> None:
    found, is_all = suspected_doubles([one, other])
    assert [pair.because for pair in found] == ([because] if because else [])
    assert is_all
    assert not because or because in DoubleReason.values


_works = st.lists(
    st.tuples(
        st.sampled_from([WORDS, "Diễn đàn trẻ em năm 2025", "Tập huấn cán bộ", "Mua sắm", ""]),
        st.integers(1, 3),
        st.sampled_from(["province", "commune"]),
        st.frozensets(st.tuples(st.integers(2024, 2026), st.integers(1, 3)), max_size=2),
    ),
    max_size=12,
)


@given(_works, st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_judged_pairs_are_left_out(
    rows: list[tuple[str, int, str, object]], dice: random.Random
) -> None:
    works = [work(number, *row) for number, row in enumerate(rows, 1)]
    found, _ = suspected_doubles(works)
    mixed = list(works)
    dice.shuffle(mixed)
    assert suspected_doubles(mixed)[0] == found
    pairs = [(pair.first, pair.second) for pair in found]
    assert all(first < second for first, second in pairs)
    assert len(set(pairs)) == len(pairs)
    assert suspected_doubles(works, judged=pairs)[0] == []


def test_communes_with_the_same_allotment_take_no_room_from_others() -> None:
    """Four hundred of them are 79,800 pairs of which none can be meant."""
    communes = [work(number, agency=number, level="commune") for number in range(1, 401)]
    twice = [work(901, "Tập huấn cán bộ", 900, "commune"), work(902, "Tập huấn cán bộ", 900, "commune")]
    found, is_all = suspected_doubles([*communes, *twice])
    assert [(pair.first, pair.second, pair.because) for pair in found] == [(901, 902, "same_words")]
    assert is_all


def test_too_many_pairs_are_said_to_be_too_many() -> None:
    works = [work(number) for number in range(1, 60)]
    found, is_all = suspected_doubles(works, most_pairs=100)
    assert (len(found), is_all) == (100, False)


@given(st.sets(st.integers(1, 15)), st.lists(st.tuples(st.integers(1, 15), st.integers(1, 15)), max_size=15))
def test_each_group_counts_exactly_once(ids: set[int], same: list[tuple[int, int]]) -> None:
    found = counted_once(ids, same)
    assert found.keys() == ids
    assert all(found[found[each]] == found[each] <= each for each in ids)
    for first, second in same:
        if first in ids and second in ids:
            assert found[first] == found[second]
    if not same:
        assert all(found[each] == each for each in ids)


@given(
    st.sets(st.integers(1, 15)),
    st.lists(st.tuples(st.integers(1, 15), st.integers(1, 15)), max_size=15),
    st.sets(st.integers(1, 15)),
)
def test_what_was_dropped_never_stands_for_what_is_done(
    ids: set[int], same: list[tuple[int, int]], dropped: set[int]
) -> None:
    found = counted_once(ids, same, dropped=dropped)
    assert found.keys() == ids
    assert all(found[found[each]] == found[each] for each in ids)
    assert all(found[each] not in dropped for each in ids - dropped)


def test_a_chain_of_verdicts_is_one_group() -> None:
    assert counted_once([1, 2, 3, 9], [(2, 3), (1, 3)]) == {1: 1, 2: 1, 3: 1, 9: 9}
    assert counted_once([2, 3], [(1, 2), (1, 3)]) == {2: 2, 3: 2}
