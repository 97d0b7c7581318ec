"""An accepted report changes only by an amendment with a reason; what was accepted stands until the new one is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.errors import NotComplete, ReportLocked
from mangnon.reporting.models import Passage, Report, ReportVersion
from mangnon.reporting.periods.board import board
from mangnon.reporting.review.amending import drop_amendment, start_amendment
from mangnon.reporting.review.deciding import accept_report, return_report
from mangnon.reporting.rules import REPORT_MOVES, Move, next_state
from mangnon.reporting.successions.carrying import fields_of
from mangnon.reporting.terms import ReportState
from mangnon.reporting.writing.sending import save_entry, submit_report
from tests.reporting.factories import Scene, scene

DONE = {"results": "Đã tổ chức 07 hội nghị mẫu.", "difficulties": "Thiếu kinh phí."}
WHY = "Kiểm tra lại số hội nghị: một hội nghị bị ghi hai lần."


@pytest.fixture
def plan(db: None) -> Scene:
    return scene()


def _accepted(plan: Scene) -> Report:
    report = plan.send(plan.schools, {None: DONE})
    return accept_report(actor=plan.reviewer, report_id=report.pk)


def _rewrite(plan: Scene, report: Report, results: str) -> None:
    entry = report.entries.get(task=None)
    save_entry(
        actor=plan.writer(plan.schools),
        report_id=report.pk,
        task_id=None,
        revision=entry.revision,
        fields={"results": results},
    )


def _said(report: Report) -> dict[int | None, dict[str, object]]:
    return {entry.task_id: fields_of(entry) for entry in report.entries.all()}


def test_an_accepted_report_is_locked_until_an_amendment_with_a_reason_opens_it(plan: Scene) -> None:
    report = _accepted(plan)
    with pytest.raises(ReportLocked, match="lập bản sửa đổi"):
        _rewrite(plan, report, "Khác")
    with pytest.raises(NotComplete, match="lý do"):
        start_amendment(actor=plan.writer(plan.schools), report_id=report.pk, reason="  ")
    with pytest.raises(NotAllowed):
        start_amendment(actor=plan.writer(plan.health), report_id=report.pk, reason=WHY)
    report.refresh_from_db()
    assert (report.state, report.accepted_version) == ("accepted", 1)
    start_amendment(actor=plan.writer(plan.schools), report_id=report.pk, reason=WHY)
    _rewrite(plan, report, "Đã tổ chức 06 hội nghị mẫu.")
    version = submit_report(actor=plan.writer(plan.schools), report_id=report.pk)
    assert (version.number, version.amend_reason) == (2, WHY)
    accept_report(actor=plan.reviewer, report_id=report.pk, version=2)
    report.refresh_from_db()
    assert (report.state, report.accepted_version, report.amend_reason) == ("accepted", 2, "")


def test_on_time_stays_what_the_first_submission_made_it(plan: Scene) -> None:
    report = _accepted(plan)
    first = report.first_submitted_at
    with clock.frozen(clock.now() + dt.timedelta(days=90)):
        start_amendment(actor=plan.writer(plan.schools), report_id=report.pk, reason=WHY)
        _rewrite(plan, report, "Đã tổ chức 06 hội nghị mẫu.")
        submit_report(actor=plan.writer(plan.schools), report_id=report.pk)
        row = next(row for row in board(plan.reviewer, plan.period).rows if row.agency == plan.schools)
        assert row.timeliness == "on_time"
    report.refresh_from_db()
    assert report.first_submitted_at == first


def test_what_was_accepted_is_consolidated_while_an_amendment_is_on_its_way(plan: Scene) -> None:
    report = _accepted(plan)
    start_amendment(actor=plan.writer(plan.schools), report_id=report.pk, reason=WHY)
    _rewrite(plan, report, "Đã tổ chức 06 hội nghị mẫu.")
    others = {"*": "Chưa gửi"}
    for _ in ("while it is written", "when it is sent"):
        made = consolidate(actor=plan.reviewer, period=plan.period, reasons=others)
        texts = set(Passage.objects.filter(consolidation=made, kind="general").values_list("text", flat=True))
        assert texts == {"Đã tổ chức 07 hội nghị mẫu."}
        row = next(row for row in made.summary["rows"] if row["code"] == plan.schools.code)
        assert (row["stage"], row["version"]) == ("accepted", 1)
        if report.state != ReportState.SUBMITTED:
            submit_report(actor=plan.writer(plan.schools), report_id=report.pk)
            report.refresh_from_db()
    accept_report(actor=plan.reviewer, report_id=report.pk)
    made = consolidate(actor=plan.reviewer, period=plan.period, reasons=others)
    assert Passage.objects.filter(consolidation=made, kind="general").get().text == "Đã tổ chức 06 hội nghị mẫu."


def test_an_amendment_that_changes_nothing_is_not_sent(plan: Scene) -> None:
    report = _accepted(plan)
    start_amendment(actor=plan.writer(plan.schools), report_id=report.pk, reason=WHY)
    with pytest.raises(NotComplete, match="chưa khác"):
        submit_report(actor=plan.writer(plan.schools), report_id=report.pk)
    assert ReportVersion.objects.filter(report=report).count() == 1


def test_amend_and_drop_is_the_identity(plan: Scene) -> None:
    task = plan.task(plan.schools)
    report = plan.send(plan.schools, {None: DONE, task: {"results": "Xong."}})
    accept_report(actor=plan.reviewer, report_id=report.pk)
    before = _said(report)
    start_amendment(actor=plan.writer(plan.schools), report_id=report.pk, reason=WHY)
    _rewrite(plan, report, "Khác hẳn")
    drop_amendment(actor=plan.writer(plan.schools), report_id=report.pk)
    report.refresh_from_db()
    assert _said(report) == before
    assert (report.state, report.version, report.accepted_version, report.amend_reason) == ("accepted", 1, 1, "")


def test_an_amendment_that_was_returned_can_be_dropped_and_a_first_report_cannot(plan: Scene) -> None:
    report = _accepted(plan)
    before = _said(report)
    start_amendment(actor=plan.writer(plan.schools), report_id=report.pk, reason=WHY)
    _rewrite(plan, report, "Đã tổ chức 06 hội nghị mẫu.")
    submit_report(actor=plan.writer(plan.schools), report_id=report.pk)
    back = clock.today() + dt.timedelta(days=3)
    return_report(actor=plan.reviewer, report_id=report.pk, reason="Chưa rõ", resubmit_by=back)
    drop_amendment(actor=plan.writer(plan.schools), report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, _said(report)) == ("accepted", before)
    first = plan.send(plan.health, {None: DONE, **{task: {"is_nil": True} for task in plan.tasks}})
    return_report(actor=plan.reviewer, report_id=first.pk, reason="Chưa rõ", resubmit_by=back)
    with pytest.raises(ReportLocked, match="chưa từng được chấp nhận"):
        drop_amendment(actor=plan.writer(plan.health), report_id=first.pk)


@given(moves=st.lists(st.sampled_from(list(Move)), max_size=12))
def test_no_way_leads_from_accepted_to_a_draft(moves: list[Move]) -> None:
    state = "accepted"
    for move in moves:
        state = next_state(state, move) or state
        assert state != "draft"


def test_every_state_of_the_table_is_a_state() -> None:
    assert {state for state, _ in REPORT_MOVES} | set(REPORT_MOVES.values()) == set(ReportState.values)
