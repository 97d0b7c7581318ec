"""Doors of a plan's annex as a file."""

from __future__ import annotations

from typing import Any

from tests.journeys.doors import IN_PLANS, REVIEWERS, Door
from tests.journeys.provinces import World


def _plan(found: World) -> list[Any]:
    return [found.plan.code]


GETS: dict[str, Door] = {
    "plan_form": Door(IN_PLANS, args=_plan),
    "annex_import": Door(REVIEWERS, args=_plan, special={"other_leader": 403}),
}
POSTS_OF_FORMS: dict[str, Door] = {
    # No file was chosen.
    "annex_import": Door(REVIEWERS, 422, lambda found: {}, args=_plan, special={"other_leader": 403}, is_act=False),
}
