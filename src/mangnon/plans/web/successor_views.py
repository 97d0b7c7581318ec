"""A person says who carries on what a reorganisation left open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel.refusals import Refusal
from mangnon.plans.policies import can_see_plans, check_choose_successor
from mangnon.plans.successions.choosing import choose_successor
from mangnon.plans.web.refusing import status_of
from mangnon.plans.web.task_views import address_of, assignment_or_404, fresh_task, render_task, successor_form


@requires(can_see_plans)
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an undecided assignment to a body; what was typed stays on the page when it cannot be."""
    actor, row = actor_of(request), assignment_or_404(request, pk)
    check_choose_successor(actor, province_code=row.task.plan.territory.code)
    form, status = successor_form(actor, row, request.POST), 422
    if form.is_valid():
        try:
            new = choose_successor(
                actor=actor,
                assignment_id=pk,
                agency_id=int(form.cleaned_data["agency"]),
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            messages.error(request, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, f"Đã chuyển phân công cho {new.agency.name}.")
            return redirect(address_of(row.task))
    return render_task(request, fresh_task(request, row.task), successors={pk: form}, status=status)
