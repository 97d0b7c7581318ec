"""Assignments through reorganisations: nothing lost, nothing doubled, and back again."""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.models import Agency
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.acts.working import (
    accept_assignment,
    record_progress,
    report_complete,
)
from mangnon.plans.difficulties.services import answer_difficulty, raise_difficulty
from mangnon.plans.errors import BadChoice, CannotUndo, NotInForce, WrongState
from mangnon.plans.figures.counting import plan_statistics, statistics
from mangnon.plans.models import Assignment, AssignmentSuccession, Difficulty, DutySuccession, Plan
from mangnon.plans.selectors import (
    assignments,
    assignments_of_agency,
    assignments_without_successor,
    difficulties,
    duties_without_successor,
    lead_agency_of,
    participating_agencies,
    plans_led_by,
    waiting_difficulties,
)
from mangnon.plans.successions.choosing import choose_duty_successor, choose_successor
from mangnon.plans.successions.holding import responsible_for_task
from mangnon.plans.successions.leading import choice_key, plan_choice_key
from mangnon.plans.successions.moving import move_assignments, undo_assignment_moves, why_assignments_stay
from mangnon.territory.models import Unit
from tests.plans import events, made
from tests.plans.events import JULY, MARCH

BEFORE = dt.date(2025, 2, 20)

SILENT = "Cơ quan phối hợp chưa có ý kiến mẫu."


def _move(*happened: Any, choices: dict[str, str] | None = None) -> list[Any]:
    return move_assignments(actor=SYSTEM, events=list(happened), choices=choices or {})


def _on(day: dt.date, code: str = "I.1") -> dict[str, str]:
    """Role by catalogue code of everybody on a task on a day."""
    rows = Assignment.objects.on(day).filter(task__code=code).select_related("agency")
    return {row.agency.catalogue_code: row.role for row in rows}


def _everything() -> list[Any]:
    tables = (Assignment, AssignmentSuccession, DutySuccession)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def _open(code: str, agency: str) -> Assignment:
    return Assignment.objects.open().get(task__code=code, agency=made.agency(agency))


# ---- one to one, and joining -------------------------------------------------------------------------------------


def test_one_body_becomes_another_and_the_work_goes_on(plan: Plan) -> None:
    events.body("SO_MOI", valid_from=MARCH)
    old = _open("I.2", "SO_TP")
    with clock.frozen(clock.at(BEFORE)):
        officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
        accept_assignment(actor=officer, assignment_id=old.pk)
        record_progress(actor=officer, assignment_id=old.pk, progress=40, text="Đã làm phần mẫu.")
    happened = events.event([("SO_TP", "SO_MOI", "")], kind="rename")
    moves = _move(happened)
    assert {(move.task_code, move.because) for move in moves} == {("I.1", "only"), ("I.2", "only"), ("I.3", "only")}
    new = _open("I.2", "SO_MOI")
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
    assert _on(BEFORE, "I.2") == {"SO_TP": "lead", "SO_YT": "coordinator"}
    assert _on(MARCH, "I.2") == {"SO_MOI": "lead", "SO_YT": "coordinator"}


def test_two_on_one_task_become_one_and_the_lead_wins(plan: Plan) -> None:
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=officer, assignment_id=_open("I.2", "SO_TP").pk)
    _move(events.event([("SO_TP", "SO_YT", "")]))
    # Sở Tư pháp coordinated I.1 and I.3, which Sở Y tế leads; it led I.2, which Sở Y tế coordinated
    assert [_on(MARCH, code).get("SO_YT") for code in ("I.1", "I.2", "I.3")] == ["lead"] * 3
    joined = _open("I.2", "SO_YT")
    assert joined.execution == "in_progress"
    before = {(row.agency.catalogue_code, row.role) for row in joined.predecessors.all()}
    assert before == {("SO_TP", "lead"), ("SO_YT", "coordinator")}
    kept = _open("I.1", "SO_YT")
    assert (kept.began_on, [row.agency.catalogue_code for row in kept.predecessors.all()]) == (None, ["SO_TP"])
    assert not Assignment.objects.on(MARCH).filter(agency=made.agency("SO_TP")).exists()


def test_what_is_complete_stays_where_it_was_done(plan: Plan) -> None:
    events.body("SO_MOI", valid_from=MARCH)
    Assignment.objects.filter(task__code="I.2", role="lead").update(
        execution="complete", review="met", accepted_at=clock.now(), completed_at=clock.now(), progress=100
    )
    assert "I.2" not in {move.task_code for move in _move(events.event([("SO_TP", "SO_MOI", "")]))}
    assert _on(JULY, "I.2") == {"SO_TP": "lead", "SO_YT": "coordinator"}


def test_the_official_figures_are_the_same_before_and_after(plan: Plan) -> None:
    events.body("SO_MOI", valid_from=MARCH)
    with clock.frozen(clock.at(BEFORE)):
        row = _open("I.3", "SO_YT")
        actor = made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER)
        accept_assignment(actor=actor, assignment_id=row.pk)
        report_complete(actor=actor, assignment_id=row.pk, reason=SILENT)
    now = clock.at(JULY)
    before = statistics(SYSTEM, plan, now=now)
    _move(events.event([("SO_TP", "SO_YT", ""), ("SO_YT", "SO_MOI", "")], on=MARCH))
    assert statistics(SYSTEM, plan, now=now) == before == plan_statistics(SYSTEM, [plan], now=now)[plan.pk]
    for day in (BEFORE, MARCH, JULY):
        assert statistics(SYSTEM, plan, now=clock.at(day)).total == plan.tasks.count()


# ---- by function -------------------------------------------------------------------------------------------------


@pytest.fixture
def split(plan: Plan) -> Any:
    """Sở Y tế (leads I.1 and I.3, coordinates I.2) is to be split into two by function."""
    events.carries("SO_YT", "child_affairs", "labour")
    for code in ("SO_MOT", "SO_HAI"):
        events.body(code, valid_from=MARCH)
    Plan.objects.update(function="")
    plan.directive.title = "Thực hiện hoạt động mẫu"
    plan.directive.save()
    plan.tasks.update(text="Hoạt động mẫu trên địa bàn.")
    return lambda: events.event([("SO_YT", "SO_MOT", "child_affairs"), ("SO_YT", "SO_HAI", "labour")], kind="split")


def test_a_split_that_does_not_say_leaves_it_open_and_lists_it(plan: Plan, split: Any) -> None:
    moves = _move(split())
    assert {move.undecided for move in moves if move.role} == {"function_unclear"}
    assert {agency.catalogue_code for agency in moves[0].candidates} == {"SO_MOT", "SO_HAI"}
    assert _on(JULY)["SO_YT"] == "lead"
    assert assignments_without_successor(SYSTEM).count() == 3
    asked = responsible_for_task(SYSTEM, plan.tasks.get(code="I.1"), MARCH)
    assert (asked.agency, asked.undecided) == (made.agency("SO_YT"), "function_unclear")
    assert responsible_for_task(SYSTEM, plan.tasks.get(code="I.1"), BEFORE).undecided == ""
    assert made.agency("SO_YT") not in participating_agencies(plan, on=MARCH)
    assert {row.duty_id is None for row in duties_without_successor(SYSTEM)} == {True, False}
    assert lead_agency_of(plan, on=MARCH) == made.agency("SO_YT")


def test_the_plans_own_function_says_which_part(plan: Plan, split: Any) -> None:
    Plan.objects.update(function="child_affairs")
    assert {(move.because, move.function) for move in _move(split())} == {("plan", "child_affairs")}
    assert _on(MARCH)["SO_MOT"] == "lead"
    assert _open("I.1", "SO_MOT").function == "child_affairs"
    assert lead_agency_of(plan, on=BEFORE) == made.agency("SO_YT")
    assert lead_agency_of(plan, on=MARCH) == made.agency("SO_MOT")


def test_a_recorded_function_is_stronger_than_the_plans(plan: Plan, split: Any) -> None:
    Plan.objects.update(function="child_affairs")
    Assignment.objects.filter(task__code="I.1", agency=made.agency("SO_YT")).update(function="labour")
    _move(split())
    assert "SO_HAI" in _on(MARCH, "I.1")
    assert "SO_MOT" in _on(MARCH, "I.3")


def test_clear_words_of_the_task_say_which_part(plan: Plan, split: Any) -> None:
    plan.tasks.filter(code="I.1").update(text="Chăm sóc, bảo vệ trẻ em; quyền trẻ em; công tác trẻ em.")
    moves = {move.task_code: move for move in _move(split())}
    assert (moves["I.1"].because, moves["I.1"].targets) == ("words", (made.agency("SO_MOT"),))
    assert moves["I.3"].undecided == "function_unclear"


def test_a_persons_choice_at_the_act(plan: Plan, split: Any) -> None:
    one = choice_key(plan.code, "I.1", made.agency("SO_YT").code)
    rest = plan_choice_key(plan.code, made.agency("SO_YT").code)
    happened = split()
    moves = {
        move.task_code: move
        for move in _move(happened, choices={one: made.agency("SO_HAI").code, rest: made.agency("SO_MOT").code})
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
        _move(happened, choices={key: code})
    with pytest.raises(BadChoice):
        _move(happened, choices={choice_key(plan.code, "I.9", "90.SO_YT"): made.agency("SO_MOT").code})
    with pytest.raises(BadChoice, match="không còn ứng với"):
        _move(happened, choices={plan_choice_key(plan.code, "90.SO_KHONG"): made.agency("SO_MOT").code})
    assert not Assignment.objects.filter(ended_on__isnull=False).exists()


def test_no_province_gives_its_work_to_another(plan: Plan, split: Any) -> None:
    elsewhere = Unit.objects.create(code="91", name="Tỉnh Khác", kind="tỉnh", level="province")
    stranger = events.body("SO_LA")
    Agency.objects.filter(pk=stranger.pk).update(code="91.SO_LA", territory=elsewhere)
    happened = split()
    key = choice_key(plan.code, "I.1", made.agency("SO_YT").code)
    with pytest.raises(BadChoice, match="không thuộc tỉnh của kế hoạch"):
        _move(happened, choices={key: "91.SO_LA"})
    _move(happened)
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
    _move(events.event([("SO_YT", "SO_NV", "child_affairs")], kind="transfer", ends=False))
    assert _on(MARCH, "I.1")["SO_NV"] == "lead"
    assert _on(MARCH, "I.3")["SO_YT"] == "lead"
    assert lead_agency_of(plan, on=MARCH) == made.agency("SO_YT")


def test_what_nobody_is_known_to_carry_is_listed(plan: Plan) -> None:
    moves = _move(events.event([("SO_TP", None, "")], kind="dissolve"))
    assert {move.undecided for move in moves} == {"nobody_known"}
    assert assignments_without_successor(SYSTEM).count() == 3


# ---- districts and communes --------------------------------------------------------------------------------------


def _communes(count: int) -> list[str]:
    codes = [f"UBND_XA.{number}" for number in range(1, count + 1)]
    for code in codes:
        events.body(code, level="commune", valid_from=JULY)
    return codes


def test_a_district_hands_on_to_its_communes_once_each(plan: Plan) -> None:
    one, two = "UBND.901", "UBND.902"
    first, shared, last = _communes(3)
    row = Assignment.objects.get(task__code="I.1", agency=made.agency(one))
    accept_assignment(actor=made.actor_at(one, Role.LOCAL_OFFICER), assignment_id=row.pk)
    happened = events.event(
        [(one, first, ""), (one, shared, ""), (two, shared, ""), (two, last, "")], on=JULY, kind="abolish_level"
    )
    _move(happened)
    rows = Assignment.objects.open().filter(agency__level="commune").order_by("agency__code")
    assert [row.agency.catalogue_code for row in rows] == [first, shared, last]
    assert {row.execution for row in rows} == {"not_received"}
    assert {row.class_words for row in rows} == {made.CLASS}
    assert [row.predecessors.count() for row in rows] == [1, 2, 1]
    assert {link.because for link in AssignmentSuccession.objects.all()} == {"every"}
    assert set(participating_agencies(plan, on=JULY)) >= {made.agency(code) for code in (first, shared, last)}
    assert made.agency(one) in participating_agencies(plan, on=dt.date(2025, 6, 30))


def test_a_lead_is_not_divided(plan: Plan) -> None:
    first, second = _communes(2)
    _move(events.event([("SO_TP", first, ""), ("SO_TP", second, "")], on=JULY))
    assert Assignment.objects.get(task__code="I.2", role="lead").undecided_because == "several"
    assert set(_on(JULY, "I.3")) == {"SO_YT", first, second}


def test_what_a_district_reported_complete_is_not_asked_of_its_communes_again(plan: Plan) -> None:
    officer = made.actor_at("UBND.901", Role.LOCAL_OFFICER)
    row = Assignment.objects.get(task__code="I.1", agency=made.agency("UBND.901"))
    accept_assignment(actor=officer, assignment_id=row.pk)
    report_complete(actor=officer, assignment_id=row.pk, reason=SILENT)
    first, second = _communes(2)
    assert _move(events.event([("UBND.901", first, ""), ("UBND.901", second, "")], on=JULY)) == []


# ---- chains, days, undoing ---------------------------------------------------------------------------------------


def test_the_reason_chain_of_a_task(plan: Plan) -> None:
    events.body("SO_MOT", valid_from=MARCH)
    events.body("SO_HAI", valid_from=JULY)
    first = events.event([("SO_YT", "SO_MOT", "")], tag="R")
    second = events.event([("SO_MOT", "SO_HAI", "")], on=JULY)
    _move(second, first)
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
    communes = _communes(3)
    before = _everything()
    happened = [
        events.event([("SO_YT", "SO_MOT", ""), ("SO_NV", "SO_TP", "")]),
        events.event([("UBND.901", code, "") for code in communes], on=JULY, kind="abolish_level"),
        events.event([("SO_TP", None, "")], on=JULY, kind="dissolve"),
    ]
    _move(*happened)
    assert _everything() != before
    assert why_assignments_stay(happened) == []
    undo_assignment_moves(actor=SYSTEM, events=happened)
    assert _everything() == before


def test_undoing_is_refused_when_the_successor_has_worked(plan: Plan) -> None:
    events.body("SO_MOI", valid_from=MARCH)
    happened = events.event([("SO_TP", "SO_MOI", "")])
    _move(happened)
    actor = made.actor_at("SO_MOI", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=actor, assignment_id=_open("I.2", "SO_MOI").pk)
    assert why_assignments_stay([happened]) == ["Có 1 phân công đã được cơ quan nhận cập nhật sau khi chuyển."]
    kept = _everything()
    with pytest.raises(CannotUndo, match="Có 1 phân công"):
        undo_assignment_moves(actor=SYSTEM, events=[happened])
    assert _everything() == kept


def test_undoing_the_first_of_two_is_refused(plan: Plan) -> None:
    events.body("SO_MOT", valid_from=MARCH)
    events.body("SO_HAI", valid_from=JULY)
    first = events.event([("SO_YT", "SO_MOT", "")])
    second = events.event([("SO_MOT", "SO_HAI", "")], on=JULY)
    _move(first, second)
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
    _move(happened)
    row = AuditRow.objects.get(act="move_assignments")
    assert (row.object_type, row.object_id) == ("SuccessionEvent", str(happened.pk))
    assert (row.details["ended"], row.details["began"], row.details["undecided"]) == (3, 3, 0)
    assert len(row.details["began_ids"]) == 3


def test_an_event_of_a_coming_day_shows_todays_holder_until_then(plan: Plan) -> None:
    events.body("SO_MOI", valid_from=JULY)  # the tests' today is in May 2025
    _move(events.event([("SO_TP", "SO_MOI", "")], on=JULY))
    today = clock.today()
    assert today < JULY
    assert _on(today, "I.2")["SO_TP"] == "lead"
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    old = Assignment.objects.get(task__code="I.2", agency=made.agency("SO_TP"))
    assert old in assignments_of_agency(officer, agency_id=officer.agency_id or 0)
    accept_assignment(actor=officer, assignment_id=old.pk)
    record_progress(actor=officer, assignment_id=old.pk, progress=30, text="Làm tiếp.")
    new = _open("I.2", "SO_MOI")
    assert (new.execution, new.progress, new.version) == ("in_progress", 30, 1)
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
    _move(events.event([("SO_TP", "SO_YT", "")], on=JULY))
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    accept_assignment(
        actor=officer,
        assignment_id=Assignment.objects.get(task__code="I.2", role="lead", ended_on=dt.date(2025, 6, 30)).pk,
    )
    joined = _open("I.2", "SO_YT")
    assert (joined.role, joined.execution, joined.began_on) == ("lead", "in_progress", JULY)
    assert _on(clock.today(), "I.2") == {"SO_TP": "lead", "SO_YT": "coordinator"}


def test_handed_on_the_day_it_came(plan: Plan) -> None:
    events.body("SO_HAI", valid_from=MARCH)
    _move(events.event([("SO_TP", "SO_NV", "")]))
    _move(events.event([("SO_NV", "SO_HAI", "")]))
    for day, code in ((dt.date(2025, 2, 28), "SO_TP"), (MARCH, "SO_HAI"), (JULY, "SO_HAI")):
        assert _on(day, "I.2") == {code: "lead", "SO_YT": "coordinator"}


# ---- difficulties and duties -------------------------------------------------------------------------------------


def test_the_successor_sees_what_was_raised_and_the_successor_of_the_lead_answers(plan: Plan) -> None:
    events.body("SO_MOT", valid_from=MARCH)
    events.body("SO_HAI", valid_from=MARCH)
    raised_by = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    with clock.frozen(clock.at(BEFORE)):
        told = raise_difficulty(actor=raised_by, assignment_id=_open("I.2", "SO_TP").pk, text="Thiếu kinh phí mẫu")
    old_lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    _move(events.event([("SO_TP", "SO_MOT", ""), ("SO_YT", "SO_HAI", "")]))
    heir, lead = made.actor_at("SO_MOT", Role.DEPARTMENT_OFFICER), made.actor_at("SO_HAI", Role.PROVINCIAL_LEAD)
    assert list(difficulties(heir)) == [told] == list(difficulties(raised_by))
    assert list(waiting_difficulties(heir)) == []
    assert list(waiting_difficulties(lead)) == [told] == list(difficulties(lead))
    assert list(waiting_difficulties(old_lead)) == []
    assert [row.code for row in plans_led_by(lead, agency_id=lead.agency_id)] == [plan.code]
    with pytest.raises(NotAllowed):
        answer_difficulty(actor=old_lead, difficulty_id=told.pk, answer="Không còn là đầu mối.")
    answer_difficulty(actor=lead, difficulty_id=told.pk, answer="Đã bố trí.")
    assert Difficulty.objects.get().answered_by_id == lead.user_id


# ---- choosing afterwards -----------------------------------------------------------------------------------------


def test_a_person_chooses_afterwards_with_a_reason(plan: Plan, split: Any) -> None:
    happened = split()
    _move(happened)
    row = Assignment.objects.get(task__code="I.1", undecided_by=happened)
    target = made.agency("SO_MOT")
    lead = made.actor_at("SO_NV", Role.PROVINCIAL_LEAD)
    officer = made.actor_at("SO_NV", Role.DEPARTMENT_OFFICER)
    with pytest.raises(NotAllowed):
        choose_successor(actor=officer, assignment_id=row.pk, agency_id=target.pk, reason="Theo chỉ đạo mẫu.")
    for agency_id, reason in ((target.pk, "  "), (made.agency("SO_YT").pk, "x"), (0, "x")):
        with pytest.raises(BadChoice):
            choose_successor(actor=lead, assignment_id=row.pk, agency_id=agency_id, reason=reason)
    new = choose_successor(actor=lead, assignment_id=row.pk, agency_id=target.pk, reason="Theo chỉ đạo mẫu.")
    today = clock.today()
    assert (new.began_on, new.role, new.agency) == (today, "lead", target)
    assert _on(today - dt.timedelta(days=1))["SO_YT"] == "lead"
    step = responsible_for_task(SYSTEM, plan.tasks.get(code="I.1")).because[-1]
    assert (step.because, step.chosen_reason, step.on) == ("chosen", "Theo chỉ đạo mẫu.", today)
    with pytest.raises(WrongState):
        choose_successor(actor=lead, assignment_id=row.pk, agency_id=target.pk, reason="Lần nữa.")
    assert "Có 1 phân công đã được chọn cơ quan kế tục kèm lý do." in why_assignments_stay([happened])
    assert AuditRow.objects.get(act="choose_successor").reason == "Theo chỉ đạo mẫu."


def test_a_person_chooses_who_leads_the_plan(plan: Plan, split: Any) -> None:
    _move(split())
    row = DutySuccession.objects.get(duty__isnull=True)
    lead = made.actor_at("SO_NV", Role.PROVINCIAL_LEAD)
    choose_duty_successor(actor=lead, succession_id=row.pk, agency_id=made.agency("SO_MOT").pk, reason="Mẫu.")
    assert lead_agency_of(plan) == made.agency("SO_MOT")
    assert [row.duty_id is None for row in duties_without_successor(SYSTEM)] == [False]


# ---- adoption after the event ------------------------------------------------------------------------------------


def test_a_paper_of_the_past_reaches_the_bodies_of_today(db: None) -> None:
    made.province()
    events.body("SO_MOI", valid_from=MARCH)
    events.event([("SO_YT", "SO_MOI", "")])
    plan = made.adopted()
    assert _on(made.ISSUED_ON)["SO_YT"] == "lead"
    assert _on(MARCH)["SO_MOI"] == "lead"
    assert lead_agency_of(plan) == made.agency("SO_MOI")


# ---- everything at once ------------------------------------------------------------------------------------------


def _check_all(days: list[dt.date]) -> None:
    """Nothing lost, nothing doubled: one lead on each task on each day, and every ended row is carried on."""
    for day in days:
        rows = list(Assignment.objects.on(day))
        pairs = [(row.task_id, row.agency_id) for row in rows]
        assert len(pairs) == len(set(pairs)), "an agency twice on a task"
        leads = [row.task_id for row in rows if row.role == "lead"]
        assert len(leads) == len(set(leads)) == len({row.task_id for row in rows}), "not one lead"
    for row in Assignment.objects.filter(ended_on__isnull=False):
        heirs = list(row.successors.all())
        assert heirs, "nobody carries it on"
        for heir in heirs:
            began = heir.began_on
            assert began is None or began == row.ended_on + dt.timedelta(days=1)
            assert heir.ended_on is None or heir.ended_on >= row.ended_on
    for row in Assignment.objects.open().select_related("agency"):
        ended = row.agency.valid_to is not None
        assert not ended or row.undecided_by_id is not None or row.execution in ("complete", "reported_complete")


BODIES = ("SO_YT", "SO_TP", "SO_NV", "UBND.901", "UBND.902")
step_ = st.tuples(st.sampled_from(BODIES), st.integers(1, 3), st.sampled_from(("", "", "labour", "none")))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(step_, min_size=1, max_size=4), second=st.lists(step_, max_size=3), seed=st.integers(0, 99))
def test_whatever_happens_nothing_is_lost_or_doubled(plan: Plan, first: Any, second: Any, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - which rows are in which state, not a secret
    with transaction.atomic():
        news = [events.body(f"MOI{number}", valid_from=MARCH) for number in range(1, 4)]
        for row in Assignment.objects.all():
            row.function = chance.choice(["", "labour"])
            row.execution = chance.choice(["not_received", "in_progress", "reported_complete", "complete"])
            row.review = {"reported_complete": "waiting", "complete": "met"}.get(row.execution, "none")
            row.accepted_at = row.completed_at = clock.now()
            row.save()
        kept = _everything()
        names = [new.catalogue_code for new in news]

        def steps(drawn: Any, sources: dict[str, str]) -> list[Any]:
            found = [
                (
                    sources.get(source, source),
                    None if what == "none" else names[number - 1],
                    "" if what == "none" else what,
                )
                for source, number, what in drawn
            ]
            return list(dict.fromkeys(found))

        happened = [events.event(steps(first, {}))]
        survivors = [code for code in BODIES if made.agency(code).valid_to is None]
        rest = [(source, number, what) for source, number, what in second if source in survivors]
        if rest:
            happened.append(events.event(steps(rest, {}), on=JULY))
        _move(*happened)
        _check_all([BEFORE, dt.date(2025, 2, 28), MARCH, dt.date(2025, 6, 30), JULY])
        assert why_assignments_stay(happened) == []
        undo_assignment_moves(actor=SYSTEM, events=happened)
        assert _everything() == kept
        transaction.set_rollback(True)


def test_an_event_costs_the_same_statements_however_much_it_moves(db: None) -> None:
    made.province(districts=1)
    for number in range(1, 4):
        made.adopted(
            made.result(
                tasks=[made.task(f"I.{n}", "Sở Y tế", [made.CLASS, "Sở Tư pháp"]) for n in range(1, number * 4)]
            ),
            code=f"mau-{number}",
        )
    codes = _communes(2)
    counts = []
    for happened in (
        events.event([("SO_TP", "SO_NV", "")]),
        events.event([("UBND.901", code, "") for code in codes], on=JULY),
    ):
        with CaptureQueriesContext(connection) as captured:
            moved = _move(happened)
        counts.append((len(captured.captured_queries), len(moved)))
    assert all(queries <= 32 for queries, _ in counts), counts
    assert counts[0][1] == counts[1][1] == 3 + 7 + 11


def test_forty_communes_take_over_from_ten_districts_in_a_second_or_two(db: None) -> None:
    made.province(districts=10)
    tasks = [made.task(f"I.{number}", "Sở Y tế", ["Các sở, ban, ngành", made.CLASS]) for number in range(1, 26)]
    plan = made.adopted(made.result(tasks=tasks))
    assert Assignment.objects.count() > 600
    codes = _communes(40)
    districts = [f"UBND.90{number}" for number in range(1, 11)]
    happened = events.event(
        [(districts[number % 10], code, "") for number, code in enumerate(codes)], on=JULY, kind="abolish_level"
    )
    began = time.perf_counter()
    _move(happened)
    assert time.perf_counter() - began < 10  # measured: under a second; a slow machine gets room
    assert Assignment.objects.on(JULY).filter(agency__level="commune").count() == 25 * 40
    assert assignments(SYSTEM, on=JULY).filter(task__plan=plan, agency__level="district").count() == 0
