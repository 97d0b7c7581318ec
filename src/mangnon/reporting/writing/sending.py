"""Writing, sending, returning, accepting. Every act: policy, rule, lock, write, audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.plans.public import Task
from mangnon.reporting import rules
from mangnon.reporting.duties.holding import answered_in
from mangnon.reporting.duties.lineage import writers_of
from mangnon.reporting.errors import NotComplete, ReportLocked
from mangnon.reporting.figures.sheet import check_agree, check_told, figures_differ, freeze_figures
from mangnon.reporting.models import ExpectedReport, Period, Report, ReportEntry, ReportVersion
from mangnon.reporting.policies import check_write_report
from mangnon.reporting.rules import Move
from mangnon.reporting.rules.typed import box_revisions, clashing, tidied
from mangnon.reporting.successions.carrying import LONGEST_TEXT, fields_of
from mangnon.reporting.terms import ReportState
from mangnon.reporting.writing.met_entries import check_amended, check_not_met
from mangnon.reporting.writing.sourcing import keep_sources, sent_sources
from mangnon.reporting.writing.suggesting import Line


@transaction.atomic
def start_report(*, actor: Actor, period: Period, agency_id: int) -> Report:
    """The agency's report of the period, made at the first call; of an ended body its successor may begin it.

    Raises NotAllowed, NotComplete (not expected), ReportLocked (passed on to a successor).
    """
    owing = ExpectedReport.objects.select_for_update(of=("self",)).filter(period=period, agency_id=agency_id)
    expected = owing.select_related("agency").first()
    if expected is not None:
        check_writer(actor, period, expected.agency)
        check_owed(expected)
    else:
        check_write_report(actor, writer_ids=[agency_id])
        raise NotComplete(
            "Cơ quan của bạn không nằm trong danh sách phải báo cáo của kỳ này. Chưa có gì được tạo. "
            "Nếu cần bổ sung, hãy liên hệ cơ quan nhận báo cáo.",
            code="not_expected",
        )
    report, created = Report.objects.get_or_create(
        period=period, agency_id=agency_id, defaults={"started_at": clock.now()}
    )
    if created:
        record(actor=actor, act="start_report", object_type="Report", object_id=report.pk)
    return report


def locked_report(report_id: int) -> Report:
    """A report, locked until the end of the transaction, with what acts on it need.

    What the body owes is locked first, as whoever excuses bodies, ends a call or reorganises them does: in one order,
    so that none waits for the other for ever, and nobody sends what has just been taken off the list.
    """
    own = ExpectedReport.objects.filter(period__reports=report_id, agency=F("period__reports__agency"))
    list(own.select_for_update(of=("self",)).order_by())
    found = Report.objects.select_for_update(of=("self",))
    return found.select_related("period__regime__plan__lead_agency", "period__regime__recipient", "agency").get(
        pk=report_id
    )


def check_writer(actor: Actor, period: Period, agency: Agency) -> None:
    """Raises NotAllowed unless the actor's officers write what the agency owes in the period today."""
    check_write_report(actor, writer_ids=writers_of(agency, regime=period.regime, on=clock.today()))


def check_owed(expected: ExpectedReport) -> None:
    """Raises ReportLocked (passed_on) where a successor owes the report now."""
    if expected.ended_by_id is not None:
        raise ReportLocked(
            f"Báo cáo này không còn do {expected.agency.name} gửi: {expected.end_reason[:1].lower()}"
            f"{expected.end_reason[1:]}. Nội dung đã viết còn nguyên và đã chuyển sang báo cáo của cơ quan kế thừa.",
            code="passed_on",
        )
    if expected.exempted_at is not None:
        raise ReportLocked(
            f"{expected.agency.name} được miễn báo cáo kỳ này: {expected.exempt_reason} Nội dung đã viết còn nguyên.",
            code="exempt",
        )


def check_expected(period: Period, agency: Agency) -> None:
    """Raises NotComplete unless a body is asked to report in a period, ReportLocked where it owes nothing any more."""
    expected = ExpectedReport.objects.filter(period=period, agency=agency).select_related("agency").first()
    if expected is None:
        raise NotComplete("Cơ quan này không nằm trong danh sách phải báo cáo của kỳ.", code="not_expected")
    check_owed(expected)


def check_may_write(actor: Actor, report: Report) -> None:
    """Raises NotAllowed, ReportLocked (passed_on) unless the actor writes this report today."""
    check_writer(actor, report.period, report.agency)
    expected = ExpectedReport.objects.filter(period=report.period, agency=report.agency).first()
    if expected is not None:
        expected.agency = report.agency
        check_owed(expected)


def _send_by(report: Report) -> dt.date:
    """The send-by day in force for the report's body."""
    expected = ExpectedReport.objects.filter(period=report.period, agency=report.agency).first()
    return (expected.send_by if expected else None) or report.period.send_by


def why_locked(report: Report) -> str:
    """Why a report cannot be changed now, in one sentence; empty when it can."""
    if report.state == ReportState.SUBMITTED:
        return "Báo cáo đã gửi và đang chờ xem xét nên tạm khóa. Cơ quan nhận có thể trả lại để bạn bổ sung."
    if report.state == ReportState.ACCEPTED:
        return "Báo cáo đã được chấp nhận nên đã khóa. Cần thay đổi thì lập bản sửa đổi và nêu lý do."
    return ""


def move_report(report: Report, move: Move) -> None:
    """Set the state after a move. Raises ReportLocked when it does not fit."""
    after = rules.next_state(report.state, move)
    if after is None:
        reason = why_locked(report) or "Báo cáo chưa được gửi nên chưa xem xét được."
        raise ReportLocked(f"{reason} Không có gì bị thay đổi.")
    report.state = ReportState(after)


@transaction.atomic
def save_entry(
    *,
    actor: Actor,
    report_id: int,
    task_id: int | None,
    revision: int,
    fields: dict[str, Any],
    touched: Collection[str] | None = None,
    used: Mapping[str, Sequence[Line]] | None = None,
) -> ReportEntry:
    """Save what one entry says, as it is typed. `fields`: results, difficulties, proposals, next_period, is_nil.

    `revision` is the one the writer last saw (0 for none): a later one in the store means that somebody else saved
    meanwhile. With `touched` only these boxes are written, and others that somebody else saved meanwhile are no
    conflict. `used`: by box, the suggested lines that were put into it; their sources are kept. Words are tidied
    (`rules.typed`). Raises NotAllowed, ReportLocked, Stale, NotComplete (text too long, task not the agency's).
    """
    given = {name: fields[name] for name in fields if touched is None or name in touched}
    given = {name: bool(value) if name == "is_nil" else tidied(str(value or "")).text for name, value in given.items()}
    report = locked_report(report_id)
    check_may_write(actor, report)
    move_report(report, Move.SAVE)
    if any(len(str(given.get(name) or "")) > LONGEST_TEXT for name in rules.TEXT_FIELDS):
        raise NotComplete(
            f"Một ô dài quá {LONGEST_TEXT} ký tự nên chưa lưu được. Nội dung vẫn còn trên màn hình; hãy rút gọn.",
            code="too_long",
        )
    if task_id is not None and task_id not in _answered_tasks(report):
        raise NotComplete("Nhiệm vụ này không giao cho cơ quan của bạn. Chưa có gì được lưu.", code="not_assigned")
    check_not_met(report, task_id)
    same_task = Q(task__isnull=True) if task_id is None else Q(task_id=task_id)
    entry = ReportEntry.objects.filter(same_task, report=report).first() or ReportEntry(report=report, task_id=task_id)
    _write(entry, revision, given, touched)
    entry.saved_at = clock.now()
    entry.saved_by_id = actor.user_id
    entry.save()
    for box, lines in (used or {}).items():
        keep_sources(actor=actor, entry=entry, box=box, lines=lines)
    record(
        actor=actor,
        act="save_entry",
        object_type="Report",
        object_id=report.pk,
        details={"task": task_id, "revision": entry.revision},
    )
    return entry


def _write(entry: ReportEntry, revision: int, given: Mapping[str, Any], touched: Collection[str] | None) -> None:
    """Put words into boxes. Raises Stale for what somebody else wrote meanwhile."""
    present = fields_of(entry)
    names = clashing(
        entry.box_revisions, at=entry.revision, seen=revision, present=present, given=given, touched=touched or ()
    )
    if names or (touched is None and entry.revision != revision):
        raise Stale(
            "Mục này vừa được lưu từ nơi khác (đồng nghiệp, hoặc một cửa sổ khác của bạn). Nội dung bạn nhập chưa được "
            "lưu và vẫn còn trên màn hình; hãy xem bản mới, rồi ghép phần của bạn."
        )
    for name, value in given.items():
        if name in present:
            setattr(entry, name, value)
    entry.box_revisions = box_revisions(
        entry.box_revisions, before=entry.revision, present=present, after=fields_of(entry)
    )
    entry.revision += 1


def _answered_tasks(report: Report) -> dict[int, bool]:
    """The tasks a report answers, each with whether its body leads it."""
    answered = answered_in(report.period, agency_ids=[report.agency_id])
    found: dict[int, bool] = {}
    for each in answered:
        found[each.task_id] = found.get(each.task_id, False) or each.is_lead
    return found


@transaction.atomic
def submit_report(*, actor: Actor, report_id: int) -> ReportVersion:
    """Send the report; what is sent is kept as a version. On time is judged on the first submission.

    Raises NotAllowed, ReportLocked, NotComplete naming the led tasks that say nothing.
    """
    report = locked_report(report_id)
    check_may_write(actor, report)
    move_report(report, Move.SUBMIT)
    tasks = _answered_tasks(report)
    # What was written on a task that has since gone to another body was carried there: it is not sent twice.
    entries = {e.task_id: fields_of(e) for e in report.entries.all() if e.task_id is None or e.task_id in tasks}
    led = list(Task.objects.filter(pk__in=[pk for pk, is_lead in tasks.items() if is_lead]).order_by("order"))
    silent = [task.code for task in led if not rules.answers_task(entries.get(task.pk, {}))]
    if silent:
        raise NotComplete(
            f"Chưa gửi được: còn {len(silent)} nhiệm vụ chủ trì chưa có kết quả ({', '.join(silent)}). "
            "Nội dung đã nhập vẫn còn. Hãy ghi kết quả hoặc đánh dấu «Không phát sinh trong kỳ»."
        )
    both = [task.code for task in led if rules.contradicts(entries.get(task.pk, {}))]
    if both:
        raise NotComplete(
            f"Chưa gửi được: nhiệm vụ {', '.join(both)} vừa ghi kết quả vừa đánh dấu «Không phát sinh trong kỳ». "
            "Nội dung đã nhập vẫn còn. Hãy bỏ đánh dấu hoặc xóa phần kết quả.",
            code="contradiction",
        )
    if rules.fullness(led_tasks=[task.pk for task in led], entries=entries) == "empty":
        raise NotComplete("Chưa gửi được: báo cáo chưa có nội dung nào. Hãy ghi ít nhất phần nội dung chung.")
    check_told(report)
    check_agree(report)
    check_amended(report, entries, figures_differ=bool(report.accepted_version) and figures_differ(report))
    sources = sent_sources(report)
    told = [
        {"task": key, **fields, **({"sources": sources[key]} if key in sources else {})}
        for key, fields in entries.items()
    ]
    return store_sending(actor, report, {"entries": told})


def store_sending(actor: Actor, report: Report, content: dict[str, Any]) -> ReportVersion:
    """Keep what a report says as its next version; the report is locked and its state has been moved by the caller."""
    now = clock.now()
    report.version += 1
    report.submitted_at = now
    report.submitted_by_id = actor.user_id
    if report.first_submitted_at is None:
        report.first_submitted_at = now
        report.judged_by = _send_by(report)
    report.save(update_fields=["state", "version", "submitted_at", "submitted_by", "first_submitted_at", "judged_by"])
    version = ReportVersion.objects.create(
        report=report,
        number=report.version,
        content=content,
        submitted_at=now,
        submitted_by_id=actor.user_id,
        amend_reason=report.amend_reason,
    )
    figures = freeze_figures(version)
    record(
        actor=actor,
        act="submit_report",
        object_type="Report",
        object_id=report.pk,
        details={"version": version.number, **({"figures": figures} if figures else {})},
        reason=report.amend_reason,
    )
    return version
