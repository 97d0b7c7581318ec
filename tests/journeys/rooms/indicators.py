"""Doors of indicators: who reads reports reads the dictionary; a figure of another province is not told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency
from mangnon.indicators.models import Indicator, Target
from mangnon.indicators.public import set_target
from mangnon.indicators.terms import Comparison
from mangnon.territory.models import Unit
from tests.journeys.doors import IN_PLANS, WRITERS, Door
from tests.journeys.provinces import World


def _one(found: World) -> list[Any]:
    row = Indicator.objects.filter(is_heading=False, same_as=None).select_related("set").order_by("pk")[0]
    return [row.set.code, row.code]


def _figure(found: World) -> list[Any]:
    return [*_one(found), Unit.objects.get(level="province", code="90").pk, "2024"]


def _form(found: World) -> list[Any]:
    return [Unit.objects.get(level="province", code="90").pk, "2024"]


def _workbook(found: World) -> list[Any]:
    agency = Agency.objects.get(code="90.SO_TP")
    return [agency.code, agency.territory_id, "2024"]


def _target(found: World) -> list[Any]:
    """A target of the first province; each walk through the door withdraws another."""
    row = Indicator.objects.get(set__code="TT13-2021", code="I-0101")
    unit = Unit.objects.get(level="province", code="90")
    standing = Target.objects.filter(indicator=row, unit=unit, withdrawn_at=None).first()
    made = standing or set_target(
        actor=SYSTEM, indicator=row, unit=unit, year=2030, comparison=Comparison.AT_LEAST, low=Decimal(5), source="Mẫu"
    )
    return [made.pk]


def _typed_target(found: World) -> dict[str, Any]:
    return {"nam": "2029", "so-sanh": "at_least", "muc-thap": "5", "van-ban": "Mẫu", "ly-do": "Mẫu"}


def _typed(found: World) -> dict[str, Any]:
    return {f"{Indicator.objects.get(set__code='TT13-2021', code='I-0101').pk}.": "5"}


GETS: dict[str, Door] = {
    "indicators": Door(IN_PLANS, elsewhere=0),
    "targets": Door(IN_PLANS, elsewhere=0),
    "indicator_targets": Door(IN_PLANS, args=_one, elsewhere=0),
    "indicator": Door(IN_PLANS, args=_one, elsewhere=0),
    "figure_forms": Door(WRITERS, elsewhere=0, special={"other_leader": 403, "other_administrator": 403}),
    # A commune's officer enters figures of the commune, not of its province.
    "figure_form": Door(WRITERS - {"local"}, args=_form, elsewhere=403),
    "indicator_forms": Door(WRITERS, elsewhere=0, special={"other_leader": 403, "other_administrator": 403}),
    "indicator_form_file": Door({"lead", "department"}, args=_workbook, elsewhere=403),
    "figure": Door(IN_PLANS, args=_figure, elsewhere=403),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "indicator_forms": Door(  # no file was chosen
        WRITERS,
        422,
        lambda found: {},
        elsewhere=0,
        special={"other_leader": 403, "other_administrator": 403},
        is_act=False,
    ),
    # Each province sets its own.
    "target_set": Door({"lead", "other_lead"}, 302, _typed_target, args=_one, elsewhere=403),
    "target_withdraw": Door(
        {"lead"}, 302, lambda found: {"ly-do": "Mẫu"}, args=_target, elsewhere=403, special={"other_lead": 404}
    ),
    # Nothing is told there yet, so the lead is told to choose again.
    "figure_choose": Door({"lead"}, 422, lambda found: {"ly-do": "Mẫu"}, args=_figure, elsewhere=403, is_act=False),
    "figure_form": Door(WRITERS - {"local"}, ok=302, data=_typed, args=_form, elsewhere=403),
}
