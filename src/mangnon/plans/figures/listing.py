"""Which assignments one number of the official figures counts, on the same day and by the same log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from mangnon.accounts.public import Actor
from mangnon.plans.figures.counting import COLUMNS, counted_assignments, states_at
from mangnon.plans.rules import Against, Dimension, binding_day, deadline_state
from mangnon.plans.terms import AssignmentRole, Execution


class Cell(StrEnum):
    """One number of a row of figures."""

    ALL = "all"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    NOT_DONE_IN_TIME = "not_done_in_time"
    NOT_DONE_OVERDUE = "not_done_overdue"
    NO_DEADLINE = "no_deadline"


_STATES: dict[Cell, frozenset[str]] = {
    Cell.DONE_ON_TIME: frozenset({"on_time"}),
    Cell.DONE_LATE: frozenset({"late"}),
    Cell.NOT_DONE_IN_TIME: frozenset({"not_yet_due", "due_soon"}),
    Cell.NOT_DONE_OVERDUE: frozenset({"overdue"}),
    Cell.NO_DEADLINE: frozenset({"no_deadline"}),
}


def counted_in(
    viewer: Actor,
    *,
    at: dt.datetime,
    on: dt.date,
    cell: Cell,
    by: Dimension,
    key: int | str | None,
    roles: Sequence[AssignmentRole],
    against: Against,
    plan_ids: Sequence[int] | None = None,
    agency_id: int | None = None,
) -> list[int]:
    """The ids of the assignments that one cell of one row (`by`, `key`) counts at an instant, ascending. One statement;
    as many rows are read as the row counts. Asked as `figures` is asked, it finds exactly as many as figures tells."""
    column = COLUMNS[by]
    counted = counted_assignments(viewer, at=at, on=on).filter(role__in=roles)
    counted = counted.filter(**{f"{column}__isnull": True} if key is None else {column: key})
    if plan_ids is not None:
        counted = counted.filter(task__plan__in=list(plan_ids))
    if agency_id is not None:
        counted = counted.filter(agency=agency_id)
    due = "due_on" if against == Against.EXTENDED else "original_due_on"
    rows = states_at(counted, at=at).exclude(execution=Execution.RECALLED)
    told = rows.values_list("assignment_id", "assignment__role", due, "completed_at")
    return sorted(
        pk
        for pk, role, due_on, done in told
        if cell is Cell.ALL
        or deadline_state(due_on=binding_day(role, due_on), completed_at=done, now=at) in _STATES[cell]
    )
