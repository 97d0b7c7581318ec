"""What agencies do with their assignments. Every act: policy, rule, lock, write, audit."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Stale
from mangnon.plans.errors import BadDifficulty, BadProgress, NotInForce, WrongState
from mangnon.plans.event_log import log_move
from mangnon.plans.models import Assignment, Difficulty, ProgressNote
from mangnon.plans.passing import refresh_successors
from mangnon.plans.policies import check_act_for, check_answer_difficulties
from mangnon.plans.rules import Move, is_acceptable_progress, next_execution
from mangnon.plans.selectors import lead_agency_of
from mangnon.plans.terms import DifficultyState, Execution, MoveKind, Review

_REFUSED_MOVE = {
    Move.ACCEPT: "Phân công này đã được tiếp nhận trước đó. Không có gì bị thay đổi.",
    Move.RECORD_PROGRESS: (
        "Chỉ ghi tiến độ cho phân công đang thực hiện. Nội dung bạn nhập chưa được lưu. Hãy tiếp nhận phân công trước."
    ),
    Move.REPORT_COMPLETE: "Chỉ báo hoàn thành được phân công đang thực hiện. Không có gì bị thay đổi.",
    Move.CONFIRM_COMPLETE: "Cơ quan thực hiện chưa báo hoàn thành. Không có gì bị thay đổi.",
    Move.SEND_BACK: "Cơ quan thực hiện chưa báo hoàn thành. Không có gì bị thay đổi.",
}


def _locked(assignment_id: int, version: int | None = None) -> Assignment:
    assignment = (
        Assignment.objects.select_for_update(of=("self",)).select_related("task__plan", "agency").get(pk=assignment_id)
    )
    if version is not None and assignment.version != version:
        raise Stale(
            "Người khác trong cơ quan vừa cập nhật phân công này. Nội dung bạn nhập chưa được lưu và vẫn còn trên "
            "màn hình; hãy xem bản mới rồi gửi lại."
        )
    return assignment


def _check_holder(actor: Actor, assignment: Assignment) -> None:
    """The agency in charge today acts; the body that handed it on may look. Raises NotAllowed, NotInForce."""
    check_act_for(actor, agency_id=assignment.agency_id)
    today = clock.today()
    if assignment.is_in_force(today):
        return
    if assignment.ended_on is not None and assignment.ended_on < today:
        raise NotInForce(
            f"Phân công này đã được chuyển sang cơ quan khác sau ngày {vn_date(assignment.ended_on)} theo sắp xếp tổ "
            "chức. Nội dung bạn gửi chưa được lưu. Bạn vẫn xem được nhiệm vụ; cơ quan nhận sẽ cập nhật tiếp."
        )
    began = vn_date(assignment.began_on) if assignment.began_on else "…"
    raise NotInForce(
        f"Cơ quan của bạn nhận phân công này từ ngày {began}. Nội dung bạn gửi chưa được lưu. Hãy gửi lại từ ngày đó."
    )


def _save(assignment: Assignment, *fields: str) -> None:
    """Save what changed; who is to take over on a coming day takes over what is by then."""
    assignment.save(update_fields=["execution", "version", *fields])
    refresh_successors(assignment)


def _move(assignment: Assignment, move: Move) -> None:
    after = next_execution(assignment.execution, move)
    if after is None:
        raise WrongState(_REFUSED_MOVE[move])
    assignment.execution = Execution(after)
    assignment.version += 1


@transaction.atomic
def accept_assignment(*, actor: Actor, assignment_id: int) -> Assignment:
    """The agency takes the assignment on. Raises NotAllowed, WrongState."""
    assignment = _locked(assignment_id)
    _check_holder(actor, assignment)
    _take_on(actor, assignment)
    return assignment


@transaction.atomic
def accept_assignments(*, actor: Actor, assignment_ids: Collection[int]) -> list[Assignment]:
    """Take several assignments on as one act: all or none, each with its own row of evidence.

    Those already taken on are passed over. Raises NotAllowed when one is not the actor's, WrongState when nothing is
    left to take on.
    """
    found = list(
        Assignment.objects.select_for_update(of=("self",))
        .filter(pk__in=assignment_ids)
        .select_related("task__plan", "agency")
        .order_by("pk")
    )
    for assignment in found:
        _check_holder(actor, assignment)
    waiting = [row for row in found if next_execution(row.execution, Move.ACCEPT) is not None]
    if not waiting:
        raise WrongState(
            "Không còn phân công nào chờ tiếp nhận trong các dòng đã chọn. Không có gì bị thay đổi. "
            "Hãy chọn ít nhất một phân công chưa tiếp nhận.",
            code="nothing_to_accept",
        )
    for assignment in waiting:
        _take_on(actor, assignment)
    return waiting


def _take_on(actor: Actor, assignment: Assignment) -> None:
    _move(assignment, Move.ACCEPT)
    assignment.accepted_at = clock.now()
    assignment.accepted_by_id = actor.user_id
    _save(assignment, "accepted_at", "accepted_by")
    log_move(assignment, MoveKind.ACCEPT, by_id=actor.user_id, at=assignment.accepted_at)
    record(actor=actor, act="accept_assignment", object_type="Assignment", object_id=assignment.pk)


@transaction.atomic
def record_progress(
    *, actor: Actor, assignment_id: int, progress: int, text: str, version: int | None = None
) -> ProgressNote:
    """Say what was done and how far it is (0–100 %). Raises NotAllowed, WrongState, BadProgress, Stale."""
    assignment = _locked(assignment_id, version)
    _check_holder(actor, assignment)
    if not is_acceptable_progress(progress=progress, text=text):
        raise BadProgress(
            "Tiến độ là số từ 0 đến 100 và cần một câu nêu việc đã làm. Chưa có gì được lưu. Hãy bổ sung rồi gửi lại."
        )
    _move(assignment, Move.RECORD_PROGRESS)
    before, assignment.progress = assignment.progress, progress
    _save(assignment, "progress")
    log_move(assignment, MoveKind.RECORD_PROGRESS, by_id=actor.user_id)
    note = ProgressNote.objects.create(
        assignment=assignment, text=text.strip(), progress=progress, noted_at=clock.now(), noted_by_id=actor.user_id
    )
    record(
        actor=actor,
        act="record_progress",
        object_type="Assignment",
        object_id=assignment.pk,
        details={"before": before, "after": progress, "note": note.pk},
    )
    return note


@transaction.atomic
def report_complete(*, actor: Actor, assignment_id: int) -> Assignment:
    """The agency says the assignment is done; on time or late is judged by the server's clock.

    Raises NotAllowed, WrongState.
    """
    assignment = _locked(assignment_id)
    _check_holder(actor, assignment)
    _move(assignment, Move.REPORT_COMPLETE)
    assignment.completed_at = clock.now()
    assignment.progress = 100
    assignment.review = Review.WAITING
    _save(assignment, "completed_at", "progress", "review")
    log_move(assignment, MoveKind.REPORT_COMPLETE, by_id=actor.user_id, at=assignment.completed_at)
    record(actor=actor, act="report_complete", object_type="Assignment", object_id=assignment.pk)
    return assignment


@transaction.atomic
def raise_difficulty(*, actor: Actor, assignment_id: int, text: str, proposal: str = "") -> Difficulty:
    """Tell the plan's lead agency what stands in the way. Raises NotAllowed, BadDifficulty."""
    assignment = _locked(assignment_id)
    _check_holder(actor, assignment)
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
