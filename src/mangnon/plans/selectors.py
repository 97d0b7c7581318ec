"""Reads of plans. Plans are seen by everybody in a post of the plan's province."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Difficulty, Plan, Task
from mangnon.plans.policies import can_see_plans
from mangnon.plans.rules import FourCells, deadline_state, four_cells
from mangnon.plans.terms import AssignmentRole, DifficultyState


def plans(viewer: Actor) -> QuerySet[Plan]:
    """The plans a person may see, newest first."""
    found = Plan.objects.select_related("directive", "lead_agency", "territory")
    if viewer.is_system:
        return found
    if not can_see_plans(viewer):
        return found.none()
    return found.filter(territory__code=viewer.territory_code)


def tasks(viewer: Actor, plan: Plan) -> QuerySet[Task]:
    """The tasks of a plan that the viewer may see, in the paper's order, with their groups."""
    return Task.objects.filter(plan__in=plans(viewer), plan=plan).select_related("group").order_by("order")


def assignments(viewer: Actor) -> QuerySet[Assignment]:
    """The assignments of the plans a person may see."""
    return Assignment.objects.filter(task__plan__in=plans(viewer)).select_related("task__group", "task__plan", "agency")


def assignments_of_agency(viewer: Actor, *, agency_id: int) -> QuerySet[Assignment]:
    """What one agency has to do, leads first, in the paper's order."""
    return assignments(viewer).filter(agency_id=agency_id).order_by("task__plan", "-role", "task__order")


def difficulties(viewer: Actor) -> QuerySet[Difficulty]:
    """Difficulties that concern the viewer: raised by their agency, or on a plan their agency leads."""
    found = Difficulty.objects.filter(assignment__task__plan__in=plans(viewer)).select_related(
        "assignment__task__plan", "assignment__agency", "raised_by", "answered_by"
    )
    if viewer.is_system:
        return found
    return found.filter(
        Q(assignment__agency_id=viewer.agency_id) | Q(assignment__task__plan__lead_agency_id=viewer.agency_id)
    )


def waiting_difficulties(viewer: Actor) -> QuerySet[Difficulty]:
    """Difficulties that wait for the viewer's agency to answer."""
    return difficulties(viewer).filter(
        state=DifficultyState.RAISED, assignment__task__plan__lead_agency_id=viewer.agency_id
    )


def participating_agencies(plan: Plan) -> QuerySet[Agency]:
    """Every agency with an assignment or a duty in a plan, by code."""
    return Agency.objects.filter(Q(assignments__task__plan=plan) | Q(duties__plan=plan)).distinct().order_by("code")


def statistics(viewer: Actor, plan: Plan, *, now: dt.datetime, role: AssignmentRole | None = None) -> FourCells:
    """The four official cells of a plan at an instant; leads only unless another role is asked for."""
    found = assignments(viewer).filter(task__plan=plan, role=role or AssignmentRole.LEAD)
    rows = found.order_by().values_list("due_on", "completed_at", "execution")
    return four_cells(rows, now=now)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One task × agency."""

    assignment_id: int
    role: str
    execution: str
    deadline: str
    progress: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A task and its cells by agency id."""

    task: Task
    cells: dict[int, MatrixCell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tasks × agencies, agencies with leads first."""

    agencies: list[Agency]
    rows: list[MatrixRow]


def plan_matrix(viewer: Actor, plan: Plan) -> Matrix:
    """The whole plan as a matrix, in three queries however many rows it has."""
    now = clock.now()
    task_rows = {task.pk: MatrixRow(task, {}) for task in tasks(viewer, plan)}
    leads: set[int] = set()
    seen: set[int] = set()
    values = Assignment.objects.filter(task__plan=plan).values_list(
        "pk", "task_id", "agency_id", "role", "execution", "due_on", "completed_at", "progress"
    )
    for pk, task_id, agency_id, role, execution, due_on, completed_at, progress in values.order_by("pk"):
        row = task_rows.get(task_id)
        if row is None:
            continue
        deadline = deadline_state(due_on=due_on, completed_at=completed_at, now=now)
        row.cells[agency_id] = MatrixCell(pk, role, execution, deadline, progress)
        seen.add(agency_id)
        if role == AssignmentRole.LEAD:
            leads.add(agency_id)
    agencies = list(Agency.objects.filter(pk__in=seen).order_by("code"))
    agencies.sort(key=lambda agency: (agency.pk not in leads, agency.level != "province", agency.code))
    return Matrix(agencies, list(task_rows.values()))
