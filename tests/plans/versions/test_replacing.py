"""What goes on in the plan that replaces another: extensions count on, history is reached, the preview is true."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import SYSTEM, Role
from mangnon.kernel import clock
from mangnon.plans.acts.acting import situation_of
from mangnon.plans.assignments.carried import in_plan_before
from mangnon.plans.errors import WrongState
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.public import accept_assignment, ask_extension, grant_extension
from mangnon.plans.terms import EndReason, Execution
from mangnon.plans.versions.amending import closing_version
from mangnon.plans.versions.replacing import preview_replacement, replace_plan
from tests.plans import made


@pytest.fixture(autouse=True)
def _on_a_day() -> Any:
    with clock.frozen(clock.at(dt.date(2025, 4, 10), 9)):
        yield


def _replacing() -> Plan:
    return made.adopted(
        made.result(number="8/KH-UBND", date="2025-04-01", links=[made.link("replaces", "99/KH-UBND", "2025-02-17")]),
        code="MOI",
    )


@pytest.mark.parametrize("granted", [0, 1, 2])
def test_extensions_count_on_in_the_plan_that_replaces_it_and_its_history_is_reached(plan: Plan, granted: int) -> None:
    officer, lead = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    old = plan.tasks.get(code="I.2").assignments.get(role="lead")
    accept_assignment(actor=officer, assignment_id=old.pk)
    for day in range(granted):
        wanted = dt.date(2025, 9, 10 + day)
        ask_extension(actor=officer, assignment_id=old.pk, wanted_on=wanted, reason="Chờ kinh phí mẫu.")
        grant_extension(actor=lead, assignment_id=old.pk)
    new = _replacing()
    moves = {old.task_id: new.tasks.get(code="I.2").pk}
    replace_plan(actor=SYSTEM, plan_id=plan.pk, by_plan_id=new.pk, moves=moves)
    taken = new.tasks.get(code="I.2").assignments.get(role="lead")
    now = situation_of(taken)
    assert (now.extensions_granted, now.extension_waits, now.has_worked) == (granted, False, False)
    assert [each.pk for each in in_plan_before(taken.pk)] == [old.pk]
    assert in_plan_before(old.pk) == []
    client = Client()
    client.force_login(made.user_at("SO_TP", Role.DEPARTMENT_OFFICER))
    page = client.get(reverse("assignment", args=[taken.pk])).content.decode()
    assert "Lịch sử ở kế hoạch trước" in page
    assert reverse("assignment", args=[old.pk]) in page
    assert client.get(reverse("assignment", args=[old.pk])).status_code == 200
    assert page.count("Chờ kinh phí mẫu.") >= granted, "what was asked and answered there stands here too"
    Assignment.objects.filter(pk=taken.pk).update(due_on=dt.date(2025, 5, 30))
    ask: dict[str, Any] = {
        "actor": officer,
        "assignment_id": taken.pk,
        "wanted_on": dt.date(2025, 10, 1),
        "reason": "Lần nữa.",
    }
    if granted == 2:
        with pytest.raises(WrongState) as refused:
            ask_extension(**ask)
        assert refused.value.code == "extended_twice"
    else:
        assert ask_extension(**ask).state == "asked"


def test_replacing_is_previewed_as_chosen_and_does_just_that(plan: Plan, lead_client: Client) -> None:
    new = _replacing()
    one, two = plan.tasks.get(code="I.2"), plan.tasks.get(code="I.3")
    moves = {one.pk: new.tasks.get(code="I.2").pk, two.pk: 0}
    page = lead_client.post(
        reverse("replace_plan", args=[plan.code]),
        {"ke-hoach": "MOI", "xem-truoc": "1", **{f"den-{key}": to for key, to in moves.items()}},
    )
    assert page.status_code == 200
    assert "Chuyển tiếp cùng tiến độ: Sở Tư pháp (chủ trì, 0 %)" in page.content.decode()
    assert closing_version(plan) is None, "only looked at"
    chosen = {key: to for key, to in moves.items() if to}
    told = {each.task.pk: each for each in preview_replacement(SYSTEM, plan, new, moves=chosen)}
    assert told[two.pk].to is None
    assert not told[two.pk].moved
    replace_plan(actor=SYSTEM, plan_id=plan.pk, by_plan_id=new.pk, moves=chosen)
    for each in told.values():
        for row in each.moved:
            row.refresh_from_db()
            assert row.ended_because == EndReason.REASSIGNED
        for row in each.recalled:
            row.refresh_from_db()
            assert row.execution == Execution.RECALLED
    assert not Assignment.objects.held(clock.today()).filter(task__plan=plan).exists()
