"""What one body has to do and how it stands; and which bodies are late, the latest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, QuerySet

from mangnon.accounts.public import Actor
from mangnon.activities.public import Activity, activities_of_agency
from mangnon.activities.terms import ActivityState
from mangnon.agencies.public import Agency
from mangnon.desk.my_work import CLOSED, work_of_agency
from mangnon.desk.work_filters import DeadlineFilter, deadline_is
from mangnon.kernel import clock
from mangnon.plans.public import (
    Assignment,
    AssignmentSuccession,
    Difficulty,
    Dimension,
    FourCells,
    Plan,
    figures,
    plans_led_by,
    seen_difficulties,
)
from mangnon.plans.terms import AssignmentRole

_UNDER_WAY = (ActivityState.PLANNED, ActivityState.RUNNING)
_MOST_ACTIVITIES = 20
_ROLES = (AssignmentRole.LEAD, AssignmentRole.COORDINATOR, AssignmentRole.MONITOR)


@dataclass(frozen=True, slots=True)
class Inheritance:
    """How many of a body's assignments were another's before, by which event (None: a person gave them)."""

    before: Agency
    event: object | None
    count: int


@dataclass(frozen=True, slots=True)
class AgencyWork:
    """One body: its figures by role, its open work late first, its difficulties that concern the viewer, from whom
    it took work over, the plans it leads, what it does under its tasks: not yet done, the nearest end first."""

    agency: Agency
    cells: dict[str, FourCells]
    open_rows: list[Assignment]
    open_count: int
    overdue_count: int
    difficulties: list[Difficulty]
    inherited: list[Inheritance] = field(default_factory=list)
    leads: list[Plan] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    activity_count: int = 0


def agency_seen(viewer: Actor, code: str) -> Agency | None:
    """A body of the viewer's provinces by its code, as it stands or as it was when it ended."""
    if code.partition(".")[0] not in viewer.territory_codes:
        return None
    found = Agency.objects.filter(code=code).select_related("territory", "parent").order_by("-pk")
    return found.first()


def agency_work(viewer: Actor, agency: Agency, *, most: int = 200) -> AgencyWork:
    """Everything the page of a body shows. A constant number of statements."""
    now = clock.now()
    rows = work_of_agency(viewer, agency_id=agency.pk).exclude(execution__in=CLOSED)
    counted = rows.order_by().aggregate(
        all=Count("pk"), late=Count("pk", filter=deadline_is(DeadlineFilter.OVERDUE.value, now=now))
    )
    late_first = rows.order_by(F("due_on").asc(nulls_last=True), "task__plan__code", "task__order", "pk")
    doing = activities_of_agency(viewer, agency_id=agency.pk).filter(state__in=_UNDER_WAY)
    mine = seen_difficulties(viewer).filter(assignment__agency_id=agency.pk).order_by("-raised_at", "-pk")
    return AgencyWork(
        agency=agency,
        cells=agency_cells(viewer, agency, on=clock.local_day(now)),
        open_rows=list(late_first[:most]),
        open_count=counted["all"],
        overdue_count=counted["late"],
        difficulties=list(mine[:20]),
        inherited=_inherited(rows),
        leads=list(plans_led_by(viewer, agency_id=agency.pk)),
        activities=list(doing.order_by(F("due_on").asc(nulls_last=True), "pk")[:_MOST_ACTIVITIES]),
        activity_count=doing.order_by().count(),
    )


def agency_cells(viewer: Actor, agency: Agency, *, on: dt.date) -> dict[str, FourCells]:
    """The four cells of a body by role at the end of a day, of today this moment, by the log: what the page of official
    figures tells of the same day. One statement."""
    at = clock.last_minute(on) if on < clock.today() else clock.now()
    told = figures(viewer, at=at, on=on, by=(Dimension.ROLE,), roles=_ROLES, agency_id=agency.pk)
    return {str(key[0]): cells for key, cells in told.items()}


def _inherited(rows: QuerySet[Assignment]) -> list[Inheritance]:
    """From whom the open work was taken over, the step just before."""
    links = AssignmentSuccession.objects.filter(successor__in=rows.order_by().values("pk"))
    found: dict[tuple[int, int | None], Inheritance] = {}
    for link in links.select_related("predecessor__agency", "event__reorganisation").order_by("pk"):
        key = (link.predecessor.agency_id, link.event_id)
        known = found.get(key)
        count = known.count + 1 if known else 1
        found[key] = Inheritance(link.predecessor.agency, link.event, count)
    return list(found.values())


def cells_of_agencies(viewer: Actor, *, plan: Plan | None = None) -> list[tuple[Agency, FourCells]]:
    """Every body that leads a task and its cells, most overdue first, then by most done late, then by name. Two
    statements."""
    plan_ids: Sequence[int] | None = [plan.pk] if plan else None
    told = figures(viewer, at=clock.now(), by=(Dimension.AGENCY,), plan_ids=plan_ids)
    bodies = Agency.objects.in_bulk([int(key[0]) for key in told if key[0] is not None])
    rows = [(bodies[int(key[0])], cells) for key, cells in told.items() if key[0] is not None]
    return sorted(rows, key=lambda row: (-row[1].not_done_overdue, -row[1].done_late, row[0].name, row[0].code))
