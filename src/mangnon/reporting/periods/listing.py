"""Who must report, changed by a person with a reason while the period's data are not cut off yet."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import nfc, one_line
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.duties.tiers import tier_among
from mangnon.reporting.errors import ListFrozen, NotComplete
from mangnon.reporting.models import Consolidation, DateMove, ExpectedReport, Period, Report
from mangnon.reporting.policies import check_review_reports
from mangnon.reporting.terms import ExpectedReason

_LONGEST_REASON = 300


@transaction.atomic
def exempt_report(*, actor: Actor, period: Period, agency_code: str, reason: str) -> ExpectedReport:
    """Excuse a body from a period's report: it is counted nowhere from now on; what it drafted stays with it.

    Raises NotAllowed, NotComplete (no reason), ListFrozen (data cut off, consolidated, already sent, not owed).
    """
    _check(actor, period)
    row = (
        ExpectedReport.objects.select_for_update(of=("self",))
        .filter(period=period, agency__code=agency_code)
        .select_related("agency")
        .first()
    )
    if row is None or not row.is_owed:
        raise ListFrozen("Cơ quan này không có trong danh sách còn phải báo cáo. Không có gì bị thay đổi.")
    if Report.objects.filter(period=period, agency=row.agency, first_submitted_at__isnull=False).exists():
        raise ListFrozen(f"{row.agency.name} đã gửi báo cáo nên không miễn được nữa. Không có gì bị thay đổi.")
    row.exempted_at = clock.now()
    row.exempted_by_id = actor.user_id
    row.exempt_reason = _reason(reason)
    row.save(update_fields=["exempted_at", "exempted_by", "exempt_reason"])
    _record(actor, "exempt_report", period, row.agency, row.exempt_reason)
    return row


@transaction.atomic
def add_reporter(*, actor: Actor, period: Period, agency_code: str, reason: str) -> ExpectedReport:
    """Add a body in force to who must report, or take its exemption back. Raises as `exempt_report`."""
    _check(actor, period)
    words = _reason(reason)
    place = recipient_of(period.regime, clock.today()).code.partition(".")[0]
    agency = Agency.objects.on(clock.today()).filter(code=agency_code, code__startswith=f"{place}.").first()
    if agency is None:
        raise ListFrozen("Không có cơ quan đang hoạt động mang mã này trong tỉnh. Không có gì bị thay đổi.")
    row = ExpectedReport.objects.select_for_update(of=("self",)).filter(period=period, agency=agency).first()
    if row is not None and row.is_owed:
        raise ListFrozen(f"{agency.name} đã có trong danh sách phải báo cáo. Không có gì bị thay đổi.")
    if row is not None and row.ended_by_id is not None:
        raise ListFrozen(f"Báo cáo của {agency.name} đã chuyển cho cơ quan kế tục. Không có gì bị thay đổi.")
    if row is None:
        tiers = list(period.tiers.all())
        row = ExpectedReport(period=period, agency=agency, **tier_among(tiers, agency))
        row.reason_code, row.reason = ExpectedReason.ADDED, f"Bổ sung: {words}"
    row.exempted_at, row.exempted_by, row.exempt_reason = None, None, ""
    row.save()
    _record(actor, "add_reporter", period, agency, words)
    return row


def why_frozen(period: Period) -> str:
    """Why the list can no longer be changed, in one sentence; empty while it can."""
    if Consolidation.objects.filter(period=period).exists():
        return "Kỳ này đã có báo cáo tổng hợp nên danh sách phải báo cáo không đổi nữa."
    if (day := _frozen_on(period)) is not None:
        return (
            f"Danh sách phải báo cáo đã chốt ngày {vn_date(day)}. Cơ quan chưa có báo cáo được nêu lý do khi tổng hợp."
        )
    return ""


def _frozen_on(period: Period) -> dt.date | None:
    """The cut-off at which the list froze: the first that passed. One that is moved later afterwards thaws nothing."""
    for move in DateMove.objects.filter(period=period, level="").order_by("moved_at", "pk"):
        if clock.local_day(move.moved_at) > move.cut_off_before:
            return move.cut_off_before
    return period.cut_off_on if clock.today() > period.cut_off_on else None


def _check(actor: Actor, period: Period) -> None:
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    Period.objects.select_for_update().get(pk=period.pk)
    why = why_frozen(period)
    if why:
        raise ListFrozen(f"{why} Không có gì bị thay đổi.")


def _reason(reason: str) -> str:
    words = one_line(nfc(reason)).strip()
    if not words or len(words) > _LONGEST_REASON:
        raise NotComplete(f"Cần nêu lý do, nhiều nhất {_LONGEST_REASON} ký tự. Không có gì bị thay đổi.")
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _record(actor: Actor, act: str, period: Period, agency: Agency, reason: str) -> None:
    details = {"agency": agency.code, "agency_name": agency.name, "period": period.code}
    record(actor=actor, act=act, object_type="Period", object_id=period.pk, details=details, reason=reason)
