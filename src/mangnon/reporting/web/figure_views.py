"""Acts on figures: the writer's boxes are recorded; a regime's list of indicators is set; a period takes it over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency
from mangnon.indicators.public import ContradictoryFigures, Indicator, dictionary, full_code
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.figures.asking import Asking, ask_indicators, renew_asked, why_asked_is_frozen
from mangnon.reporting.models import Period, Regime
from mangnon.reporting.policies import can_review_reports, can_see_reports
from mangnon.reporting.selectors import regime_of
from mangnon.reporting.terms import TierLevel
from mangnon.reporting.web import presenters
from mangnon.reporting.web.figure_parts import key_of_box, seen_name
from mangnon.reporting.web.parts import period_or_404, post_or_back, status_of
from mangnon.reporting.web.writing_views import figures_page
from mangnon.reporting.writing.sending import start_report
from mangnon.reporting.writing.telling import FiguresUnread, TypedBox, tell_figures

_LONGEST_BOX = 60


@post_or_back("report_write", page_of_agency="report_write_for")
@requires(can_see_reports)
def report_figures_save(request: HttpRequest, regime: str, period: str, agency_code: str = "") -> HttpResponse:
    """Record the boxes of the section «Số liệu»: all, or none with the reason beside each box."""
    actor, found = period_or_404(request, regime, period)
    typed = {
        key: TypedBox(text[:_LONGEST_BOX], _number(request.POST.get(seen_name(key), "")))
        for key, text in ((key_of_box(name), str(text)) for name, text in request.POST.items())
        if key is not None
    }
    try:
        report = start_report(actor=actor, period=found, agency_id=_agency_id(actor, agency_code))
        done = tell_figures(actor=actor, report_id=report.pk, typed=typed)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        kept: dict[str, Any] = {
            "typed": {key: box.text for key, box in typed.items()},
            "problems": refusal.problems if isinstance(refusal, FiguresUnread) else {},
            "findings": refusal.findings if isinstance(refusal, ContradictoryFigures) else [],
            "message": refusal.message,
        }
        return figures_page(request, actor, found, agency_code, status=status_of(refusal), figures=kept)
    count = done.new + done.changed + done.withdrawn
    messages.success(request, f"Đã ghi {count} số liệu." if count else "Số liệu không có gì thay đổi.")
    for finding in done.findings:
        messages.warning(request, f"Cần xem lại: {finding.words}")
    address = "report_write_for" if agency_code else "report_write"
    place = [regime, period, agency_code] if agency_code else [regime, period]
    return redirect(f"{reverse(address, args=place)}#so-lieu")


def _agency_id(actor: Actor, agency_code: str) -> int:
    """In whose name is written. Raises Http404 for a body that is not there."""
    if not agency_code:
        return actor.agency_id or 0
    found = Agency.objects.filter(code=agency_code).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return found


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _own_regime(actor: Actor, code: str) -> Regime:
    found = regime_of(actor, code)
    if found is None:
        raise Http404
    if not can_review_reports(actor, recipient_id=recipient_of(found, clock.today()).pk):
        raise NotAllowed("Chỉ cơ quan nhận báo cáo được chọn chỉ tiêu của chế độ báo cáo. Không có gì bị thay đổi.")
    return found


@require_http_methods(["GET", "POST"])
@requires(can_see_reports)
def regime_indicators(request: HttpRequest, regime: str) -> HttpResponse:
    """Choose which indicators the reports of a regime carry: tick, say who tells it and about which task."""
    actor = actor_of(request)
    found = _own_regime(actor, regime)
    stands = {
        row.indicator_id: Asking(row.indicator_id, row.tier, row.task_id, row.is_own_share)
        for row in found.indicators.order_by("order")
    }
    today = clock.today()  # one that has ended is offered no more; where it was chosen it can be seen and taken off
    known = [row for row in dictionary(actor) if row.keeps_figures]
    offered = [row for row in known if row.is_in_force(today) or row.pk in stands]
    if request.method == "GET":
        return _choosing(request, found, offered, stands)
    asked = {row.pk: _asking(request, row) for row in offered if f"chon-{row.pk}" in request.POST}
    try:
        ask_indicators(
            actor=actor,
            regime_id=found.pk,
            revision=_number(request.POST.get("revision", "")),
            asked=list(asked.values()),
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _choosing(request, found, offered, asked, message=refusal.message, status=status_of(refusal))
    messages.success(request, f"Đã lưu {len(asked)} chỉ tiêu. Các kỳ đã mở giữ danh sách của mình.")
    return redirect("regime", regime=found.code)


def _asking(request: HttpRequest, row: Indicator) -> Asking:
    task = request.POST.get(f"nhiem-vu-{row.pk}", "")
    return Asking(
        row.pk,
        request.POST.get(f"cap-{row.pk}", ""),
        int(task) if task.isdecimal() and len(task) < 19 else None,
        f"rieng-{row.pk}" in request.POST,
    )


def _choosing(
    request: HttpRequest,
    regime: Regime,
    offered: list[Indicator],
    asked: dict[int, Asking],
    *,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    tasks = list(regime.plan.tasks.order_by("order")) if regime.plan is not None else []
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in offered:
        chosen = asked.get(row.pk)
        shown = {"indicator": row, "code": full_code(row), "chosen": chosen, "is_chosen": chosen is not None}
        shown["has_ended"] = row.valid_to is not None and row.valid_to < clock.today()
        groups.setdefault(f"{row.set.name}{': ' + row.group if row.group else ''}", []).append(shown)
    context = {
        "regime": regime,
        "groups": [
            {"title": title, "rows": rows, "is_open": any(row["is_chosen"] for row in rows)}
            for title, rows in groups.items()
        ],
        "tiers": TierLevel.choices,
        "tasks": tasks,
        "count": len(asked),
        "message": message,
        "reason": request.POST.get("reason", ""),
        "columns": [
            {"label": "Chỉ tiêu"},
            {"label": "Ai báo"},
            *([{"label": "Thuộc nhiệm vụ"}] if tasks else []),
            {"label": "Cách cộng"},
        ],
        "crumbs": [
            {"label": "Báo cáo", "url": reverse("reports")},
            {"label": regime.name, "url": reverse("regime", args=[regime.code])},
            {"label": "Chỉ tiêu"},
        ],
    }
    return render(request, "reporting/regime_indicators.html", context, status=status)


@post_or_back("report_board")
@requires(can_see_reports)
def period_indicators_renew(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """An open period takes the regime's present list over, until the cut-off and while nobody has sent."""
    actor, found = period_or_404(request, regime, period)
    try:
        count = renew_asked(actor=actor, period_id=found.pk, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Kỳ báo cáo có {count} chỉ tiêu.")
    return redirect("regime", regime=regime)


def periods_to_renew(regime: Regime) -> list[dict[str, Any]]:
    """The open periods of a regime whose list may still change, for the regime's page."""
    rows: list[Period] = list(regime.periods.select_related("regime").order_by("-starts_on")[:6])
    return [
        {
            "title": presenters.period_title(each),
            "count": each.indicators.count(),
            "url": reverse("period_indicators_renew", args=[regime.code, each.code]),
        }
        for each in rows
        if not why_asked_is_frozen(each)
    ]
