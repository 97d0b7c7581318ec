"""What one body has to do: every open assignment once, those of periods and those given on to it too."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.public import Assignment, every_assignment, in_force
from mangnon.plans.terms import Execution

CLOSED = (Execution.COMPLETE, Execution.RECALLED)


def work_of_agency(viewer: Actor, *, agency_id: int, on: dt.date | None = None) -> QuerySet[Assignment]:
    """Everything a body carries on a day (today), done or not, each duty once: a recurring task by its periods that
    have begun, by its standing row only while it has none (as the official figures count it)."""
    day = on or clock.today()
    begun = Assignment.objects.filter(
        in_force(day),
        task=OuterRef("task"),
        agency=OuterRef("agency"),
        instance__starts_on__lte=day,
        parent__isnull=True,
    )
    once = Q(instance__starts_on__lte=day) | (Q(instance__isnull=True) & (Q(parent__isnull=False) | ~Exists(begun)))
    return every_assignment(viewer).filter(in_force(day), agency_id=agency_id).filter(once)


def open_work(viewer: Actor, *, on: dt.date | None = None) -> QuerySet[Assignment]:
    """What the viewer's body still has to bring to its end: what is neither accepted as complete nor called back."""
    return work_of_agency(viewer, agency_id=viewer.agency_id or 0, on=on).exclude(execution__in=CLOSED)
