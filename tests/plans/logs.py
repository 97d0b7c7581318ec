"""Assignments and their logs made in bulk, without services: figures of any size, of any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mangnon.agencies.models import Agency
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentEvent, Plan, RecurrenceRule, Task, TaskGroup, TaskInstance
from mangnon.plans.terms import AssignmentRole, EndReason, Execution, Frequency, MoveKind, Review

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a log: when, and what the assignment was after that."""

    at: dt.datetime
    execution: str
    due_on: dt.date | None = None
    original_due_on: dt.date | None = None
    completed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to one assignment. `period`: (starts_on, made_at) of the period of a recurring task it is for."""

    agency_id: int
    steps: tuple[Step, ...]
    task: int = 0
    role: str = AssignmentRole.LEAD
    period: tuple[dt.date, dt.datetime] | None = None
    began_on: dt.date | None = None
    ended_on: dt.date | None = None


def given(day: dt.date, due_on: dt.date | None, *, done: dt.datetime | None = None) -> tuple[Step, ...]:
    """Given on a day, accepted the next, reported complete at an instant or not at all."""
    steps = [
        Step(clock.at(day), Execution.NOT_RECEIVED, due_on, due_on),
        Step(clock.at(day + dt.timedelta(days=1)), Execution.IN_PROGRESS, due_on, due_on),
    ]
    if done is not None:
        steps.append(Step(done, Execution.REPORTED_COMPLETE, due_on, due_on, done))
    return tuple(steps)


def tasks_of(plan: Plan, count: int, *, groups: int = 1) -> list[Task]:
    """More tasks of a plan, spread over new groups, after those it has."""
    first = 1 + max(plan.tasks.values_list("order", flat=True), default=0)
    orders = range(first, first + groups)
    made = [TaskGroup.objects.create(plan=plan, number=f"G{n}", title=f"Nhóm thử {n}", order=500 + n) for n in orders]
    rows = [
        Task(
            plan=plan,
            group=made[number * groups // count],
            code=f"T.{first + number}",
            text=f"Việc thử số {first + number} cho trẻ em trên địa bàn, làm để đếm.",
            order=first + number,
        )
        for number in range(count)
    ]
    return Task.objects.bulk_create(rows, batch_size=_BATCH)


def write(tasks: Sequence[Task], stories: Iterable[Story]) -> list[Assignment]:
    """Assignments and logs as the stories have them; what the row says is what its last step says."""
    told = list(stories)
    rules: dict[int, RecurrenceRule] = {}
    instances: dict[tuple[int, dt.date], TaskInstance] = {}
    for story in told:
        if story.period is not None and (story.task, story.period[0]) not in instances:
            instances[story.task, story.period[0]] = _instance(tasks[story.task], *story.period, rules)
    rows = [
        _row(tasks[story.task], story, instances.get((story.task, story.period[0])) if story.period else None)
        for story in told
    ]
    Assignment.objects.bulk_create(rows, batch_size=_BATCH)
    events = [
        AssignmentEvent(
            assignment=row,
            move=MoveKind.GIVE if step is story.steps[0] else MoveKind.RECORD_PROGRESS,
            at=step.at,
            execution=step.execution,
            due_on=step.due_on,
            original_due_on=step.original_due_on,
            completed_at=step.completed_at,
        )
        for row, story in zip(rows, told, strict=True)
        for step in story.steps
    ]
    AssignmentEvent.objects.bulk_create(events, batch_size=_BATCH)
    return rows


def _row(task: Task, story: Story, instance: TaskInstance | None) -> Assignment:
    last = story.steps[-1]
    started = last.execution not in (Execution.NOT_RECEIVED, Execution.RECALLED)
    reviews = {Execution.REPORTED_COMPLETE: Review.WAITING, Execution.COMPLETE: Review.MET}
    recalled = last.execution == Execution.RECALLED
    ended_on = story.ended_on or (clock.local_day(last.at) if recalled else None)
    return Assignment(
        task=task,
        agency_id=story.agency_id,
        role=story.role,
        instance=instance,
        execution=last.execution,
        review=reviews.get(Execution(last.execution), Review.NONE),
        due_on=last.due_on,
        original_due_on=last.original_due_on,
        completed_at=last.completed_at,
        accepted_at=last.at if started else None,
        began_on=story.began_on,
        given_at=story.steps[0].at if story.began_on else None,
        ended_on=ended_on,
        ended_because=(EndReason.RECALLED if recalled else EndReason.REASSIGNED) if ended_on else "",
    )


def _instance(task: Task, starts_on: dt.date, made_at: dt.datetime, rules: dict[int, RecurrenceRule]) -> TaskInstance:
    if task.pk not in rules:
        rules[task.pk] = RecurrenceRule.objects.create(
            task=task, frequency=Frequency.MONTHLY, from_on=dt.date(2000, 1, 1), made_at=made_at
        )
    ends_on = starts_on + dt.timedelta(days=27)
    return TaskInstance.objects.create(
        task=task,
        rule=rules[task.pk],
        period=f"{starts_on:%Y-%m}" if starts_on.day == 1 else starts_on.isoformat(),
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=ends_on,
        made_at=made_at,
    )


def provincial(count: int) -> list[int]:
    """Ids of bodies of the test province, by code."""
    return list(Agency.objects.filter(level="province").order_by("code").values_list("pk", flat=True)[:count])
