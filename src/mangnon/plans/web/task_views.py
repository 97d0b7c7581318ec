"""Nhiệm vụ: the chain upward and downward, and what an agency does with its assignment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.plans.acts.receiving import possible_receivers
from mangnon.plans.acts.undoing import take_back_report
from mangnon.plans.acts.working import (
    accept_assignment,
    accept_assignments,
    record_progress,
    report_complete,
)
from mangnon.plans.assignments.locking import why_nothing_is_given
from mangnon.plans.assignments.waiting import requests_waiting_for
from mangnon.plans.difficulties.board import difficulty_by_id, seen_difficulties
from mangnon.plans.difficulties.services import answer_difficulty, raise_difficulty
from mangnon.plans.models import Assignment, Difficulty, Task
from mangnon.plans.panels import task_panels
from mangnon.plans.policies import (
    can_answer_difficulties,
    can_choose_successor,
    can_direct_plan,
    can_see_plans,
)
from mangnon.plans.selectors import (
    assignment_by_id,
    below_and_periods,
    lead_agency_of,
    legal_bases,
    own_period_done,
    possible_successors,
    task_assignments,
    task_by_code,
)
from mangnon.plans.successions.holding import holders_of
from mangnon.plans.terms import AssignmentRole, DifficultyState
from mangnon.plans.web import holder_presenters, own_presenters, period_presenters, presenters, task_presenters
from mangnon.plans.web.forms import AnswerForm, DifficultyForm, ProgressForm, SuccessorForm
from mangnon.plans.web.histories import history
from mangnon.plans.web.moving_forms import RECEIVERS, CompleteForm, GiveForm
from mangnon.plans.web.refusing import status_of

_MOST_AT_ONCE = 500


@requires(can_see_plans)
@require_safe
def task_page(request: HttpRequest, plan_code: str, code: str) -> HttpResponse:
    """One task of a plan."""
    task = task_by_code(actor_of(request), plan_code=plan_code, code=code)
    if task is None:
        raise Http404("no such task in the viewer's province")
    return render_task(request, task)


def render_task(
    request: HttpRequest,
    task: Task,
    *,
    bound: Mapping[tuple[str, int], Form] | None = None,
    answers: dict[int, Form] | None = None,
    successors: dict[int, Form] | None = None,
    give: Form | None = None,
    recurrence: period_presenters.RecurrenceForm | None = None,
    stopping: period_presenters.StopForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a task, with what somebody typed and could not be saved: `bound` by act and assignment."""
    actor, plan, typed = actor_of(request), task.plan, dict(bound or {})
    every = list(task_assignments(actor, task))
    rows = [row for row in every if row.is_in_force(clock.today())]
    beside = list(below_and_periods(actor, task))
    told = list(seen_difficulties(actor).filter(assignment__task=task).order_by("-raised_at", "-pk"))
    lead_agency = lead_agency_of(plan)
    forms = _answer_forms(actor, told, lead_agency) | (answers or {})
    lead = next((task_presenters.member_of(row) for row in rows if row.role == AssignmentRole.LEAD), None)
    may_give = can_direct_plan(actor, lead_agency_id=lead_agency.pk) and not why_nothing_is_given(task)
    own = own_presenters.own_of(actor, [*rows, *beside, *own_period_done(actor, task)], typed)
    context: dict[str, Any] = {
        "task": task,
        "plan": plan,
        "chain": presenters.chain_of(
            plan, list(legal_bases(actor, plan)), task_label=f"Nhiệm vụ {task.code}", line=task.first_line
        ),
        "lead": lead,
        "wordings": task_presenters.wordings(rows),
        "coordinator_count": sum(row.role == AssignmentRole.COORDINATOR for row in rows),
        "monitors": [task_presenters.member_of(row) for row in rows if row.role == AssignmentRole.MONITOR],
        "below": task_presenters.below_of([*every, *beside]),
        "own": own,
        "lost": [form for key, form in typed.items() if own is None or key[1] != own.assignment.pk],
        "waiting": requests_waiting_for(actor, task=task),
        "may_give": may_give,
        "give_form": give or GiveForm(auto_id="giao-%s"),
        "receivers": possible_receivers(plan) if may_give else [],
        "receiver_list": RECEIVERS,
        "periods": period_presenters.periods_of(actor, task, may_change=may_give, form=recurrence, stopping=stopping),
        "panels": task_panels(request, task),
        "notes": task_presenters.notes_of([*every, *beside]),
        "difficulties": task_presenters.difficulty_rows(told, forms),
        "history": history(actor, task, [*every, *beside]),
        "today": clock.today(),
        **_held(actor, every, rows, successors or {}),
    }
    return render(request, "plans/task.html", context, status=status)


def _answer_forms(actor: Actor, told: list[Difficulty], lead_agency: Agency) -> dict[int, Form]:
    """A form for each difficulty that waits for the viewer."""
    if not can_answer_difficulties(actor, lead_agency_id=lead_agency.pk):
        return {}
    return {item.pk: AnswerForm(prefix=f"tl{item.pk}") for item in told if item.state == DifficultyState.RAISED}


def _held(actor: Actor, every: list[Assignment], rows: list[Assignment], forms: dict[int, Form]) -> dict[str, Any]:
    """Who held the task before, and what nobody is known to carry on."""
    holders, today = holders_of(every), clock.today()
    lead = next((row for row in rows if row.role == AssignmentRole.LEAD), None)
    ends = []
    for row in rows:
        if row.undecided_by is None or row.undecided_by.effective_on > today or row.ended_on is not None:
            continue
        form = forms.get(row.pk)
        if form is None and can_choose_successor(actor, province_code=row.task.plan.territory.code):
            form = successor_form(actor, row)
        ends.append(
            {
                "assignment": row,
                "event": row.undecided_by,
                "name": holder_presenters.full_name(row.agency),
                "why": holder_presenters.undecided_words(row.undecided_because),
                "form": form,
            }
        )
    return {
        "lead_periods": holder_presenters.lead_periods(holders, lead),
        "handovers": holder_presenters.handovers(holders),
        "handed_on": holder_presenters.handed_on(every, holders, actor.agency_id, today),
        "open_ends": ends,
    }


def successor_form(actor: Actor, row: Assignment, data: QueryDict | None = None) -> SuccessorForm:
    """The form by which a person says who carries an assignment on."""
    agencies = [(agency.pk, holder_presenters.full_name(agency)) for agency in possible_successors(actor, row)]
    return SuccessorForm(data, agencies=agencies, prefix=f"kt{row.pk}")


def assignment_or_404(request: HttpRequest, pk: int) -> Assignment:
    """The assignment, if the viewer may see it."""
    assignment = assignment_by_id(actor_of(request), pk)
    if assignment is None:
        raise Http404("no such assignment in the viewer's province")
    return assignment


def address_of(task: Task) -> str:
    """The address of a task's page."""
    return reverse("task", args=[task.plan.code, task.code])


def fresh_task(request: HttpRequest, task: Task) -> Task:
    """The task as it is now."""
    found = task_by_code(actor_of(request), plan_code=task.plan.code, code=task.code)
    if found is None:
        raise Http404("the task is gone")
    return found


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the page of this site that the form names in «next», else to the task."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return HttpResponseRedirect(wanted)
    return HttpResponseRedirect(otherwise)


def _press(request: HttpRequest, pk: int, act: Callable[[Assignment], object], done: str) -> HttpResponse:
    """An act without words: do it, say it, go back. A refusal is told on the task's page."""
    assignment = assignment_or_404(request, pk)
    try:
        act(assignment)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return render_task(request, fresh_task(request, assignment.task), status=status_of(refusal))
    messages.success(request, done)
    return back(request, address_of(assignment.task))


@requires(can_see_plans)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency takes its assignment on."""
    actor = actor_of(request)
    done = "Đã tiếp nhận nhiệm vụ. Từ bây giờ có thể ghi tiến độ."
    return _press(request, pk, lambda row: accept_assignment(actor=actor, assignment_id=row.pk), done)


@dataclass(frozen=True, slots=True)
class _Told:
    """What an agency tells of its assignment by a form of the task's page: the form, the service that takes its fields
    by their names, and the sentence when it is done."""

    form: type[Form]
    auto_id: str
    service: Callable[..., object]
    done: str


_TOLD = {
    "complete": _Told(
        CompleteForm,
        "xong",
        report_complete,
        "Đã báo hoàn thành. Thời điểm hoàn thành được ghi theo giờ của hệ thống.",
    ),
    "progress": _Told(ProgressForm, "tien-do", record_progress, "Đã ghi tiến độ."),
    "difficulty": _Told(
        DifficultyForm, "kho-khan", raise_difficulty, "Đã gửi khó khăn, vướng mắc đến cơ quan đầu mối."
    ),
}


def _tell(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Do it; a refusal is told on the task's page, where what was typed still stands."""
    told, assignment, status = _TOLD[what], assignment_or_404(request, pk), 422
    form = told.form(request.POST, auto_id=f"{told.auto_id}{pk}-%s")
    if form.is_valid():
        try:
            told.service(actor=actor_of(request), assignment_id=pk, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, told.done)
            return back(request, address_of(assignment.task))
    return render_task(request, fresh_task(request, assignment.task), bound={(what, pk): form}, status=status)


@requires(can_see_plans)
@require_POST
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency says that it is done; a lead says why it does while coordinators are silent."""
    return _tell(request, pk, "complete")


@requires(can_see_plans)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of completion was made by mistake a moment ago."""
    row, version = assignment_or_404(request, pk), request.POST.get("version", "")
    try:
        take_back_report(
            actor=actor_of(request),
            assignment_id=row.pk,
            version=int(version) if version.isdecimal() and len(version) < 9 else None,
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return render_task(request, row.task, status=status_of(refusal))
    messages.success(request, "Đã rút lại báo cáo hoàn thành. Nhiệm vụ tiếp tục với tiến độ trước đó.")
    return back(request, address_of(row.task))


@requires(can_see_plans)
@require_POST
def note_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and what was done."""
    return _tell(request, pk, "progress")


@requires(can_see_plans)
@require_POST
def tell_difficulty(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the body that gave it what stands in the way."""
    return _tell(request, pk, "difficulty")


@requires(can_see_plans)
@require_POST
def accept_several(request: HttpRequest) -> HttpResponse:
    """The agency takes several assignments on at once; `ids` repeats, `next` is the page to go back to."""
    ids = {int(text) for text in request.POST.getlist("ids")[:_MOST_AT_ONCE] if text.isdecimal() and len(text) < 18}
    try:
        taken = accept_assignments(actor=actor_of(request), assignment_ids=ids)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã tiếp nhận {len(taken)} nhiệm vụ.")
    return back(request, reverse("plans"))


@requires(can_see_plans)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan's lead agency answers a difficulty."""
    difficulty = difficulty_by_id(actor_of(request), pk)
    if difficulty is None:
        raise Http404("no such difficulty for the viewer")
    task, form, status = difficulty.assignment.task, AnswerForm(request.POST, prefix=f"tl{pk}"), 422
    if form.is_valid():
        try:
            answer_difficulty(actor=actor_of(request), difficulty_id=pk, answer=form.cleaned_data["answer"])
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, "Đã trả lời. Cơ quan nêu khó khăn thấy câu trả lời ngay.")
            return redirect(address_of(task))
    return render_task(request, fresh_task(request, task), answers={pk: form}, status=status)
