"""A paper that names another deadline: parts given on, periods under way and requests that wait follow by rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Plan, RecurrenceRule, TaskInstance
from mangnon.plans.public import (
    accept_assignment,
    amend_plan,
    ask_extension,
    confirm_complete,
    delegate_assignment,
    grant_extension,
    log_disagreements,
    preview_amendment,
    report_complete,
    send_back,
)
from tests.plans import made

DAY = dt.date(2025, 4, 10)
DUE, SOONER, LATER = dt.date(2025, 5, 19), dt.date(2025, 5, 5), dt.date(2025, 6, 30)
WHY = "Theo chỉ đạo mẫu."


@pytest.fixture(autouse=True)
def _on_a_day() -> Any:
    with clock.frozen(clock.at(DAY, 9)):
        yield


def _paper(*tasks: dict[str, Any]) -> Any:
    return made.reading(
        made.result(
            number="7/KH-UBND",
            date="2025-04-01",
            title="Sửa đổi, bổ sung Kế hoạch mẫu",
            tasks=list(tasks),
            duties=[],
            reporting=[],
            text="QUYẾT ĐỊNH sửa đổi mẫu",
            links=[made.link("amends", "99/KH-UBND", "2025-02-17")],
        )
    )


def _amend(plan: Plan, *tasks: dict[str, Any]) -> tuple[str, ...]:
    """Preview and carry out; what the preview told of the first task."""
    row = _paper(*tasks)
    told = preview_amendment(SYSTEM, plan, row).rows[0].effects
    amend_plan(actor=SYSTEM, plan_id=plan.pk, reading_id=row.pk, version=row.version)
    assert log_disagreements(SYSTEM) == []
    return told


def _due(day: dt.date) -> dict[str, Any]:
    return made.task("I.2", "Sở Tư pháp", ["Sở Y tế"], due=made.dated(day))


@pytest.fixture
def row(plan: Plan) -> Assignment:
    """Sở Tư pháp is at work on I.2, due 19/05/2025."""
    found = Assignment.objects.get(task__code="I.2", role="lead")
    return accept_assignment(actor=made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), assignment_id=found.pk)


def test_what_was_given_on_is_never_due_later_than_what_it_was_given_from(plan: Plan) -> None:
    lead = made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER)
    top = Assignment.objects.get(task__code="I.2", agency=made.agency("SO_YT"))
    accept_assignment(actor=lead, assignment_id=top.pk)
    unit = made.agency("UBND.901")
    Assignment.objects.filter(pk=top.pk).update(agency=made.agency("UBND_TINH"))
    above = made.actor_at("UBND_TINH", Role.DEPARTMENT_OFFICER)
    (below,) = delegate_assignment(actor=above, assignment_id=top.pk, agency_ids=[unit.pk], text=WHY)
    assert below.due_on == DUE
    told = _amend(plan, _due(SOONER))
    below.refresh_from_db()
    assert (below.due_on, below.original_due_on, below.version) == (SOONER, DUE, 2)
    assert told == ("Hạn của 1 phần đã giao cho cấp dưới được đưa về 05/05/2025.",)
    assert below.events.order_by("pk").last().move == "amend"  # type: ignore[union-attr]


def test_a_later_deadline_leaves_what_was_given_on_to_who_gave_it(plan: Plan) -> None:
    top = Assignment.objects.get(task__code="I.2", agency=made.agency("SO_YT"))
    Assignment.objects.filter(pk=top.pk).update(agency=made.agency("UBND_TINH"))
    above = made.actor_at("UBND_TINH", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=above, assignment_id=top.pk)
    (below,) = delegate_assignment(actor=above, assignment_id=top.pk, agency_ids=[made.agency("UBND.901").pk], text=WHY)
    assert _amend(plan, _due(LATER)) == ()
    below.refresh_from_db()
    top.refresh_from_db()
    assert (top.due_on, below.due_on) == (LATER, DUE)


@pytest.mark.parametrize("wanted_on", [LATER, dt.date(2025, 6, 10)])
def test_a_request_that_the_new_deadline_already_allows_is_closed(
    plan: Plan, row: Assignment, wanted_on: dt.date
) -> None:
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    asked = ask_extension(actor=officer, assignment_id=row.pk, wanted_on=wanted_on, reason=WHY)
    assert _amend(plan, _due(LATER)) == ("1 đề nghị gia hạn đang chờ được khép lại.",)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_at) == ("closed", clock.now())
    assert "hạn mới là 30/06/2025" in asked.answer


def test_a_request_for_a_day_after_the_new_deadline_waits_on_against_it(plan: Plan, row: Assignment) -> None:
    officer, lead = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    asked = ask_extension(actor=officer, assignment_id=row.pk, wanted_on=LATER, reason=WHY)
    assert _amend(plan, _due(SOONER)) == ()
    asked.refresh_from_db()
    assert (asked.state, asked.due_before) == ("asked", SOONER)
    between = dt.date(2025, 5, 12)  # after the new deadline, before the old one
    grant_extension(actor=lead, assignment_id=row.pk, granted_on=between)
    row.refresh_from_db()
    assert row.due_on == between


def test_other_words_for_the_same_day_take_back_no_extension(plan: Plan, row: Assignment) -> None:
    officer, lead = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    ask_extension(actor=officer, assignment_id=row.pk, wanted_on=LATER, reason=WHY)
    grant_extension(actor=lead, assignment_id=row.pk)
    same = made.dated(row.original_due_on or DUE) | {"text": "Chậm nhất 19/5/2025 phải xong"}
    _amend(plan, made.task("I.2", "Sở Tư pháp", ["Sở Y tế"], due=same))
    row.refresh_from_db()
    assert row.due_on == LATER


def _recurring(words: str) -> dict[str, Any]:
    return made.task("I.1", "Sở Y tế", ["Sở Tư pháp"], due=made.recurring(words))


@pytest.fixture
def yearly(db: None) -> Plan:
    """I.1 recurs every year and is due on 15 November; the period 2025 is under way."""
    made.province()
    return made.adopted(made.result(tasks=[_recurring("Hằng năm, trước ngày 16/11")]))


def test_the_period_under_way_falls_due_by_the_new_rule(yearly: Plan) -> None:
    instance = TaskInstance.objects.get()
    assert instance.due_on == dt.date(2025, 11, 15)
    told = _amend(yearly, _recurring("Hằng năm, trước ngày 01/10"))
    assert told == ("Kỳ 2025 đến hạn 30/09/2025 thay vì 15/11/2025.", "Quy tắc lặp lại đổi từ kỳ sau.")
    instance.refresh_from_db()
    due = dt.date(2025, 9, 30)
    assert instance.due_on == due
    assert {row.due_on for row in instance.assignments.all()} == {due}
    assert {row.original_due_on for row in instance.assignments.all()} == {dt.date(2025, 11, 15)}
    old, new = RecurrenceRule.objects.order_by("pk")
    assert (old.until_on, new.from_on) == (dt.date(2025, 12, 31), dt.date(2026, 1, 1))
    assert (new.due_month, new.due_day) == (9, 30)


def test_nobody_becomes_late_by_a_paper_entered_today(yearly: Plan) -> None:
    told = _amend(yearly, _recurring("Hằng năm, trước ngày 01/03"))
    assert told == ("Quy tắc lặp lại đổi từ kỳ sau.",)
    assert TaskInstance.objects.get().due_on == dt.date(2025, 11, 15)


def test_another_frequency_begins_after_the_period_under_way(yearly: Plan) -> None:
    _amend(yearly, _recurring("Hằng quý"))
    assert TaskInstance.objects.get().due_on == dt.date(2025, 11, 15)
    new = RecurrenceRule.objects.get(until_on=None)
    assert (new.frequency, new.from_on) == ("quarterly", dt.date(2026, 1, 1))


def test_a_task_that_recurs_no_more_makes_no_further_period(yearly: Plan) -> None:
    task = made.task("I.1", "Sở Y tế", ["Sở Tư pháp"], due=made.dated(LATER))
    assert _amend(yearly, task) == ("Nhiệm vụ không lặp lại nữa; kỳ đang thực hiện vẫn làm đến hết.",)
    assert RecurrenceRule.objects.get().until_on == dt.date(2025, 12, 31)
    assert TaskInstance.objects.get().due_on == dt.date(2025, 11, 15)


def _reported() -> Assignment:
    """I.2 of Sở Tư pháp, done and waiting to be taken."""
    department = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    row = Assignment.objects.get(task__code="I.2", agency__code="90.SO_TP", instance=None)
    accept_assignment(actor=department, assignment_id=row.pk)
    return report_complete(actor=department, assignment_id=row.pk, reason="Đã làm xong mẫu.")


def _sent_back(row: Assignment) -> Assignment:
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    with clock.frozen(clock.at(DAY, 11)):
        return send_back(actor=lead, assignment_id=row.pk, feedback="Thiếu số.")


@pytest.mark.parametrize("day", [SOONER, LATER])
def test_a_result_that_waits_keeps_its_day_until_it_is_sent_back(plan: Plan, day: dt.date) -> None:
    row = _reported()
    with clock.frozen(clock.at(DAY, 10)):
        _amend(plan, _due(day))
    row.refresh_from_db()
    assert (row.execution, row.due_on) == ("reported_complete", DUE)
    with clock.frozen(clock.at(DAY, 11)):
        again = send_back(
            actor=made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), assignment_id=row.pk, feedback="Thiếu số."
        )
    assert (again.pk, again.execution, again.due_on, again.original_due_on) == (row.pk, "in_progress", day, DUE)
    assert log_disagreements(SYSTEM) == []


def test_what_is_sent_back_goes_to_the_body_that_leads_by_the_later_paper(plan: Plan) -> None:
    row = _reported()
    with clock.frozen(clock.at(DAY, 10)):
        _amend(plan, made.task("I.2", "Sở Nội vụ", ["Sở Y tế"], due=made.dated(LATER)))
    with clock.frozen(clock.at(DAY, 11)):
        again = send_back(
            actor=made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), assignment_id=row.pk, feedback="Thiếu số."
        )
    assert (again.agency.code, again.role, again.due_on) == ("90.SO_NV", "lead", LATER)
    row.refresh_from_db()
    assert (row.execution, row.ended_because) == ("in_progress", "reassigned")
    leads = Assignment.objects.live(DAY).filter(task=row.task_id, role="lead", instance=None)
    assert [each.agency.code for each in leads] == ["90.SO_NV"]
    assert log_disagreements(SYSTEM) == []


def test_a_result_taken_as_it_is_keeps_its_body_and_day(plan: Plan) -> None:
    row = _reported()
    with clock.frozen(clock.at(DAY, 10)):
        _amend(plan, made.task("I.2", "Sở Nội vụ", ["Sở Y tế"], due=made.dated(SOONER)))
    with clock.frozen(clock.at(DAY, 11)):
        done = confirm_complete(actor=made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), assignment_id=row.pk)
    assert (done.agency.code, done.due_on, done.execution) == ("90.SO_TP", DUE, "complete")


def test_what_was_extended_and_not_amended_keeps_its_day_when_sent_back(plan: Plan) -> None:
    lead, department = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    row = Assignment.objects.get(task__code="I.2", agency__code="90.SO_TP", instance=None)
    accept_assignment(actor=department, assignment_id=row.pk)
    ask_extension(actor=department, assignment_id=row.pk, reason="Chậm", wanted_on=LATER)
    grant_extension(actor=lead, assignment_id=row.pk)
    report_complete(actor=department, assignment_id=row.pk, reason="Đã làm xong mẫu.")
    assert _sent_back(row).due_on == LATER
