"""Reads of plans. Plans are seen by everybody in a post of the plan's province.

Who does what is asked of a day: `on`, or today when it is not given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mangnon.accounts.public import Actor, Permission
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.plans.models import (
    Assignment,
    AssignmentSuccession,
    Difficulty,
    Duty,
    DutySuccession,
    LegalBasis,
    Plan,
    PlanVersion,
    ReportingClause,
    Task,
    TaskGroup,
    in_force,
)
from mangnon.plans.policies import ANSWERS_ABOVE, can_see_plans
from mangnon.plans.rules import holders_on
from mangnon.plans.terms import DifficultyState, Execution, VersionKind


def plans(viewer: Actor) -> QuerySet[Plan]:
    """The plans a person may see, newest first."""
    found = Plan.objects.select_related("directive", "lead_agency", "territory")
    if viewer.is_system:
        return found
    if not can_see_plans(viewer):
        return found.none()
    return found.filter(territory__code__in=viewer.territory_codes)


def tasks(viewer: Actor, plan: Plan, *, on: dt.date | None = None) -> QuerySet[Task]:
    """The tasks that a plan has on a day (today) and the viewer may see, in the paper's order, with their groups."""
    found = Task.objects.on(on or clock.today()).filter(plan__in=plans(viewer), plan=plan)
    return found.select_related("group").order_by("order")


def task_groups(viewer: Actor) -> QuerySet[TaskGroup]:
    """The headings of the annexes of the plans a person may see."""
    return TaskGroup.objects.filter(plan__in=plans(viewer).order_by())


def every_assignment(viewer: Actor) -> QuerySet[Assignment]:
    """Every assignment of the plans a person may see: as `all_assignments`, and those of single periods of recurring
    tasks and those given on by an agency to bodies below it."""
    return Assignment.objects.filter(task__plan__in=plans(viewer)).select_related(
        "task__group", "task__plan", "agency", "instance"
    )


def all_assignments(viewer: Actor) -> QuerySet[Assignment]:
    """What the paper (or who gave it) lays on agencies, in the plans a person may see, also those handed on and those
    yet to begin. A task that recurs stands here once (`standing`)."""
    return every_assignment(viewer).filter(instance__isnull=True, parent__isnull=True)


def assignments(viewer: Actor, *, on: dt.date | None = None) -> QuerySet[Assignment]:
    """The assignments in force on a day, of the plans a person may see; what was recalled is not, from that day on."""
    day = on or clock.today()
    found = all_assignments(viewer).filter(in_force(day))
    return found.exclude(execution=Execution.RECALLED, ended_on=day)


def assignments_of_agency(viewer: Actor, *, agency_id: int, on: dt.date | None = None) -> QuerySet[Assignment]:
    """What one agency has to do on a day, leads first, in the paper's order."""
    return assignments(viewer, on=on).filter(agency_id=agency_id).order_by("task__plan", "-role", "task__order")


def assignments_without_successor(viewer: Actor) -> QuerySet[Assignment]:
    """Assignments whose carrier an event left open, with that event, in the paper's order."""
    found = (
        all_assignments(viewer)
        .filter(undecided_by__isnull=False, ended_on__isnull=True)
        .select_related("undecided_by__reorganisation")
    )
    return found.order_by("task__plan", "task__order", "-role", "agency__code")


def duties_without_successor(viewer: Actor) -> QuerySet[DutySuccession]:
    """Leads of plans (`duty` None) and duties whose carrier an event left open."""
    found = DutySuccession.objects.filter(plan__in=plans(viewer), target__isnull=True)
    return found.select_related("plan", "duty", "source", "event__reorganisation").order_by("plan", "duty", "pk")


def lead_agencies_of(chosen: Iterable[Plan], *, on: dt.date | None = None) -> dict[int, Agency]:
    """Who leads each of several plans on a day, by plan id, in one query; succession is followed."""
    found = {plan.pk: plan.lead_agency for plan in chosen}
    rows = DutySuccession.objects.filter(
        plan__in=list(found), duty__isnull=True, target__isnull=False, began_on__lte=on or clock.today()
    )
    for row in rows.select_related("target").order_by("began_on", "pk"):
        if row.target is not None:
            found[row.plan_id] = row.target
    return found


def lead_agency_of(plan: Plan, *, on: dt.date | None = None) -> Agency:
    """Who consolidates a plan and answers its difficulties on a day: the body the paper names, or its successor."""
    return lead_agencies_of([plan], on=on)[plan.pk]


def _led_by(agency_id: int | None, on: dt.date | None) -> QuerySet[Plan, int]:
    latest = DutySuccession.objects.filter(
        plan=OuterRef("pk"), duty__isnull=True, target__isnull=False, began_on__lte=on or clock.today()
    )
    now = Subquery(latest.order_by("-began_on", "-pk").values("target")[:1])
    led = Plan.objects.annotate(
        lead_in_force=Coalesce(now, F("lead_agency_id"), output_field=BigIntegerField())
    ).filter(lead_in_force=agency_id)
    return led.order_by().values_list("pk", flat=True)


def plans_led_by(viewer: Actor, *, agency_id: int | None, on: dt.date | None = None) -> QuerySet[Plan]:
    """The plans an agency leads on a day (named by the paper, or by succession), among those the viewer may see."""
    return plans(viewer).filter(pk__in=_led_by(agency_id, on))


def carried_on_by(viewer: Actor, agency_id: int | None, *, on: dt.date | None = None) -> frozenset[int]:
    """Ids of the ended assignments that an agency carries on: whose past is now its own. One query for each step
    of the longest chain."""
    found: set[int] = set()
    if agency_id is None:
        return frozenset()
    step = list(assignments(viewer, on=on).filter(agency_id=agency_id).order_by().values_list("pk", flat=True))
    while step:
        before = AssignmentSuccession.objects.filter(successor__in=step).order_by()
        step = [pk for pk in before.values_list("predecessor_id", flat=True) if pk not in found]
        found.update(step)
    return frozenset(found)


def waiting_difficulties(viewer: Actor, *, on: dt.date | None = None) -> QuerySet[Difficulty]:
    """Difficulties that wait for the viewer to answer at their agency: it leads the plan, gave the part on, or it was
    passed on to it. Not of what was recalled or given to another body: nobody waits for an answer there."""
    found = Difficulty.objects.filter(assignment__task__plan__in=plans(viewer), assignment__ended_because="")
    waits = Q(pk__in=[])
    if viewer.may(Permission.ANSWER_DIFFICULTIES):
        led = _led_by(viewer.agency_id, on)
        waits |= Q(state=DifficultyState.RAISED, assignment__parent=None, assignment__task__plan__in=led)
    if viewer.may(Permission.ACT_FOR_AGENCY):
        waits |= Q(state=DifficultyState.RAISED, assignment__parent__agency=viewer.agency_id)
    if any(viewer.may(each) for each in ANSWERS_ABOVE):
        waits |= Q(state=DifficultyState.ESCALATED, passed_to=viewer.agency_id, passed_to__isnull=False)
    return found.filter(waits).select_related(
        "assignment__task__plan", "assignment__agency", "raised_by", "answered_by"
    )


def possible_successors(viewer: Actor, assignment: Assignment, *, on: dt.date | None = None) -> list[Agency]:
    """Bodies in force that could carry an undecided assignment on: first those its event names, then by code the
    others of the viewer's provinces that are above the communes. Two queries."""
    day = on or clock.today()
    if assignment.undecided_by is None:
        return []
    named = assignment.undecided_by.parts.filter(source=assignment.agency_id, target__isnull=False)
    first = set(named.values_list("target_id", flat=True))
    codes = viewer.territory_codes or {assignment.task.plan.territory.code}
    others = Agency.objects.on(day).filter(Q(pk__in=first) | Q(level="province", territory__code__in=codes))
    found = list(others.select_related("territory").order_by("code"))
    return sorted(found, key=lambda agency: (agency.pk not in first, agency.code))


def duty_holders(plan: Plan, *, on: dt.date | None = None) -> dict[int, frozenset[int]]:
    """Agency ids that carry each duty of a plan on a day, by duty id; succession is followed. Two queries."""
    day = on or clock.today()
    named: dict[int, set[int]] = {}
    for duty_id, agency_id in Duty.objects.filter(plan=plan).order_by().values_list("pk", "agencies"):
        named.setdefault(duty_id, set()).update([agency_id] if agency_id is not None else [])
    passed: dict[int, list[tuple[int, int | None, dt.date]]] = {}
    rows = DutySuccession.objects.filter(plan=plan, duty__isnull=False).order_by("began_on", "pk")
    for duty_id, source, target, began_on in rows.values_list("duty_id", "source_id", "target_id", "began_on"):
        passed.setdefault(duty_id or 0, []).append((source, target, began_on))
    return {duty_id: holders_on(ids, passed.get(duty_id, ()), on=day) for duty_id, ids in named.items()}


def participating_agencies(plan: Plan, *, on: dt.date | None = None) -> QuerySet[Agency]:
    """Every agency in force on a day with an assignment or a duty of a plan in force then, by code."""
    day = on or clock.today()
    on_duty = {agency_id for ids in duty_holders(plan, on=day).values() for agency_id in ids}
    assigned = Assignment.objects.on(day).filter(task__plan=plan).values("agency_id")
    return Agency.objects.on(day).filter(Q(pk__in=assigned) | Q(pk__in=on_duty)).order_by("code")


def days_of_change(viewer: Actor, plan: Plan) -> list[dt.date]:
    """The days from which other bodies carry a plan's assignments, first to last. One query."""
    found = all_assignments(viewer).filter(task__plan=plan, began_on__isnull=False).order_by("began_on")
    return [day for day in found.values_list("began_on", flat=True).distinct() if day is not None]


def plan_by_code(viewer: Actor, code: str) -> Plan | None:
    """The plan with a code, if the viewer may see it."""
    return plans(viewer).filter(code=code).first()


def plan_of_reading(viewer: Actor, reading_id: int) -> Plan | None:
    """What a reading became or changed, if it is a plan that the viewer may see."""
    return plans(viewer).filter(_made_of(reading_id)).first()


def _made_of(reading_id: int) -> Q:
    """A plan of its own, or the version of a plan that it changed."""
    changed = PlanVersion.objects.filter(directive__reading_id=reading_id, kind=VersionKind.AMENDED)
    return Q(directive__reading_id=reading_id) | Q(pk__in=changed.values("plan"))


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
    """Who does a task, did it or is to do it: leads, then coordinators by agency, each with its progress notes."""
    found = all_assignments(viewer).filter(task=task).select_related("agency__territory", "undecided_by")
    return found.prefetch_related("notes").order_by("-role", "agency__code", "pk")


def below_and_periods(viewer: Actor, task: Task) -> QuerySet[Assignment]:
    """What agencies gave on below and what is for single periods of a task, in force or not, each with its notes; a
    recurring task's periods that are over and done are left out, they have a list of their own."""
    found = every_assignment(viewer).filter(task=task).exclude(instance__isnull=True, parent__isnull=True)
    found = found.exclude(instance__isnull=False, parent__isnull=True, execution=Execution.COMPLETE)
    found = found.select_related("agency__territory", "parent__agency", "undecided_by").prefetch_related("notes")
    return found.order_by("instance__starts_on", "agency__code", "pk")


def own_period_done(viewer: Actor, task: Task) -> QuerySet[Assignment]:
    """The viewer's agency's latest period of a recurring task that is over and done: one row or none."""
    found = every_assignment(viewer).filter(task=task, agency_id=viewer.agency_id or 0, parent__isnull=True)
    found = found.filter(instance__isnull=False, execution=Execution.COMPLETE)
    found = found.select_related("agency__territory", "parent__agency", "undecided_by").prefetch_related("notes")
    return found.order_by("-instance__starts_on", "-pk")[:1]


def delegated_from(viewer: Actor, assignment: Assignment) -> QuerySet[Assignment]:
    """What an agency gave on of an assignment, in force or not, by agency."""
    found = every_assignment(viewer).filter(parent=assignment)
    return found.select_related("agency__territory").order_by("agency__code", "pk")


def assignment_by_id(viewer: Actor, assignment_id: int) -> Assignment | None:
    """One assignment, in force or not, if the viewer may see it."""
    return every_assignment(viewer).filter(pk=assignment_id).first()
