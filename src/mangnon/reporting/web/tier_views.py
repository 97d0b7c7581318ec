"""Naming a report of the tier below as missing, by who should have received it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mangnon.accounts.web.access import requires
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.reporting.duties.rising import rising_in
from mangnon.reporting.models import ExpectedReport
from mangnon.reporting.policies import can_see_reports
from mangnon.reporting.review.tiers import name_missing
from mangnon.reporting.web.parts import period_or_404, post_or_back, status_of
from mangnon.reporting.web.review_views import report_page


@post_or_back("report_view")
@requires(can_see_reports)
def report_name_missing(request: HttpRequest, regime: str, period: str, agency_code: str) -> HttpResponse:
    """Name a report of the tier below as missing with a reason, or take the reason back; back to the report above."""
    actor, found = period_or_404(request, regime, period)
    row = ExpectedReport.objects.owed().filter(period=found, agency__code=agency_code).first()
    above = rising_in([found]).parent_of(found.pk, row.agency_id) if row is not None else None
    code, words = request.POST.get("reason", ""), request.POST.get("words", "")
    try:
        named = name_missing(actor=actor, period=found, agency_code=agency_code, reason_code=code, words=words)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed) or above is None:
            raise
        return report_page(request, actor, found, above.agency.code, status=status_of(refusal), message=refusal.message)
    messages.success(request, "Đã nêu lý do thiếu." if named else "Đã bỏ lý do thiếu.")
    back = above.agency.code if above is not None else agency_code
    return redirect("report_view", regime=regime, period=period, agency_code=back)
