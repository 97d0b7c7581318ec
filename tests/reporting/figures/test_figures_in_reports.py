"""A report holds figures: asked by the regime, frozen with each sending, corrected by an amendment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.indicators.models import Figure
from mangnon.indicators.public import (
    Cell,
    ContradictoryFigures,
    SetFacts,
    add_indicator,
    add_set,
    correct_figure,
)
from mangnon.indicators.rules.facts import Facts
from mangnon.indicators.terms import FigureState
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.reporting.errors import NotComplete, RegimeRefused, ReportLocked
from mangnon.reporting.figures.asking import Asking, ask_indicators, asked_of, renew_asked
from mangnon.reporting.figures.carried import reports_with
from mangnon.reporting.figures.sheet import figure_lines, sent_figures, sent_sheet_figures
from mangnon.reporting.models import PeriodIndicator, RegimeIndicator, Report, ReportVersion, SentFigure
from mangnon.reporting.periods.opening import open_period
from mangnon.reporting.review.amending import start_amendment
from mangnon.reporting.review.deciding import accept_report, return_report
from mangnon.reporting.writing.sending import submit_report
from mangnon.reporting.writing.telling import FiguresUnread, TypedBox, tell_figures
from mangnon.territory.models import Unit
from tests.harness.queries import assert_constant_queries
from tests.reporting.factories import Scene
from tests.reporting.figures.made import asking_scene, boxes, kept, sent, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Scene:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        return asking_scene()


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        yield


def test_a_period_keeps_the_list_it_was_opened_with(plan: Scene) -> None:
    [more] = kept("count", skip=2)
    later = open_period(actor=SYSTEM, regime=plan.regime, code="2026H1")
    ask_indicators(
        actor=plan.reviewer,
        regime_id=plan.regime.pk,
        revision=plan.regime.revision,
        asked=[Asking(more.pk)],
        reason="Bỏ bớt",
    )
    assert [row.indicator for row in boxes(plan)] != [more]
    assert len(asked_of(later, plan.health)) == 3
    assert renew_asked(actor=plan.reviewer, period_id=later.pk, reason="Theo công văn") == 1
    assert [row.indicator for row in asked_of(later, plan.health)] == [more]


def test_an_indicator_that_has_ended_is_asked_of_no_later_period(plan: Scene) -> None:
    ended = boxes(plan)[0].indicator
    ended.valid_to = dt.date(2026, 6, 30)
    ended.save(update_fields=["valid_to"])
    last = open_period(actor=SYSTEM, regime=plan.regime, code="2026H1")
    after = open_period(actor=SYSTEM, regime=plan.regime, code="2027H1")
    asked = {period.code: [row.indicator_id for row in asked_of(period, plan.health)] for period in (last, after)}
    assert ended.pk in asked["2026H1"]
    assert ended.pk not in asked["2027H1"]
    assert len(asked["2027H1"]) == 2


def test_another_provinces_own_indicator_cannot_be_asked(plan: Scene) -> None:
    elsewhere = Unit.objects.create(code="77", name="Tỉnh Mẫu 77", level="province", kind="Tỉnh")
    theirs = add_set(actor=SYSTEM, unit=elsewhere, code="X", facts=SetFacts("Bộ của họ", "Kế hoạch mẫu"))
    row = add_indicator(actor=SYSTEM, indicator_set=theirs, code="M1", facts=Facts("Mẫu", "count", "lượt"))
    with pytest.raises(RegimeRefused, match="không nhập trực tiếp") as refused:
        ask_indicators(
            actor=plan.reviewer,
            regime_id=plan.regime.pk,
            revision=plan.regime.revision,
            asked=[Asking(row.pk)],
            reason="Thử",
        )
    assert "M1" not in refused.value.message


def test_who_may_set_the_list_and_what_is_refused(plan: Scene) -> None:
    first = boxes(plan)[0].indicator
    revision = plan.regime.revision
    with pytest.raises(NotAllowed):
        ask_indicators(
            actor=plan.writer(plan.health), regime_id=plan.regime.pk, revision=revision, asked=[], reason="x"
        )
    for asked, reason, words in (
        ([Asking(first.pk)], " ", "lý do"),
        ([Asking(first.pk), Asking(first.pk)], "x", "hai lần"),
        ([Asking(0)], "x", "không nhập trực tiếp"),
        ([Asking(first.pk, task_id=0)], "x", "nhiệm vụ"),
        ([Asking(first.pk, tier="nước")], "x", "cấp gửi"),
    ):
        with pytest.raises(RegimeRefused, match=words):
            ask_indicators(actor=plan.reviewer, regime_id=plan.regime.pk, revision=revision, asked=asked, reason=reason)
    with pytest.raises(Stale):
        ask_indicators(actor=plan.reviewer, regime_id=plan.regime.pk, revision=revision - 1, asked=[], reason="x")
    assert RegimeIndicator.objects.count() == 3


def test_the_list_is_frozen_by_a_sending_and_by_the_cut_off(plan: Scene) -> None:
    sent(plan, plan.schools, "5", "1/4", "2")
    with pytest.raises(RegimeRefused, match="Đã có cơ quan gửi"):
        renew_asked(actor=plan.reviewer, period_id=plan.period.pk, reason="x")
    with clock.frozen(dt.datetime(2025, 7, 1, 3, tzinfo=dt.UTC)), pytest.raises(RegimeRefused, match="chốt số liệu"):
        renew_asked(actor=plan.reviewer, period_id=plan.period.pk, reason="x")


def test_zero_none_not_collected_and_nothing_are_four_things(plan: Scene) -> None:
    report = told(plan, plan.schools, "0", "...", "-")
    lines = figure_lines(plan.period, plan.schools, report)
    assert [line.box for line in lines] == ["0", "...", "-"]
    assert [line.figure and line.figure.state for line in lines] == ["value", "not_collected", "none"]
    told(plan, plan.schools, "")
    assert [line.is_told for line in figure_lines(plan.period, plan.schools, report)] == [False, True, True]
    plan.write(plan.schools, {None: {"results": "Đã làm."}})
    with pytest.raises(NotComplete) as refusal:
        submit_report(actor=plan.writer(plan.schools), report_id=report.pk)
    assert refusal.value.code == "figures_missing"
    assert boxes(plan)[0].indicator.code in refusal.value.message
    assert not ReportVersion.objects.exists()


def test_what_cannot_be_read_or_be_true_is_refused_whole(plan: Scene) -> None:
    report = told(plan, plan.schools, "3")
    actor, rows = plan.writer(plan.schools), boxes(plan)
    bad = {rows[0].pk: TypedBox("-7", 1), rows[1].pk: TypedBox("một nửa"), rows[2].pk: TypedBox("4")}
    with pytest.raises(FiguresUnread) as refusal:
        tell_figures(actor=actor, report_id=report.pk, typed=bad)
    assert set(refusal.value.problems) == {rows[0].pk, rows[1].pk}
    with pytest.raises(ContradictoryFigures):
        tell_figures(actor=actor, report_id=report.pk, typed={rows[1].pk: TypedBox("9/4"), rows[2].pk: TypedBox("4")})
    assert Figure.objects.count() == 1, "all or nothing"
    with pytest.raises(Stale):
        tell_figures(actor=actor, report_id=report.pk, typed={rows[0].pk: TypedBox("8", 0)})
    with pytest.raises(NotAllowed):
        tell_figures(actor=plan.writer(plan.health), report_id=report.pk, typed={rows[0].pk: TypedBox("8", 1)})


def test_figures_that_came_to_contradict_each_other_are_not_sent(plan: Scene) -> None:
    """Each was true with what stood there when it was typed; a rate whose parts were changed behind it is not."""
    report = told(plan, plan.schools, "5", "1/4", "2")
    plan.write(plan.schools, {None: {"results": "Đã làm."}})
    Figure.objects.filter(indicator=boxes(plan)[1].indicator).update(numerator=9)
    with pytest.raises(NotComplete) as refusal:
        submit_report(actor=plan.writer(plan.schools), report_id=report.pk)
    assert refusal.value.code == "figures_contradict"
    assert "Nội dung đã nhập vẫn còn" in refusal.value.message
    assert not ReportVersion.objects.exists()


def test_a_sending_freezes_versions_and_a_correction_is_told(plan: Scene) -> None:
    report = sent(plan, plan.schools, "5", "1/4", "2")
    assert SentFigure.objects.filter(version__report=report).count() == 3
    with pytest.raises(ReportLocked):
        told(plan, plan.schools, "6")
    figure = Figure.objects.get(indicator=boxes(plan)[0].indicator)
    correct_figure(
        actor=plan.writer(plan.schools),
        figure=figure,
        cell=Cell(FigureState.VALUE, figure.numerator + 2 if figure.numerator is not None else None),
        reason="Đếm lại",
    )
    version = ReportVersion.objects.select_related("report__period__regime", "report__agency").get(report=report)
    found = sent_sheet_figures(version, is_last=True)
    assert [change.words for change in found.corrected] == [("5", "7")]
    assert {figure.numerator for figure in found.figures} == {5, 1, 2}


def test_accepted_changes_by_an_amendment_alone(plan: Scene) -> None:
    report = sent(plan, plan.schools, "5", "1/4", "2")
    accept_report(actor=plan.reviewer, report_id=report.pk)
    actor = plan.writer(plan.schools)
    with pytest.raises(ReportLocked):
        told(plan, plan.schools, "6")
    start_amendment(actor=actor, report_id=report.pk, reason="Đếm sót một lớp")
    with pytest.raises(NotComplete, match="chưa khác"):
        submit_report(actor=actor, report_id=report.pk)
    told(plan, plan.schools, "6")
    submit_report(actor=actor, report_id=report.pk)
    report = Report.objects.get(pk=report.pk)
    assert (report.version, report.accepted_version) == (2, 1)
    assert [f.numerator for f in sent_figures(report.pk, 1)] == [5, 1, 2]
    assert sorted(f.numerator or 0 for f in sent_figures(report.pk, 2)) == [1, 2, 6]
    assert Figure.objects.get(version=2).reason == "Đếm sót một lớp"
    version = ReportVersion.objects.select_related("report__period__regime", "report__agency").get(
        report=report, number=2
    )
    assert [change.words for change in sent_sheet_figures(version, is_last=True).changes] == [("5", "6")]


def test_figures_of_a_returned_report_may_be_mended(plan: Scene) -> None:
    report = sent(plan, plan.schools, "5", "1/4", "2")
    return_report(
        actor=plan.reviewer, report_id=report.pk, reason="Xem lại số lớp", resubmit_by=dt.date(2025, 6, 9), version=1
    )
    told(plan, plan.schools, "4")
    submit_report(actor=plan.writer(plan.schools), report_id=report.pk)
    assert Figure.objects.get(version=2).reason == "Xem lại số lớp"


def test_queries_do_not_grow_with_indicators(plan: Scene) -> None:
    report = told(plan, plan.schools, "5", "1/4", "2")
    wide = Report.objects.select_related("period__regime", "agency").get(pk=report.pk)

    spare = iter(kept("count", 3, skip=2))

    def more() -> None:
        PeriodIndicator.objects.create(period=plan.period, indicator=next(spare), order=9)

    assert_constant_queries(add_row=more, read=lambda: figure_lines(wide.period, wide.agency, wide))


def test_a_figure_leads_back_to_the_sendings_that_carried_it_for_who_may_open_them(plan: Scene) -> None:
    report = sent(plan, plan.schools, "40", "1/4", "1")
    figure = SentFigure.objects.filter(version__report=report).order_by("figure_id")[0].figure
    unsent = Figure.objects.exclude(pk__in=SentFigure.objects.values("figure"))
    own, reviewer, other = plan.writer(plan.schools), plan.reviewer, plan.writer(plan.health)
    address = f"/bao-cao/{plan.regime.code}/{plan.period.code}/{plan.schools.code}/"
    for viewer, expected in ((own, address), (reviewer, address), (other, "")):
        (link,) = reports_with(viewer, [figure])[figure.pk]
        assert link.address == expected
        assert link.words == f"Báo cáo {plan.period.words} của {plan.schools.name}, lần gửi 1"
    assert reports_with(own, list(unsent)) == {}


def test_papers_of_figures_cost_no_more_with_more_reports(plan: Scene) -> None:
    bodies = iter((plan.schools, plan.health, plan.district))

    def read() -> None:
        reports_with(plan.reviewer, list(Figure.objects.all()))

    assert_constant_queries(add_row=lambda: sent(plan, next(bodies), "40", "1/4", "1"), read=read)
