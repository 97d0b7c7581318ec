"""The plan's lead agency says that a task recurs, otherwise than before, or no longer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Refusal
from mangnon.plans.models import Task
from mangnon.plans.periods.recurring import make_instances_of_task, set_recurrence, stop_recurrence
from mangnon.plans.policies import can_see_plans
from mangnon.plans.selectors import task_by_code
from mangnon.plans.web.period_presenters import RecurrenceForm, StopForm
from mangnon.plans.web.refusing import status_of
from mangnon.plans.web.task_views import address_of, render_task

_ANCHOR = "#cac-ky"


def _task(request: HttpRequest, plan_code: str, code: str) -> Task:
    task = task_by_code(actor_of(request), plan_code=plan_code, code=code)
    if task is None:
        raise Http404("no such task in the viewer's province")
    return task


@requires(can_see_plans)
@require_POST
def set_rule(request: HttpRequest, plan_code: str, code: str) -> HttpResponse:
    """Set the rule; the period that has begun by today is made at once."""
    actor, task = actor_of(request), _task(request, plan_code, code)
    form, status = RecurrenceForm(request.POST, auto_id="ky-%s"), 422
    if form.is_valid():
        try:
            rule = set_recurrence(actor=actor, task_id=task.pk, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            made = make_instances_of_task(actor=actor, task=task)
            also = f" Đã tạo {made} kỳ." if made else ""
            messages.success(request, f"Quy tắc lặp lại áp dụng từ ngày {vn_date(rule.from_on)}.{also}")
            return redirect(address_of(task) + _ANCHOR)
    return render_task(request, task, recurrence=form, status=status)


@requires(can_see_plans)
@require_POST
def stop(request: HttpRequest, plan_code: str, code: str) -> HttpResponse:
    """No new period from a day on."""
    actor, task = actor_of(request), _task(request, plan_code, code)
    form, status = StopForm(request.POST, auto_id="dung-%s"), 422
    if form.is_valid():
        try:
            until = stop_recurrence(actor=actor, task_id=task.pk, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, f"Nhiệm vụ không có kỳ mới sau ngày {vn_date(until)}.")
            return redirect(address_of(task) + _ANCHOR)
    return render_task(request, task, stopping=form, status=status)
