"""Consolidation of 150 bodies × 84 indicators × 9 cells, with 25 tasks of words, against the bare SQL and workbooks.

On SQLite here, and on PostgreSQL in a throw-away cluster when the machine has one. `MANGNON_BENCH_SHARE=0.1` takes a
tenth of the bodies. What an officer does today: open the workbook of each body and add its cells, with openpyxl and
with pandas (requirements/bench.in).
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.engines import on_both, tell
from benchmarks.measure import Measure, seconds

BODIES, INDICATORS, DIVISIONS, TASKS = 150, 84, 8, 25


def _bodies() -> int:
    return max(2, int(BODIES * float(os.environ.get("MANGNON_BENCH_SHARE", "1"))))


def measures() -> Iterator[Measure]:
    """SQLite in this process, PostgreSQL in another."""
    yield from on_both("consolidation", measured(_bodies()))


def measured(bodies: int) -> Iterator[Measure]:
    """Everything in one transaction, rolled back."""
    from django.db import connection, transaction

    with transaction.atomic():
        period, cells = filled(bodies)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield from _measured(period, cells, bodies)
        transaction.set_rollback(True)


def _measured(period: Any, cells: int, bodies: int) -> Iterator[Measure]:
    from mangnon.accounts.public import SYSTEM
    from mangnon.reporting.consolidation.figures import figure_book
    from mangnon.reporting.consolidation.files import consolidation_file
    from mangnon.reporting.consolidation.making import consolidate

    what = f"{bodies} bodies, {cells:,} figures"
    made = consolidate(actor=SYSTEM, period=period)
    book = figure_book(made, divided="all")
    sums = {
        (line.indicator.pk, key): (found.sum.numerator, found.sum.denominator)
        for line in book.lines
        for key, found in {"": line.whole, **line.parts}.items()
    }
    if sums != {(row[0], row[1]): (row[2], row[3]) for row in bare(period.pk)}:
        raise RuntimeError("the product and the hand-written statement add up to different sums")
    mine = seconds(lambda: figure_book(made, divided="all"))
    hand = seconds(lambda: bare(period.pk))
    yield Measure("all figures recomputed, with sources", mine, "s", what)
    yield Measure("all figures: ratio to bare SQL", mine / hand, "×", f"one hand-written statement: {hand:.3f} s")
    yield Measure("figures without divisions (a page)", seconds(lambda: figure_book(made)), "s", what)
    yield Measure("statements for all figures", _statements(lambda: figure_book(made, divided="all")), "", what)
    yield Measure("memory of the whole process so far, at most", _most_memory(), "MB", what)
    again = seconds(lambda: consolidate(actor=SYSTEM, period=period), times=1)
    yield Measure("consolidation made (words and figures)", again, "s", f"{bodies * TASKS:,} passages")
    yield Measure("statements for a consolidation", _statements(lambda: consolidate(actor=SYSTEM, period=period)), "")
    for ending in ("docx", "pdf", "xlsx", "json"):
        taken = seconds(lambda ending=ending: consolidation_file(made, ending), times=1)
        yield Measure(f"file: {ending}", taken, "s", what)
    yield from _workbooks(book, sums, mine)


def _statements(act: Callable[[], object]) -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        act()
    return float(len(seen))


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_BARE = """
SELECT f.indicator_id, b.key, sum(f.numerator), sum(f.denominator)
FROM reporting_sentfigure s JOIN reporting_reportversion v ON v.id = s.version_id
JOIN reporting_report r ON r.id = v.report_id AND r.accepted_version = v.number
JOIN indicators_figure f ON f.id = s.figure_id JOIN indicators_breakdown b ON b.id = f.breakdown_id
WHERE r.period_id = %s GROUP BY f.indicator_id, b.key
"""


def bare(period_id: int) -> list[tuple[Any, ...]]:
    """The sums by one statement that knows neither places nor sources nor what is missing."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_BARE, [period_id])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _workbooks(book: Any, sums: dict[tuple[int, str], Any], mine: float) -> Iterator[Measure]:
    """What an officer does today: one workbook a body, read and added; writing them is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        _write_workbooks(book, Path(folder))
        for name, add in (("openpyxl", _with_openpyxl), ("pandas", _with_pandas)):
            told = add(Path(folder))
            if told != {key: (float(above), float(below)) for key, (above, below) in sums.items()}:
                raise RuntimeError(f"the workbooks add up to something else with {name}")
            taken = seconds(lambda add=add: add(Path(folder)), times=1)
            yield Measure(f"{name} over one workbook a body", taken, "s", "opening and adding, the same sums; no words")
            yield Measure(f"all figures: ratio to {name}", mine / taken, "×")


def _write_workbooks(book: Any, folder: Path) -> None:
    from openpyxl import Workbook

    by_body: dict[str, list[tuple[int, str, float, float]]] = {}
    for line in book.lines:
        for key, found in {"": line.whole, **line.parts}.items():
            for row in found.rows:
                told = (line.indicator.pk, key, float(row.cell.numerator), float(row.cell.denominator))
                by_body.setdefault(row.code, []).append(told)
    for code, rows in by_body.items():
        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet("So lieu")
        sheet.append(("indicator", "part", "above", "below"))
        for told in rows:
            sheet.append(told)
        workbook.save(folder / f"{code}.xlsx")


def _with_openpyxl(folder: Path) -> dict[tuple[int, str], tuple[float, float]]:
    from openpyxl import load_workbook

    sums: dict[tuple[int, str], tuple[float, float]] = {}
    for path in sorted(folder.glob("*.xlsx")):
        workbook = load_workbook(path, read_only=True, data_only=True)
        for key, part, above, below in workbook.worksheets[0].iter_rows(min_row=2, values_only=True):
            before = sums.get((key, part or ""), (0.0, 0.0))
            sums[key, part or ""] = (before[0] + above, before[1] + below)
        workbook.close()
    return sums


def _with_pandas(folder: Path) -> dict[tuple[int, str], tuple[float, float]]:
    import pandas

    read = (pandas.read_excel(path, keep_default_na=False) for path in sorted(folder.glob("*.xlsx")))
    table = pandas.concat(read).groupby(["indicator", "part"])[["above", "below"]].sum()
    return {(int(key), str(part)): (float(above), float(below)) for (key, part), above, below in table.itertuples()}


def filled(bodies: int) -> tuple[Any, int]:
    """A plan of 25 tasks, its half-year with every body's accepted report, words and figures."""
    from tests.reporting.factories import scene

    from mangnon.agencies.models import Agency
    from mangnon.kernel import clock
    from mangnon.plans.models import Assignment, Task
    from mangnon.reporting.models import ExpectedReport, PeriodIndicator, Report, ReportVersion, SentFigure
    from mangnon.territory.models import ParentEdge, Unit

    found = scene(tasks=TASKS)
    period, province, now = found.period, found.lead.territory, clock.now()
    ExpectedReport.objects.filter(period=period).delete()
    Assignment.objects.filter(role="coordinator").delete()
    units = Unit.objects.bulk_create(
        Unit(code=f"9{number:05}", name=f"Xã {number}", level="commune", kind="Xã", parent=province)
        for number in range(bodies)
    )
    ParentEdge.objects.bulk_create(ParentEdge(child=each, parent=province) for each in units)
    agencies = Agency.objects.bulk_create(
        Agency(
            code=f"90.UBND_XA.{unit.code}",
            catalogue_code="UBND_XA",
            name=f"Ủy ban nhân dân {unit.name}",
            short_name=unit.name,
            kind="peoples_committee",
            level="commune",
            territory=unit,
        )
        for unit in units
    )
    tasks = list(Task.objects.filter(plan=found.plan).order_by("order"))
    Assignment.objects.bulk_create(
        Assignment(task=task, agency=each, role="coordinator") for each in agencies for task in tasks
    )
    ExpectedReport.objects.bulk_create(
        ExpectedReport(period=period, agency=each, reason="Mẫu", reason_code="holds_tasks") for each in agencies
    )
    reports = Report.objects.bulk_create(
        Report(
            period=period,
            agency=each,
            state="accepted",
            version=1,
            accepted_version=1,
            started_at=now,
            first_submitted_at=now,
            submitted_at=now,
            accepted_at=now,
        )
        for each in agencies
    )
    versions = ReportVersion.objects.bulk_create(
        ReportVersion(report=each, number=1, submitted_at=now, content={"entries": _entries(each, tasks)})
        for each in reports
    )
    rows, figures = _figures(period, agencies, units, now)
    PeriodIndicator.objects.bulk_create(
        PeriodIndicator(period=period, indicator=row, order=order) for order, row in enumerate(rows)
    )
    by_agency = {each.report.agency_id: each for each in versions}
    SentFigure.objects.bulk_create(
        (SentFigure(version=by_agency[each.agency_id], figure=each) for each in figures), batch_size=2000
    )
    return period, len(figures)


def _entries(report: Any, tasks: list[Any]) -> list[dict[str, Any]]:
    name = report.agency.name
    return [
        {"task": task.pk, "results": f"{name} tổ chức {(task.order * report.agency_id) % 90} buổi về {task.text[:60]}"}
        for task in tasks
    ]


def _figures(period: Any, agencies: list[Any], units: list[Any], now: dt.datetime) -> tuple[list[Any], list[Any]]:
    from mangnon.indicators.models import Breakdown, Figure, Indicator

    rows = list(Indicator.objects.filter(kind="rate", is_heading=False, same_as__isnull=True).order_by("pk"))
    rows += list(Indicator.objects.filter(kind="count", is_heading=False, same_as__isnull=True).order_by("pk"))
    rows = rows[:INDICATORS]
    parts = [Breakdown.objects.get_or_create(key="", defaults={"label": "Tổng số"})[0]]
    parts += Breakdown.objects.bulk_create(Breakdown(key=f"mau={n}", label=f"Mẫu {n}") for n in range(DIVISIONS))
    figures = Figure.objects.bulk_create(
        (
            Figure(
                indicator=row,
                unit=unit,
                agency=agency,
                period_code=period.code,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                breakdown=part,
                state="value",
                numerator=Decimal((agency.pk * 7 + row.pk) % 100),
                denominator=Decimal(100 + agency.pk % 50),
                source_kind="form",
                entered_at=now,
            )
            for agency, unit in zip(agencies, units, strict=True)
            for row in rows
            for part in parts
        ),
        batch_size=1000,
    )
    return rows, figures


if __name__ == "__main__":
    tell(lambda: measured(_bodies()))
