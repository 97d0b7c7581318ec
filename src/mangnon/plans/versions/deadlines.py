"""A later paper names another deadline: what is open follows, with what was given on below and what was asked for.

Three rules (docs/decisions/0030): what was given on is never due later than what it was given from; the period under
way of a recurring task falls due by the new rule; a request for a day that the new deadline already allows is closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.acts.moved_deadlines import OPEN, put_deadline
from mangnon.plans.assignments.locking import locked_assignment
from mangnon.plans.models import Assignment, Extension, RecurrenceRule, Task
from mangnon.plans.periods.following import follow_words, moved_periods, other_rule
from mangnon.plans.rules.versions import TaskFacts, due_below, is_overtaken
from mangnon.plans.terms import ExtensionState, TimeFrameKind

TIME_FIELDS = frozenset({"due_on", "due_text", "due_kind"})


def open_rows(task: Task, **wanted: object) -> list[Assignment]:
    """What bodies still have to do of a task, standing and by period, without what was given on below; locked."""
    rows = Assignment.objects.held(clock.today()).filter(task=task, parent__isnull=True, execution__in=OPEN, **wanted)
    return [locked_assignment(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]


def change_deadlines(actor: Actor, task: Task, because: str, *, changed: Collection[str]) -> None:
    """Carry the time frame that a task has now over to what is open of it; the day it was given with stays on record.

    `changed`: the facts that the paper changed. One that only words the same day otherwise takes back no extension."""
    for row in open_rows(task, instance__isnull=True) if "due_on" in changed else []:
        put_deadline(actor, row, task.due_on, because)
    for instance in follow_words(actor=actor, task=task, reason=because):
        for row in open_rows(task, instance=instance):
            put_deadline(actor, row, instance.due_on, because)


def told_before(changed: Sequence[tuple[Task, TaskFacts]]) -> Mapping[int, tuple[str, ...]]:
    """What the new time frames of some tasks would bring with them, in sentences by task id; writes nothing. Four
    queries. What a paper only words otherwise brings nothing."""
    tasks = [task for task, _ in changed]
    day, held = clock.today(), Assignment.objects.held(clock.today()).filter(execution__in=OPEN, instance__isnull=True)
    parts: dict[int, list[dt.date]] = {}
    given_on = held.filter(task__in=tasks, parent__isnull=False, due_on__isnull=False).order_by()
    for pk, due_on in given_on.values_list("task_id", "due_on"):
        parts.setdefault(pk, []).extend([due_on] if due_on else [])
    asked: dict[int, list[dt.date]] = {}
    waiting = Extension.objects.filter(state=ExtensionState.ASKED, assignment__instance__isnull=True)
    for pk, wanted_on in waiting.filter(assignment__task__in=tasks).values_list("assignment__task_id", "wanted_on"):
        asked.setdefault(pk, []).append(wanted_on)
    rules = {
        rule.task_id: rule
        for rule in RecurrenceRule.objects.filter(task__in=tasks, until_on__isnull=True).prefetch_related(
            "task__instances"
        )
    }
    return {
        task.pk: (*_told_of_days(task, facts, parts, asked), *_told_of_periods(rules.get(task.pk), facts, day))
        for task, facts in changed
    }


def _told_of_days(
    task: Task, facts: TaskFacts, parts: Mapping[int, list[dt.date]], asked: Mapping[int, list[dt.date]]
) -> list[str]:
    new = facts.due_day
    if new == task.due_on:
        return []
    cut = sum(due_below(each, new) != each for each in parts.get(task.pk, ()))
    closed = sum(is_overtaken(each, new) for each in asked.get(task.pk, ()))
    told = [f"Hạn của {cut} phần đã giao cho cấp dưới được đưa về {vn_date(new)}."] if cut and new else []
    return told + ([f"{closed} đề nghị gia hạn đang chờ được khép lại."] if closed else [])


def _told_of_periods(rule: RecurrenceRule | None, facts: TaskFacts, day: dt.date) -> list[str]:
    if rule is None:
        return []
    if facts.due_kind != TimeFrameKind.RECURRING:
        return ["Nhiệm vụ không lặp lại nữa; kỳ đang thực hiện vẫn làm đến hết."]
    wanted = other_rule(rule, facts.due_text)
    if wanted is None:
        return []
    moved = moved_periods(rule, wanted, rule.task.instances.all(), today=day)
    told = [f"Kỳ {each.period} đến hạn {vn_date(due)} thay vì {vn_date(each.due_on)}." for each, due in moved]
    return [*told, "Quy tắc lặp lại đổi từ kỳ sau."]
