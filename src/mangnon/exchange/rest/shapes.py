"""What programs are shown and what they send: the shapes of the interface. Fields are only ever added."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Generic, TypeVar

from ninja import Field, Schema
from pydantic import ConfigDict

Row = TypeVar("Row")
_FIRST, _LAST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
_MOST = 2**63 - 1

Day = Annotated[dt.date, Field(ge=_FIRST, le=_LAST, examples=["2025-06-30"])]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
Number = Annotated[int, Field(ge=1, le=_MOST)]


class Sent(Schema):
    """What a program sends: a field that is not known is refused, never passed over."""

    model_config = ConfigDict(extra="forbid")


class Change(Sent):
    """What is sent to change a record: a field that is left out stays as it is."""


class FieldError(Schema):
    """One field that failed."""

    field: str
    code: str
    detail: str


class ProblemOut(Schema):
    """A refusal (RFC 9457). `code` is stable; `detail` is Vietnamese, for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] | None = None


class Listed(Schema, Generic[Row]):
    """A page of a list; `next` is the cursor of the page after it, empty at the end."""

    items: list[Row]
    next: str


class AgencyOut(Schema):
    """A body of state."""

    code: str
    name: str


class GroupOut(Schema):
    """A heading of the plan's annex."""

    number: str
    title: str


class PlanOut(Schema):
    """A plan."""

    code: str
    title: str
    directive: str
    issued_on: dt.date | None
    adopted_on: dt.date | None
    territory: str
    lead_agency: AgencyOut


class TaskOut(Schema):
    """A row of a plan's annex."""

    id: int
    plan: str
    code: str
    text: str
    group: GroupOut
    time_frame: str
    time_frame_kind: str
    due_on: dt.date | None


class PeriodOut(Schema):
    """One period of a recurring task."""

    key: str
    starts_on: dt.date
    ends_on: dt.date
    due_on: dt.date


class AssignmentOut(Schema):
    """Task × agency × role. `version` is what `If-Match` is about; `deadline` is computed for the present instant."""

    id: int
    version: int
    plan: str
    task_id: int
    task_code: str
    task_text: str
    agency: AgencyOut
    role: str
    execution: str
    review: str
    progress: int
    due_on: dt.date | None
    original_due_on: dt.date | None
    deadline: str
    accepted_at: dt.datetime | None
    completed_at: dt.datetime | None
    began_on: dt.date | None
    ended_on: dt.date | None
    ended_because: str
    period: PeriodOut | None
    parent_id: int | None
    class_words: str


class EventOut(Schema):
    """One thing that happened to an assignment, and what it was after it."""

    move: str
    at: dt.datetime
    reason: str
    execution: str
    review: str
    progress: int
    due_on: dt.date | None
    completed_at: dt.datetime | None


class NoteOut(Schema):
    """What an agency said of its progress."""

    id: int
    text: str
    progress: int
    noted_at: dt.datetime


class ExtensionOut(Schema):
    """A later date asked for, and the answer."""

    id: int
    assignment_id: int
    state: str
    reason: str
    due_before: dt.date
    wanted_on: dt.date
    granted_on: dt.date | None
    asked_at: dt.datetime
    decided_at: dt.datetime | None
    answer: str


class ReturnOut(Schema):
    """An agency asks to give a task back, and the answer."""

    id: int
    assignment_id: int
    state: str
    reason: str
    asked_at: dt.datetime
    decided_at: dt.datetime | None
    answer: str


class DifficultyOut(Schema):
    """What stands in the way, and the answer."""

    id: int
    assignment_id: int
    state: str
    text: str
    proposal: str
    raised_at: dt.datetime
    answer: str
    answered_at: dt.datetime | None
    answer_by: dt.date | None
    passed_to: str
    adjustment: str
    adjustment_words: str
    extension_id: int | None
    new_assignment_id: int | None
    version: int


class RuleOut(Schema):
    """When a recurring task falls due, from a day to a day."""

    frequency: str
    due_month: int | None
    due_day: int | None
    from_on: dt.date
    until_on: dt.date | None


class RecurrenceOut(Schema):
    """The rules and the periods made of a recurring task, first to last."""

    rules: list[RuleOut]
    periods: list[PeriodOut]


class CellsOut(Schema):
    """The official figures of one row; `key` says of what. A rate over nothing is null, which is not zero."""

    key: dict[str, Any]
    done_on_time: int
    done_late: int
    not_done_in_time: int
    not_done_overdue: int
    no_deadline: int
    not_yet_received: int
    fallen_due: int
    total: int
    overdue_of_due: float | None
    overdue_of_all: float | None


class StatisticsOut(Schema):
    """The official figures of a plan at the end of a day (of today: now)."""

    plan: str
    on: dt.date
    against: str
    role: str
    rows: list[CellsOut]
