"""What one body sees of itself: its tasks, reports, figures, difficulties, and what it is told from above."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.desk.my_work import open_work
from mangnon.desk.overviews.told_indicators import IndicatorLine, indicator_lines
from mangnon.indicators.public import Figure, Told, by_year
from mangnon.kernel import clock
from mangnon.plans.public import (
    WAITS,
    Assignment,
    Difficulty,
    Dimension,
    FourCells,
    Plan,
    figures,
    plans,
    seen_difficulties,
)
from mangnon.plans.terms import AssignmentRole
from mangnon.reporting.public import Report, WaitingPeriod, reports, waiting_periods
from mangnon.territory.public import Level, Unit, province

MOST_WORK, MOST_SAID, MOST_REPORTS, MOST_FIGURES = 8, 5, 6, 8
_ROLES = (AssignmentRole.LEAD, AssignmentRole.COORDINATOR)


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """One plan: what the body leads and what it coordinates."""

    plan: Plan
    leads: FourCells
    coordinates: FourCells


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """How many figures of a year the body told of how many communes or itself, by indicator set."""

    set_name: str
    year: str
    figures: int
    units: int


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """An indicator of the body's own commune beside the province's."""

    line: IndicatorLine
    year: int | None
    own: Told | None
    whole: Told | None


@dataclass(frozen=True, slots=True)
class BodyOverview:
    """The page of one body. `returned`: its reports sent back with reasons; `answered`: its difficulties answered."""

    today: dt.date
    agency: Agency | None
    plans: list[BodyPlan]
    work: list[Assignment]
    work_count: int
    owed: list[WaitingPeriod]
    sent: list[Report]
    returned: list[Report]
    open_difficulties: list[Difficulty]
    open_count: int
    answered: list[Difficulty]


def body_overview(viewer: Actor, *, now: dt.datetime | None = None) -> BodyOverview:
    """The page of the viewer's own body. Statements do not grow with tasks, reports or difficulties."""
    at = now or clock.now()
    today, own = clock.local_day(at), viewer.agency_id or 0
    work = open_work(viewer, on=today)
    written = reports(viewer).filter(agency=own).order_by("-period__send_by", "-pk")
    mine = seen_difficulties(viewer).filter(assignment__agency_id=own)
    waiting = mine.filter(WAITS)
    answers = mine.filter(answered_at__isnull=False)
    return BodyOverview(
        today=today,
        agency=Agency.objects.select_related("territory").filter(pk=own).first(),
        plans=_plans(viewer, own, at),
        work=list(work.order_by(F("due_on").asc(nulls_last=True), "task__plan__code", "task__order", "pk")[:MOST_WORK]),
        work_count=work.order_by().count(),
        owed=waiting_periods(viewer),
        sent=list(written.filter(first_submitted_at__isnull=False)[:MOST_REPORTS]),
        returned=list(written.filter(state="returned")[:MOST_SAID]),
        open_difficulties=list(waiting.order_by("raised_at", "pk")[:MOST_SAID]),
        open_count=waiting.order_by().count(),
        answered=list(answers.order_by("-answered_at", "-pk")[:MOST_SAID]),
    )


def _plans(viewer: Actor, agency_id: int, at: dt.datetime) -> list[BodyPlan]:
    """The plans in which the body has work, by code. Two statements."""
    told = figures(viewer, at=at, by=(Dimension.PLAN, Dimension.ROLE), roles=_ROLES, agency_id=agency_id)
    cells = {(int(plan or 0), str(role)): one for (plan, role), one in told.items()}
    seen = plans(viewer).filter(pk__in={plan for plan, _ in cells}).order_by("code")
    return [
        BodyPlan(
            plan,
            cells.get((plan.pk, AssignmentRole.LEAD.value), FourCells()),
            cells.get((plan.pk, AssignmentRole.COORDINATOR.value), FourCells()),
        )
        for plan in seen
    ]


def told_figures(viewer: Actor, *, on: dt.date, years: int = 2) -> list[ToldFigure]:
    """What the viewer's body told by set and year, the last first. One statement."""
    rows = (
        Figure.objects.current()
        .filter(agency=viewer.agency_id or 0, ends_on__gte=dt.date(on.year - years, 1, 1))
        .values("indicator__set__name", "ends_on__year")
        .annotate(figures=Count("pk"), units=Count("unit", distinct=True))
        .order_by("-ends_on__year", "indicator__set__name")
    )
    return [
        ToldFigure(row["indicator__set__name"], str(row["ends_on__year"]), row["figures"], row["units"]) for row in rows
    ]


def own_figures(viewer: Actor, unit: Unit, *, on: dt.date, most: int = MOST_FIGURES) -> list[OwnFigure]:
    """The commune's last figures of indicators with a target, beside the province's of the same year; what the commune
    told first. Statements grow with the years looked back on (three). Raises NotAllowed."""
    whole = province(viewer.territory_code, on=on)
    if whole is None or unit.level != Level.COMMUNE:
        return []
    lines = indicator_lines(viewer, whole, on=on, years=3)
    own = by_year(viewer, [line.indicator for line in lines], unit, on=on, years=3)
    found = []
    for line in lines:
        key = line.indicator.pk
        years = [year for year, points in own.items() if key in points and points[key].told.value is not None]
        year = max(years, default=line.year)
        said = own[year].get(key) if year in own else None
        beside = line.by_year.get(year) if year is not None else None
        found.append(OwnFigure(line, year, said.told if said else None, beside))
    return sorted(found, key=lambda each: each.own is None)[:most]
