"""An agency says that a task is not its own, and the body that gave it decides (trả lại)."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.acts.acting import check_giver, check_move, write_move
from mangnon.plans.acts.assigning import hand_over, open_periods, take_away
from mangnon.plans.acts.receiving import checked_receiver
from mangnon.plans.acts.requests import answer_return, return_to_answer
from mangnon.plans.assignments.locking import check_holder, locked_assignment
from mangnon.plans.assignments.refusing import remarked, stated
from mangnon.plans.errors import BadReceiver
from mangnon.plans.models import AssignmentReturn
from mangnon.plans.rules import Move, next_execution
from mangnon.plans.terms import AssignmentRole, EndReason, ReturnState


@transaction.atomic
def ask_return(*, actor: Actor, assignment_id: int, reason: str, version: int | None = None) -> AssignmentReturn:
    """The agency asks whoever gave it to take it back: before any progress note, report or extension, once only.

    Raises NotAllowed, NotInForce, WrongState, MissingReason, Stale.
    """
    assignment = locked_assignment(assignment_id, version)
    check_holder(actor, assignment)
    check_move(assignment, Move.ASK_RETURN)
    reason = stated(reason, "lý do trả lại")
    asked = AssignmentReturn.objects.create(
        assignment=assignment, reason=reason, asked_at=clock.now(), asked_by_id=actor.user_id
    )
    details = {"return": asked.pk}
    write_move(actor=actor, assignment=assignment, move=Move.ASK_RETURN, reason=reason, details=details)
    return asked


@transaction.atomic
def accept_return(
    *,
    actor: Actor,
    assignment_id: int,
    to_agency_id: int | None = None,
    answer: str = "",
    version: int | None = None,
) -> AssignmentReturn:
    """The body that gave it takes it back and gives it to another agency at once; a lead cannot be taken back without
    one, for a task never stands without its lead. Open periods of a standing duty go with it.

    Raises NotAllowed, NotInForce, WrongState, BadReceiver, Stale.
    """
    assignment = locked_assignment(assignment_id, version)
    check_giver(actor, assignment)
    check_move(assignment, Move.ACCEPT_RETURN)
    asked = return_to_answer(assignment, Move.ACCEPT_RETURN)
    if to_agency_id is None and assignment.role == AssignmentRole.LEAD:
        raise BadReceiver(
            "Nhiệm vụ phải luôn có một cơ quan chủ trì. Chưa nhận lại. Hãy chọn cơ quan chủ trì mới.",
            code="lead_needs_receiver",
        )
    receiver = checked_receiver(assignment, to_agency_id) if to_agency_id is not None else None
    answer_return(actor, asked, ReturnState.ACCEPTED, remarked(answer, "ý kiến trả lời"))
    words = answer.strip() or asked.reason
    details = {"return": asked.pk, "agency": receiver.code if receiver else ""}
    periods = [each for each in open_periods(assignment) if next_execution(each.execution, Move.ACCEPT_RETURN)]
    for row in [*periods, assignment]:
        take_away(
            actor=actor,
            assignment=row,
            because=EndReason.RETURNED,
            move=Move.ACCEPT_RETURN,
            reason=words,
            details=details,
        )
        if receiver is not None:
            hand_over(actor=actor, assignment=row, receiver=receiver, reason=words)
    return asked


@transaction.atomic
def refuse_return(*, actor: Actor, assignment_id: int, answer: str, version: int | None = None) -> AssignmentReturn:
    """It stays with the agency, and why. It cannot be asked again. Raises NotAllowed, NotInForce, WrongState,
    MissingReason, Stale."""
    assignment = locked_assignment(assignment_id, version)
    check_giver(actor, assignment)
    check_move(assignment, Move.REFUSE_RETURN)
    asked = return_to_answer(assignment, Move.REFUSE_RETURN)
    answer_return(actor, asked, ReturnState.REFUSED, stated(answer, "lý do không nhận lại"))
    details = {"return": asked.pk}
    write_move(actor=actor, assignment=assignment, move=Move.REFUSE_RETURN, reason=asked.answer, details=details)
    return asked
