"""What stands in the way of an assignment, and what is answered."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.plans.errors import BadDifficulty, WrongState
from mangnon.plans.locking import check_holder, locked_assignment
from mangnon.plans.models import Difficulty
from mangnon.plans.policies import check_answer_difficulties
from mangnon.plans.selectors import lead_agency_of
from mangnon.plans.terms import DifficultyState


@transaction.atomic
def raise_difficulty(*, actor: Actor, assignment_id: int, text: str, proposal: str = "") -> Difficulty:
    """Tell the plan's lead agency what stands in the way. Raises NotAllowed, BadDifficulty."""
    assignment = locked_assignment(assignment_id)
    check_holder(actor, assignment)
    if not text.strip():
        raise BadDifficulty("Chưa có nội dung khó khăn, vướng mắc. Chưa có gì được gửi. Hãy nêu vướng mắc rồi gửi lại.")
    difficulty = Difficulty.objects.create(
        assignment=assignment,
        text=text.strip(),
        proposal=proposal.strip(),
        raised_at=clock.now(),
        raised_by_id=actor.user_id,
    )
    record(
        actor=actor,
        act="raise_difficulty",
        object_type="Assignment",
        object_id=assignment.pk,
        details={"difficulty": difficulty.pk},
    )
    return difficulty


@transaction.atomic
def answer_difficulty(*, actor: Actor, difficulty_id: int, answer: str) -> Difficulty:
    """The plan's lead agency answers. Raises NotAllowed, WrongState, BadDifficulty."""
    difficulty = (
        Difficulty.objects.select_for_update(of=("self",))
        .select_related("assignment__task__plan__lead_agency")
        .get(pk=difficulty_id)
    )
    lead = lead_agency_of(difficulty.assignment.task.plan, on=clock.today())
    check_answer_difficulties(actor, lead_agency_id=lead.pk)
    if difficulty.state == DifficultyState.ANSWERED:
        raise WrongState("Khó khăn này đã được trả lời. Nội dung bạn nhập chưa được lưu; hãy tải lại trang để xem.")
    if not answer.strip():
        raise BadDifficulty("Câu trả lời còn trống. Chưa có gì được gửi. Hãy nhập câu trả lời.")
    difficulty.state = DifficultyState.ANSWERED
    difficulty.answer = answer.strip()
    difficulty.answered_at = clock.now()
    difficulty.answered_by_id = actor.user_id
    difficulty.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    record(
        actor=actor,
        act="answer_difficulty",
        object_type="Assignment",
        object_id=difficulty.assignment_id,
        details={"difficulty": difficulty.pk},
    )
    return difficulty
