"""Two plans are to replace each other at the same moment: only one does, on both databases."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction

from mangnon.accounts.public import SYSTEM
from mangnon.kernel.refusals import Refusal
from mangnon.plans.models import Plan, PlanVersion
from mangnon.plans.public import replace_plan
from tests.plans import made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two() -> tuple[Plan, Plan]:
    made.province()
    one = made.adopted()
    return one, made.adopted(made.result(number="100/KH-UBND"), code="100-KH-UBND")


def test_of_two_plans_that_replace_each_other_one_does(two: tuple[Plan, Plan]) -> None:
    """The first holds its plan for a moment before it asks for the other, as a slow request does."""
    one, other = two
    holds, outcomes, faults = threading.Event(), [], []

    def run(plan: Plan, by: Plan, *, is_first: bool) -> None:
        try:
            if not is_first:
                holds.wait(timeout=20)  # before the transaction: on SQLite its beginning takes the only write lock
            with transaction.atomic():
                if is_first:
                    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
                    holds.set()
                    time.sleep(1.0)
                replace_plan(actor=SYSTEM, plan_id=plan.pk, by_plan_id=by.pk)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        except Exception as fault:  # told to the test below, in its own thread
            faults.append(f"{type(fault).__name__}: {fault}")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(one, other), kwargs={"is_first": True}),
        threading.Thread(target=run, args=(other, one), kwargs={"is_first": False}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not faults, faults
    assert sorted(outcomes) == ["done", "no_successor"]
    assert PlanVersion.objects.count() == 1
