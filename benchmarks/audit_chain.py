"""How much evidence costs an act, how fast it is checked, and whether many writers wait for each other.

On SQLite here, and on PostgreSQL in a throw-away cluster of its own when the machine has one.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator

from benchmarks.engines import on_both, tell
from benchmarks.measure import Measure, seconds

ROWS = 400
CHAIN = 6_000
WRITERS = 16
SPAN = 3.0  # seconds
REST = 0.005  # seconds that an act goes on after its evidence is written


def measures() -> Iterator[Measure]:
    """SQLite in this process, PostgreSQL in another."""
    yield from on_both("audit_chain", _measures())


def _measures() -> Iterator[Measure]:
    from mangnon.audit.public import verify_chain

    bare, evidence, act, act_with = (seconds(run, times=3) / ROWS for run in _acts())
    yield Measure("evidence to a bare INSERT of the row", evidence / bare, "×", "one transaction each")
    yield Measure("act with evidence to without", act_with / act, "×", "an account made; one transaction each")
    yield Measure("rows written", 1 / evidence, "rows/s", "one transaction each, one writer")
    one, many = _throughput(1), _throughput(WRITERS)
    yield Measure("16 writers to one", many / one, "×", f"acts that go on for {REST * 1000:.0f} ms; {many:.0f} acts/s")
    _lengthen()
    taken = seconds(verify_chain, times=2)
    verdict = verify_chain()
    if not verdict.intact:
        raise RuntimeError(verdict.reason)
    yield Measure("rows verified", verdict.rows / taken, "rows/s", f"chain of {verdict.rows}")


def _acts() -> list[Callable[[], None]]:
    """The bare INSERT, the evidence, an act without and with it; each runs ROWS transactions."""
    from django.db import connection, transaction

    from mangnon.accounts.public import SYSTEM, User
    from mangnon.audit.models import AuditRow
    from mangnon.audit.public import record

    with transaction.atomic():
        record(actor=SYSTEM, act="bench", object_type="User", object_id=1, details={"n": 1})
    columns = [field.column for field in AuditRow._meta.fields if field.column not in ("id", "sequence")]
    listed, row = ", ".join(f'"{name}"' for name in columns), AuditRow.objects.values_list(*columns)[0]
    values = [json.dumps(value) if isinstance(value, dict) else value for value in row]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row AS SELECT * FROM audit_auditrow WHERE 1 = 0")
    statement = f"INSERT INTO bench_row ({listed}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608
    turns = iter(range(10**9))

    def bare() -> None:
        for _ in range(ROWS):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)

    def evidence() -> None:
        for number in range(ROWS):
            with transaction.atomic():
                record(actor=SYSTEM, act="bench", object_type="User", object_id=number, details={"n": number})

    def act(*, told: bool) -> None:
        for _ in range(ROWS):
            with transaction.atomic():
                user = User.objects.create(username=f"bench-{next(turns)}", full_name="Mẫu")
                if told:
                    record(actor=SYSTEM, act="bench", object_type="User", object_id=user.pk, details={"n": 1})

    return [bare, evidence, lambda: act(told=False), lambda: act(told=True)]


def _throughput(writers: int) -> float:
    """Acts a second of some writers at once."""
    from django.db import connection, transaction

    from mangnon.accounts.public import SYSTEM
    from mangnon.audit.public import record

    counts, until = [0] * writers, time.perf_counter() + SPAN

    def write(number: int) -> None:
        while time.perf_counter() < until:
            with transaction.atomic():
                record(actor=SYSTEM, act="bench", object_type="User", object_id=number)
                time.sleep(REST)
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SPAN


def _lengthen() -> None:
    from django.db import transaction

    from mangnon.accounts.public import SYSTEM
    from mangnon.audit.models import AuditRow
    from mangnon.audit.public import record

    with transaction.atomic():
        for number in range(CHAIN - AuditRow.objects.count()):
            record(actor=SYSTEM, act="bench", object_type="User", object_id=number, details={"n": number})


if __name__ == "__main__":
    tell(_measures)
