"""What half a year counted is held against the year's target as far as it goes, never «not met» before its end."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import set_target
from mangnon.indicators.terms import Comparison, Nature, TargetState
from mangnon.reporting.consolidation.figure_tables import goal_words, judged
from mangnon.reporting.consolidation.figures import FigureLine, figure_book
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.review.deciding import accept_report
from tests.reporting.factories import Scene
from tests.reporting.figures.made import asking_scene, boxes, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Scene:
    return asking_scene()


def _line(plan: Scene, nature: Nature, comparison: Comparison, **ends: Decimal) -> FigureLine:
    asked = boxes(plan)[0].indicator
    Indicator.objects.filter(pk=asked.pk).update(nature=nature)
    set_target(
        actor=SYSTEM, indicator=asked, unit=plan.plan.territory, year=2025, comparison=comparison, source="Mẫu", **ends
    )
    report = sent(plan, plan.schools, "10", "3/4", "5")
    accept_report(actor=plan.reviewer, report_id=report.pk)
    book = figure_book(consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Chưa gửi"}))
    return book.lines[0]


def test_a_flow_of_half_a_year_below_the_years_target_is_not_yet_judged(plan: Scene) -> None:
    line = _line(plan, Nature.FLOW, Comparison.AT_LEAST, low=Decimal(50))
    assert judged(line) == TargetState.UNKNOWN
    assert goal_words(line).endswith("(2025), so với cả năm")


def test_what_half_a_year_has_reached_is_met(plan: Scene) -> None:
    assert judged(_line(plan, Nature.FLOW, Comparison.AT_LEAST, low=Decimal(5))) == TargetState.MET


def test_what_half_a_year_has_already_gone_past_is_not_met(plan: Scene) -> None:
    assert judged(_line(plan, Nature.FLOW, Comparison.AT_MOST, high=Decimal(5))) == TargetState.NOT_MET


def test_a_stock_of_half_a_year_is_judged_as_ever(plan: Scene) -> None:
    line = _line(plan, Nature.STOCK, Comparison.AT_MOST, high=Decimal(50))
    assert not line.is_of_part_of_year
    assert not goal_words(line).endswith("cả năm")


def _rate(plan: Scene, comparison: Comparison, *, below: str = Nature.STOCK, **ends: Decimal) -> FigureLine:
    """Three of four in half a year, out of those who are there."""
    asked = boxes(plan)[1].indicator
    Indicator.objects.filter(pk=asked.pk).update(nature=Nature.FLOW, denominator_nature=below)
    set_target(
        actor=SYSTEM, indicator=asked, unit=plan.plan.territory, year=2025, comparison=comparison, source="Mẫu", **ends
    )
    report = sent(plan, plan.schools, "10", "3/4", "5")
    accept_report(actor=plan.reviewer, report_id=report.pk)
    book = figure_book(consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Chưa gửi"}))
    return book.lines[1]


@pytest.mark.parametrize(
    ("comparison", "ends", "state"),
    [
        (Comparison.AT_MOST, {"high": Decimal(90)}, TargetState.UNKNOWN),
        (Comparison.AT_LEAST, {"low": Decimal(90)}, TargetState.UNKNOWN),
        (Comparison.AT_MOST, {"high": Decimal(50)}, TargetState.NOT_MET),
        (Comparison.AT_LEAST, {"low": Decimal(50)}, TargetState.MET),
    ],
)
def test_a_rate_that_grows_over_the_year_is_judged_only_as_far_as_more_could_not_change_it(
    plan: Scene, comparison: Comparison, ends: dict[str, Decimal], state: TargetState
) -> None:
    line = _rate(plan, comparison, **ends)
    assert line.told.value == 75
    assert judged(line) == state
    assert goal_words(line).endswith("so với cả năm")


def test_a_rate_of_two_flows_is_judged_as_ever(plan: Scene) -> None:
    line = _rate(plan, Comparison.AT_LEAST, below=Nature.FLOW, low=Decimal(90))
    assert judged(line) == TargetState.NOT_MET
