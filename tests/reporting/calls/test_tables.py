"""Tables of a called report: what is typed, what is pasted, what is refused and where."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.reporting.rules.tables import (
    MOST_ROWS,
    Column,
    columns_from,
    out_of_bounds,
    pasted_rows,
    read_table,
    rows_of,
    shown_rows,
    sums_of,
    wrong_columns,
)

COLUMNS = [
    Column("Tên lớp"),
    Column("Số trẻ", "number", unit="trẻ", lowest="0", highest="5000"),
    Column("Hình thức", "choice", choices=("Trực tiếp", "Trực tuyến")),
]
_WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\t\r\n\x00", exclude_categories=["Cc", "Cf", "Zs", "Zl"]),
    min_size=1,
)


def test_cells_are_kept_as_they_are_read_and_empty_rows_are_left_out() -> None:
    read = read_table(COLUMNS, [["Lớp A", "1.250", "Trực tiếp"], ["", "", ""], ["Lớp B", "12", ""]])
    assert not read.wrong
    assert rows_of(read.text) == [["Lớp A", "1250", "Trực tiếp"], ["Lớp B", "12", ""]]
    assert shown_rows(COLUMNS, read.text)[0] == ["Lớp A", "1.250", "Trực tiếp"]
    assert sums_of(COLUMNS, [read.text, read.text]) == [None, Decimal(2524), None]
    assert read_table(COLUMNS, [["", " ", ""]]).text == ""


def test_each_bad_cell_is_named_by_row_and_column() -> None:
    read = read_table(COLUMNS, [["Lớp A", "mười hai", "Trực tiếp"], ["Lớp B", "9.000", "Qua đài"], ["C", "-3", ""]])
    assert not read.text
    for words in ("dòng 1, cột «Số trẻ»", "dòng 2, cột «Số trẻ»", "lớn hơn 5.000", "dòng 2, cột «Hình thức»", "số âm"):
        assert words in read.wrong
    assert "dòng 1 có 4 ô" in read_table(COLUMNS, [["a", "1", "", "thừa"]]).wrong
    assert str(MOST_ROWS) in read_table(COLUMNS, [["a"]] * (MOST_ROWS + 1)).wrong
    assert "chỉ có 1 dòng" in read_table(COLUMNS, [["a"], ["b"]], rows=["Nam"]).wrong


def test_what_is_pasted_leaves_out_heads_and_finds_fixed_rows() -> None:
    text = "Tên lớp\tSố trẻ\tHình thức\r\nLớp A\t12\tTrực tiếp\r\n\r\nLớp B\t7\r\n"
    assert pasted_rows(text, COLUMNS) == [["Lớp A", "12", "Trực tiếp"], ["Lớp B", "7", ""]]
    fixed = pasted_rows("Nữ\t5\nNam\t4", [Column("Số trẻ", "number")], rows=["Nam", "Nữ"])
    assert fixed == [["4"], ["5"]]


@pytest.mark.parametrize(
    "columns",
    [
        [],
        [Column("")],
        [Column("A"), Column("A")],
        [Column("A", "table")],
        [Column("A", "choice", choices=("x",))],
        [Column("A", "number", lowest="5", highest="1")],
        [Column("A", "number", lowest="NaN")],
        [Column("A", "number", lowest="năm")],
    ],
)
def test_columns_that_will_not_do_are_refused(columns: list[Column]) -> None:
    assert wrong_columns(columns)


def test_columns_come_back_as_they_were_kept() -> None:
    assert columns_from(column.as_data() for column in COLUMNS) == COLUMNS
    assert not wrong_columns(COLUMNS)


@given(st.lists(st.tuples(_WORDS, st.integers(0, 5000)), min_size=1, max_size=20))
def test_pasting_is_typing_and_sums_do_not_depend_on_the_order(rows: list[tuple[str, int]]) -> None:
    columns = COLUMNS[:2]
    typed = [[name, str(number)] for name, number in rows]
    pasted = pasted_rows("\n".join("\t".join(row) for row in typed), columns)
    if [cell.casefold() for cell in typed[0]] != ["tên lớp", "số trẻ"]:
        assert [[cell.strip() for cell in row] for row in typed] == pasted
    read = read_table(columns, typed)
    assert not read.wrong
    back = read_table(columns, list(reversed(typed)))
    assert sums_of(columns, [read.text]) == sums_of(columns, [back.text]) == [None, Decimal(sum(n for _, n in rows))]


@given(st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2), st.decimals(0, 1000, places=2))
def test_bounds_refuse_exactly_what_lies_outside(low: Decimal, high: Decimal, value: Decimal) -> None:
    assert bool(out_of_bounds(str(value), str(low), str(high))) == (not low <= value <= high)


def test_a_lone_quote_in_two_rows_is_two_cells() -> None:
    assert pasted_rows('"\t0\n"\t1', COLUMNS[:2]) == [['"', "0"], ['"', "1"]]
    assert pasted_rows('"hai\ndòng"\t1', COLUMNS[:2]) == [["hai\ndòng", "1"]]
