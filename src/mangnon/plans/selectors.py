"""Reads of plans. Plans are seen by everybody in a post of the plan's province."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.plans.models import Assignment, Difficulty, Duty, LegalBasis, Plan, ReportingClause, Task
from mangnon.plans.policies import can_see_plans
from mangnon.plans.rules import FourCells, four_cells
from mangnon.plans.terms import AssignmentRole, DifficultyState


def plans(viewer: Actor) -> QuerySet[Plan]:
    """The plans a person may see, newest first."""
    found = Plan.objects.select_related("directive", "lead_agency", "territory")
    if viewer.is_system:
        return found
    if not can_see_plans(viewer):
        return found.none()
    return found.filter(territory__code__in=viewer.territory_codes)


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


def plan_statistics(viewer: Actor, chosen: Iterable[Plan], *, now: dt.datetime) -> dict[int, FourCells]:
    """The four official cells of several plans by id (leads only), in one query."""
    rows: dict[int, list[tuple[dt.date | None, dt.datetime | None, str]]] = {plan.pk: [] for plan in chosen}
    found = assignments(viewer).filter(task__plan__in=list(rows), role=AssignmentRole.LEAD).order_by()
    values = found.values_list("task__plan_id", "due_on", "completed_at", "execution")
    for plan_id, due_on, completed_at, execution in values:
        rows[plan_id].append((due_on, completed_at, execution))
    return {plan_id: four_cells(each, now=now) for plan_id, each in rows.items()}


def plan_by_code(viewer: Actor, code: str) -> Plan | None:
    """The plan with a code, if the viewer may see it."""
    return plans(viewer).filter(code=code).first()


def plan_of_reading(viewer: Actor, reading_id: int) -> Plan | None:
    """What a reading became, if it became a plan that the viewer may see."""
    return plans(viewer).filter(directive__reading_id=reading_id).first()


def plan_duties(viewer: Actor, plan: Plan) -> QuerySet[Duty]:
    """What the paper lays on agencies beside the tasks, in its order, with the agencies meant."""
    found = Duty.objects.filter(plan__in=plans(viewer), plan=plan).prefetch_related("agencies")
    return found.order_by("order")


def plan_clauses(viewer: Actor, plan: Plan) -> QuerySet[ReportingClause]:
    """The reports the paper asks for, in its order."""
    return ReportingClause.objects.filter(plan__in=plans(viewer), plan=plan).order_by("order")


def legal_bases(viewer: Actor, plan: Plan) -> QuerySet[LegalBasis]:
    """What the plan's directive rests on, in the paper's order."""
    return LegalBasis.objects.filter(directive__plan__in=plans(viewer), directive__plan=plan).order_by("order")


def task_by_code(viewer: Actor, *, plan_code: str, code: str) -> Task | None:
    """One task of a plan, if the viewer may see it, with group, plan and directive."""
    found = Task.objects.filter(plan__in=plans(viewer), plan__code=plan_code, code=code)
    return found.select_related("group", "plan__directive", "plan__lead_agency").first()


def task_assignments(viewer: Actor, task: Task) -> QuerySet[Assignment]:
    """Who does a task: the lead, then coordinators by agency, each with its progress notes, newest first."""
    return assignments(viewer).filter(task=task).prefetch_related("notes").order_by("-role", "agency__code")


def assignment_by_id(viewer: Actor, assignment_id: int) -> Assignment | None:
    """One assignment, if the viewer may see it."""
    return assignments(viewer).filter(pk=assignment_id).first()


def difficulty_by_id(viewer: Actor, difficulty_id: int) -> Difficulty | None:
    """One difficulty, if it concerns the viewer."""
    return difficulties(viewer).filter(pk=difficulty_id).first()
