"""The language of computed indicators."""

from __future__ import annotations

import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.errors import BadExpression
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.expressions import (
    MOST_SIGNS,
    Reference,
    UnknownPart,
    adds_up,
    circle_in,
    evaluate,
    read_expression,
    references_in,
)
from mangnon.indicators.terms import Unknown

VALUES = {"A": Fraction(12), "B": Fraction(5), "Z": Fraction(0)}


def look_up(reference: Reference) -> Told:
    value = VALUES.get(reference.code)
    return Told(unknown=Unknown.NOT_COLLECTED) if value is None else Told(value)


def value(text: str) -> Fraction | None:
    return evaluate(read_expression(text, own_set="S"), look_up).told.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", Fraction(7)),
        ("(1 + 2) × 3", Fraction(9)),
        ("10 − 4 - 3", Fraction(3)),
        ("12 : 5 ÷ 2", Fraction(6, 5)),
        ("-[A] + 20", Fraction(8)),
        ("--[A]", Fraction(12)),
        ("[A] / [B] * 100", Fraction(240)),
        ("0,5 + 0.25", Fraction(3, 4)),
        ("sum([A]; [B]; 1)", Fraction(18)),
        ("min([A]; [B])", Fraction(5)),
        ("max([A]; [S/B])", Fraction(12)),
    ],
)
def test_expressions_are_worked_out_exactly(text: str, expected: Fraction) -> None:
    assert value(text) == expected


@pytest.mark.parametrize("text", ["100.000", "[A] / [B] * 100.000", "1.234.567", "12.500,5"])
def test_a_number_grouped_as_officials_write_it_is_never_read_a_thousand_times_too_small(text: str) -> None:
    with pytest.raises(BadExpression, match=r"chưa rõ là số nào|có ký tự không hiểu được"):
        value(text)


def test_a_decimal_point_is_read_where_it_can_be_nothing_else() -> None:
    assert value("0.125 + 1000.125 + 12.50 + 100000") == Fraction("101012.75")


OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
SMALL = st.integers(-99, 99)


@given(SMALL, SMALL, st.integers(1, 99), st.sampled_from("+-*/"), st.sampled_from("+-*/"))
def test_operators_bind_as_in_arithmetic(a: int, b: int, c: int, one: str, two: str) -> None:
    first, second, third = Fraction(a), Fraction(b), Fraction(c)
    binds_later = one in "+-" and two in "*/"
    try:
        if binds_later:
            expected = OPERATORS[one](first, OPERATORS[two](second, third))
        else:
            expected = OPERATORS[two](OPERATORS[one](first, second), third)
    except ZeroDivisionError:
        expected = None
    assert value(f"({a}) {one} ({b}) {two} {c}") == expected


def test_a_division_by_zero_is_unknown_and_told() -> None:
    found = evaluate(read_expression("[A] / ([B] - 5)", own_set="S"), look_up)
    assert found.told == Told(unknown=Unknown.ZERO_DENOMINATOR)
    assert found.unknowns == (UnknownPart(None, Unknown.ZERO_DENOMINATOR),)


def test_every_unknown_part_is_told() -> None:
    found = evaluate(read_expression("[A] + [X] * [Y@-2]", own_set="S"), look_up)
    assert found.told.value is None
    assert [part.reference.name for part in found.unknowns if part.reference] == ["S/X", "S/Y@-2"]


def test_what_is_partial_or_estimated_stays_so() -> None:
    found = evaluate(
        read_expression("[A] + [B]", own_set="S"),
        lambda one: Told(Fraction(1), None, one.code == "A", one.code == "B"),
    )
    assert (found.told.is_partial, found.told.is_estimate) == (True, True)


def test_numerator_and_denominator_can_be_asked_for() -> None:
    node = read_expression("num([I-0301]) / den([TT13-2021/I-0301@-1])", own_set="TT13-2021")
    assert list(references_in(node)) == [
        Reference("TT13-2021", "I-0301", 0, "numerator"),
        Reference("TT13-2021", "I-0301", 1, "denominator"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "1 +",
        "(1",
        "1)",
        "1 1",
        "[A",
        "[]",
        "[A B]",
        "[A@-99]",
        "2 ** 3",
        "sum()",
        "sum(1, 2)",
        "num(1)",
        "num([A]; [B])",
        "pow(2; 3)",
        "__import__('os')",
        "[A].x",
        "1e9",
        "abc",
        "1;2",
        "9" * 19,
        "(" * 40 + "1" + ")" * 40,
        "1" + "+1" * MOST_SIGNS,
    ],
)
def test_everything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadExpression) as refused:
        read_expression(text, own_set="S")
    assert "Chưa có gì được ghi" in refused.value.message


@given(st.text(alphabet="[]()+-*/;:,.@ABab019 summinxed", max_size=60))
def test_no_text_does_anything_but_be_read_or_refused(text: str) -> None:
    try:
        node = read_expression(text, own_set="S")
    except BadExpression:
        return
    found = evaluate(node, look_up)
    assert (found.told.value is None) == bool(found.unknowns)


def test_a_code_without_set_needs_one() -> None:
    with pytest.raises(BadExpression):
        read_expression("[A]")


def test_a_circle_is_found_and_named() -> None:
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]
    assert circle_in({"a": {"a"}}) == ["a", "a"]
    assert circle_in({"a": {"b", "c"}, "b": {"c"}}) is None


@pytest.mark.parametrize(
    ("text", "is_sum"),
    [
        ("[A] + [B]", True),
        ("sum([A]; [B]) * 2", True),
        ("[A] / 10", True),
        ("num([A])", True),
        ("[A] / [B] * 100", False),
        ("[A] - [B]", False),
        ("max([A]; [B])", False),
        ("[A] * [B]", False),
        ("10 / [A]", False),
        ("den([A])", False),
    ],
)
def test_what_only_adds_is_known(text: str, is_sum: bool) -> None:
    assert adds_up(read_expression(text, own_set="M")) is is_sum
