"""Corners where two rules meet: parts given on, rules and papers that end, days that are over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.kernel import clock
from mangnon.plans.acts.assigning import give_by_words
from mangnon.plans.acts.delegating import delegate_assignment
from mangnon.plans.acts.receiving import possible_delegates
from mangnon.plans.errors import BadDeadline, BadReceiver, BadRecurrence
from mangnon.plans.models import Assignment, Plan, RecurrenceRule, TaskInstance
from mangnon.plans.periods.recurring import make_instances, make_instances_of_task, set_recurrence
from mangnon.plans.public import (
    accept_assignment,
    amend_plan,
    give_assignment,
    raise_difficulty,
    reassign_assignment,
    recall_assignment,
    replace_plan,
    report_complete,
    waiting_matters,
)
from tests.plans import made
from tests.plans.acts.rows import JULY, JUNE, TODAY, WHY, accepted, row_of, task_of

pytestmark = pytest.mark.django_db


def test_a_part_given_to_another_body_keeps_to_the_day_of_the_body_above(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    Assignment.objects.filter(pk=row.pk).update(due_on=JUNE)
    row.refresh_from_db()
    first, second = list(possible_delegates(row.agency))[:2]
    (part,) = delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[first.pk], text="Phần mẫu")
    with pytest.raises(BadDeadline) as refused:
        reassign_assignment(actor=officer, assignment_id=part.pk, to_agency_id=second.pk, reason=WHY, due_on=JULY)
    assert refused.value.code == "after_parent"
    part.refresh_from_db()
    assert part.ended_on is None
    new = reassign_assignment(actor=officer, assignment_id=part.pk, to_agency_id=second.pk, reason=WHY, due_on=JUNE)
    assert new.due_on == JUNE


def test_who_is_given_a_task_late_does_not_get_the_period_whose_day_is_over(lead: Actor) -> None:
    task = task_of("I.1")
    RecurrenceRule.objects.all().delete()
    rule = RecurrenceRule.objects.create(
        task=task, frequency="yearly", due_month=3, due_day=31, from_on=dt.date(2025, 1, 1), made_at=clock.now()
    )
    days = {"starts_on": dt.date(2025, 1, 1), "ends_on": dt.date(2025, 12, 31), "made_at": clock.now()}
    period = TaskInstance.objects.create(task=task, rule=rule, period="2025", due_on=dt.date(2025, 3, 31), **days)
    give_assignment(actor=lead, task_id=task.pk, agency_id=made.agency("SO_NV").pk, role="coordinator", reason=WHY)
    own = Assignment.objects.filter(task=task, agency=made.agency("SO_NV"))
    assert [row.instance for row in own] == [None]
    TaskInstance.objects.filter(pk=period.pk).update(due_on=TODAY)
    give_assignment(actor=lead, task_id=task.pk, agency_id=made.agency("SO_TC").pk, role="coordinator", reason=WHY)
    assert Assignment.objects.filter(agency=made.agency("SO_TC"), instance=period).count() == 1, "its day is today"


def test_a_rule_does_not_begin_years_ago(lead: Actor) -> None:
    task = task_of("I.1")
    RecurrenceRule.objects.all().delete()
    plan = Plan.objects.get()
    type(plan.directive).objects.filter(pk=plan.directive_id).update(issued_on=dt.date(2005, 1, 1))
    with pytest.raises(BadRecurrence) as refused:
        set_recurrence(actor=lead, task_id=task.pk, frequency="monthly", from_on=dt.date(2005, 1, 1), reason=WHY)
    assert refused.value.code == "too_early"
    assert not RecurrenceRule.objects.exists()


def _a_rule_to_come_and_its_duty_done(lead: Actor) -> None:
    """Quarterly from July; the standing duty is reported as done, so that it stays when the task ends."""
    task = task_of("I.1")
    RecurrenceRule.objects.filter(task=task).delete()
    set_recurrence(actor=lead, task_id=task.pk, frequency="quarterly", from_on=dt.date(2025, 7, 1), reason=WHY)
    own = made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER)
    row = row_of("I.1", "SO_YT")
    accept_assignment(actor=own, assignment_id=row.pk)
    report_complete(actor=own, assignment_id=row.pk, reason="Đã xong")


def _periods_in_october() -> list[str]:
    day = dt.date(2025, 10, 2)
    with clock.frozen(clock.at(day, 9)):
        make_instances(actor=SYSTEM, on=day)
    return list(TaskInstance.objects.filter(task=task_of("I.1")).values_list("period", flat=True))


def test_a_task_that_a_paper_took_out_makes_no_period(lead: Actor, plan: Plan) -> None:
    _a_rule_to_come_and_its_duty_done(lead)
    row = made.reading(
        made.result(
            number="7/KH-UBND",
            date="2025-04-01",
            title="Sửa đổi",
            tasks=[],
            duties=[],
            reporting=[],
            text="Bãi bỏ nhiệm vụ I.1",
            links=[made.link("amends", "99/KH-UBND", "2025-02-17")],
        )
    )
    amend_plan(actor=SYSTEM, plan_id=plan.pk, reading_id=row.pk, version=row.version, decisions={})
    assert task_of("I.1").withdrawn_by_id
    assert _periods_in_october() == []


def test_a_plan_that_was_replaced_makes_no_period(lead: Actor, plan: Plan) -> None:
    _a_rule_to_come_and_its_duty_done(lead)
    new = made.adopted(made.result(number="100/KH-UBND", date="2025-04-01"), code="100-KH-UBND")
    replace_plan(actor=SYSTEM, plan_id=plan.pk, by_plan_id=new.pk, moves={}, reason=WHY)
    day = dt.date(2025, 10, 2)
    with clock.frozen(clock.at(day, 9)):
        make_instances(actor=SYSTEM, on=day)
    assert not TaskInstance.objects.filter(task__plan=plan).exists()


def test_a_rule_still_makes_its_periods(lead: Actor, plan: Plan) -> None:
    _a_rule_to_come_and_its_duty_done(lead)
    assert _periods_in_october() == ["2025Q3", "2025Q4"]


def test_nobody_is_reminded_of_a_difficulty_of_what_was_recalled(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    raise_difficulty(actor=officer, assignment_id=row.pk, text="Thiếu kinh phí mẫu")
    assert [each.kind for each in waiting_matters(on=TODAY)].count("difficulty") == 1
    recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY)
    assert [each for each in waiting_matters(on=TODAY) if each.kind == "difficulty"] == []


def _amended(plan: Plan, *tasks: Any) -> None:
    row = made.reading(
        made.result(
            number="7/KH-UBND",
            date="2025-04-01",
            title="Sửa đổi",
            tasks=list(tasks),
            duties=[],
            reporting=[],
            text="QUYẾT ĐỊNH sửa đổi mẫu",
            links=[made.link("amends", "99/KH-UBND", "2025-02-17")],
        )
    )
    amend_plan(actor=SYSTEM, plan_id=plan.pk, reading_id=row.pk, version=row.version, decisions={})


def test_a_body_that_an_amendment_adds_does_the_period_under_way_too(lead: Actor, plan: Plan) -> None:
    task = task_of("I.1")
    RecurrenceRule.objects.filter(task=task).delete()
    set_recurrence(actor=lead, task_id=task.pk, frequency="yearly", from_on=dt.date(2025, 2, 17), reason=WHY)
    make_instances_of_task(actor=lead, task=task)
    others = ["Sở Tư pháp", made.CLASS, "Sở Nội vụ"]
    _amended(plan, made.task("I.1", "Sở Y tế", others, due=made.recurring("Thường xuyên")))
    rows = Assignment.objects.filter(task=task, agency=made.agency("SO_NV"))
    assert sorted(row.instance_id is not None for row in rows) == [False, True]


def test_a_coordinator_that_an_amendment_makes_the_lead_leaves_its_old_role(
    lead: Actor, officer: Actor, plan: Plan
) -> None:
    recall_assignment(actor=lead, assignment_id=row_of("I.2", "SO_TP").pk, reason=WHY)
    with clock.frozen(clock.at(TODAY + dt.timedelta(days=2), 9)):
        _amended(plan, made.task("I.2", "Sở Y tế", ["Sở Nội vụ"], due=made.dated(dt.date(2025, 8, 30))))
        rows = Assignment.objects.live(clock.today()).filter(task__code="I.2")
        found = [(row.agency.code, row.role) for row in rows if not row.ended_because]
        assert found.count(("90.SO_YT", "lead")) == 1
        assert len(found) == len({code for code, _ in found}), "a body stands in a task once"


@pytest.mark.parametrize("words", ["các sở, ban, ngành trừ Sở Nội vụ", "Sở Y tế; các sở ngoại trừ Sở Tư pháp"])
def test_an_exception_in_words_is_not_passed_over(lead: Actor, words: str) -> None:
    before = Assignment.objects.count()
    with pytest.raises(BadReceiver) as refused:
        give_by_words(actor=lead, task_id=task_of("I.2").pk, words=words, role="coordinator", reason=WHY)
    assert refused.value.code == "with_exception"
    assert Assignment.objects.count() == before
