"""The form by which a task is given stands only where something can be given."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import SYSTEM
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Plan, PlanVersion
from mangnon.plans.public import replace_plan
from mangnon.plans.terms import VersionKind
from mangnon.plans.web.act_presenters import SHAPES
from mangnon.plans.web.acting_views import ACTS
from tests.plans import made

pytestmark = pytest.mark.django_db


def _offers(client: Client, plan: Plan) -> bool:
    page = client.get(reverse("task", args=[plan.code, "I.2"]))
    assert page.status_code == 200
    return reverse("give_assignment", args=[plan.code, "I.2"]) in page.content.decode()


def test_not_of_a_withdrawn_task(lead_client: Client, plan: Plan) -> None:
    assert _offers(lead_client, plan)
    version = PlanVersion.objects.create(
        plan=plan,
        number=2,
        kind=VersionKind.AMENDED,
        directive=plan.directive,
        began_on=clock.today(),
        made_at=clock.now(),
    )
    plan.tasks.filter(code="I.2").update(withdrawn_by=version)
    assert not _offers(lead_client, plan)


def test_not_in_a_plan_that_was_replaced(lead_client: Client, plan: Plan) -> None:
    new = made.adopted(made.result(number="100/KH-UBND"), code="100-KH-UBND")
    replace_plan(actor=SYSTEM, plan_id=plan.pk, by_plan_id=new.pk)
    assert not _offers(lead_client, plan)


def test_every_act_that_is_offered_has_a_service_that_takes_its_form() -> None:
    assert set(ACTS) == set(SHAPES)


def test_a_group_is_shown_before_anything_is_given(lead_client: Client, plan: Plan) -> None:
    address = reverse("give_assignment", args=[plan.code, "I.2"])
    sent: dict[str, object] = {"receivers": made.CLASS, "role": "coordinator", "due_on": "", "reason": "Cần phối hợp"}
    before = Assignment.objects.count()
    asked = lead_client.post(address, sent)
    page = asked.content.decode()
    assert (asked.status_code, Assignment.objects.count()) == (422, before)
    assert "là 2 cơ quan" in page
    assert page.count('name="chosen"') == 2 == page.count('name="chosen" value="') == page.count(" checked")
    one = made.agency("UBND.901")
    none = lead_client.post(address, {**sent, "asked": made.CLASS})
    assert (none.status_code, Assignment.objects.count()) == (422, before)
    assert " checked" not in none.content.decode(), "what was chosen stays as it was"
    other = lead_client.post(address, {**sent, "asked": "các sở", "chosen": [one.pk]})
    assert (other.status_code, Assignment.objects.count()) == (422, before), "the list was of other words"
    done = lead_client.post(address, {**sent, "asked": made.CLASS, "chosen": [one.pk]})
    assert done.status_code == 302
    new = Assignment.objects.filter(task__code="I.2", agency=one, class_words=made.CLASS)
    assert new.exists()
    assert Assignment.objects.filter(task__code="I.2", class_words=made.CLASS).count() == new.count()
