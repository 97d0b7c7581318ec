"""One assignment with everything that can be done with it, and each act: a plain form that answers with the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.plans.acts.accepting_results import confirm_complete, send_back
from mangnon.plans.acts.acting import lineage_extensions, lineage_returns
from mangnon.plans.acts.assigning import give_by_words, reassign_assignment, recall_assignment
from mangnon.plans.acts.delegating import delegate_assignment
from mangnon.plans.acts.extending import ask_extension, grant_extension, refuse_extension
from mangnon.plans.acts.receiving import named_bodies, one_named, possible_delegates, possible_receivers
from mangnon.plans.acts.returning import accept_return, ask_return, refuse_return
from mangnon.plans.assignments.giving import giving_agencies
from mangnon.plans.models import Assignment
from mangnon.plans.policies import can_see_plans
from mangnon.plans.rules import Move, deadline_state
from mangnon.plans.selectors import delegated_from, task_by_code
from mangnon.plans.terms import DeadlineState, ExtensionState
from mangnon.plans.web import task_presenters
from mangnon.plans.web.act_presenters import form_of, offer_for
from mangnon.plans.web.histories import history_of_rows
from mangnon.plans.web.moving_forms import DELEGATES, RECEIVERS, GiveForm
from mangnon.plans.web.refusing import status_of
from mangnon.plans.web.task_views import address_of, assignment_or_404, back, render_task

Run = Callable[[Actor, Assignment, dict[str, Any]], str]


@requires(can_see_plans)
@require_safe
def assignment_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One assignment: where it stands, what was asked and answered, what the viewer can do."""
    return _render(request, assignment_or_404(request, pk))


def _render(
    request: HttpRequest, row: Assignment, *, bound: dict[Move, Form] | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    extensions, returns = lineage_extensions(row), lineage_returns(row)
    asked = next((each for each in extensions if each.state == ExtensionState.ASKED), None)
    offer = offer_for(actor, row, bound=bound, extension=asked)
    may_give = Move.REASSIGN in offer.moves or Move.ACCEPT_RETURN in offer.moves
    may_delegate = Move.DELEGATE in offer.moves
    context = {
        "row": row,
        "task": row.task,
        "plan": row.task.plan,
        "member": task_presenters.member_of(row),
        "lateness": lateness_words(row),
        "givers": giving_agencies(row),
        "below": [task_presenters.member_of(each) for each in delegated_from(actor, row)],
        "extensions": extensions,
        "returns": returns,
        "offer": offer,
        "receivers": possible_receivers(row.task.plan) if may_give else [],
        "delegates": possible_delegates(row.agency) if may_delegate else [],
        "receiver_list": RECEIVERS,
        "delegate_list": DELEGATES,
        "history": history_of_rows(actor, {row.pk: row}),
        "today": clock.today(),
    }
    return render(request, "plans/assignment.html", context, status=status)


def lateness_words(row: Assignment) -> list[tuple[str, str]]:
    """Where it stands to the deadline in force and, when that was moved, to the original one."""

    def words(due_on: Any) -> str:
        state = deadline_state(due_on=due_on, completed_at=row.completed_at, now=clock.now())
        return DeadlineState(state).label

    if row.original_due_on is None or row.original_due_on == row.due_on:
        return []
    return [("So với hạn ban đầu", words(row.original_due_on)), ("So với hạn đang có", words(row.due_on))]


def _act(request: HttpRequest, pk: int, move: Move, run: Run) -> HttpResponse:
    """Do an act; a refusal is told on the assignment's page, where what was typed still stands."""
    row = assignment_or_404(request, pk)
    form, status = form_of(move, row, request.POST), 422
    if form.is_valid():
        try:
            done = run(actor_of(request), row, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, done)
            return back(request, address_of(row.task))
    return _render(request, assignment_or_404(request, pk), bound={move: form}, status=status)


@requires(can_see_plans)
@require_POST
def ask_to_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency says that the task is not its own."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        ask_return(actor=actor, assignment_id=row.pk, reason=data["reason"], version=data["version"])
        return "Đã gửi đề nghị trả lại. Cơ quan giao sẽ trả lời."

    return _act(request, pk, Move.ASK_RETURN, run)


@requires(can_see_plans)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The body that gave it takes it back and names who does it instead."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        words = data["receiver"].strip()
        receiver = one_named(words, possible_receivers(row.task.plan)) if words else None
        accept_return(
            actor=actor,
            assignment_id=row.pk,
            to_agency_id=receiver.pk if receiver else None,
            answer=data["answer"],
            version=data["version"],
        )
        return f"Đã nhận lại và giao cho {receiver.name}." if receiver else "Đã nhận lại nhiệm vụ."

    return _act(request, pk, Move.ACCEPT_RETURN, run)


@requires(can_see_plans)
@require_POST
def leave_with_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """It stays with the agency."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        refuse_return(actor=actor, assignment_id=row.pk, answer=data["answer"], version=data["version"])
        return "Đã trả lời: nhiệm vụ ở lại với cơ quan."

    return _act(request, pk, Move.REFUSE_RETURN, run)


@requires(can_see_plans)
@require_POST
def ask_later_day(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency asks for a later day."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        ask_extension(
            actor=actor,
            assignment_id=row.pk,
            wanted_on=data["wanted_on"],
            reason=data["reason"],
            version=data["version"],
        )
        return "Đã gửi đề nghị gia hạn. Hạn đang có vẫn giữ cho đến khi được đồng ý."

    return _act(request, pk, Move.ASK_EXTENSION, run)


@requires(can_see_plans)
@require_POST
def grant_later_day(request: HttpRequest, pk: int) -> HttpResponse:
    """The body that gave it grants a later day."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        grant_extension(
            actor=actor,
            assignment_id=row.pk,
            granted_on=data["granted_on"],
            answer=data["answer"],
            version=data["version"],
        )
        return "Đã gia hạn. Hạn ban đầu vẫn được lưu."

    return _act(request, pk, Move.GRANT_EXTENSION, run)


@requires(can_see_plans)
@require_POST
def keep_day(request: HttpRequest, pk: int) -> HttpResponse:
    """The deadline stays."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        refuse_extension(actor=actor, assignment_id=row.pk, answer=data["answer"], version=data["version"])
        return "Đã trả lời: hạn đang có được giữ nguyên."

    return _act(request, pk, Move.REFUSE_EXTENSION, run)


@requires(can_see_plans)
@require_POST
def take_result(request: HttpRequest, pk: int) -> HttpResponse:
    """The result is as asked for."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        confirm_complete(actor=actor, assignment_id=row.pk, remark=data["remark"], version=data["version"])
        return "Đã nghiệm thu: đạt yêu cầu."

    return _act(request, pk, Move.CONFIRM_COMPLETE, run)


@requires(can_see_plans)
@require_POST
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The result is not as asked for."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        send_back(actor=actor, assignment_id=row.pk, feedback=data["feedback"], version=data["version"])
        return "Đã yêu cầu làm lại. Cơ quan thực hiện thấy nội dung chưa đạt ngay."

    return _act(request, pk, Move.SEND_BACK, run)


@requires(can_see_plans)
@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """The body that gave it calls it back."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        recall_assignment(actor=actor, assignment_id=row.pk, reason=data["reason"], version=data["version"])
        return f"Đã thu hồi nhiệm vụ của {row.agency.name}."

    return _act(request, pk, Move.RECALL, run)


@requires(can_see_plans)
@require_POST
def give_to_another(request: HttpRequest, pk: int) -> HttpResponse:
    """The body that gave it gives it to another agency."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        receiver = one_named(data["receiver"], possible_receivers(row.task.plan))
        reassign_assignment(
            actor=actor,
            assignment_id=row.pk,
            to_agency_id=receiver.pk,
            reason=data["reason"],
            due_on=data["due_on"],
            version=data["version"],
        )
        return f"Đã giao cho {receiver.name} từ hôm nay."

    return _act(request, pk, Move.REASSIGN, run)


@requires(can_see_plans)
@require_POST
def give_below(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency gives its part on to bodies below it."""

    def run(actor: Actor, row: Assignment, data: dict[str, Any]) -> str:
        bodies = named_bodies(data["receivers"], possible_delegates(row.agency))
        given = delegate_assignment(
            actor=actor,
            assignment_id=row.pk,
            agency_ids=[body.agency.pk for body in bodies],
            due_on=data["due_on"],
            text=data["text"],
            version=data["version"],
        )
        return f"Đã giao tiếp cho {len(given)} cơ quan, đơn vị."

    return _act(request, pk, Move.DELEGATE, run)


@requires(can_see_plans)
@require_POST
def give(request: HttpRequest, plan_code: str, code: str) -> HttpResponse:
    """The plan's lead agency gives a task to more bodies."""
    actor = actor_of(request)
    task = task_by_code(actor, plan_code=plan_code, code=code)
    if task is None:
        raise Http404("no such task in the viewer's province")
    form, status = GiveForm(request.POST, auto_id="giao-%s"), 422
    if form.is_valid():
        try:
            given = give_by_words(
                actor=actor,
                task_id=task.pk,
                words=form.cleaned_data["receivers"],
                role=form.cleaned_data["role"],
                due_on=form.cleaned_data["due_on"],
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, f"Đã giao nhiệm vụ cho {len(given)} cơ quan.")
            return redirect(address_of(task))
    return render_task(request, task, give=form, status=status)
