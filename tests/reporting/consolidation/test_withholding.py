"""The copy for sending tells no small number of persons, and none can be worked out from what it tells."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mangnon.agencies.models import Agency
from mangnon.documents.official import Table
from mangnon.indicators.models import Category, Dimension, Indicator
from mangnon.indicators.public import Cell, Equation, combine, sum_of_cell
from mangnon.indicators.rules.suppression import determined
from mangnon.indicators.terms import FigureState
from mangnon.kernel import clock
from mangnon.reporting.consolidation.figure_tables import body_table, division_table, indicator_table
from mangnon.reporting.consolidation.figures import FigureBook, FigureLine
from mangnon.reporting.consolidation.files import child_rights_file, consolidation_file
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.official import build_official_report
from mangnon.reporting.consolidation.reckoning import Reckoned, ToldRow
from mangnon.reporting.consolidation.withholding import book_for_sending
from mangnon.reporting.models import Consolidation, Period, PeriodIndicator
from mangnon.reporting.review.deciding import accept_report
from mangnon.territory.models import Unit
from tests.reporting.factories import Scene
from tests.reporting.figures.made import asking_scene, boxes, sent

pytestmark = pytest.mark.django_db
LEAST = 5
YEAR = Period(code="2025", starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 12, 31))
HALF = Period(code="2025H1", starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 6, 30))


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def groups() -> str:
    """A dimension of two groups that part the whole; its code."""
    row = Dimension.objects.create(code="mau2", name="Phân tổ mẫu", is_partition=True)
    for code in ("a", "b"):
        Category.objects.create(dimension=row, code=code, name=code)
    return "mau2"


def _reckoned(numbers: list[int], first: int) -> Reckoned:
    rows = tuple(
        ToldRow(first + at, at + 1, at + 1, f"C{at}", at + 1, Cell(FigureState.VALUE, Decimal(number)))
        for at, number in enumerate(numbers)
    )
    return Reckoned(rows, (), combine(sum_of_cell(each.agency, each.cell) for each in rows))


def _book(bodies: list[tuple[int, int]], code: str) -> FigureBook:
    """Each body told a count as two groups."""
    indicator = Indicator(pk=1, code="M1", name="Số trẻ em bị bạo lực", kind="count", unit_words="em")
    line = FigureLine(
        PeriodIndicator(indicator=indicator, period=YEAR),
        _reckoned([one + two for one, two in bodies], 100),
        {
            f"{code}=a": _reckoned([one for one, _ in bodies], 200),
            f"{code}=b": _reckoned([two for _, two in bodies], 300),
        },
    )
    agencies = {at + 1: Agency(pk=at + 1, code=f"C{at}", name=f"Xã {at}") for at in range(len(bodies))}
    units = {at + 1: Unit(pk=at + 1, code=f"U{at}", name=f"Xã {at}") for at in range(len(bodies))}
    return FigureBook([line], agencies, units)


def _is_small(number: Fraction | int | None) -> bool:
    return number is not None and 0 < number < LEAST


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=6))
def test_no_small_number_follows_from_a_years_paper(groups: str, bodies: list[tuple[int, int]]) -> None:
    whole = _book(bodies, groups)
    line = book_for_sending(whole, YEAR).lines[0]
    shown: dict[str, bool] = {"": line.whole.is_withheld}
    shown |= {key: part.is_withheld for key, part in line.parts.items()}
    shown |= {f"#{row.figure}": row.is_withheld for row in line.whole.rows}
    numbers: dict[str, Any] = {"": whole.lines[0].whole.sum.count}
    numbers |= {key: part.sum.count for key, part in whole.lines[0].parts.items()}
    numbers |= {f"#{row.figure}": row.cell.adds for row in whole.lines[0].whole.rows}
    assert not [key for key, is_out in shown.items() if not is_out and _is_small(numbers[key])]
    sums = [
        Equation("", tuple(f"#{row.figure}" for row in line.whole.rows)),
        Equation("", (f"{groups}=a", f"{groups}=b")),
    ]
    hidden = {key for key, is_out in shown.items() if is_out}
    assert not determined(sums, hidden), "what is withheld can be worked out from what is told"
    assert all(row.cell.numerator is None for part in line.parts.values() for row in part.rows if row.is_withheld)


@pytest.mark.parametrize("period", [YEAR, HALF])
@pytest.mark.parametrize(("below", "is_out"), [(3, True), (60, False)])
def test_nothing_out_of_few_does_not_tell_of_the_few(db: None, period: Period, below: int, is_out: bool) -> None:
    indicator = Indicator(
        pk=1,
        code="M2",
        name="Tỷ lệ trẻ em bị xâm hại được trợ giúp",
        kind="rate",
        multiplier=100,
        numerator_words="Số trẻ em được trợ giúp",
        denominator_words="Tổng số trẻ em bị xâm hại",
    )
    told = Reckoned(
        (ToldRow(1, 1, 1, "C1", 1, Cell(FigureState.VALUE, Decimal(0), Decimal(below))),),
        (),
        sum_of_cell(1, Cell(FigureState.VALUE, Decimal(0), Decimal(below))),
    )
    agencies, units = {1: Agency(pk=1, code="C1", name="Xã 1")}, {1: Unit(pk=1, code="U1", name="Xã 1")}
    book = FigureBook([FigureLine(PeriodIndicator(indicator=indicator, period=period), told)], agencies, units)
    line = book_for_sending(book, period).lines[0]
    assert line.whole.is_withheld is is_out
    assert ("/3" in str(indicator_table(book_for_sending(book, period)))) is False
    assert (line.whole.sum.denominator is None) is is_out


def test_what_a_body_told_by_group_never_leaves(groups: str) -> None:
    line = book_for_sending(_book([(20, 30), (40, 50)], groups), YEAR).lines[0]
    assert [row.cell.numerator for row in line.whole.rows] == [50, 90], "large numbers leave"
    assert {part.sum.count for part in line.parts.values()} == {60, 80}
    assert [row.cell.numerator for part in line.parts.values() for row in part.rows] == [None] * 4


def test_of_a_part_of_a_year_only_the_whole_leaves(groups: str) -> None:
    book = _book([(20, 30), (40, 50)], groups)
    half = book_for_sending(book, HALF)
    assert half.lines[0].told.value == 140
    assert half.lines[0].parts == {}
    assert [row.cells for row in body_table(half).rows][1:] == [("Toàn bộ", "", "140", "")]
    assert division_table(half) is None
    assert "ngắn hơn một năm" in half.notes[0]
    assert book.lines[0].whole.rows[0].cell.numerator == 50, "the inner book is untouched"


def test_a_small_part_of_a_rate_that_not_all_stand_behind_is_withheld_too(groups: str) -> None:
    """Ten without a denominator, two of a hundred: the count is large, the number over the line is not."""
    book = _book([(10, 0), (2, 0)], groups)
    line = book.lines[0]
    line.indicator.kind, line.indicator.multiplier = "rate", 100
    few = replace(line.whole.rows[1], cell=Cell(FigureState.VALUE, Decimal(2), Decimal(100)))
    rows = (line.whole.rows[0], few)
    line.whole = Reckoned(rows, (), combine(sum_of_cell(each.agency, each.cell) for each in rows))
    for period in (HALF, YEAR):
        assert book_for_sending(book, period).lines[0].told.value is None, period.code


def test_things_are_told_however_few(groups: str) -> None:
    book = _book([(1, 1), (2, 0)], groups)
    book.lines[0].asked.indicator.name = "Số xã đạt chuẩn"
    assert book_for_sending(book, HALF).lines[0].whole.rows[0].cell.numerator == 2
    assert book_for_sending(book, HALF).notes == ()


def test_a_total_of_one_small_number_is_withheld_in_words_tables_and_target(groups: str) -> None:
    book = book_for_sending(_book([(2, 1), (0, 0)], groups), YEAR)
    line = book.lines[0]
    assert line.told.value is None
    assert (line.whole.sum.count, line.whole.sum.numerator) == (None, None)
    assert indicator_table(book).rows[0].cells[3] == "giữ kín"
    assert "giữ kín" in book.notes[0]


def _made(plan: Scene) -> Consolidation:
    for place, texts in ((plan.schools, ("97", "1/4", "61")), (plan.district, ("53", "3/47", "3"))):
        accept_report(actor=plan.reviewer, report_id=sent(plan, place, *texts).pk)
    # A whole year: of shorter periods nothing by body leaves at all.
    Period.objects.filter(pk=plan.period.pk).update(starts_on=dt.date(2024, 7, 1))
    plan.period.refresh_from_db()
    return consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Chưa gửi"})


def _text(content: bytes, ending: str) -> str:
    if ending == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        return "\n".join(str(cell) for sheet in sheets for row in sheet for cell in row)
    if ending == "docx":
        return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    return content.decode()


def test_every_file_for_sending_is_without_them_and_the_inner_ones_are_whole() -> None:
    plan = asking_scene()
    made = _made(plan)
    own = boxes(plan)[2].indicator
    for is_sent in (True, False):
        document = build_official_report(made, with_sources=not is_sent)
        annex = next(each for each in document.annexes if each.title == "Số liệu theo cơ quan, đơn vị")
        table = annex.blocks[0]
        assert isinstance(table, Table)
        at = next(n for n, row in enumerate(table.rows) if str(row.cells[0]).startswith(f"{own.code}. "))
        told = {row.cells[0]: row.cells[2] for row in table.rows[at + 1 : at + 5]}
        expected: dict[str, object] = dict.fromkeys((plan.schools.name, plan.district.name), "giữ kín")
        if not is_sent:
            expected = {plan.schools.name: 61, plan.district.name: 3}
        assert {name: told[name] for name in expected} == expected
        assert (len(annex.blocks) > 1) == is_sent, "the note under the table"
        found = json.loads(_text(consolidation_file(made, "json", with_sources=not is_sent), "json"))
        row = next(each for each in found["indicators"] if each["indicator"].endswith(own.code))
        numbers = {each["numerator"] and float(each["numerator"]) for each in row["rows"]}
        assert numbers == ({None} if is_sent else {61.0, 3.0})
        assert row["count"] == "64"
        for ending in ("xlsx", "docx"):
            text = _text(consolidation_file(made, ending, with_sources=not is_sent), ending)
            assert ("giữ kín" in text) == is_sent, ending
    assert "giữ kín" in _text(child_rights_file(made, "xlsx"), "xlsx")
