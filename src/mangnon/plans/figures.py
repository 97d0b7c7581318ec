"""Official figures of any day, past or present, from the log alone (docs/decisions/0029).

What is counted at an instant: every assignment of a lead (or of another role that is asked for) in force on its day,
with what the last row of its log until then says of it. What was recalled by then is not counted. A task that recurs
is counted by its periods that had begun and were made by then, and by its standing row only while it has none. What
agencies gave on to bodies below them is theirs to count, not the plan's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, DateTimeField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentEvent, Plan, TaskInstance, in_force
from mangnon.plans.rules import Against, Dimension, FourCells
from mangnon.plans.selectors import plans
from mangnon.plans.terms import AssignmentRole, Execution

_COLUMNS = {
    Dimension.PLAN: "assignment__task__plan_id",
    Dimension.AGENCY: "assignment__agency_id",
    Dimension.GROUP: "assignment__task__group_id",
    Dimension.PERIOD: "assignment__instance__period",
    Dimension.ROLE: "assignment__role",
}
# One value for each dimension asked for, in that order; None: of no period.
Key = tuple[int | str | None, ...]


class EndOfDay(Func):
    """The first instant after a day in Viet Nam, of a date column: what was done before it was done on that day."""

    arity = 1
    output_field = DateTimeField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """A day without a zone, read as one of Viet Nam."""
        template = f"(((%(expressions)s) + 1)::timestamp AT TIME ZONE '{clock.VIETNAM.key}')"
        return self.as_sql(compiler, connection, template=template)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """SQLite keeps instants as text in UTC; Viet Nam is seven hours ahead, without summer time, since 1975."""
        template = "datetime(%(expressions)s, '+1 day', '-7 hours')"
        return self.as_sql(compiler, connection, template=template, **extra)


def counted_assignments(viewer: Actor, *, at: dt.datetime, on: dt.date | None = None) -> QuerySet[Assignment]:
    """The assignments in force that figures of an instant count (before their log is asked), of every role given by
    the plan's paper or lead; `on` is the day asked for, by default that of the instant."""
    day = on or clock.local_day(at)
    begun = TaskInstance.objects.filter(task=OuterRef("task"), starts_on__lte=day, made_at__lte=at)
    of_period = Q(instance__starts_on__lte=day, instance__made_at__lte=at)
    return (
        Assignment.objects.filter(in_force(day), task__plan__in=plans(viewer).order_by(), parent__isnull=True)
        .filter(of_period | (Q(instance__isnull=True) & ~Exists(begun)))
        .order_by()
    )


def states_at(counted: QuerySet[Assignment], *, at: dt.datetime) -> QuerySet[AssignmentEvent]:
    """The last row of the log until an instant of each of these assignments: what it was then. What was recalled by
    then, or not yet given, has none."""
    log = AssignmentEvent.objects.filter(assignment=OuterRef("pk"), at__lte=at).order_by("-at", "-pk")
    last = counted.annotate(last=Subquery(log.values("pk")[:1])).values("last")
    return AssignmentEvent.objects.filter(pk__in=last).exclude(execution=Execution.RECALLED).order_by()


def figures(
    viewer: Actor,
    *,
    at: dt.datetime,
    on: dt.date | None = None,
    plan_ids: Sequence[int] | None = None,
    task_ids: Sequence[int] | None = None,
    by: Sequence[Dimension] = (),
    roles: Sequence[AssignmentRole] = (AssignmentRole.LEAD,),
    against: Against = Against.EXTENDED,
) -> dict[Key, FourCells]:
    """The four cells at an instant, told apart `by` dimensions (ids of plan, agency, group; a period's key or None; a
    role), in one statement. Without dimensions one answer under `()`, also when there is nothing to count.

    `plan_ids`, `task_ids` None: all that the viewer may see. `against` chooses the deadline that lateness is judged by.
    """
    counted = counted_assignments(viewer, at=at, on=on).filter(role__in=roles)
    if plan_ids is not None:
        counted = counted.filter(task__plan__in=list(plan_ids))
    if task_ids is not None:
        counted = counted.filter(task__in=list(task_ids))
    columns = [_COLUMNS[each] for each in by]
    rows = states_at(counted, at=at).values_list(*columns).annotate(**_cells(against, clock.local_day(at)))
    if not columns:
        only = states_at(counted, at=at).aggregate(**_cells(against, clock.local_day(at)))
        return {(): FourCells(**only)}
    width = len(columns)
    return {tuple(row[:width]): FourCells(*row[width:]) for row in rows}


def _cells(against: Against, day: dt.date) -> dict[str, Count]:
    """The fields of FourCells as conditional counts, in their order."""
    due = "due_on" if against == Against.EXTENDED else "original_due_on"
    deadline: Combinable = F(due)
    has_day, done = Q(**{f"{due}__isnull": False}), Q(completed_at__isnull=False)
    in_time = Q(completed_at__lt=EndOfDay(deadline))
    is_past = Q(**{f"{due}__lt": day})
    chosen = {
        "done_on_time": has_day & done & in_time,
        "done_late": has_day & done & ~in_time,
        "not_done_in_time": has_day & ~done & ~is_past,
        "not_done_overdue": has_day & ~done & is_past,
        "no_deadline": ~has_day,
        "not_yet_received": Q(execution=Execution.NOT_RECEIVED),
        "done_ahead": has_day & done & in_time & ~is_past,
    }
    return {name: Count("pk", filter=condition) for name, condition in chosen.items()}


def statistics(
    viewer: Actor,
    plan: Plan,
    *,
    now: dt.datetime,
    role: AssignmentRole | None = None,
    on: dt.date | None = None,
    against: Against = Against.EXTENDED,
) -> FourCells:
    """The four official cells of a plan at an instant, of the assignments in force on its day (or on `on`); leads
    only unless another role is asked for. One statement."""
    roles = (role or AssignmentRole.LEAD,)
    return figures(viewer, at=now, on=on, plan_ids=[plan.pk], roles=roles, against=against)[()]


def plan_statistics(
    viewer: Actor, chosen: Iterable[Plan], *, now: dt.datetime, against: Against = Against.EXTENDED
) -> dict[int, FourCells]:
    """The four official cells of several plans by id (leads in force on the day of `now`), in one statement."""
    ids = [plan.pk for plan in chosen]
    found = figures(viewer, at=now, plan_ids=ids, by=(Dimension.PLAN,), against=against)
    return {plan_id: found.get((plan_id,), FourCells()) for plan_id in ids}
