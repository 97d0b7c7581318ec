"""Every change of an assignment by a reorganisation is another version of it: what a page showed before is refused."""

from __future__ import annotations

from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.kernel.refusals import Stale
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.public import accept_assignment, record_progress, undo_assignment_moves
from tests.plans import events, made
from tests.plans.events import JULY, MARCH
from tests.plans.successions.moved import move, open_row

pytestmark = pytest.mark.django_db


def _version(pk: int) -> int:
    return Assignment.objects.values_list("version", flat=True).get(pk=pk)


def test_ending_and_coming_back_are_versions(plan: Plan) -> None:
    row = open_row("I.2", "SO_TP")
    events.body("SO_MOI", valid_from=MARCH)
    happened = events.event([("SO_TP", "SO_MOI", "")])
    move(happened)
    assert _version(row.pk) == row.version + 1
    undo_assignment_moves(actor=SYSTEM, events=[happened])
    assert _version(row.pk) == row.version + 2
    with pytest.raises(Stale):
        record_progress(
            actor=made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER),
            assignment_id=row.pk,
            progress=10,
            text="Đã làm.",
            version=row.version,
        )


def test_what_is_left_undecided_is_another_version(plan: Plan, split: Any) -> None:
    row = open_row("I.1", "SO_YT")
    happened = split()
    move(happened)
    assert Assignment.objects.get(pk=row.pk).undecided_by_id == happened.pk
    assert _version(row.pk) == row.version + 1
    undo_assignment_moves(actor=SYSTEM, events=[happened])
    assert _version(row.pk) == row.version + 2


def test_who_is_to_carry_on_follows_in_a_version_of_its_own_and_may_still_be_undone(plan: Plan) -> None:
    """An act of the body that holds it until then is no work of the body that is to come."""
    row = open_row("I.2", "SO_TP")
    events.body("SO_MOI", valid_from=JULY)
    happened = events.event([("SO_TP", "SO_MOI", "")], on=JULY)
    move(happened)
    coming = open_row("I.2", "SO_MOI")
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=officer, assignment_id=row.pk)
    coming.refresh_from_db()
    assert (coming.execution, coming.version) == ("in_progress", 2)
    undo_assignment_moves(actor=SYSTEM, events=[happened])
    assert not Assignment.objects.filter(pk=coming.pk).exists()
