"""A later paper amends a plan or takes its place: the comparison, the decision, the versions, the plan of a day."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.public import DirectiveReading, reading_by_id
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.plans.models import Plan
from mangnon.plans.policies import can_adopt_plans, can_see_plans
from mangnon.plans.selectors import plan_by_code, plans, tasks
from mangnon.plans.versions.amending import amend_plan, closing_version, preview_amendment, version_on, versions_of
from mangnon.plans.versions.portfolio import changed_by
from mangnon.plans.versions.replacing import preview_replacement, replace_plan, suggested_moves
from mangnon.plans.web import presenters, version_presenters
from mangnon.plans.web.refusing import status_of


def _plan(request: HttpRequest, code: str) -> Plan:
    plan = plan_by_code(actor_of(request), code)
    if plan is None:
        raise Http404("no such plan in the viewer's province")
    return plan


@requires(can_see_plans)
@require_safe
def plan_versions(request: HttpRequest, code: str) -> HttpResponse:
    """What changed the plan and when, and the plan as it read on a day."""
    actor, plan = actor_of(request), _plan(request, code)
    day = presenters.day_asked(request.GET, clock.today()) or clock.today()
    asked = request.GET.get("ngay", "").strip()
    found = version_on(actor, plan, day)
    context = {
        "plan": plan,
        "versions": version_presenters.version_rows(versions_of(actor, plan)),
        "closing": closing_version(plan),
        "day": day,
        "bad_day": bool(asked) and day == clock.today() and asked != f"{day:%d/%m/%Y}",
        "found": found,
        "rows": version_presenters.day_rows(found),
        "columns": version_presenters.DAY_COLUMNS,
        "may_adopt": can_adopt_plans(actor),
    }
    return render(request, "plans/versions.html", context)


@requires(can_adopt_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, reading_id: int, code: str) -> HttpResponse:
    """What a reading would change of a plan; row by row a person decides; one act carries it out."""
    actor, plan = actor_of(request), _plan(request, code)
    row = reading_by_id(actor, reading_id)
    if row is None:
        raise Http404("no such reading")
    if request.method != "POST":
        return _amend_page(request, plan, row)
    decisions = {
        name.removeprefix("qd-"): str(value)[:20] for name, value in request.POST.items() if name.startswith("qd-")
    }
    seen = request.POST.get("version", "")
    try:
        version = amend_plan(
            actor=actor,
            plan_id=plan.pk,
            reading_id=row.pk,
            version=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
            decisions=decisions,
            reason=request.POST.get("ly-do", "")[:500],
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _amend_page(request, plan, row, decisions=decisions, refused=refusal.message, status=status_of(refusal))
    messages.success(request, f"Đã sửa đổi kế hoạch {plan.code}: bản lần {version.number}. Bản trước vẫn xem được.")
    return redirect("plan_versions", code=plan.code)


def _amend_page(
    request: HttpRequest,
    plan: Plan,
    row: DirectiveReading,
    *,
    decisions: dict[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    amendment = preview_amendment(actor_of(request), plan, row)
    context = {
        "plan": plan,
        "reading": row,
        "amendment": amendment,
        "closing": closing_version(plan),
        "rows": version_presenters.compared(amendment, decisions or {}),
        "columns": version_presenters.COMPARED_COLUMNS,
        "refused": refused,
        "reason": request.POST.get("ly-do", "")[:500],
    }
    return render(request, "plans/amend.html", context, status=status)


@requires(can_adopt_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, code: str) -> HttpResponse:
    """Close a plan that another takes the place of: its open work is recalled, or goes on where it is told."""
    actor, plan = actor_of(request), _plan(request, code)
    wanted = (request.POST if request.method == "POST" else request.GET).get("ke-hoach", "")[:60]
    told = [each.directive.plan for each in changed_by(actor, plan) if each.kind == "replaces"]
    others = list(plans(actor).filter(territory=plan.territory_id).exclude(pk=plan.pk))
    new = next((each for each in others if each.code == wanted), None) or (told[0] if told and not wanted else None)
    refused, status = "", 200
    is_looking = "xem-truoc" in request.POST
    if request.method == "POST" and not is_looking:
        try:
            replace_plan(
                actor=actor,
                plan_id=plan.pk,
                by_plan_id=new.pk if new else 0,
                moves=_moves(request),
                reason=request.POST.get("ly-do", "")[:500],
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused, status = refusal.message, status_of(refusal)
        else:
            messages.success(request, f"Đã khép lại kế hoạch {plan.code}.")
            return redirect("plan_versions", code=plan.code)
    own = list(tasks(actor, plan))
    theirs = list(tasks(actor, new)) if new else []
    matched = _moves(request) if request.method == "POST" else suggested_moves(own, theirs)
    context = {
        "plan": plan,
        "new": new,
        "told": {each.pk for each in told},
        "others": [(each.code, str(each.directive)) for each in others],
        "rows": version_presenters.move_rows(
            preview_replacement(actor, plan, new, moves=matched) if new else [], theirs, matched
        ),
        "closing": closing_version(plan),
        "refused": refused,
        "reason": request.POST.get("ly-do", "")[:500],
    }
    return render(request, "plans/replace.html", context, status=status)


def _moves(request: HttpRequest) -> dict[int, int]:
    found = {}
    for name, value in request.POST.items():
        key = name.removeprefix("den-")
        if name.startswith("den-") and key.isdecimal() and str(value).isdecimal() and len(name) + len(str(value)) < 30:
            found[int(key)] = int(str(value))
    return {key: value for key, value in found.items() if value}
