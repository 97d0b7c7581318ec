"""Doors of the acts on assignments: giving, returning, extending, taking results, calling back, giving on."""

from __future__ import annotations

from typing import Any

from tests.journeys.doors import Door
from tests.journeys.provinces import World


def _running(found: World) -> list[Any]:
    return [found.assignments["own"].pk]


GETS: dict[str, Door] = {}
POSTS_OF_FORMS: dict[str, Door] = {
    # A lead says why it reports while coordinators have said nothing.
    "report_complete": Door({"department"}, 302, lambda found: {"reason": "Chưa có ý kiến phối hợp"}, args=_running),
}
