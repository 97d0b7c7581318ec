"""What a person types into a cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.rules.cells import Cell
from mangnon.indicators.rules.entry import Typed, read_cell, read_number, write_cell, write_number
from mangnon.indicators.terms import FigureState

VALUE = FigureState.VALUE


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("0", Cell(VALUE, Decimal(0))),
        (" 12 ", Cell(VALUE, Decimal(12))),
        ("1.234", Cell(VALUE, Decimal(1234))),
        ("1 234 567", Cell(VALUE, Decimal(1234567))),
        ("1\u00a0234", Cell(VALUE, Decimal(1234))),
        ("12,5", Cell(VALUE, Decimal("12.5"))),
        ("1.234,25", Cell(VALUE, Decimal("1234.25"))),
        ("-", Cell(FigureState.NONE)),
        ("–", Cell(FigureState.NONE)),
        ("...", Cell(FigureState.NOT_COLLECTED)),
        ("…", Cell(FigureState.NOT_COLLECTED)),
        ("X", Cell(FigureState.NOT_COLLECTED)),
        ("*", Cell(FigureState.SUPPRESSED)),
    ],
)
def test_the_signs_of_the_yearbook_are_read(text: str, cell: Cell) -> None:
    assert read_cell(text) == Typed(cell)


def test_a_rate_is_typed_as_numerator_and_denominator() -> None:
    assert read_cell("12/1.340", is_rate=True) == Typed(Cell(VALUE, Decimal(12), Decimal(1340)))
    assert read_cell("12", is_rate=True) == Typed(Cell(VALUE, Decimal(12)))
    assert "tử số và mẫu số" in (read_cell("12 %", is_rate=True).problem or "")
    assert read_cell("12/340").problem
    assert read_cell("12/x", is_rate=True).problem


@pytest.mark.parametrize(
    "text", ["-5", "−5", "12a", "khoảng 20", "1.5", "1.23", "12.34,5", "1,2,3", "1e5", "9" * 13, "½"]
)
def test_what_is_no_number_is_told_and_nothing_is_guessed(text: str) -> None:
    found = read_cell(text)
    assert found.cell is None
    assert found.problem


def test_an_empty_cell_says_nothing() -> None:
    assert read_cell("  \u00a0 ") == Typed()


@given(st.decimals(0, 10**8, places=4))
def test_what_is_written_is_read_back(number: Decimal) -> None:
    assert read_number(write_number(number)) == number


@given(st.text(max_size=40), st.booleans())
def test_any_text_is_read_or_told(text: str, is_rate: bool) -> None:
    found = read_cell(text, is_rate=is_rate)
    assert found.cell is None or found.problem is None
    if found.cell is not None and found.cell.numerator is not None:
        assert found.cell.numerator >= 0


@pytest.mark.parametrize("text", ["", "-", "...", "*", "0", "1.234", "12,5"])
def test_cells_are_written_as_they_are_read(text: str) -> None:
    assert write_cell(read_cell(text).cell) == text
    assert write_cell(read_cell("5/10", is_rate=True).cell) == "5/10"


@pytest.mark.parametrize("text", ["-/340", " – / 340", "−/340"])
def test_none_of_so_many_can_be_typed_for_a_rate(text: str) -> None:
    read = read_cell(text, is_rate=True)
    assert read.cell == Cell(FigureState.NONE, None, Decimal(340))
    assert write_cell(read.cell) == "-/340"
    assert read_cell(write_cell(read.cell), is_rate=True) == read
    assert read_cell(text).problem is not None, "a count has nothing below the line"
