"""Plans, their tasks and their figures."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from mangnon.accounts.public import Actor
from mangnon.exchange.rest.answering import reads
from mangnon.exchange.rest.doorway import actor_asking
from mangnon.exchange.rest.paging import MOST_ROWS, cursor_page
from mangnon.exchange.rest.problems import Problem, missing
from mangnon.exchange.rest.shapes import (
    Day,
    Listed,
    PlanOut,
    RecurrenceOut,
    StatisticsOut,
    TaskOut,
)
from mangnon.exchange.rest.telling import agency_told, cells_told, period_told, plan_told, task_told
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.public import (
    Against,
    Dimension,
    Plan,
    Task,
    can_see_plans,
    figures,
    lead_agencies_of,
    plan_by_code,
    plans,
    tasks,
)
from mangnon.plans.terms import AssignmentRole

router = Router(tags=["Kế hoạch"])
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS)]
Cursor = Annotated[str, Query(max_length=1000)]


def viewer_of_plans(request: HttpRequest) -> Actor:
    """Who asks, if their role reads plans. Raises NotAllowed."""
    actor = actor_asking(request)
    if not can_see_plans(actor):
        raise NotAllowed("Vai trò của bạn không xem kế hoạch. Không có gì bị thay đổi.")
    return actor


def plan_or_missing(viewer: Actor, code: str) -> Plan:
    """The plan, if the viewer may see it. Raises Problem."""
    plan = plan_by_code(viewer, code)
    if plan is None:
        raise missing()
    return plan


@router.get("/plans", response=reads(Listed[PlanOut]), url_name="api_plans", summary="Các kế hoạch")
def api_plans(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """The plans of one's province, newest first."""
    viewer = viewer_of_plans(request)
    page = cursor_page(plans(viewer), order=["-pk"], of="plans", cursor=cursor, limit=limit, key=lambda plan: [plan.pk])
    leads = lead_agencies_of(page.items, on=clock.today())
    return {"items": [plan_told(plan, leads[plan.pk]) for plan in page.items], "next": page.next}


@router.get("/plans/{slug:code}", response=reads(PlanOut), url_name="api_plan", summary="Một kế hoạch")
def api_plan(request: HttpRequest, code: str) -> dict[str, Any]:
    """One plan by its code."""
    plan = plan_or_missing(viewer_of_plans(request), code)
    return plan_told(plan, lead_agencies_of([plan], on=clock.today())[plan.pk])


@router.get("/plans/{slug:code}/tasks", response=reads(Listed[TaskOut]), url_name="api_plan_tasks", summary="Nhiệm vụ")
def api_plan_tasks(request: HttpRequest, code: str, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """The tasks of a plan in the paper's order."""
    viewer = viewer_of_plans(request)
    plan = plan_or_missing(viewer, code)
    page = cursor_page(
        tasks(viewer, plan),
        order=["order", "pk"],
        of=f"tasks/{plan.pk}",
        cursor=cursor,
        limit=limit,
        key=lambda task: [task.order, task.pk],
    )
    return {"items": [task_told(task, plan.code) for task in page.items], "next": page.next}


class By(Enum):
    """What figures are told apart by."""

    AGENCY = "agency"
    GROUP = "group"
    PERIOD = "period"
    ROLE = "role"


class Lateness(Enum):
    """By which deadline lateness is judged."""

    EXTENDED = "extended"
    ORIGINAL = "original"


def instant_of(day: dt.date) -> dt.datetime:
    """When a day is counted: at its end, today now. Raises Problem for a day that has not come."""
    today = clock.today()
    if day > today:
        said = "Chưa có số liệu của ngày chưa đến."
        raise Problem(422, "day_to_come", said, errors=[{"field": "query.on", "code": "day_to_come", "detail": said}])
    return clock.now() if day == today else clock.last_minute(day)


@router.get(
    "/plans/{slug:code}/statistics", response=reads(StatisticsOut), url_name="api_plan_statistics", summary="Số liệu"
)
def api_plan_statistics(
    request: HttpRequest,
    code: str,
    on: Day | None = None,
    by: By | None = None,
    deadline: Lateness = Lateness.EXTENDED,
    role: AssignmentRole = AssignmentRole.LEAD,
) -> dict[str, Any]:
    """The four official cells and both overdue rates at the end of a day (today: now), from the log."""
    viewer = viewer_of_plans(request)
    plan = plan_or_missing(viewer, code)
    day: dt.date = on or clock.today()
    at = instant_of(day)
    told = figures(
        viewer,
        at=at,
        plan_ids=[plan.pk],
        by=(Dimension(by.value),) if by else (),
        roles=(role,),
        against=Against(deadline.value),
    )
    rows = [cells_told(cells, _key(by, key[0]) if by else {}) for key, cells in told.items()]
    names = _names(plan, by, [row["key"]["id"] for row in rows] if by in (By.AGENCY, By.GROUP) else [])
    for row in rows:
        if by in (By.AGENCY, By.GROUP):
            row["key"] = names[row["key"]["id"]]
    rows.sort(key=lambda row: str(row["key"]))
    return {"plan": plan.code, "on": day, "against": deadline.value, "role": role.value, "rows": rows}


def _key(by: By, value: int | str | None) -> dict[str, Any]:
    return {"id": value} if by in (By.AGENCY, By.GROUP) else {by.value: value}


def _names(plan: Plan, by: By | None, ids: list[int]) -> dict[int, dict[str, Any]]:
    if by is By.AGENCY:
        from mangnon.agencies.public import Agency

        return {agency.pk: agency_told(agency) for agency in Agency.objects.filter(pk__in=ids)}
    if by is By.GROUP:
        return {group.pk: {"number": group.number, "title": group.title} for group in plan.groups.filter(pk__in=ids)}
    return {}


def task_or_missing(viewer: Actor, task_id: int) -> Task:
    """The task, if the viewer may see it. Raises Problem."""
    found = Task.objects.filter(plan__in=plans(viewer).order_by(), pk=task_id).select_related("group", "plan").first()
    if found is None:
        raise missing()
    return found


@router.get("/tasks/{int:task_id}", response=reads(TaskOut), url_name="api_task", summary="Một nhiệm vụ")
def api_task(request: HttpRequest, task_id: int) -> dict[str, Any]:
    """One task."""
    task = task_or_missing(viewer_of_plans(request), task_id)
    return task_told(task, task.plan.code)


@router.get(
    "/tasks/{int:task_id}/recurrence",
    response=reads(RecurrenceOut),
    url_name="api_task_recurrence",
    summary="Các kỳ thực hiện",
)
def api_task_recurrence(request: HttpRequest, task_id: int) -> dict[str, Any]:
    """When a recurring task falls due, and its periods; empty lists for a task done once."""
    return recurrence_told(task_or_missing(viewer_of_plans(request), task_id))


def recurrence_told(task: Task) -> dict[str, Any]:
    """RecurrenceOut."""
    return {
        "rules": list(
            task.recurrence_rules.order_by("from_on", "pk").values(
                "frequency", "due_month", "due_day", "from_on", "until_on"
            )
        ),
        "periods": [period_told(each) for each in task.instances.order_by("starts_on", "pk")],
    }
