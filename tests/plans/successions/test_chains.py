"""Chains of events, coming days, undoing; what was raised and who answers it."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.acts.working import (
    accept_assignment,
    record_progress,
)
from mangnon.plans.difficulties.board import seen_difficulties
from mangnon.plans.difficulties.services import answer_difficulty, raise_difficulty
from mangnon.plans.errors import CannotUndo, NotInForce
from mangnon.plans.models import Assignment, Difficulty, Plan
from mangnon.plans.selectors import (
    assignments_of_agency,
    plans_led_by,
    waiting_difficulties,
)
from mangnon.plans.successions.holding import responsible_for_task
from mangnon.plans.successions.moving import move_assignments, undo_assignment_moves, why_assignments_stay
from tests.plans import events, made
from tests.plans.events import JULY, MARCH
from tests.plans.successions.moved import BEFORE, everything, move, new_communes, on_day, open_row

# ---- chains, days, undoing ---------------------------------------------------------------------------------------


def test_the_reason_chain_of_a_task(plan: Plan) -> None:
    events.body("SO_MOT", valid_from=MARCH)
    events.body("SO_HAI", valid_from=JULY)
    first = events.event([("SO_YT", "SO_MOT", "")], tag="R")
    second = events.event([("SO_MOT", "SO_HAI", "")], on=JULY)
    move(second, first)
    task = plan.tasks.get(code="I.1")
    asked = responsible_for_task(SYSTEM, task, JULY)
    assert (asked.agency, asked.since) == (made.agency("SO_HAI"), JULY)
    assert [(s.source.catalogue_code, s.target.catalogue_code, s.on, s.is_verified) for s in asked.because] == [
        ("SO_YT", "SO_MOT", MARCH, False),
        ("SO_MOT", "SO_HAI", JULY, True),
    ]
    at_first = responsible_for_task(SYSTEM, task, BEFORE)
    assert (at_first.agency, at_first.since, at_first.because) == (made.agency("SO_YT"), None, ())


def test_undoing_brings_every_row_back_exactly(plan: Plan) -> None:
    events.body("SO_MOT", valid_from=MARCH)
    communes = new_communes(3)
    before = everything()
    happened = [
        events.event([("SO_YT", "SO_MOT", ""), ("SO_NV", "SO_TP", "")]),
        events.event([("UBND.901", code, "") for code in communes], on=JULY, kind="abolish_level"),
        events.event([("SO_TP", None, "")], on=JULY, kind="dissolve"),
    ]
    move(*happened)
    assert everything() != before
    assert why_assignments_stay(happened) == []
    undo_assignment_moves(actor=SYSTEM, events=happened)
    assert everything() == before


def test_undoing_is_refused_when_the_successor_has_worked(plan: Plan) -> None:
    events.body("SO_MOI", valid_from=MARCH)
    happened = events.event([("SO_TP", "SO_MOI", "")])
    move(happened)
    actor = made.actor_at("SO_MOI", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=actor, assignment_id=open_row("I.2", "SO_MOI").pk)
    assert why_assignments_stay([happened]) == ["Có 1 phân công đã được cơ quan nhận cập nhật sau khi chuyển."]
    kept = everything()
    with pytest.raises(CannotUndo, match="Có 1 phân công"):
        undo_assignment_moves(actor=SYSTEM, events=[happened])
    assert everything() == kept


def test_undoing_the_first_of_two_is_refused(plan: Plan) -> None:
    events.body("SO_MOT", valid_from=MARCH)
    events.body("SO_HAI", valid_from=JULY)
    first = events.event([("SO_YT", "SO_MOT", "")])
    second = events.event([("SO_MOT", "SO_HAI", "")], on=JULY)
    move(first, second)
    assert why_assignments_stay([first])
    undo_assignment_moves(actor=SYSTEM, events=[second])
    assert why_assignments_stay([first]) == []


def test_who_only_works_here_moves_nothing(plan: Plan) -> None:
    happened = events.event([("SO_TP", "SO_NV", "")])
    actor = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    with pytest.raises(NotAllowed):
        move_assignments(actor=actor, events=[happened], choices={})
    with pytest.raises(NotAllowed):
        undo_assignment_moves(actor=actor, events=[happened])


def test_one_row_of_evidence_for_an_event(plan: Plan) -> None:
    happened = events.event([("SO_TP", "SO_NV", "")])
    move(happened)
    row = AuditRow.objects.get(act="move_assignments")
    assert (row.object_type, row.object_id) == ("SuccessionEvent", str(happened.pk))
    assert (row.details["ended"], row.details["began"], row.details["undecided"]) == (3, 3, 0)
    assert len(row.details["began_ids"]) == 3


def test_an_event_of_a_coming_day_shows_todays_holder_until_then(plan: Plan) -> None:
    events.body("SO_MOI", valid_from=JULY)  # the tests' today is in May 2025
    move(events.event([("SO_TP", "SO_MOI", "")], on=JULY))
    today = clock.today()
    assert today < JULY
    assert on_day(today, "I.2")["SO_TP"] == "lead"
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    old = Assignment.objects.get(task__code="I.2", agency=made.agency("SO_TP"))
    assert old in assignments_of_agency(officer, agency_id=officer.agency_id or 0)
    accept_assignment(actor=officer, assignment_id=old.pk)
    record_progress(actor=officer, assignment_id=old.pk, progress=30, text="Làm tiếp.")
    new = open_row("I.2", "SO_MOI")
    assert (new.execution, new.progress, new.version) == ("in_progress", 30, 3)
    successor = made.actor_at("SO_MOI", Role.DEPARTMENT_OFFICER)
    assert new not in assignments_of_agency(successor, agency_id=successor.agency_id or 0)
    with pytest.raises(NotInForce, match="từ ngày 01/07/2025"):
        record_progress(actor=successor, assignment_id=new.pk, progress=50, text="Sớm quá.")
    with clock.frozen(clock.at(JULY)):
        record_progress(actor=successor, assignment_id=new.pk, progress=50, text="Đã nhận.")
        with pytest.raises(NotInForce, match="30/06/2025"):
            record_progress(actor=officer, assignment_id=old.pk, progress=60, text="Muộn rồi.")
        assert new in assignments_of_agency(successor, agency_id=successor.agency_id or 0)


def test_a_body_joined_on_a_coming_day_takes_over_what_is_by_then(plan: Plan) -> None:
    move(events.event([("SO_TP", "SO_YT", "")], on=JULY))
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    accept_assignment(
        actor=officer,
        assignment_id=Assignment.objects.get(task__code="I.2", role="lead", ended_on=dt.date(2025, 6, 30)).pk,
    )
    joined = open_row("I.2", "SO_YT")
    assert (joined.role, joined.execution, joined.began_on) == ("lead", "in_progress", JULY)
    assert on_day(clock.today(), "I.2") == {"SO_TP": "lead", "SO_YT": "coordinator"}


def test_handed_on_the_day_it_came(plan: Plan) -> None:
    events.body("SO_HAI", valid_from=MARCH)
    move(events.event([("SO_TP", "SO_NV", "")]))
    move(events.event([("SO_NV", "SO_HAI", "")]))
    for day, code in ((dt.date(2025, 2, 28), "SO_TP"), (MARCH, "SO_HAI"), (JULY, "SO_HAI")):
        assert on_day(day, "I.2") == {code: "lead", "SO_YT": "coordinator"}


# ---- difficulties and duties -------------------------------------------------------------------------------------


def test_the_successor_sees_what_was_raised_and_the_successor_of_the_lead_answers(plan: Plan) -> None:
    events.body("SO_MOT", valid_from=MARCH)
    events.body("SO_HAI", valid_from=MARCH)
    raised_by = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    with clock.frozen(clock.at(BEFORE)):
        told = raise_difficulty(actor=raised_by, assignment_id=open_row("I.2", "SO_TP").pk, text="Thiếu kinh phí mẫu")
    old_lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    move(events.event([("SO_TP", "SO_MOT", ""), ("SO_YT", "SO_HAI", "")]))
    heir, lead = made.actor_at("SO_MOT", Role.DEPARTMENT_OFFICER), made.actor_at("SO_HAI", Role.PROVINCIAL_LEAD)
    assert list(seen_difficulties(heir)) == [told] == list(seen_difficulties(raised_by))
    assert list(waiting_difficulties(heir)) == []
    assert list(waiting_difficulties(lead)) == [told] == list(seen_difficulties(lead))
    assert list(waiting_difficulties(old_lead)) == []
    assert [row.code for row in plans_led_by(lead, agency_id=lead.agency_id)] == [plan.code]
    with pytest.raises(NotAllowed):
        answer_difficulty(actor=old_lead, difficulty_id=told.pk, answer="Không còn là đầu mối.")
    answer_difficulty(actor=lead, difficulty_id=told.pk, answer="Đã bố trí.")
    assert Difficulty.objects.get().answered_by_id == lead.user_id
