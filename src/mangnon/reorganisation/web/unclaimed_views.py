"""Việc chưa rõ ai nhận: the list, and a person's choice."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import nfc
from mangnon.plans.public import choose_duty_successor, choose_successor
from mangnon.reorganisation.policies import can_choose_successors, can_see_organisation
from mangnon.reorganisation.selectors import bodies
from mangnon.reorganisation.unclaimed import unclaimed_duties
from mangnon.reorganisation.web.outcome_presenters import ROLES
from mangnon.reorganisation.web.refusing import status_of


@requires(can_see_organisation)
@require_safe
def unclaimed(request: HttpRequest) -> HttpResponse:
    """Every duty that events left to nobody; who may decides here."""
    return _page(request)


def _page(
    request: HttpRequest, refusal: str = "", chosen: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    rows = [
        {"duty": duty, "role": ROLES.get(duty.role, duty.role), "id": f"{'c' if duty.is_general else 'p'}{duty.pk}"}
        for duty in unclaimed_duties(actor)
    ]
    context = {
        "rows": rows,
        "may_choose": can_choose_successors(actor),
        "refusal": refusal,
        "chosen": chosen or {"id": "", "agency": "", "reason": ""},
    }
    return render(request, "reorganisation/unclaimed.html", context, status=status)


@requires(can_choose_successors)
@require_POST
def choose_for_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """An assignment goes to the body a person names, with the reason."""
    return _choose(request, pk, is_general=False)


@requires(can_choose_successors)
@require_POST
def choose_for_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan's lead or a general duty goes to the body a person names, with the reason."""
    return _choose(request, pk, is_general=True)


def _choose(request: HttpRequest, pk: int, *, is_general: bool) -> HttpResponse:
    actor = actor_of(request)
    if not any(duty.pk == pk and duty.is_general == is_general for duty in unclaimed_duties(actor)):
        raise Http404("no such open duty for the viewer")
    code, reason = nfc(request.POST.get("agency", ""))[:80], nfc(request.POST.get("reason", ""))[:500]
    agency = bodies(actor).filter(code=code).first()
    agency_id = agency.pk if agency else 0
    try:
        if is_general:
            choose_duty_successor(actor=actor, succession_id=pk, agency_id=agency_id, reason=reason)
        else:
            choose_successor(actor=actor, assignment_id=pk, agency_id=agency_id, reason=reason)
    except Refusal as refusal:
        kept = {"id": f"{'c' if is_general else 'p'}{pk}", "agency": code, "reason": reason}
        return _page(request, refusal.message, kept, status_of(refusal))
    messages.success(request, f"Đã giao cho {agency.name if agency else ''}.")
    return redirect("unclaimed_duties")
