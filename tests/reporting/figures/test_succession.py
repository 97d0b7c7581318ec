"""A body ends in the middle of a period: its figures go on with its heirs, once; heirs type what it had not told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from mangnon.audit.models import AuditRow
from mangnon.indicators.models import Figure
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.reporting.consolidation.figures import figure_book
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.official import build_official_report
from mangnon.reporting.consolidation.provenance import provenance
from mangnon.reporting.models import Report, SentFigure
from mangnon.reporting.review.deciding import accept_report
from mangnon.reporting.writing.sending import start_report, submit_report
from mangnon.reporting.writing.telling import TypedBox, tell_figures
from mangnon.territory.models import Unit
from tests.reporting.factories import Scene
from tests.reporting.figures.made import asking_scene, boxes, told
from tests.reporting.reorganised import JULY, MARCH, apply, event, everybody_moves, new_body

pytestmark = pytest.mark.django_db
REST = {"*": "Chưa gửi"}
OWN = 2  # the third indicator of the scene: bodies tell their own part


@pytest.fixture
def plan() -> Scene:
    return asking_scene()


@pytest.fixture
def _in_may() -> Iterator[None]:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        yield


def _own(plan: Scene) -> Any:
    return figure_book(consolidate(actor=plan.reviewer, period=plan.period, reasons=REST), divided="all").lines[OWN]


@pytest.mark.usefixtures("_in_may")
def test_two_bodies_become_one_nothing_is_lost_and_nothing_doubled(plan: Scene) -> None:
    told(plan, plan.schools, "7", "1/4", "3")
    told(plan, plan.health, "9", "1/4", "5")
    heir = new_body("SO_9", "Sở Giáo dục và Y tế mới", territory=plan.plan.territory)
    apply(event("merge", MARCH, (plan.schools, heir, ""), (plan.health, heir, "")))
    own_part = {row.pk: TypedBox(text) for row, text in zip(boxes(plan)[:2], ("16", "2/8"), strict=True)}
    report = start_report(actor=plan.writer(heir), period=plan.period, agency_id=heir.pk)
    tell_figures(actor=plan.writer(heir), report_id=report.pk, typed=own_part)
    for task in [task for number, task in enumerate(plan.tasks, 1) if number % 2 == 0]:
        plan.write(heir, {task: {"is_nil": True}})
    plan.write(heir, {None: {"results": "Đã làm."}})
    submit_report(actor=plan.writer(heir), report_id=report.pk)
    accept_report(actor=plan.reviewer, report_id=report.pk)
    made = consolidate(actor=plan.reviewer, period=plan.period, reasons=REST)
    count, rate, own = figure_book(made).lines
    assert count.told.value == 16, "what the heir tells itself stands for the bodies it took over"
    assert rate.whole.sum.denominator == 8
    assert own.told.value == 8, "what the heir did not tell itself is what both told before: 3 and 5"
    assert provenance(made)["indicators"][0]["count"] == "16"
    assert build_official_report(made).annexes


@pytest.mark.usefixtures("_in_may")
def test_a_figure_that_two_heirs_carry_is_added_once(plan: Scene) -> None:
    told(plan, plan.district, "5", "3/4", "6")
    heirs = []
    for number in (1, 2):
        unit = Unit.objects.create(
            code=f"9000{number}", name=f"Xã Mẫu {number}", level="commune", kind="Xã", parent=plan.lead.territory
        )
        name = f"Ủy ban nhân dân xã Mẫu {number}"
        heirs.append(new_body(f"UBND.9000{number}", name, territory=unit, kind="peoples_committee", level="commune"))
    apply(event("split", MARCH, *((plan.district, heir, "") for heir in heirs)))
    for heir in heirs:
        plan.write(heir, {None: {"results": "Đã làm."}})
        report = Report.objects.get(agency=heir)
        submit_report(actor=plan.writer(heir), report_id=report.pk)
        accept_report(actor=plan.reviewer, report_id=report.pk)
    assert SentFigure.objects.filter(figure__numerator=6).count() == 2, "both carry what the district told"
    line = _own(plan)
    assert line.told.value == 6
    assert [each.row.figure for each in line.whole.aside] == [row.figure for row in line.whole.rows]


def test_after_the_cut_off_the_heir_types_the_figures_in_the_old_name(plan: Scene) -> None:
    moved, bodies = everybody_moves(plan, JULY)
    with clock.frozen(clock.at(dt.date(2025, 7, 2), 9)):
        apply(moved)
        writer = plan.writer(bodies["health"])
        report = start_report(actor=writer, period=plan.period, agency_id=plan.health.pk)
        typed = {row.pk: TypedBox(text) for row, text in zip(boxes(plan), ("9", "1/4", "-"), strict=True)}
        with pytest.raises(NotAllowed):
            tell_figures(actor=plan.writer(bodies["schools"]), report_id=report.pk, typed=typed)
        assert tell_figures(actor=writer, report_id=report.pk, typed=typed).new == 3
        assert set(Figure.objects.values_list("agency", "unit")) == {(plan.health.pk, plan.health.territory_id)}
        row = AuditRow.objects.filter(act="record_figures").latest("pk")
        assert row.agency_code == bodies["health"].code, "evidence names who typed"
