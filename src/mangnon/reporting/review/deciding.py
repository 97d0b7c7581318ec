"""Returning and accepting: what the recipient decides. Every act: policy, rule, lock, write, audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Stale
from mangnon.reporting.errors import NotComplete, ReportLocked
from mangnon.reporting.models import ExpectedReport, Period, Report
from mangnon.reporting.review.tiers import check_children_settled, check_receiver
from mangnon.reporting.rules import Move
from mangnon.reporting.terms import ReportState
from mangnon.reporting.writing.met_entries import check_nothing_to_mend, entries_to_mend
from mangnon.reporting.writing.sending import locked_report, move_report

# A slip of the keyboard («2205» for «2025»), not a rule.
_LONGEST_WAIT = dt.timedelta(days=366)


def check_was_read(report: Report, version: int | None) -> None:
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
    report = locked_report(report_id)
    check_receiver(actor, report)
    check_was_read(report, version)
    move_report(report, Move.RETURN)
    mended = entries_to_mend(report)
    if not reason.strip() and not mended:
        raise NotComplete("Hãy nêu lý do trả lại, hoặc ghi nhận xét ở từng mục cần bổ sung. Không có gì bị thay đổi.")
    if resubmit_by < clock.today():
        raise NotComplete(
            f"Ngày gửi lại {vn_date(resubmit_by)} đã qua. Không có gì bị thay đổi. Hãy chọn từ hôm nay trở đi.",
            code="past_day",
        )
    if resubmit_by > clock.today() + _LONGEST_WAIT:
        raise NotComplete(
            f"Ngày gửi lại {vn_date(resubmit_by)} quá xa. Không có gì bị thay đổi. Hãy chọn ngày trong vòng một năm.",
            code="far_day",
        )
    report.return_reason = reason.strip() or f"Cần bổ sung {mended} mục, xem nhận xét ở từng mục."
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
    """Accept a submitted report: from now on it is frozen; of an amendment the new version stands from now on.

    `version`: the sending that was read; None asks nothing of it. Raises NotAllowed, Stale, ReportLocked, NotComplete
    (an entry was judged to need mending; a report of the tier below is neither accepted nor named as missing).
    """
    report = locked_report(report_id)
    check_receiver(actor, report)
    check_was_read(report, version)
    move_report(report, Move.ACCEPT)
    check_nothing_to_mend(report)
    check_children_settled(report)
    report.accepted_at = clock.now()
    report.accepted_by_id = actor.user_id
    report.accepted_version = report.version
    report.amend_reason = ""
    report.save(update_fields=["state", "accepted_at", "accepted_by", "accepted_version", "amend_reason"])
    record(
        actor=actor, act="accept_report", object_type="Report", object_id=report.pk, details={"version": report.version}
    )
    return report


@transaction.atomic
def accept_reports(
    *, actor: Actor, period: Period, report_ids: Collection[int], versions: Mapping[int, int] | None = None
) -> list[Report]:
    """Accept several submitted reports of one period: all or none.

    `versions`: the sending of each that stood on the page, by report; one that is not named is asked nothing of. Raises
    NotAllowed, Stale (all that were sent again meanwhile are named), NotComplete, ReportLocked.
    """
    if not report_ids:
        raise NotComplete("Chưa chọn báo cáo nào nên chưa chấp nhận. Hãy đánh dấu các báo cáo đang chờ xem xét.")
    # All are locked before the first is written: one by one, this and somebody's single act could wait for each other.
    bodies = Report.objects.filter(period=period, pk__in=report_ids).values("agency")
    owed = ExpectedReport.objects.filter(period=period, agency__in=bodies)
    list(owed.select_for_update(of=("self",)).order_by("pk"))
    waiting = Report.objects.select_for_update(of=("self",)).filter(period=period, pk__in=report_ids)
    found = list(waiting.select_related("agency").order_by("pk"))
    unfit = [report.agency.name for report in found if report.state != ReportState.SUBMITTED]
    if unfit or len(found) != len(set(report_ids)):
        names = ", ".join(unfit) or "một báo cáo không thuộc kỳ này"
        raise ReportLocked(
            f"Chưa chấp nhận báo cáo nào: {names} không còn ở bước chờ xem xét. Hãy tải lại bảng rồi chọn lại."
        )
    seen = versions or {}
    if again := [report.agency.name for report in found if seen.get(report.pk, report.version) != report.version]:
        raise Stale(
            f"Chưa chấp nhận báo cáo nào: {', '.join(again)} vừa gửi lại sau khi bạn mở bảng. Hãy đọc lần gửi mới rồi "
            "chọn lại."
        )
    return [accept_report(actor=actor, report_id=report.pk) for report in found]
