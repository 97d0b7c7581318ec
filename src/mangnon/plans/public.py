"""The door of `plans`."""

from mangnon.plans.adoption import adopt_reading
from mangnon.plans.choosing import choose_duty_successor, choose_successor
from mangnon.plans.difficulties import answer_difficulty, raise_difficulty
from mangnon.plans.errors import BadChoice, CannotAdopt, CannotUndo
from mangnon.plans.figures import figures, plan_statistics, statistics
from mangnon.plans.holding import HolderStep, TaskResponsibility, responsible_for_task
from mangnon.plans.leading import CHOICE_PREFIX, choice_key, plan_choice_key
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
from mangnon.plans.passing import AssignmentMove
from mangnon.plans.policies import can_act_for, can_adopt_plans, can_answer_difficulties, can_see_plans
from mangnon.plans.rules import Against, Dimension, FourCells, Rate, deadline_state
from mangnon.plans.selectors import (
    all_assignments,
    assignment_by_id,
    assignments,
    assignments_of_agency,
    assignments_without_successor,
    difficulties,
    difficulty_by_id,
    duties_without_successor,
    every_assignment,
    lead_agencies_of,
    lead_agency_of,
    participating_agencies,
    plan_by_code,
    plans,
    plans_led_by,
    task_by_code,
    tasks,
    waiting_difficulties,
)
from mangnon.plans.services import (
    accept_assignment,
    accept_assignments,
    record_progress,
    report_complete,
)
from mangnon.plans.succession import move_assignments, undo_assignment_moves, why_assignments_stay
from mangnon.plans.workbook import plan_workbook

__all__ = [
    "CHOICE_PREFIX",
    "Against",
    "Assignment",
    "AssignmentMove",
    "AssignmentSuccession",
    "BadChoice",
    "CannotAdopt",
    "CannotUndo",
    "Difficulty",
    "Dimension",
    "DutySuccession",
    "FourCells",
    "HolderStep",
    "Plan",
    "ProgressNote",
    "Rate",
    "ReportingClause",
    "Task",
    "TaskResponsibility",
    "accept_assignment",
    "accept_assignments",
    "adopt_reading",
    "all_assignments",
    "answer_difficulty",
    "assignment_by_id",
    "assignments",
    "assignments_of_agency",
    "assignments_without_successor",
    "can_act_for",
    "can_adopt_plans",
    "can_answer_difficulties",
    "can_see_plans",
    "choice_key",
    "choose_duty_successor",
    "choose_successor",
    "deadline_state",
    "difficulties",
    "difficulty_by_id",
    "duties_without_successor",
    "every_assignment",
    "figures",
    "lead_agencies_of",
    "lead_agency_of",
    "move_assignments",
    "participating_agencies",
    "plan_by_code",
    "plan_choice_key",
    "plan_statistics",
    "plan_workbook",
    "plans",
    "plans_led_by",
    "raise_difficulty",
    "record_progress",
    "report_complete",
    "responsible_for_task",
    "statistics",
    "task_by_code",
    "tasks",
    "undo_assignment_moves",
    "waiting_difficulties",
    "why_assignments_stay",
]
