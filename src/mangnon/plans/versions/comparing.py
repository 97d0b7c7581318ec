"""A reading that amends a plan, compared with it: what would be added, changed, withdrawn. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, Body
from mangnon.documents.reading import Reading
from mangnon.documents.reading.records import ReadTask
from mangnon.kernel import clock
from mangnon.kernel.text import fold
from mangnon.plans.adopting.proposal import Maker, Problem, ProposedTask, draft, propose
from mangnon.plans.models import Assignment, Plan, Task
from mangnon.plans.rules.versions import TaskFacts, changed_fields, matches, withdrawn_codes
from mangnon.plans.selectors import tasks
from mangnon.plans.terms import AssignmentRole
from mangnon.plans.versions.deadlines import TIME_FIELDS, told_before

ADD, CHANGE, WITHDRAW, KEEP = "add", "change", "withdraw", "keep"
# What a reading lacks for a plan of its own, but not for changing one.
_NOT_NEEDED = frozenset({"no_tasks", "no_lead_agency", "no_lead"})


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """One task of the reading (`item`) or of the plan (`task`), or both.

    `key` names it in a form; `suggested` is what the paper seems to want and `choices` what a person may decide
    (add, change, withdraw, keep). `changed`: names of the facts that differ. `lead` None: as it is. `effects`: what a
    changed time frame brings with it, in sentences.
    """

    key: str
    suggested: str
    choices: tuple[str, ...]
    task: Task | None = None
    item: ReadTask | None = None
    before: TaskFacts | None = None
    after: TaskFacts | None = None
    changed: tuple[str, ...] = ()
    lead: Agency | None = None
    coordinators: tuple[Body, ...] | None = None
    unknown: tuple[str, ...] = ()
    fault: str = ""
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """Everything a reading would do to a plan; it can be carried out when `problems` is empty."""

    plan: Plan
    reading: Reading
    rows: tuple[AmendmentRow, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def count(self, suggested: str) -> int:
        """How many rows are suggested to be added, changed, withdrawn or kept."""
        return sum(row.suggested == suggested for row in self.rows)


def facts_of(task: Task) -> TaskFacts:
    """What the plan says of a task now."""
    return TaskFacts(
        code=task.code,
        text=task.text,
        group=str(task.group),
        lead=tuple(task.lead_words),
        coordinating=tuple(task.coordinator_words),
        due_text=task.time_frame_text,
        due_kind=task.time_frame_kind,
        due_on=task.due_on.isoformat() if task.due_on else "",
    )


def amendment_of(viewer: Actor, plan: Plan, reading: Reading, *, make: Maker = draft) -> Amendment:
    """Compare a reading with a plan. What the reading does not say of a task it knows (no lead, no time) stays.

    A constant number of queries. Agencies may be unsaved drafts unless `make` writes them.
    """
    proposal = propose(reading, make=make, for_provinces=viewer.territory_codes)
    problems = [problem for problem in proposal.problems if problem.code not in _NOT_NEEDED]
    if proposal.unit is not None and proposal.unit.code != plan.territory.code:
        problems.append(Problem("other_province", "Văn bản không phải của tỉnh có kế hoạch này"))
    if proposal.on and plan.directive.issued_on and proposal.on < plan.directive.issued_on:
        problems.append(Problem("earlier", "Văn bản ban hành trước kế hoạch này nên không thể sửa đổi kế hoạch"))
    own = [task for task in tasks(viewer, plan) if task.withdrawn_by_id is None]
    gone = withdrawn_codes(reading.text)
    met = matches([(task.pk, task.code, task.text) for task in own], [(row.code, row.text) for row in reading.tasks])
    by_id = {task.pk: task for task in own}
    leads = _leads(own)
    rows = [
        _read_row(place, proposed, by_id.get(met.get(place, 0)), leads) for place, proposed in enumerate(proposal.tasks)
    ]
    rows += [_absent_row(task, gone) for task in own if task.pk not in met.values()]
    timed = [(row.task, row.after) for row in rows if row.task and row.after and TIME_FIELDS & set(row.changed)]
    effects = told_before(timed)
    rows = [replace(row, effects=effects.get(row.task.pk, ())) if row.task else row for row in rows]
    return Amendment(plan, reading, tuple(rows), tuple(problems))


def _leads(own: Sequence[Task]) -> dict[int, Agency]:
    rows = Assignment.objects.on(clock.today()).standing().filter(task__in=own, role=AssignmentRole.LEAD)
    return {row.task_id: row.agency for row in rows.select_related("agency")}


def _read_row(place: int, proposed: ProposedTask, task: Task | None, leads: dict[int, Agency]) -> AmendmentRow:
    item = proposed.item
    told = TaskFacts(
        code=item.code,
        text=item.text,
        group=f"{item.group_no}. {item.group_title}" if item.group_no else item.group_title or item.group or "",
        lead=tuple(item.lead),
        coordinating=tuple(item.coordinating),
        due_text=item.due.text[:400] if item.due else "",
        due_kind=item.due.kind if item.due else "",
        due_on=item.due.due_on.isoformat() if item.due and item.due.due_on else "",
    )
    row = AmendmentRow(
        key=f"d{place}", suggested=ADD, choices=(ADD, KEEP), item=item, after=told, unknown=proposed.unknown
    )
    if task is None:
        fault = "" if proposed.lead is not None else "chưa rõ cơ quan chủ trì"
        return replace(row, lead=proposed.lead, coordinators=proposed.coordinators, fault=fault)
    before = facts_of(task)
    # What the paper leaves out stays as it is; a task keeps its number and group.
    after = replace(
        told,
        code=before.code,
        group=before.group,
        lead=told.lead or before.lead,
        coordinating=told.coordinating or before.coordinating,
    )
    if not told.due_text:
        after = replace(after, due_text=before.due_text, due_kind=before.due_kind, due_on=before.due_on)
    changed = changed_fields(before, after)
    fault = ""
    if "lead" in changed and proposed.lead is None:
        fault = "chưa rõ cơ quan chủ trì mới"
    moves = "lead" in changed and proposed.lead is not None and proposed.lead != leads.get(task.pk)
    return replace(
        row,
        suggested=CHANGE if changed else KEEP,
        choices=(CHANGE, KEEP) if changed else (KEEP,),
        task=task,
        before=before,
        after=after,
        changed=changed,
        lead=proposed.lead if moves else None,
        coordinators=proposed.coordinators if "coordinating" in changed else None,
        fault=fault,
    )


def _absent_row(task: Task, gone: frozenset[str]) -> AmendmentRow:
    suggested = WITHDRAW if fold(task.code) in gone else KEEP
    return AmendmentRow(
        key=f"b{task.pk}", suggested=suggested, choices=(KEEP, WITHDRAW), task=task, before=facts_of(task)
    )
