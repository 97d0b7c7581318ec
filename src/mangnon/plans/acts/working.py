"""What agencies do with their assignments. Every act: policy, rule, lock, write, log, audit.

Acts of the body that gave an assignment: assigning, returning, extending, accepting.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.kernel.text import typed_words
from mangnon.plans.acts.acting import check_move, write_move
from mangnon.plans.acts.requests import close_requests
from mangnon.plans.assignments.locking import check_holder, locked_assignment
from mangnon.plans.assignments.refusing import remarked
from mangnon.plans.errors import BadProgress, MissingReason, WrongState
from mangnon.plans.models import Assignment, AssignmentReturn, ProgressNote
from mangnon.plans.rules import Move, is_acceptable_progress, is_silent, next_execution, standing_notes
from mangnon.plans.terms import AssignmentRole, ReturnState

_WORKED_INSTEAD = "Khép lại vì cơ quan đã thực hiện nhiệm vụ."
_NAMED_AT_ONCE = 3


@transaction.atomic
def accept_assignment(*, actor: Actor, assignment_id: int, version: int | None = None) -> Assignment:
    """The agency takes the assignment on; its own request to return it, if one waits, is thereby withdrawn.

    Raises NotAllowed, NotInForce, WrongState, Stale.
    """
    assignment = locked_assignment(assignment_id, version)
    check_holder(actor, assignment)
    check_move(assignment, Move.ACCEPT)
    _take_on(actor, assignment, close_requests(actor, assignment, _WORKED_INSTEAD, extension=False))
    return assignment


@transaction.atomic
def accept_assignments(*, actor: Actor, assignment_ids: Collection[int]) -> list[Assignment]:
    """Take several assignments on as one act: all or none, each with its own row of evidence.

    Those already taken on, and those asked to be taken back, are passed over. Raises NotAllowed when one is not the
    actor's, WrongState when nothing is left to take on.
    """
    found = list(
        Assignment.objects.select_for_update(of=("self",))
        .filter(pk__in=assignment_ids)
        .select_related("task__plan", "agency")
        .order_by("pk")
    )
    for assignment in found:
        check_holder(actor, assignment)
    asked = AssignmentReturn.objects.filter(assignment__in=found, state=ReturnState.ASKED).order_by()
    returned = set(asked.values_list("assignment_id", flat=True))
    waiting = [row for row in found if next_execution(row.execution, Move.ACCEPT) and row.pk not in returned]
    if not waiting:
        raise WrongState(
            "Không còn phân công nào chờ tiếp nhận trong các dòng đã chọn. Không có gì bị thay đổi. "
            "Hãy chọn ít nhất một phân công chưa tiếp nhận.",
            code="nothing_to_accept",
        )
    for assignment in waiting:
        _take_on(actor, assignment, {})
    return waiting


def _take_on(actor: Actor, assignment: Assignment, closed: dict[str, int]) -> None:
    assignment.accepted_at = clock.now()
    assignment.accepted_by_id = actor.user_id
    write_move(
        actor=actor,
        assignment=assignment,
        move=Move.ACCEPT,
        fields=("accepted_at", "accepted_by"),
        details=closed,
        at=assignment.accepted_at,
    )


@transaction.atomic
def record_progress(
    *, actor: Actor, assignment_id: int, progress: int, text: str, version: int | None = None
) -> ProgressNote:
    """Say what was done and how far it is (0–100 %). Raises NotAllowed, NotInForce, WrongState, BadProgress, Stale."""
    assignment = locked_assignment(assignment_id, version)
    check_holder(actor, assignment)
    text = typed_words(text)
    if not is_acceptable_progress(progress=progress, text=text):
        raise BadProgress(
            "Tiến độ là số từ 0 đến 100 và cần một câu nêu việc đã làm. Chưa có gì được lưu. Hãy bổ sung rồi gửi lại."
        )
    check_move(assignment, Move.RECORD_PROGRESS)
    closed = close_requests(actor, assignment, _WORKED_INSTEAD, extension=False)
    before, assignment.progress = assignment.progress, progress
    note = ProgressNote.objects.create(
        assignment=assignment, text=text, progress=progress, noted_at=clock.now(), noted_by_id=actor.user_id
    )
    details = {"before": before, "after": progress, "note": note.pk, **closed}
    write_move(actor=actor, assignment=assignment, move=Move.RECORD_PROGRESS, fields=("progress",), details=details)
    return note


def silent_coordinators(assignment: Assignment) -> list[Agency]:
    """The coordinators that have said nothing of their part of what a lead is about to report: not taken on, or taken
    on and not a word since that was not undone. Empty for all but leads. Three queries."""
    if assignment.role != AssignmentRole.LEAD:
        return []
    rows = (
        Assignment.objects.on(clock.today())
        .filter(
            task_id=assignment.task_id,
            instance_id=assignment.instance_id,
            role=AssignmentRole.COORDINATOR,
            ended_because="",
        )
        .select_related("agency")
        .prefetch_related("notes", "events")
        .order_by("agency__code")
    )
    return [
        row.agency for row in rows if is_silent(execution=row.execution, progress=row.progress, notes=_notes_of(row))
    ]


def _notes_of(row: Assignment) -> int:
    """How many of its notes stand; both were fetched before."""
    log = [each for each in row.events.all() if each.copied_from_id is None]
    return standing_notes(
        len(row.notes.all()), [each.move for each in sorted(log, key=lambda each: (each.at, each.pk))]
    )


@transaction.atomic
def report_complete(*, actor: Actor, assignment_id: int, reason: str = "", version: int | None = None) -> Assignment:
    """The agency says that it is done; on time or late is judged by the server's clock, against both deadlines.

    A lead needs a `reason` while a coordinator is silent (domain.md, 4). Raises NotAllowed, NotInForce, WrongState,
    MissingReason, Stale.
    """
    assignment = locked_assignment(assignment_id, version)
    check_holder(actor, assignment)
    check_move(assignment, Move.REPORT_COMPLETE)
    reason, silent = remarked(reason, "lý do, ý kiến"), silent_coordinators(assignment)
    if silent and not reason:
        names = "; ".join(agency.name for agency in silent[:_NAMED_AT_ONCE])
        more = f" và {len(silent) - _NAMED_AT_ONCE} cơ quan khác" if len(silent) > _NAMED_AT_ONCE else ""
        raise MissingReason(
            f"Còn {len(silent)} cơ quan phối hợp chưa tiếp nhận hoặc chưa ghi nhận việc đã làm: {names}{more}. Chưa "
            "báo hoàn thành. Hãy nêu lý do vẫn báo hoàn thành, hoặc chờ các cơ quan ấy cập nhật.",
            code="coordinators_silent",
        )
    details: dict[str, object] = dict(close_requests(actor, assignment, _WORKED_INSTEAD, extension=False))
    if silent:
        details["silent"] = len(silent)
    assignment.completed_at = clock.now()
    assignment.progress = 100
    write_move(
        actor=actor,
        assignment=assignment,
        move=Move.REPORT_COMPLETE,
        fields=("completed_at", "progress"),
        reason=reason,
        details=details,
        at=assignment.completed_at,
    )
    return assignment
