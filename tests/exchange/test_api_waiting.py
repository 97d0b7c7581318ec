"""By programs: what waits for whom, the same rows as the leader's page counts."""

from __future__ import annotations

from typing import Any

import pytest

from mangnon.desk.leader import overview
from mangnon.plans.public import raise_difficulty
from tests.exchange.asking import program
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World

pytestmark = pytest.mark.django_db


def _raise(scene: World, text: str) -> None:
    raise_difficulty(actor=scene.actor("department"), assignment_id=scene.assignments["own"].pk, text=text)


def test_the_same_rows_as_the_overview_counts_in_pages(scene: World) -> None:
    _raise(scene, "Thiếu xe mẫu")
    asks = program(scene, "leader")
    whole = asks.get("/api/waiting").json()
    assert whole["next"] == ""
    assert len(whole["items"]) == overview(scene.actor("leader")).waiting_count == 2
    first = asks.get("/api/waiting?limit=1").json()
    second = asks.get(f"/api/waiting?limit=1&cursor={first['next']}").json()
    assert first["items"] + second["items"] == whole["items"]
    assert second["next"] == ""
    assert {(each["kind"], each["plan"]) for each in whole["items"]} == {("difficulty", scene.plan.code)}


def test_by_plan_body_and_kind_and_a_cursor_of_another_list(scene: World) -> None:
    _raise(scene, "Thiếu xe mẫu")
    asks = program(scene, "lead")
    body = asks.get("/api/waiting").json()["items"][0]["agency"]["code"]
    assert len(asks.get(f"/api/waiting?agency={body}&plan={scene.plan.code}&kind=difficulty").json()["items"]) == 2
    for asked in ("agency=90.SO_NV", "plan=KHONG-CO", "kind=extension"):
        assert asks.get(f"/api/waiting?{asked}").json()["items"] == []
    cursor = asks.get("/api/waiting?limit=1").json()["next"]
    assert asks.get(f"/api/waiting?kind=difficulty&cursor={cursor}").json()["code"] == "bad_cursor"
    assert asks.get("/api/waiting?cursor=x").json()["code"] == "bad_cursor"
    assert asks.get("/api/waiting?kind=khac").json()["code"] == "invalid"


def test_another_province_sees_none_of_it_and_more_cost_no_more_statements(scene: World) -> None:
    assert program(scene, "other_lead").get("/api/waiting").json() == {"items": [], "next": ""}
    asks = program(scene, "lead")

    def read() -> Any:
        return asks.get("/api/waiting")

    assert_constant_queries(add_row=lambda: _raise(scene, "Thêm một khó khăn"), read=read)
