"""What agencies do with their assignments. Every act: policy, rule, lock, write, audit."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.plans.errors import BadProgress, WrongState
from mangnon.plans.event_log import log_move
from mangnon.plans.locking import check_holder, locked_assignment
from mangnon.plans.models import Assignment, ProgressNote
from mangnon.plans.passing import refresh_successors
from mangnon.plans.rules import Move, is_acceptable_progress, next_execution
from mangnon.plans.terms import Execution, MoveKind, Review

_REFUSED_MOVE = {
    Move.ACCEPT: "Phân công này đã được tiếp nhận trước đó. Không có gì bị thay đổi.",
    Move.RECORD_PROGRESS: (
        "Chỉ ghi tiến độ cho phân công đang thực hiện. Nội dung bạn nhập chưa được lưu. Hãy tiếp nhận phân công trước."
    ),
    Move.REPORT_COMPLETE: "Chỉ báo hoàn thành được phân công đang thực hiện. Không có gì bị thay đổi.",
    Move.CONFIRM_COMPLETE: "Cơ quan thực hiện chưa báo hoàn thành. Không có gì bị thay đổi.",
    Move.SEND_BACK: "Cơ quan thực hiện chưa báo hoàn thành. Không có gì bị thay đổi.",
}


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
    assignment = locked_assignment(assignment_id)
    check_holder(actor, assignment)
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
        check_holder(actor, assignment)
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
    assignment = locked_assignment(assignment_id, version)
    check_holder(actor, assignment)
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
    assignment = locked_assignment(assignment_id)
    check_holder(actor, assignment)
    _move(assignment, Move.REPORT_COMPLETE)
    assignment.completed_at = clock.now()
    assignment.progress = 100
    assignment.review = Review.WAITING
    _save(assignment, "completed_at", "progress", "review")
    log_move(assignment, MoveKind.REPORT_COMPLETE, by_id=actor.user_id, at=assignment.completed_at)
    record(actor=actor, act="report_complete", object_type="Assignment", object_id=assignment.pk)
    return assignment
