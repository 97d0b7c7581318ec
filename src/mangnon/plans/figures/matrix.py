"""The plan as tasks × agencies on any day, and what is left of it under filters.

A row is what the official figures count: a task, or one period of a task that recurs. The state of a cell on a past
day is what its log says of that day (`figures.states_at`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.kernel.text import fold
from mangnon.plans.figures.counting import counted_assignments, states_at
from mangnon.plans.models import Plan, Task, TaskInstance
from mangnon.plans.rules import binding_day, cell_of, deadline_state
from mangnon.plans.selectors import tasks
from mangnon.plans.terms import AssignmentRole, DeadlineState, Execution

EVERY_PERIOD = "tat-ca"
SOON, MONTH = 7, 30


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
    original_due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A task, or one of its periods (`period` its key, `starts_on` its first day), and its cells by agency id.

    `is_latest`: not a period that another one has followed.
    """

    task: Task
    cells: dict[int, MatrixCell]
    period: str = ""
    starts_on: dt.date | None = None
    is_latest: bool = True

    @property
    def lead(self) -> tuple[int, MatrixCell] | None:
        """The lead agency's id and cell."""
        return next(((key, cell) for key, cell in self.cells.items() if cell.role == AssignmentRole.LEAD), None)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows × agencies, agencies with leads first; `led` has the ids of those that lead something."""

    agencies: list[Agency]
    rows: list[MatrixRow]
    led: frozenset[int] = frozenset()

    @property
    def periods(self) -> list[str]:
        """The keys of the periods there are, newest first."""
        return sorted({row.period for row in self.rows if row.period}, reverse=True)


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What is asked of a plan; empty asks nothing.

    `group`: place of the group in the plan, from 1. `state`: an execution state or one of the official cells; it is
    asked of the chosen agency or role, and of the lead when neither is chosen, as the statistics do. `period`: the key
    of a period, EVERY_PERIOD, or nothing: of a task that recurs only the period that began last. `due`: a word of DUES,
    asked as the state is.
    """

    group: int = 0
    agency_code: str = ""
    role: str = ""
    state: str = ""
    text: str = ""
    period: str = ""
    due: str = ""

    @property
    def asks(self) -> bool:
        """Whether anything is asked."""
        return bool(self.group or self.agency_code or self.role or self.state or self.text.strip() or self.due)


DUES = ("overdue", "in_7_days", "in_30_days", "later", "none")


def plan_matrix(viewer: Actor, plan: Plan, *, on: dt.date | None = None) -> Matrix:
    """The whole plan as a matrix of the assignments in force on a day (today), in five queries however many.

    A past day is shown as it was at its end, by the log.
    """
    now = clock.now()
    is_past = on is not None and on < clock.local_day(now)
    if on is not None and is_past:
        now = clock.last_minute(on)
    rows = _rows(viewer, plan, at=now, day=on or clock.local_day(now))
    by_key = {(row.task.pk, instance): row for instance, row in rows}
    leads: set[int] = set()
    seen: set[int] = set()
    for task_id, instance_id, agency_id, *values in _values(viewer, plan, at=now, on=on, is_past=is_past):
        row = by_key.get((task_id, instance_id))
        if row is None:
            continue
        cell = _cell(values, now)
        row.cells[agency_id] = cell
        seen.add(agency_id)
        if cell.role == AssignmentRole.LEAD:
            leads.add(agency_id)
    agencies = list(Agency.objects.filter(pk__in=seen).order_by("code"))
    agencies.sort(key=lambda agency: (agency.pk not in leads, agency.level != "province", agency.code))
    return Matrix(agencies, [row for _, row in rows], frozenset(leads))


def _rows(viewer: Actor, plan: Plan, *, at: dt.datetime, day: dt.date) -> list[tuple[int | None, MatrixRow]]:
    """A row for each task, or for each of its periods that had begun; with the id of the period."""
    begun: dict[int, list[tuple[int, str, dt.date]]] = {}
    instances = TaskInstance.objects.filter(task__plan=plan, starts_on__lte=day, made_at__lte=at)
    for pk, task_id, period, starts_on in instances.order_by("starts_on").values_list(
        "pk", "task_id", "period", "starts_on"
    ):
        begun.setdefault(task_id, []).append((pk, period, starts_on))
    found: list[tuple[int | None, MatrixRow]] = []
    for task in tasks(viewer, plan, on=day):
        periods = begun.get(task.pk)
        if not periods:
            found.append((None, MatrixRow(task, {})))
            continue
        found += [(pk, MatrixRow(task, {}, key, day, pk == periods[-1][0])) for pk, key, day in periods]
    return found


_PLACE = ("task_id", "instance_id", "agency_id", "pk", "role", "class_words")
_STATE = ("execution", "progress", "due_on", "completed_at", "original_due_on")


def _values(viewer: Actor, plan: Plan, *, at: dt.datetime, on: dt.date | None, is_past: bool) -> Iterable[Any]:
    """Tuples of `_PLACE` and `_STATE`: of the rows as they stand, or on a past day of their log.

    Whoever has a task on a day before it was given (by a paper of a later day) is shown with it, as not received: who
    does it is a matter of days (succession). The figures count nothing on such a day.
    """
    counted = counted_assignments(viewer, at=at, on=on).filter(task__plan=plan).order_by("pk")
    if not is_past:
        return counted.exclude(execution=Execution.RECALLED).values_list(*_PLACE, *_STATE)
    then = {pk: state for pk, *state in states_at(counted, at=at).values_list("assignment_id", *_STATE)}
    unknown = [str(Execution.NOT_RECEIVED), 0]
    found = counted.values_list(*_PLACE, "due_on", "original_due_on")
    rows = ((*place, *then.get(place[3], [*unknown, due, None, original])) for *place, due, original in found)
    return (row for row in rows if row[len(_PLACE)] != Execution.RECALLED)


def _cell(values: list[Any], now: dt.datetime) -> MatrixCell:
    pk, role, words, execution, progress, due_on, completed_at, original_due_on = values
    due_on = binding_day(role, due_on)
    deadline = deadline_state(due_on=due_on, completed_at=completed_at, now=now)
    return MatrixCell(pk, role, execution, deadline, progress, due_on, completed_at, words, original_due_on)


def filtered(matrix: Matrix, wanted: PlanFilter, *, today: dt.date | None = None) -> Matrix:
    """The rows that fit, and the agencies that still have something in them. Pure; `today` for what falls due when."""
    day = today or clock.today()
    ids = {agency.pk for agency in matrix.agencies if agency.code == wanted.agency_code}
    words = fold(wanted.text)
    rows = [
        row
        for row in matrix.rows
        if _is_in_period(row, wanted.period) and (not wanted.asks or _fits(row, wanted, ids, words, day))
    ]
    seen = {agency_id for row in rows for agency_id in row.cells}
    return Matrix([agency for agency in matrix.agencies if agency.pk in seen], rows, matrix.led)


def _is_in_period(row: MatrixRow, period: str) -> bool:
    if period == EVERY_PERIOD:
        return True
    return row.period == period if period else row.is_latest


def _fits(row: MatrixRow, wanted: PlanFilter, agency_ids: set[int], words: str, day: dt.date) -> bool:
    task = row.task
    if wanted.group and task.group.order != wanted.group - 1:
        return False
    if words and words not in fold(" ".join(_searched(row))):
        return False
    asks_state = wanted.state or wanted.due
    role = wanted.role or ("" if wanted.agency_code else AssignmentRole.LEAD.value if asks_state else "")
    if not (wanted.agency_code or role or asks_state):
        return True
    return any(
        (not wanted.agency_code or agency_id in agency_ids)
        and (not role or cell.role == role)
        and (not wanted.state or wanted.state in (cell.execution, cell_of(cell.deadline)))
        and (not wanted.due or wanted.due == due_word(cell, day))
        for agency_id, cell in row.cells.items()
    )


def _searched(row: MatrixRow) -> list[str]:
    task = row.task
    return [
        task.code,
        task.text,
        task.group.title,
        task.time_frame_text,
        row.period,
        *task.lead_words,
        *task.coordinator_words,
    ]


def due_word(cell: MatrixCell, day: dt.date) -> str:
    """When a cell that is not done falls due (a word of DUES); empty for what is done."""
    if cell.completed_at is not None:
        return ""
    if cell.due_on is None:
        return "none"
    if cell.deadline == DeadlineState.OVERDUE:
        return "overdue"
    left = (cell.due_on - day).days
    return "in_7_days" if left <= SOON else "in_30_days" if left <= MONTH else "later"
