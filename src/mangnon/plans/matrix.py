"""The plan as tasks × agencies, and what is left of it under filters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.kernel.text import fold
from mangnon.plans.models import Assignment, Plan, Task
from mangnon.plans.rules import cell_of, deadline_state
from mangnon.plans.selectors import tasks
from mangnon.plans.terms import AssignmentRole


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One task × agency."""

    assignment_id: int
    role: str
    execution: str
    deadline: str
    progress: int
    due_on: dt.date | None
    completed_at: dt.datetime | None
    class_words: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A task and its cells by agency id."""

    task: Task
    cells: dict[int, MatrixCell]

    @property
    def lead(self) -> tuple[int, MatrixCell] | None:
        """The lead agency's id and cell."""
        return next(((key, cell) for key, cell in self.cells.items() if cell.role == AssignmentRole.LEAD), None)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tasks × agencies, agencies with leads first."""

    agencies: list[Agency]
    rows: list[MatrixRow]


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What is asked of a plan; empty asks nothing.

    `group`: place of the group in the plan, from 1. `state`: an execution state or one of the official cells; it is
    asked of the chosen agency or role, and of the lead when neither is chosen, as the statistics do.
    """

    group: int = 0
    agency_code: str = ""
    role: str = ""
    state: str = ""
    text: str = ""

    @property
    def asks(self) -> bool:
        """Whether anything is asked."""
        return bool(self.group or self.agency_code or self.role or self.state or self.text.strip())


def plan_matrix(viewer: Actor, plan: Plan, *, on: dt.date | None = None) -> Matrix:
    """The whole plan as a matrix of the assignments in force on a day (today), in three queries however many.

    Deadlines are as of the end of a day that is past.
    """
    now = clock.now()
    if on is not None and on < clock.local_day(now):
        now = clock.last_minute(on)
    task_rows = {task.pk: MatrixRow(task, {}) for task in tasks(viewer, plan)}
    leads: set[int] = set()
    seen: set[int] = set()
    values = (
        Assignment.objects.on(on or clock.local_day(now))
        .filter(task__plan=plan, instance__isnull=True, parent__isnull=True)
        .values_list(
            "pk", "task_id", "agency_id", "role", "execution", "due_on", "completed_at", "progress", "class_words"
        )
    )
    for pk, task_id, agency_id, role, execution, due_on, completed_at, progress, words in values.order_by("pk"):
        row = task_rows.get(task_id)
        if row is None:
            continue
        deadline = deadline_state(due_on=due_on, completed_at=completed_at, now=now)
        row.cells[agency_id] = MatrixCell(pk, role, execution, deadline, progress, due_on, completed_at, words)
        seen.add(agency_id)
        if role == AssignmentRole.LEAD:
            leads.add(agency_id)
    agencies = list(Agency.objects.filter(pk__in=seen).order_by("code"))
    agencies.sort(key=lambda agency: (agency.pk not in leads, agency.level != "province", agency.code))
    return Matrix(agencies, list(task_rows.values()))


def filtered(matrix: Matrix, wanted: PlanFilter) -> Matrix:
    """The rows that fit, and the agencies that still have something in them. Pure."""
    if not wanted.asks:
        return matrix
    ids = {agency.pk for agency in matrix.agencies if agency.code == wanted.agency_code}
    words = fold(wanted.text)
    rows = [row for row in matrix.rows if _fits(row, wanted, ids, words)]
    seen = {agency_id for row in rows for agency_id in row.cells}
    return Matrix([agency for agency in matrix.agencies if agency.pk in seen], rows)


def _fits(row: MatrixRow, wanted: PlanFilter, agency_ids: set[int], words: str) -> bool:
    task = row.task
    if wanted.group and task.group.order != wanted.group - 1:
        return False
    if words:
        parts = [
            task.code,
            task.text,
            task.group.title,
            task.time_frame_text,
            *task.lead_words,
            *task.coordinator_words,
        ]
        if words not in fold(" ".join(parts)):
            return False
    role = wanted.role or ("" if wanted.agency_code else AssignmentRole.LEAD.value if wanted.state else "")
    return any(
        (not wanted.agency_code or agency_id in agency_ids)
        and (not role or cell.role == role)
        and (not wanted.state or wanted.state in (cell.execution, cell_of(cell.deadline)))
        for agency_id, cell in row.cells.items()
    )
