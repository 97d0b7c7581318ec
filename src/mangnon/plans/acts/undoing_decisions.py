"""What a decision of the giver changed beside the assignment, put back: the requests it answered wait again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.acts.requests import CLOSED_BY_RESULT
from mangnon.plans.assignments.carried import carrying, lineage_of
from mangnon.plans.errors import CannotUndo
from mangnon.plans.models import Assignment, AssignmentEvent, AssignmentReturn, Extension
from mangnon.plans.rules import Move
from mangnon.plans.terms import ExtensionState, MoveKind, ReturnState

DECISIONS = (Move.CONFIRM_COMPLETE, Move.GRANT_EXTENSION, Move.REFUSE_EXTENSION)
_ANSWERS = {Move.GRANT_EXTENSION: ExtensionState.GRANTED, Move.REFUSE_EXTENSION: ExtensionState.REFUSED}


def reopen_what_was_decided(actor: Actor, assignment: Assignment, move: Move) -> None:
    """The last act on the row was this decision of the actor: what it answered or closed waits again, unanswered.

    Raises CannotUndo where the answer moved the days of several bodies, or parts given on below ended with the result.
    """
    lineage = lineage_of(assignment.pk)
    later = Extension.objects.select_for_update(of=("self",)).filter(assignment__in=lineage, decided_by=actor.user_id)
    if move == Move.CONFIRM_COMPLETE:
        _check_no_part_ended(assignment, lineage)
        for asked in later.filter(state=ExtensionState.CLOSED, answer=CLOSED_BY_RESULT):
            _wait_again(asked, ExtensionState.ASKED)
        returns = AssignmentReturn.objects.select_for_update(of=("self",)).filter(
            assignment__in=lineage, state=ReturnState.CLOSED, answer=CLOSED_BY_RESULT, decided_by=actor.user_id
        )
        for back in returns:
            _wait_again(back, ReturnState.ASKED)
        return
    answered = later.filter(state=_ANSWERS[move]).order_by("-decided_at", "-pk").first()
    if answered is None or len(carrying(answered.assignment_id, on=clock.today())) > 1:
        raise CannotUndo(
            f"Trả lời gia hạn của nhiệm vụ {assignment.task.code} liên quan nhiều cơ quan kế tục nên không hoàn tác "
            "được. Không có gì bị thay đổi. Hãy xử lý ở từng phân công."
        )
    if move == Move.GRANT_EXTENSION:
        _check_no_part_went_along(assignment, lineage, answered.due_before)
    answered.granted_on = None
    _wait_again(answered, ExtensionState.ASKED, "granted_on")


def _check_no_part_ended(assignment: Assignment, lineage: Collection[int]) -> None:
    """What was called back below with the result is not put back by one step."""
    taken_at = assignment.events.order_by("-at", "-pk").values_list("at", flat=True).first()
    ended = AssignmentEvent.objects.filter(assignment__parent__in=lineage, move=MoveKind.RECALL, at__gte=taken_at)
    if ended.exists():
        raise CannotUndo(
            f"Cùng với kết quả của nhiệm vụ {assignment.task.code}, phần việc giao xuống dưới đã được khép lại nên "
            "không hoàn tác được. Không có gì bị thay đổi. Nếu cần làm tiếp, hãy giao lại."
        )


def _check_no_part_went_along(assignment: Assignment, lineage: Collection[int], due_before: dt.date) -> None:
    """A part given on below was meanwhile given a day that only the later one above allows: it would end after it."""
    below = Assignment.objects.held(clock.today()).filter(parent__in=lineage, due_on__gt=due_before)
    if below.exists():
        raise CannotUndo(
            f"Phần việc giao xuống dưới của nhiệm vụ {assignment.task.code} đã lấy hạn mới nên việc gia hạn không hoàn "
            "tác được. Không có gì bị thay đổi. Nếu cần, hãy thu hồi phần việc ấy trước."
        )


def _wait_again(asked: Extension | AssignmentReturn, state: str, *fields: str) -> None:
    asked.state, asked.answer = state, ""
    asked.decided_at = asked.decided_by = None
    asked.save(update_fields=["state", "answer", "decided_at", "decided_by", *fields])
