"""Opening a period for 3,321 communes that send to 120 districts, against the bare SQL inserts of the same rows.

On SQLite here, and on PostgreSQL in a throw-away cluster when the machine has one. `MANGNON_BENCH_SHARE=0.1` takes a
tenth of the communes. Three ways: by the class of bodies a regime names, by a plan's tasks, by a call to chosen bodies.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.engines import on_both, tell
from benchmarks.measure import Measure

COMMUNES, DISTRICTS = 3_321, 120


def _communes() -> int:
    return max(DISTRICTS, int(COMMUNES * float(os.environ.get("MANGNON_BENCH_SHARE", "1"))))


def measures() -> Iterator[Measure]:
    """SQLite in this process, PostgreSQL in another."""
    yield from on_both("opening", measured(_communes()))


def measured(communes: int) -> Iterator[Measure]:
    """Everything in one transaction, rolled back."""
    from django.db import connection, transaction

    with transaction.atomic():
        found, bodies = filled(communes)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield from _measured(found, bodies, communes)
        transaction.set_rollback(True)


def _measured(found: Any, bodies: list[Any], communes: int) -> Iterator[Measure]:
    from mangnon.kernel import clock
    from mangnon.reporting.calls.calling import QuestionDraft, call_for_report
    from mangnon.reporting.duties.rising import Receivers, rising_in
    from mangnon.reporting.periods.board import board
    from mangnon.reporting.periods.opening import open_period
    from mangnon.reporting.review.ageing import waiting

    actor, regime = found.reviewer, by_class(found)
    count = len(bodies)
    what = f"{communes:,} communes, {count - communes} districts"
    ways: list[tuple[str, Callable[[], Any]]] = [
        ("by class", lambda: open_period(actor=actor, regime=regime, code="2025H1")),
        ("by a plan's tasks", lambda: open_period(actor=actor, regime=found.regime, code="2026H1")),
        (
            "by a call to chosen bodies",
            lambda: call_for_report(
                actor=actor,
                name="Yêu cầu mẫu",
                content="Mẫu",
                codes=[body.code for body in bodies],
                questions=[QuestionDraft("number", "Số trẻ")],
                send_by=clock.today() + dt.timedelta(days=20),
            ),
        ),
    ]
    for name, act in ways:
        period, taken, statements = _timed(act)
        rows = period.expected.count()
        if rows < count:
            raise RuntimeError(f"{name}: {rows} of {count} bodies are asked")
        hand = _bare(period)
        yield Measure(f"opened {name}", taken, "s", what)
        yield Measure(f"opened {name}: ratio to the bare inserts", taken / hand, "×", f"{rows:,} rows: {hand:.3f} s")
        yield Measure(f"opened {name}: statements", statements, "", what)
        if name == "by class":
            opened = period
    yield Measure("board of the period", _timed(lambda: board(actor, opened))[1], "s", what)
    yield Measure("who takes in whose", _timed(lambda: rising_in([opened]))[1], "s", what)
    receivers = Receivers([opened], on=clock.today())
    every = _timed(lambda: [receivers.of(opened.pk, body.pk) for body in bodies])
    yield Measure("who receives, for every body", every[1], "s", what)
    yield Measure("what waits, with whom, since when", _timed(lambda: waiting(actor))[1], "s", what)


def _timed(act: Callable[[], Any]) -> tuple[Any, float, float]:
    """What an act answers, its seconds, its statements. Once: a period is opened once."""
    import time

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        start = time.perf_counter()
        answer = act()
        taken = time.perf_counter() - start
    return answer, taken, float(len(seen))


def _bare(period: Any) -> float:
    """Seconds in which the same expected reports are put in again, under another period, by the driver alone."""
    import time

    from django.db import connection

    from mangnon.reporting.models import ExpectedReport, Period

    names = [field.column for field in ExpectedReport._meta.concrete_fields if not field.primary_key]
    table = ExpectedReport._meta.db_table
    other = Period.objects.get(pk=period.pk)
    other.pk, other.code = None, "2099H1"
    other.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM {table} WHERE period_id = %s", [period.pk])  # noqa: S608
        at = names.index("period_id")
        rows = [[*row[:at], other.pk, *row[at + 1 :]] for row in cursor.fetchall()]
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608
        start = time.perf_counter()
        cursor.executemany(statement, rows)
        taken = time.perf_counter() - start
    ExpectedReport.objects.filter(period=other).delete()
    other.delete()
    return taken


def by_class(found: Any) -> Any:
    """A half-yearly regime of all communes and districts: the communes send to their district."""
    from mangnon.reporting.models import Regime, RegimeTier

    regime = Regime.objects.create(
        code="90-mau-theo-cap",
        territory=found.lead.territory,
        function="child_affairs",
        name="Báo cáo mẫu theo từng cấp",
        content="Mẫu",
        reporters="Cấp huyện, cấp xã",
        reporter_classes=["DISTRICT_COMMITTEES", "COMMUNE_COMMITTEES"],
        recipient=found.lead,
        method="Trên hệ thống",
        send_by_kind="date",
        send_by_day=20,
        send_by_month=6,
        frequency="half_year",
        cut_off_rule="Trước hạn gửi",
        outline="1. Kết quả",
    )
    for order, (level, route, day) in enumerate([("commune", "above", 5), ("district", "recipient", 12)]):
        RegimeTier.objects.create(
            regime=regime,
            order=order,
            level=level,
            route=route,
            send_by_kind="date",
            send_by_day=day,
            send_by_month=6,
        )
    return regime


def filled(communes: int) -> tuple[Any, list[Any]]:
    """A province of so many communes in districts, all of which coordinate one task of a plan."""
    from tests.reporting.factories import scene

    from mangnon.agencies.models import Agency
    from mangnon.plans.models import Assignment
    from mangnon.territory.models import ParentEdge, Unit

    found = scene(tasks=1)
    province = found.lead.territory
    places = Unit.objects.bulk_create(
        Unit(code=f"8{number:03}", name=f"Huyện {number}", level="district", kind="Huyện", parent=province)
        for number in range(DISTRICTS)
    )
    units = Unit.objects.bulk_create(
        Unit(
            code=f"8{number:05}",
            name=f"Xã {number}",
            level="commune",
            kind="Xã",
            parent=places[number % DISTRICTS],
        )
        for number in range(communes)
    )
    ParentEdge.objects.bulk_create(ParentEdge(child=each, parent=each.parent) for each in [*places, *units])
    bodies = Agency.objects.bulk_create(
        Agency(
            code=f"90.UBND.{unit.code}",
            catalogue_code="UBND_XA" if unit.level == "commune" else "UBND_HUYEN",
            name=f"Ủy ban nhân dân {unit.name}",
            short_name=unit.name,
            kind="peoples_committee",
            level=unit.level,
            territory=unit,
        )
        for unit in [*places, *units]
    )
    task = found.tasks[0]
    Assignment.objects.bulk_create(Assignment(task=task, agency=each, role="coordinator") for each in bodies)
    return found, bodies


if __name__ == "__main__":
    tell(lambda: measured(_communes()))
