"""Official figures of any past day: 100,000 assignments with 2,000,000 rows of log, against the bare SQL.

On SQLite here, and on PostgreSQL in a throw-away cluster when the machine has one. `MANGNON_BENCH_SHARE=0.01` takes a
hundredth of it.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from typing import Any

from benchmarks.engines import on_both, tell
from benchmarks.measure import Measure, seconds

ASSIGNMENTS, EVENTS_EACH, PLANS, GROUPS = 100_000, 20, 20, 10
FIRST, DAYS = dt.date(2024, 1, 2), 360
_BATCH, _KINDS = 5_000, 480


def _assignments() -> int:
    return int(ASSIGNMENTS * float(os.environ.get("MANGNON_BENCH_SHARE", "1")))


def measures() -> Iterator[Measure]:
    """SQLite in this process, PostgreSQL in another."""
    yield from on_both("figures", measured(_assignments()))


def measured(assignments: int, *, keep: bool = False) -> Iterator[Measure]:
    """The figures over so many assignments, each with its log. Rolled back, unless the database may `keep` them: then
    it is tidied up first, as PostgreSQL does by itself on a site."""
    from django.db import connection, transaction

    with transaction.atomic():
        plans = made_plans(assignments)
        if not keep:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            yield from _measured(assignments, plans)
            transaction.set_rollback(True)
    if keep:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        yield from _measured(assignments, plans)


def _measured(assignments: int, plans: list[Any]) -> Iterator[Measure]:
    from mangnon.accounts.public import SYSTEM
    from mangnon.kernel import clock
    from mangnon.plans.figures.counting import figures, statistics
    from mangnon.plans.rules import Dimension, FourCells

    what = f"{assignments:,} assignments, {assignments * EVENTS_EACH:,} rows of log"
    for name, share in (("an early day", 0.1), ("a day in the middle", 0.5), ("the last day", 1.0)):
        at = clock.last_minute(FIRST + dt.timedelta(days=int(DAYS * share)))
        by_agency = figures(SYSTEM, at=at, by=(Dimension.AGENCY,))
        total = sum(by_agency.values(), FourCells())
        if total != bare(at):
            raise RuntimeError(f"{total} counted, {bare(at)} by hand")
        mine = seconds(lambda at=at: figures(SYSTEM, at=at, by=(Dimension.AGENCY,)))  # type: ignore[misc]
        plain = seconds(lambda at=at: bare(at))  # type: ignore[misc]
        yield Measure(f"{name}: by agency", mine, "s", f"{what}, {total.total:,} counted")
        yield Measure(f"{name}: ratio to bare SQL", mine / plain, "×", f"one hand-written statement: {plain:.2f} s")
    at = clock.last_minute(FIRST + dt.timedelta(days=DAYS // 2))
    every = seconds(lambda: figures(SYSTEM, at=at, by=(Dimension.PLAN, Dimension.GROUP, Dimension.ROLE)))
    yield Measure("by plan, group and role", every, "s", what)
    one = seconds(lambda: statistics(SYSTEM, plans[0], now=at))
    yield Measure("one plan", one, "s", f"{assignments // len(plans):,} of them")


_BARE = """
SELECT count(CASE WHEN e.due_on IS NOT NULL AND e.completed_at < {end} THEN 1 END),
 count(CASE WHEN e.due_on IS NOT NULL AND e.completed_at >= {end} THEN 1 END),
 count(CASE WHEN e.due_on >= %s AND e.completed_at IS NULL THEN 1 END),
 count(CASE WHEN e.due_on < %s AND e.completed_at IS NULL THEN 1 END),
 count(CASE WHEN e.due_on IS NULL THEN 1 END)
FROM plans_assignment a {last}
WHERE a.role = 'lead' AND e.execution <> 'recalled'
"""
# The last row of each log, as somebody who knows the database writes it.
_LAST = {
    "sqlite": """JOIN plans_assignmentevent e ON e.id = (SELECT l.id FROM plans_assignmentevent l
 WHERE l.assignment_id = a.id AND l.at <= %s ORDER BY l.at DESC, l.id DESC LIMIT 1)""",
    "postgresql": """CROSS JOIN LATERAL (SELECT l.execution, l.due_on, l.completed_at FROM plans_assignmentevent l
 WHERE l.assignment_id = a.id AND l.at <= %s ORDER BY l.at DESC, l.id DESC LIMIT 1) e""",
}
_END = {
    "sqlite": "datetime(e.due_on, '+1 day', '-7 hours')",
    "postgresql": "((e.due_on + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh')",
}


def bare(at: dt.datetime) -> Any:
    """The same figures by one statement written by hand, which asks neither for rights nor for periods nor for days."""
    from django.db import connection

    from mangnon.kernel import clock
    from mangnon.plans.rules import FourCells

    day = clock.local_day(at)
    instant = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        statement = _BARE.format(end=_END[connection.vendor], last=_LAST[connection.vendor])
        cursor.execute(statement, [day, day, instant])
        return FourCells(*cursor.fetchone())


def made_plans(assignments: int, *, agencies: int = 100) -> list[Any]:
    """Plans of one province with so many leads between them, each with twenty rows of log over a year."""
    from mangnon.accounts.public import SYSTEM
    from mangnon.agencies.models import Agency
    from mangnon.kernel import clock
    from mangnon.territory.models import Unit

    unit = Unit.objects.create(code="90", name="Tỉnh Mẫu", level="province", kind="Tỉnh")
    bodies = Agency.objects.bulk_create(
        [
            Agency(
                code=f"90.M{number:03}",
                catalogue_code=f"M{number:03}",
                name=f"Cơ quan mẫu {number}",
                short_name=f"Mẫu {number}",
                kind="department",
                level="province",
                territory=unit,
            )
            for number in range(agencies)
        ]
    )
    plans = [_plan(number, unit, bodies[0], clock.at(FIRST), SYSTEM) for number in range(PLANS)]
    each = assignments // PLANS
    for plan in plans:
        _fill(plan, bodies, each)
    _write_log()
    return plans


def _plan(number: int, unit: Any, lead: Any, at: dt.datetime, actor: Any) -> Any:
    from mangnon.documents.models import DirectiveReading, SourceFile
    from mangnon.plans.models import Directive, Plan

    file = SourceFile.objects.create(
        sha256=f"{number:064d}", name=f"mau-{number}.txt", kind="txt", size=1, received_at=at, received_by=None
    )
    reading = DirectiveReading.objects.create(source=file, read_at=at, first_result={}, result={}, lines=[], doubts={})
    directive = Directive.objects.create(
        reading=reading,
        doc_type="Kế hoạch",
        number=f"{number}/KH-UBND",
        issued_on=FIRST,
        title=f"Kế hoạch mẫu {number}",
    )
    return Plan.objects.create(
        code=f"mau-{number}", directive=directive, territory=unit, lead_agency=lead, adopted_at=at, adopted_by=None
    )


def _fill(plan: Any, bodies: list[Any], count: int) -> None:
    """Tasks with their leads; their log is written afterwards (`_write_log`)."""
    from mangnon.plans.models import Assignment, Task, TaskGroup

    groups = [TaskGroup.objects.create(plan=plan, number=str(n), title=f"Nhóm {n}", order=n) for n in range(GROUPS)]
    tasks = Task.objects.bulk_create(
        [
            Task(plan=plan, group=groups[n % GROUPS], code=f"{n}", text=f"Việc mẫu số {n}", order=n)
            for n in range(count)
        ],
        batch_size=_BATCH,
    )
    Assignment.objects.bulk_create(
        [Assignment(task=task, agency=bodies[n % len(bodies)], role="lead") for n, task in enumerate(tasks)],
        batch_size=_BATCH,
    )


_COPIED = "move, at, reason, execution, review, progress, due_on, original_due_on, completed_at"


def _write_log() -> None:
    """Twenty rows for each assignment. The first few hundred logs are made one by one; the others are theirs over
    again, written in the order of time as years of work would have written them."""
    from django.db import connection

    from mangnon.plans.models import Assignment, AssignmentEvent

    ids = list(Assignment.objects.order_by("pk").values_list("pk", flat=True))
    first, kinds = ids[0], min(_KINDS, len(ids))
    if ids != list(range(first, first + len(ids))):
        raise RuntimeError("the assignments are not numbered one after the other")
    events = [event for n, pk in enumerate(ids[:kinds]) for event in _log_of(pk, n)]
    AssignmentEvent.objects.bulk_create(events, batch_size=_BATCH)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO plans_assignmentevent (assignment_id, {_COPIED})"  # noqa: S608 - fixed words
            f" SELECT a.id, {', '.join('e.' + name for name in _COPIED.split(', '))} FROM plans_assignment a"
            " JOIN plans_assignmentevent e ON e.assignment_id = %s + (a.id - %s) %% %s"
            " WHERE a.id >= %s ORDER BY e.at, a.id",
            [first, first, kinds, first + kinds],
        )


def _log_of(assignment_id: int, n: int) -> Iterator[Any]:
    from mangnon.kernel import clock
    from mangnon.plans.models import AssignmentEvent

    due = None if n % 10 == 0 else FIRST + dt.timedelta(days=60 + n % 300)
    finished = 8 + n % 16  # the step at which it is reported complete; some never are
    for step in range(EVENTS_EACH):
        at = clock.at(FIRST, 8) + dt.timedelta(days=step * DAYS / EVENTS_EACH + n % 18, minutes=n)
        done = step >= finished
        yield AssignmentEvent(
            assignment_id=assignment_id,
            move="give" if step == 0 else "record_progress",
            at=at,
            execution="not_received" if step == 0 else "reported_complete" if done else "in_progress",
            progress=min(100, step * 5),
            due_on=due,
            original_due_on=due,
            completed_at=at - dt.timedelta(days=(step - finished) * DAYS / EVENTS_EACH) if done else None,
        )


if __name__ == "__main__":
    tell(lambda: measured(_assignments(), keep=True))
