"""Links between paragraphs and what answers them: made, suggested, removed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.plans.public import plans
from mangnon.recommendations.policies import can_keep_recommendations
from mangnon.recommendations.services import Ends, accept_suggestions, link_recommendation, remove_link
from mangnon.recommendations.suggesting import suggestions
from mangnon.recommendations.web.forms import LinkForm
from mangnon.recommendations.web.views import document_of, recommendation_of, render_paragraph

_MOST_SHOWN = 100
_COLUMNS = [{"label": "Chọn"}, {"label": "Khuyến nghị"}, {"label": "Nhiệm vụ"}, {"label": "Chữ chung"}]


def _numbers(values: list[str]) -> list[int]:
    return [int(value) for value in values[:600] if value.isdecimal() and len(value) < 12]


@requires(can_keep_recommendations)
@require_POST
def link(request: HttpRequest, code: str, paragraph: str) -> HttpResponse:
    """Link a paragraph to what was chosen."""
    recommendation = recommendation_of(request, code, paragraph)
    form = LinkForm(request.POST)
    tasks = _numbers(request.POST.getlist("nhiem-vu"))
    if not form.is_valid():
        return render_paragraph(request, recommendation, form=form, chosen=frozenset(tasks), status=422)
    ends = Ends(
        plans=_numbers(request.POST.getlist("ke-hoach")), tasks=tasks, papers=_numbers(request.POST.getlist("van-ban"))
    )
    try:
        made = link_recommendation(
            actor=actor_of(request),
            recommendation=recommendation,
            ends=ends,
            kind=form.cleaned_data["kind"],
            note=form.cleaned_data["note"],
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return render_paragraph(request, recommendation, form=form, chosen=frozenset(tasks), status=422)
    messages.success(request, f"Đã ghi {made} liên kết." if made else "Các mục đã chọn đều được liên kết từ trước.")
    return redirect("recommendation", code=code, paragraph=paragraph)


@requires(can_keep_recommendations)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a link, with a reason."""
    try:
        found = remove_link(actor=actor_of(request), link_id=pk, reason=request.POST.get("ly-do", ""))
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.message)
        back = request.POST.get("ve", "")
        is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return redirect(back if is_ours else reverse("recommendations"))
    row = found.recommendation
    messages.success(request, "Đã gỡ liên kết; việc gỡ và lý do vẫn được lưu.")
    return redirect("recommendation", code=row.document.code, paragraph=row.paragraph)


@requires(can_keep_recommendations)
@require_http_methods(["GET", "HEAD", "POST"])
def suggested(request: HttpRequest, code: str) -> HttpResponse:
    """Pairs that share words; a person marks those that are right and accepts them together."""
    actor, document = actor_of(request), document_of(request, code)
    plan_code = (request.POST if request.method == "POST" else request.GET).get("ke-hoach", "")[:60]
    refused = ""
    if request.method == "POST":
        try:
            made = accept_suggestions(actor=actor, document=document, pairs=_pairs(request))
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = refusal.message
        else:
            messages.success(request, f"Đã ghi {made} liên kết.")
            asked = f"?{urlencode({'ke-hoach': plan_code})}" if plan_code else ""
            return redirect(reverse("recommendation_suggestions", args=[document.code]) + asked)
    rows = suggestions(actor, document, plan_code=plan_code)
    context = {
        "document": document,
        "rows": rows[:_MOST_SHOWN],
        "total": len(rows),
        "columns": _COLUMNS,
        "plans": [(plan.code, str(plan.directive)) for plan in plans(actor)],
        "plan_code": plan_code,
        "chosen": set(request.POST.getlist("cap")) if request.method == "POST" else set(),
        "refused": refused,
    }
    return render(request, "recommendations/suggestions.html", context, status=422 if refused else 200)


def _pairs(request: HttpRequest) -> list[tuple[int, int]]:
    found = []
    for value in request.POST.getlist("cap")[:600]:
        one, _, other = value.partition("-")
        if one.isdecimal() and other.isdecimal() and len(value) < 24:
            found.append((int(one), int(other)))
    return found
