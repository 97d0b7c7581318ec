"""Doors of the overviews: whoever sees plans and reports sees how both stand; a period of another province is none."""

from __future__ import annotations

from typing import Any

from tests.journeys.doors import IN_PLANS, Door
from tests.journeys.provinces import World


def _period(found: World) -> list[Any]:
    return [found.regime.code, found.period.code]


GETS: dict[str, Door] = {
    "overview": Door(IN_PLANS, ok=302, elsewhere=0),
    "overview_leader": Door(IN_PLANS, elsewhere=0),
    "overview_lead": Door(IN_PLANS, elsewhere=0),
    "overview_agency": Door(IN_PLANS, elsewhere=0),
    "overview_commune": Door(IN_PLANS, elsewhere=0),
    "overview_indicators": Door(IN_PLANS, elsewhere=0),
    "overview_behind": Door(IN_PLANS, elsewhere=0),
    "overview_reports": Door(IN_PLANS, args=_period),
}
POSTS_OF_FORMS: dict[str, Door] = {}
