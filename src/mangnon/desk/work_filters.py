"""Which assignments of a list: filters as data, the same for a page, its counts and the programming interface."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.db.models import F, Q, QuerySet

from mangnon.kernel import clock
from mangnon.kernel.text import one_line
from mangnon.plans.public import DUE_SOON_DAYS, Assignment
from mangnon.plans.terms import AssignmentRole, Execution


class DeadlineFilter(Enum):
    """States of the deadline, as `plans.deadline_state` computes them."""

    NO_DEADLINE = "no_deadline"
    NOT_YET_DUE = "not_yet_due"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"


class WorkSort(Enum):
    """Orders of a list of assignments; each is total."""

    DUE = "han"
    PLAN = "ke-hoach"
    PROGRESS = "tien-do"
    STATE = "tinh-trang"


ORDERS: Final[dict[WorkSort, tuple[str, ...]]] = {
    WorkSort.DUE: ("due_on", "task__plan__code", "task__order", "pk"),
    WorkSort.PLAN: ("task__plan__code", "task__order", "instance__starts_on", "pk"),
    WorkSort.PROGRESS: ("progress", "due_on", "pk"),
    WorkSort.STATE: ("execution", "due_on", "pk"),
}


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What is asked for; an empty word asks for everything. Unknown words ask for everything too."""

    plan: str = ""
    role: str = ""
    execution: str = ""
    deadline: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out."""
        return not (self.plan or self.role or self.execution or self.deadline or self.words)


def deadline_is(state: str, *, now: dt.datetime) -> Q:
    """The rows whose deadline stands so at an instant: `plans.deadline_state` as a condition of the database. No day
    binds who monitors."""
    today = clock.local_day(now)
    soon = today + dt.timedelta(days=DUE_SOON_DAYS)
    watches = Q(role=AssignmentRole.MONITOR)
    open_, done = Q(completed_at__isnull=True) & ~watches, Q(completed_at__isnull=False) & ~watches
    return {
        DeadlineFilter.NO_DEADLINE: watches | Q(due_on__isnull=True),
        DeadlineFilter.NOT_YET_DUE: open_ & Q(due_on__gt=soon),
        DeadlineFilter.DUE_SOON: open_ & Q(due_on__gte=today, due_on__lte=soon),
        DeadlineFilter.OVERDUE: open_ & Q(due_on__lt=today),
        # The day of an instant in Viet Nam, which is the zone of the settings.
        DeadlineFilter.ON_TIME: done & Q(due_on__gte=F("completed_at__date")),
        DeadlineFilter.LATE: done & Q(due_on__lt=F("completed_at__date")),
    }[DeadlineFilter(state)]


def filtered_work(rows: QuerySet[Assignment], wanted: WorkFilter, *, now: dt.datetime) -> QuerySet[Assignment]:
    """The rows that are asked for. `words` are looked for in the task's code and text, letter case aside."""
    if wanted.plan:
        rows = rows.filter(task__plan__code=wanted.plan)
    if wanted.role in AssignmentRole.values:
        rows = rows.filter(role=wanted.role)
    if wanted.execution in Execution.values:
        rows = rows.filter(execution=wanted.execution)
    if wanted.deadline in {state.value for state in DeadlineFilter}:
        rows = rows.filter(deadline_is(wanted.deadline, now=now))
    if words := one_line(wanted.words):
        rows = rows.filter(Q(task__code__iexact=words) | Q(task__text__icontains=words))
    return rows
