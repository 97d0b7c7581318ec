"""Which body gave an assignment: the plan's lead agency, or the agency that gave a part of its own on. It answers
requests, takes results, calls back (domain.md, 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.plans.assignments.carried import carriers_of
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.policies import can_direct
from mangnon.plans.selectors import lead_agencies_of


def giving_agencies_of(rows: Iterable[Assignment], *, on: dt.date | None = None) -> dict[int, list[Agency]]:
    """Who gave each of several assignments, as it stands on a day (today), by assignment id. A constant number of
    queries. Several bodies only where the body that gave it on was divided since: each of them may act.

    The rows need their `task.plan`.
    """
    listed = list(rows)
    plans = {row.task.plan.pk: row.task.plan for row in listed}.values()
    return giving_agencies_by_id([(row.pk, row.task.plan_id, row.parent_id) for row in listed], plans=plans, on=on)


def giving_agencies_by_id(
    given: Collection[tuple[int, int, int | None]], *, plans: Iterable[Plan], on: dt.date | None = None
) -> dict[int, list[Agency]]:
    """The same of assignments that are known by id, plan and parent only; `plans`: theirs, with their lead agencies."""
    day = on or clock.today()
    leads = lead_agencies_of(plans, on=day)
    parents = {parent for _, _, parent in given if parent is not None}
    now = carriers_of(parents, on=day) if parents else {}
    holders = Assignment.objects.filter(pk__in={pk for each in now.values() for pk in each}).select_related("agency")
    by_id = {row.pk: row.agency for row in holders}
    return {pk: [by_id[each] for each in now[parent]] if parent else [leads[plan]] for pk, plan, parent in given}


def giving_agencies(assignment: Assignment, *, on: dt.date | None = None) -> list[Agency]:
    """Who gave one assignment."""
    return giving_agencies_of([assignment], on=on)[assignment.pk]


def can_direct_assignment(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor decides for the body that gave it: on returns, extensions, results, recall."""
    givers = frozenset(agency.pk for agency in giving_agencies(assignment, on=clock.today()))
    return can_direct(actor, giver_ids=givers, is_delegated=assignment.parent_id is not None)
