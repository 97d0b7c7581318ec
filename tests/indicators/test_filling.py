"""Filling in a form: what is fine is written at once, every other cell comes back with its reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.audit.models import AuditRow
from mangnon.indicators.errors import FiguresRefused
from mangnon.indicators.filling import Filled, fill_sheet
from mangnon.indicators.models import Figure
from mangnon.indicators.public import period_of
from mangnon.indicators.recording import record_figures
from mangnon.indicators.sheets import entry_sheet
from mangnon.indicators.terms import FigureState, SourceKind
from mangnon.kernel.refusals import NotAllowed
from tests.harness.queries import assert_constant_queries
from tests.indicators import made
from tests.indicators.made import World, actor, committee, indicator

pytestmark = pytest.mark.django_db
H1 = period_of("2025H1")


def fill(world: World, typed: dict[tuple[str, str], str], seen: dict[tuple[str, str], int] | None = None) -> Filled:
    """Fill in cells named by the indicator's code."""
    return fill_sheet(
        actor=actor(committee(world.a), Role.LOCAL_OFFICER),
        unit=world.a,
        agency=committee(world.a),
        period=H1,
        typed={(indicator(code).pk, part): text for (code, part), text in typed.items()},
        seen={(indicator(code).pk, part): version for (code, part), version in (seen or {}).items()},
    )


def stored() -> dict[tuple[str, str], tuple[str, Decimal | None, int]]:
    """What counts now."""
    rows = Figure.objects.current().select_related("indicator", "breakdown")
    return {(row.indicator.code, row.breakdown.key): (row.state, row.numerator, row.version) for row in rows}


def test_one_form_is_one_row_of_evidence_and_states_are_told_apart(world: World) -> None:
    before = AuditRow.objects.count()
    done = fill(world, {("I-0101", ""): "1.234", ("I-0319", ""): "-", ("I-0320", ""): "...", ("I-0317", ""): ""})
    assert (done.recorded.new, done.left) == (3, set())
    assert AuditRow.objects.count() == before + 1
    assert stored() == {
        ("I-0101", ""): (FigureState.VALUE, 1234, 1),
        ("I-0319", ""): (FigureState.NONE, None, 1),
        ("I-0320", ""): (FigureState.NOT_COLLECTED, None, 1),
    }


def test_a_cell_that_cannot_be_read_does_not_cost_the_others(world: World) -> None:
    done = fill(world, {("I-0101", ""): "12", ("I-0319", ""): "khoảng 5", ("I-0320", ""): "-3"})
    assert stored() == {("I-0101", ""): (FigureState.VALUE, 12, 1)}
    words = {at[0]: why for at, why in done.unread.items()}
    assert "không phải là số" in words[indicator("I-0319").pk]
    assert "số âm" in words[indicator("I-0320").pk]
    assert len(done.left) == 2


def test_contradicting_cells_stay_out_and_say_why(world: World) -> None:
    wrong = {("I-0101", ""): "100", ("I-0101", "sex=male"): "52", ("I-0101", "sex=female"): "47", ("I-0319", ""): "3"}
    done = fill(world, wrong)
    assert stored() == {("I-0319", ""): (FigureState.VALUE, 3, 1)}
    assert len(done.contradicting) == 3
    assert any("Nam 52 + Nữ 47 = 99" in each.words and each.is_error for each in done.told)
    right = {**wrong, ("I-0101", "sex=female"): "48"}
    assert not fill(world, right, {("I-0319", ""): 1}).left
    assert stored()["I-0101", "sex=female"][1] == 48


def test_leaving_a_cell_out_may_set_another_against_what_stands(world: World) -> None:
    fill(world, {("I-0101", ""): "100", ("I-0101", "sex=male"): "40"})
    done = fill(
        world,
        {("I-0101", ""): "x9", ("I-0101", "sex=male"): "150"},
        {("I-0101", ""): 1, ("I-0101", "sex=male"): 1},
    )
    assert stored()["I-0101", "sex=male"][1] == 40
    assert len(done.left) == 2


def test_two_clerks_see_each_others_cells_only_where_both_wrote(world: World) -> None:
    fill(world, {("I-0101", ""): "10", ("I-0319", ""): "1"})
    seen = {("I-0101", ""): 1, ("I-0319", ""): 1}
    fill(world, {("I-0101", ""): "11", ("I-0319", ""): "1"}, seen)
    done = fill(world, {("I-0101", ""): "10", ("I-0319", ""): "2", ("I-0320", ""): "4"}, seen)
    assert not done.left, "the first cell was left as it was shown: a colleague's number stays"
    assert stored()["I-0101", ""][1:] == (11, 2)
    clash = fill(world, {("I-0101", ""): "12", ("I-0320", ""): "4"}, seen)
    (figure,) = clash.conflicts.values()
    assert figure is not None
    assert figure.numerator == 11
    assert stored()["I-0101", ""][1:] == (11, 2)
    assert not fill(world, {("I-0101", ""): "11"}, seen).left, "the same number twice is no conflict"
    again = fill(world, {("I-0101", ""): "12"}, {("I-0101", ""): 2})
    assert again.recorded.changed == 1


def test_another_agencys_figure_is_no_conflict(world: World) -> None:
    made.put("I-0101", world.a, 50, period="2025H1", agency=world.health)
    assert not fill(world, {("I-0101", ""): "49"}).left
    assert Figure.objects.current().count() == 2


def test_the_same_form_again_writes_nothing(world: World) -> None:
    typed = {("I-0101", ""): "10", ("I-0319", ""): "-"}
    fill(world, typed)
    before = AuditRow.objects.count()
    assert not fill(world, typed).changed
    assert AuditRow.objects.count() == before


def test_an_emptied_cell_is_taken_back(world: World) -> None:
    fill(world, {("I-0101", ""): "10"})
    done = fill(world, {("I-0101", ""): " "}, {("I-0101", ""): 1})
    assert done.recorded.withdrawn == 1
    assert stored() == {}


def test_a_trial_writes_nothing(world: World) -> None:
    officer = actor(committee(world.a), Role.LOCAL_OFFICER)
    at = (indicator("I-0101").pk, "")
    facts: dict[str, Any] = {"actor": officer, "unit": world.a, "agency": committee(world.a), "period": H1}
    done = fill_sheet(**facts, typed={at: "5"}, seen={}, is_trial=True)
    assert done.changed == {at}
    assert stored() == {}


def test_strangers_and_units_of_other_days_are_refused(world: World) -> None:
    officer = actor(committee(world.s), Role.LOCAL_OFFICER)
    with pytest.raises(NotAllowed):
        fill_sheet(actor=officer, unit=world.a, agency=committee(world.a), period=H1, typed={}, seen={})
    with pytest.raises(NotAllowed):
        entry_sheet(officer, unit=world.a, agency=committee(world.a), period=H1, set_code="TT13-2021")
    with pytest.raises(FiguresRefused, match="không tồn tại vào ngày cuối kỳ"):
        fill_sheet(actor=SYSTEM, unit=world.a, agency=committee(world.a), period=period_of("2025H2"), typed={}, seen={})


def test_the_form_shows_what_is_divided_and_asks_the_same_however_much_there_is(world: World) -> None:
    officer = actor(committee(world.a), Role.LOCAL_OFFICER)

    def sheet() -> Any:
        return entry_sheet(officer, unit=world.a, agency=committee(world.a), period=H1, set_code="TT13-2021")

    first = sheet()
    assert [column.label for column in first.columns][:3] == ["Chung", "Nam", "Nữ"]
    assert all("" in row.keys for row in first.rows)
    assert "school-level" in dict(first.others)
    assert 350 < len(first.cells) < 600
    by_group = entry_sheet(
        officer, unit=world.a, agency=committee(world.a), period=H1, set_code="TT13-2021", division="school-level"
    )
    assert len(by_group.columns) == 4
    assert len(by_group.rows) < len(first.rows)
    with pytest.raises(FiguresRefused):
        entry_sheet(officer, unit=world.a, agency=committee(world.a), period=H1, set_code="KHONG-CO")
    numbers = iter(range(1, 100))

    def more() -> None:
        code = ("I-0101", "I-0319", "I-0320")[next(numbers) % 3]
        made.put(code, world.a, next(numbers) + 100, period="2025H1")

    assert_constant_queries(add_row=more, read=sheet)


def test_what_was_told_in_a_report_is_changed_only_with_a_reason(world: World) -> None:
    at = (indicator("I-0101").pk, "")
    told: dict[str, Any] = {
        "actor": actor(committee(world.a), Role.LOCAL_OFFICER),
        "unit": world.a,
        "agency": committee(world.a),
        "period": H1,
    }
    record_figures(**told, cells={at: made.cell(99)}, source_kind=SourceKind.REPORT, source_key="7")
    filled = fill_sheet(**told, typed={at: "77"}, seen={at: 1})
    assert "hãy ghi lý do" in filled.unread[at]
    assert stored()["I-0101", ""] == (FigureState.VALUE, 99, 1)
    filled = fill_sheet(**told, typed={at: "77"}, seen={at: 1}, reason="Rà soát lại sổ")
    assert filled.left == set()
    assert stored()["I-0101", ""] == (FigureState.VALUE, 77, 2)
