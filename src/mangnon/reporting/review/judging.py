"""The recipient's verdict on one entry: what is met stays, what is to be mended is said beside it."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.reporting.errors import NotComplete, ReportLocked
from mangnon.reporting.models import EntryReview, ReportVersion
from mangnon.reporting.review.deciding import check_was_read
from mangnon.reporting.review.tiers import check_receiver
from mangnon.reporting.rules.comparison import by_task
from mangnon.reporting.terms import EntryVerdict, ReportState
from mangnon.reporting.writing.met_entries import same_entry
from mangnon.reporting.writing.sending import locked_report

_LONGEST_WORDS = 5_000


@transaction.atomic
def judge_entry(
    *, actor: Actor, report_id: int, task_id: int | None, verdict: str, words: str = "", version: int | None = None
) -> EntryReview | None:
    """Say of one entry of the last sending that it is met or what is to be mended; an empty verdict takes it back.

    `task_id` None is the general part; `version` the sending that was read, None asks nothing of it. Raises NotAllowed,
    Stale, ReportLocked (nothing waits for review), NotComplete (no such entry, no words for what is to be mended).
    """
    report = locked_report(report_id)
    check_receiver(actor, report)
    check_was_read(report, version)
    if report.state != ReportState.SUBMITTED:
        raise ReportLocked("Chỉ nhận xét được khi báo cáo đang chờ xem xét. Không có gì bị thay đổi.")
    sent = ReportVersion.objects.get(report=report, number=report.version)
    if task_id not in by_task(sent.content):
        raise NotComplete("Lần gửi này không có mục bạn nhận xét. Không có gì bị thay đổi.", code="no_such_entry")
    if verdict and verdict not in EntryVerdict.values:
        raise NotComplete("Nhận xét phải là «Đạt» hoặc «Cần bổ sung». Không có gì bị thay đổi.", code="no_such_verdict")
    said = words.strip()[:_LONGEST_WORDS] if verdict == EntryVerdict.MEND else ""
    if verdict == EntryVerdict.MEND and not said:
        raise NotComplete("Hãy ghi mục này cần bổ sung gì. Không có gì bị thay đổi.", code="no_words")
    about = EntryReview.objects.filter(same_entry(task_id), report=report)
    judged = None
    if verdict:
        row = about.first() or EntryReview(report=report, task_id=task_id)
        row.sending, row.verdict, row.words = report.version, verdict, said
        row.judged_at, row.judged_by_id = clock.now(), actor.user_id
        row.save()
        judged = row
    else:
        about.delete()
    record(
        actor=actor,
        act="judge_entry" if verdict else "unjudge_entry",
        object_type="Report",
        object_id=report.pk,
        details={"task": task_id, "verdict": verdict, "version": report.version},
        reason=said,
    )
    return judged
