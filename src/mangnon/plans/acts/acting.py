"""What every act on an assignment shares: who may, what is the case, and how a move is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.assignments.carried import lineage_of
from mangnon.plans.assignments.event_log import log_move
from mangnon.plans.assignments.giving import giving_agencies
from mangnon.plans.assignments.refusing import wrong_move
from mangnon.plans.errors import NotInForce
from mangnon.plans.models import Assignment, AssignmentReturn, Extension
from mangnon.plans.policies import check_direct
from mangnon.plans.rules import REVIEW_AFTER, Move, Situation, next_execution, why_refused
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


def check_not_ended(assignment: Assignment) -> None:
    """Raises NotInForce for what was recalled, given to another body, or handed on by a reorganisation."""
    ended = assignment.ended_on
    if ended is not None and (assignment.ended_because or ended < clock.today()):
        how = assignment.get_ended_because_display().lower() or "chuyển theo sắp xếp tổ chức"
        raise NotInForce(
            f"Phân công này đã kết thúc sau ngày {vn_date(ended)} ({how}). Không có gì bị thay đổi. "
            "Hãy tải lại trang để xem cơ quan đang thực hiện."
        )


def situation_of(assignment: Assignment) -> Situation:
    """What decides which moves fit. Four queries, and one for each reorganisation it went through."""
    lineage = lineage_of(assignment.pk)
    states = list(Extension.objects.filter(assignment__in=lineage).order_by().values_list("assignment_id", "state"))
    returns = AssignmentReturn.objects.filter(assignment__in=lineage).order_by()
    asked = list(returns.values_list("assignment_id", "state"))
    reported = Q(move=MoveKind.REPORT_COMPLETE, copied_from__isnull=True)
    return Situation(
        execution=assignment.execution,
        role=assignment.role,
        due_on=assignment.due_on,
        has_worked=any(pk == assignment.pk for pk, _ in states)
        or assignment.notes.exists()
        or assignment.events.filter(reported).exists(),
        has_asked_return=any(pk == assignment.pk for pk, _ in asked),
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
