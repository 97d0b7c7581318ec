"""The door of `plans`."""

from mangnon.plans.adoption import adopt_reading
from mangnon.plans.errors import CannotAdopt
from mangnon.plans.models import Assignment, Difficulty, Plan, ProgressNote, ReportingClause, Task
from mangnon.plans.policies import can_act_for, can_adopt_plans, can_answer_difficulties, can_see_plans
from mangnon.plans.rules import FourCells, deadline_state
from mangnon.plans.selectors import (
    assignments,
    assignments_of_agency,
    difficulties,
    participating_agencies,
    plan_statistics,
    plans,
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
    "CannotAdopt",
    "Difficulty",
    "FourCells",
    "Plan",
    "ProgressNote",
    "ReportingClause",
    "Task",
    "accept_assignment",
    "accept_assignments",
    "adopt_reading",
    "answer_difficulty",
    "assignments",
    "assignments_of_agency",
    "can_act_for",
    "can_adopt_plans",
    "can_answer_difficulties",
    "can_see_plans",
    "deadline_state",
    "difficulties",
    "participating_agencies",
    "plan_statistics",
    "plan_workbook",
    "plans",
    "raise_difficulty",
    "record_progress",
    "report_complete",
    "statistics",
    "tasks",
    "waiting_difficulties",
]
