"""What every act on an assignment shares: who may, what is the case, and how a move is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.plans.assignments.carried import lineage_of
from mangnon.plans.assignments.event_log import log_move
from mangnon.plans.assignments.giving import giving_agencies
from mangnon.plans.assignments.locking import check_not_ended
from mangnon.plans.assignments.refusing import wrong_move
from mangnon.plans.models import Assignment, AssignmentReturn, Extension
from mangnon.plans.policies import check_direct
from mangnon.plans.rules import (
    REVIEW_AFTER,
    Move,
    Situation,
    next_execution,
    standing_notes,
    times_undone,
    why_refused,
)
from mangnon.plans.successions.passing import refresh_successors
from mangnon.plans.terms import Execution, ExtensionState, MoveKind, ReturnState, Review

ACTS = {
    Move.ACCEPT: "accept_assignment",
    Move.ASK_RETURN: "ask_return",
    Move.ACCEPT_RETURN: "accept_return",
    Move.REFUSE_RETURN: "refuse_return",
    Move.RECORD_PROGRESS: "record_progress",
    Move.REPORT_COMPLETE: "report_complete",
    Move.CONFIRM_COMPLETE: "confirm_complete",
    Move.SEND_BACK: "send_back",
    Move.ASK_EXTENSION: "ask_extension",
    Move.GRANT_EXTENSION: "grant_extension",
    Move.REFUSE_EXTENSION: "refuse_extension",
    Move.RECALL: "recall_assignment",
    Move.REASSIGN: "reassign_assignment",
    Move.DELEGATE: "delegate_assignment",
}


def check_giver(actor: Actor, assignment: Assignment) -> None:
    """The body that gave an assignment acts on what has not ended. Raises NotAllowed, NotInForce."""
    today = clock.today()
    givers = frozenset(agency.pk for agency in giving_agencies(assignment, on=today))
    check_direct(actor, giver_ids=givers, is_delegated=assignment.parent_id is not None)
    check_not_ended(assignment)


def situation_of(assignment: Assignment) -> Situation:
    """What decides which moves fit. Four queries, and one for each reorganisation it went through."""
    lineage = lineage_of(assignment.pk)
    states = list(Extension.objects.filter(assignment__in=lineage).order_by().values_list("assignment_id", "state"))
    returns = AssignmentReturn.objects.filter(assignment__in=lineage).order_by()
    asked = list(returns.values_list("assignment_id", "state"))
    own = assignment.events.filter(copied_from__isnull=True).order_by("at", "pk")
    log = list(own.values_list("move", flat=True))
    return Situation(
        execution=assignment.execution,
        role=assignment.role,
        due_on=assignment.due_on,
        has_worked=sum(pk == assignment.pk for pk, _ in states) > times_undone(log, Move.ASK_EXTENSION)
        or standing_notes(assignment.notes.count(), log) > 0
        or log.count(Move.REPORT_COMPLETE) > times_undone(log, Move.REPORT_COMPLETE),
        return_refused=any(pk == assignment.pk and state == ReturnState.REFUSED for pk, state in asked),
        return_waits=any(state == ReturnState.ASKED for _, state in asked),
        extension_waits=any(state == ExtensionState.ASKED for _, state in states),
        extensions_granted=sum(state == ExtensionState.GRANTED for _, state in states),
    )


def check_move(assignment: Assignment, move: Move) -> Situation:
    """What is the case. Raises WrongState when the move does not fit it."""
    now = situation_of(assignment)
    because = why_refused(now, move)
    if because:
        raise wrong_move(move, because)
    return now


def write_move(
    *,
    actor: Actor,
    assignment: Assignment,
    move: Move,
    fields: tuple[str, ...] = (),
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Write a move that fits: the row with a higher version, its log, the evidence. Who is to take over on a coming day
    takes over what is by then. `fields` are those of the row that the caller changed beside its state."""
    after = next_execution(assignment.execution, move)
    if after is None:
        raise wrong_move(move, "wrong_state")
    assignment.execution = Execution(after)
    assignment.review = Review(REVIEW_AFTER.get(move, assignment.review))
    assignment.version += 1
    assignment.save(update_fields=["execution", "review", "version", *fields])
    log_move(assignment, MoveKind(move.value), by_id=actor.user_id, reason=reason, at=at)
    refresh_successors(assignment)  # after the log, which it copies
    record(
        actor=actor,
        act=ACTS[move],
        object_type="Assignment",
        object_id=assignment.pk,
        details=details,
        reason=reason,
    )
