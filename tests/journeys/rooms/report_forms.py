"""Doors of report forms in Excel."""

from __future__ import annotations

from typing import Any

from tests.journeys.doors import Door
from tests.journeys.provinces import World


def _of_district(found: World) -> list[Any]:
    expected = found.period.expected.exclude(agency__reports__period=found.period).select_related("agency")
    return [found.regime.code, found.period.code, expected.order_by("agency__code")[0].agency.code]


_LEADS = {"lead", "other_lead"}
GETS: dict[str, Door] = {
    "report_forms": Door(_LEADS, elsewhere=403),
    "report_form_file": Door({"lead"}, args=_of_district, elsewhere=403, special={"other_lead": 404}),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "report_forms": Door(_LEADS, 422, lambda found: {}, elsewhere=403, is_act=False),  # no file was chosen
}
