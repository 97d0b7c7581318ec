"""Along a reorganisation: what an assignment carries on, and who carries it on now. Requests stay with the row they
were made on; whoever carries that row on is answered (docs/decisions/0027)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentSuccession


def lineage_of(assignment_id: int) -> list[int]:
    """The assignment and those it carries on since succession events, the nearest first. What a person gave anew does
    not count: that is another beginning. One query for each step of the longest chain."""
    found, step = [assignment_id], [assignment_id]
    while step:
        before = AssignmentSuccession.objects.filter(successor__in=step, event__isnull=False).order_by("pk")
        step = [pk for pk in before.values_list("predecessor_id", flat=True) if pk not in found]
        found += step
    return found


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
