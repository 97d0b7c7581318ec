"""Every act in every state of its thing, by the person who has the right: what is locked stays as it was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mangnon.audit.models import AuditRow
from tests.journeys.provinces import World, world
from tests.journeys.states import CASES, DONE, Case


@pytest.fixture
def scene(db: None) -> World:
    return world()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.act}-{case.state}")
def test_an_act_goes_through_only_in_a_state_that_takes_it(scene: World, case: Case) -> None:
    case.put(scene)
    rows = AuditRow.objects.count()
    data = dict(case.data)
    if case.act == "answer_difficulty" and scene.difficulty is not None:
        data[f"tl{scene.difficulty.pk}-answer"] = "Đã bố trí"
    answer = scene.client(case.person).post(reverse(case.act, args=case.args(scene)), data)
    assert answer.status_code == case.answer
    assert (AuditRow.objects.count() > rows) == (case.answer == DONE)
