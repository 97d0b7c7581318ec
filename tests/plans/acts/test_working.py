"""What agencies do with their assignments."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.plans.acts.working import (
    accept_assignment,
    accept_assignments,
    record_progress,
    report_complete,
)
from mangnon.plans.difficulties.services import answer_difficulty, raise_difficulty
from mangnon.plans.errors import BadDifficulty, BadProgress, WrongState
from mangnon.plans.models import Assignment, Difficulty, Plan, ProgressNote
from mangnon.plans.rules import deadline_state
from tests.plans import made

SILENT = "Cơ quan phối hợp chưa có ý kiến mẫu."


def _assignment(plan: Plan, code: str, agency: str) -> Assignment:
    return Assignment.objects.get(task__plan=plan, task__code=code, agency=made.agency(agency))


def test_an_assignment_is_taken_on_once(plan: Plan) -> None:
    actor, row = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), _assignment(plan, "I.2", "SO_TP")
    accept_assignment(actor=actor, assignment_id=row.pk)
    row.refresh_from_db()
    assert (row.execution, row.accepted_at, row.accepted_by_id) == ("in_progress", clock.now(), actor.user_id)
    with pytest.raises(WrongState):
        accept_assignment(actor=actor, assignment_id=row.pk)
    assert AuditRow.objects.filter(act="accept_assignment").count() == 1


def test_several_are_taken_on_as_one_act(plan: Plan) -> None:
    actor = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    ids = list(Assignment.objects.filter(agency=made.agency("SO_TP")).values_list("pk", flat=True))
    accept_assignment(actor=actor, assignment_id=ids[0])
    assert len(accept_assignments(actor=actor, assignment_ids=ids)) == len(ids) - 1 == 2
    assert set(Assignment.objects.filter(pk__in=ids).values_list("execution", flat=True)) == {"in_progress"}
    assert AuditRow.objects.filter(act="accept_assignment").count() == 3
    with pytest.raises(WrongState):
        accept_assignments(actor=actor, assignment_ids=ids)


def test_one_foreign_assignment_among_several_stops_all(plan: Plan) -> None:
    actor = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    ids = list(Assignment.objects.filter(task__code="I.2").values_list("pk", flat=True))
    with pytest.raises(NotAllowed):
        accept_assignments(actor=actor, assignment_ids=ids)
    assert not Assignment.objects.exclude(execution="not_received").exists()


def test_progress_is_recorded_with_words_and_evidence(plan: Plan) -> None:
    actor, row = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), _assignment(plan, "I.2", "SO_TP")
    accept_assignment(actor=actor, assignment_id=row.pk)
    note = record_progress(actor=actor, assignment_id=row.pk, progress=40, text=" Đã làm việc mẫu. ", version=2)
    row.refresh_from_db()
    assert (row.progress, note.text, note.progress) == (40, "Đã làm việc mẫu.", 40)
    assert AuditRow.objects.get(act="record_progress").details == {"before": 0, "after": 40, "note": note.pk}


@pytest.mark.parametrize(("progress", "text"), [(-1, "x"), (101, "x"), (50, "   ")])
def test_progress_that_says_nothing_is_refused(plan: Plan, progress: int, text: str) -> None:
    actor, row = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), _assignment(plan, "I.2", "SO_TP")
    accept_assignment(actor=actor, assignment_id=row.pk)
    with pytest.raises(BadProgress):
        record_progress(actor=actor, assignment_id=row.pk, progress=progress, text=text)
    assert not ProgressNote.objects.exists()


def test_progress_before_acceptance_is_refused(plan: Plan) -> None:
    actor, row = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), _assignment(plan, "I.2", "SO_TP")
    with pytest.raises(WrongState):
        record_progress(actor=actor, assignment_id=row.pk, progress=40, text="x")


def test_two_colleagues_do_not_overwrite_each_other(plan: Plan) -> None:
    actor, row = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), _assignment(plan, "I.2", "SO_TP")
    accept_assignment(actor=actor, assignment_id=row.pk)
    record_progress(actor=actor, assignment_id=row.pk, progress=40, text="Người thứ nhất", version=2)
    with pytest.raises(Stale):
        record_progress(actor=actor, assignment_id=row.pk, progress=30, text="Người thứ hai", version=2)
    assert ProgressNote.objects.get().text == "Người thứ nhất"


@pytest.mark.parametrize(
    ("minute", "state"),
    [
        (dt.datetime(2025, 5, 19, 16, 59, 59, tzinfo=dt.UTC), "on_time"),
        (dt.datetime(2025, 5, 19, 17, 0, 0, tzinfo=dt.UTC), "late"),
    ],
)
def test_the_due_day_is_on_time_to_its_last_minute_in_viet_nam(plan: Plan, minute: dt.datetime, state: str) -> None:
    actor, row = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), _assignment(plan, "I.2", "SO_TP")
    with clock.frozen(minute):
        accept_assignment(actor=actor, assignment_id=row.pk)
        report_complete(actor=actor, assignment_id=row.pk, reason=SILENT)
    row.refresh_from_db()
    assert row.due_on == dt.date(2025, 5, 19)
    assert row.progress == 100
    assert deadline_state(due_on=row.due_on, completed_at=row.completed_at, now=clock.now()) == state


def test_a_difficulty_is_raised_and_answered_once(plan: Plan) -> None:
    officer, row = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), _assignment(plan, "I.2", "SO_TP")
    told = raise_difficulty(actor=officer, assignment_id=row.pk, text="Thiếu kinh phí mẫu", proposal="Bố trí thêm")
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    with pytest.raises(BadDifficulty):
        answer_difficulty(actor=lead, difficulty_id=told.pk, answer="  ")
    answer_difficulty(actor=lead, difficulty_id=told.pk, answer="Đã bố trí.")
    with pytest.raises(WrongState):
        answer_difficulty(actor=lead, difficulty_id=told.pk, answer="Câu khác")
    assert Difficulty.objects.get().answer == "Đã bố trí."
    with pytest.raises(BadDifficulty):
        raise_difficulty(actor=officer, assignment_id=row.pk, text=" ")


@pytest.mark.parametrize(
    ("agency", "role", "may_act", "may_answer"),
    [
        ("SO_TP", Role.DEPARTMENT_OFFICER, True, False),
        ("SO_TP", Role.LOCAL_OFFICER, True, False),
        ("SO_TP", Role.PROVINCIAL_LEAD, True, False),
        ("SO_TP", Role.LEADER, False, False),
        ("SO_TP", Role.ADMINISTRATOR, False, False),
        ("SO_YT", Role.PROVINCIAL_LEAD, False, True),
        ("SO_YT", Role.DEPARTMENT_OFFICER, False, False),
        ("SO_YT", Role.LEADER, False, False),
    ],
)
def test_who_may_do_what_with_an_assignment_of_so_tu_phap(
    plan: Plan, agency: str, role: Role, may_act: bool, may_answer: bool
) -> None:
    row, actor = _assignment(plan, "I.2", "SO_TP"), made.actor_at(agency, role)
    told = raise_difficulty(
        actor=made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), assignment_id=row.pk, text="Thiếu kinh phí mẫu"
    )
    if may_act:
        accept_assignment(actor=actor, assignment_id=row.pk)
        report_complete(actor=actor, assignment_id=row.pk, reason=SILENT)
    else:
        for act in (accept_assignment, report_complete):
            with pytest.raises(NotAllowed):
                act(actor=actor, assignment_id=row.pk)
    if may_answer:
        answer_difficulty(actor=actor, difficulty_id=told.pk, answer="x")
    else:
        with pytest.raises(NotAllowed):
            answer_difficulty(actor=actor, difficulty_id=told.pk, answer="x")
