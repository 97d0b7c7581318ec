"""Who did something a moment ago takes it back, as long as nobody has built on it (hoàn tác): the agency what it did,
the body that gave the work what it decided.

Nothing is deleted: the log keeps the act and gets a row that says it was undone; progress gets a note; a request for a
later day is closed; what was decided waits again. Who may undo and for how long is asked by the caller, who has kept
the versions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.plans.acts.acting import check_giver
from mangnon.plans.acts.requests import answer_extension
from mangnon.plans.acts.undoing_decisions import DECISIONS, reopen_what_was_decided
from mangnon.plans.assignments.event_log import log_move
from mangnon.plans.assignments.locking import check_holder, locked_assignment
from mangnon.plans.errors import CannotUndo
from mangnon.plans.models import Assignment, AssignmentEvent, Extension, ProgressNote
from mangnon.plans.rules import Move
from mangnon.plans.successions.passing import refresh_successors
from mangnon.plans.terms import Execution, ExtensionState, MoveKind, Review

UNDO_MINUTES: Final = 10
UNDOABLE = (Move.ACCEPT, Move.RECORD_PROGRESS, Move.REPORT_COMPLETE, Move.ASK_EXTENSION, *DECISIONS)
_FIELDS = ("due_on", "execution", "review", "progress", "completed_at", "accepted_at", "accepted_by", "version")


@dataclass(frozen=True, slots=True)
class DoneMove:
    """An act that was done: on which assignment, which, and the version that it left."""

    assignment_id: int
    move: Move
    version: int


@transaction.atomic
def undo_moves(*, actor: Actor, done: Sequence[DoneMove]) -> list[Assignment]:
    """Put assignments back to what they were before these acts: all or none, each with its row of log and evidence.

    Raises NotAllowed, NotInForce, and CannotUndo when something happened to one of them since.
    """
    return [_undo(actor, each) for each in sorted(done, key=lambda each: each.assignment_id)]


def can_be_taken_back(assignment: Assignment) -> bool:
    """Whether a report of completion was made so lately that who made it may take it back."""
    reported_at = assignment.completed_at
    if assignment.execution != Execution.REPORTED_COMPLETE or reported_at is None:
        return False
    return clock.now() - reported_at <= dt.timedelta(minutes=UNDO_MINUTES)


@transaction.atomic
def take_back_report(*, actor: Actor, assignment_id: int, version: int | None = None) -> Assignment:
    """«Báo đã hoàn thành» was pressed too early: the report is taken back by who made it, within UNDO_MINUTES, while
    nobody has taken the result. It stays in the log, as undone. Raises NotAllowed, NotInForce, CannotUndo, Stale."""
    assignment = locked_assignment(assignment_id, version)
    if not can_be_taken_back(assignment):
        raise CannotUndo(
            f"Chỉ rút lại được báo cáo hoàn thành trong {UNDO_MINUTES} phút, khi chưa được nghiệm thu. Không có gì bị "
            "thay đổi. Nếu báo nhầm, hãy đề nghị cơ quan giao yêu cầu làm lại."
        )
    return _undo(actor, DoneMove(assignment.pk, Move.REPORT_COMPLETE, assignment.version))


def _undo(actor: Actor, done: DoneMove) -> Assignment:
    assignment = locked_assignment(done.assignment_id)
    (check_giver if done.move in DECISIONS else check_holder)(actor, assignment)
    last = list(AssignmentEvent.objects.filter(assignment=assignment).order_by("-at", "-pk")[:2])
    is_last = assignment.version == done.version and len(last) == 2 and last[0].move == done.move.value
    if done.move not in UNDOABLE or not is_last or last[0].by_id != actor.user_id:
        raise CannotUndo(
            f"Nhiệm vụ {assignment.task.code} đã có thay đổi khác sau việc này nên không hoàn tác được nữa. "
            "Không có gì bị thay đổi."
        )
    before, now = last[1], clock.now()
    if done.move == Move.ASK_EXTENSION:
        _withdraw(actor, assignment)
    if done.move in DECISIONS:
        reopen_what_was_decided(actor, assignment, done.move)
        assignment.due_on = before.due_on
    if done.move == Move.RECORD_PROGRESS:
        ProgressNote.objects.create(
            assignment=assignment,
            text="Hoàn tác lần ghi tiến độ ngay trước đó.",
            progress=before.progress,
            noted_at=now,
            noted_by_id=actor.user_id,
        )
    if done.move == Move.ACCEPT:
        assignment.accepted_at = assignment.accepted_by = None
    assignment.execution, assignment.review = Execution(before.execution), Review(before.review)
    assignment.progress, assignment.completed_at = before.progress, before.completed_at
    assignment.version += 1
    assignment.save(update_fields=_FIELDS)
    log_move(assignment, MoveKind.UNDO, by_id=actor.user_id, at=now)
    refresh_successors(assignment)
    record(
        actor=actor,
        act="undo_move",
        object_type="Assignment",
        object_id=assignment.pk,
        details={"undone": str(MoveKind(done.move.value).label)},
    )
    return assignment


def _withdraw(actor: Actor, assignment: Assignment) -> None:
    """Close the request that waits; it stays on record."""
    waiting = Extension.objects.select_for_update().filter(assignment=assignment, state=ExtensionState.ASKED)
    for asked in waiting:
        answer_extension(actor, asked, ExtensionState.CLOSED, "Cơ quan rút lại đề nghị.")
