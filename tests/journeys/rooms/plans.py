"""Doors of the desk, plans, tasks, assignments and difficulties."""

from __future__ import annotations

from typing import Any

from mangnon.plans.models import Assignment
from tests.journeys.doors import IN_PLANS, OWN, Door
from tests.journeys.provinces import World


def _nothing(found: World) -> dict[str, Any]:
    return {}


def _adopted(found: World) -> list[Any]:
    return [found.adopted.pk]


def _plan(found: World) -> list[Any]:
    return [found.plan.code]


def _running(found: World) -> list[Any]:
    return [found.assignments["own"].pk]


def _not_received(found: World) -> Assignment:
    return Assignment.objects.get(task__plan=found.plan, task__code="I.1", agency__code="90.SO_TP")


GETS: dict[str, Door] = {
    "desk": Door(OWN, elsewhere=0, to_auditors=True),
    "reading_plan": Door(IN_PLANS, 302, args=_adopted),
    "plans": Door(IN_PLANS, elsewhere=0),
    "portfolio": Door(IN_PLANS, elsewhere=0),
    "plan": Door(IN_PLANS, args=_plan),
    "plan_annex": Door(IN_PLANS, args=_plan),
    "task": Door(IN_PLANS, args=lambda found: [found.plan.code, found.task.code]),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "accept_assignments": Door(
        {"department"}, 302, lambda found: {"ids": [_not_received(found).pk]}, refused=302, elsewhere=302
    ),
    "accept_assignment": Door({"department"}, 302, _nothing, args=lambda found: [_not_received(found).pk]),
    "record_progress": Door(
        {"department"}, 302, lambda found: {"progress": "10", "text": "Đã làm", "version": "2"}, args=_running
    ),
    "raise_difficulty": Door({"department"}, 302, lambda found: {"text": "Thiếu xe mẫu"}, args=_running),
    "answer_difficulty": Door(
        {"lead"},
        302,
        lambda found: {f"tl{found.difficulty.pk}-answer": "Đã bố trí"} if found.difficulty else {},
        refused=404,
        special=dict.fromkeys(("colleague", "department", "case_worker", "supervisor", "leader", "inspector"), 403),
        args=lambda found: [found.difficulty.pk if found.difficulty else 0],
    ),
}
