"""The log of assignments: written beside every act, in its transaction; read for what was on a past day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Max

from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentEvent
from mangnon.plans.terms import MoveKind

_BATCH = 1000


def event_of(
    assignment: Assignment, move: MoveKind, *, at: dt.datetime, by_id: int | None = None, reason: str = ""
) -> AssignmentEvent:
    """A row that says what happened and what the assignment is now (not saved)."""
    return AssignmentEvent(
        assignment=assignment,
        move=move,
        at=at,
        by_id=by_id,
        reason=reason,
        execution=assignment.execution,
        review=assignment.review,
        progress=assignment.progress,
        due_on=assignment.due_on,
        original_due_on=assignment.original_due_on,
        completed_at=assignment.completed_at,
    )


def log_move(
    assignment: Assignment, move: MoveKind, *, by_id: int | None, reason: str = "", at: dt.datetime | None = None
) -> AssignmentEvent:
    """Write what happened just now, after the assignment was changed and before the transaction ends.

    Never before the row before it: a clock that was set back, or a second server's, must not change the order of what
    happened. (The assignment is locked by then; what it says of its own instants is not touched.)
    """
    return log_moves([assignment], move, by_id=by_id, reason=reason, at=at)[0]


def log_moves(
    assignments: Sequence[Assignment],
    move: MoveKind,
    *,
    by_id: int | None,
    reason: str = "",
    at: dt.datetime | None = None,
) -> list[AssignmentEvent]:
    """The same of many that one act moved. Two statements, and one more for each thousand."""
    instant = at or clock.now()
    rows = AssignmentEvent.objects.filter(assignment__in=[row.pk for row in assignments]).order_by()
    last = dict(rows.values("assignment_id").annotate(last=Max("at")).values_list("assignment_id", "last"))
    return AssignmentEvent.objects.bulk_create(
        [
            event_of(row, move, at=max(instant, last.get(row.pk, instant)), by_id=by_id, reason=reason)
            for row in assignments
        ],
        batch_size=_BATCH,
    )


def log_given(given: Iterable[Assignment], *, at: dt.datetime, by_id: int | None, reason: str = "") -> None:
    """Write that assignments (saved before) were given, in batches."""
    events = [event_of(row, MoveKind.GIVE, at=at, by_id=by_id, reason=reason) for row in given]
    AssignmentEvent.objects.bulk_create(events, batch_size=_BATCH)


def carry_log(carried: Iterable[tuple[Assignment, Assignment]]) -> None:
    """`(giver, successor)`: the successor's log begins as the giver's, at the same instants, so that figures of past
    days stay. Where the successor begins anew (one of several that share a duty), it was given when the giver was.
    """
    pairs = list(carried)
    logs: dict[int, list[AssignmentEvent]] = defaultdict(list)
    givers = {giver.pk for giver, _ in pairs}
    for event in AssignmentEvent.objects.filter(assignment__in=givers).order_by("at", "pk"):
        logs[event.assignment_id].append(event)
    rows: list[AssignmentEvent] = []
    for giver, successor in pairs:
        log = logs[giver.pk]
        last = log[-1] if log else None
        if last is not None and (last.execution, last.progress) == (successor.execution, successor.progress):
            rows += [_copy(event, successor) for event in log]
        else:
            at = log[0].at if log else clock.now()
            rows.append(event_of(successor, MoveKind.GIVE, at=at))
    AssignmentEvent.objects.bulk_create(rows, batch_size=_BATCH)


def _copy(event: AssignmentEvent, successor: Assignment) -> AssignmentEvent:
    return AssignmentEvent(
        assignment=successor,
        move=event.move,
        at=event.at,
        by_id=event.by_id,
        reason=event.reason,
        execution=event.execution,
        review=event.review,
        progress=event.progress,
        due_on=event.due_on,
        original_due_on=event.original_due_on,
        completed_at=event.completed_at,
        copied_from=event,
    )
