"""How fast evidence is written and checked."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import Measure, seconds

ROWS = 500


def measures() -> Iterator[Measure]:
    """One transaction per row, as services write them; then the whole chain walked."""
    from django.db import transaction

    from mangnon.accounts.public import SYSTEM
    from mangnon.audit.public import record, verify_chain

    def write() -> None:
        for number in range(ROWS):
            with transaction.atomic():
                record(actor=SYSTEM, act="bench", object_type="Bench", object_id=number, details={"n": number})

    yield Measure("rows written", ROWS / seconds(write, times=1), "rows/s", "one transaction each, SQLite WAL")
    taken = seconds(verify_chain)
    verdict = verify_chain()
    if not verdict.intact:
        raise RuntimeError(f"the chain broke at row {verdict.first_broken}")
    yield Measure("rows verified", verdict.rows / taken, "rows/s", f"chain of {verdict.rows}")
