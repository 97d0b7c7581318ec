"""Doors of figures in reports: the list of a regime, boxes, a consolidated figure, the child-rights report."""

from __future__ import annotations

from typing import Any

from mangnon.indicators.models import Indicator
from mangnon.reporting.models import PeriodIndicator
from tests.journeys.doors import READERS_OF_TOTALS, Door
from tests.journeys.provinces import World


def _regime(found: World) -> list[Any]:
    return [found.regime.code]


def _period(found: World) -> list[Any]:
    return [found.regime.code, found.period.code]


def _of_department(found: World) -> list[Any]:
    return [*_period(found), "90.SO_TP"]


def _asked(found: World) -> list[Any]:
    """The period asks for one indicator."""
    indicator = Indicator.objects.filter(kind="count", is_heading=False, same_as__isnull=True).order_by("pk")[0]
    PeriodIndicator.objects.get_or_create(period=found.period, indicator=indicator, defaults={"order": 0})
    return [*_period(found), indicator.pk]


GETS: dict[str, Door] = {
    "regime_indicators": Door({"lead"}, args=_regime),
    "consolidation_figure": Door(READERS_OF_TOTALS, args=_asked),
    "child_rights": Door(READERS_OF_TOTALS, args=_period),
    "child_rights_file": Door(READERS_OF_TOTALS, args=lambda found: [*_period(found), "docx"]),
}
_LOCKED = {"lead": 422, "colleague": 422, "department": 422}
POSTS_OF_FORMS: dict[str, Door] = {
    "child_rights_words": Door(
        {"lead"}, 302, lambda found: {"phan": "kho-khan", "text": "Lời mẫu", "version": "0"}, args=_period
    ),
    "regime_indicators": Door({"lead"}, 422, lambda found: {}, args=_regime, is_act=False),
    # Somebody has sent in this period: its list is frozen, and the page says so.
    "period_indicators_renew": Door({"lead"}, 302, lambda found: {"reason": "Mẫu"}, args=_period, is_act=False),
    "report_figures_save": Door({"local"}, 302, lambda found: {}, special=_LOCKED, args=_period),
    # In another body's name only its successors write; the own one is locked here.
    "report_figures_save_for": Door(set(), 302, lambda found: {}, special={"department": 422}, args=_of_department),
    "consolidation_figure_choose": Door(
        {"lead"}, 422, lambda found: {"figure": "0", "reason": "x"}, args=_asked, is_act=False
    ),
}
