"""Doors of the rules by which tasks recur: set by the plan's lead agency."""

from __future__ import annotations

from typing import Any

from mangnon.kernel import clock
from mangnon.plans.models import RecurrenceRule
from tests.journeys.doors import Door
from tests.journeys.provinces import World


def _task(found: World) -> list[Any]:
    return [found.plan.code, found.task.code]


def _recurring(found: World) -> list[Any]:
    RecurrenceRule.objects.get_or_create(
        task=found.task, frequency="yearly", defaults={"from_on": clock.today(), "made_at": clock.now()}
    )
    return _task(found)


def _rule(found: World) -> dict[str, Any]:
    return {"frequency": "quarterly", "due_month": "", "due_day": "", "from_on": "20/05/2025", "reason": "Theo văn bản"}


GETS: dict[str, Door] = {}
POSTS_OF_FORMS: dict[str, Door] = {
    "set_recurrence": Door({"lead"}, 302, _rule, args=_task),
    "stop_recurrence": Door(
        {"lead"}, 302, lambda found: {"from_on": "01/07/2025", "reason": "Hết việc"}, args=_recurring
    ),
}
