"""Along a reorganisation: what an assignment carries on, and who carries it on now. Requests stay with the row they
were made on; whoever carries that row on is answered (docs/decisions/0027)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.db.models import F, Q

from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentSuccession


def lineage_of(assignment_id: int) -> list[int]:
    """The assignment and those it carries on since succession events, or in the place of a plan that this one replaced,
    the nearest first. What a person gave to another body does not count: that is another beginning. One query for each
    step of the longest chain."""
    return lineages_of([assignment_id])[assignment_id]


def lineages_of(assignment_ids: Collection[int]) -> dict[int, list[int]]:
    """The same of many at once, by their ids, in as many queries as of the one with the longest chain."""
    before: dict[int, list[int]] = {}
    step = set(assignment_ids)
    while step:
        links = AssignmentSuccession.objects.filter(successor__in=step).order_by("pk")
        carried = links.filter(Q(event__isnull=False) | ~Q(predecessor__task=F("successor__task")))
        before |= {pk: [] for pk in step}
        for successor, predecessor in carried.values_list("successor_id", "predecessor_id"):
            before[successor].append(predecessor)
        step = {pk for known in step for pk in before[known]} - before.keys()
    return {pk: _chain(pk, before) for pk in assignment_ids}


def _chain(pk: int, before: Mapping[int, Sequence[int]]) -> list[int]:
    found, step = [pk], [pk]
    while step:
        nearest = (each for known in step for each in before[known])
        step = [each for each in dict.fromkeys(nearest) if each not in found]
        found += step
    return found


def in_plan_before(assignment_id: int) -> list[Assignment]:
    """The assignments of replaced plans whose work this one goes on with, the nearest first, with task and plan: what
    was noted, asked and proved there is read there. One query, and those of `lineage_of`."""
    lineage = lineage_of(assignment_id)
    rows = Assignment.objects.filter(pk__in=lineage).select_related("task__plan__directive", "agency")
    found = {row.pk: row for row in rows}
    own = found[assignment_id].task.plan_id
    return [found[pk] for pk in lineage if found[pk].task.plan_id != own]


def carriers_of(assignment_ids: Collection[int], *, on: dt.date | None = None) -> dict[int, list[int]]:
    """The ids of the assignments that carry some on by a day (today), by theirs: themselves where nobody took over by
    then. One query for each step of the longest chain."""
    day = on or clock.today()
    heirs: dict[int, set[int]] = {pk: {pk} for pk in assignment_ids}
    step = set(assignment_ids)
    while step:
        links = AssignmentSuccession.objects.filter(
            predecessor__in=step, predecessor__ended_on__lt=day, event__isnull=False
        ).order_by("pk")
        passed: dict[int, set[int]] = {}
        for before, after in links.values_list("predecessor_id", "successor_id"):
            passed.setdefault(before, set()).add(after)
        for pk, now in heirs.items():
            heirs[pk] = {after for each in now for after in passed.get(each, {each})}
        step = {after for each in passed.values() for after in each}
    return {pk: sorted(now) for pk, now in heirs.items()}


def in_force_of(assignment_ids: Collection[int], *, on: dt.date | None = None) -> list[Assignment]:
    """The assignments among some that are in force on a day (today), by id."""
    found = Assignment.objects.on(on or clock.today()).filter(pk__in=assignment_ids, ended_because="")
    return list(found.select_related("task__plan", "agency").order_by("pk"))


def carrying(assignment_id: int, *, on: dt.date) -> list[Assignment]:
    """The assignments in force on a day that carry one on, by id."""
    return in_force_of(carriers_of([assignment_id], on=on)[assignment_id], on=on)
