"""A body that only monitors finishes nothing: the day it was given is until when it watches. Everywhere the same: it is
never due, overdue or late, on pages, in figures of any day, in the calendar, for programs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.desk.agency_page import agency_work
from mangnon.desk.digest import run_digests
from mangnon.desk.my_work import open_work
from mangnon.desk.selectors import desk_of
from mangnon.desk.work_filters import DeadlineFilter, WorkFilter, filtered_work
from mangnon.exchange.calendar_feed import entries_of
from mangnon.kernel import clock
from mangnon.notices.models import Digest, Reminder
from mangnon.plans.figures.matrix import plan_matrix
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.public import (
    Against,
    Dimension,
    accept_assignment,
    figures,
    give_assignment,
    log_disagreements,
    make_instances,
    set_recurrence,
)
from mangnon.plans.rules import binding_day
from mangnon.plans.terms import AssignmentRole
from tests.plans import made

UNTIL, LATER = dt.date(2025, 6, 30), dt.date(2025, 7, 21)
WHY = "Theo chỉ đạo mẫu."


@pytest.fixture
def plan(db: None) -> Plan:
    made.province()
    return made.adopted()


@pytest.fixture
def watcher(plan: Plan) -> Actor:
    return made.actor_at("SO_NV", Role.DEPARTMENT_OFFICER)


@pytest.fixture
def row(plan: Plan, watcher: Actor) -> Assignment:
    """Sở Nội vụ follows I.2 until 30 June."""
    lead, task = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), plan.tasks.get(code="I.2")
    given = give_assignment(
        actor=lead,
        task_id=task.pk,
        agency_id=made.agency("SO_NV").pk,
        role="monitor",
        due_on=UNTIL,
        reason=WHY,
    )
    return accept_assignment(actor=watcher, assignment_id=given.pk)


@pytest.mark.parametrize("role", AssignmentRole.values)
def test_whose_day_binds(role: str) -> None:
    assert binding_day(role, UNTIL) == (None if role == "monitor" else UNTIL)
    assert binding_day(role, None) is None


@pytest.mark.parametrize("day", [UNTIL, LATER])
def test_on_lists_and_pages(row: Assignment, watcher: Actor, day: dt.date) -> None:
    assert row.due_on == UNTIL, "the day is kept"
    with clock.frozen(clock.at(day, 9)):
        mine = open_work(watcher)
        states = {
            state: list(filtered_work(mine, WorkFilter(deadline=state.value), now=clock.now()))
            for state in DeadlineFilter
        }
        assert {state for state, rows in states.items() if row in rows} == {DeadlineFilter.NO_DEADLINE}
        desk = desk_of(watcher)
        assert row.pk not in {each.assignment.pk for each in desk.late}
        assert row.pk in {each.assignment.pk for each in desk.running}
        body = agency_work(SYSTEM, made.agency("SO_NV"))
        assert body.cells["monitor"].not_done_overdue == 0
        client = Client()
        client.force_login(made.user_at("SO_NV", Role.DEPARTMENT_OFFICER))
        page = client.get(reverse("assignment", args=[row.pk])).content.decode()
        assert "30/06/2025" in page, "until when it watches can be read"
        for words in ("quá hạn", "Quá hạn", "Đến hạn hôm nay"):
            assert words not in page.partition("<main")[2].partition("Diễn biến")[0]
        assert str(row.pk) not in {entry.uid.removeprefix("phan-cong-") for entry in entries_of(watcher)}
        run_digests(on=day)
        assert not Digest.objects.filter(person=watcher.user_id).exists()
        assert not Reminder.objects.filter(matter__startswith=f"assignment:{row.pk}:").exists()


@pytest.mark.parametrize("against", list(Against))
def test_in_figures_and_in_the_matrix_of_any_day(plan: Plan, row: Assignment, against: Against) -> None:
    with clock.frozen(clock.at(LATER, 9)):
        for day in (UNTIL, dt.date(2025, 7, 10), LATER):
            told = figures(
                SYSTEM,
                at=clock.last_minute(day),
                plan_ids=[plan.pk],
                by=(Dimension.ROLE,),
                roles=list(AssignmentRole),
                against=against,
            )
            watched, led = told["monitor",], told["lead",]
            assert (watched.no_deadline, watched.not_done_overdue, watched.total) == (1, 0, 1)
            alone = figures(SYSTEM, at=clock.last_minute(day), plan_ids=[plan.pk], against=against)[()]
            assert alone == led, "what binds is counted as ever"
            assert alone.not_done_overdue >= 1
            (found,) = [each for each in plan_matrix(SYSTEM, plan, on=day).rows if each.task.code == "I.2"]
            cell = found.cells[row.agency_id]
            assert (cell.deadline, cell.due_on) == ("no_deadline", None)
    assert log_disagreements(SYSTEM) == []


def test_the_calendar_has_a_recurring_task_once_by_its_periods(plan: Plan) -> None:
    officer, task = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), plan.tasks.get(code="I.2")
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    standing = Assignment.objects.get(task=task, role="lead")
    assert f"phan-cong-{standing.pk}" in {entry.uid for entry in entries_of(officer)}
    set_recurrence(actor=lead, task_id=task.pk, frequency="yearly", from_on=clock.today(), reason=WHY)
    make_instances(actor=SYSTEM, on=clock.today())
    period = Assignment.objects.get(task=task, role="lead", instance__isnull=False)
    uids = {entry.uid for entry in entries_of(officer)}
    assert f"phan-cong-{period.pk}" in uids
    assert f"phan-cong-{standing.pk}" not in uids
