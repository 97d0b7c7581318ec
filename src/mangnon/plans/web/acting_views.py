"""One assignment with everything that can be done with it, and each act: a plain form that answers with the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency, Body
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.plans.acts.accepting_results import confirm_complete, send_back
from mangnon.plans.acts.assigning import bodies_meant, give_by_words, reassign_assignment, recall_assignment
from mangnon.plans.acts.delegating import bodies_meant_below, delegate_by_words
from mangnon.plans.acts.extending import ask_extension, grant_extension, refuse_extension
from mangnon.plans.acts.receiving import one_named, possible_delegates, possible_receivers
from mangnon.plans.acts.requests import lineage_extensions, lineage_returns
from mangnon.plans.acts.returning import accept_return, ask_return, refuse_return
from mangnon.plans.assignments.carried import in_plan_before
from mangnon.plans.assignments.giving import giving_agencies
from mangnon.plans.models import Assignment
from mangnon.plans.policies import can_see_plans
from mangnon.plans.rules import Move, deadline_state
from mangnon.plans.selectors import delegated_from, task_by_code
from mangnon.plans.terms import DeadlineState, Execution, ExtensionState
from mangnon.plans.web import task_presenters
from mangnon.plans.web.act_presenters import form_of, offer_for
from mangnon.plans.web.histories import history_of_rows
from mangnon.plans.web.moving_forms import DELEGATES, RECEIVERS, GiveForm
from mangnon.plans.web.refusing import status_of
from mangnon.plans.web.task_views import address_of, assignment_or_404, back, render_task


@requires(can_see_plans)
@require_safe
def assignment_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One assignment: where it stands, what was asked and answered, what the viewer can do."""
    return _render(request, assignment_or_404(request, pk))


def _render(
    request: HttpRequest, row: Assignment, *, bound: dict[Move, Form] | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    extensions, returns, below = lineage_extensions(row), lineage_returns(row), list(delegated_from(actor, row))
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
        "below": [task_presenters.member_of(each) for each in below],
        "ending": _ending_with(row, below),
        "plan_before": in_plan_before(row.pk),
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


def _ending_with(row: Assignment, below: list[Assignment]) -> int:
    """How many parts given on below would end with the result that waits, were it taken now."""
    if row.execution != Execution.REPORTED_COMPLETE:
        return 0
    at_work = (Execution.NOT_RECEIVED, Execution.IN_PROGRESS)
    return sum(each.execution in at_work and each.ended_on is None for each in below)


def lateness_words(row: Assignment) -> list[tuple[str, str]]:
    """Where it stands to the deadline in force and, when that was moved, to the original one."""

    def words(due_on: Any) -> str:
        state = deadline_state(due_on=due_on, completed_at=row.completed_at, now=clock.now())
        return DeadlineState(state).label

    if row.binding_on is None or row.original_due_on in (None, row.due_on):
        return []
    return [("So với hạn ban đầu", words(row.original_due_on)), ("So với hạn đang có", words(row.due_on))]


Said = dict[str, Any]


def _receiver(row: Assignment, said: Said) -> Said:
    """Who does it instead, named in words; nobody where nothing was said."""
    words = said.pop("receiver").strip()
    found = one_named(words, possible_receivers(row.task.plan)) if words else None
    return {**said, "to_agency_id": found.pk if found else None}


def _taken_back(row: Assignment, said: Said, _done: Any) -> str:
    new = Agency.objects.filter(pk=said["to_agency_id"]).first() if said["to_agency_id"] else None
    return f"Đã nhận lại và giao cho {new.name}." if new else "Đã nhận lại nhiệm vụ."


@dataclass(frozen=True, slots=True)
class Act:
    """One act by a form (`act_presenters.SHAPES`): the service that takes the form's fields by their names, the
    sentence when it is done, and what must be made of the words first."""

    service: Callable[..., Any]
    done: str | Callable[[Assignment, Said, Any], str]
    prepare: Callable[[Assignment, Said], Said] | None = None
    # Whom the words of «receivers» mean, where a group is shown before anything is given.
    meant: Callable[[Assignment, str], list[Body]] | None = None


ACTS: dict[Move, Act] = {
    Move.ASK_RETURN: Act(ask_return, "Đã gửi đề nghị trả lại. Cơ quan giao sẽ trả lời."),
    Move.ACCEPT_RETURN: Act(accept_return, _taken_back, _receiver),
    Move.REFUSE_RETURN: Act(refuse_return, "Đã trả lời: nhiệm vụ ở lại với cơ quan."),
    Move.ASK_EXTENSION: Act(ask_extension, "Đã gửi đề nghị gia hạn. Hạn đang có vẫn giữ cho đến khi được đồng ý."),
    Move.GRANT_EXTENSION: Act(grant_extension, "Đã gia hạn. Hạn ban đầu vẫn được lưu."),
    Move.REFUSE_EXTENSION: Act(refuse_extension, "Đã trả lời: hạn đang có được giữ nguyên."),
    Move.CONFIRM_COMPLETE: Act(confirm_complete, "Đã nghiệm thu: đạt yêu cầu."),
    Move.SEND_BACK: Act(send_back, "Đã yêu cầu làm lại. Cơ quan thực hiện thấy nội dung chưa đạt ngay."),
    Move.RECALL: Act(recall_assignment, lambda row, _said, _done: f"Đã thu hồi nhiệm vụ của {row.agency.name}."),
    Move.REASSIGN: Act(
        reassign_assignment, lambda _row, _said, new: f"Đã giao cho {new.agency.name} từ hôm nay.", _receiver
    ),
    Move.DELEGATE: Act(
        delegate_by_words,
        lambda _row, _said, given: f"Đã giao cho {len(given)} cơ quan, đơn vị.",
        meant=bodies_meant_below,
    ),
}


def act_view(move: Move) -> Callable[..., HttpResponse]:
    """The address to which the form of an act is sent."""

    @requires(can_see_plans)
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        """Do an act; a refusal is told on the assignment's page, where what was typed still stands."""
        return _act(request, pk, move)

    return view


def _act(request: HttpRequest, pk: int, move: Move) -> HttpResponse:
    act, row = ACTS[move], assignment_or_404(request, pk)
    form, status = form_of(move, row, request.POST), 422
    if form.is_valid():
        try:
            said = act.prepare(row, {**form.cleaned_data}) if act.prepare else {**form.cleaned_data}
            if act.meant:
                said |= {"words": said.pop("receivers"), "chosen": _chosen(request.POST)}
            done = act.service(actor=actor_of(request), assignment_id=row.pk, **said)
        except Refusal as refusal:
            if act.meant:
                form = _asking(request.POST, partial(form_of, move, row), partial(act.meant, row))
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, act.done if isinstance(act.done, str) else act.done(row, said, done))
            return back(request, address_of(row.task))
    return _render(request, assignment_or_404(request, pk), bound={move: form}, status=status)


@requires(can_see_plans)
@require_POST
def give(request: HttpRequest, plan_code: str, code: str) -> HttpResponse:
    """The plan's lead agency gives a task to more bodies."""
    actor = actor_of(request)
    task = task_by_code(actor, plan_code=plan_code, code=code)
    if task is None:
        raise Http404("no such task in the viewer's province")
    form: Form = GiveForm(request.POST, auto_id="giao-%s")
    status = 422
    if form.is_valid():
        chosen = _chosen(request.POST)
        try:
            given = give_by_words(
                actor=actor,
                task_id=task.pk,
                words=form.cleaned_data["receivers"],
                role=form.cleaned_data["role"],
                due_on=form.cleaned_data["due_on"],
                reason=form.cleaned_data["reason"],
                chosen=chosen,
            )
        except Refusal as refusal:
            form = _asking(request.POST, partial(GiveForm, auto_id="giao-%s"), partial(bodies_meant, task))
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, f"Đã giao nhiệm vụ cho {len(given)} cơ quan.")
            return redirect(address_of(task))
    return render_task(request, task, give=form, status=status)


def _chosen(sent: QueryDict) -> list[int] | None:
    """The bodies ticked in the list of those meant; None where no list was shown, or one of other words."""
    if not sent.get("asked") or sent["asked"] != sent.get("receivers"):
        return None
    return [int(each) for each in sent.getlist("chosen") if each.isdecimal() and len(each) < 12]


def _asking(sent: QueryDict, form: Callable[..., Form], meaning: Callable[[str], list[Body]]) -> Form:
    """The form again, with the list of the bodies that its words mean, all ticked where nobody has chosen yet."""
    try:
        meant = meaning(sent.get("receivers", ""))
    except Refusal:
        return form(sent)
    if not any(body.class_words for body in meant):
        return form(sent)
    shown, agencies, chosen = sent.copy(), [body.agency for body in meant], _chosen(sent)
    shown["asked"] = sent.get("receivers", "")
    shown.setlist("chosen", [str(pk) for pk in ([each.pk for each in agencies] if chosen is None else chosen)])
    return form(shown, meant=agencies)
