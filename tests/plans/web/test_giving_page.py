"""The form by which a task is given stands only where something can be given."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import SYSTEM
from mangnon.kernel import clock
from mangnon.plans.models import Plan, PlanVersion
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
