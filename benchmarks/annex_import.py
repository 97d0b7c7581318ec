"""An annex of 5,000 rows becomes a plan, and comes back edited: against reading alone and against bare inserts.

Reading alone is calamine on the same file; bare inserts are the same rows of tasks, assignments and their log put
into copies of the tables by plain SQL on the same database.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, TypeVar

from benchmarks.engines import on_both, tell
from benchmarks.measure import Measure

ROWS = 4_990  # and ten rows of groups
GROUPS = 10
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
# New tasks are given today, when there are no districts any more.
_TODAY = "Sở Y tế; Sở Tư pháp; Sở Nội vụ"
Result = TypeVar("Result")


def measures() -> Iterator[Measure]:
    """SQLite in this process, PostgreSQL in another."""
    yield from on_both("annex_import", measured(ROWS))


def measured(rows: int) -> Iterator[Measure]:
    """The figures for an annex of so many tasks, on the database at hand. Leaves a plan there."""
    from tests.plans import made

    from mangnon.accounts.public import SYSTEM
    from mangnon.plans.annexes.importing import import_changes, import_plan, opened_annex
    from mangnon.plans.annexes.preview import preview_changes
    from mangnon.plans.annexes.workbook import plan_workbook
    from mangnon.plans.models import Assignment, AssignmentEvent, Task

    made.province()
    content = _annex(rows)
    bare_reading, _ = _timed(lambda: _calamine(content))
    reading, found = _timed(lambda: opened_annex(content, "phu-luc.xlsx"))
    assert len(found.reading.tasks) == rows
    importing, done = _timed(
        lambda: import_plan(actor=SYSTEM, name="phu-luc.xlsx", content=content, plan_code=f"BENCH-{rows}")
    )
    plan = done.plan
    assert plan is not None
    given = Assignment.objects.filter(task__plan=plan)
    count = given.count()
    tables: list[tuple[Any, Any]] = [
        (Task, Task.objects.filter(plan=plan)),
        (Assignment, given),
        (AssignmentEvent, AssignmentEvent.objects.filter(assignment__task__plan=plan)),
    ]
    inserts = sum(_bare_insert(model, chosen) for model, chosen in tables)
    exporting, out = _timed(lambda: plan_workbook(SYSTEM, plan))
    again, seen = _timed(lambda: preview_changes(SYSTEM, plan, opened_annex(out, "phu-luc.xlsx")))
    assert seen.counts["unchanged"] == rows
    note = f"{rows} tasks, {count} assignments"
    yield Measure("read, checked, to calamine alone", reading / bare_reading, "×", f"{reading:.2f} s")
    yield Measure("import as a plan, to bare inserts", importing / inserts, "×", f"{importing:.1f} s; {note}")
    yield Measure("import as a plan", rows / importing, "rows/s", note)
    yield Measure("export", rows / exporting, "rows/s", f"{exporting:.1f} s, {len(out) // 1024} KB")
    yield Measure("same file again: read, compared", rows / again, "rows/s", f"{again:.1f} s, nothing to do")
    # Every row has another day; then as many new rows: each is one version of the plan.
    for what, edited in (
        ("changed", _annex(rows, due="Trước ngày 30/09/2027")),
        ("added", _annex(rows, first=rows + 1, many=_TODAY)),
    ):
        header = {"number": f"{rows}-{what}/KH-UBND", "date": "20/05/2026"}
        taken, _ = _timed(
            lambda edited=edited, header=header: import_changes(
                actor=SYSTEM, plan=plan, name="phu-luc.xlsx", content=edited, header=header
            )
        )
        yield Measure(f"every row {what}: one version of the plan", rows / taken, "rows/s", f"{taken:.1f} s; {note}")
        yield Measure(f"every row {what}, to bare inserts of the plan", taken / inserts, "×", f"{taken:.1f} s")


def _timed(run: Callable[[], Result]) -> tuple[float, Result]:
    begun = time.perf_counter()
    result = run()
    return time.perf_counter() - begun, result


def _annex(rows: int, *, first: int = 1, due: str = "", many: str = "") -> bytes:
    """Tasks in groups, with leads, coordinators (names, and the class of districts or another group of words) and all
    kinds of time, or one day for all."""
    from tests.plans import made
    from tests.plans.annexes.made_annexes import annex

    leads = ("Sở Y tế", "Sở Tư pháp", "Sở Nội vụ", "Sở Tài chính")
    dues = ("Thường xuyên", "Quý II/2026", "Trước ngày 30/06/2026", "Giai đoạn 2025-2030", "Năm 2026")
    found: list[list[Any]] = []
    for number in range(rows):
        group, begins = divmod(number, -(-rows // GROUPS))
        if not begins:
            found.append([_ROMAN[group], f"Nhóm mẫu {group + 1}"])
        others = leads[(number + 1) % 4] + (f"; {many or made.CLASS}" if number % 3 == 0 else "")
        text = f"Tổ chức hoạt động mẫu số {number} cho trẻ em trên địa bàn, bảo đảm đúng đối tượng và đúng quy định."
        found.append([str(first + number), text, "", due or dues[number % len(dues)], leads[number % 4], others])
    return annex(*found)


def _calamine(content: bytes) -> int:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _bare_insert(model: Any, chosen: Any) -> float:
    """Seconds to put the same rows into an empty copy of their table."""
    from django.db import connection, transaction

    columns = [each.column for each in model._meta.concrete_fields]
    values = list(chosen.order_by("pk").values_list(*(each.attname for each in model._meta.concrete_fields)))
    fields = model._meta.concrete_fields
    rows = [
        [each.get_db_prep_save(value, connection) for each, value in zip(fields, row, strict=True)] for row in values
    ]
    table, copy = model._meta.db_table, f"bench_{model._meta.db_table}"
    listed = ", ".join(f'"{name}"' for name in columns)
    statement = f'INSERT INTO "{copy}" ({listed}) VALUES ({", ".join(["%s"] * len(columns))})'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE TABLE "{copy}" AS SELECT * FROM "{table}" WHERE 1 = 0')  # noqa: S608
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, rows)
    taken = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE "{copy}"')
    return taken


if __name__ == "__main__":
    tell(lambda: measured(ROWS))
