"""Two people, reorganisations, and the log."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.plans.errors import BadReceiver, WrongState
from mangnon.plans.models import (
    Assignment,
    Plan,
)
from mangnon.plans.public import (
    ask_extension,
    ask_return,
    confirm_complete,
    delegate_assignment,
    give_assignment,
    giving_agencies,
    grant_extension,
    log_disagreements,
    move_assignments,
    reassign_assignment,
    recall_assignment,
    refuse_return,
    report_complete,
    requests_waiting_for,
    send_back,
    undo_assignment_moves,
)
from tests.plans import events, made
from tests.plans.acts.rows import JULY, JUNE, TODAY, WHY, accepted, last_event, period_row, row_of

pytestmark = pytest.mark.django_db


# ---- two people, reorganisations ---------------------------------------------------------------------------------


def test_each_act_of_a_version_that_is_gone_is_refused(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    gone = row.version - 1
    body = made.agency("SO_NV").pk
    for act in (
        lambda: ask_return(actor=officer, assignment_id=row.pk, reason=WHY, version=gone),
        lambda: ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason=WHY, version=gone),
        lambda: report_complete(actor=officer, assignment_id=row.pk, reason=WHY, version=gone),
        lambda: delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[body], text=WHY, version=gone),
        lambda: recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY, version=gone),
        lambda: reassign_assignment(actor=lead, assignment_id=row.pk, to_agency_id=body, reason=WHY, version=gone),
        lambda: confirm_complete(actor=lead, assignment_id=row.pk, version=gone),
        lambda: send_back(actor=lead, assignment_id=row.pk, feedback=WHY, version=gone),
        lambda: grant_extension(actor=lead, assignment_id=row.pk, version=gone),
        lambda: refuse_return(actor=lead, assignment_id=row.pk, answer=WHY, version=gone),
    ):
        with pytest.raises(Stale):
            act()


def test_what_waits_goes_with_the_work_when_bodies_change(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    (below,) = delegate_assignment(
        actor=officer, assignment_id=row.pk, agency_ids=[made.agency("UBND.901").pk], text="Làm tại huyện mẫu."
    )
    asked = ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason="Chờ kinh phí mẫu.")
    body = events.body("SO_MOI", name="Sở Mới", valid_from=TODAY)
    event = events.event([("SO_TP", "SO_MOI", "")], on=TODAY, kind="rename")
    move_assignments(actor=SYSTEM, events=[event], choices={})
    new = row_of("I.2", "SO_MOI")
    assert (new.execution, new.agency) == ("in_progress", body)
    (waiting,) = requests_waiting_for(lead)
    assert (waiting.assignment.pk, waiting.request_id) == (new.pk, asked.pk)
    successor = made.actor_at("SO_MOI", Role.DEPARTMENT_OFFICER)
    with pytest.raises(WrongState):
        ask_extension(actor=successor, assignment_id=new.pk, wanted_on=JULY, reason="Lần nữa.")
    grant_extension(actor=lead, assignment_id=new.pk)
    new.refresh_from_db()
    asked.refresh_from_db()
    assert (new.due_on, asked.state, asked.assignment_id) == (JUNE, "granted", row.pk)
    assert [agency.code for agency in giving_agencies(below)] == ["90.SO_MOI"]
    assert log_disagreements(SYSTEM) == []


def test_what_is_given_follows_a_reorganisation_of_a_coming_day(lead: Actor) -> None:
    events.body("SO_MOI", name="Sở Mới", valid_from=events.JULY)
    event = events.event([("SO_NV", "SO_MOI", "")], on=events.JULY, kind="rename")
    move_assignments(actor=SYSTEM, events=[event], choices={})
    row = row_of("I.2", "SO_TP")
    given = reassign_assignment(actor=lead, assignment_id=row.pk, to_agency_id=made.agency("SO_NV").pk, reason=WHY)
    given.refresh_from_db()
    assert given.ended_on == dt.date(2025, 6, 30)
    coming = row_of("I.2", "SO_MOI")
    assert coming.began_on == events.JULY
    recall_assignment(actor=lead, assignment_id=given.pk, reason=WHY)
    assert not Assignment.objects.filter(pk=coming.pk).exists()
    undo_assignment_moves(actor=SYSTEM, events=[event])
    given.refresh_from_db()
    assert (given.execution, given.ended_because) == ("recalled", "recalled")
    assert log_disagreements(SYSTEM) == []


def test_what_another_body_is_to_carry_on_soon_is_still_held_now(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    district = made.agency("UBND.901")
    (below,) = delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[district.pk], text="Làm mẫu.")
    events.body("SO_MOI", name="Sở Mới", valid_from=events.JULY)
    events.body("UBND_XA.1", level="commune", name="Ủy ban nhân dân xã Mẫu", valid_from=events.JULY)
    event = events.event([("SO_TP", "SO_MOI", ""), ("UBND.901", "UBND_XA.1", "")], on=events.JULY, kind="rename")
    move_assignments(actor=SYSTEM, events=[event], choices={})
    row.refresh_from_db()
    assert row.ended_on == dt.date(2025, 6, 30)
    with pytest.raises(BadReceiver) as refused:
        give_assignment(actor=lead, task_id=row.task_id, agency_id=row.agency_id, role="monitor", reason=WHY)
    assert refused.value.code == "already_there"
    with pytest.raises(BadReceiver):
        delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[district.pk], text="Lần nữa.")
    recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY)
    below.refresh_from_db()
    assert (below.execution, below.ended_because) == ("recalled", "recalled")
    assert not Assignment.objects.filter(task=row.task_id, began_on__gte=events.JULY).exists()
    assert log_disagreements(SYSTEM) == []


def test_the_log_of_who_is_to_carry_on_holds_the_last_act_too(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    events.body("SO_MOI", name="Sở Mới", valid_from=events.JULY)
    event = events.event([("SO_TP", "SO_MOI", "")], on=events.JULY, kind="rename")
    move_assignments(actor=SYSTEM, events=[event], choices={})
    ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JULY, reason="Chờ kinh phí mẫu.")
    grant_extension(actor=lead, assignment_id=row.pk)
    coming = row_of("I.2", "SO_MOI")
    assert (coming.due_on, last_event(coming).due_on) == (JULY, JULY)
    assert log_disagreements(SYSTEM) == []


def test_what_was_given_on_below_is_called_back_from_who_carries_it_on(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    (below,) = delegate_assignment(
        actor=officer, assignment_id=row.pk, agency_ids=[made.agency("UBND.901").pk], text="Làm tại huyện mẫu."
    )
    events.body("SO_MOI", name="Sở Mới", valid_from=TODAY)
    event = events.event([("SO_TP", "SO_MOI", "")], on=TODAY, kind="rename")
    move_assignments(actor=SYSTEM, events=[event], choices={})
    recall_assignment(actor=lead, assignment_id=row_of("I.2", "SO_MOI").pk, reason=WHY)
    below.refresh_from_db()
    assert below.execution == "recalled"


def test_a_row_that_differs_from_its_log_is_found(plan: Plan, officer: Actor) -> None:
    row = accepted(officer)
    Assignment.objects.filter(pk=row.pk).update(progress=55)
    other = row_of("I.1", "SO_TP")
    other.events.all().delete()
    found = {each.assignment_id: each.fields for each in log_disagreements(SYSTEM)}
    assert found == {row.pk: ("progress",), other.pk: ("log",)}


def test_a_clock_that_was_set_back_does_not_change_the_order_of_what_happened(plan: Plan, officer: Actor) -> None:
    given = last_event(row_of("I.2", "SO_TP"))
    with clock.frozen(given.at - dt.timedelta(hours=3)):
        row = accepted(officer)
    assert row.accepted_at == given.at - dt.timedelta(hours=3)
    assert (last_event(row).move, last_event(row).at) == ("accept", given.at)
    assert log_disagreements(SYSTEM) == []


def test_who_is_given_a_recurring_task_in_the_middle_of_a_period_does_that_period(lead: Actor) -> None:
    period = period_row()
    recall_assignment(actor=lead, assignment_id=row_of("I.1", "SO_TP").pk, reason=WHY)
    body = made.agency("SO_NV")
    given = give_assignment(actor=lead, task_id=period.task_id, agency_id=body.pk, role="coordinator", reason=WHY)
    mine = Assignment.objects.open().get(instance=period.instance, agency=body)
    assert (mine.role, mine.due_on, mine.began_on) == (given.role, period.instance.due_on, given.began_on)
    assert log_disagreements(SYSTEM) == []
