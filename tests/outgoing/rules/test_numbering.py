from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from mangnon.outgoing.rules import faults_of, number_text, overlaps, register_for, symbol_of, why_not_numbered

TODAY = dt.date(2025, 5, 20)


def test_a_number_below_ten_has_a_leading_zero() -> None:
    assert (number_text(5), number_text(10), number_text(1204)) == ("05", "10", "1204")
    assert symbol_of(5, "BC-SYT") == "05/BC-SYT"
    assert symbol_of(None, "BC-SYT") == "....../BC-SYT"


def test_days_run_with_numbers() -> None:
    assert why_not_numbered(TODAY, today=TODAY, last_day=TODAY) is None
    assert why_not_numbered(TODAY - dt.timedelta(1), today=TODAY, last_day=None) is None
    assert "sau hôm nay" in str(why_not_numbered(TODAY + dt.timedelta(1), today=TODAY, last_day=None))
    assert "19/05/2025" in str(why_not_numbered(dt.date(2025, 5, 18), today=TODAY, last_day=dt.date(2025, 5, 19)))
    assert "đã khép" in str(why_not_numbered(dt.date(2024, 12, 31), today=TODAY, last_day=None))


@given(st.integers(1, 50), st.integers(0, 60))
def test_a_whole_register_has_no_fault(first: int, count: int) -> None:
    assert faults_of(range(first, first + count), first=first, last=first + count - 1) == []


@given(st.lists(st.integers(1, 30), max_size=40), st.integers(1, 30))
def test_every_fault_is_named_once_and_nothing_else(numbers: list[int], last: int) -> None:
    found = faults_of(numbers, first=1, last=last)
    assert {f.number for f in found if f.what == "gap"} == set(range(1, last + 1)) - set(numbers)
    assert sum(f.what == "double" for f in found) == len(numbers) - len(set(numbers))
    assert {f.number for f in found if f.what == "beyond"} == {n for n in numbers if n > last}


def test_the_register_that_names_a_kind_takes_it() -> None:
    registers = [(1, []), (2, ["quyet-dinh"])]
    assert register_for("quyet-dinh", registers) == 2
    assert register_for("bao-cao", registers) == 1
    assert register_for("bao-cao", [(2, ["quyet-dinh"])]) is None


def test_two_registers_never_take_one_kind() -> None:
    assert overlaps([], [["quyet-dinh"]]) == []
    assert overlaps([], [[]]) == ["*"]
    assert overlaps(["bao-cao", "quyet-dinh"], [["quyet-dinh"], []]) == ["quyet-dinh"]
