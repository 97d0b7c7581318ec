"""Opening, writing, sending, returning, accepting."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.plans.models import ReportingClause
from mangnon.reporting.errors import NoSuchPeriod, NotComplete, ReportLocked
from mangnon.reporting.models import ExpectedReport, Regime, Report
from mangnon.reporting.periods.board import board
from mangnon.reporting.periods.opening import open_period, set_up_regimes
from mangnon.reporting.review.deciding import accept_report, accept_reports, return_report
from mangnon.reporting.selectors import period_summaries, regimes_to_open, waiting_periods
from mangnon.reporting.successions.carrying import LONGEST_TEXT
from mangnon.reporting.writing.sending import save_entry, start_report, submit_report
from tests.reporting.factories import Scene, agency, scene

pytestmark = pytest.mark.django_db
DONE = {"results": "Đã làm xong."}


@pytest.fixture
def plan() -> Scene:
    return scene()


def test_regimes_and_periods_are_set_up_once(plan: Scene) -> None:
    assert set_up_regimes(actor=SYSTEM, plan=plan.plan) == [plan.regime]
    assert open_period(actor=SYSTEM, regime=plan.regime, code="2025H1") == plan.period
    assert (plan.regime.send_by_day, plan.regime.send_by_month) == (9, 6)
    assert plan.period.send_by == dt.date(2025, 6, 9)


def test_two_half_yearly_reports_of_one_plan_are_two_regimes(plan: Scene) -> None:
    ReportingClause.objects.create(
        plan=plan.plan, kind="half_year", due_day=15, due_month=12, is_before=True, text="Báo cáo trước 15/12.", order=2
    )
    set_up_regimes(actor=SYSTEM, plan=plan.plan)
    codes = set(Regime.objects.values_list("code", flat=True))
    assert len(codes) == 2
    second = Regime.objects.exclude(pk=plan.regime.pk).get()
    assert open_period(actor=SYSTEM, regime=second, code="2025H2").send_by == dt.date(2025, 12, 14)


def test_a_code_that_does_not_fit_opens_nothing(plan: Scene) -> None:
    with pytest.raises(NoSuchPeriod, match="2025H2"):
        open_period(actor=plan.reviewer, regime=plan.regime, code="2025H2")


def test_who_must_report_is_frozen_when_the_period_opens(plan: Scene) -> None:
    reasons = dict(ExpectedReport.objects.values_list("agency__name", "reason"))
    assert reasons["Sở Lao động Mẫu Một"] == "Chủ trì 2 nhiệm vụ, phối hợp 1 nhiệm vụ"
    assert len(reasons) == 4
    late_comer = agency("SO_9", "Sở Đến Sau", "SĐS", territory=plan.plan.territory)
    plan.task(late_comer)
    assert ExpectedReport.objects.count() == 4
    with pytest.raises(NotComplete) as refusal:
        start_report(actor=plan.writer(late_comer), period=plan.period, agency_id=late_comer.pk)
    assert refusal.value.code == "not_expected"


def test_the_next_period_waits_to_be_opened_by_the_recipient(plan: Scene) -> None:
    assert regimes_to_open(plan.reviewer, today=dt.date(2025, 5, 20)) == []
    [later] = regimes_to_open(plan.reviewer, today=dt.date(2025, 6, 10))
    assert later.code == "2026H1"
    assert regimes_to_open(plan.writer(plan.health), today=dt.date(2025, 6, 10)) == []


def test_saving_counts_and_a_second_writer_is_told(plan: Scene) -> None:
    writer = plan.writer(plan.health)
    report = start_report(actor=writer, period=plan.period, agency_id=plan.health.pk)
    task = plan.tasks[1].pk
    first = save_entry(actor=writer, report_id=report.pk, task_id=task, revision=0, fields={"results": " Một. "})
    assert (first.revision, first.results) == (1, "Một.")
    second = save_entry(actor=writer, report_id=report.pk, task_id=task, revision=1, fields={"proposals": "Hai."})
    assert (second.results, second.proposals) == ("Một.", "Hai."), "a field that is not sent stays"
    with pytest.raises(Stale):
        save_entry(actor=writer, report_id=report.pk, task_id=task, revision=1, fields={"results": "Ba."})
    second.refresh_from_db()
    assert (second.results, second.revision) == ("Một.", 2)


def test_what_cannot_be_saved(plan: Scene) -> None:
    writer = plan.writer(plan.health)
    report = start_report(actor=writer, period=plan.period, agency_id=plan.health.pk)
    foreign = plan.task(plan.lead)
    with pytest.raises(NotComplete) as refusal:
        save_entry(actor=writer, report_id=report.pk, task_id=foreign.pk, revision=0, fields=DONE)
    assert refusal.value.code == "not_assigned"
    with pytest.raises(NotComplete) as refusal:
        save_entry(
            actor=writer, report_id=report.pk, task_id=None, revision=0, fields={"results": "x" * (LONGEST_TEXT + 1)}
        )
    assert refusal.value.code == "too_long"
    with pytest.raises(NotAllowed):
        save_entry(actor=plan.writer(plan.schools), report_id=report.pk, task_id=None, revision=0, fields=DONE)
    assert not report.entries.exists()


def test_sending_names_the_silent_tasks(plan: Scene) -> None:
    report = plan.write(plan.lead, {plan.tasks[0]: DONE})
    with pytest.raises(NotComplete, match=r"còn 1 nhiệm vụ chủ trì chưa có kết quả \(I\.3\)"):
        submit_report(actor=plan.reviewer, report_id=report.pk)
    plan.write(plan.lead, {plan.tasks[2]: {"is_nil": True}})
    version = submit_report(actor=plan.reviewer, report_id=report.pk)
    assert version.number == 1
    assert {entry["task"]: entry["is_nil"] for entry in version.content["entries"]} == {
        plan.tasks[0].pk: False,
        plan.tasks[2].pk: True,
    }


def test_an_empty_or_contradicting_report_is_not_sent(plan: Scene) -> None:
    report = plan.write(plan.district, {None: {"results": " "}})
    with pytest.raises(NotComplete, match="chưa có nội dung"):
        submit_report(actor=plan.writer(plan.district), report_id=report.pk)
    both = plan.write(plan.health, {plan.tasks[1]: {**DONE, "is_nil": True}})
    with pytest.raises(NotComplete) as refusal:
        submit_report(actor=plan.writer(plan.health), report_id=both.pk)
    assert refusal.value.code == "contradiction"


def test_on_time_is_judged_on_the_first_sending(plan: Scene) -> None:
    on_the_day = clock.at(dt.date(2025, 6, 9), 23, 59)
    report = plan.send(plan.health, {plan.tasks[1]: DONE}, at=on_the_day)
    after = clock.at(dt.date(2025, 6, 12), 9)
    with clock.frozen(after):
        return_report(
            actor=plan.reviewer, report_id=report.pk, reason="Thiếu số liệu.", resubmit_by=dt.date(2025, 6, 13)
        )
        [owed] = waiting_periods(plan.writer(plan.health))
        assert owed.due_on == dt.date(2025, 6, 13)
        submit_report(actor=plan.writer(plan.health), report_id=report.pk)
        rows = {row.agency.pk: row for row in board(SYSTEM, plan.period).rows}
    report.refresh_from_db()
    assert (report.version, report.first_submitted_at) == (2, on_the_day)
    assert rows[plan.health.pk].timeliness == "on_time"
    assert rows[plan.lead.pk].timeliness == "missing"
    late = plan.send(plan.schools, {None: DONE}, at=after)
    with clock.frozen(after):
        assert {row.agency.pk for row in board(SYSTEM, plan.period).late} >= {late.agency_id, plan.lead.pk}


def test_returning_needs_a_reason_and_a_day_to_come(plan: Scene) -> None:
    report = plan.send(plan.health, {plan.tasks[1]: DONE})
    with pytest.raises(NotComplete, match="lý do"):
        return_report(actor=plan.reviewer, report_id=report.pk, reason="  ", resubmit_by=dt.date(2025, 6, 1))
    with pytest.raises(NotComplete) as refusal:
        return_report(actor=plan.reviewer, report_id=report.pk, reason="Thiếu.", resubmit_by=dt.date(2025, 5, 19))
    assert refusal.value.code == "past_day"
    report.refresh_from_db()
    assert report.state == "submitted"
    return_report(actor=plan.reviewer, report_id=report.pk, reason="Thiếu.", resubmit_by=dt.date(2025, 5, 20))
    report.refresh_from_db()
    assert (report.state, report.return_reason) == ("returned", "Thiếu.")


def test_accepted_is_frozen(plan: Scene) -> None:
    report = plan.accepted(plan.health, {plan.tasks[1]: DONE})
    writer = plan.writer(plan.health)
    with pytest.raises(ReportLocked, match="lập bản sửa đổi"):
        save_entry(actor=writer, report_id=report.pk, task_id=plan.tasks[1].pk, revision=1, fields={"results": "Khác."})
    with pytest.raises(ReportLocked):
        submit_report(actor=writer, report_id=report.pk)
    with pytest.raises(ReportLocked):
        return_report(actor=plan.reviewer, report_id=report.pk, reason="Muộn.", resubmit_by=dt.date(2025, 6, 5))
    with pytest.raises(ReportLocked):
        accept_report(actor=plan.reviewer, report_id=report.pk)
    assert report.versions.count() == 1


def test_a_submitted_report_is_locked_for_its_writer(plan: Scene) -> None:
    report = plan.send(plan.health, {plan.tasks[1]: DONE})
    with pytest.raises(ReportLocked, match="đang chờ xem xét"):
        save_entry(actor=plan.writer(plan.health), report_id=report.pk, task_id=None, revision=0, fields=DONE)


def test_several_are_accepted_or_none(plan: Scene) -> None:
    one = plan.send(plan.health, {plan.tasks[1]: DONE})
    two = plan.send(plan.schools, {None: DONE})
    draft = plan.write(plan.district, {None: DONE})
    ids = [one.pk, two.pk]
    for wrong in ([*ids, draft.pk], [*ids, 10**6]):
        with pytest.raises(ReportLocked):
            accept_reports(actor=plan.reviewer, period=plan.period, report_ids=wrong)
        assert set(Report.objects.values_list("state", flat=True)) == {"submitted", "draft"}
    with pytest.raises(NotComplete):
        accept_reports(actor=plan.reviewer, period=plan.period, report_ids=[])
    with pytest.raises(NotAllowed):
        accept_reports(actor=plan.writer(plan.health), period=plan.period, report_ids=ids)
    assert len(accept_reports(actor=plan.reviewer, period=plan.period, report_ids=ids)) == 2
    assert AuditRow.objects.filter(act="accept_report").count() == 2


def test_the_summary_counts_what_the_board_shows(plan: Scene) -> None:
    plan.accepted(plan.health, {plan.tasks[1]: DONE})
    plan.send(plan.schools, {None: DONE})
    plan.write(plan.district, {None: DONE})
    [summary] = period_summaries(plan.writer(plan.district), now=clock.now())
    state = board(SYSTEM, plan.period)
    assert (summary.expected, summary.sent) == (len(state.rows), len(state.sent)) == (4, 2)
    assert (summary.waiting, summary.accepted) == (1, 1)
    assert summary.own_stage == "writing"
    assert summary.days_left == 20
