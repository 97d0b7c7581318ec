"""What a leader reads in two minutes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.desk.overviews.judging import is_far_behind
from mangnon.desk.overviews.told_indicators import IndicatorLine, indicator_lines
from mangnon.desk.overviews.told_reports import PeriodPicture, pictures, regular_periods, same_course
from mangnon.kernel import clock
from mangnon.outgoing.public import papers
from mangnon.outgoing.terms import PaperState
from mangnon.plans.public import (
    WAITS_ABOVE,
    Difficulty,
    Dimension,
    FourCells,
    Plan,
    figures,
    plan_statistics,
    plans,
    seen_difficulties,
)
from mangnon.reporting.public import Period
from mangnon.territory.public import Unit, province

MOST_ESCALATED, MOST_BEHIND = 3, 5


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan's cells now and at the end of the month before."""

    plan: Plan
    now: FourCells
    before: FourCells


@dataclass(frozen=True, slots=True)
class BehindLine:
    """A body that is far behind with what it leads in a plan."""

    agency: Agency
    plan: Plan
    cells: FourCells


@dataclass(frozen=True, slots=True)
class LeaderOverview:
    """The page. `picture`: the reports of the period chosen; `course`: the same over the periods, it included."""

    today: dt.date
    before_on: dt.date
    place: Unit | None
    plans: list[PlanLine]
    picture: PeriodPicture | None
    course: list[PeriodPicture]
    known_periods: list[Period]
    indicators: list[IndicatorLine]
    escalated: list[Difficulty]
    escalated_count: int
    behind: list[BehindLine]
    to_sign: int

    @property
    def cells(self) -> FourCells:
        """All plans together."""
        return sum((line.now for line in self.plans), FourCells())

    @property
    def before(self) -> FourCells:
        """All plans together, at the end of the month before."""
        return sum((line.before for line in self.plans), FourCells())

    @property
    def worse(self) -> list[IndicatorLine]:
        """The indicators that went the wrong way in their last year."""
        return [line for line in self.indicators if line.worse]


def leader_overview(viewer: Actor, *, period_key: int | None = None, now: dt.datetime | None = None) -> LeaderOverview:
    """The page of a viewer. Statements grow with the periods and years shown, not with bodies, tasks, figures or
    communes."""
    at = now or clock.now()
    today = clock.local_day(at)
    before_on = today.replace(day=1) - dt.timedelta(days=1)
    seen = list(plans(viewer))
    cells = plan_statistics(viewer, seen, now=at)
    before = plan_statistics(viewer, seen, now=clock.last_minute(before_on))
    known = regular_periods(viewer, today=today)
    chosen = next((each for each in known if each.pk == period_key), known[0] if known else None)
    course = pictures(viewer, same_course(chosen, known), now=at) if chosen else []
    place = province(viewer.territory_code, on=today)
    escalated = seen_difficulties(viewer).filter(WAITS_ABOVE)
    return LeaderOverview(
        today=today,
        before_on=before_on,
        place=place,
        plans=[PlanLine(plan, cells[plan.pk], before[plan.pk]) for plan in seen],
        picture=next((each for each in course if chosen and each.period.pk == chosen.pk), None),
        course=course,
        known_periods=known,
        indicators=indicator_lines(viewer, place, on=today) if place else [],
        escalated=list(escalated.order_by("raised_at", "pk")[:MOST_ESCALATED]),
        escalated_count=escalated.order_by().count(),
        behind=far_behind(viewer, seen=seen, at=at),
        to_sign=papers_to_sign(viewer),
    )


def far_behind(viewer: Actor, *, seen: list[Plan] | None = None, at: dt.datetime) -> list[BehindLine]:
    """The bodies that are far behind (`judging.is_far_behind`) in a plan, the farthest first. Two statements."""
    chosen = list(plans(viewer)) if seen is None else seen
    found = figures(viewer, at=at, plan_ids=[plan.pk for plan in chosen], by=(Dimension.PLAN, Dimension.AGENCY))
    late = {key: one for key, one in found.items() if is_far_behind(one.not_done_overdue, one.fallen_due)}
    agencies = Agency.objects.in_bulk([int(key[1] or 0) for key in late])
    by_id = {plan.pk: plan for plan in chosen}
    rows = [BehindLine(agencies[int(agency or 0)], by_id[int(plan or 0)], one) for (plan, agency), one in late.items()]
    return sorted(rows, key=lambda row: (-row.cells.not_done_overdue, row.agency.code, row.plan.code))


def papers_to_sign(viewer: Actor) -> int:
    """How many papers of the viewer's own body have a number and no signature yet."""
    found = papers(viewer).filter(agency=viewer.agency_id or 0, state=PaperState.NUMBERED)
    return found.order_by().count()
