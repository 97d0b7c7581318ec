"""Small numbers hidden, and nothing that gives them away."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.rules.suppression import Equation, determined, suppress

T = 5


def grid(rows: list[list[int]]) -> tuple[dict[str, int], list[Equation[str]]]:
    """A table with totals of rows and columns, and of all."""
    counts: dict[str, int] = {}
    sums: list[Equation[str]] = []
    width = len(rows[0])
    for number, row in enumerate(rows):
        counts |= {f"{number}.{column}": value for column, value in enumerate(row)}
        counts[f"{number}.sum"] = sum(row)
        sums.append(Equation(f"{number}.sum", tuple(f"{number}.{column}" for column in range(width))))
    for column in range(width):
        counts[f"sum.{column}"] = sum(row[column] for row in rows)
        sums.append(Equation(f"sum.{column}", tuple(f"{number}.{column}" for number in range(len(rows)))))
    counts["sum"] = sum(map(sum, rows))
    sums.append(Equation("sum", tuple(f"{number}.sum" for number in range(len(rows)))))
    sums.append(Equation("sum", tuple(f"sum.{column}" for column in range(width))))
    return counts, sums


TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 15), min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(TABLES)
def test_no_small_number_is_shown_and_none_can_be_worked_out(rows: list[list[int]]) -> None:
    counts, sums = grid(rows)
    hidden = suppress(counts, sums, T)
    shown = {key: value for key, value in counts.items() if key not in hidden.all}
    assert all(value == 0 or value >= T for value in shown.values())
    everything_hidden = all(key in hidden.all for key in counts)
    assert everything_hidden or not determined(sums, hidden.all)


@given(TABLES, st.randoms())
def test_the_order_of_the_sums_never_matters(rows: list[list[int]], random: object) -> None:
    counts, sums = grid(rows)
    shuffled = list(sums)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert suppress(counts, sums, T) == suppress(counts, shuffled, T)


def test_one_small_part_takes_a_second_one_along() -> None:
    counts = {"tổng": 40, "nam": 37, "nữ": 3}
    hidden = suppress(counts, [Equation("tổng", ("nam", "nữ"))], T)
    assert hidden.primary == {"nữ"}
    assert hidden.complementary == {"nam"}


def test_two_small_parts_that_are_small_together_take_a_third_along() -> None:
    counts = {"tổng": 52, "a": 1, "b": 1, "c": 20, "d": 30}
    hidden = suppress(counts, [Equation("tổng", ("a", "b", "c", "d"))], T)
    assert hidden.all == {"a", "b", "c"}


def test_a_number_that_says_something_is_hidden_before_a_zero() -> None:
    counts = {"tổng": 12, "a": 0, "b": 2, "c": 10}
    assert suppress(counts, [Equation("tổng", ("a", "b", "c"))], T).complementary == {"c"}


def test_zeros_and_large_numbers_alone_hide_nothing() -> None:
    counts = {"tổng": 50, "nam": 50, "nữ": 0}
    assert suppress(counts, [Equation("tổng", ("nam", "nữ"))], T).all == frozenset()


def test_a_sum_with_a_part_that_nobody_knows_is_no_sum() -> None:
    counts = {"tổng": 40, "nam": 37, "nữ": None, "khác": 2}
    assert suppress(counts, [Equation("tổng", ("nam", "nữ", "khác"))], T).all == {"khác"}


def test_what_follows_from_several_sums_together_is_found() -> None:
    sums = [Equation("s", ("a", "b")), Equation("t", ("a", "c")), Equation("u", ("b", "c"))]
    assert determined(sums, ["a", "b", "c"]) == {"a", "b", "c"}
    assert determined(sums[:2], ["a", "b", "c"]) == set()
    assert suppress({"x": Fraction(7, 2)}, [], T).all == {"x"}
