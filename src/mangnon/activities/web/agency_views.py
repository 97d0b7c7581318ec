"""Kế hoạch của cơ quan: what one body does under a plan, with its own plan, its money and its evidence."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.activities.models import AgencyPlan
from mangnon.activities.place import may_write
from mangnon.activities.planning import keep_agency_plan, withdraw_agency_plan
from mangnon.activities.policies import can_see_activities, can_see_money, can_write_for, check_write_for
from mangnon.activities.selectors import activities_of_agency, agency_plans, evidence
from mangnon.activities.totals import totals
from mangnon.activities.web import presenters
from mangnon.activities.web.finding import agency_or_404, agency_plan_or_404, plan_or_404
from mangnon.activities.web.forms import AgencyPlanForm, ReasonForm, number
from mangnon.agencies.public import Agency
from mangnon.files.public import file_response
from mangnon.kernel import clock
from mangnon.plans.public import Assignment, Plan, assignments_of_agency
from mangnon.ui.web.form_pages import FormPage, form_page

_MONEY_COLUMNS = [
    {"label": "Nguồn"},
    {"label": "Dự kiến (đồng)", "numeric": True},
    {"label": "Được giao (đồng)", "numeric": True},
    {"label": "Đã chi (đồng)", "numeric": True},
]


@requires(can_see_activities)
@require_safe
def agency_page(request: HttpRequest, code: str, agency_code: str) -> HttpResponse:
    """What one body does under a plan."""
    actor, plan = actor_of(request), plan_or_404(request, code)
    agency = agency_or_404(agency_code)
    own_tasks = list(
        assignments_of_agency(actor, agency_id=agency.pk).filter(task__plan=plan).order_by("task__order", "-role")
    )
    done = list(activities_of_agency(actor, agency_id=agency.pk, plan=plan))
    own_plans = list(agency_plans(actor, plan=plan, agency_id=agency.pk))
    if not (own_tasks or done or own_plans):
        raise Http404("the body has no part in the plan")
    proofs = list(
        evidence(actor).filter(assignment__agency=agency, assignment__task__plan=plan).order_by("-added_at", "-pk")
    )
    context: dict[str, Any] = {
        "plan": plan,
        "agency": agency,
        "own_plans": [_plan_row(each, actor) for each in own_plans],
        "may_write": can_write_for(actor, agency_id=agency.pk) and bool(own_tasks),
        "tasks": [_task_row(actor, each, done, proofs) for each in own_tasks],
        "task_count": len({each.task_id for each in own_tasks}),
        "activity_count": len(done),
        "done_count": sum(each.state == "done" for each in done),
        "handed_on": presenters.activity_rows(_rest(own_tasks, done), proofs),
        "columns": [column for column in presenters.ACTIVITY_COLUMNS if column is not presenters.AGENCY_COLUMN],
        "proofs": presenters.evidence_rows(proofs, actor, may_withdraw=_writable(actor, own_tasks)),
        "today": clock.today(),
        "sees_money": can_see_money(actor),
        **_money(actor, plan, agency),
    }
    return render(request, "activities/agency_plan.html", context)


def _money(actor: Actor, plan: Plan, agency: Agency) -> dict[str, Any]:
    if not can_see_money(actor):
        return {"money": [], "total": None, "remainders": [], "money_columns": _MONEY_COLUMNS}
    found = totals(actor, plan=plan, agency_id=agency.pk)
    return {
        "money": presenters.total_rows(found.by_source),
        "total": presenters.amounts_row(found.total),
        "remainders": presenters.remainder_rows(found),
        "money_columns": _MONEY_COLUMNS,
    }


def _writable(actor: Actor, own_tasks: list[Assignment]) -> set[int]:
    return {each.pk for each in own_tasks if may_write(actor, each)}


def _task_row(actor: Actor, row: Assignment, done: list[Any], proofs: list[Any]) -> dict[str, Any]:
    own = [each for each in done if each.assignment_id == row.pk]
    return {
        "assignment": row,
        "task": row.task,
        "activities": presenters.activity_rows(own, proofs),
        "may_add": may_write(actor, row),
    }


def _rest(own_tasks: list[Assignment], done: list[Any]) -> list[Any]:
    """Activities under assignments that are no longer the body's, or of single periods and delegated ones."""
    known = {each.pk for each in own_tasks}
    return [each for each in done if each.assignment_id not in known]


def _plan_row(own: AgencyPlan, actor: Actor) -> dict[str, Any]:
    return {"own": own, "may_change": can_write_for(actor, agency_id=own.agency_id) and own.withdrawn_at is None}


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def keep_own_plan(request: HttpRequest, code: str, agency_code: str) -> HttpResponse:
    """Write down an agency's own plan; `?sua=` names the one to change."""
    actor, plan, agency = actor_of(request), plan_or_404(request, code), agency_or_404(agency_code)
    if request.method != "POST":
        check_write_for(actor, agency_id=agency.pk)
    wanted = number(request.GET.get("sua"))
    known = agency_plans(actor, plan=plan, agency_id=agency.pk).filter(pk=wanted or 0).first()
    initial = None
    if known is not None:
        initial = {
            "title": known.title,
            "number": known.number,
            "issued_on": known.issued_on,
            "kept": known.pk,
            "version": known.version,
        }
    form = AgencyPlanForm(request.POST or None, request.FILES or None, initial=initial)
    return form_page(
        request,
        form,
        FormPage(
            title="Kế hoạch của cơ quan",
            button="Lưu kế hoạch",
            done="Đã lưu kế hoạch của cơ quan.",
            back=reverse("agency_plan", args=[plan.code, agency.code]),
            place=f"{agency.name} trong kế hoạch {plan.code}",
            about=agency.name,
        ),
        lambda data: keep_agency_plan(
            actor=actor,
            plan_id=plan.pk,
            agency_id=agency.pk,
            title=data["title"],
            number=data["number"],
            issued_on=data["issued_on"],
            file=data["file"] or None,
            file_name=(data["file"].name or "") if data["file"] else "",
            agency_plan_id=data["kept"],
            version=data["version"],
        ),
    )


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_own_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one that was entered by mistake."""
    own = agency_plan_or_404(request, pk)
    if request.method != "POST":
        check_write_for(actor_of(request), agency_id=own.agency_id)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        FormPage(
            title="Rút kế hoạch của cơ quan",
            button="Rút kế hoạch",
            done="Đã rút kế hoạch của cơ quan. Bản ghi và lý do vẫn được giữ.",
            back=reverse("agency_plan", args=[own.plan.code, own.agency.code]),
            place=own.agency.name,
            about=f"{own.number} {own.title}".strip(),
        ),
        lambda data: withdraw_agency_plan(actor=actor_of(request), agency_plan_id=pk, reason=data["reason"]),
    )


@requires(can_see_activities)
@require_safe
def own_plan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of an agency's own plan."""
    own = agency_plan_or_404(request, pk)
    if own.file is None:
        raise Http404("it has no file")
    return file_response(own.file, name=own.file_name)
