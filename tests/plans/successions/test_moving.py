"""Assignments through reorganisations: one to one, joining, by function, districts and communes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.models import Agency
from mangnon.kernel import clock
from mangnon.plans.acts.working import (
    accept_assignment,
    record_progress,
    report_complete,
)
from mangnon.plans.errors import BadChoice
from mangnon.plans.figures.counting import plan_statistics, statistics
from mangnon.plans.models import Assignment, AssignmentSuccession, Plan
from mangnon.plans.selectors import (
    assignments_without_successor,
    duties_without_successor,
    lead_agency_of,
    participating_agencies,
)
from mangnon.plans.successions.choosing import choose_duty_successor, choose_successor
from mangnon.plans.successions.holding import responsible_for_task
from mangnon.plans.successions.leading import choice_key, plan_choice_key
from mangnon.territory.models import Unit
from tests.plans import events, made
from tests.plans.events import JULY, MARCH
from tests.plans.successions.moved import BEFORE, SILENT, move, new_communes, on_day, open_row

# ---- one to one, and joining -------------------------------------------------------------------------------------


def test_one_body_becomes_another_and_the_work_goes_on(plan: Plan) -> None:
    events.body("SO_MOI", valid_from=MARCH)
    old = open_row("I.2", "SO_TP")
    with clock.frozen(clock.at(BEFORE)):
        officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
        accept_assignment(actor=officer, assignment_id=old.pk)
        record_progress(actor=officer, assignment_id=old.pk, progress=40, text="Đã làm phần mẫu.")
    happened = events.event([("SO_TP", "SO_MOI", "")], kind="rename")
    moves = move(happened)
    assert {(move.task_code, move.because) for move in moves} == {("I.1", "only"), ("I.2", "only"), ("I.3", "only")}
    new = open_row("I.2", "SO_MOI")
    old.refresh_from_db()
    assert (old.ended_on, old.ended_by, old.agency.catalogue_code) == (dt.date(2025, 2, 28), happened, "SO_TP")
    assert (new.began_on, new.began_by, new.role) == (MARCH, happened, "lead")
    assert (new.execution, new.progress, new.accepted_at, new.due_on) == (
        "in_progress",
        40,
        old.accepted_at,
        old.due_on,
    )
    assert list(new.predecessors.all()) == [old]
    assert on_day(BEFORE, "I.2") == {"SO_TP": "lead", "SO_YT": "coordinator"}
    assert on_day(MARCH, "I.2") == {"SO_MOI": "lead", "SO_YT": "coordinator"}


def test_two_on_one_task_become_one_and_the_lead_wins(plan: Plan) -> None:
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=officer, assignment_id=open_row("I.2", "SO_TP").pk)
    move(events.event([("SO_TP", "SO_YT", "")]))
    # Sở Tư pháp coordinated I.1 and I.3, which Sở Y tế leads; it led I.2, which Sở Y tế coordinated
    assert [on_day(MARCH, code).get("SO_YT") for code in ("I.1", "I.2", "I.3")] == ["lead"] * 3
    joined = open_row("I.2", "SO_YT")
    assert joined.execution == "in_progress"
    before = {(row.agency.catalogue_code, row.role) for row in joined.predecessors.all()}
    assert before == {("SO_TP", "lead"), ("SO_YT", "coordinator")}
    kept = open_row("I.1", "SO_YT")
    assert (kept.began_on, [row.agency.catalogue_code for row in kept.predecessors.all()]) == (None, ["SO_TP"])
    assert not Assignment.objects.on(MARCH).filter(agency=made.agency("SO_TP")).exists()


def test_what_is_complete_stays_where_it_was_done(plan: Plan) -> None:
    events.body("SO_MOI", valid_from=MARCH)
    Assignment.objects.filter(task__code="I.2", role="lead").update(
        execution="complete", review="met", accepted_at=clock.now(), completed_at=clock.now(), progress=100
    )
    assert "I.2" not in {move.task_code for move in move(events.event([("SO_TP", "SO_MOI", "")]))}
    assert on_day(JULY, "I.2") == {"SO_TP": "lead", "SO_YT": "coordinator"}


def test_the_official_figures_are_the_same_before_and_after(plan: Plan) -> None:
    events.body("SO_MOI", valid_from=MARCH)
    with clock.frozen(clock.at(BEFORE)):
        row = open_row("I.3", "SO_YT")
        actor = made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER)
        accept_assignment(actor=actor, assignment_id=row.pk)
        report_complete(actor=actor, assignment_id=row.pk, reason=SILENT)
    now = clock.at(JULY)
    before = statistics(SYSTEM, plan, now=now)
    move(events.event([("SO_TP", "SO_YT", ""), ("SO_YT", "SO_MOI", "")], on=MARCH))
    assert statistics(SYSTEM, plan, now=now) == before == plan_statistics(SYSTEM, [plan], now=now)[plan.pk]
    for day in (BEFORE, MARCH, JULY):
        assert statistics(SYSTEM, plan, now=clock.at(day)).total == plan.tasks.count()


# ---- by function -------------------------------------------------------------------------------------------------


def test_a_split_that_does_not_say_leaves_it_open_and_lists_it(plan: Plan, split: Any) -> None:
    moves = move(split())
    assert {move.undecided for move in moves if move.role} == {"function_unclear"}
    assert {agency.catalogue_code for agency in moves[0].candidates} == {"SO_MOT", "SO_HAI"}
    assert on_day(JULY)["SO_YT"] == "lead"
    assert assignments_without_successor(SYSTEM).count() == 3
    asked = responsible_for_task(SYSTEM, plan.tasks.get(code="I.1"), MARCH)
    assert (asked.agency, asked.undecided) == (made.agency("SO_YT"), "function_unclear")
    assert responsible_for_task(SYSTEM, plan.tasks.get(code="I.1"), BEFORE).undecided == ""
    assert made.agency("SO_YT") not in participating_agencies(plan, on=MARCH)
    assert {row.duty_id is None for row in duties_without_successor(SYSTEM)} == {True, False}
    assert lead_agency_of(plan, on=MARCH) == made.agency("SO_YT")


def test_the_plans_own_function_says_which_part(plan: Plan, split: Any) -> None:
    Plan.objects.update(function="child_affairs")
    assert {(move.because, move.function) for move in move(split())} == {("plan", "child_affairs")}
    assert on_day(MARCH)["SO_MOT"] == "lead"
    assert open_row("I.1", "SO_MOT").function == "child_affairs"
    assert lead_agency_of(plan, on=BEFORE) == made.agency("SO_YT")
    assert lead_agency_of(plan, on=MARCH) == made.agency("SO_MOT")


def test_a_recorded_function_is_stronger_than_the_plans(plan: Plan, split: Any) -> None:
    Plan.objects.update(function="child_affairs")
    Assignment.objects.filter(task__code="I.1", agency=made.agency("SO_YT")).update(function="labour")
    move(split())
    assert "SO_HAI" in on_day(MARCH, "I.1")
    assert "SO_MOT" in on_day(MARCH, "I.3")


def test_clear_words_of_the_task_say_which_part(plan: Plan, split: Any) -> None:
    plan.tasks.filter(code="I.1").update(text="Chăm sóc, bảo vệ trẻ em; quyền trẻ em; công tác trẻ em.")
    moves = {move.task_code: move for move in move(split())}
    assert (moves["I.1"].because, moves["I.1"].targets) == ("words", (made.agency("SO_MOT"),))
    assert moves["I.3"].undecided == "function_unclear"


def test_a_persons_choice_at_the_act(plan: Plan, split: Any) -> None:
    one = choice_key(plan.code, "I.1", made.agency("SO_YT").code)
    rest = plan_choice_key(plan.code, made.agency("SO_YT").code)
    happened = split()
    moves = {
        move.task_code: move
        for move in move(happened, choices={one: made.agency("SO_HAI").code, rest: made.agency("SO_MOT").code})
    }
    assert moves["I.1"].key == one
    assert [moves[code].targets[0].catalogue_code for code in ("I.1", "I.2", "I.3", "")] == [
        "SO_HAI",
        "SO_MOT",
        "SO_MOT",
        "SO_MOT",
    ]
    assert {move.because for move in moves.values()} == {"chosen"}


@pytest.mark.parametrize("code", ["90.KHONG_CO", "90.SO_YT"])
def test_a_choice_that_cannot_be_is_refused_and_nothing_moves(plan: Plan, split: Any, code: str) -> None:
    key = choice_key(plan.code, "I.1", made.agency("SO_YT").code)
    happened = split()
    with pytest.raises(BadChoice):
        move(happened, choices={key: code})
    with pytest.raises(BadChoice):
        move(happened, choices={choice_key(plan.code, "I.9", "90.SO_YT"): made.agency("SO_MOT").code})
    with pytest.raises(BadChoice, match="không còn ứng với"):
        move(happened, choices={plan_choice_key(plan.code, "90.SO_KHONG"): made.agency("SO_MOT").code})
    assert not Assignment.objects.filter(ended_on__isnull=False).exists()


def test_no_province_gives_its_work_to_another(plan: Plan, split: Any) -> None:
    elsewhere = Unit.objects.create(code="91", name="Tỉnh Khác", kind="tỉnh", level="province")
    stranger = events.body("SO_LA")
    Agency.objects.filter(pk=stranger.pk).update(code="91.SO_LA", territory=elsewhere)
    happened = split()
    key = choice_key(plan.code, "I.1", made.agency("SO_YT").code)
    with pytest.raises(BadChoice, match="không thuộc tỉnh của kế hoạch"):
        move(happened, choices={key: "91.SO_LA"})
    move(happened)
    open_row = assignments_without_successor(SYSTEM).order_by("pk").first()
    general = duties_without_successor(SYSTEM).first()
    assert open_row is not None
    assert general is not None
    with pytest.raises(BadChoice, match="không thuộc tỉnh của kế hoạch"):
        choose_successor(actor=SYSTEM, assignment_id=open_row.pk, agency_id=stranger.pk, reason="Nhầm")
    with pytest.raises(BadChoice, match="không thuộc tỉnh của kế hoạch"):
        choose_duty_successor(actor=SYSTEM, succession_id=general.pk, agency_id=stranger.pk, reason="Nhầm")
    assert not Assignment.objects.filter(agency=stranger).exists()


def test_a_transfer_takes_only_its_function(plan: Plan) -> None:
    events.carries("SO_YT", "child_affairs", "labour")
    Plan.objects.update(function="labour")
    Assignment.objects.filter(task__code="I.1", agency=made.agency("SO_YT")).update(function="child_affairs")
    move(events.event([("SO_YT", "SO_NV", "child_affairs")], kind="transfer", ends=False))
    assert on_day(MARCH, "I.1")["SO_NV"] == "lead"
    assert on_day(MARCH, "I.3")["SO_YT"] == "lead"
    assert lead_agency_of(plan, on=MARCH) == made.agency("SO_YT")


def test_what_nobody_is_known_to_carry_is_listed(plan: Plan) -> None:
    moves = move(events.event([("SO_TP", None, "")], kind="dissolve"))
    assert {move.undecided for move in moves} == {"nobody_known"}
    assert assignments_without_successor(SYSTEM).count() == 3


# ---- districts and communes --------------------------------------------------------------------------------------


def test_a_district_hands_on_to_its_communes_once_each(plan: Plan) -> None:
    one, two = "UBND.901", "UBND.902"
    first, shared, last = new_communes(3)
    row = Assignment.objects.get(task__code="I.1", agency=made.agency(one))
    accept_assignment(actor=made.actor_at(one, Role.LOCAL_OFFICER), assignment_id=row.pk)
    happened = events.event(
        [(one, first, ""), (one, shared, ""), (two, shared, ""), (two, last, "")], on=JULY, kind="abolish_level"
    )
    move(happened)
    rows = Assignment.objects.open().filter(agency__level="commune").order_by("agency__code")
    assert [row.agency.catalogue_code for row in rows] == [first, shared, last]
    assert {row.execution for row in rows} == {"not_received"}
    assert {row.class_words for row in rows} == {made.CLASS}
    assert [row.predecessors.count() for row in rows] == [1, 2, 1]
    assert {link.because for link in AssignmentSuccession.objects.all()} == {"every"}
    assert set(participating_agencies(plan, on=JULY)) >= {made.agency(code) for code in (first, shared, last)}
    assert made.agency(one) in participating_agencies(plan, on=dt.date(2025, 6, 30))


def test_a_lead_is_not_divided(plan: Plan) -> None:
    first, second = new_communes(2)
    move(events.event([("SO_TP", first, ""), ("SO_TP", second, "")], on=JULY))
    assert Assignment.objects.get(task__code="I.2", role="lead").undecided_because == "several"
    assert set(on_day(JULY, "I.3")) == {"SO_YT", first, second}


def test_what_a_district_reported_complete_is_not_asked_of_its_communes_again(plan: Plan) -> None:
    officer = made.actor_at("UBND.901", Role.LOCAL_OFFICER)
    row = Assignment.objects.get(task__code="I.1", agency=made.agency("UBND.901"))
    accept_assignment(actor=officer, assignment_id=row.pk)
    report_complete(actor=officer, assignment_id=row.pk, reason=SILENT)
    first, second = new_communes(2)
    assert move(events.event([("UBND.901", first, ""), ("UBND.901", second, "")], on=JULY)) == []
