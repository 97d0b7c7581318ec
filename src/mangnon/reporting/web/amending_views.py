"""Acts beside the reading of a report: a verdict on one entry, opening an amendment, giving it up."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import requires
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.reporting.models import Report
from mangnon.reporting.policies import can_see_reports
from mangnon.reporting.review.amending import drop_amendment, start_amendment
from mangnon.reporting.review.judging import judge_entry
from mangnon.reporting.web.forms import AmendForm, VerdictForm
from mangnon.reporting.web.parts import period_or_404, post_or_back, status_of
from mangnon.reporting.web.review_views import report_page, sheet_or_404, version_read
from mangnon.reporting.web.succession import write_address


def _acted(
    request: HttpRequest, regime: str, period: str, agency_code: str, act: Callable[[Actor, Report], str]
) -> HttpResponse:
    """Do an act on a report; back to where it answers, or the page again with the refusal and the words typed."""
    actor, found = period_or_404(request, regime, period)
    sheet = sheet_or_404(actor, found, agency_code)
    if sheet.report is None:
        return report_page(request, actor, found, agency_code, status=422, message="Cơ quan này chưa viết báo cáo.")
    try:
        return redirect(act(actor, sheet.report))
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return report_page(request, actor, found, agency_code, status=status_of(refusal), message=refusal.message)


@post_or_back("report_view")
@requires(can_see_reports)
def report_judge(request: HttpRequest, regime: str, period: str, agency_code: str) -> HttpResponse:
    """Say of one entry that it is met, or what is to be mended; or take that back."""

    def act(actor: Actor, report: Report) -> str:
        form = VerdictForm(request.POST)
        key = form.cleaned_data["task"] if form.is_valid() else -1
        judge_entry(
            actor=actor,
            report_id=report.pk,
            task_id=key or None,
            verdict=form.cleaned_data.get("verdict", ""),
            words=form.cleaned_data.get("words", ""),
            version=version_read(request),
        )
        return f"{reverse('report_view', args=[regime, period, agency_code])}?xem=tat-ca#muc-{key}"

    return _acted(request, regime, period, agency_code, act)


@post_or_back("report_view")
@requires(can_see_reports)
def report_amend(request: HttpRequest, regime: str, period: str, agency_code: str) -> HttpResponse:
    """Open an accepted report for an amendment."""

    def act(actor: Actor, report: Report) -> str:
        form = AmendForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        opened = start_amendment(actor=actor, report_id=report.pk, reason=reason)
        messages.success(
            request, f"Đã mở bản sửa đổi. Lần gửi {opened.accepted_version} vẫn có hiệu lực cho đến khi được thay."
        )
        return write_address(opened.period, opened.agency, actor)

    return _acted(request, regime, period, agency_code, act)


@post_or_back("report_view")
@requires(can_see_reports)
def report_amend_drop(request: HttpRequest, regime: str, period: str, agency_code: str) -> HttpResponse:
    """Give an amendment up."""

    def act(actor: Actor, report: Report) -> str:
        kept = drop_amendment(actor=actor, report_id=report.pk)
        messages.success(request, f"Đã bỏ bản sửa đổi. Báo cáo trở lại như lần gửi {kept.accepted_version}.")
        return reverse("report_view", args=[regime, period, agency_code])

    return _acted(request, regime, period, agency_code, act)
