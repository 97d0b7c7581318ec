"""An agency gives its own part on to bodies below it: a department to its units, from there to communes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.plans.acts.acting import check_move, write_move
from mangnon.plans.acts.receiving import already_there, check_below
from mangnon.plans.acts.requests import close_requests
from mangnon.plans.assignments.carried import lineage_of
from mangnon.plans.assignments.event_log import log_given
from mangnon.plans.assignments.locking import check_holder, locked_assignment
from mangnon.plans.assignments.refusing import check_deadline, stated
from mangnon.plans.errors import BadReceiver
from mangnon.plans.models import Assignment
from mangnon.plans.rules import Move, why_bad_delegated_deadline
from mangnon.plans.successions.moving import follow_coming_events
from mangnon.plans.terms import AssignmentRole


@transaction.atomic
def delegate_assignment(
    *,
    actor: Actor,
    assignment_id: int,
    agency_ids: Collection[int],
    due_on: dt.date | None = None,
    text: str,
    version: int | None = None,
) -> list[Assignment]:
    """The agency gives what it carries on to bodies below it, with `text` saying what they are to do. It stays
    answerable; their deadline (its own where `due_on` is None) is no later than its own.

    Raises NotAllowed, NotInForce, WrongState, BadReceiver, BadDeadline, MissingReason, Stale.
    """
    assignment = locked_assignment(assignment_id, version)
    check_holder(actor, assignment)
    check_move(assignment, Move.DELEGATE)
    text = stated(text, "nội dung giao cho cấp dưới", most=500)
    chosen = list(Agency.objects.filter(pk__in=agency_ids).select_related("territory").order_by("code"))
    if not chosen:
        raise BadReceiver("Chưa chọn cơ quan nào để giao. Chưa có gì được giao. Hãy chọn ít nhất một cơ quan.")
    check_below(assignment.agency, chosen)
    rows = Assignment.objects.live(clock.today()).filter(parent__in=lineage_of(assignment.pk))
    there = set(rows.values_list("agency_id", flat=True))
    taken = next((agency for agency in chosen if agency.pk in there), None)
    if taken is not None:
        raise already_there(taken)
    day = due_on or assignment.due_on
    if day is not None:
        check_deadline(why_bad_delegated_deadline(day, parent_due=assignment.due_on, today=clock.today()))
    return _write(actor, assignment, chosen, day, text)


def _write(
    actor: Actor, assignment: Assignment, chosen: list[Agency], due_on: dt.date | None, text: str
) -> list[Assignment]:
    now = clock.now()
    closed = close_requests(actor, assignment, "Khép lại vì cơ quan đã giao nhiệm vụ cho cấp dưới.", extension=False)
    given = Assignment.objects.bulk_create(
        Assignment(
            task_id=assignment.task_id,
            instance_id=assignment.instance_id,
            parent=assignment,
            agency=agency,
            role=AssignmentRole.DELEGATE,
            due_on=due_on,
            original_due_on=due_on,
            began_on=clock.today(),
            given_at=now,
            given_by_id=actor.user_id,
            given_reason=text,
        )
        for agency in chosen
    )
    details = {"agencies": len(given), "due": due_on.isoformat() if due_on else "", **closed}
    write_move(actor=actor, assignment=assignment, move=Move.DELEGATE, reason=text, details=details)
    log_given(given, at=now, by_id=actor.user_id, reason=text)
    for row in given:
        record(
            actor=actor,
            act="give_assignment",
            object_type="Assignment",
            object_id=row.pk,
            details={"agency": row.agency.code, "role": str(row.role), "due": due_on.isoformat() if due_on else ""},
            reason=text,
        )
    follow_coming_events(actor=actor, given=given)
    return given
