"""A later paper words a recurring task anew: the rule and the period under way follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.models import RecurrenceRule, Task, TaskInstance
from mangnon.plans.periods.recurring import close_rules, recurrence_of, write_rule
from mangnon.plans.rules.recurrence import Recurrence, due_day_after_amendment, recurrence_of_words
from mangnon.plans.terms import TimeFrameKind

_ONE_DAY = dt.timedelta(days=1)


def follow_words(*, actor: Actor, task: Task, reason: str) -> list[TaskInstance]:
    """Where the words of a task now name another rule, it holds from the next period on; where they name another due
    day of the same frequency, the period under way gets it too, unless that day is over. A task that recurs no more
    makes no further period. Answers the periods whose due day moved (saved); their assignments are the caller's.

    Words that name no rule surely change nothing: a person sets the rule. Inside a transaction, the task locked.
    """
    rule = task.recurrence_rules.filter(until_on__isnull=True).first()
    if rule is None:
        return []
    today = clock.today()
    if task.time_frame_kind != TimeFrameKind.RECURRING:
        close_rules(task, today)
        return []
    wanted = other_rule(rule, task.time_frame_text)
    if wanted is None:
        return []
    moved = moved_periods(rule, wanted, task.instances.all(), today=today)
    before = close_rules(task, today)
    begins = max(today, before.until_on + _ONE_DAY) if before is not None and before.until_on else today
    write_rule(actor, task, replace(wanted, from_on=begins), reason[:500])
    for instance, due_on in moved:
        instance.due_on = due_on
        instance.save(update_fields=["due_on"])
    return [instance for instance, _ in moved]


def other_rule(rule: RecurrenceRule, words: str) -> Recurrence | None:
    """The rule that words name surely, where it is another than the one in force."""
    wanted, now = recurrence_of_words(words), recurrence_of(rule)
    if wanted is None or (wanted.frequency, wanted.due_month, wanted.due_day) == (
        now.frequency,
        now.due_month,
        now.due_day,
    ):
        return None
    return wanted


def moved_periods(
    rule: RecurrenceRule, wanted: Recurrence, instances: Iterable[TaskInstance], *, today: dt.date
) -> list[tuple[TaskInstance, dt.date]]:
    """The periods of a rule that are not over, with the due day that another rule of the same frequency gives them,
    where it is another."""
    if wanted.frequency != rule.frequency:
        return []
    running = [each for each in instances if each.ends_on >= today]
    due = [
        (each, due_day_after_amendment(wanted, starts_on=each.starts_on, due_on=each.due_on, today=today))
        for each in running
    ]
    return [(each, day) for each, day in due if day != each.due_on]
