"""Figures and reports beside a plan, so that the overviews have something of everything to draw."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import Cell, load_dictionary, period_of, record_figures, set_target
from mangnon.indicators.terms import Comparison, Direction, FigureState
from mangnon.kernel import clock
from mangnon.plans.models import Plan, ReportingClause
from mangnon.reporting.models import ExpectedReport, Report, ReportEntry
from mangnon.reporting.public import open_period, set_up_regimes
from mangnon.territory.models import ParentEdge, Unit


def fill(plan: Plan) -> None:
    """Two half-years with reports, thirty communes, eight indicators with targets over three years."""
    _reports(plan)
    _figures(plan)


def _reports(plan: Plan) -> None:
    year = clock.today().year
    if not plan.reporting_clauses.filter(due_day__isnull=False).exists():
        ReportingClause.objects.create(
            plan=plan,
            kind="half_year",
            due_day=10,
            due_month=6,
            is_before=True,
            reporter_words="các cơ quan, đơn vị",
            recipient_words=plan.lead_agency.name,
            text="Báo cáo mẫu trước ngày 10/6 hằng năm.",
            first_line=1,
            order=1,
        )
    regime = plan.regimes.first() or set_up_regimes(actor=SYSTEM, plan=plan)[0]
    for code in (f"{year - 1}H1", f"{year}H1"):
        period = open_period(actor=SYSTEM, regime=regime, code=code)
        at = clock.at(period.send_by)
        for number, each in enumerate(ExpectedReport.objects.filter(period=period).order_by("agency__code")):
            if number % 4 == 3:
                continue
            late = at + dt.timedelta(days=5) if number % 3 == 2 else at
            report = Report.objects.create(
                period=period,
                agency=each.agency,
                state="submitted",
                version=1,
                started_at=at,
                first_submitted_at=late,
                submitted_at=late,
            )
            if number % 5:
                ReportEntry.objects.create(report=report, results="Đã tổ chức.", revision=1, saved_at=at)


def _figures(plan: Plan) -> None:
    if not Indicator.objects.exists():
        load_dictionary(actor=SYSTEM)
    place, today = plan.territory, clock.today()
    communes = Unit.objects.bulk_create(
        Unit(code=f"9{number:04}", name=f"Xã Mẫu Thứ {number}", level="commune", kind="Xã", parent=place)
        for number in range(1, 31)
    )
    ParentEdge.objects.bulk_create(ParentEdge(child=each, parent=place) for each in communes)
    agency = Agency.objects.filter(territory=place).order_by("pk")[0]
    kept = Indicator.objects.filter(kind="rate", is_heading=False, same_as=None, may_exceed=False, multiplier=100)
    rows = list(kept.filter(set__code="TT13-2021").order_by("pk")[:8])
    for number, row in enumerate(rows):
        Indicator.objects.filter(pk=row.pk).update(direction=Direction.UP)
        if not row.targets.filter(unit=place, year=today.year).exists():
            set_target(
                actor=SYSTEM,
                indicator=row,
                unit=place,
                year=today.year,
                comparison=Comparison.AT_LEAST,
                low=Decimal(55 + 5 * number),
                source="Kế hoạch mẫu",
            )
    for back in (1, 2, 3):
        for number, unit in enumerate(communes):
            cells = {
                (row.pk, ""): Cell(
                    FigureState.VALUE,
                    Decimal((40 + (number * 7 + place_ * 5 + back * 3) % 50) * (1 if number % 6 == 5 else 10)),
                    Decimal(100 if number % 6 == 5 else 1000),
                )
                for place_, row in enumerate(rows[: 8 - number % 3])
            }
            year = period_of(str(today.year - back))
            record_figures(actor=SYSTEM, unit=unit, agency=agency, period=year, cells=cells)
