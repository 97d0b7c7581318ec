"""What is to be reminded of in plans, for all bodies at once: the number of statements grows with nothing.

Read for the digest of a day (`mangnon.desk.digest`) as the system, not for a viewer: who is told what is decided there
by posts, and every line names only plans, tasks and bodies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.plans.assignments.giving import giving_agencies_by_id, giving_agencies_of
from mangnon.plans.assignments.waiting import requests_waiting_for
from mangnon.plans.models import Assignment, Difficulty, Plan, TaskInstance
from mangnon.plans.terms import AssignmentRole, DifficultyState, Execution

_OPEN = (Execution.NOT_RECEIVED, Execution.IN_PROGRESS)
_AT_ONCE = 10_000  # SQLite takes no more than 32,766 values in one statement
_TEXT = 160  # letters of a task's text that are read for a line

WaitingKind = Literal["return", "extension", "result", "difficulty", "above"]


@dataclass(frozen=True, slots=True)
class OpenWork:
    """An assignment that is not done: whose, of which task, until when. `period` is set for one of a recurring task."""

    id: int
    agency_id: int
    plan_id: int
    parent_id: int | None
    plan_code: str
    task_code: str
    text: str
    role: str
    due_on: dt.date | None
    is_received: bool
    period: str


@dataclass(frozen=True, slots=True)
class WaitingMatter:
    """What waits for a body to decide: `agency_id` has the turn (several rows where several have), `since` its day.

    `late_from`: the first day on which an answer is late, where a day is set (difficulties). `id` is the request's, or
    the assignment's for a result.
    """

    kind: WaitingKind
    id: int
    agency_id: int
    is_delegated: bool
    plan_code: str
    task_code: str
    from_name: str
    since: dt.date
    late_from: dt.date | None = None
    # Passed up to that very body, and not to one outside the site.
    is_above: bool = False


def open_work(*, on: dt.date, until: dt.date) -> list[OpenWork]:
    """What is open on a day and falls due by `until`, or is not yet taken on; the longest due first. One query.

    Monitors do nothing themselves. Of a recurring task with periods the periods count, as far as they have begun.
    """
    periods = TaskInstance.objects.filter(task=OuterRef("task"))
    standing = Q(instance__isnull=True) & ~Exists(periods)
    found = (
        Assignment.objects.on(on)
        .filter(standing | Q(instance__starts_on__lte=on), execution__in=_OPEN, ended_because="")
        .filter(Q(due_on__lte=until) | Q(execution=Execution.NOT_RECEIVED))
        .exclude(role=AssignmentRole.MONITOR)
        .order_by("due_on", "task__plan", "task__order", "pk")
        .values_list(
            "pk",
            "agency_id",
            "task__plan_id",
            "parent_id",
            "task__plan__code",
            "task__code",
            Left("task__text", _TEXT),
            "role",
            "due_on",
            "execution",
            "instance__period",
        )
    )
    return [
        OpenWork(pk, agency, plan, parent, code, task, text, role, due, execution != "not_received", period or "")
        for pk, agency, plan, parent, code, task, text, role, due, execution, period in found
    ]


def givers_of(work: Sequence[OpenWork], *, on: dt.date) -> dict[int, list[Agency]]:
    """Who gave each of some open assignments, by its id. As many queries for ten as for ten thousand."""
    found: dict[int, list[Agency]] = {}
    for start in range(0, len(work), _AT_ONCE):
        part = [(item.id, item.plan_id, item.parent_id) for item in work[start : start + _AT_ONCE]]
        plans = Plan.objects.filter(pk__in={plan for _, plan, _ in part}).select_related("lead_agency")
        found |= giving_agencies_by_id(part, plans=plans, on=on)
    return found


def waiting_matters(*, on: dt.date) -> list[WaitingMatter]:
    """Requests, results and difficulties that wait for a body, oldest first."""
    return sorted([*_requests(on), *_difficulties(on)], key=lambda each: (each.since, each.kind, each.id))


def _requests(on: dt.date) -> list[WaitingMatter]:
    found = requests_waiting_for(SYSTEM)
    rows = {each.assignment.pk: each.assignment for each in found}
    givers = giving_agencies_of(rows.values(), on=on)
    return [
        WaitingMatter(
            each.kind,
            each.request_id or each.assignment.pk,
            agency.pk,
            each.assignment.parent_id is not None,
            each.assignment.task.plan.code,
            each.assignment.task.code,
            each.assignment.agency.name,
            _day(each.since),
        )
        for each in found
        for agency in givers[each.assignment.pk]
    ]


def _difficulties(on: dt.date) -> list[WaitingMatter]:
    waiting = (DifficultyState.RAISED, DifficultyState.ESCALATED)
    # Of what was recalled or given to another body nobody waits for an answer any more.
    found = list(
        Difficulty.objects.filter(state__in=waiting, assignment__ended_because="")
        .select_related("assignment__task__plan__lead_agency", "assignment__agency")
        .defer("text", "proposal", "answer")
        .order_by("pk")
    )
    rows = {each.assignment_id: each.assignment for each in found}
    givers = giving_agencies_of(rows.values(), on=on)
    matters = []
    for each in found:
        above = each.state == DifficultyState.ESCALATED
        # What waits for a body the site does not know is followed up by who passed it on.
        turns = [each.passed_to_id] if above and each.passed_to_id else [row.pk for row in givers[each.assignment_id]]
        late = each.answer_by + dt.timedelta(days=1) if each.answer_by else None
        matters += [
            WaitingMatter(
                "above" if above else "difficulty",
                each.pk,
                agency_id,
                each.assignment.parent_id is not None and not above,
                each.assignment.task.plan.code,
                each.assignment.task.code,
                each.assignment.agency.name,
                _day(each.raised_at),
                late,
                above and each.passed_to_id is not None,
            )
            for agency_id in turns
        ]
    return matters


def _day(instant: dt.datetime) -> dt.date:
    return clock.local_day(instant)
