"""Writing what a later paper changes of a plan: steps, tasks, assignments, their log. Inside a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, Body
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.text import one_line
from mangnon.plans.acts.assigning import hand_over, take_away
from mangnon.plans.assignments.refusing import remarked
from mangnon.plans.models import (
    Assignment,
    Directive,
    Plan,
    PlanVersion,
    RecurrenceRule,
    Task,
    TaskChange,
)
from mangnon.plans.periods.recurring import make_instances, set_rules_from_words
from mangnon.plans.rules import Move
from mangnon.plans.rules.versions import changed_fields
from mangnon.plans.terms import (
    AssignmentRole,
    EndReason,
    TaskChangeKind,
    TimeFrameKind,
    VersionKind,
)
from mangnon.plans.versions.adding import PlannedChange, add_tasks, give_all, step_of
from mangnon.plans.versions.comparing import facts_of
from mangnon.plans.versions.deadlines import TIME_FIELDS, change_deadlines, open_rows, open_rows_of

_BATCH = 500


def write_version(
    *, actor: Actor, plan: Plan, directive: Directive, changes: Sequence[PlannedChange], reason: str = ""
) -> PlanVersion:
    """Write one version of a locked plan, inside the caller's transaction: steps, tasks, assignments, log, evidence.

    Raises CannotAmend when an added task has no lead or its number is taken.
    """
    # By id, as every act on several assignments locks them: task by task, two would wait for each other.
    list(Assignment.objects.filter(task__plan=plan).select_for_update().order_by("pk").values_list("pk", flat=True))
    now, today = clock.now(), clock.today()
    version = PlanVersion.objects.create(
        plan=plan,
        number=next_number(plan),
        kind=VersionKind.AMENDED,
        directive=directive,
        began_on=today,
        reason=remarked(one_line(reason), "ghi chú", most=500),
        made_at=now,
        made_by_id=actor.user_id,
    )
    because = f"{directive} sửa đổi, bổ sung kế hoạch"
    added = [(change, change.after) for change in changes if change.task is None and change.after is not None]
    withdrawn = [change.task for change in changes if change.task is not None and change.after is None]
    changed = [_Changed(change.task, change) for change in changes if change.task is not None and change.after]
    steps = [
        *add_tasks(actor, version, added, because),
        *_withdraw(actor, version, withdrawn, because),
        *_change(actor, version, changed, because),
    ]
    TaskChange.objects.bulk_create(steps, batch_size=_BATCH)
    counts = {
        TaskChangeKind.ADDED: len(added),
        TaskChangeKind.WITHDRAWN: len(withdrawn),
        TaskChangeKind.CHANGED: len(changed),
    }
    set_rules_from_words(actor=actor, on=today, plan=plan)
    make_instances(actor=actor, on=today, plan=plan)
    record(
        actor=actor,
        act="amend_plan",
        object_type="Plan",
        object_id=plan.pk,
        details={
            "code": plan.code,
            "version": version.number,
            "paper": str(directive),
            **{str(kind): count for kind, count in counts.items()},
        },
        reason=reason,
    )
    return version


def next_number(plan: Plan) -> int:
    """The number of the version after the last."""
    return (PlanVersion.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 1) + 1


@dataclass(frozen=True, slots=True)
class _Changed:
    """A task that stays, and what becomes of it."""

    task: Task
    change: PlannedChange


def recall(actor: Actor, row: Assignment, because: str) -> None:
    """Call a locked row back, with what waits and what was given on below."""
    take_away(actor=actor, assignment=row, because=EndReason.RECALLED, move=Move.RECALL, reason=because)


def _withdraw(actor: Actor, version: PlanVersion, tasks: Sequence[Task], because: str) -> list[TaskChange]:
    """Statements grow with what is open of the tasks only: each piece of work is called back by itself."""
    steps = [step_of(version, task, TaskChangeKind.WITHDRAWN, facts_of(task), None) for task in tasks]
    for rows in open_rows_of(tasks).values():
        for row in rows:
            recall(actor, row, f"{because}: nhiệm vụ được bãi bỏ")
    ids = [task.pk for task in tasks]
    running = RecurrenceRule.objects.filter(task__in=ids, until_on__isnull=True, from_on__lte=version.began_on)
    running.update(until_on=version.began_on)
    Task.objects.filter(pk__in=ids).update(withdrawn_by=version)
    return steps


def _change(actor: Actor, version: PlanVersion, changed: Sequence[_Changed], because: str) -> list[TaskChange]:
    """Words and days of all of them at once; statements grow with the leads and coordinators that leave."""
    steps: list[TaskChange] = []
    fields: dict[Task, Sequence[str]] = {}
    differing: dict[str, list[Task]] = defaultdict(list)
    for task, change in ((each.task, each.change) for each in changed):
        before, after = facts_of(task), change.after
        if after is None:
            raise AssertionError("a changed task says what it becomes")
        fields[task] = changed_fields(before, after)
        told = {
            "text": after.text,
            "lead_words": list(after.lead),
            "coordinator_words": list(after.coordinating),
            "time_frame_text": after.due_text,
            "time_frame_kind": after.due_kind or TimeFrameKind.UNKNOWN,
            "due_on": after.due_day,
        }
        # A text of which only the letter case changed says the same, and is written all the same.
        for column, value in told.items():
            if getattr(task, column) != value:
                setattr(task, column, value)
                differing[column].append(task)
        steps.append(step_of(version, task, TaskChangeKind.CHANGED, before, facts_of(task), change.lines))
    for column, tasks in differing.items():
        Task.objects.bulk_update(tasks, [column], batch_size=_BATCH)
    for each in changed:
        if each.change.lead is not None:
            _change_lead(actor, each.task, each.change.lead, because)
    _change_coordinators(
        actor,
        {each.task: each.change.coordinators for each in changed if each.change.coordinators is not None},
        because,
    )
    timed = {task: names for task, names in fields.items() if TIME_FIELDS & set(names)}
    if timed:
        change_deadlines(actor, timed, because)
    return steps


def _change_lead(actor: Actor, task: Task, lead: Agency, because: str) -> None:
    rows = open_rows(task, role=AssignmentRole.LEAD)
    done = Assignment.objects.live(clock.today()).filter(task=task, role=AssignmentRole.LEAD, instance__isnull=True)
    if not rows and not done.exists():
        _leave_other_roles(actor, task, lead, because)
        give_all(actor, [(task, AssignmentRole.LEAD, Body(lead))], because)
    # The periods before the standing duty, as in giving a task to another body.
    for row in sorted(rows, key=lambda each: each.instance_id is None):
        if row.agency_id == lead.pk:
            continue
        take_away(actor=actor, assignment=row, because=EndReason.REASSIGNED, move=Move.REASSIGN, reason=because)
        hand_over(actor=actor, assignment=row, receiver=lead, reason=because)


def _leave_other_roles(actor: Actor, task: Task, lead: Agency, because: str) -> None:
    """Who becomes the lead no longer coordinates or follows: a body stands in a task once."""
    for role in (AssignmentRole.COORDINATOR, AssignmentRole.MONITOR):
        for row in open_rows(task, role=role):
            if row.agency_id == lead.pk:
                take_away(actor=actor, assignment=row, because=EndReason.REASSIGNED, move=Move.REASSIGN, reason=because)


def _change_coordinators(actor: Actor, wanted: Mapping[Task, Sequence[Body]], because: str) -> None:
    there = Assignment.objects.live(clock.today()).standing().filter(task__in=list(wanted)).order_by()
    held = set(there.values_list("task_id", "agency_id"))
    open_now = open_rows_of(wanted, role=AssignmentRole.COORDINATOR)
    for task, bodies in wanted.items():
        named = {body.agency.pk for body in bodies}
        for row in open_now[task.pk]:
            if row.agency_id not in named:
                recall(actor, row, f"{because}: không còn nêu là cơ quan phối hợp")
    new = [
        (task, AssignmentRole.COORDINATOR, body)
        for task, bodies in wanted.items()
        for body in bodies
        if (task.pk, body.agency.pk) not in held
    ]
    give_all(actor, new, because)
