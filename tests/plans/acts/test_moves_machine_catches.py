"""The machine of `test_moves_machine` is worth something only if it fails when a service forgets a guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings

from mangnon.plans.acts import acting, assigning, undoing_decisions
from mangnon.plans.models import Plan
from mangnon.plans.rules import Move, Situation, why_refused
from tests.plans.acts.test_moves_machine import Steps, run_machine

# Ends with the first failure, without shrinking it: that it fails is all that is asked. The same examples every time,
# begun one act before the guard, so that it is met soon.
_QUICK = settings(
    max_examples=200,
    stateful_step_count=6,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def _forgets_that_work_began(patch: pytest.MonkeyPatch) -> None:
    def broken(now: Situation, move: Move) -> str:
        return why_refused(replace(now, has_worked=False), move)

    patch.setattr(acting, "why_refused", broken)


def _lets_anybody_recall(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(assigning, "check_giver", lambda actor, assignment: None)


def _writes_no_log(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(acting, "log_move", lambda *args, **kwargs: None)


def _undoes_a_day_that_a_part_has_taken(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(undoing_decisions, "_check_no_part_went_along", lambda *args: None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mutation", "begun", "says"),
    [
        (_forgets_that_work_began, ("accept", "note"), "went through although already_worked"),
        (_lets_anybody_recall, (), "DID NOT RAISE"),
        (_writes_no_log, (), "LogDisagreement"),
        (
            _undoes_a_day_that_a_part_has_taken,
            ("accept", "delegate", "ask_extension", "grant", "the_part_below_moves_on"),
            "a part below ends later",
        ),
    ],
)
def test_a_forgotten_guard_makes_the_machine_fail(
    plan: Plan, mutation: Callable[[pytest.MonkeyPatch], None], begun: Steps, says: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        mutation(patch)
        with pytest.raises((AssertionError, pytest.fail.Exception)) as failure:
            run_machine(plan, _QUICK, (begun,))
    assert says in str(failure.value), "it failed, but not because of the guard that was taken out"
