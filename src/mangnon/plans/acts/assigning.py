"""The body that gives tasks gives, calls back, and gives to another agency (giao, thu hồi, giao lại)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, Body
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.plans.acts.acting import check_giver, check_move, write_move
from mangnon.plans.acts.extending import parent_due
from mangnon.plans.acts.receiving import (
    already_there,
    checked_receiver,
    chosen_among,
    named_bodies,
    own_of,
    possible_receivers,
    receiver_for_plan,
)
from mangnon.plans.acts.requests import close_requests
from mangnon.plans.assignments.carried import carriers_of, lineage_of
from mangnon.plans.assignments.event_log import log_given
from mangnon.plans.assignments.locking import locked_assignment, locked_task
from mangnon.plans.assignments.refusing import check_deadline, stated
from mangnon.plans.errors import BadReceiver
from mangnon.plans.models import Assignment, AssignmentSuccession, Task, TaskInstance
from mangnon.plans.periods.recurring import join_running_periods
from mangnon.plans.rules import Move, next_execution, why_bad_deadline, why_bad_delegated_deadline
from mangnon.plans.successions.moving import follow_coming_events
from mangnon.plans.successions.passing import withdraw_from_coming
from mangnon.plans.terms import AssignmentRole, EndReason, Execution, MoveBasis

_ONE_DAY = dt.timedelta(days=1)
_AT_WORK = (Execution.NOT_RECEIVED, Execution.IN_PROGRESS)
_GIVEN_ROLES = (AssignmentRole.LEAD, AssignmentRole.COORDINATOR, AssignmentRole.MONITOR)


@transaction.atomic
def give_assignment(
    *,
    actor: Actor,
    task_id: int,
    agency_id: int,
    role: str,
    due_on: dt.date | None = None,
    reason: str,
    instance_id: int | None = None,
) -> Assignment:
    """The plan's lead agency gives a task (or one period of it) to one more body: lead where there is none, coordinator
    or monitor, with its own deadline. `due_on` None: no deadline of its own.

    Raises NotAllowed, NotInForce, BadReceiver, BadDeadline, MissingReason.
    """
    task = locked_task(actor, task_id)
    agency = receiver_for_plan(task.plan, agency_id)
    (given,) = _give(actor, task, [Body(agency)], role=role, due_on=due_on, reason=reason, instance_id=instance_id)
    return given


@transaction.atomic
def give_by_words(
    *,
    actor: Actor,
    task_id: int,
    words: str,
    role: str,
    due_on: dt.date | None = None,
    reason: str,
    chosen: Collection[int] | None = None,
) -> list[Assignment]:
    """The same to everybody some words mean today: names and classes («các sở, ban, ngành»), parted by semicolons. The
    words stay on each assignment as in a paper; who has the task already is passed over.

    What a group means is given only to the bodies of it that a person has seen and `chosen` (`chosen_among`). Raises
    SeveralMeant with all of them where nobody has, NotAllowed,
    BadReceiver (somebody is not known, nobody is new or chosen, one chosen is not meant), BadDeadline, MissingReason.
    """
    task = locked_task(actor, task_id)
    new = chosen_among(bodies_meant(task, words), words, chosen)
    return _give(actor, task, new, role=role, due_on=due_on, reason=reason)


def bodies_meant(task: Task, words: str) -> list[Body]:
    """Whom some words mean today among those that do not have the task yet, in the order of the catalogue. Raises
    BadReceiver: somebody is not known, or everybody has it already."""
    bodies = named_bodies(words, possible_receivers(task.plan))
    rows = Assignment.objects.live(clock.today()).standing().filter(task=task, parent=None)
    there = set(rows.values_list("agency_id", flat=True))
    new = [body for body in bodies if body.agency.pk not in there]
    if not new:
        raise BadReceiver(
            "Mọi cơ quan được nêu đã có phân công ở nhiệm vụ này. Chưa giao thêm. Hãy chọn cơ quan khác.",
            code="already_there",
        )
    return new


def _give(
    actor: Actor,
    task: Task,
    bodies: Sequence[Body],
    *,
    role: str,
    due_on: dt.date | None,
    reason: str,
    instance_id: int | None = None,
) -> list[Assignment]:
    reason, now, today = stated(reason, "lý do, căn cứ giao", most=500), clock.now(), clock.today()
    if role not in _GIVEN_ROLES:
        raise BadReceiver("Chưa chọn vai trò. Chưa giao cho cơ quan nào. Hãy chọn chủ trì, phối hợp hoặc theo dõi.")
    if due_on is not None:
        check_deadline(why_bad_deadline(due_on, today=today))
    instance = TaskInstance.objects.get(pk=instance_id, task=task) if instance_id is not None else None
    open_rows = Assignment.objects.live(today).filter(task=task, instance=instance, parent=None)
    if role == AssignmentRole.LEAD:
        _check_one_lead(open_rows.filter(role=AssignmentRole.LEAD).first(), bodies)
    there = set(open_rows.values_list("agency_id", flat=True))
    taken = next((body.agency for body in bodies if body.agency.pk in there), None)
    if taken is not None:
        raise already_there(taken)
    given = Assignment.objects.bulk_create(
        Assignment(
            task=task,
            instance=instance,
            agency=body.agency,
            role=role,
            class_words=body.class_words[:300],
            due_on=due_on,
            original_due_on=due_on,
            began_on=today,
            given_at=now,
            given_by_id=actor.user_id,
            given_reason=reason,
        )
        for body in bodies
    )
    log_given(given, at=now, by_id=actor.user_id, reason=reason)
    for row in given:
        _tell_given(actor, row, reason)
    periods = join_running_periods(actor=actor, standing=given, on=today) if instance is None else []
    follow_coming_events(actor=actor, given=[*given, *periods])
    return given


def _check_one_lead(lead: Assignment | None, bodies: Sequence[Body]) -> None:
    if lead is not None:
        raise BadReceiver(
            f"Nhiệm vụ đã có cơ quan chủ trì: {lead.agency.name}. Chưa giao thêm. "
            "Hãy dùng «Giao cho cơ quan khác» nếu muốn đổi cơ quan chủ trì.",
            code="one_lead",
        )
    if len(bodies) > 1 or any(body.class_words for body in bodies):
        raise BadReceiver("Mỗi nhiệm vụ chỉ có một cơ quan chủ trì. Chưa giao. Hãy nêu một cơ quan.", code="one_lead")


def _tell_given(actor: Actor, row: Assignment, reason: str) -> None:
    record(
        actor=actor,
        act="give_assignment",
        object_type="Assignment",
        object_id=row.pk,
        details={
            "agency": row.agency.code,
            "role": str(row.role),
            "due": row.due_on.isoformat() if row.due_on else "",
        },
        reason=reason,
    )


@transaction.atomic
def recall_assignment(*, actor: Actor, assignment_id: int, reason: str, version: int | None = None) -> Assignment:
    """The body that gave it calls it back: what waits is closed, what was given on below and open periods of a standing
    duty are called back with it, and figures leave it out from now on.

    Raises NotAllowed, NotInForce, WrongState, MissingReason, Stale.
    """
    assignment = locked_assignment(assignment_id, version)
    check_giver(actor, assignment)
    check_move(assignment, Move.RECALL)
    reason = stated(reason, "lý do thu hồi")
    for period in open_periods(assignment):
        if next_execution(period.execution, Move.REASSIGN):  # what was reported there is still to be judged
            _recall(actor, period, reason)
    _recall(actor, assignment, reason)
    return assignment


def _recall(actor: Actor, assignment: Assignment, reason: str) -> None:
    take_away(actor=actor, assignment=assignment, because=EndReason.RECALLED, move=Move.RECALL, reason=reason)


@transaction.atomic
def reassign_assignment(
    *,
    actor: Actor,
    assignment_id: int,
    to_agency_id: int,
    reason: str,
    due_on: dt.date | None = None,
    version: int | None = None,
) -> Assignment:
    """The body that gave it gives it to another agency from today on; answers the new assignment. It begins anew; the
    deadline goes over unless `due_on` says another, and the original deadline always does. Open periods of a standing
    duty go with it; a coordinator or monitor that becomes the lead leaves its old role.

    Raises NotAllowed, NotInForce, WrongState, BadReceiver, BadDeadline, MissingReason, Stale.
    """
    assignment = locked_assignment(assignment_id, version)
    check_giver(actor, assignment)
    check_move(assignment, Move.REASSIGN)
    reason = stated(reason, "lý do, căn cứ giao lại", most=500)
    receiver = checked_receiver(assignment, to_agency_id)
    if due_on is not None:
        check_deadline(_why_bad_for(assignment, due_on))
    details = {"agency": receiver.code}
    for row in [*open_periods(assignment), assignment]:
        if next_execution(row.execution, Move.REASSIGN) is None:
            continue
        take_away(
            actor=actor,
            assignment=row,
            because=EndReason.REASSIGNED,
            move=Move.REASSIGN,
            reason=reason,
            details=details,
        )
        new = hand_over(
            actor=actor,
            assignment=row,
            receiver=receiver,
            reason=reason,
            due_on=due_on if row is assignment else None,
        )
    return new


def _why_bad_for(assignment: Assignment, due_on: dt.date) -> str:
    """Why a day is refused: of what was given on below, also one after that of the body above."""
    today = clock.today()
    if assignment.parent_id is None:
        return why_bad_deadline(due_on, today=today)
    return why_bad_delegated_deadline(due_on, parent_due=parent_due(assignment), today=today)


def open_periods(assignment: Assignment) -> list[Assignment]:
    """The periods under way of a standing duty, locked."""
    if assignment.instance_id is not None or assignment.parent_id is not None:
        return []
    rows = Assignment.objects.held(clock.today()).filter(
        task_id=assignment.task_id, agency_id=assignment.agency_id, role=assignment.role, instance__isnull=False
    )
    ids = list(rows.exclude(execution=Execution.COMPLETE).order_by("pk").values_list("pk", flat=True))
    return [locked_assignment(pk) for pk in ids]


def take_away(
    *,
    actor: Actor,
    assignment: Assignment,
    because: EndReason,
    move: Move,
    reason: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """End an assignment that its agency is no longer to carry: requests that wait are closed, what it gave on below is
    called back, and nobody carries it on from a coming day. Inside a transaction, the row locked."""
    closed = close_requests(actor, assignment, f"Khép lại: {because.label.lower()}.")
    call_back_below(actor=actor, assignment=assignment, reason=reason, among=(*_AT_WORK, Execution.REPORTED_COMPLETE))
    withdraw_from_coming(assignment)
    today = clock.today()
    assignment.ended_by = None
    assignment.ended_because = because
    assignment.ended_on = today if because == EndReason.RECALLED else _beginning(assignment) - _ONE_DAY
    fields = ["ended_on", "ended_by", "ended_because"]
    if because == EndReason.RECALLED:
        assignment.completed_at = None
        fields.append("completed_at")
    write_move(
        actor=actor,
        assignment=assignment,
        move=move,
        fields=tuple(fields),
        reason=reason,
        details={**(details or {}), **closed},
    )


def call_back_below(
    *, actor: Actor, assignment: Assignment, reason: str, among: Collection[Execution] = _AT_WORK
) -> int:
    """Call back what an assignment gave on below, as far as it is in one of some states, with what those gave on; how
    many were called back. Inside a transaction, the row locked."""
    below = Assignment.objects.held(clock.today()).filter(parent__in=_alone_carried(assignment), execution__in=among)
    parts = list(below.order_by("pk").values_list("pk", flat=True))
    for pk in parts:
        _recall(actor, locked_assignment(pk), reason)
    return len(parts)


def _alone_carried(assignment: Assignment) -> list[int]:
    """The rows out of which parts were given on below and that nobody but this one carries now: itself, and what it
    carries on since a reorganisation."""
    before = lineage_of(assignment.pk)
    now = carriers_of(before)
    return [pk for pk in before if pk == assignment.pk or now[pk] == [assignment.pk]]


def _beginning(assignment: Assignment) -> dt.date:
    """The day from which another body carries it: today, or the day it was to begin."""
    today = clock.today()
    return max(today, assignment.began_on) if assignment.began_on else today


def hand_over(
    *, actor: Actor, assignment: Assignment, receiver: Agency, reason: str, due_on: dt.date | None = None
) -> Assignment:
    """Give to another body what was just taken away from one; it begins anew. Inside the same transaction."""
    own, now = own_of(assignment, receiver), clock.now()
    if own is not None:
        own = locked_assignment(own.pk)
        take_away(actor=actor, assignment=own, because=EndReason.REASSIGNED, move=Move.REASSIGN, reason=reason)
    new = Assignment.objects.create(
        task_id=assignment.task_id,
        instance_id=assignment.instance_id,
        parent_id=assignment.parent_id,
        agency=receiver,
        role=assignment.role,
        function=assignment.function,
        due_on=due_on or assignment.due_on,
        original_due_on=assignment.original_due_on or due_on or assignment.due_on,
        began_on=_beginning(assignment),
        given_at=now,
        given_by_id=actor.user_id,
        given_reason=reason[:500],
    )
    AssignmentSuccession.objects.bulk_create(
        AssignmentSuccession(predecessor=before, successor=new, because=MoveBasis.GIVEN, chosen_reason=reason[:500])
        for before in [assignment, *([own] if own is not None else [])]
    )
    log_given([new], at=now, by_id=actor.user_id, reason=reason)
    _tell_given(actor, new, reason)
    follow_coming_events(actor=actor, given=[new])
    return new
