"""The round of a day for 5,000 people: collected for all at once, stored, none twice; beside the bare SQL.

The bare SQL does what no digest can do without: it reads every open assignment that is due within a week or late, with
its task and plan, and everybody in a post, and writes one row for each person.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator

from benchmarks.engines import on_both, tell
from benchmarks.measure import Measure, seconds

PEOPLE, BODIES, TASKS = 5_000, 200, 150
TODAY = dt.date(2025, 5, 20)

_RAW_WORK = """
SELECT a.agency_id, a.id, t.code, substr(t.text, 1, 160), p.code, a.role, a.due_on, a.execution
FROM plans_assignment a JOIN plans_task t ON t.id = a.task_id JOIN plans_plan p ON p.id = t.plan_id
WHERE a.execution IN ('not_received', 'in_progress') AND a.ended_on IS NULL
  AND (a.due_on <= %s OR a.execution = 'not_received')
ORDER BY a.due_on, t.plan_id, t."order"
"""
_RAW_PEOPLE = "SELECT user_id, agency_id, role FROM agencies_post"
_RAW_WRITE = "INSERT INTO bench_digest (person_id, on_day, counts, lines) VALUES (%s, %s, %s, %s)"


def measures() -> Iterator[Measure]:
    """SQLite in this process, PostgreSQL in another. MANGNON_BENCH_PEOPLE makes it smaller."""
    yield from on_both("digests", _at_full_size())


def _at_full_size() -> Iterator[Measure]:
    """Rolled back when done."""
    from django.db import transaction

    from mangnon.kernel import clock

    people = int(os.environ.get("MANGNON_BENCH_PEOPLE", PEOPLE))
    with transaction.atomic(), clock.frozen(clock.at(TODAY, 7)):
        yield from measured(people=people, bodies=min(BODIES, people), tasks=min(TASKS, people))
        transaction.set_rollback(True)


def measured(*, people: int, bodies: int, tasks: int) -> Iterator[Measure]:
    """The figures for so many people at so many bodies, every one of which has a part in every task."""
    from django.db import connection

    from mangnon.desk.digest import run_digests
    from mangnon.notices.models import Digest, Reminder

    open_rows = _fill(people, bodies, tasks)

    def ours() -> int:
        Digest.objects.all().delete()
        Reminder.objects.all().delete()
        return run_digests(on=TODAY).made

    def again() -> int:
        return run_digests(on=TODAY).made

    def raw() -> int:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM bench_digest")
            cursor.execute(_RAW_WORK, [TODAY + dt.timedelta(days=7)])
            of_body: dict[int, list[object]] = {}
            for agency_id, *rest in cursor.fetchall():
                of_body.setdefault(agency_id, []).append([str(each) for each in rest])
            cursor.execute(_RAW_PEOPLE)
            rows = [
                (user_id, TODAY, str(len(of_body[agency_id])), json.dumps(of_body[agency_id][:20]))
                for user_id, agency_id, _ in cursor.fetchall()
                if agency_id in of_body
            ]
            cursor.executemany(_RAW_WRITE, rows)
            return len(rows)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("CREATE TABLE bench_digest (person_id bigint, on_day date, counts text, lines text)")
    made, by_hand = ours(), raw()
    if made != by_hand or made != people:
        raise RuntimeError(f"{made} digests for {people} people, {by_hand} by hand")
    if again():
        raise RuntimeError("a second round made digests")
    mine, plain, second = seconds(ours), seconds(raw), seconds(again)
    yield Measure(
        f"digests of {people} people", mine, "s", f"{bodies} bodies, {open_rows} open assignments, escalated too"
    )
    yield Measure("ratio to raw SQL", mine / plain, "×", "the same rows read and one row a person written, by hand")
    yield Measure("a second round", second, "s", "everybody has theirs")


def _fill(people: int, bodies: int, tasks: int) -> int:
    """A province with bodies, people and a plan; how many assignments are open and due."""
    from mangnon.accounts.models import User
    from mangnon.agencies.models import Agency, Post
    from mangnon.documents.models import DirectiveReading, SourceFile
    from mangnon.kernel import clock
    from mangnon.plans.models import Assignment, Directive, Plan, Task, TaskGroup
    from mangnon.territory.models import Unit

    unit = Unit.objects.create(code="90", name="Tỉnh Mẫu", level="province", kind="Tỉnh")
    agencies = Agency.objects.bulk_create(
        Agency(
            code=f"90.MAU_{n}",
            catalogue_code=f"MAU_{n}",
            name=f"Sở Mẫu {n}",
            short_name=f"SM{n}",
            kind="department",
            level="province",
            territory=unit,
        )
        for n in range(bodies)
    )
    users = User.objects.bulk_create(User(username=f"nguoi-{n}", full_name="Nguyễn Văn Mẫu") for n in range(people))
    Post.objects.bulk_create(
        Post(user=user, agency=agencies[n % bodies], role="department_officer") for n, user in enumerate(users)
    )
    now = clock.now()
    file = SourceFile.objects.create(sha256="0" * 64, name="mau.txt", kind="txt", size=1, received_at=now)
    reading = DirectiveReading.objects.create(
        source=file, read_at=now, first_result={}, result={}, state="adopted", adopted_at=now
    )
    directive = Directive.objects.create(reading=reading, doc_type="Kế hoạch", number="99/KH-UBND")
    plan = Plan.objects.create(
        code="BENCH", directive=directive, territory=unit, lead_agency=agencies[0], adopted_at=now
    )
    group = TaskGroup.objects.create(plan=plan, order=1)
    made = Task.objects.bulk_create(
        Task(plan=plan, group=group, code=f"I.{n}", text=f"Tổ chức hoạt động mẫu số {n} vì trẻ em.", order=n)
        for n in range(tasks)
    )
    rows = [
        Assignment(
            task=task,
            agency=agencies[(at + each) % bodies],
            role="lead" if each == 0 else "coordinator",
            execution="in_progress",
            accepted_at=now,
            due_on=TODAY + dt.timedelta(days=(at + each) % 17 - 9),
            original_due_on=TODAY,
        )
        for at, task in enumerate(made)
        for each in range(bodies)
    ]
    Assignment.objects.bulk_create(rows, batch_size=2000)
    return sum(row.due_on is not None and row.due_on <= TODAY + dt.timedelta(days=7) for row in rows)


if __name__ == "__main__":
    tell(_at_full_size)
