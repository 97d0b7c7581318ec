"""Who must report in a period and by when, changed by the recipient with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import requires
from mangnon.agencies.public import agencies_of_province
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.models import ExpectedReport, Period, Report
from mangnon.reporting.periods.listing import add_reporter, exempt_report, why_frozen
from mangnon.reporting.periods.rescheduling import move_dates
from mangnon.reporting.policies import can_review_reports, can_see_reports
from mangnon.reporting.terms import TierLevel
from mangnon.reporting.web import presenters
from mangnon.reporting.web.call_forms import date_field
from mangnon.reporting.web.parts import period_or_404, post_or_back, status_of


class ReporterForm(forms.Form):
    """A body and a reason."""

    use_required_attribute = False
    agency = forms.ChoiceField(label="Cơ quan, đơn vị", error_messages={"required": "Hãy chọn cơ quan."})
    reason = forms.CharField(label="Lý do", max_length=300, error_messages={"required": "Hãy nêu lý do."})

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ChoiceField)  # noqa: S101 - declared above
        agency.choices = [("", "Chọn cơ quan"), *choices]


class MoveForm(forms.Form):
    """The new days of a period or of one of its tiers, and why."""

    use_required_attribute = False
    level = forms.ChoiceField(label="Mốc ngày của", required=False)
    cut_off_on = date_field("Chốt số liệu")
    send_by = date_field("Gửi chậm nhất")
    reason = forms.CharField(
        label="Lý do, văn bản cho phép", max_length=1000, error_messages={"required": "Hãy nêu lý do."}
    )

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)  # noqa: S101 - declared above
        tiers = [(tier.level, TierLevel(tier.level).label) for tier in period.tiers.order_by("order")]
        level.choices = [("", "Cả kỳ"), *tiers]


def _page(request: HttpRequest, actor: Actor, period: Period, *, status: int = 200, **given: Any) -> HttpResponse:
    every = (
        ExpectedReport.objects.filter(period=period).select_related("agency", "exempted_by").order_by("agency__code")
    )
    rows = list(every)
    sent = set(
        Report.objects.filter(period=period, first_submitted_at__isnull=False).values_list("agency_id", flat=True)
    )
    owed = [row for row in rows if row.is_owed]
    in_list = {row.agency_id for row in owed}
    place = recipient_of(period.regime, clock.today()).code.partition(".")[0]
    others = [(a.code, a.name) for a in agencies_of_province(place, on=clock.today()) if a.pk not in in_list]
    excusable = [(row.agency.code, row.agency.name) for row in owed if row.agency_id not in sent]
    recipient = recipient_of(period.regime, clock.today())
    initial = {"cut_off_on": period.cut_off_on, "send_by": period.send_by}
    context = {
        "period": period,
        "regime": period.regime,
        "title": presenters.period_title(period),
        "rows": rows,
        "owed": len(owed),
        "exempt": [row for row in rows if row.ended_by_id is None and row.exempted_at is not None],
        "frozen": why_frozen(period),
        "may_change": can_review_reports(actor, recipient_id=recipient.pk),
        "exempt_form": given.get("exempt_form") or ReporterForm(choices=excusable, auto_id="mien-%s"),
        "add_form": given.get("add_form") or ReporterForm(choices=others, auto_id="them-%s"),
        "move_form": given.get("move_form") or MoveForm(period=period, initial=initial, auto_id="doi-%s"),
        "tiers": [(tier, TierLevel(tier.level).label) for tier in period.tiers.order_by("order")],
        "moves": list(period.moves.select_related("moved_by").order_by("moved_at", "pk")),
        "message": given.get("message", ""),
        "columns": [{"label": "Cơ quan, đơn vị"}, {"label": "Vì sao phải báo cáo"}, {"label": "Gửi chậm nhất"}],
        "crumbs": presenters.crumbs(period, "Danh sách và mốc ngày"),
    }
    return render(request, "reporting/period_list.html", context, status=status)


@require_GET
@requires(can_see_reports)
def period_list(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Who must report and why, the days, and what was changed since the period was opened."""
    actor, found = period_or_404(request, regime, period)
    return _page(request, actor, found)


def _act(request: HttpRequest, regime: str, period: str, *, act: Any, done: str) -> HttpResponse:
    actor, found = period_or_404(request, regime, period)
    code, reason = request.POST.get("agency", ""), request.POST.get("reason", "")
    try:
        row = act(actor=actor, period=found, agency_code=code, reason=reason)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _page(request, actor, found, status=status_of(refusal), message=refusal.message)
    messages.success(request, f"{done} {row.agency.name}.")
    return redirect(reverse("period_list", args=[regime, period]))


@post_or_back("period_list")
@requires(can_see_reports)
def reporter_exempt(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Excuse a body from the period's report."""
    return _act(request, regime, period, act=exempt_report, done="Đã miễn báo cáo kỳ này cho")


@post_or_back("period_list")
@requires(can_see_reports)
def reporter_add(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Add a body to who must report, or take an exemption back."""
    return _act(request, regime, period, act=add_reporter, done="Danh sách phải báo cáo nay có")


@post_or_back("period_list")
@requires(can_see_reports)
def period_move(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Move the days of the period or of one tier."""
    actor, found = period_or_404(request, regime, period)
    form = MoveForm(request.POST, period=found, auto_id="doi-%s")
    if not form.is_valid():
        return _page(request, actor, found, status=422, move_form=form)
    try:
        move_dates(actor=actor, period=found, **form.cleaned_data)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        message, status = refusal.message, status_of(refusal)
        return _page(request, actor, found, status=status, message=message, move_form=form)
    messages.success(request, "Đã dời ngày. Báo cáo đã gửi vẫn tính đúng hạn theo hạn đang có lúc gửi.")
    return redirect(reverse("period_list", args=[regime, period]))
