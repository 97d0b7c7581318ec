"""Another deadline for an assignment because a paper names one: the day moves with what was given on below and what was
asked for (docs/decisions/0030). Inside a transaction, the row locked."""

from __future__ import annotations

import datetime as dt

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.acts.requests import answer_extension, waiting_extension
from mangnon.plans.assignments.carried import lineage_of
from mangnon.plans.assignments.event_log import log_move
from mangnon.plans.assignments.locking import locked_assignment
from mangnon.plans.models import Assignment
from mangnon.plans.rules.versions import due_below, is_overtaken
from mangnon.plans.successions.passing import refresh_successors
from mangnon.plans.terms import Execution, ExtensionState, MoveKind

OPEN = (Execution.NOT_RECEIVED, Execution.IN_PROGRESS)


def put_deadline(actor: Actor, row: Assignment, due_on: dt.date | None, because: str) -> None:
    """The day that a paper names; the one it was given with stays on record. What was given on below is never due later
    than what it was given from; a request for a day that the new deadline already allows is closed."""
    if row.due_on == due_on:
        return
    row.due_on = due_on
    row.original_due_on = row.original_due_on or due_on
    row.version += 1
    row.save(update_fields=["due_on", "original_due_on", "version"])
    _settle_request(actor, row, because)
    log_move(row, MoveKind.AMEND, by_id=actor.user_id, reason=because)
    refresh_successors(row)
    below = Assignment.objects.held(clock.today()).filter(parent__in=lineage_of(row.pk), execution__in=OPEN)
    for pk in below.order_by("pk").values_list("pk", flat=True):
        part = locked_assignment(pk)
        put_deadline(actor, part, due_below(part.due_on, due_on), because)


def _settle_request(actor: Actor, row: Assignment, because: str) -> None:
    """A request that waits is closed when the new deadline gives what it asked for; else it is one against that day."""
    asked = waiting_extension(row)
    if asked is None:
        return
    if row.due_on is not None and not is_overtaken(asked.wanted_on, row.due_on):
        asked.due_before = row.due_on
        asked.save(update_fields=["due_before"])
        return
    now = f"hạn mới là {vn_date(row.due_on)}" if row.due_on else "nhiệm vụ không còn hạn cụ thể"
    answer_extension(actor, asked, ExtensionState.CLOSED, f"Khép lại: {because}, {now}.")
