"""Whole đồng, unknown told from nought, sums that always part without remainder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.activities.errors import BadMoney
from mangnon.activities.rules import LARGEST_AMOUNT, Amounts, Line, amount_of, is_overspent, totals_by

amounts = st.none() | st.integers(0, LARGEST_AMOUNT)
lines = st.lists(
    st.builds(
        Line,
        st.integers(1, 6),
        st.sampled_from(["central", "commune", "integrated"]),
        st.integers(2024, 2027),
        amounts,
        amounts,
        amounts,
    ),
    max_size=20,
)


@given(lines, st.sampled_from(["activity_id", "source", "year"]))
def test_sums_by_any_key_add_up_to_the_whole(found: list[Line], name: str) -> None:
    whole = totals_by(found, lambda line: 0).get(0, Amounts())
    parts = totals_by(found, lambda line: getattr(line, name))
    assert sum(parts.values(), Amounts()) == whole
    assert whole.planned == sum(line.planned or 0 for line in found)
    assert whole.spent_unknown == sum(line.spent is None for line in found)
    assert whole.lines == len(found)


@given(st.integers(0, LARGEST_AMOUNT), st.sampled_from(["{}", "{} đồng", " {}đ ", "{} VND", "{} VNĐ"]))
def test_an_amount_is_read_however_it_is_grouped(amount: int, form: str) -> None:
    assert amount_of(form.format(amount)) == amount
    for sign in (".", " ", ","):
        assert amount_of(form.format(f"{amount:,}".replace(",", sign))) == amount


@pytest.mark.parametrize(
    "text", ["12,5 triệu", "1.5", "-3", "12.50", "1.000,5", "một triệu", "1e6", "٣", "9" * 30, "1.000 000"]
)
def test_an_amount_is_never_guessed(text: str) -> None:
    with pytest.raises(BadMoney, match="chưa được lưu"):
        amount_of(text)


@given(st.text(max_size=30))
def test_any_words_are_an_amount_nothing_or_a_refusal(text: str) -> None:
    try:
        found = amount_of(text)
    except BadMoney:
        return
    assert found is None or 0 <= found <= LARGEST_AMOUNT


def test_an_empty_box_is_unknown_and_nought_is_nought() -> None:
    assert amount_of("  ") is None
    assert amount_of("0") == 0


@pytest.mark.parametrize(
    ("allocated", "spent", "over"), [(5, 6, True), (5, 5, False), (None, 6, False), (5, None, False)]
)
def test_overspending_needs_both_amounts(allocated: int | None, spent: int | None, over: bool) -> None:
    assert is_overspent(Line(1, "central", 2025, None, allocated, spent)) is over
