"""What a later paper adds to a plan: its tasks, their groups and numbers, and who is given them. Inside a transaction.

As many statements for five thousand tasks as for one, in batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, Body
from mangnon.kernel import clock
from mangnon.kernel.text import fold
from mangnon.plans.assignments.event_log import log_given
from mangnon.plans.errors import CannotAmend
from mangnon.plans.models import Assignment, Plan, PlanVersion, Task, TaskChange, TaskGroup
from mangnon.plans.periods.recurring import join_running_periods
from mangnon.plans.rules.versions import TaskFacts
from mangnon.plans.successions.moving import follow_coming_events
from mangnon.plans.terms import AssignmentRole, TaskChangeKind, TimeFrameKind
from mangnon.plans.versions.comparing import facts_of

_NOTHING = "Kế hoạch chưa thay đổi gì."
_BATCH = 500


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


def add_tasks(
    actor: Actor, version: PlanVersion, added: Sequence[tuple[PlannedChange, TaskFacts]], because: str
) -> list[TaskChange]:
    """Write tasks with what the paper says of each, give them, and answer their steps (unsaved).

    Raises CannotAmend when one has no lead.
    """
    if not added:
        return []
    groups, codes = _Groups(version.plan), _Codes(version)
    last = Task.objects.filter(plan=version.plan).order_by("-order").values_list("order", flat=True).first()
    tasks, bodies = [], []
    for order, (change, facts) in enumerate(added, start=0 if last is None else last + 1):
        if change.lead is None:
            raise CannotAmend(f"Nhiệm vụ bổ sung chưa có cơ quan chủ trì. {_NOTHING}", code="no_lead")
        task = Task(
            plan=version.plan,
            group=groups.named(facts.group),
            code=codes.free(facts.code),
            text=facts.text,
            lead_words=list(facts.lead),
            coordinator_words=list(facts.coordinating),
            unmatched_words=list(change.unknown),
            time_frame_text=facts.due_text,
            time_frame_kind=facts.due_kind or TimeFrameKind.UNKNOWN,
            due_on=facts.due_day,
            # Lines of another paper than the plan's: they stand in the step.
            order=order,
            added_by=version,
        )
        tasks.append(task)
        bodies.append((task, AssignmentRole.LEAD, Body(change.lead)))
        bodies += [(task, AssignmentRole.COORDINATOR, body) for body in change.coordinators or ()]
    Task.objects.bulk_create(tasks, batch_size=_BATCH)
    give_all(actor, bodies, because)
    return [
        step_of(version, task, TaskChangeKind.ADDED, None, facts_of(task), change.lines)
        for task, (change, _) in zip(tasks, added, strict=True)
    ]


def give_all(actor: Actor, bodies: Iterable[tuple[Task, AssignmentRole, Body]], because: str) -> None:
    """Give tasks to bodies from today on, with the periods that run and what a coming reorganisation passes on."""
    now, today = clock.now(), clock.today()
    given = Assignment.objects.bulk_create(
        (
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
            for task, role, body in bodies
        ),
        batch_size=_BATCH,
    )
    if not given:
        return
    log_given(given, at=now, by_id=actor.user_id, reason=because)
    periods = join_running_periods(actor=actor, standing=given, on=today)
    follow_coming_events(actor=actor, given=[*given, *periods])


def step_of(
    version: PlanVersion,
    task: Task,
    kind: TaskChangeKind,
    before: TaskFacts | None,
    after: TaskFacts | None,
    lines: tuple[int | None, int | None] = (None, None),
) -> TaskChange:
    """What a version does to a task, unsaved."""
    return TaskChange(
        version=version,
        task=task,
        kind=kind,
        before=before.to_json() if before else {},
        after=after.to_json() if after else {},
        first_line=lines[0],
        last_line=lines[1],
    )


class _Groups:
    """The groups of a plan by their words; one that is not there is written."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._groups = list(TaskGroup.objects.filter(plan=plan).order_by("order"))
        self._met: dict[str, TaskGroup] = {}

    def named(self, words: str) -> TaskGroup:
        """The group that some words name, by number, title or both; the first where nothing is named."""
        if words not in self._met:
            self._met[words] = self._known(words) or self._made(words)
        return self._met[words]

    def _known(self, words: str) -> TaskGroup | None:
        wanted = fold(words)
        for group in self._groups:
            if not words or wanted in (fold(str(group)), fold(group.title), fold(group.number)):
                return group
        return None

    def _made(self, words: str) -> TaskGroup:
        number, dot, title = words.partition(". ")
        is_numbered = bool(dot) and len(number) <= 8
        group = TaskGroup.objects.create(
            plan=self._plan,
            number=number if is_numbered else "",
            title=title if is_numbered else words,
            order=self._groups[-1].order + 1 if self._groups else 0,
        )
        self._groups.append(group)
        return group


class _Codes:
    """The numbers of a plan's tasks that are taken."""

    def __init__(self, version: PlanVersion) -> None:
        self._number = version.number
        rows = Task.objects.filter(plan=version.plan).order_by()
        self._taken = {fold(each) for each in rows.values_list("code", flat=True)}

    def free(self, code: str) -> str:
        """The paper's number, or with «-bs2» where the plan has another task of that number; taken from now on."""
        wanted = code[:30] or f"BS{self._number}"
        found = wanted if fold(wanted) not in self._taken else self._with_tail(wanted)
        self._taken.add(fold(found))
        return found

    def _with_tail(self, wanted: str) -> str:
        tails = (
            f"{wanted}-bs{self._number}{f'-{each}' if each > 1 else ''}" for each in range(1, len(self._taken) + 2)
        )
        return next(each for each in tails if fold(each) not in self._taken)[:40]
