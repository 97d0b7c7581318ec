"""What a page costs beyond the SQL it needs: its time as a multiple of the same statements run bare, in one run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from benchmarks.measure import Measure, seconds


def _sample() -> tuple[Any, Any]:
    from mangnon.kernel import clock
    from mangnon.project import sample
    from mangnon.project.synthetic import Story

    with clock.frozen(clock.at(dt.date(2025, 2, 18), 9)):
        plan = sample.read_and_adopt(sample.find_scan())
        sample.make_sample_accounts(plan)
    with clock.frozen(clock.at(dt.date(2025, 5, 12), 9)):
        period = sample.open_half_year(plan)
    Story(plan, period).until_the_last_week(left_to_people=frozenset(), idle=frozenset())
    return plan, period


def measures() -> Iterator[Measure]:
    """Each page through the whole stack (middleware, templates), against its own statements."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from mangnon.accounts.public import User

    plan, period = _sample()
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="daumoi"))
    key = [period.regime.code, period.code]
    pages = {
        "desk": reverse("desk"),
        "plan matrix": reverse("plan", args=[plan.code]),
        "task": reverse("task", args=[plan.code, plan.tasks.order_by("order")[0].code]),
        "report board": reverse("report_board", args=key),
        "report writer": reverse("report_write", args=key),
    }
    for name, address in pages.items():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        count = len(captured.captured_queries)  # read now: the next request empties the log
        statements = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
        page = seconds(lambda address=address: client.get(address), times=7)

        def bare(statements: list[str] = statements) -> None:
            with connection.cursor() as cursor:
                for sql in statements:
                    cursor.execute(sql)
                    cursor.fetchall()

        floor = seconds(bare, times=7)
        note = f"{page * 1000:.0f} ms over {floor * 1000:.1f} ms of bare SQL"
        yield Measure(f"{name}: page ÷ bare SQL", page / floor, "×", note)
        yield Measure(f"{name}: statements", count, "queries")
        yield Measure(f"{name}: size", len(response.content) / 1000, "kB", "before compression")
