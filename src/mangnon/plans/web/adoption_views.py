"""A reading becomes a plan: the proposal first, then the act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Body
from mangnon.documents.public import AlreadyAdopted, DirectiveReading, reading_by_id
from mangnon.documents.reading import Reading
from mangnon.kernel.refusals import Refusal
from mangnon.plans.adopting.addressed import give_to_addressees, suggestion_for
from mangnon.plans.adopting.adoption import adopt_reading
from mangnon.plans.adopting.proposal import ProposedTask, plan_code_for, propose
from mangnon.plans.models import Plan
from mangnon.plans.policies import can_adopt_plans, can_see_plans
from mangnon.plans.selectors import plan_of_reading
from mangnon.plans.terms import ClauseKind
from mangnon.plans.versions.portfolio import plans_changed_by
from mangnon.plans.web import version_presenters
from mangnon.plans.web.forms import AdoptForm
from mangnon.plans.web.refusing import status_of


@requires(can_adopt_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, reading_id: int) -> HttpResponse:
    """What will be created, and the button that creates it."""
    actor = actor_of(request)
    reading = reading_by_id(actor, reading_id)
    if reading is None:
        raise Http404("no such reading")
    if request.method != "POST":
        if (plan := plan_of_reading(actor, reading_id)) is not None:
            return redirect("plan", code=plan.code)
        form = AdoptForm(initial={"plan_code": plan_code_for(reading.result.get("number")), "version": reading.version})
        return _page(request, reading, form, 200)
    form = AdoptForm(request.POST)
    if not form.is_valid():
        return _page(request, reading, form, 422)
    try:
        plan = adopt_reading(
            actor=actor,
            reading_id=reading_id,
            version=form.cleaned_data["version"],
            plan_code=form.cleaned_data["plan_code"],
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        taken = plan_of_reading(actor, reading_id) if isinstance(refusal, AlreadyAdopted) else None
        return _page(request, reading, form, status_of(refusal), adopted=taken)
    messages.success(request, f"Đã duyệt thành kế hoạch {plan.code}. Các phân công đã sẵn sàng để cơ quan tiếp nhận.")
    return redirect("plan", code=plan.code)


def _page(
    request: HttpRequest, row: DirectiveReading, form: AdoptForm, status: int, adopted: Plan | None = None
) -> HttpResponse:
    proposal = propose(Reading.from_json(row.result), for_provinces=actor_of(request).territory_codes)
    kinds = dict(ClauseKind.choices)
    context = {
        "reading": row,
        "form": form,
        "proposal": proposal,
        "rows": [_row(task) for task in proposal.tasks],
        "columns": [
            {"label": "Mã"},
            {"label": "Nội dung nhiệm vụ"},
            {"label": "Chủ trì"},
            {"label": "Phối hợp"},
            {"label": "Thời gian"},
        ],
        "clauses": [
            {"kind": kinds.get(clause.kind, clause.kind), "text": clause.text} for clause in proposal.reading.reporting
        ],
        "adopted": adopted,
        "suggestion": suggestion_for(proposal),
        "to_change": version_presenters.to_change(plans_changed_by(actor_of(request), row)),
        "continued": [link for link in proposal.reading.links if link.kind == "continues"],
    }
    return render(request, "plans/adopt.html", context, status=status)


def _name(name: str, body: Body) -> str:
    """A body whose existence rests on recollection is shown so, as the rule on unverified facts wants."""
    return name if body.agency.is_verified else f"{name} (chưa kiểm chứng)"


def _row(task: ProposedTask) -> dict[str, Any]:
    classes: dict[str, list[Body]] = {}
    for body in task.coordinators:
        if body.class_words:
            classes.setdefault(body.class_words, []).append(body)
    return {
        "item": task.item,
        "lead": task.lead.name if task.lead else "",
        "lead_words": "; ".join(task.item.lead),
        "named": [_name(body.agency.name, body) for body in task.coordinators if not body.class_words],
        "classes": [
            {"words": words, "members": [_name(body.agency.short_name, body) for body in bodies]}
            for words, bodies in classes.items()
        ],
        "unknown": task.unknown,
        "due": task.item.due.text if task.item.due else "",
    }


@requires(can_adopt_plans)
@require_POST
def give(request: HttpRequest, reading_id: int) -> HttpResponse:
    """Accept who is suggested for the tasks that name no lead."""
    actor = actor_of(request)
    reading = reading_by_id(actor, reading_id)
    if reading is None:
        raise Http404("no such reading")
    version = request.POST.get("version", "")
    try:
        give_to_addressees(
            actor=actor, reading_id=reading_id, version=int(version) if version.isdecimal() and len(version) < 9 else 0
        )
    except Refusal as refusal:
        code = plan_code_for(reading.result.get("number"))
        messages.error(request, refusal.message)
        form = AdoptForm(initial={"plan_code": code, "version": reading.version})
        return _page(request, reading, form, status_of(refusal), adopted=plan_of_reading(actor, reading_id))
    messages.success(request, "Đã giao theo đề nghị. Hãy xem lại bảng nhiệm vụ dưới đây rồi duyệt.")
    return redirect("adopt_reading", reading_id=reading_id)


@requires(can_see_plans)
@require_safe
def reading_plan(request: HttpRequest, reading_id: int) -> HttpResponse:
    """Leads from a reading to its plan."""
    plan = plan_of_reading(actor_of(request), reading_id)
    if plan is None:
        raise Http404("the reading is no plan of the viewer's province")
    return redirect("plan", code=plan.code)
