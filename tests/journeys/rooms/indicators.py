"""Doors of indicators: who reads reports reads the dictionary; a figure of another province is not told."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency
from mangnon.indicators.models import Dimension, Indicator, IndicatorSet, Target
from mangnon.indicators.public import SetFacts, add_indicator, add_set, set_target
from mangnon.indicators.rules.facts import Facts
from mangnon.indicators.terms import Comparison
from mangnon.territory.models import Unit
from tests.journeys.doors import IN_PLANS, WRITERS, Door
from tests.journeys.provinces import World

_numbers = itertools.count(1)
# The other province's lead officers learn nothing of the set; nobody else there has such pages at all.
_OTHERS = {"other_leader": 403, "other_administrator": 403}


def _one(found: World) -> list[Any]:
    row = Indicator.objects.filter(is_heading=False, same_as=None).select_related("set").order_by("pk")[0]
    return [row.set.code, row.code]


def _own_set(found: World) -> list[Any]:
    """A set of the first province's own."""
    unit = Unit.objects.get(level="province", code="90")
    standing = IndicatorSet.objects.filter(owner=unit).first()
    made = standing or add_set(actor=SYSTEM, unit=unit, code="MAU", facts=SetFacts("Bộ mẫu", "Kế hoạch mẫu"))
    return [made.code]


def _own_indicator(found: World) -> list[Any]:
    """An indicator of it; each walk through the door may take it away."""
    (code,) = _own_set(found)
    chosen = IndicatorSet.objects.get(code=code)
    standing = Indicator.objects.filter(set=chosen, code="M1").first()
    facts = Facts("Mẫu", "count", "lượt")
    made = standing or add_indicator(actor=SYSTEM, indicator_set=chosen, code="M1", facts=facts)
    return [code, made.code]


def _there_is_one(found: World) -> list[Any]:
    """No argument: the page shows the set of the province."""
    _own_indicator(found)
    return []


def _set_with_one(found: World) -> list[Any]:
    return _own_indicator(found)[:1]


def _typed_set(found: World) -> dict[str, Any]:
    return {"code": f"M{next(_numbers)}", "name": f"Bộ mẫu {next(_numbers)}", "legal_basis": "Kế hoạch mẫu"}


def _typed_indicator(found: World) -> dict[str, Any]:
    plain = {"name": f"Mẫu {next(_numbers)}", "kind": "count", "unit_words": "lượt", "nature": "flow"}
    return plain | {"code": f"N{next(_numbers)}", "direction": "none", "reason": "Mẫu", "viec": "ghi"}


def _open_dimension(found: World) -> list[Any]:
    return [Dimension.objects.exclude(concept="age").order_by("-position")[0].code]


def _typed_dimension(found: World) -> dict[str, Any]:
    return {"name": f"Phân tổ mẫu {next(_numbers)}", "concept": "other", "groups": "một\nhai"}


def _typed_group(found: World) -> dict[str, Any]:
    return {"ten": f"Nhóm mẫu {next(_numbers)}"}


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
    "dimensions": Door(IN_PLANS, elsewhere=0),
    "own_indicator_sets": Door({"lead", "other_lead"}, args=_there_is_one, elsewhere=403),
    "own_indicator_set": Door({"lead"}, args=_set_with_one, special=_OTHERS),
    "own_indicator_add": Door({"lead"}, args=_own_set, special=_OTHERS),
    "own_indicator_change": Door({"lead"}, args=_own_indicator, special=_OTHERS),
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
    "own_indicator_sets": Door({"lead", "other_lead"}, 302, _typed_set, elsewhere=403),
    "own_indicator_set": Door({"lead"}, 302, _typed_set, args=_own_set, special=_OTHERS),
    "own_indicator_add": Door({"lead"}, 302, _typed_indicator, args=_own_set, special=_OTHERS),
    "own_indicator_change": Door({"lead"}, 302, _typed_indicator, args=_own_indicator, special=_OTHERS),
    "own_indicator_remove": Door({"lead"}, 302, args=_own_indicator, special=_OTHERS),
    "dimension_add": Door({"administrator", "other_administrator"}, 302, _typed_dimension, elsewhere=403),
    "category_add": Door(
        {"administrator", "other_administrator"}, 302, _typed_group, args=_open_dimension, elsewhere=403
    ),
    "target_withdraw": Door(
        {"lead"}, 302, lambda found: {"ly-do": "Mẫu"}, args=_target, elsewhere=403, special={"other_lead": 404}
    ),
    # Nothing is told there yet, so the lead is told to choose again.
    "figure_choose": Door({"lead"}, 422, lambda found: {"ly-do": "Mẫu"}, args=_figure, elsewhere=403, is_act=False),
    "figure_form": Door(WRITERS - {"local"}, ok=302, data=_typed, args=_form, elsewhere=403),
}
