"""Việc chưa rõ ai nhận: the list, and a person's choice for some of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import nfc
from mangnon.reorganisation.choosing import choose_successors
from mangnon.reorganisation.policies import can_choose_successors, can_see_organisation
from mangnon.reorganisation.unclaimed import Unclaimed, unclaimed_duties
from mangnon.reorganisation.web.outcome_presenters import ROLES
from mangnon.reorganisation.web.refusing import status_of


@requires(can_see_organisation)
@require_safe
def unclaimed(request: HttpRequest) -> HttpResponse:
    """Every duty that events left to nobody; who may decides here."""
    return _page(request, {"marked": [], "agency": "", "reason": ""})


def _page(request: HttpRequest, asked: dict[str, Any], refusal: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    duties = unclaimed_duties(actor)
    context = {
        "groups": _groups(duties),
        "total": len(duties),
        "candidates": list(dict.fromkeys(place for duty in duties for place in duty.candidates)),
        "may_choose": can_choose_successors(actor),
        "refusal": refusal,
        "asked": asked,
    }
    return render(request, "reorganisation/unclaimed.html", context, status=status)


def _groups(duties: Sequence[Unclaimed]) -> list[dict[str, Any]]:
    """By the body that had them, the event, and why."""
    found: dict[tuple[str, int, str], list[Unclaimed]] = {}
    for duty in duties:
        found.setdefault((duty.source.code, duty.event.pk, duty.why), []).append(duty)
    return [
        {
            "source": members[0].source,
            "event": members[0].event,
            "why": members[0].why,
            "rows": [{"duty": duty, "role": ROLES.get(duty.role, duty.role)} for duty in members],
        }
        for members in found.values()
    ]


@requires(can_choose_successors)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The marked duties go to the body a person names, with the reason."""
    asked: dict[str, Any] = {
        "marked": [key[:20] for key in request.POST.getlist("viec")],
        "agency": nfc(request.POST.get("agency", ""))[:80],
        "reason": nfc(request.POST.get("reason", ""))[:500],
    }
    try:
        agency, count = choose_successors(
            actor=actor_of(request), keys=asked["marked"], agency_code=asked["agency"], reason=asked["reason"]
        )
    except Refusal as refusal:
        return _page(request, asked, refusal.message, status_of(refusal))
    messages.success(request, f"Đã giao {count} việc cho {agency.name}.")
    return redirect("unclaimed_duties")
