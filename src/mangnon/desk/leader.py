"""What a leader reads in two minutes: what is late and whose, what waits for whom, how plans stand and have moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mangnon.accounts.public import Actor, Permission
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.plans.public import (
    WAITS_ABOVE,
    Difficulty,
    Dimension,
    FourCells,
    Plan,
    WaitingMatter,
    figures,
    plan_statistics,
    plans,
    seen_difficulties,
    waiting_matters,
)
from mangnon.reporting.public import Board, board, periods

MOST_LATE, MOST_WAITING, MOST_PLANS, MOST_DIFFICULTIES, MOST_PERIODS = 8, 6, 8, 5, 3


@dataclass(frozen=True, slots=True)
class LateBody:
    """A body that is late with what it leads in a plan."""

    agency: Agency
    plan: Plan
    cells: FourCells


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a body to decide, since when; `days` it has waited."""

    agency: Agency
    matter: WaitingMatter
    days: int


@dataclass(frozen=True, slots=True)
class PlanMoved:
    """The cells of a plan now and at the end of the month before."""

    plan: Plan
    now: FourCells
    before: FourCells


@dataclass(frozen=True, slots=True)
class Overview:
    """The page. Lists are cut to what one page of paper holds; the counts beside them are whole."""

    today: dt.date
    before_on: dt.date
    late: list[LateBody] = field(default_factory=list)
    late_bodies: int = 0
    late_tasks: int = 0
    all_tasks: int = 0
    waiting: list[Waiting] = field(default_factory=list)
    waiting_count: int = 0
    moved: list[PlanMoved] = field(default_factory=list)
    plan_count: int = 0
    escalated: list[Difficulty] = field(default_factory=list)
    escalated_count: int = 0
    boards: list[Board] = field(default_factory=list)


def overview(viewer: Actor, *, now: dt.datetime | None = None) -> Overview:
    """The page of a viewer, of the plans they may see. The number of statements does not grow with plans or rows."""
    at = now or clock.now()
    today = clock.local_day(at)
    before_on = today.replace(day=1) - dt.timedelta(days=1)
    seen = list(plans(viewer))
    cells = plan_statistics(viewer, seen, now=at)
    before = plan_statistics(viewer, seen, now=clock.last_minute(before_on))
    late = _late(viewer, seen, at)
    codes = {plan.code for plan in seen}
    matters = [each for each in waiting_matters(on=today) if each.plan_code in codes]
    escalated = seen_difficulties(viewer).filter(WAITS_ABOVE)
    # The plan with most overdue tasks first: it is what the page is opened for.
    moved = sorted(seen, key=lambda plan: -cells[plan.pk].not_done_overdue)
    return Overview(
        today=today,
        before_on=before_on,
        late=late[:MOST_LATE],
        late_bodies=len({row.agency.pk for row in late}),
        late_tasks=sum(row.cells.not_done_overdue for row in late),
        all_tasks=sum(each.total for each in cells.values()),
        waiting=_waiting(matters[:MOST_WAITING], today),
        waiting_count=len(matters),
        moved=[PlanMoved(plan, cells[plan.pk], before[plan.pk]) for plan in moved[:MOST_PLANS]],
        plan_count=len(seen),
        escalated=list(escalated[:MOST_DIFFICULTIES]),
        escalated_count=escalated.count(),
        boards=_boards(viewer, today),
    )


def _late(viewer: Actor, seen: list[Plan], at: dt.datetime) -> list[LateBody]:
    """Who is late with what they lead, most tasks first."""
    found = figures(viewer, at=at, plan_ids=[plan.pk for plan in seen], by=(Dimension.PLAN, Dimension.AGENCY))
    late = {key: cells for key, cells in found.items() if cells.not_done_overdue}
    agencies = Agency.objects.in_bulk([key[1] for key in late])
    by_id = {plan.pk: plan for plan in seen}
    rows = [
        LateBody(agencies[int(agency_id or 0)], by_id[int(plan_id or 0)], cells)
        for (plan_id, agency_id), cells in late.items()
    ]
    return sorted(rows, key=lambda row: (-row.cells.not_done_overdue, row.agency.code, row.plan.code))


def _waiting(matters: list[WaitingMatter], today: dt.date) -> list[Waiting]:
    agencies = Agency.objects.in_bulk({each.agency_id for each in matters})
    return [Waiting(agencies[each.agency_id], each, (today - each.since).days) for each in matters]


def _boards(viewer: Actor, today: dt.date) -> list[Board]:
    """The periods of reports that run or still miss somebody, the next due first."""
    if not viewer.may(Permission.SEE_REPORTS):
        return []
    boards = [board(viewer, period) for period in periods(viewer)[:MOST_PERIODS]]
    return sorted(
        (each for each in boards if each.missing or each.period.send_by >= today), key=lambda each: each.period.send_by
    )
