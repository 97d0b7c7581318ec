"""Directive → plan → groups → tasks → assignments in time, and what agencies do with them."""

from mangnon.plans.models.assignments import Assignment, AssignmentSuccession, ProgressNote, in_force
from mangnon.plans.models.difficulties import Difficulty, DifficultyStep
from mangnon.plans.models.duties import Duty, DutySuccession, ReportingClause
from mangnon.plans.models.log import (
    AssignmentEvent,
    AssignmentReturn,
    Extension,
    RecurrenceRule,
    TaskInstance,
)
from mangnon.plans.models.papers import Directive, LegalBasis, Plan, Task, TaskGroup
from mangnon.plans.models.relations import DirectiveRelation
from mangnon.plans.models.urging import Urging, UrgingLetter, UrgingLine
from mangnon.plans.models.versions import PlanVersion, TaskChange

__all__ = [
    "Assignment",
    "AssignmentEvent",
    "AssignmentReturn",
    "AssignmentSuccession",
    "Difficulty",
    "DifficultyStep",
    "Directive",
    "DirectiveRelation",
    "Duty",
    "DutySuccession",
    "Extension",
    "LegalBasis",
    "Plan",
    "PlanVersion",
    "ProgressNote",
    "RecurrenceRule",
    "ReportingClause",
    "Task",
    "TaskChange",
    "TaskGroup",
    "TaskInstance",
    "Urging",
    "UrgingLetter",
    "UrgingLine",
    "in_force",
]
