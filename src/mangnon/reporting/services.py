"""Opening periods, writing, sending, returning, accepting. Every act: policy, rule, lock, write, audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Refusal, Stale
from mangnon.kernel.text import fold
from mangnon.plans.public import Assignment, Plan, ReportingClause, Task, participating_agencies
from mangnon.reporting import outline, rules
from mangnon.reporting.errors import NoSuchPeriod, NotComplete, ReportLocked
from mangnon.reporting.models import ExpectedReport, Period, Regime, Report, ReportEntry, ReportVersion
from mangnon.reporting.policies import check_review_reports, check_write_report
from mangnon.reporting.rules import Move
from mangnon.reporting.terms import Frequency, ReportState

_FREQUENCY = {"half_year": Frequency.HALF_YEAR, "annual": Frequency.ANNUAL}
LONGEST_TEXT = 20_000


def regime_code(plan: Plan, kind: str) -> str:
    """The stable code of a plan's regime of a kind, fit for an address: «501-kh-ubnd-half_year»."""
    return f"{fold(plan.code).replace(' ', '-')}-{kind}"


def _free_code(plan: Plan, clause: ReportingClause) -> str:
    """A plan may ask for two half-yearly reports (June and December): the second one's code names its month."""
    code = regime_code(plan, clause.kind)
    if not Regime.objects.filter(code=code).exclude(clause=clause).exists():
        return code
    return f"{code}-{clause.due_month:02d}-{clause.order}"


@transaction.atomic
def set_up_regimes(*, actor: Actor, plan: Plan) -> list[Regime]:
    """Make a regime of every dated half-yearly or yearly report the plan's paper asks for; idempotent.

    Raises NotAllowed.
    """
    check_review_reports(actor, recipient_id=plan.lead_agency_id)
    regimes: list[Regime] = []
    for clause in ReportingClause.objects.filter(plan=plan, kind__in=_FREQUENCY).order_by("order"):
        if clause.due_day is None or clause.due_month is None:
            continue
        # 2001 is no leap year: «trước ngày 01/3» is 28 February in every year, a day early in leap years.
        last = rules.last_day_on_time(year=2001, month=clause.due_month, day=clause.due_day, is_before=clause.is_before)
        regime, created = Regime.objects.get_or_create(
            clause=clause,
            defaults={
                "code": _free_code(plan, clause),
                "plan": plan,
                "name": outline.regime_name(clause.kind, plan.directive.number, plan.directive.title),
                "content": outline.CONTENT,
                "reporters": clause.reporter_words or "Các cơ quan, đơn vị được giao nhiệm vụ",
                "recipient_id": plan.lead_agency_id,
                "method": outline.METHOD,
                "send_by_day": last.day,
                "send_by_month": last.month,
                "frequency": _FREQUENCY[clause.kind],
                "cut_off_rule": outline.CUT_OFF_RULE,
                "outline": outline.OUTLINE,
            },
        )
        regimes.append(regime)
        if created:
            record(
                actor=actor,
                act="set_up_regime",
                object_type="Regime",
                object_id=regime.pk,
                details={"code": regime.code},
            )
    return regimes


@transaction.atomic
def open_period(*, actor: Actor, regime: Regime, code: str) -> Period:
    """Open a period and freeze who must report, each with a reason; opening again gives the same period.

    Raises NotAllowed, NoSuchPeriod.
    """
    check_review_reports(actor, recipient_id=regime.recipient_id)
    Regime.objects.select_for_update().get(pk=regime.pk)  # two who open at once queue here: the second finds it open
    existing = Period.objects.filter(regime=regime, code=code).first()
    if existing is not None:
        return existing
    dates = rules.period_dates(
        code=code,
        frequency=regime.frequency,
        send_by_month=regime.send_by_month,
        send_by_day=regime.send_by_day,
    )
    if dates is None:
        raise NoSuchPeriod(
            f"«{code}» không phải là kỳ của chế độ báo cáo này. Chưa có kỳ nào được mở. "
            "Hãy dùng mã như 2025H1 (6 tháng đầu năm) hoặc 2025 (cả năm)."
        )
    period = Period.objects.create(
        regime=regime,
        code=code,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        cut_off_on=dates.cut_off_on,
        send_by=dates.send_by,
        opened_at=clock.now(),
        opened_by_id=actor.user_id,
    )
    expected = _expected_reports(period)
    ExpectedReport.objects.bulk_create(expected)
    record(
        actor=actor,
        act="open_period",
        object_type="Period",
        object_id=period.pk,
        details={"code": code, "send_by": dates.send_by.isoformat(), "expected": len(expected)},
    )
    return period


def _expected_reports(period: Period) -> list[ExpectedReport]:
    plan = period.regime.plan
    counts = {
        row["agency_id"]: (row["leads"], row["coordinates"])
        for row in Assignment.objects.filter(task__plan=plan)
        .values("agency_id")
        .annotate(leads=Count("pk", filter=Q(role="lead")), coordinates=Count("pk", filter=Q(role="coordinator")))
        .order_by()
    }
    rows = []
    for agency in participating_agencies(plan):
        leads, coordinates = counts.get(agency.pk, (0, 0))
        parts = []
        if leads:
            parts.append(f"chủ trì {leads} nhiệm vụ")
        if coordinates:
            parts.append(f"phối hợp {coordinates} nhiệm vụ")
        reason = ", ".join(parts) or "có trách nhiệm riêng trong kế hoạch"
        rows.append(ExpectedReport(period=period, agency=agency, reason=reason[0].upper() + reason[1:]))
    return rows


@transaction.atomic
def start_report(*, actor: Actor, period: Period, agency_id: int) -> Report:
    """The agency's report of the period, made at the first call. Raises NotAllowed, NotComplete (not expected)."""
    check_write_report(actor, agency_id=agency_id)
    if not ExpectedReport.objects.filter(period=period, agency_id=agency_id).exists():
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


def _locked(report_id: int) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("period__regime", "agency").get(pk=report_id)


def why_locked(report: Report) -> str:
    """Why a report cannot be changed now, in one sentence; empty when it can."""
    if report.state == ReportState.SUBMITTED:
        return "Báo cáo đã gửi và đang chờ xem xét nên tạm khóa. Cơ quan nhận có thể trả lại để bạn bổ sung."
    if report.state == ReportState.ACCEPTED:
        return "Báo cáo đã được chấp nhận nên không sửa được nữa."
    return ""


def _move(report: Report, move: Move) -> None:
    after = rules.next_state(report.state, move)
    if after is None:
        reason = why_locked(report) or "Báo cáo chưa được gửi nên chưa xem xét được."
        raise ReportLocked(f"{reason} Không có gì bị thay đổi.")
    report.state = ReportState(after)


@transaction.atomic
def save_entry(
    *, actor: Actor, report_id: int, task_id: int | None, revision: int, fields: dict[str, Any]
) -> ReportEntry:
    """Save what one entry says, as it is typed. `fields`: results, difficulties, proposals, next_period, is_nil.

    `revision` is the one the writer last saw (0 for none): a later one in the store means that somebody else saved
    meanwhile. Raises NotAllowed, ReportLocked, Stale, NotComplete (text too long, task not the agency's).
    """
    report = _locked(report_id)
    check_write_report(actor, agency_id=report.agency_id)
    _move(report, Move.SAVE)
    if any(len(str(fields.get(name) or "")) > LONGEST_TEXT for name in rules.TEXT_FIELDS):
        raise NotComplete(
            f"Một ô dài quá {LONGEST_TEXT} ký tự nên chưa lưu được. Nội dung vẫn còn trên màn hình; hãy rút gọn.",
            code="too_long",
        )
    own = Assignment.objects.filter(agency_id=report.agency_id, task__plan_id=report.period.regime.plan_id)
    if task_id is not None and not own.filter(task_id=task_id).exists():
        raise NotComplete("Nhiệm vụ này không giao cho cơ quan của bạn. Chưa có gì được lưu.", code="not_assigned")
    same_task = Q(task__isnull=True) if task_id is None else Q(task_id=task_id)
    entry = ReportEntry.objects.filter(same_task, report=report).first() or ReportEntry(report=report, task_id=task_id)
    if entry.revision != revision:
        raise Stale(
            "Mục này vừa được lưu từ nơi khác (đồng nghiệp, hoặc một cửa sổ khác của bạn). Nội dung bạn nhập chưa được "
            "lưu và vẫn còn trên màn hình; hãy tải lại trang để xem bản mới, rồi ghép phần của bạn."
        )
    for name in rules.TEXT_FIELDS:
        if name in fields:
            setattr(entry, name, str(fields[name] or "").strip())
    if "is_nil" in fields:
        entry.is_nil = bool(fields["is_nil"])
    entry.revision += 1
    entry.saved_at = clock.now()
    entry.saved_by_id = actor.user_id
    entry.save()
    record(
        actor=actor,
        act="save_entry",
        object_type="Report",
        object_id=report.pk,
        details={"task": task_id, "revision": entry.revision},
    )
    return entry


def entry_fields(entry: ReportEntry) -> dict[str, Any]:
    """An entry's fields as plain values."""
    return {**{name: getattr(entry, name) for name in rules.TEXT_FIELDS}, "is_nil": entry.is_nil}


def led_tasks(report: Report) -> list[Task]:
    """The tasks the report's agency leads, in the paper's order."""
    return list(
        Task.objects.filter(
            plan_id=report.period.regime.plan_id, assignments__agency_id=report.agency_id, assignments__role="lead"
        ).order_by("order")
    )


@transaction.atomic
def submit_report(*, actor: Actor, report_id: int) -> ReportVersion:
    """Send the report; what is sent is kept as a version. On time is judged on the first submission.

    Raises NotAllowed, ReportLocked, NotComplete naming the led tasks that say nothing.
    """
    report = _locked(report_id)
    check_write_report(actor, agency_id=report.agency_id)
    _move(report, Move.SUBMIT)
    entries = {entry.task_id: entry_fields(entry) for entry in report.entries.all()}
    led = led_tasks(report)
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
    now = clock.now()
    report.version += 1
    report.submitted_at = now
    report.submitted_by_id = actor.user_id
    report.first_submitted_at = report.first_submitted_at or now
    report.save(update_fields=["state", "version", "submitted_at", "submitted_by", "first_submitted_at"])
    version = ReportVersion.objects.create(
        report=report,
        number=report.version,
        content={"entries": [{"task": key, **fields} for key, fields in entries.items()]},
        submitted_at=now,
        submitted_by_id=actor.user_id,
    )
    record(
        actor=actor,
        act="submit_report",
        object_type="Report",
        object_id=report.pk,
        details={"version": version.number},
    )
    return version


def _check_was_read(report: Report, version: int | None) -> None:
    """Nobody judges a sending that came in after they opened the page."""
    if version is not None and report.version != version:
        raise Stale(
            f"Cơ quan vừa gửi lại báo cáo (lần {report.version}) sau khi bạn mở trang. Không có gì bị thay đổi. "
            "Hãy tải lại trang, đọc lần gửi mới rồi quyết định."
        )


@transaction.atomic
def return_report(
    *, actor: Actor, report_id: int, reason: str, resubmit_by: dt.date, version: int | None = None
) -> Report:
    """Send a report back with a reason and a date. `version`: the sending that was read; None asks nothing of it.

    Raises NotAllowed, Stale, ReportLocked, NotComplete.
    """
    report = _locked(report_id)
    check_review_reports(actor, recipient_id=report.period.regime.recipient_id)
    _check_was_read(report, version)
    _move(report, Move.RETURN)
    if not reason.strip():
        raise NotComplete("Trả lại báo cáo cần nêu lý do để đơn vị biết phải bổ sung gì. Không có gì bị thay đổi.")
    if resubmit_by < clock.today():
        raise NotComplete(
            f"Ngày gửi lại {vn_date(resubmit_by)} đã qua. Không có gì bị thay đổi. Hãy chọn từ hôm nay trở đi.",
            code="past_day",
        )
    report.return_reason = reason.strip()
    report.resubmit_by = resubmit_by
    report.returned_at = clock.now()
    report.save(update_fields=["state", "return_reason", "resubmit_by", "returned_at"])
    record(
        actor=actor,
        act="return_report",
        object_type="Report",
        object_id=report.pk,
        details={"resubmit_by": resubmit_by.isoformat(), "version": report.version},
        reason=report.return_reason,
    )
    return report


@transaction.atomic
def accept_report(*, actor: Actor, report_id: int, version: int | None = None) -> Report:
    """Accept a submitted report: from now on it is frozen. `version`: the sending that was read; None asks nothing.

    Raises NotAllowed, Stale, ReportLocked.
    """
    report = _locked(report_id)
    check_review_reports(actor, recipient_id=report.period.regime.recipient_id)
    _check_was_read(report, version)
    _move(report, Move.ACCEPT)
    report.accepted_at = clock.now()
    report.accepted_by_id = actor.user_id
    report.save(update_fields=["state", "accepted_at", "accepted_by"])
    record(
        actor=actor, act="accept_report", object_type="Report", object_id=report.pk, details={"version": report.version}
    )
    return report


@transaction.atomic
def accept_reports(*, actor: Actor, period: Period, report_ids: Collection[int]) -> list[Report]:
    """Accept several submitted reports of one period: all or none. Raises NotAllowed, NotComplete, ReportLocked."""
    check_review_reports(actor, recipient_id=period.regime.recipient_id)
    if not report_ids:
        raise NotComplete("Chưa chọn báo cáo nào nên chưa chấp nhận. Hãy đánh dấu các báo cáo đang chờ xem xét.")
    # All are locked before the first is written: one by one, this and somebody's single act could wait for each other.
    waiting = Report.objects.select_for_update(of=("self",)).filter(period=period, pk__in=report_ids)
    found = list(waiting.select_related("agency").order_by("pk"))
    unfit = [report.agency.name for report in found if report.state != ReportState.SUBMITTED]
    if unfit or len(found) != len(set(report_ids)):
        names = ", ".join(unfit) or "một báo cáo không thuộc kỳ này"
        raise ReportLocked(
            f"Chưa chấp nhận báo cáo nào: {names} không còn ở bước chờ xem xét. Hãy tải lại bảng rồi chọn lại."
        )
    return [accept_report(actor=actor, report_id=report.pk) for report in found]


class UnknownRegime(Refusal):
    """No regime has the code."""

    code = "unknown_regime"


def regime_named(code: str) -> Regime:
    """The regime with a code. Raises UnknownRegime listing the codes there are."""
    regime = Regime.objects.filter(code=code).select_related("plan__directive", "recipient").first()
    if regime is None:
        known = ", ".join(Regime.objects.values_list("code", flat=True)) or "chưa có chế độ báo cáo nào"
        raise UnknownRegime(f"Không có chế độ báo cáo mang mã «{code}». Các mã hiện có: {known}.")
    return regime
