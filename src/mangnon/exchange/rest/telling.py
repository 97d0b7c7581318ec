"""Records as the interface shows them. Each costs nothing beyond what its list has fetched."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.plans.public import Assignment, Difficulty, FourCells, Plan, Task, deadline_state


def agency_told(agency: Agency) -> dict[str, Any]:
    """AgencyOut."""
    return {"code": agency.code, "name": agency.name}


def plan_told(plan: Plan, lead: Agency) -> dict[str, Any]:
    """PlanOut."""
    directive = plan.directive
    return {
        "code": plan.code,
        "title": directive.title,
        "directive": str(directive),
        "issued_on": directive.issued_on,
        "adopted_on": clock.local_day(plan.adopted_at),
        "territory": plan.territory.code,
        "lead_agency": agency_told(lead),
    }


def task_told(task: Task, plan_code: str) -> dict[str, Any]:
    """TaskOut."""
    return {
        "id": task.pk,
        "plan": plan_code,
        "code": task.code,
        "text": task.text,
        "group": {"number": task.group.number, "title": task.group.title},
        "time_frame": task.time_frame_text,
        "time_frame_kind": task.time_frame_kind,
        "due_on": task.due_on,
    }


def period_told(instance: Any) -> dict[str, Any]:
    """PeriodOut."""
    return {
        "key": instance.period,
        "starts_on": instance.starts_on,
        "ends_on": instance.ends_on,
        "due_on": instance.due_on,
    }


def assignment_told(row: Assignment, now: dt.datetime) -> dict[str, Any]:
    """AssignmentOut, with its deadline as of an instant."""
    task = row.task
    return {
        "id": row.pk,
        "version": row.version,
        "plan": task.plan.code,
        "task_id": row.task_id,
        "task_code": task.code,
        "task_text": task.text,
        "agency": agency_told(row.agency),
        "role": row.role,
        "execution": row.execution,
        "review": row.review,
        "progress": row.progress,
        "due_on": row.due_on,
        "original_due_on": row.original_due_on,
        "deadline": deadline_state(due_on=row.binding_on, completed_at=row.completed_at, now=now),
        "accepted_at": row.accepted_at,
        "completed_at": row.completed_at,
        "began_on": row.began_on,
        "ended_on": row.ended_on,
        "ended_because": row.ended_because,
        "period": period_told(row.instance) if row.instance is not None else None,
        "parent_id": row.parent_id,
        "class_words": row.class_words,
    }


def difficulty_told(row: Difficulty) -> dict[str, Any]:
    """DifficultyOut."""
    return {
        "id": row.pk,
        "assignment_id": row.assignment_id,
        "state": row.state,
        "text": row.text,
        "proposal": row.proposal,
        "raised_at": row.raised_at,
        "answer": row.answer,
        "answered_at": row.answered_at,
        "answer_by": row.answer_by,
        "passed_to": row.passed_to_words,
        "adjustment": row.adjustment,
        "adjustment_words": row.adjustment_words,
        "extension_id": row.extension_id,
        "new_assignment_id": row.new_assignment_id,
        "version": row.version,
    }


def cells_told(cells: FourCells, key: dict[str, Any]) -> dict[str, Any]:
    """CellsOut."""
    return {
        "key": key,
        "done_on_time": cells.done_on_time,
        "done_late": cells.done_late,
        "not_done_in_time": cells.not_done_in_time,
        "not_done_overdue": cells.not_done_overdue,
        "no_deadline": cells.no_deadline,
        "not_yet_received": cells.not_yet_received,
        "fallen_due": cells.fallen_due,
        "total": cells.total,
        "overdue_of_due": cells.overdue_of_due.value,
        "overdue_of_all": cells.overdue_of_all.value,
    }
