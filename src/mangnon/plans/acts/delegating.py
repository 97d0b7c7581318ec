"""An agency gives its own part on to bodies below it: a department to its units, from there to communes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, Body
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.plans.acts.acting import check_move, write_move
from mangnon.plans.acts.receiving import already_there, check_below, chosen_among, named_bodies, possible_delegates
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
    there = _there(assignment)
    taken = next((agency for agency in chosen if agency.pk in there), None)
    if taken is not None:
        raise already_there(taken)
    day = due_on or assignment.due_on
    if day is not None:
        check_deadline(why_bad_delegated_deadline(day, parent_due=assignment.due_on, today=clock.today()))
    return _write(actor, assignment, chosen, day, text)


@transaction.atomic
def delegate_by_words(
    *,
    actor: Actor,
    assignment_id: int,
    words: str,
    due_on: dt.date | None = None,
    text: str,
    version: int | None = None,
    chosen: Collection[int] | None = None,
) -> list[Assignment]:
    """The same to everybody some words mean below the agency: names and groups («UBND các xã, phường»), parted by
    semicolons. Of a group those that a person has seen and `chosen` (`chosen_among`); who has it already is passed
    over. Raises SeveralMeant, and what `delegate_assignment` raises.
    """
    assignment = locked_assignment(assignment_id, version)
    check_holder(actor, assignment)
    check_move(assignment, Move.DELEGATE)
    bodies = chosen_among(bodies_meant_below(assignment, words), words, chosen)
    return delegate_assignment(
        actor=actor,
        assignment_id=assignment.pk,
        agency_ids=[body.agency.pk for body in bodies],
        due_on=due_on,
        text=text,
    )


def bodies_meant_below(assignment: Assignment, words: str) -> list[Body]:
    """Whom some words mean below an agency among those that do not have its part yet, in the order of the catalogue.
    Raises BadReceiver: somebody is not known, or everybody has it already."""
    there = _there(assignment)
    bodies = named_bodies(words, possible_delegates(assignment.agency))
    new = [body for body in bodies if body.agency.pk not in there]
    if not new:
        raise already_there(bodies[0].agency)
    return new


def _there(assignment: Assignment) -> set[int]:
    rows = Assignment.objects.live(clock.today()).filter(parent__in=lineage_of(assignment.pk))
    return set(rows.values_list("agency_id", flat=True))


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
