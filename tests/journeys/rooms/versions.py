"""Doors of versions: everybody who reads plans reads them, who adopts papers amends and closes plans."""

from __future__ import annotations

from typing import Any

from tests.journeys.doors import IN_PLANS, REVIEWERS, Door
from tests.journeys.provinces import World


def _plan(found: World) -> list[Any]:
    return [found.plan.code]


def _amendment(found: World) -> list[Any]:
    """The paper in review says the same as the plan: there is nothing to change."""
    return [found.in_review.pk, found.plan.code]


GETS: dict[str, Door] = {
    "plan_versions": Door(IN_PLANS, args=_plan),
    "amend_plan": Door(REVIEWERS, args=_amendment, special={"other_leader": 403}),
    "replace_plan": Door(REVIEWERS, args=_plan, special={"other_leader": 403}),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "amend_plan": Door(
        REVIEWERS, 422, lambda found: {"version": "1"}, args=_amendment, special={"other_leader": 403}, is_act=False
    ),
    # No other plan is there to take its place.
    "replace_plan": Door(
        REVIEWERS, 422, lambda found: {"ke-hoach": "KHONG-CO"}, args=_plan, special={"other_leader": 403}, is_act=False
    ),
}
