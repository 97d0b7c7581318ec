"""Recording figures: rights, states, versions, several agencies, evidence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.audit.models import AuditRow
from mangnon.audit.public import sentence_of, verify_chain
from mangnon.indicators.errors import BadBreakdown, FiguresRefused
from mangnon.indicators.models import Breakdown, Figure
from mangnon.indicators.public import (
    Cell,
    ContradictoryFigures,
    Period,
    Recorded,
    Told,
    cell_of,
    choose_reporter,
    correct_figure,
    findings,
    form,
    history,
    period_of,
    record_figures,
    series,
    write_cell,
)
from mangnon.indicators.terms import FigureState, SourceKind
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.territory.public import Unit
from tests.harness.queries import assert_constant_queries
from tests.indicators.made import NONE, NOT_COLLECTED, World, actor, cell, committee, indicator, put

pytestmark = pytest.mark.django_db

H1 = period_of("2025H1")


def record(world: World, cells: dict[tuple[str, str], Cell | None], **more: Any) -> Recorded:
    facts: dict[str, Any] = {"actor": SYSTEM, "unit": world.a, "agency": committee(world.a), "period": H1}
    keyed = {(indicator(code).pk, part): told for (code, part), told in cells.items()}
    return record_figures(**{**facts, **more}, cells=keyed)


def test_zero_nothing_and_not_collected_are_kept_apart(world: World) -> None:
    done = record(world, {("I-0101", ""): cell(0), ("I-0319", ""): NONE, ("I-0320", ""): NOT_COLLECTED})
    assert (done.new, done.changed, done.unchanged) == (3, 0, 0)
    told = {row.indicator.code: (row.state, row.numerator) for row in Figure.objects.select_related("indicator")}
    assert told == {
        "I-0101": (FigureState.VALUE, 0),
        "I-0319": (FigureState.NONE, None),
        "I-0320": (FigureState.NOT_COLLECTED, None),
    }
    row = Figure.objects.first()
    assert row is not None
    assert (row.starts_on, row.ends_on) == (dt.date(2025, 1, 1), dt.date(2025, 6, 30))


def test_the_same_again_changes_nothing_and_leaves_no_evidence(world: World) -> None:
    record(world, {("I-0101", ""): cell(10)})
    rows = AuditRow.objects.count()
    again = record(world, {("I-0101", ""): cell(10)})
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    assert AuditRow.objects.count() == rows


def test_a_correction_is_a_version_with_its_reason(world: World) -> None:
    officer = actor(committee(world.a), Role.LOCAL_OFFICER)
    record(world, {("I-0101", ""): cell(10)}, actor=officer)
    figure = Figure.objects.get()
    with pytest.raises(FiguresRefused):
        correct_figure(actor=officer, figure=figure, cell=cell(12), reason="  ")
    correct_figure(actor=officer, figure=figure, cell=cell(12), reason="Rà soát lại sổ")
    found = history(officer, indicator=indicator("I-0101"), unit=world.a, period_code="2025H1")
    assert [(row.version, row.numerator, row.reason, row.is_counted) for row in found.figures] == [
        (2, 12, "Rà soát lại sổ", True),
        (1, 10, "", False),
    ]
    with pytest.raises(Stale):
        correct_figure(actor=officer, figure=figure, cell=cell(13), reason="Bản cũ")
    assert verify_chain().intact
    last = AuditRow.objects.order_by("pk").last()
    assert last is not None
    assert "số liệu của Xã A, kỳ 2025H1" in str(sentence_of(last))


def test_correcting_back_is_the_figure_as_it_was(world: World) -> None:
    record(world, {("I-0101", ""): cell(10)})
    record(world, {("I-0101", ""): cell(12)}, reason="Nhầm")
    record(world, {("I-0101", ""): cell(10)}, reason="Trở lại")
    agency = committee(world.a)
    told = form(SYSTEM, unit=world.a, agency_id=agency.pk, period=H1, indicators=[indicator("I-0101")])
    (figure,) = told.values()
    assert (figure.version, figure.numerator) == (3, 10)


def test_a_cell_is_taken_back_and_entered_again(world: World) -> None:
    record(world, {("I-0101", ""): cell(10)})
    gone = record(world, {("I-0101", ""): None}, reason="Nhập nhầm xã")
    assert gone.withdrawn == 1
    assert not Figure.objects.current().exists()
    record(world, {("I-0101", ""): cell(11)})
    assert Figure.objects.current().get().version == 2


def test_two_writers_of_one_cell_are_told_of_each_other(world: World) -> None:
    at = (indicator("I-0101").pk, "")
    record(world, {("I-0101", ""): cell(10)}, seen={at: 0})
    with pytest.raises(Stale) as refused:
        record(world, {("I-0101", ""): cell(12)}, seen={at: 0})
    assert "Số của bạn vẫn còn trên trang" in refused.value.message
    assert Figure.objects.get().numerator == 10


def test_figures_that_contradict_each_other_are_refused_whole(world: World) -> None:
    wrong = {("I-0101", ""): cell(100), ("I-0101", "sex=male"): cell(52), ("I-0101", "sex=female"): cell(47)}
    with pytest.raises(ContradictoryFigures) as refused:
        record(world, {**wrong, ("I-0319", ""): cell(3)})
    assert "Nam 52 + Nữ 47 = 99" in refused.value.message
    assert {each.code for each in refused.value.findings} == {"sum_differs"}
    assert not Figure.objects.exists()
    assert not Breakdown.objects.filter(key="sex=male").exists()


def test_new_cells_are_checked_together_with_those_that_are_there(world: World) -> None:
    record(world, {("I-0101", ""): cell(100), ("I-0101", "sex=male"): cell(52)})
    with pytest.raises(ContradictoryFigures):
        record(world, {("I-0101", "sex=female"): cell(47)})
    record(world, {("I-0101", "sex=female"): cell(47), ("I-0101", "sex=male"): cell(53)})


def test_warnings_do_not_stop_and_are_told(world: World) -> None:
    record(world, {("I-0101", ""): cell(100)}, period=period_of("2024H2"))
    done = record(world, {("I-0101", ""): cell(300)})
    assert [each.code for each in done.findings] == ["far_from_last"]
    told = findings(
        SYSTEM, unit=world.a, agency=committee(world.a), period=H1, cells={(indicator("I-0101").pk, ""): cell(-1)}
    )
    assert next(each.code for each in told) == "negative"


def test_other_age_bands_may_be_used_but_not_two_ways_at_once(world: World) -> None:
    record(world, {("I-0101", "age-law=7-10"): cell(4), ("I-0101", "sex=male|age18=15-17"): cell(3)})
    assert Breakdown.objects.get(key="age18=15-17|sex=male").label == "15–17 tuổi; Nam"
    for part in ("age16=0-4|age18=0-4", "age16=99", "carer=kin", "mau=x"):
        with pytest.raises(BadBreakdown):
            record(world, {("I-0101", part): cell(1)})
    with pytest.raises(BadBreakdown):
        record(world, {("I-0101", "sex"): cell(1)})


@pytest.mark.parametrize(
    ("set_code", "code"), [("NPA-2021-2030", "14"), ("NPA-2021-2030", "9"), ("TT13-2021", "I-0204")]
)
def test_figures_are_not_kept_where_they_are_computed_or_told_elsewhere(world: World, set_code: str, code: str) -> None:
    with pytest.raises(FiguresRefused) as refused:
        put(code, world.a, 5, set_code=set_code)
    assert refused.value.code == "keeps_no_figures"


def test_a_unit_of_other_days_is_refused(world: World) -> None:
    with pytest.raises(FiguresRefused) as refused:
        put("I-0101", world.a, 5, period="2025")
    assert refused.value.code == "unit_not_valid"
    with pytest.raises(FiguresRefused):
        put("I-0101", world.ab, 5, period="2024")
    put("I-0101", world.ab, 5, period="2025")


def test_officers_enter_for_their_own_body_and_place(world: World) -> None:
    cells = {("I-0101", ""): cell(1)}
    own, other = committee(world.a), committee(world.b)
    record(world, cells, actor=actor(own, Role.LOCAL_OFFICER))
    record(world, cells, actor=actor(world.health, Role.DEPARTMENT_OFFICER), agency=world.health)
    record(world, cells, actor=actor(world.health, Role.PROVINCIAL_LEAD), agency=world.health, unit=world.province)
    for who, more in (
        (actor(other, Role.LOCAL_OFFICER), {}),
        (actor(own, Role.LEADER), {}),
        (actor(own, Role.LOCAL_OFFICER), {"unit": world.b}),
        (actor(other, Role.LOCAL_OFFICER), {"unit": world.province, "agency": other}),
        (actor(world.other_health, Role.PROVINCIAL_LEAD), {"agency": world.other_health}),
        (actor(world.health, Role.READER), {"agency": world.health}),
    ):
        with pytest.raises(NotAllowed):
            record(world, cells, actor=who, **more)


def test_figures_of_another_province_are_not_read(world: World) -> None:
    put("I-0101", world.x, 5)
    lead = actor(world.health, Role.PROVINCIAL_LEAD)
    with pytest.raises(NotAllowed):
        history(lead, indicator=indicator("I-0101"), unit=world.x, period_code="2024")
    with pytest.raises(NotAllowed):
        form(lead, unit=world.x, agency_id=1, period=H1, indicators=[])
    with pytest.raises(NotAllowed):
        findings(lead, unit=world.x, agency=world.other_health, period=H1, cells={})


def test_of_two_agencies_the_units_own_committee_counts_until_a_person_chooses(world: World) -> None:
    record(world, {("I-0101", ""): cell(10)})
    record(world, {("I-0101", ""): cell(14)}, agency=world.health)
    found = history(SYSTEM, indicator=indicator("I-0101"), unit=world.a, period_code="2025H1")
    assert found.is_disputed
    assert found.counted is not None
    assert found.counted.numerator == 10
    second = next(each for each in found.figures if not each.is_counted)
    with pytest.raises(NotAllowed):
        choose_reporter(actor=actor(world.health, Role.DEPARTMENT_OFFICER), figure=second, reason="Số của sở")
    lead = actor(world.health, Role.PROVINCIAL_LEAD)
    with pytest.raises(FiguresRefused):
        choose_reporter(actor=lead, figure=second, reason="")
    choose_reporter(actor=lead, figure=second, reason="Số của sở đã đối chiếu")
    assert Figure.objects.counted().get().numerator == 14
    record(world, {("I-0101", ""): cell(15)}, agency=world.health)
    assert Figure.objects.counted().get().numerator == 15, "the choice holds for later versions"
    record(world, {("I-0101", ""): None}, agency=world.health)
    assert Figure.objects.counted().get().numerator == 10


def test_the_order_in_which_cells_arrive_never_matters(world: World) -> None:
    cells = {("I-0101", ""): cell(100), ("I-0101", "sex=male"): cell(52), ("I-0101", "sex=female"): cell(48)}
    for key in reversed(list(cells)):
        record(world, {key: cells[key]})
    one = set(Figure.objects.counted().values_list("indicator__code", "breakdown__key", "numerator"))
    record(world, cells, unit=world.b, agency=committee(world.b))
    other = Figure.objects.counted().filter(unit=world.b).values_list("indicator__code", "breakdown__key", "numerator")
    assert one == set(other)


def test_a_window_of_its_own_is_a_period(world: World) -> None:
    window = Period(dt.date(2025, 3, 1), dt.date(2025, 4, 14), "DOT-1")
    record(world, {("I-0101", ""): cell(10)}, period=window, source_kind=SourceKind.REPORT, source_key="report/7/2")
    row = Figure.objects.get()
    assert (row.period_code, row.ends_on, row.source_kind, row.source_key) == (
        "DOT-1",
        dt.date(2025, 4, 14),
        SourceKind.REPORT,
        "report/7/2",
    )


def test_a_form_of_many_cells_takes_as_many_queries_as_one(world: World) -> None:
    codes = iter(["I-0101", "I-0319", "I-0320", "I-0321", "I-0322", "I-0604", "II-0101"])
    told: dict[tuple[str, str], Cell | None] = {}
    numbers = iter(range(1, 100))

    def add() -> None:
        told[next(codes), ""] = cell(next(numbers))

    def read() -> None:
        record(world, {}, period=H1)
        keyed = {(row.pk, part): each for (row, part), each in known.items()}
        record_figures(
            actor=SYSTEM,
            unit=world.a,
            agency=committee(world.a),
            period=H1,
            cells={at: Cell(FigureState.VALUE, Decimal(next(numbers))) for at in keyed},
        )

    known: dict[tuple[Any, str], Cell | None] = {}

    def add_known() -> None:
        add()
        known.clear()
        known.update({(indicator(code), part): each for (code, part), each in told.items()})

    assert_constant_queries(add_row=add_known, read=read)


def test_a_year_below_its_own_half_is_told_when_it_is_recorded(world: World) -> None:
    record(world, {("I-0604", ""): cell(500)}, period=period_of("2024H1"))
    done = record(world, {("I-0604", ""): cell(30)}, period=period_of("2024"))
    assert "differs_from_nested" in {each.code for each in done.findings}


def test_a_period_that_has_not_begun_has_no_figures(world: World) -> None:
    with pytest.raises(FiguresRefused) as refused:
        put("I-0604", world.s, 5, period="2052")
    assert refused.value.code == "not_begun"
    assert not Figure.objects.exists()


def _said(unit: Unit, code: str) -> str:
    return write_cell(cell_of(Figure.objects.current().get(unit=unit, indicator__code=code, breakdown__key="")))


@pytest.mark.parametrize("is_base_first", [True, False])
def test_a_commune_without_a_case_is_in_the_rate_of_the_province(world: World, is_base_first: bool) -> None:
    cases = [(unit, cell(1) if unit == world.a else NONE) for unit in world.old]
    for unit, told in cases:
        for code, what in [("I-0101", 1000), ("I-0210", told)][:: 1 if is_base_first else -1]:
            put(code, unit, what)
    assert [_said(unit, "I-0210") for unit in world.old] == ["1/1.000", "-/1.000", "-/1.000", "-/1.000"]
    (point,) = series(SYSTEM, indicator("I-0210"), world.province, [period_of("2024")])
    assert point.told == Told(Fraction(25))


def test_what_another_source_told_is_not_completed_behind_its_back(world: World) -> None:
    at = (indicator("I-0210").pk, "")
    common = {"actor": SYSTEM, "unit": world.a, "agency": committee(world.a), "period": period_of("2024")}
    record_figures(**common, cells={at: NONE}, source_kind=SourceKind.REPORT, source_key="7")
    put("I-0101", world.a, 1000)
    assert _said(world.a, "I-0210") == "-"
    record_figures(**common, cells={at: NONE}, source_kind=SourceKind.REPORT, source_key="7")
    assert _said(world.a, "I-0210") == "-/1.000"


def test_a_denominator_that_is_its_bases_number_follows_it(world: World) -> None:
    put("I-0101", world.a, 1000)
    put("I-0210", world.a, NONE)
    put("I-0209", world.a, cell(2, 900))
    put("I-0101", world.a, 1200)
    assert _said(world.a, "I-0210") == "-/1.200"
    assert _said(world.a, "I-0209") == "2/900", "its own denominator stays"
