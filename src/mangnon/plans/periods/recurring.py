"""Recurring tasks: the rule by which one falls due, and its periods, each made once and given to who holds the task."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.assignments.event_log import log_given
from mangnon.plans.assignments.locking import locked_task
from mangnon.plans.assignments.refusing import stated
from mangnon.plans.errors import BadRecurrence
from mangnon.plans.models import Assignment, Plan, RecurrenceRule, Task, TaskInstance
from mangnon.plans.rules.portfolio import period_of
from mangnon.plans.rules.recurrence import (
    MOST_PERIODS,
    Recurrence,
    TaskPeriod,
    calendar_bounds,
    due_day_of,
    end_of_running_period,
    first_day_of_rule,
    is_possible,
    periods,
    recurrence_of_words,
)
from mangnon.plans.successions.moving import follow_coming_events
from mangnon.plans.terms import AssignmentRole, Execution, Frequency, TimeFrameKind, VersionKind

_NOTHING = "Quy tắc lặp lại không thay đổi."
_ONE_DAY = dt.timedelta(days=1)
_LONGEST_BACK = 366  # days


def recurrence_of(rule: RecurrenceRule) -> Recurrence:
    """A stored rule as the pure rules take it."""
    return Recurrence(Frequency(rule.frequency), rule.due_month, rule.due_day, rule.from_on, rule.until_on)


def plan_ends_on(plan: Plan) -> dt.date | None:
    """The last day of the years that a plan's title names; None when it names none, or years before the paper's own."""
    year = period_of(plan.directive.title).to_year
    issued_on = plan.directive.issued_on
    if year is None or (issued_on is not None and year < issued_on.year):
        return None
    return dt.date(year, 12, 31)


# ---- rules -----------------------------------------------------------------------------------------------------------


def set_recurrence(
    *,
    actor: Actor,
    task_id: int,
    frequency: str,
    from_on: dt.date,
    due_month: int | None = None,
    due_day: int | None = None,
    reason: str,
) -> RecurrenceRule:
    """The plan's lead agency says that a task recurs, or recurs otherwise from a day on.

    Periods that were made stay as they are, and the one under way goes on to its end: the new rule begins the day
    after, without gap or overlap. Raises NotAllowed, BadRecurrence, MissingReason.
    """
    if frequency not in Frequency.values:
        raise BadRecurrence(f"Chưa chọn tần suất. {_NOTHING} Hãy chọn, ví dụ hằng quý.", code="no_frequency")
    wanted = Recurrence(Frequency(frequency), due_month, due_day, from_on)
    if not is_possible(wanted.frequency, due_month, due_day):
        raise BadRecurrence(
            f"Ngày đến hạn không nằm trong kỳ {wanted.frequency.label.lower()}. {_NOTHING} Hãy chọn lại tháng của kỳ "
            "(tháng thứ mấy) và ngày từ 1 đến 31, hoặc bỏ trống để lấy ngày cuối kỳ.",
            code="bad_due_day",
        )
    with transaction.atomic():
        task = locked_task(actor, task_id)
        reason = stated(reason, "lý do, căn cứ", most=500)
        before = close_rules(task, from_on)
        begins = max(from_on, before.until_on + _ONE_DAY) if before is not None and before.until_on else from_on
        _check_first_day(task, begins)
        rule = write_rule(actor, task, replace(wanted, from_on=begins), reason)
        record(
            actor=actor,
            act="set_recurrence",
            object_type="Task",
            object_id=task.pk,
            details={
                "frequency": str(wanted.frequency.label),
                "from": begins.isoformat(),
                "before": str(Frequency(before.frequency).label) if before is not None else "",
            },
            reason=reason,
        )
    return rule


def stop_recurrence(*, actor: Actor, task_id: int, from_on: dt.date, reason: str) -> dt.date:
    """From a day on a task makes no new period; what was made stays to be done. Answers the last day of the rule.

    Raises NotAllowed, BadRecurrence when no rule holds then, MissingReason.
    """
    with transaction.atomic():
        task = locked_task(actor, task_id)
        reason = stated(reason, "lý do, căn cứ", most=500)
        if not task.recurrence_rules.filter(until_on__isnull=True).exists():
            raise BadRecurrence(
                f"Nhiệm vụ này không có quy tắc lặp lại đang áp dụng. {_NOTHING} Hãy tải lại trang.", code="no_rule"
            )
        last = close_rules(task, from_on)
        until = last.until_on if last is not None and last.until_on else from_on - _ONE_DAY
        record(
            actor=actor,
            act="stop_recurrence",
            object_type="Task",
            object_id=task.pk,
            details={"until": until.isoformat()},
            reason=reason,
        )
    return until


def close_rules(task: Task, from_on: dt.date) -> RecurrenceRule | None:
    """End the open rule with the period that runs on the day before `from_on`, and strike out one that never began.

    Answers the last rule that stays, which ends with a period; None when there is none.
    """
    made_until = task.instances.aggregate(last=Max("ends_on"))["last"]
    for rule in task.recurrence_rules.filter(until_on__isnull=True):
        end = end_of_running_period(recurrence_of(rule), before=from_on, made_until=made_until)
        if end is None:
            rule.delete()
        else:
            rule.until_on = end
            rule.save(update_fields=["until_on"])
    return task.recurrence_rules.order_by("-from_on", "-pk").first()


def _check_first_day(task: Task, begins: dt.date) -> None:
    issued_on, ends_on = task.plan.directive.issued_on, plan_ends_on(task.plan)
    if issued_on is not None and begins < issued_on:
        raise BadRecurrence(
            f"Ngày {vn_date(begins)} đứng trước ngày ban hành văn bản ({vn_date(issued_on)}). {_NOTHING} "
            "Hãy chọn ngày sau.",
            code="before_paper",
        )
    if ends_on is not None and begins > ends_on:
        raise BadRecurrence(
            f"Quy tắc mới chỉ bắt đầu được từ {vn_date(begins)}, khi kế hoạch đã kết thúc ({vn_date(ends_on)}). "
            f"{_NOTHING} Hãy kiểm tra lại ngày.",
            code="after_plan",
        )
    if begins < clock.today() - dt.timedelta(days=_LONGEST_BACK):
        raise BadRecurrence(
            f"Ngày {vn_date(begins)} đã qua hơn một năm: các kỳ từ ngày ấy sẽ quá hạn ngay khi giao. {_NOTHING} "
            "Hãy kiểm tra lại năm, hoặc chọn từ kỳ đang thực hiện.",
            code="too_early",
        )
    if (begins - clock.today()).days > 366 * 2:
        raise BadRecurrence(f"Ngày {vn_date(begins)} còn quá xa. {_NOTHING} Hãy kiểm tra lại năm.", code="too_far")


def write_rule(actor: Actor, task: Task, rule: Recurrence, reason: str) -> RecurrenceRule:
    """A rule from its first day on, and why; inside a transaction, the task locked."""
    made = _rule_row(actor, task, rule, reason)
    made.save(force_insert=True)
    return made


def _rule_row(actor: Actor, task: Task, rule: Recurrence, reason: str) -> RecurrenceRule:
    return RecurrenceRule(
        task=task,
        frequency=rule.frequency,
        due_month=rule.due_month,
        due_day=rule.due_day,
        from_on=rule.from_on,
        reason=reason,
        made_at=clock.now(),
        made_by_id=actor.user_id,
    )


def set_rules_from_words(*, actor: Actor, on: dt.date, plan: Plan | None = None) -> int:
    """Give every recurring task that never had a rule the one its time frame's words name; how many were given one.

    Words that name no rule surely are left to the plan's lead agency. Idempotent; of all plans when `plan` is None.
    """
    tasks = Task.objects.filter(time_frame_kind=TimeFrameKind.RECURRING, recurrence_rules__isnull=True)
    if plan is not None:
        tasks = tasks.filter(plan=plan)
    by_plan: dict[int, list[tuple[Task, Recurrence]]] = defaultdict(list)
    for task in tasks.select_related("plan__directive").order_by("plan", "order"):
        rule = recurrence_of_words(task.time_frame_text)
        if rule is not None:
            by_plan[task.plan_id].append((task, _begun(rule, task.plan, on)))
    return sum(_give_rules(actor, plan_id, rules) for plan_id, rules in by_plan.items())


def _begun(rule: Recurrence, plan: Plan, on: dt.date) -> Recurrence:
    """From the paper's day, or the period under way; from the next one where its due day is over already."""
    begins = first_day_of_rule(rule.frequency, issued_on=plan.directive.issued_on or on, given_on=on)
    if due_day_of(rule, begins) < on:
        begins = calendar_bounds(rule.frequency, begins)[1] + _ONE_DAY
    return replace(rule, from_on=begins)


def _give_rules(actor: Actor, plan_id: int, rules: Sequence[tuple[Task, Recurrence]]) -> int:
    with transaction.atomic():
        ids = [task.pk for task, _ in rules]
        locked = set(Task.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
        there = RecurrenceRule.objects.filter(task__in=locked).values_list("task_id", flat=True)
        missing = [(task, rule) for task, rule in rules if task.pk in locked - set(there)]
        RecurrenceRule.objects.bulk_create(
            _rule_row(actor, task, rule, f"Theo thời gian trong văn bản: «{task.time_frame_text[:400]}»")
            for task, rule in missing
        )
        if missing:
            record(
                actor=actor,
                act="set_rules_from_words",
                object_type="Plan",
                object_id=plan_id,
                details={"tasks": [task.code for task, _ in missing], "count": len(missing)},
            )
    return len(missing)


# ---- periods ---------------------------------------------------------------------------------------------------------


def make_instances(*, actor: Actor, on: dt.date, plan: Plan | None = None) -> int:
    """Make every period that has begun by a day and is not there yet, with an assignment for each agency that holds
    the task then; how many periods were made. Of all plans when `plan` is None.

    Idempotent, also with two workers at once: the tasks are locked, and a task has a period once. Never a period after
    the day, after the rule, or after the years of the plan; at most 400 of one task. A period is made only while an
    agency leads the task, and only if one did in that period.
    """
    rules = RecurrenceRule.objects.filter(from_on__lte=on)
    if plan is not None:
        rules = rules.filter(task__plan=plan)
    by_plan: dict[int, list[int]] = defaultdict(list)
    for task, _ in _missing(rules.order_by("task__plan", "task__order", "from_on"), on):
        by_plan[task.plan_id].append(task.pk)
    return sum(_make_of_plan(actor, plan_id, task_ids, on) for plan_id, task_ids in by_plan.items())


def make_instances_of_task(*, actor: Actor, task: Task) -> int:
    """The same for one task by today, right after its rule was set."""
    return _make_of_plan(actor, task.plan_id, [task.pk], clock.today())


def _missing(
    rules: Iterable[RecurrenceRule], on: dt.date
) -> list[tuple[Task, list[tuple[RecurrenceRule, TaskPeriod]]]]:
    """The periods that are missing by a day, task by task, first to last. Nothing of a task that a paper took out, nor
    of a plan that another one replaced. Four queries."""
    by_task: dict[int, list[RecurrenceRule]] = defaultdict(list)
    for rule in rules:
        by_task[rule.task_id].append(rule)
    alive = Task.objects.filter(pk__in=by_task, withdrawn_by__isnull=True)
    alive = alive.exclude(plan__versions__kind=VersionKind.REPLACED)
    tasks = alive.select_related("plan__directive").order_by("plan", "order")
    made = _made(by_task)
    leads = _lead_spans(by_task)
    found = []
    for task in tasks:
        last, count = made.get(task.pk, (None, 0))
        new: list[tuple[RecurrenceRule, TaskPeriod]] = []
        for rule in by_task[task.pk]:
            begun = periods(recurrence_of(rule), on=on, after=last, plan_ends_on=plan_ends_on(task.plan))
            new += [(rule, each) for each in begun if _was_led(leads[task.pk], each)]
        if new and _is_led(leads[task.pk], on):
            found.append((task, new[: max(0, MOST_PERIODS - count)]))
    return found


def _made(task_ids: Iterable[int]) -> dict[int, tuple[dt.date | None, int]]:
    """The last day of the last period made of each task, and how many there are."""
    rows = TaskInstance.objects.filter(task__in=list(task_ids)).order_by().values_list("task_id", "ends_on")
    found: dict[int, tuple[dt.date | None, int]] = {}
    for task_id, ends_on in rows:
        last, count = found.get(task_id, (None, 0))
        found[task_id] = (ends_on if last is None else max(last, ends_on), count + 1)
    return found


_Span = tuple[dt.date | None, dt.date | None]


def _lead_spans(task_ids: Iterable[int]) -> dict[int, list[_Span]]:
    """From when to when each task had an agency that led it and had not ended it for good."""
    rows = Assignment.objects.standing().filter(task__in=list(task_ids), role=AssignmentRole.LEAD)
    found: dict[int, list[_Span]] = defaultdict(list)
    kept = (
        rows.exclude(execution=Execution.COMPLETE)
        .order_by()
        .values_list("task_id", "began_on", "ended_on", "execution")
    )
    for task_id, began_on, ended_on, execution in kept:
        if execution == Execution.RECALLED and ended_on is not None:
            ended_on -= _ONE_DAY  # on the day of its recall it was nobody's any more
        found[task_id].append((began_on, ended_on))
    return found


def _was_led(spans: Sequence[_Span], period: TaskPeriod) -> bool:
    return any(
        (began is None or began <= period.ends_on) and (ended is None or ended >= period.starts_on)
        for began, ended in spans
    )


def _is_led(spans: Sequence[_Span], day: dt.date) -> bool:
    return any((began is None or began <= day) and (ended is None or ended >= day) for began, ended in spans)


def _make_of_plan(actor: Actor, plan_id: int, task_ids: Sequence[int], on: dt.date) -> int:
    """Make what is missing of some tasks of one plan, in one transaction, asked again under the lock."""
    with transaction.atomic():
        locked = Task.objects.select_for_update(of=("self",)).filter(pk__in=task_ids).order_by("pk")
        ids = list(locked.values_list("pk", flat=True))
        rules = RecurrenceRule.objects.filter(task__in=ids, from_on__lte=on).order_by("task", "from_on")
        now = clock.now()
        missing = _missing(rules, on)
        holders = _holders([task.pk for task, _ in missing], on)
        instances = TaskInstance.objects.bulk_create(
            TaskInstance(
                task=task,
                rule=rule,
                period=period.key,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                due_on=period.due_on,
                made_at=now,
            )
            for task, new in missing
            for rule, period in new
        )
        if not instances:
            return 0
        made = [f"{each.task.code}/{each.period}" for each in instances]
        given = [
            _assignment(actor, instance, standing, now)
            for instance in instances
            for standing in holders[instance.task_id]
        ]
        Assignment.objects.bulk_create(given, batch_size=500)
        log_given(given, at=now, by_id=actor.user_id, reason="Kỳ mới của nhiệm vụ lặp lại.")
        follow_coming_events(actor=actor, given=given)
        record(
            actor=actor,
            act="make_instances",
            object_type="Plan",
            object_id=plan_id,
            details={"periods": made[:50], "count": len(made), "assignments": len(given)},
        )
    return len(made)


def _holders(task_ids: Sequence[int], on: dt.date) -> dict[int, list[Assignment]]:
    """Who holds each task as a standing duty on a day, and has not ended it for good."""
    rows = Assignment.objects.on(on).standing().filter(task__in=task_ids, parent__isnull=True)
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.exclude(execution__in=[Execution.COMPLETE, Execution.RECALLED]).order_by("task", "-role", "pk"):
        found[row.task_id].append(row)
    return found


def join_running_periods(*, actor: Actor, standing: Sequence[Assignment], on: dt.date) -> list[Assignment]:
    """Who was given a recurring task in the middle of a period does that period too: else nobody would, and nothing
    would count it. Not where another body leads the period still, the body stands in it, or its day is over: nobody is
    late with what it has just been given. In the giver's transaction.
    """
    now = clock.now()
    running = TaskInstance.objects.filter(
        task__in={row.task_id for row in standing}, starts_on__lte=on, ends_on__gte=on
    ).order_by("task", "starts_on")
    taken = Assignment.objects.live(on).filter(instance__in=running, parent=None)
    there = set(taken.values_list("instance_id", "agency_id"))
    led = set(taken.filter(role=AssignmentRole.LEAD).values_list("instance_id", flat=True))
    by_task: dict[int, list[Assignment]] = defaultdict(list)
    for row in standing:
        by_task[row.task_id].append(row)
    given = [
        _assignment(actor, instance, row, now)
        for instance in running
        for row in by_task[instance.task_id]
        if (instance.pk, row.agency_id) not in there
        and not (row.role == AssignmentRole.LEAD and instance.pk in led)
        and instance.due_on >= on
    ]
    Assignment.objects.bulk_create(given)
    log_given(given, at=now, by_id=actor.user_id, reason="Kỳ đang thực hiện của nhiệm vụ lặp lại.")
    return given


def _assignment(actor: Actor, instance: TaskInstance, standing: Assignment, now: dt.datetime) -> Assignment:
    """What a holder of the task has to do in one period."""
    began = instance.starts_on if standing.began_on is None else max(instance.starts_on, standing.began_on)
    return Assignment(
        task_id=instance.task_id,
        instance=instance,
        agency_id=standing.agency_id,
        role=standing.role,
        class_words=standing.class_words,
        function=standing.function,
        due_on=instance.due_on,
        original_due_on=instance.due_on,
        began_on=began,
        given_at=now,
        given_by_id=actor.user_id,
        given_reason=f"Kỳ {instance.period} của nhiệm vụ lặp lại",
    )
