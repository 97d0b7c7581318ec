"""Findings on the figures of one unit and period."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.rules.cells import Cell
from mangnon.indicators.rules.checks import CellKey, Division, Finding, Sheet, Subject, check_sheet, robust_z
from mangnon.indicators.rules.periods import period_of
from mangnon.indicators.terms import FigureState, IndicatorKind, Severity

COUNT = Subject("S/C", "Dân số trẻ em", IndicatorKind.COUNT)
RATE = Subject("S/R", "Tỷ lệ mẫu", IndicatorKind.RATE, Decimal(100), denominator_from="S/C")
SEX = Division("sex", "Giới tính", {"male": "Nam", "female": "Nữ"}, True)
HELP = Division("help", "Loại hình", {"health": "Y tế", "law": "Pháp lý"}, False)


def value(above: int | str, below: int | None = None) -> Cell:
    return Cell(FigureState.VALUE, Decimal(above), None if below is None else Decimal(below))


def check(cells: dict[CellKey, Cell], **more: Any) -> list[Finding]:
    return check_sheet(Sheet(cells=cells, subjects={"S/C": COUNT, "S/R": RATE}, divisions=[SEX, HELP], **more))


def codes(found: list[Finding]) -> list[str]:
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("key", "cell", "code", "words"),
    [
        ("S/C", value(-3), "negative", "số âm"),
        ("S/C", value("2.5"), "not_whole", "2,5 phải là số nguyên"),
        ("S/C", value(10**10), "absurd", "10.000.000.000 lớn hơn dân số cả nước"),
        ("S/C", Cell(FigureState.VALUE), "no_number", "chưa có số"),
        ("S/R", value(12, 10), "above_whole", "Tử số 12 lớn hơn mẫu số 10"),
        ("S/R", value(1, 0), "zero_denominator", "Mẫu số bằng 0"),
        ("S/R", value(1), "no_denominator", "chưa có mẫu số"),
    ],
)
def test_a_cell_that_cannot_be_true_is_told_in_words(key: str, cell: Cell, code: str, words: str) -> None:
    found = check({(key, ""): cell})
    assert code in codes(found)
    assert any(words in each.words for each in found)
    assert all(each.cells == ((key, ""),) for each in found)


def test_zero_nothing_and_not_collected_are_no_findings() -> None:
    cells = {("S/C", ""): value(0), ("S/C", "sex=male"): Cell(FigureState.NONE)}
    assert check(cells) == []
    assert check({("S/R", ""): value(0, 0), ("S/C", ""): Cell(FigureState.NOT_COLLECTED)}) == []


def test_sexes_must_add_up_and_the_difference_is_told() -> None:
    cells = {("S/C", ""): value(100), ("S/C", "sex=male"): value(52), ("S/C", "sex=female"): value(47)}
    (found,) = check(cells)
    assert (found.severity, found.code) == (Severity.ERROR, "sum_differs")
    assert found.words == "Giới tính: Nam 52 + Nữ 47 = 99, khác số chung 100 (thiếu 1)."
    assert set(found.cells) == set(cells)


def test_sums_are_checked_in_every_context_and_of_denominators_too() -> None:
    cells = {
        ("S/R", "help=health"): value(10, 50),
        ("S/R", "help=health|sex=male"): value(6, 30),
        ("S/R", "help=health|sex=female"): value(4, 25),
    }
    (found,) = [each for each in check(cells) if each.severity == Severity.ERROR]
    assert "khác mẫu số chung 50" in found.words


def test_groups_may_all_be_told_over_one_whole() -> None:
    cells = {("S/R", ""): value(10, 50), ("S/R", "sex=male"): value(6, 50), ("S/R", "sex=female"): value(4, 50)}
    assert check(cells) == []


def test_parts_may_lack_but_never_be_more_than_the_whole() -> None:
    assert check({("S/C", ""): value(100), ("S/C", "sex=male"): value(52)}) == []
    assert codes(check({("S/C", ""): value(100), ("S/C", "sex=male"): value(101)})) == ["parts_above_whole"]


def test_groups_that_overlap_need_not_add_up() -> None:
    cells = {("S/C", ""): value(10), ("S/C", "help=health"): value(8), ("S/C", "help=law"): value(7)}
    assert check(cells) == []
    assert codes(check({**cells, ("S/C", "help=law"): value(11)})) == ["part_above_whole"]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_figures_that_add_up_are_never_found_fault_with(male: int, female: int) -> None:
    cells = {("S/C", ""): value(male + female), ("S/C", "sex=male"): value(male), ("S/C", "sex=female"): value(female)}
    assert check(cells) == []


def test_a_denominator_that_is_another_indicator_is_compared() -> None:
    (found,) = check({("S/C", ""): value(100), ("S/R", ""): value(5, 90)})
    assert (found.severity, found.code) == (Severity.WARNING, "denominator_differs")
    assert "khác «Dân số trẻ em» đã nhập 100 (thiếu 10)" in found.words


def test_a_leap_against_the_last_period_is_asked_about() -> None:
    last = {("S/C", ""): value(100)}
    (found,) = check({("S/C", ""): value(180)}, last=last)
    assert found.words == "Kỳ trước 100, kỳ này 180 (tăng 80 %). Nếu đúng, hãy ghi lý do."
    assert check({("S/C", ""): value(140)}, last=last) == []
    assert check({("S/C", ""): value(15)}, last={("S/C", ""): value(3)}) == []
    assert codes(check({("S/C", ""): Cell(FigureState.NONE)}, last=last)) == ["far_from_last"]
    assert check({("S/C", ""): Cell(FigureState.NOT_COLLECTED)}, last=last) == []


def test_a_rate_far_from_all_peers_is_asked_about() -> None:
    peers = {"S/R": [Fraction(each) for each in (40, 41, 42, 43, 44, 45, 46, 47)]}
    (found,) = check({("S/R", ""): value(95, 100)}, peers=peers)
    assert found.words.startswith("95 cao khác hẳn 8 đơn vị cùng cấp (mức giữa 43,5)")
    assert check({("S/R", ""): value(45, 100)}, peers=peers) == []
    assert check({("S/R", ""): value(95, 100)}, peers={"S/R": peers["S/R"][:7]}) == []
    assert robust_z(Fraction(9), [Fraction(1)] * 9) is None


@given(st.dictionaries(st.sampled_from(["", "sex=male", "sex=female", "help=law"]), st.integers(-5, 50)), st.randoms())
def test_findings_do_not_depend_on_the_order_of_cells(numbers: dict[str, int], random: object) -> None:
    keys = list(numbers)
    random.shuffle(keys)  # type: ignore[attr-defined]
    one = check({("S/C", key): value(number) for key, number in numbers.items()})
    other = check({("S/C", key): value(numbers[key]) for key in keys})
    assert one == other


@pytest.mark.parametrize(
    ("nature", "now", "nested", "said"),
    [
        ("flow", 30, {"2025H1": 500}, "Năm 2025: 30, nhỏ hơn 6 tháng đầu năm 2025 đã báo cáo 500"),
        ("persons", 30, {"2025Q1": 31}, "nhỏ hơn quý I năm 2025 đã báo cáo 31"),
        ("flow", 30, {"2025H1": 10, "2025H2": 15}, "còn 6 tháng đầu năm 2025 10 + 6 tháng cuối năm 2025 15 = 25"),
        ("stock", 30, {"2025H2": 31}, "dù cùng là số của ngày 31/12/2025"),
        ("flow", 30, {"2025H1": 10, "2025H2": 20}, ""),
        ("flow", 30, {"2025H1": 30}, ""),
        ("persons", 30, {"2025H1": 20, "2025H2": 20}, ""),
        ("stock", 30, {"2025H1": 500, "2025H2": 30}, ""),
    ],
)
def test_a_period_is_held_against_its_parts(nature: str, now: int, nested: dict[str, int], said: str) -> None:
    key = ("S/C", "")
    sheet = Sheet(
        cells={key: value(now)},
        subjects={"S/C": replace(COUNT, nature=nature)},
        period=period_of("2025"),
        nested={period_of(code): {key: value(number)} for code, number in nested.items()},
    )
    found = check_sheet(sheet)
    assert codes(found) == (["differs_from_nested"] if said else [])
    assert not found or (said in found[0].words and found[0].severity == Severity.WARNING)


def test_a_part_is_held_against_the_period_around_it() -> None:
    subject = replace(RATE, nature="flow", denominator_nature="stock")
    sheet = Sheet(
        cells={("S/R", ""): value(12, 90)},
        subjects={"S/R": subject, "S/C": COUNT},
        period=period_of("2025H2"),
        nested={period_of("2025"): {("S/R", ""): value(11, 100)}},
    )
    first, second = (each.words for each in check_sheet(sheet))
    assert "6 tháng cuối năm 2025: 12, lớn hơn năm 2025 đã báo cáo 11" in first
    assert second.startswith("Mẫu số: 6 tháng cuối năm 2025: 90, còn năm 2025 đã báo cáo 100 dù cùng là số của ngày")


def test_nothing_without_of_how_many_is_asked_about() -> None:
    assert codes(check({("S/R", ""): Cell(FigureState.NONE)})) == ["no_denominator"]
    assert codes(check({("S/R", ""): Cell(FigureState.NONE, None, Decimal(5))})) == []
