"""What waits for a body to decide because it gave the work: requests to return, to extend, results to be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel import clock
from mangnon.plans.assignments.carried import carriers_of
from mangnon.plans.models import Assignment, AssignmentReturn, Extension, Task, in_force
from mangnon.plans.policies import can_give_work
from mangnon.plans.selectors import carried_on_by, every_assignment, plans_led_by
from mangnon.plans.terms import Execution, ExtensionState, ReturnState, Review

RequestKind = Literal["return", "extension", "result"]


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """One thing to decide: on which assignment (as its carrier holds it today), since when, and what was asked."""

    kind: RequestKind
    assignment: Assignment
    since: dt.datetime
    reason: str = ""
    wanted_on: dt.date | None = None
    request_id: int | None = None


def requests_waiting_for(viewer: Actor, *, task: Task | None = None) -> list[WaitingRequest]:
    """What waits for the viewer to decide, oldest first: of plans that their agency leads (their role must allow it),
    and of what their agency gave on to bodies below; of one task only, if one is named.

    A constant number of queries, and one for each reorganisation in a row.
    """
    mine = _given_by(viewer)
    if mine is None:
        return []
    within = Q(assignment__task=task) if task is not None else Q()
    if task is not None:
        mine = mine.filter(task=task)
    found = [
        WaitingRequest("result", row, row.completed_at)
        for row in mine.filter(review=Review.WAITING, ended_on__isnull=True)
        if row.completed_at is not None
    ]
    returns = list(AssignmentReturn.objects.filter(within, state=ReturnState.ASKED).order_by("pk"))
    extensions = list(Extension.objects.filter(within, state=ExtensionState.ASKED).order_by("pk"))
    asked_on = {each.assignment_id for each in returns} | {each.assignment_id for each in extensions}
    rows = _rows_now(mine, asked_on)
    for asked in returns:
        found += [
            WaitingRequest("return", row, asked.asked_at, asked.reason, None, asked.pk)
            for row in rows.get(asked.assignment_id, ())
        ]
    for later in extensions:
        found += [
            WaitingRequest("extension", row, later.asked_at, later.reason, later.wanted_on, later.pk)
            for row in rows.get(later.assignment_id, ())
        ]
    return sorted(found, key=lambda each: (each.since, each.assignment.pk))


def given_work(viewer: Actor) -> QuerySet[Assignment]:
    """What the viewer's body gave and is neither taken as complete nor called back, each duty once: a recurring task by
    its periods. What its own body holds is not among them."""
    mine = _given_by(viewer)
    if mine is None:
        return Assignment.objects.none()
    found = mine.filter(in_force(clock.today())).exclude(execution__in=(Execution.COMPLETE, Execution.RECALLED))
    once = Q(instance__isnull=False) | Q(parent__isnull=False) | ~Q(task__instances__isnull=False)
    return found.filter(once).exclude(agency_id=viewer.agency_id or 0)


def has_given_work(viewer: Actor) -> bool:
    """Whether the viewer's body gave anything that is still followed. At most one query."""
    return can_give_work(viewer) and given_work(viewer).order_by().exists()


def _given_by(viewer: Actor) -> QuerySet[Assignment] | None:
    """The assignments on which the viewer decides; None for nobody's."""
    every = every_assignment(viewer)
    if viewer.is_system:
        return every
    if viewer.agency_id is None:
        return None
    mine = Q(pk__in=[])
    if viewer.may(Permission.DIRECT_TASKS):
        mine |= Q(parent__isnull=True, task__plan__in=plans_led_by(viewer, agency_id=viewer.agency_id))
    if viewer.may(Permission.ACT_FOR_AGENCY):
        held = Assignment.objects.on(clock.today()).filter(agency_id=viewer.agency_id).values("pk")
        mine |= Q(parent__in=held) | Q(parent__in=carried_on_by(viewer, viewer.agency_id))
    return every.filter(mine)


def _rows_now(mine: QuerySet[Assignment], asked_on: Collection[int]) -> dict[int, list[Assignment]]:
    """Who carries on today what was asked about, as far as the viewer decides on it."""
    if not asked_on:
        return {}
    heirs = carriers_of(asked_on, on=clock.today())
    rows = {row.pk: row for row in mine.filter(pk__in={pk for now in heirs.values() for pk in now}, ended_because="")}
    return {pk: [rows[each] for each in now if each in rows] for pk, now in heirs.items()}
