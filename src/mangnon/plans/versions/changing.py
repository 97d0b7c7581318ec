"""Writing what a later paper changes of a plan: steps, tasks, assignments, their log. Inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, Body
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.text import fold, one_line
from mangnon.plans.acts.assigning import hand_over, take_away
from mangnon.plans.assignments.event_log import log_given
from mangnon.plans.assignments.refusing import remarked
from mangnon.plans.errors import CannotAmend
from mangnon.plans.models import (
    Assignment,
    Directive,
    Plan,
    PlanVersion,
    RecurrenceRule,
    Task,
    TaskChange,
    TaskGroup,
)
from mangnon.plans.periods.recurring import join_running_periods, make_instances, set_rules_from_words
from mangnon.plans.rules import Move
from mangnon.plans.rules.versions import TaskFacts, changed_fields
from mangnon.plans.successions.moving import follow_coming_events
from mangnon.plans.terms import (
    AssignmentRole,
    EndReason,
    TaskChangeKind,
    TimeFrameKind,
    VersionKind,
)
from mangnon.plans.versions.comparing import facts_of
from mangnon.plans.versions.deadlines import TIME_FIELDS, change_deadlines, open_rows

_NOTHING = "Kế hoạch chưa thay đổi gì."


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What a version does to one task. `task` None: it is added. `after` None: it is withdrawn. `lead`, `coordinators`
    None: the bodies stay; of a task that is added `lead` is needed."""

    task: Task | None
    after: TaskFacts | None
    lead: Agency | None = None
    coordinators: Sequence[Body] | None = None
    lines: tuple[int | None, int | None] = (None, None)
    unknown: Sequence[str] = ()


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
    counts = dict.fromkeys(TaskChangeKind, 0)
    for change in changes:
        if change.task is None and change.after is not None:
            _add(actor, version, change, because)
            counts[TaskChangeKind.ADDED] += 1
        elif change.task is not None and change.after is None:
            _withdraw(actor, version, change.task, because)
            counts[TaskChangeKind.WITHDRAWN] += 1
        elif change.task is not None and change.after is not None:
            _change(actor, version, change.task, change, because)
            counts[TaskChangeKind.CHANGED] += 1
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


def _step(
    version: PlanVersion,
    task: Task,
    kind: TaskChangeKind,
    before: TaskFacts | None,
    after: TaskFacts | None,
    lines: tuple[int | None, int | None] = (None, None),
) -> None:
    TaskChange.objects.create(
        version=version,
        task=task,
        kind=kind,
        before=before.to_json() if before else {},
        after=after.to_json() if after else {},
        first_line=lines[0],
        last_line=lines[1],
    )


def _add(actor: Actor, version: PlanVersion, change: PlannedChange, because: str) -> None:
    facts, plan = change.after, version.plan
    if facts is None or change.lead is None:
        raise CannotAmend(f"Nhiệm vụ bổ sung chưa có cơ quan chủ trì. {_NOTHING}", code="no_lead")
    last = Task.objects.filter(plan=plan).aggregate(last=Max("order"))["last"]
    task = Task.objects.create(
        plan=plan,
        group=_group(plan, facts.group),
        code=_free_code(plan, facts.code, version.number),
        text=facts.text,
        lead_words=list(facts.lead),
        coordinator_words=list(facts.coordinating),
        unmatched_words=list(change.unknown),
        time_frame_text=facts.due_text,
        time_frame_kind=facts.due_kind or TimeFrameKind.UNKNOWN,
        due_on=facts.due_day,
        # Lines of another paper than the plan's: they stand in the step.
        order=0 if last is None else last + 1,
        added_by=version,
    )
    _step(version, task, TaskChangeKind.ADDED, None, facts_of(task), change.lines)
    bodies = [(AssignmentRole.LEAD, Body(change.lead))]
    bodies += [(AssignmentRole.COORDINATOR, body) for body in change.coordinators or ()]
    _give(actor, task, bodies, because)


def _group(plan: Plan, words: str) -> TaskGroup:
    for group in TaskGroup.objects.filter(plan=plan).order_by("order"):
        if fold(words) in (fold(str(group)), fold(group.title), fold(group.number)) or not words:
            return group
    number, dot, title = words.partition(". ")
    is_numbered = bool(dot) and len(number) <= 8
    last = TaskGroup.objects.filter(plan=plan).aggregate(last=Max("order"))["last"]
    return TaskGroup.objects.create(
        plan=plan,
        number=number if is_numbered else "",
        title=title if is_numbered else words,
        order=0 if last is None else last + 1,
    )


def _free_code(plan: Plan, code: str, number: int) -> str:
    """The paper's number, or with «-bs2» where the plan has another task of that number."""
    taken = {fold(each) for each in Task.objects.filter(plan=plan).values_list("code", flat=True)}
    wanted = code[:30] or f"BS{number}"
    if fold(wanted) not in taken:
        return wanted
    tails = (f"{wanted}-bs{number}{f'-{each}' if each > 1 else ''}" for each in range(1, 100))
    return next(each for each in tails if fold(each) not in taken)[:40]


def _give(actor: Actor, task: Task, bodies: Iterable[tuple[AssignmentRole, Body]], because: str) -> None:
    now, today = clock.now(), clock.today()
    given = Assignment.objects.bulk_create(
        Assignment(
            task=task,
            agency=body.agency,
            role=role,
            class_words=body.class_words[:300],
            due_on=task.due_on,
            original_due_on=task.due_on,
            began_on=today,
            given_at=now,
            given_by_id=actor.user_id,
            given_reason=because[:500],
        )
        for role, body in bodies
    )
    log_given(given, at=now, by_id=actor.user_id, reason=because)
    periods = join_running_periods(actor=actor, standing=given, on=today)
    follow_coming_events(actor=actor, given=[*given, *periods])


def recall(actor: Actor, row: Assignment, because: str) -> None:
    """Call a locked row back, with what waits and what was given on below."""
    take_away(actor=actor, assignment=row, because=EndReason.RECALLED, move=Move.RECALL, reason=because)


def _withdraw(actor: Actor, version: PlanVersion, task: Task, because: str) -> None:
    _step(version, task, TaskChangeKind.WITHDRAWN, facts_of(task), None)
    for row in open_rows(task):
        recall(actor, row, f"{because}: nhiệm vụ được bãi bỏ")
    RecurrenceRule.objects.filter(task=task, until_on__isnull=True, from_on__lte=version.began_on).update(
        until_on=version.began_on
    )
    task.withdrawn_by = version
    task.save(update_fields=["withdrawn_by"])


def _change(actor: Actor, version: PlanVersion, task: Task, change: PlannedChange, because: str) -> None:
    before, after = facts_of(task), change.after
    if after is None:
        raise AssertionError("a changed task says what it becomes")
    fields = changed_fields(before, after)
    task.text = after.text
    task.lead_words, task.coordinator_words = list(after.lead), list(after.coordinating)
    task.time_frame_text = after.due_text
    task.time_frame_kind = after.due_kind or TimeFrameKind.UNKNOWN
    task.due_on = after.due_day
    task.save(update_fields=["text", "lead_words", "coordinator_words", "time_frame_text", "time_frame_kind", "due_on"])
    _step(version, task, TaskChangeKind.CHANGED, before, facts_of(task), change.lines)
    if change.lead is not None:
        _change_lead(actor, task, change.lead, because)
    if change.coordinators is not None:
        _change_coordinators(actor, task, change.coordinators, because)
    if TIME_FIELDS & set(fields):
        change_deadlines(actor, task, because, changed=fields)


def _change_lead(actor: Actor, task: Task, lead: Agency, because: str) -> None:
    rows = open_rows(task, role=AssignmentRole.LEAD)
    done = Assignment.objects.live(clock.today()).filter(task=task, role=AssignmentRole.LEAD, instance__isnull=True)
    if not rows and not done.exists():
        _leave_other_roles(actor, task, lead, because)
        _give(actor, task, [(AssignmentRole.LEAD, Body(lead))], because)
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


def _change_coordinators(actor: Actor, task: Task, wanted: Sequence[Body], because: str) -> None:
    there = Assignment.objects.live(clock.today()).filter(task=task, instance__isnull=True, parent__isnull=True)
    held = {row.agency_id for row in there}
    named = {body.agency.pk for body in wanted}
    for row in open_rows(task, role=AssignmentRole.COORDINATOR):
        if row.agency_id not in named:
            recall(actor, row, f"{because}: không còn nêu là cơ quan phối hợp")
    new = [(AssignmentRole.COORDINATOR, body) for body in wanted if body.agency.pk not in held]
    if new:
        _give(actor, task, new, because)
