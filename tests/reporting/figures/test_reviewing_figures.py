"""Who reviews a report holds its figures against the period before and reads what the checks say; others do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.indicators.public import Cell, period_of, record_figures
from mangnon.indicators.terms import FigureState
from mangnon.kernel import clock
from mangnon.reporting.periods.opening import open_period
from tests.harness.queries import assert_constant_queries
from tests.reporting.factories import Scene, user_at
from tests.reporting.figures.made import asking_scene, boxes, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def plan(_in_may: None) -> Scene:
    found = asking_scene()
    open_period(actor=SYSTEM, regime=found.regime, code="2024H1")
    territory = found.schools.territory
    assert territory is not None
    # The regime asks for first halves; the checks hold a half-year against the one before it.
    for code, number in (("2024H1", 80), ("2024H2", 100)):
        record_figures(
            actor=SYSTEM,
            unit=territory,
            agency=found.schools,
            period=period_of(code),
            cells={(boxes(found)[0].indicator_id, ""): Cell(FigureState.VALUE, Decimal(number))},
        )
    sent(found, found.schools, "900", "1/4", "2")
    return found


def _figures(plan: Scene, place: object, role: Role) -> str:
    client = Client()
    client.force_login(user_at(place, role))
    answer = client.get(reverse("report_view", args=[plan.regime.code, plan.period.code, plan.schools.code]))
    assert answer.status_code == 200
    (section,) = html.document_fromstring(answer.content.decode()).xpath("//section[@id='so-lieu']")
    return " ".join(section.text_content().split())


def test_the_receiver_and_the_writer_see_the_period_before_and_what_is_unlikely(plan: Scene) -> None:
    for place, role in ((plan.lead, Role.PROVINCIAL_LEAD), (plan.schools, Role.DEPARTMENT_OFFICER)):
        told = _figures(plan, place, role)
        assert "Kỳ trước" in told
        assert "Kiểm tra số liệu thấy 1 điểm cần xem" in told
        assert "900" in told
        assert "80" in told


def test_others_read_the_figures_alone(plan: Scene) -> None:
    told = _figures(plan, plan.lead, Role.LEADER)
    assert "900" in told
    assert "Kỳ trước" not in told
    assert "Kiểm tra số liệu" not in told


def test_more_figures_cost_no_more_queries(plan: Scene) -> None:
    territory = plan.schools.territory
    assert territory is not None
    years = iter(range(2019, 2024))

    def add() -> None:
        record_figures(
            actor=SYSTEM,
            unit=territory,
            agency=plan.schools,
            period=period_of(f"{next(years)}H1"),
            cells={(row.indicator_id, ""): Cell(FigureState.NONE) for row in boxes(plan)},
        )

    assert_constant_queries(add_row=add, read=lambda: _figures(plan, plan.lead, Role.PROVINCIAL_LEAD))
