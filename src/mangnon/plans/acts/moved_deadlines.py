"""Another deadline for assignments because a paper names one: the day moves with what was given on below and what was
asked for (docs/decisions/0030). Inside a transaction, the rows locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import DateField, F, Value
from django.db.models.functions import Coalesce

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.acts.requests import answer_extension, waiting_extensions
from mangnon.plans.assignments.carried import lineages_of
from mangnon.plans.assignments.event_log import log_moves
from mangnon.plans.models import Assignment, Extension
from mangnon.plans.rules.versions import due_below, is_overtaken
from mangnon.plans.successions.passing import refresh_successors
from mangnon.plans.terms import Execution, ExtensionState, MoveKind

OPEN = (Execution.NOT_RECEIVED, Execution.IN_PROGRESS)


def put_deadline(actor: Actor, row: Assignment, due_on: dt.date | None, because: str) -> None:
    """The day that a paper names; the one it was given with stays on record. What was given on below is never due later
    than what it was given from; a request for a day that the new deadline already allows is closed."""
    put_deadlines(actor, [(row, due_on)], because)


def put_deadlines(actor: Actor, wanted: Sequence[tuple[Assignment, dt.date | None]], because: str) -> None:
    """The same for many that one paper moves. As many statements for a thousand as for one, as long as nobody asked
    for another day and nobody is to carry one on from a coming day."""
    rows = []
    for row, due_on in wanted:
        if row.due_on == due_on:
            continue
        row.due_on = due_on
        row.original_due_on = row.original_due_on or due_on
        row.version += 1
        rows.append(row)
    if not rows:
        return
    _write(rows)
    lineages = lineages_of([row.pk for row in rows])
    asked = waiting_extensions(lineages)
    for row in rows:
        if row.pk in asked:
            _settle_request(actor, row, asked[row.pk], because)
    log_moves(rows, MoveKind.AMEND, by_id=actor.user_id, reason=because)
    for row in rows:
        refresh_successors(row)
    put_deadlines(actor, _below(rows, lineages), because)


def _write(rows: Sequence[Assignment]) -> None:
    """Day by day: a paper names few of them, and one value for many rows costs a tenth of a value for each."""
    by_day: dict[dt.date | None, list[int]] = {}
    for row in rows:
        by_day.setdefault(row.due_on, []).append(row.pk)
    for due_on, ids in by_day.items():
        Assignment.objects.filter(pk__in=ids).update(
            due_on=due_on,
            original_due_on=Coalesce("original_due_on", Value(due_on, DateField())),
            version=F("version") + 1,
        )


def _below(
    rows: Sequence[Assignment], lineages: Mapping[int, Sequence[int]]
) -> list[tuple[Assignment, dt.date | None]]:
    """What is open of what was given on out of some rows, with the day it can be due at the latest; locked."""
    given_from: dict[int, list[Assignment]] = {}
    for row in rows:
        for pk in lineages[row.pk]:
            given_from.setdefault(pk, []).append(row)
    held = Assignment.objects.held(clock.today()).filter(parent__in=given_from, execution__in=OPEN).order_by("pk")
    found = []
    for part in held.select_for_update(of=("self",)):
        due_on = part.due_on
        for above in given_from[part.parent_id or 0]:
            due_on = due_below(due_on, above.due_on)
        found.append((part, due_on))
    return found


def _settle_request(actor: Actor, row: Assignment, asked: Extension, because: str) -> None:
    """A request that waits is closed when the new deadline gives what it asked for; else it is one against that day."""
    if row.due_on is not None and not is_overtaken(asked.wanted_on, row.due_on):
        asked.due_before = row.due_on
        asked.save(update_fields=["due_before"])
        return
    now = f"hạn mới là {vn_date(row.due_on)}" if row.due_on else "nhiệm vụ không còn hạn cụ thể"
    answer_extension(actor, asked, ExtensionState.CLOSED, f"Khép lại: {because}, {now}.")
