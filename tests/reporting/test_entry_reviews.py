"""The recipient says of each task whether it is met; what is met stays locked, what is to be mended is opened."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.reporting.errors import NotComplete, ReportLocked
from mangnon.reporting.models import EntryReview, Report
from mangnon.reporting.review.deciding import accept_report, accept_reports, return_report
from mangnon.reporting.review.judging import judge_entry
from mangnon.reporting.writing.sending import save_entry, submit_report
from tests.reporting.factories import Scene, scene, user_at

SAID = {"results": "Đã tổ chức 07 hội nghị mẫu."}


@pytest.fixture
def plan(db: None) -> Scene:
    return scene()


@pytest.fixture
def sent(plan: Scene) -> Report:
    """Two tasks and the general part, sent."""
    tasks = [plan.task(plan.schools), plan.task(plan.schools)]
    return plan.send(plan.schools, {None: SAID, **dict.fromkeys(tasks, SAID)})


def _judge(plan: Scene, report: Report, task: int | None, verdict: str, words: str = "") -> None:
    judge_entry(actor=plan.reviewer, report_id=report.pk, task_id=task, verdict=verdict, words=words, version=1)


def _save(plan: Scene, report: Report, task: int | None, results: str) -> None:
    entry = report.entries.get(task=task)
    fields = {"results": results}
    writer = plan.writer(plan.schools)
    save_entry(actor=writer, report_id=report.pk, task_id=task, revision=entry.revision, fields=fields)


def test_what_is_met_stays_and_only_the_rest_is_opened(plan: Scene, sent: Report) -> None:
    first, second = plan.tasks[-2:]
    _judge(plan, sent, first.pk, "met")
    _judge(plan, sent, second.pk, "mend", "Nêu rõ số trẻ em tham gia.")
    back = clock.today() + dt.timedelta(days=3)
    returned = return_report(actor=plan.reviewer, report_id=sent.pk, reason="", resubmit_by=back)
    assert returned.return_reason == "Cần bổ sung 1 mục, xem nhận xét ở từng mục."
    with pytest.raises(ReportLocked, match="đã đạt ở lần gửi 1"):
        _save(plan, sent, first.pk, "Khác")
    _save(plan, sent, second.pk, "Đã tổ chức 07 hội nghị, 300 trẻ em.")
    _save(plan, sent, None, "Đã làm thêm.")  # not judged: open
    submit_report(actor=plan.writer(plan.schools), report_id=sent.pk)
    accept_report(actor=plan.reviewer, report_id=sent.pk)  # the words about the first sending stand in nobody's way


def test_a_report_with_an_entry_to_mend_is_not_accepted(plan: Scene, sent: Report) -> None:
    _judge(plan, sent, None, "mend", "Thiếu số liệu.")
    for accept in (
        lambda: accept_report(actor=plan.reviewer, report_id=sent.pk),
        lambda: accept_reports(actor=plan.reviewer, period=plan.period, report_ids=[sent.pk]),
    ):
        with pytest.raises(NotComplete, match="Cần bổ sung"):
            accept()
    _judge(plan, sent, None, "")
    assert not EntryReview.objects.exists()
    accept_report(actor=plan.reviewer, report_id=sent.pk)


def test_a_verdict_is_the_recipients_on_what_was_read_with_words(plan: Scene, sent: Report) -> None:
    with pytest.raises(NotAllowed):
        judge_entry(actor=plan.writer(plan.schools), report_id=sent.pk, task_id=None, verdict="met")
    with pytest.raises(Stale):
        judge_entry(actor=plan.reviewer, report_id=sent.pk, task_id=None, verdict="met", version=7)
    with pytest.raises(NotComplete, match="cần bổ sung gì"):
        _judge(plan, sent, None, "mend", "  ")
    with pytest.raises(NotComplete, match="không có mục"):
        _judge(plan, sent, plan.tasks[0].pk, "met")
    with pytest.raises(NotComplete, match="phải là"):
        _judge(plan, sent, None, "perhaps")
    accept_report(actor=plan.reviewer, report_id=sent.pk)
    with pytest.raises(ReportLocked):
        _judge(plan, sent, None, "met")
    assert not EntryReview.objects.exists()


def test_the_pages_carry_verdicts_to_the_writer_and_amendments_to_the_reviewer(plan: Scene, sent: Report) -> None:
    place = [plan.regime.code, plan.period.code, plan.schools.code]
    reviewer, writer = Client(), Client()
    reviewer.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    writer.force_login(user_at(plan.schools, Role.DEPARTMENT_OFFICER))
    task = plan.tasks[-1]
    answer = reviewer.post(
        reverse("report_judge", args=place),
        {"version": "1", "task": str(task.pk), "verdict": "mend", "words": "Nêu số trẻ em."},
    )
    assert answer.status_code == 302
    back = (clock.today() + dt.timedelta(days=3)).strftime("%d/%m/%Y")
    reviewer.post(reverse("report_return", args=place), {"version": "1", "resubmit_by": back})
    page = writer.get(reverse("report_write", args=place[:2])).content.decode()
    assert "Cơ quan nhận yêu cầu bổ sung mục này" in page
    assert "Nêu số trẻ em." in page
    _save(plan, sent, task.pk, "Đã tổ chức 07 hội nghị, 300 trẻ em.")
    submit_report(actor=plan.writer(plan.schools), report_id=sent.pk)
    accept_report(actor=plan.reviewer, report_id=sent.pk)
    shown = writer.get(reverse("report_view", args=place)).content.decode()
    assert "Lập bản sửa đổi" in shown
    assert writer.post(reverse("report_amend", args=place), {"reason": " "}).status_code == 422
    assert writer.post(reverse("report_amend", args=place), {"reason": "Đếm lại"}).status_code == 302
    page = writer.get(reverse("report_write", args=place[:2])).content.decode()
    assert "Đang lập bản sửa đổi" in page
    assert "vẫn có hiệu lực" in reviewer.get(reverse("report_view", args=place)).content.decode()
    assert writer.post(reverse("report_amend_drop", args=place)).status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.amend_reason) == ("accepted", "")
