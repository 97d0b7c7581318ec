"""Official figures of any day, past or present, from the log alone (docs/decisions/0029).

An instant is now, or the last one of a past day: within a past day nobody is asked (who was in charge is known by whole
days: a body to which work was given in the afternoon is in charge that day, its log begins in the afternoon).

What is counted at an instant: every assignment of a lead (or of another role that is asked for) in force on its day,
with what the last row of its log until then says of it. What was recalled by then is not counted. A task that recurs
is counted by its periods that had begun and were made by then, and by its standing row only while it has none. What
agencies gave on to bodies below them is theirs to count, not the plan's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentEvent, Plan, TaskInstance, in_force
from mangnon.plans.rules import Against, Dimension, FourCells
from mangnon.plans.selectors import plans
from mangnon.plans.terms import AssignmentRole

# Where each dimension stands on an assignment.
COLUMNS = {
    Dimension.PLAN: "task__plan_id",
    Dimension.AGENCY: "agency_id",
    Dimension.GROUP: "task__group_id",
    Dimension.PERIOD: "instance__period",
    Dimension.ROLE: "role",
}
# One value for each dimension asked for, in that order; None: of no period.
Key = tuple[int | str | None, ...]


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
    """The last row of the log until an instant of each of these assignments: what it was then, also where it had been
    recalled. What was not yet given has none."""
    log = AssignmentEvent.objects.filter(assignment=OuterRef("pk"), at__lte=at).order_by("-at", "-pk")
    last = counted.annotate(last=Subquery(log.values("pk")[:1])).values("last")
    return AssignmentEvent.objects.filter(pk__in=last).order_by()


def figures(
    viewer: Actor,
    *,
    at: dt.datetime,
    on: dt.date | None = None,
    plan_ids: Sequence[int] | None = None,
    task_ids: Sequence[int] | None = None,
    agency_id: int | None = None,
    by: Sequence[Dimension] = (),
    roles: Sequence[AssignmentRole] = (AssignmentRole.LEAD,),
    against: Against = Against.EXTENDED,
) -> dict[Key, FourCells]:
    """The four cells at an instant, told apart `by` dimensions (ids of plan, agency, group; a period's key or None; a
    role), in one statement. Without dimensions one answer under `()`, also when there is nothing to count.

    `plan_ids`, `task_ids`, `agency_id` None: all that the viewer may see. `against` chooses the deadline that lateness
    is judged by.
    """
    counted = counted_assignments(viewer, at=at, on=on).filter(role__in=roles)
    if plan_ids is not None:
        counted = counted.filter(task__plan__in=list(plan_ids))
    if task_ids is not None:
        counted = counted.filter(task__in=list(task_ids))
    if agency_id is not None:
        counted = counted.filter(agency=agency_id)
    monitors = AssignmentRole.MONITOR in roles
    found = _counts(counted, [COLUMNS[each] for each in by], at=at, against=against, with_monitors=monitors)
    return found if by or found else {(): FourCells()}


# The last row of each log until an instant, by the index of the log: PostgreSQL takes it for each assignment in turn,
# SQLite, which has no LATERAL, looks up its number first. Everything else is the same.
_LAST = {
    "postgresql": """CROSS JOIN LATERAL (SELECT l.execution, l.due_on, l.original_due_on, l.completed_at
 FROM plans_assignmentevent l WHERE l.assignment_id = c.k0 AND l.at <= %s ORDER BY l.at DESC, l.id DESC LIMIT 1) e""",
    "sqlite": """JOIN plans_assignmentevent e ON e.id = (SELECT l.id FROM plans_assignmentevent l
 WHERE l.assignment_id = c.k0 AND l.at <= %s ORDER BY l.at DESC, l.id DESC LIMIT 1)""",
}
# The first instant after a day in Viet Nam: what was done before it was done on that day. SQLite keeps instants as text
# in UTC; Viet Nam has been seven hours ahead, without summer time, since 1975.
_END_OF_DAY = {
    "postgresql": "(({due} + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh')",
    "sqlite": "datetime({due}, '+1 day', '-7 hours')",
}
# The fields of FourCells, in their order.
_CELLS = (
    "e.completed_at < {end}",
    "e.completed_at >= {end}",
    "e.completed_at IS NULL AND {due} >= %s",
    "e.completed_at IS NULL AND {due} < %s",
    "{due} IS NULL",
    "e.execution = 'not_received'",
    "e.completed_at < {end} AND {due} >= %s",
)


def _counts(
    counted: QuerySet[Assignment], by: Sequence[str], *, at: dt.datetime, against: Against, with_monitors: bool
) -> dict[Key, FourCells]:
    """Cells of assignments by some of their columns."""
    connection = connections[counted.db]
    columns = ["pk", *by, *(["role"] if with_monitors else [])]
    named = counted.values(**{f"k{place}": F(column) for place, column in enumerate(columns)})
    try:
        inner, values = named.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return {}
    due = "e.due_on" if against == Against.EXTENDED else "e.original_due_on"
    if with_monitors:  # no day binds them (`rules.binding_day`)
        due = f"CASE WHEN c.k{len(columns) - 1} <> '{AssignmentRole.MONITOR.value}' THEN {due} END"
    end = _END_OF_DAY[connection.vendor].format(due=due)
    cells = [f"COUNT(CASE WHEN {each.format(due=due, end=end)} THEN 1 END)" for each in _CELLS]
    keys = [f"c.k{place + 1}" for place in range(len(by))]
    # «+» keeps SQLite from visiting assignments in the order of one key's index: their log lies in the order of theirs.
    groups = [f"+{key}" for key in keys] if connection.vendor == "sqlite" else keys
    sql = (
        f"SELECT {', '.join([*keys, *cells])} FROM ({inner}) c {_LAST[connection.vendor]}"  # noqa: S608 - fixed words
        " WHERE e.execution <> 'recalled'" + (f" GROUP BY {', '.join(groups)}" if keys else "")
    )
    day = clock.local_day(at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [day, day, day, *values, connection.ops.adapt_datetimefield_value(at)])
        return {tuple(row[: len(by)]): FourCells(*row[len(by) :]) for row in cursor.fetchall()}


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
