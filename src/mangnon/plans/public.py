"""The door of `plans`."""

from mangnon.plans.adoption import adopt_reading
from mangnon.plans.errors import CannotAdopt
from mangnon.plans.models import (
    Assignment,
    AssignmentSuccession,
    Difficulty,
    DutySuccession,
    Plan,
    ProgressNote,
    ReportingClause,
    Task,
)
from mangnon.plans.policies import can_act_for, can_adopt_plans, can_answer_difficulties, can_see_plans
from mangnon.plans.rules import FourCells, deadline_state
from mangnon.plans.selectors import (
    all_assignments,
    assignments,
    assignments_of_agency,
    assignments_without_successor,
    difficulties,
    duties_without_successor,
    lead_agencies_of,
    lead_agency_of,
    participating_agencies,
    plan_statistics,
    plans,
    plans_led_by,
    statistics,
    tasks,
    waiting_difficulties,
)
from mangnon.plans.services import (
    accept_assignment,
    accept_assignments,
    answer_difficulty,
    raise_difficulty,
    record_progress,
    report_complete,
)
from mangnon.plans.workbook import plan_workbook

__all__ = [
    "Assignment",
    "AssignmentSuccession",
    "CannotAdopt",
    "Difficulty",
    "DutySuccession",
    "FourCells",
    "Plan",
    "ProgressNote",
    "ReportingClause",
    "Task",
    "accept_assignment",
    "accept_assignments",
    "adopt_reading",
    "all_assignments",
    "answer_difficulty",
    "assignments",
    "assignments_of_agency",
    "assignments_without_successor",
    "can_act_for",
    "can_adopt_plans",
    "can_answer_difficulties",
    "can_see_plans",
    "deadline_state",
    "difficulties",
    "duties_without_successor",
    "lead_agencies_of",
    "lead_agency_of",
    "participating_agencies",
    "plan_statistics",
    "plan_workbook",
    "plans",
    "plans_led_by",
    "raise_difficulty",
    "record_progress",
    "report_complete",
    "statistics",
    "tasks",
    "waiting_difficulties",
]
