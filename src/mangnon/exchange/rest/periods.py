"""When recurring tasks fall due: rules set and stopped by the plan's lead agency, and their periods."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.paging import cursor_page
from mangnon.exchange.rest.plans import Cursor, Limit, recurrence_told, task_or_missing, viewer_of_plans
from mangnon.exchange.rest.shapes import Day, Listed, PeriodOut, Reason, RecurrenceOut, Sent
from mangnon.exchange.rest.telling import period_told
from mangnon.plans.public import make_instances_of_task, set_recurrence, stop_recurrence
from mangnon.plans.terms import Frequency

router = Router(tags=["Kỳ thực hiện"])


class RecurrenceSent(Sent):
    """How often, from which day on, and why. `due_month` (the how many-th of the period), `due_day` null: the period's
    last day."""

    frequency: Frequency
    from_on: Day
    reason: Reason
    due_month: Annotated[int, Field(ge=1, le=12)] | None = None
    due_day: Annotated[int, Field(ge=1, le=31)] | None = None


class StopSent(Sent):
    """From which day on no new period is made, and why."""

    from_on: Day
    reason: Reason


class StoppedOut(Schema):
    """The last day of the rule: the period under way goes on to its end."""

    until_on: dt.date


@router.get(
    "/tasks/{int:task_id}/periods",
    response=reads(Listed[PeriodOut]),
    url_name="api_task_periods",
    summary="Các kỳ đã tạo",
)
def api_task_periods(request: HttpRequest, task_id: int, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """The periods of a recurring task that have begun, first to last."""
    task = task_or_missing(viewer_of_plans(request), task_id)
    page = cursor_page(
        task.instances.all(),
        order=["starts_on", "pk"],
        of=f"periods/{task.pk}",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.starts_on.isoformat(), row.pk],
    )
    return {"items": [period_told(row) for row in page.items], "next": page.next}


@router.post(
    "/tasks/{int:task_id}/recurrence/set",
    response=acts(RecurrenceOut),
    url_name="api_set_recurrence",
    summary="Đặt quy tắc lặp lại",
)
def api_set_recurrence(request: HttpRequest, task_id: int, payload: RecurrenceSent) -> dict[str, Any]:
    """The task recurs, or recurs otherwise from a day on: periods made stay, the one under way goes on to its end. The
    period that has begun by today is made at once."""
    actor = viewer_of_plans(request)
    task = task_or_missing(actor, task_id)
    set_recurrence(actor=actor, task_id=task.pk, **payload.dict())
    make_instances_of_task(actor=actor, task=task)
    return recurrence_told(task)


@router.post(
    "/tasks/{int:task_id}/recurrence/stop",
    response=acts(StoppedOut),
    url_name="api_stop_recurrence",
    summary="Ngừng lặp lại",
)
def api_stop_recurrence(request: HttpRequest, task_id: int, payload: StopSent) -> dict[str, Any]:
    """No new period from a day on; what was made stays to be done."""
    actor = viewer_of_plans(request)
    task = task_or_missing(actor, task_id)
    return {"until_on": stop_recurrence(actor=actor, task_id=task.pk, from_on=payload.from_on, reason=payload.reason)}
