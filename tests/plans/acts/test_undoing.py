"""A report of completion made by mistake is taken back by who made it, for a while."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.acts.undoing import UNDO_MINUTES, take_back_report
from mangnon.plans.errors import CannotUndo
from mangnon.plans.models import Assignment
from mangnon.plans.public import (
    DoneMove,
    accept_assignment,
    ask_extension,
    confirm_complete,
    delegate_assignment,
    grant_extension,
    log_disagreements,
    record_progress,
    report_complete,
    undo_moves,
)
from mangnon.plans.rules import Move
from tests.plans import made
from tests.plans.acts.rows import accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(officer: Actor) -> Assignment:
    row = accepted(officer)
    record_progress(actor=officer, assignment_id=row.pk, progress=10, text="Mới bắt đầu.")
    return report_complete(actor=officer, assignment_id=row.pk, reason="Nhầm.")


def test_it_goes_on_where_it_was(reported: Assignment, officer: Actor) -> None:
    row = take_back_report(actor=officer, assignment_id=reported.pk, version=reported.version)
    assert (row.execution, row.progress, row.completed_at) == ("in_progress", 10, None)
    assert log_disagreements(SYSTEM) == []
    with pytest.raises(CannotUndo):
        take_back_report(actor=officer, assignment_id=row.pk)


def test_not_after_a_while_nor_once_it_is_taken_nor_by_another(reported: Assignment, officer: Actor) -> None:
    colleague, elsewhere = (made.actor_at(body, Role.DEPARTMENT_OFFICER) for body in ("SO_TP", "SO_NV"))
    with clock.frozen(clock.now() + dt.timedelta(minutes=UNDO_MINUTES, seconds=1)), pytest.raises(CannotUndo):
        take_back_report(actor=officer, assignment_id=reported.pk)
    with pytest.raises(CannotUndo):
        take_back_report(actor=colleague, assignment_id=reported.pk)
    with pytest.raises(NotAllowed):
        take_back_report(actor=elsewhere, assignment_id=reported.pk)
    confirm_complete(actor=made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), assignment_id=reported.pk)
    with pytest.raises(CannotUndo):
        take_back_report(actor=officer, assignment_id=reported.pk)


def test_the_page_offers_it_for_a_while(reported: Assignment, officer_client: Client) -> None:
    page = reverse("task", args=[reported.task.plan.code, reported.task.code])
    address = reverse("take_back_report", args=[reported.pk])
    assert address in officer_client.get(page).content.decode()
    with clock.frozen(clock.now() + dt.timedelta(minutes=UNDO_MINUTES + 1)):
        assert address not in officer_client.get(page).content.decode()
        late = officer_client.post(address)
    assert late.status_code == 422
    assert "Chỉ rút lại được báo cáo hoàn thành trong 10 phút" in late.content.decode()
    stale = officer_client.post(address, {"version": "1"})
    assert stale.status_code == 409
    reported.refresh_from_db()
    assert reported.execution == "reported_complete"


def test_a_granted_day_stays_once_a_part_below_has_taken_it(officer: Actor) -> None:
    """What was given on below never ends after what it was given from, by this door neither."""
    lead, local = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), made.actor_at("UBND.901", Role.LOCAL_OFFICER)
    row = accepted(officer)
    below = made.agency("UBND.901").pk
    (part,) = delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[below], text="Làm tại huyện mẫu.")
    accept_assignment(actor=local, assignment_id=part.pk)
    row.refresh_from_db()
    assert row.due_on is not None
    later = row.due_on + dt.timedelta(days=60)

    def moved(asker: Actor, giver: Actor, pk: int) -> DoneMove:
        ask_extension(actor=asker, assignment_id=pk, wanted_on=later, reason="Chờ kinh phí mẫu")
        grant_extension(actor=giver, assignment_id=pk)
        return DoneMove(pk, Move.GRANT_EXTENSION, Assignment.objects.get(pk=pk).version)

    above, under = moved(officer, lead, row.pk), moved(local, officer, part.pk)
    with pytest.raises(CannotUndo, match="đã lấy hạn mới"):
        undo_moves(actor=lead, done=[above])
    undo_moves(actor=officer, done=[under])
    undo_moves(actor=lead, done=[above])
    for each in (row, part):
        each.refresh_from_db()
    assert part.due_on is not None
    assert part.due_on <= row.due_on < later
    assert log_disagreements(SYSTEM) == []
