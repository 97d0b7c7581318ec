"""Two people on one assignment at the same moment, in threads with their own connections, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentReturn, Extension, ProgressNote
from mangnon.plans.public import (
    accept_assignment,
    ask_extension,
    ask_return,
    delegate_assignment,
    give_assignment,
    grant_extension,
    log_disagreements,
    reassign_assignment,
    recall_assignment,
    record_progress,
    refuse_extension,
)
from tests.agencies.test_at_once import while_uncommitted
from tests.conftest import STILL_AT
from tests.plans import made

pytestmark = pytest.mark.django_db(transaction=True)
JUNE = dt.date(2025, 6, 10)
WHY = "Theo chỉ đạo mẫu."


@pytest.fixture
def row() -> Assignment:
    """Sở Tư pháp leads it and is at work. The threads do not see the test's still clock: the process's is moved."""
    before = clock.training_shift()
    clock.set_training_shift(STILL_AT - dt.datetime.now(dt.UTC))
    made.province()
    made.adopted()
    found = Assignment.objects.get(task__code="I.2", role="lead")
    accept_assignment(actor=made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), assignment_id=found.pk)
    found.refresh_from_db()
    yield found  # type: ignore[misc]
    clock.set_training_shift(before)


def test_of_two_colleagues_who_write_the_second_is_told(row: Assignment) -> None:
    one, other = (made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER) for _ in range(2))

    def note(actor: object, text: str) -> None:
        record_progress(actor=actor, assignment_id=row.pk, progress=40, text=text, version=row.version)  # type: ignore[arg-type]

    assert while_uncommitted(lambda: note(one, "Người thứ nhất"), lambda: note(other, "Người thứ hai")) == (
        "done",
        "stale",
    )
    assert ProgressNote.objects.get().text == "Người thứ nhất"
    assert log_disagreements(SYSTEM) == []


def test_one_extension_waits_however_many_ask(row: Assignment) -> None:
    actor = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)

    def ask() -> None:
        ask_extension(actor=actor, assignment_id=row.pk, wanted_on=JUNE, reason=WHY)

    assert while_uncommitted(ask, ask) == ("done", "extension_waits")
    assert Extension.objects.count() == 1


def test_an_extension_is_not_granted_and_refused(row: Assignment) -> None:
    ask_extension(
        actor=made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), assignment_id=row.pk, wanted_on=JUNE, reason=WHY
    )
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    assert while_uncommitted(
        lambda: grant_extension(actor=lead, assignment_id=row.pk),
        lambda: refuse_extension(actor=lead, assignment_id=row.pk, answer=WHY),
    ) == ("done", "no_extension_waits")
    assert Extension.objects.get().state == "granted"


def test_who_notes_while_it_is_called_back_is_told(row: Assignment) -> None:
    lead, officer = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    assert while_uncommitted(
        lambda: recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY),
        lambda: record_progress(actor=officer, assignment_id=row.pk, progress=40, text="Đã làm."),
    ) == ("done", "not_in_force")
    assert not ProgressNote.objects.exists()
    assert log_disagreements(SYSTEM) == []


def test_a_task_given_to_two_bodies_at_once_has_one_lead(row: Assignment) -> None:
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY)

    def give(code: str) -> None:
        give_assignment(actor=lead, task_id=row.task_id, agency_id=made.agency(code).pk, role="lead", reason=WHY)

    assert while_uncommitted(lambda: give("SO_NV"), lambda: give("SO_TP")) == ("done", "one_lead")
    assert Assignment.objects.open().filter(task=row.task, role="lead").count() == 1


def test_what_is_given_on_while_it_goes_to_another_body_goes_nowhere(row: Assignment) -> None:
    lead, officer = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    district = made.agency("UBND.901").pk
    assert while_uncommitted(
        lambda: reassign_assignment(actor=lead, assignment_id=row.pk, to_agency_id=made.agency("SO_NV").pk, reason=WHY),
        lambda: delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[district], text=WHY),
    ) == ("done", "not_in_force")
    assert not Assignment.objects.filter(role="delegate").exists()


def test_a_return_is_asked_for_once(row: Assignment) -> None:
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)

    def ask() -> None:
        ask_return(actor=officer, assignment_id=row.pk, reason=WHY)

    assert while_uncommitted(ask, ask) == ("done", "return_waits")
    assert AssignmentReturn.objects.count() == 1
