"""Rows that the tests of acts are about."""

from __future__ import annotations

import datetime as dt

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.models import (
    Assignment,
    AssignmentEvent,
    RecurrenceRule,
    Task,
    TaskInstance,
)
from mangnon.plans.public import (
    accept_assignment,
)
from tests.plans import made

TODAY = dt.date(2025, 5, 20)
JUNE, JULY = dt.date(2025, 6, 10), dt.date(2025, 7, 31)
WHY = "Theo chỉ đạo mẫu."


def row_of(code: str, agency: str) -> Assignment:
    return Assignment.objects.open().get(task__code=code, agency=made.agency(agency), instance=None, parent=None)


def task_of(code: str) -> Task:
    return Task.objects.get(code=code)


def accepted(officer: Actor, code: str = "I.2") -> Assignment:
    return accept_assignment(actor=officer, assignment_id=row_of(code, "SO_TP").pk)


def last_event(row: Assignment) -> AssignmentEvent:
    found = row.events.order_by("at", "pk").last()
    assert found is not None
    return found


def period_row(code: str = "I.1") -> Assignment:
    task, now = task_of(code), clock.now()
    rule = RecurrenceRule.objects.filter(task=task).first() or RecurrenceRule.objects.create(
        task=task, frequency="yearly", from_on=dt.date(2025, 1, 1), made_at=now
    )
    instance = TaskInstance.objects.filter(task=task, period="2025").first() or TaskInstance.objects.create(
        task=task,
        rule=rule,
        period="2025",
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2025, 12, 31),
        due_on=dt.date(2025, 12, 31),
        made_at=now,
    )
    body = made.agency("SO_TP")
    there = Assignment.objects.filter(instance=instance, agency=body).first()
    if there is not None:
        return there
    row = Assignment.objects.create(
        task=task,
        instance=instance,
        agency=body,
        role="coordinator",
        due_on=instance.due_on,
        original_due_on=instance.due_on,
    )
    AssignmentEvent.objects.create(
        assignment=row, move="give", at=now, execution="not_received", due_on=row.due_on, original_due_on=row.due_on
    )
    return row
