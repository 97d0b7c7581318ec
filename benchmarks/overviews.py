"""The leader's and the lead officer's overviews at full size: 150 bodies × 25 tasks, a report of each with an entry for
every task, 84 indicators × 100 communes in two years; against the bare statements.

On SQLite here, and on PostgreSQL in a throw-away cluster when the machine has one.
"""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from benchmarks.engines import on_both, tell
from benchmarks.matrix import made_plan
from benchmarks.measure import Measure, seconds

TASKS, INDICATORS, COMMUNES, YEARS = 25, 84, 100, ("2024", "2025")
TODAY = dt.date(2025, 12, 20)
_BATCH = 2_000


def measures() -> Iterator[Measure]:
    """SQLite in this process, PostgreSQL in another."""
    yield from on_both("overviews", _rolled_back())


def _rolled_back() -> Iterator[Measure]:
    from django.db import transaction

    with transaction.atomic():
        yield from measured()
        transaction.set_rollback(True)


def measured() -> Iterator[Measure]:
    """Both pages through the whole stack, as somebody of the province opens them."""
    from django.db import connection

    from mangnon.kernel import clock

    plan, user = made_plan(TASKS)
    entries = reports(plan)
    figures = indicators(plan)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    what = f"{entries:,} entries of reports, {figures:,} figures"
    with clock.frozen(clock.at(TODAY)):
        for name, view in (("leader", "overview_leader"), ("lead officer", "overview_lead")):
            yield from _page(name, view, user, what)


def _page(name: str, view: str, user: Any, what: str) -> Iterator[Measure]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client, address = Client(headers={"host": "localhost"}), reverse(view)
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    statements = [each["sql"] for each in captured.captured_queries if each["sql"].startswith("SELECT")]

    def bare() -> None:
        with connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)
                cursor.fetchall()

    page, floor = seconds(lambda: client.get(address)), seconds(bare)
    size, packed = len(response.content), len(gzip.compress(response.content, 6))
    yield Measure(f"{name}: time", page, "s", f"{what}; {len(statements)} statements, bare {floor:.2f} s")
    yield Measure(f"{name}: ratio to bare SQL", page / floor, "×")
    yield Measure(f"{name}: size", size / 1000, "kB", f"{packed / 1000:.0f} kB as it is sent")


def reports(plan: Any) -> int:
    """A half-year of the plan in which every body but each tenth sent its report, with an entry for every task."""
    from mangnon.accounts.public import SYSTEM
    from mangnon.kernel import clock
    from mangnon.plans.models import ReportingClause, Task
    from mangnon.reporting.models import ExpectedReport, Report, ReportEntry
    from mangnon.reporting.public import open_period, set_up_regimes

    ReportingClause.objects.create(
        plan=plan,
        kind="half_year",
        due_day=10,
        due_month=6,
        is_before=True,
        reporter_words="các cơ quan, đơn vị",
        recipient_words="Cơ quan mẫu",
        text="Báo cáo mẫu trước ngày 10/6 hằng năm.",
        first_line=1,
        order=1,
    )
    regime = set_up_regimes(actor=SYSTEM, plan=plan)[0]
    period = open_period(actor=SYSTEM, regime=regime, code="2025H1")
    at = clock.at(period.send_by)
    owed = list(ExpectedReport.objects.filter(period=period).order_by("agency_id"))
    rows = Report.objects.bulk_create(
        Report(
            period=period,
            agency_id=each.agency_id,
            state="submitted",
            version=1,
            started_at=at,
            first_submitted_at=at,
            submitted_at=at,
        )
        for number, each in enumerate(owed)
        if number % 10
    )
    tasks = list(Task.objects.filter(plan=plan).order_by("order"))
    words = "Đã tổ chức các hoạt động mẫu tại đơn vị, kết quả như biểu kèm theo. " * 8
    made = ReportEntry.objects.bulk_create(
        [
            ReportEntry(report=report, task=task, results=words if place % 7 else "", revision=1, saved_at=at)
            for report in rows
            for place, task in enumerate(tasks)
        ],
        _BATCH,
    )
    return len(made)


def indicators(plan: Any) -> int:
    """Figures of a hundred communes in two years, and a target of the province for each indicator."""
    from mangnon.accounts.public import SYSTEM
    from mangnon.agencies.models import Agency
    from mangnon.indicators.models import Breakdown, Figure, Indicator
    from mangnon.indicators.public import load_dictionary, period_of, set_target
    from mangnon.indicators.terms import Comparison
    from mangnon.kernel import clock
    from mangnon.territory.models import ParentEdge, Unit

    if not Indicator.objects.exists():
        load_dictionary(actor=SYSTEM)
    communes = Unit.objects.bulk_create(
        Unit(code=f"9{number:04}", name=f"Xã Mẫu {number}", level="commune", kind="Xã", parent=plan.territory)
        for number in range(COMMUNES)
    )
    ParentEdge.objects.bulk_create(ParentEdge(child=each, parent=plan.territory) for each in communes)
    kept = Indicator.objects.filter(kind__in=("rate", "count"), is_heading=False, same_as__isnull=True)
    rows = list(kept.order_by("pk")[:INDICATORS])
    for row in rows:
        if not row.targets.filter(unit=plan.territory, year=2025).exists():
            set_target(
                actor=SYSTEM,
                indicator=row,
                unit=plan.territory,
                year=2025,
                comparison=Comparison.AT_LEAST,
                low=Decimal(50),
                source="Kế hoạch mẫu",
            )
    whole = Breakdown.objects.get_or_create(key="", defaults={"label": "Tổng số"})[0]
    agency, now = Agency.objects.filter(territory=plan.territory).order_by("pk")[0], clock.now()
    made = []
    for code in YEARS:
        period = period_of(code)
        for place, unit in enumerate(communes):
            for number, row in enumerate(rows):
                made.append(
                    Figure(
                        indicator=row,
                        unit=unit,
                        agency=agency,
                        period_code=code,
                        starts_on=period.starts_on,
                        ends_on=period.ends_on,
                        breakdown=whole,
                        state="value",
                        numerator=Decimal(400 + (place * 7 + number) % 300),
                        denominator=Decimal(1000) if row.kind == "rate" else None,
                        source_kind="form",
                        entered_at=now,
                    )
                )
    Figure.objects.bulk_create(made, _BATCH)
    return len(made)


if __name__ == "__main__":
    tell(_rolled_back)
