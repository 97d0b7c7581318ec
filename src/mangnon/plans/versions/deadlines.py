"""A later paper names another deadline: what is open follows, with what was given on below and what was asked for.

Three rules (docs/decisions/0030): what was given on is never due later than what it was given from; the period under
way of a recurring task falls due by the new rule; a request for a day that the new deadline already allows is closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.acts.moved_deadlines import OPEN, put_deadlines
from mangnon.plans.models import Assignment, Extension, RecurrenceRule, Task
from mangnon.plans.periods.following import follow_words, moved_periods, other_rule
from mangnon.plans.rules.versions import TaskFacts, due_below, is_overtaken
from mangnon.plans.terms import ExtensionState, TimeFrameKind

TIME_FIELDS = frozenset({"due_on", "due_text", "due_kind"})


def open_rows(task: Task, **wanted: object) -> list[Assignment]:
    """What bodies still have to do of a task, standing and by period, without what was given on below; locked."""
    return open_rows_of([task], **wanted)[task.pk]


def open_rows_of(tasks: Iterable[Task], **wanted: object) -> dict[int, list[Assignment]]:
    """The same of several tasks, by task id, each by its own id. One query."""
    found: dict[int, list[Assignment]] = {task.pk: [] for task in tasks}
    rows = Assignment.objects.held(clock.today()).filter(parent__isnull=True, execution__in=OPEN, **wanted)
    rows = rows.filter(task__in=found).select_for_update(of=("self",)).select_related("task__plan", "agency")
    for row in rows.order_by("pk"):
        found[row.task_id].append(row)
    return found


def change_deadlines(actor: Actor, changed: Mapping[Task, Collection[str]], because: str) -> None:
    """Carry the time frames that some tasks have now over to what is open of them; the day each was given with stays on
    record.

    `changed`: the tasks, each with the facts that the paper changed of it. One that only words the same day otherwise
    takes back no extension. Recurring tasks alone cost statements of their own."""
    days = {task.pk: task.due_on for task, fields in changed.items() if "due_on" in fields}
    standing = open_rows_of((task for task in changed if task.pk in days), instance__isnull=True)
    wanted = [(row, days[pk]) for pk, rows in standing.items() for row in rows]
    rules = RecurrenceRule.objects.filter(task__in=list(changed), until_on__isnull=True).order_by()
    recurring = set(rules.values_list("task_id", flat=True))
    for task in (each for each in changed if each.pk in recurring):
        for instance in follow_words(actor=actor, task=task, reason=because):
            wanted += [(row, instance.due_on) for row in open_rows(task, instance=instance)]
    put_deadlines(actor, wanted, because)


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
