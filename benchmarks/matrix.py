"""A plan of 200 tasks × 150 agencies, every cell filled: time and weight of each view, and against its own SQL.

On SQLite here, and on PostgreSQL in a throw-away cluster when the machine has one.
"""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator
from typing import Any

from benchmarks.engines import on_both, tell
from benchmarks.measure import Measure, seconds

TASKS, DEPARTMENTS, COMMUNES, LEADS = 200, 30, 120, 20
FIRST = dt.date(2025, 2, 17)
_BATCH = 5_000


def measures() -> Iterator[Measure]:
    """SQLite in this process, PostgreSQL in another."""
    yield from on_both("matrix", _rolled_back())


def _rolled_back() -> Iterator[Measure]:
    from django.db import transaction

    with transaction.atomic():
        yield from measured()
        transaction.set_rollback(True)


def measured(tasks: int = TASKS) -> Iterator[Measure]:
    """Each view of the plan through the whole stack, as somebody of the province opens it."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    plan, user = made_plan(tasks)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    address = reverse("plan", args=[plan.code])
    views = {
        "first view": {},
        "matrix, first page": {"xem": "ma-tran"},
        "every row and column": {"xem": "ma-tran", "xa": "tat-ca", "trang": "tat-ca"},
        "along time": {"xem": "thoi-gian"},
        "a past day": {"ngay": "01/06/2025"},
        "as Excel": {"xem": "ma-tran", "tep": "excel"},
    }
    for name, query in views.items():
        client.get(address, query)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address, query)
        if response.status_code != 200:
            raise RuntimeError(f"{address} {query} answered {response.status_code}")
        statements = [each["sql"] for each in captured.captured_queries if each["sql"].startswith("SELECT")]
        page = seconds(lambda query=query: client.get(address, query))  # type: ignore[misc]

        def bare(statements: list[str] = statements) -> None:
            with connection.cursor() as cursor:
                for sql in statements:
                    cursor.execute(sql)
                    cursor.fetchall()

        floor, hand = seconds(bare), seconds(lambda: by_hand(plan))
        size, packed = len(response.content), len(gzip.compress(response.content, 6))
        yield Measure(f"{name}: time", page, "s", f"{len(statements)} statements, bare {floor:.2f} s")
        yield Measure(f"{name}: ratio to bare SQL", page / floor, "×")
        yield Measure(f"{name}: ratio to one statement by hand", page / hand, "×", f"every cell: {hand:.2f} s")
        yield Measure(f"{name}: size", size / 1000, "kB", f"{packed / 1000:.0f} kB as it is sent")


def by_hand(plan: Any) -> int:
    """Every cell of the matrix by one statement, which asks for no rights and shows nothing; how many."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.code, g.short_name, a.role, a.execution, a.review, a.progress, a.due_on, a.completed_at"
            " FROM plans_assignment a JOIN plans_task t ON t.id = a.task_id"
            " JOIN agencies_agency g ON g.id = a.agency_id"
            " WHERE t.plan_id = %s AND a.ended_on IS NULL ORDER BY t.id, g.code",
            [plan.pk],
        )
        return len(cursor.fetchall())


def made_plan(tasks: int) -> tuple[Any, Any]:
    """A plan whose every task is given to every agency, and somebody who may open it."""
    from benchmarks.figures import _plan
    from mangnon.accounts.models import User
    from mangnon.accounts.public import SYSTEM, Role
    from mangnon.agencies.models import Agency, Post
    from mangnon.kernel import clock
    from mangnon.plans.models import Assignment, AssignmentEvent, Task, TaskGroup
    from mangnon.territory.models import Unit

    at = clock.at(FIRST)
    unit = Unit.objects.create(code="90", name="Tỉnh Mẫu", level="province", kind="Tỉnh")
    bodies = Agency.objects.bulk_create([_body(unit, number) for number in range(DEPARTMENTS + COMMUNES)])
    plan = _plan(0, unit, bodies[0], at, SYSTEM)
    groups = [TaskGroup.objects.create(plan=plan, number=str(n), title=f"Nhóm mẫu {n}", order=n) for n in range(10)]
    words = "Tổ chức truyền thông, tư vấn và hỗ trợ trẻ em có hoàn cảnh đặc biệt trên địa bàn theo hướng dẫn, đợt"
    rows = Task.objects.bulk_create(
        [
            Task(
                plan=plan,
                group=groups[n * 10 // tasks],
                code=f"{n // 20 + 1}.{n % 20 + 1}",
                text=f"{words} {n}",
                order=n,
            )
            for n in range(tasks)
        ]
    )
    given = []
    for n, task in enumerate(rows):
        due = None if n % 9 == 0 else FIRST + dt.timedelta(days=40 + 3 * n)
        for place, body in enumerate(bodies):
            state = ("not_received", "in_progress", "in_progress", "reported_complete")[(n + place) % 4]
            done = clock.at(FIRST + dt.timedelta(days=30 + n)) if state == "reported_complete" else None
            given.append(
                Assignment(
                    task=task,
                    agency=body,
                    role="lead" if place == n % LEADS else "coordinator",
                    execution=state,
                    review="waiting" if done else "none",
                    accepted_at=None if state == "not_received" else at,
                    completed_at=done,
                    due_on=due,
                    original_due_on=due,
                )
            )
    given = Assignment.objects.bulk_create(given, batch_size=_BATCH)
    events = []
    for row in given:
        days = {"due_on": row.due_on, "original_due_on": row.original_due_on}
        events.append(AssignmentEvent(assignment=row, move="give", at=at, execution="not_received", **days))
        if row.execution != "not_received":
            then = row.completed_at or clock.at(FIRST + dt.timedelta(days=3))
            events.append(
                AssignmentEvent(
                    assignment=row,
                    move="accept",
                    at=then,
                    execution=row.execution,
                    review=row.review,
                    completed_at=row.completed_at,
                    **days,
                )
            )
    AssignmentEvent.objects.bulk_create(events, batch_size=_BATCH)
    user = User.objects.create_user(username="mau", password=None, full_name="Nguyễn Văn Mẫu")
    Post.objects.create(user=user, agency=bodies[0], role=Role.DEPARTMENT_OFFICER)
    return plan, user


def _body(unit: Any, number: int) -> Any:
    from mangnon.agencies.models import Agency

    is_commune = number >= DEPARTMENTS
    name = f"Ủy ban nhân dân xã Mẫu {number}" if is_commune else f"Sở Mẫu {number}"
    return Agency(
        code=f"90.M{number:03}",
        catalogue_code=f"M{number:03}",
        name=name,
        short_name=f"UBND xã Mẫu {number}" if is_commune else name,
        kind="peoples_committee" if is_commune else "department",
        level="commune" if is_commune else "province",
        territory=unit,
    )


if __name__ == "__main__":
    tell(measured)
