"""A later day is asked for and granted or not (gia hạn). The day before it stays on record."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.acts.acting import check_giver, check_move, write_move
from mangnon.plans.acts.requests import answer_extension, close_requests, extension_to_answer
from mangnon.plans.assignments.carried import carrying
from mangnon.plans.assignments.locking import check_holder, locked_assignment
from mangnon.plans.assignments.refusing import check_deadline, remarked, stated
from mangnon.plans.models import Assignment, Extension
from mangnon.plans.rules import Move, next_execution, why_bad_extension
from mangnon.plans.terms import ExtensionState


@transaction.atomic
def ask_extension(
    *, actor: Actor, assignment_id: int, wanted_on: dt.date, reason: str, version: int | None = None
) -> Extension:
    """The agency asks for a later day: after the one in force, and not over already; one request at a time, at most two
    granted. Raises NotAllowed, NotInForce, WrongState, BadDeadline, MissingReason, Stale."""
    assignment = locked_assignment(assignment_id, version)
    check_holder(actor, assignment)
    check_move(assignment, Move.ASK_EXTENSION)
    reason = stated(reason, "lý do xin gia hạn")
    due_on = assignment.due_on
    not_after = parent_due(assignment)
    check_deadline(why_bad_extension(due_on=due_on, new_on=wanted_on, not_before=clock.today(), not_after=not_after))
    assert due_on is not None  # noqa: S101 - the rule has refused
    closed = close_requests(actor, assignment, "Khép lại vì cơ quan đã xin gia hạn.", extension=False)
    extension = Extension.objects.create(
        assignment=assignment,
        reason=reason,
        due_before=due_on,
        wanted_on=wanted_on,
        asked_at=clock.now(),
        asked_by_id=actor.user_id,
    )
    details = {"extension": extension.pk, "due": due_on.isoformat(), "wanted": wanted_on.isoformat(), **closed}
    write_move(actor=actor, assignment=assignment, move=Move.ASK_EXTENSION, reason=reason, details=details)
    return extension


@transaction.atomic
def grant_extension(
    *,
    actor: Actor,
    assignment_id: int,
    granted_on: dt.date | None = None,
    answer: str = "",
    version: int | None = None,
) -> Extension:
    """The body that gave it grants the day asked for, or another (`granted_on`) that is later than the one in force.

    Raises NotAllowed, NotInForce, WrongState, BadDeadline, Stale.
    """
    assignment = locked_assignment(assignment_id, version)
    check_giver(actor, assignment)
    check_move(assignment, Move.GRANT_EXTENSION)
    extension = extension_to_answer(assignment, Move.GRANT_EXTENSION)
    new_on = granted_on or extension.wanted_on
    check_deadline(why_bad_extension(due_on=assignment.due_on, new_on=new_on, not_after=parent_due(assignment)))
    answer_extension(actor, extension, ExtensionState.GRANTED, remarked(answer, "ý kiến trả lời"), granted_on=new_on)
    for carrier in _carriers(assignment, extension):
        before, carrier.due_on = carrier.due_on, new_on
        write_move(
            actor=actor,
            assignment=carrier,
            move=Move.GRANT_EXTENSION,
            fields=("due_on",),
            reason=extension.answer,
            details={
                "extension": extension.pk,
                "due": before.isoformat() if before else "",
                "granted": new_on.isoformat(),
            },
        )
    return extension


@transaction.atomic
def refuse_extension(*, actor: Actor, assignment_id: int, answer: str, version: int | None = None) -> Extension:
    """The body that gave it says no, and why. Raises NotAllowed, NotInForce, WrongState, MissingReason, Stale."""
    assignment = locked_assignment(assignment_id, version)
    check_giver(actor, assignment)
    check_move(assignment, Move.REFUSE_EXTENSION)
    extension = extension_to_answer(assignment, Move.REFUSE_EXTENSION)
    words = stated(answer, "lý do không đồng ý gia hạn")
    answer_extension(actor, extension, ExtensionState.REFUSED, words)
    write_move(
        actor=actor,
        assignment=assignment,
        move=Move.REFUSE_EXTENSION,
        reason=extension.answer,
        details={"extension": extension.pk},
    )
    return extension


def _carriers(assignment: Assignment, extension: Extension) -> list[Assignment]:
    """Whom the answer concerns: whoever carries on the row on which it was asked, now that bodies may have changed."""
    others = [row for row in carrying(extension.assignment_id, on=clock.today()) if row.pk != assignment.pk]
    locked = [locked_assignment(row.pk) for row in others]
    return [assignment, *(row for row in locked if next_execution(row.execution, Move.GRANT_EXTENSION))]


def parent_due(assignment: Assignment) -> dt.date | None:
    """The deadline beyond which what was given on cannot go: that of whoever carries the parent on."""
    if assignment.parent_id is None:
        return None
    days = [row.due_on for row in carrying(assignment.parent_id, on=clock.today())]
    return min((day for day in days if day is not None), default=None)
