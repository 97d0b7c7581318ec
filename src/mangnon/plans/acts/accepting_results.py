"""The body that gave an assignment takes the result, or asks for it to be done again (nghiệm thu)."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.plans.acts.acting import check_giver, check_move, write_move
from mangnon.plans.acts.amended import follow_papers_since
from mangnon.plans.acts.assigning import call_back_below
from mangnon.plans.acts.requests import CLOSED_BY_RESULT, close_requests
from mangnon.plans.assignments.locking import locked_assignment
from mangnon.plans.assignments.refusing import remarked, stated
from mangnon.plans.models import Assignment
from mangnon.plans.rules import Move
from mangnon.plans.terms import Execution


@transaction.atomic
def confirm_complete(*, actor: Actor, assignment_id: int, remark: str = "", version: int | None = None) -> Assignment:
    """The result is as asked for. On time or late stays what it was when the agency reported. What the agency gave on
    below and nobody finished is called back with it: nobody waits for it any more.

    Raises NotAllowed, NotInForce, WrongState, MissingReason (too many words), Stale.
    """
    assignment = locked_assignment(assignment_id, version)
    check_giver(actor, assignment)
    check_move(assignment, Move.CONFIRM_COMPLETE)
    closed = close_requests(actor, assignment, CLOSED_BY_RESULT)
    write_move(
        actor=actor,
        assignment=assignment,
        move=Move.CONFIRM_COMPLETE,
        reason=remarked(remark, "ý kiến nghiệm thu"),
        details=closed,
    )
    because = f"Khép lại: kết quả của {assignment.agency.name} đã được nghiệm thu."
    call_back_below(actor=actor, assignment=assignment, reason=because)
    return assignment


@transaction.atomic
def send_back(*, actor: Actor, assignment_id: int, feedback: str, version: int | None = None) -> Assignment:
    """The result is not as asked for: back to work, with what is missing in words. Progress is again what it was before
    the report; what a later paper changed meanwhile holds now, so the work may go on with another body and another day.
    Answers the assignment that goes on. Raises NotAllowed, NotInForce, WrongState, MissingReason, Stale."""
    assignment = locked_assignment(assignment_id, version)
    check_giver(actor, assignment)
    check_move(assignment, Move.SEND_BACK)
    feedback = stated(feedback, "nội dung chưa đạt, cần làm lại")
    at_work = assignment.events.filter(execution=Execution.IN_PROGRESS).order_by("-at", "-pk").first()
    assignment.progress = at_work.progress if at_work is not None else 0
    reported_at, assignment.completed_at = assignment.completed_at, None
    write_move(
        actor=actor,
        assignment=assignment,
        move=Move.SEND_BACK,
        fields=("progress", "completed_at"),
        reason=feedback,
    )
    return follow_papers_since(actor, assignment, reported_at)
