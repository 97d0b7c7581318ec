"""Difficulties: the table of states cell by cell, the clock in working days, who may, what each act leaves behind."""

from __future__ import annotations

import datetime as dt
import importlib
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.models import Agency
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.kernel.working_days import WorkingDays
from mangnon.plans.acts.delegating import delegate_assignment
from mangnon.plans.acts.working import accept_assignment
from mangnon.plans.difficulties.services import (
    adjust_for_difficulty,
    answer_difficulty,
    bodies_above,
    escalate_difficulty,
    is_heard_above,
    nobody_answers,
    raise_difficulty,
    reopen_difficulty,
)
from mangnon.plans.errors import BadDifficulty, WrongState
from mangnon.plans.models import Assignment, Difficulty, DifficultyStep, Extension, Plan
from mangnon.plans.public import recall_assignment, waiting_difficulties
from mangnon.plans.rules.difficulties import Turn, answer_day, next_difficulty_state, turn_of
from mangnon.plans.terms import Adjustment, DifficultyAct, DifficultyState
from tests.plans import made

STATES, ACTS = list(DifficultyState), [act for act in DifficultyAct if act != DifficultyAct.RAISE]
# Written out by hand, every cell: act by act the state after it, «-» where it is refused.
TABLE = {
    "raised": {"answer": "answered", "escalate": "escalated", "adjust": "adjusted", "reopen": "-"},
    "answered": {"answer": "-", "escalate": "escalated", "adjust": "adjusted", "reopen": "raised"},
    "escalated": {"answer": "answered", "escalate": "escalated", "adjust": "adjusted", "reopen": "-"},
    "adjusted": {"answer": "-", "escalate": "-", "adjust": "-", "reopen": "raised"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_every_cell_of_the_table(state: str, act: str) -> None:
    assert (next_difficulty_state(state, act) or "-") == TABLE[state][act]


def test_whose_turn_it_is() -> None:
    assert {state.value: turn_of(state) for state in STATES} == {
        "raised": Turn.LEAD,
        "answered": Turn.NOBODY,
        "escalated": Turn.ABOVE,
        "adjusted": Turn.NOBODY,
    }


@given(
    on=st.dates(dt.date(2018, 1, 1), dt.date(2030, 1, 1)),
    answer_days=st.integers(1, 30),
    off=st.frozensets(st.dates(dt.date(2018, 1, 1), dt.date(2030, 1, 1)), max_size=30),
)
def test_the_clock_counts_working_days_only(on: dt.date, answer_days: int, off: frozenset[dt.date]) -> None:
    days = WorkingDays(off=off)
    until = answer_day("raised", on=on, days=days, answer_days=answer_days, above_days=1)
    assert until is not None
    assert days.is_working(until)
    assert days.strictly_between(on, until) == answer_days - 1
    assert answer_day("answered", on=on, days=days, answer_days=answer_days, above_days=1) is None


@pytest.fixture
def lead(plan: Plan) -> Actor:
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


@pytest.fixture
def officer(plan: Plan) -> Actor:
    return made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)


@pytest.fixture
def told(plan: Plan, officer: Actor) -> Difficulty:
    row = Assignment.objects.get(task__plan=plan, task__code="I.2", agency__code="90.SO_TP")
    accept_assignment(actor=officer, assignment_id=row.pk)
    return raise_difficulty(actor=officer, assignment_id=row.pk, text="Thiếu kinh phí mẫu", proposal="Bố trí thêm")


def _do(act: str, difficulty: Difficulty, *, lead: Actor, officer: Actor) -> Difficulty:
    pk = difficulty.pk
    if act == "answer":
        return answer_difficulty(actor=lead, difficulty_id=pk, answer="Đã bố trí.")
    if act == "escalate":
        words = f"Bộ mẫu {DifficultyStep.objects.count()}"
        return escalate_difficulty(actor=lead, difficulty_id=pk, to_words=words, reason="Vượt thẩm quyền")
    if act == "adjust":
        return adjust_for_difficulty(
            actor=lead, difficulty_id=pk, adjustment=Adjustment.TASK_CHANGE, words="Sửa theo Kế hoạch số 7"
        )
    return reopen_difficulty(actor=officer, difficulty_id=pk, reason="Chưa đủ")


_PATH: dict[str, list[str]] = {
    "raised": [],
    "answered": ["answer"],
    "escalated": ["escalate"],
    "adjusted": ["adjust"],
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_services_do_what_the_table_says(told: Difficulty, lead: Actor, officer: Actor, state: str, act: str) -> None:
    for step in _PATH[state]:
        _do(step, told, lead=lead, officer=officer)
    before = DifficultyStep.objects.filter(difficulty=told).count()
    expected = TABLE[state][act]
    if expected == "-":
        with pytest.raises(WrongState):
            _do(act, told, lead=lead, officer=officer)
        told.refresh_from_db()
        assert told.state == state
        assert DifficultyStep.objects.filter(difficulty=told).count() == before
        return
    assert _do(act, told, lead=lead, officer=officer).state == expected
    last = DifficultyStep.objects.filter(difficulty=told).last()
    assert last is not None
    assert (last.act, last.state) == (act, expected)
    told.refresh_from_db()
    assert (told.answer_by is None) == (turn_of(expected) is Turn.NOBODY)


def test_the_clock_of_the_body_above_begins_when_it_is_passed_on(told: Difficulty, lead: Actor) -> None:
    # Tuesday 20/05/2025: five working days on is Tuesday the 27th; ten from the 26th is Monday 09/06.
    assert told.answer_by == dt.date(2025, 5, 27)
    committee = Agency.objects.get(code="90.UBND_TINH")
    with clock.frozen(clock.at(dt.date(2025, 5, 26), 9)):
        passed = escalate_difficulty(
            actor=lead, difficulty_id=told.pk, to_words="", to_agency_id=committee.pk, reason="Vượt thẩm quyền của sở"
        )
    assert (passed.passed_to, passed.passed_to_words) == (committee, committee.name)
    assert passed.answer_by == dt.date(2025, 6, 9)
    with pytest.raises(WrongState):
        escalate_difficulty(actor=lead, difficulty_id=told.pk, to_words="", to_agency_id=committee.pk, reason="Lần nữa")


def test_the_body_above_answers_by_its_own_officers(told: Difficulty, lead: Actor) -> None:
    above = made.actor_at("UBND_TINH", Role.PROVINCIAL_LEAD)
    with pytest.raises(NotAllowed):
        answer_difficulty(actor=above, difficulty_id=told.pk, answer="Chưa đến lượt")
    escalate_difficulty(
        actor=lead, difficulty_id=told.pk, to_words="", to_agency_id=above.agency_id, reason="Vượt thẩm quyền"
    )
    done = answer_difficulty(actor=above, difficulty_id=told.pk, answer="Đồng ý bố trí")
    assert done.state == "answered"
    with pytest.raises(NotAllowed):  # it may answer what was passed on to it, and no more
        escalate_difficulty(actor=above, difficulty_id=told.pk, to_words="Bộ Y tế", reason="x")


@pytest.mark.parametrize(
    ("body", "role", "may"),
    [
        ("UBND_TINH", Role.LEADER, True),
        ("UBND_TINH", Role.DEPARTMENT_OFFICER, True),
        ("UBND_TINH", Role.READER, False),
        ("SO_NV", Role.LEADER, False),
        ("SO_TP", Role.LEADER, False),
    ],
)
def test_who_speaks_for_the_body_above(told: Difficulty, lead: Actor, body: str, role: Role, may: bool) -> None:
    """A committee has leaders and officers, and seldom a plan's lead officer of its own: what waits there with a clock
    must not end nowhere."""
    somebody, committee = made.actor_at(body, role), Agency.objects.get(code="90.UBND_TINH")
    assert not is_heard_above(told)
    assert not waiting_difficulties(somebody).exists()
    escalate_difficulty(actor=lead, difficulty_id=told.pk, to_words="", to_agency_id=committee.pk, reason="Vượt")
    told.refresh_from_db()
    assert is_heard_above(told) is may
    assert waiting_difficulties(somebody).exists() is may
    if not may:
        with pytest.raises(NotAllowed):
            answer_difficulty(actor=somebody, difficulty_id=told.pk, answer="Đồng ý")
        return
    assert answer_difficulty(actor=somebody, difficulty_id=told.pk, answer="Đồng ý").answered_by_id == somebody.user_id
    assert not waiting_difficulties(somebody).exists()


def test_what_a_commune_raises_on_a_part_waits_for_the_body_that_gave_it(told: Difficulty, lead: Actor) -> None:
    department = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    assert waiting_difficulties(lead).get() == told
    commune = Agency.objects.filter(level="district", code__startswith="90.").first()
    assert commune is not None
    (part,) = delegate_assignment(
        actor=department, assignment_id=told.assignment_id, agency_ids=[commune.pk], text="Làm tại địa bàn."
    )
    below = made.actor_at(commune.code.removeprefix("90."), Role.LOCAL_OFFICER)
    raised = raise_difficulty(actor=below, assignment_id=part.pk, text="Chưa có cán bộ mẫu")
    assert waiting_difficulties(department).get() == raised
    assert waiting_difficulties(lead).get() == told
    recall_assignment(actor=department, assignment_id=part.pk, reason="Giao nhầm")
    assert not waiting_difficulties(department).exists(), "nobody waits for an answer on what was recalled"


def _passed_up(told: Difficulty, lead: Actor, words: str = "") -> Difficulty:
    committee = None if words else Agency.objects.get(code="90.UBND_TINH").pk
    return escalate_difficulty(
        actor=lead, difficulty_id=told.pk, to_words=words, to_agency_id=committee, reason="Vượt thẩm quyền"
    )


def test_nobody_there_to_answer_is_known_at_once(told: Difficulty, lead: Actor) -> None:
    assert not nobody_answers(told), "it waits for who gave the work"
    assert nobody_answers(_passed_up(told, lead))
    leader = made.user_at("UBND_TINH", Role.LEADER)
    passed = Difficulty.objects.get(pk=told.pk)
    assert not nobody_answers(passed)
    leader.is_active = False
    leader.save()
    assert nobody_answers(passed)
    assert nobody_answers(_passed_up(told, lead, "Bộ Y tế"))


def test_an_answer_on_paper_is_entered_with_its_number_and_day(told: Difficulty, lead: Actor) -> None:
    today = clock.today()
    paper: dict[str, Any] = {"paper": "1234/UBND-KGVX", "paper_on": today}
    with pytest.raises(BadDifficulty) as refused:
        answer_difficulty(actor=lead, difficulty_id=told.pk, answer="Đồng ý", **paper)
    assert refused.value.code == "not_passed_up"
    _passed_up(told, lead)
    wrongs: list[tuple[dict[str, Any], str]] = [
        ({"paper": "1234/UBND-KGVX"}, "paper_incomplete"),
        ({"paper_on": today}, "paper_incomplete"),
        ({"paper": "x" * 121, "paper_on": today}, "paper_incomplete"),
        ({**paper, "paper_on": today + dt.timedelta(days=1)}, "paper_day"),
        ({**paper, "paper_on": today - dt.timedelta(days=1)}, "paper_day"),
    ]
    for wrong, code in wrongs:
        with pytest.raises(BadDifficulty) as refused:
            answer_difficulty(actor=lead, difficulty_id=told.pk, answer="Đồng ý", **wrong)
        assert refused.value.code == code
    told.refresh_from_db()
    assert told.state == "escalated"
    done = answer_difficulty(actor=lead, difficulty_id=told.pk, answer="Đồng ý bố trí", **paper)
    assert done.answer == "Ủy ban nhân dân tỉnh trả lời tại văn bản số 1234/UBND-KGVX ngày 20/05/2025: Đồng ý bố trí"
    assert done.state == "answered"


def test_a_granted_extension_answers_it_and_no_other(told: Difficulty, lead: Actor, officer: Actor) -> None:
    other = Assignment.objects.exclude(pk=told.assignment_id).filter(due_on__isnull=False).first()
    assert other is not None
    foreign = _granted(other)
    asked = Extension.objects.create(
        assignment=told.assignment,
        reason="Chậm kinh phí",
        due_before=dt.date(2025, 5, 19),
        wanted_on=dt.date(2025, 6, 19),
        asked_at=clock.now(),
    )
    for pk in (foreign.pk, asked.pk, 0):
        with pytest.raises(BadDifficulty):
            adjust_for_difficulty(actor=lead, difficulty_id=told.pk, adjustment=Adjustment.EXTENSION, extension_id=pk)
    asked.state, asked.granted_on, asked.decided_at = "granted", dt.date(2025, 6, 19), clock.now()
    asked.save()
    done = adjust_for_difficulty(
        actor=lead, difficulty_id=told.pk, adjustment=Adjustment.EXTENSION, extension_id=asked.pk
    )
    assert (done.state, done.extension) == ("adjusted", asked)
    again = reopen_difficulty(actor=officer, difficulty_id=told.pk, reason="Vẫn thiếu kinh phí")
    assert (again.state, again.extension, again.adjustment) == ("raised", None, "")
    assert [step.act for step in told.steps.all()] == ["raise", "adjust", "reopen"]


def _granted(row: Assignment) -> Extension:
    assert row.due_on is not None
    return Extension.objects.create(
        assignment=row,
        reason="x",
        due_before=row.due_on,
        wanted_on=row.due_on + dt.timedelta(days=9),
        granted_on=row.due_on + dt.timedelta(days=9),
        asked_at=clock.now(),
        decided_at=clock.now(),
        state="granted",
    )


def test_what_says_nothing_is_refused(told: Difficulty, lead: Actor, officer: Actor) -> None:
    empty: list[tuple[Any, dict[str, Any]]] = [
        (escalate_difficulty, {"actor": lead, "to_words": " ", "reason": "x"}),
        (escalate_difficulty, {"actor": lead, "to_words": "Bộ Y tế", "reason": " "}),
        (adjust_for_difficulty, {"actor": lead, "adjustment": Adjustment.TASK_CHANGE, "words": " "}),
        (adjust_for_difficulty, {"actor": lead, "adjustment": Adjustment.REASSIGNMENT, "assignment_id": 0}),
        (answer_difficulty, {"actor": lead, "answer": "  "}),
    ]
    for act, values in empty:
        with pytest.raises(BadDifficulty):
            act(difficulty_id=told.pk, **values)
    answer_difficulty(actor=lead, difficulty_id=told.pk, answer="Đã bố trí")
    with pytest.raises(BadDifficulty):
        reopen_difficulty(actor=officer, difficulty_id=told.pk, reason=" ")
    told.refresh_from_db()
    assert told.state == "answered"


def test_two_at_once(told: Difficulty, lead: Actor) -> None:
    answer_difficulty(actor=lead, difficulty_id=told.pk, answer="Câu thứ nhất", version=1)
    with pytest.raises(Stale):
        escalate_difficulty(actor=lead, difficulty_id=told.pk, to_words="Bộ Y tế", reason="x", version=1)


@pytest.mark.parametrize(
    ("body", "role", "decides", "reopens"),
    [
        ("SO_YT", Role.PROVINCIAL_LEAD, True, False),
        ("SO_YT", Role.DEPARTMENT_OFFICER, False, False),
        ("SO_TP", Role.DEPARTMENT_OFFICER, False, True),
        ("SO_TP", Role.LEADER, False, False),
        ("SO_NV", Role.PROVINCIAL_LEAD, False, False),
        ("UBND_TINH", Role.LEADER, False, False),
    ],
)
def test_who_may(told: Difficulty, lead: Actor, body: str, role: Role, decides: bool, reopens: bool) -> None:
    actor = made.actor_at(body, role)

    def allowed(act: Any, **values: Any) -> bool:
        try:
            act(actor=actor, difficulty_id=told.pk, **values)
        except NotAllowed:
            return False
        except Refusal:
            return True
        return True

    assert allowed(escalate_difficulty, to_words="", reason="") is decides
    assert allowed(adjust_for_difficulty, adjustment=Adjustment.TASK_CHANGE) is decides
    assert allowed(answer_difficulty, answer="") is decides
    answer_difficulty(actor=SYSTEM, difficulty_id=told.pk, answer="Đã bố trí")
    assert allowed(reopen_difficulty, reason="") is reopens


def test_difficulties_of_before_get_their_first_steps(told: Difficulty, lead: Actor, officer: Actor) -> None:
    """The data migration, on rows as they were before it: one waiting, one answered. Run again it adds nothing."""
    answered = raise_difficulty(actor=officer, assignment_id=told.assignment_id, text="Khó khăn khác")
    answer_difficulty(actor=lead, difficulty_id=answered.pk, answer="Đã bố trí.")
    DifficultyStep.objects.all().delete()
    Difficulty.objects.update(answer_by=None)
    fill = importlib.import_module("mangnon.plans.migrations.0011_difficulties_of_before")._fill
    for _ in range(2):
        fill(apps, None)
        told.refresh_from_db()
        answered.refresh_from_db()
        assert told.answer_by == dt.date(2025, 5, 27)
        assert answered.answer_by is None
        assert [step.act for step in told.steps.all()] == ["raise"]
        assert [(step.act, step.state) for step in answered.steps.all()] == [
            ("raise", "raised"),
            ("answer", "answered"),
        ]


@pytest.mark.parametrize("body", ["SO_NV", "SO_TP", "SO_YT", "UBND.901"])
@pytest.mark.parametrize("is_named", [False, True])
def test_only_a_body_above_who_gave_it_receives_it(told: Difficulty, lead: Actor, body: str, is_named: bool) -> None:
    """Neither a body beside, nor the one that has it, nor the one that gave it, nor one below; by id or by name."""
    agency = made.agency(body)
    to = {"to_words": agency.name} if is_named else {"to_words": "", "to_agency_id": agency.pk}
    with pytest.raises(BadDifficulty) as refused:
        escalate_difficulty(actor=lead, difficulty_id=told.pk, reason="Vượt thẩm quyền", **to)
    assert refused.value.code == "not_above"
    told.refresh_from_db()
    assert (told.state, told.passed_to) == ("raised", None)


def test_the_committee_of_the_province_is_above_and_known_by_its_name(told: Difficulty, lead: Actor) -> None:
    committee = made.agency("UBND_TINH")
    assert bodies_above(told) == [committee]
    passed = escalate_difficulty(actor=lead, difficulty_id=told.pk, to_words=committee.name, reason="Vượt thẩm quyền")
    assert passed.passed_to == committee
