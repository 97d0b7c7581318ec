"""What the viewer's agency has to do with a task: one assignment with its acts, the others as links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms import Form
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.plans.acts.undoing import UNDO_MINUTES, can_be_taken_back
from mangnon.plans.acts.working import silent_coordinators
from mangnon.plans.models import Assignment
from mangnon.plans.policies import can_act_for
from mangnon.plans.terms import Execution
from mangnon.plans.web.forms import DifficultyForm, ProgressForm
from mangnon.plans.web.moving_forms import CompleteForm
from mangnon.plans.web.task_presenters import Member, member_of

_FINISHED = (Execution.REPORTED_COMPLETE, Execution.COMPLETE)


@dataclass(frozen=True, slots=True)
class OwnWork:
    """The agency's assignment that presses most, its forms, and its other ones on the task."""

    member: Member
    progress_form: Form
    difficulty_form: Form
    complete_form: Form
    silent: list[Agency]
    others: list[Member]

    @property
    def assignment(self) -> Assignment:
        """The assignment itself."""
        return self.member.assignment

    @property
    def is_telling(self) -> bool:
        """A difficulty was typed and could not be sent."""
        return self.difficulty_form.is_bound

    @property
    def is_finishing(self) -> bool:
        """A report of completion was typed and could not be sent."""
        return self.complete_form.is_bound

    @property
    def unsaved(self) -> list[Form]:
        """What was typed into forms that the state no longer offers."""
        return [form for form in (self.progress_form, self.complete_form) if form.is_bound]

    @property
    def can_take_back(self) -> bool:
        """It was reported complete a moment ago."""
        return can_be_taken_back(self.assignment)

    @property
    def minutes_to_take_back(self) -> int:
        """Within how many minutes of reporting."""
        return UNDO_MINUTES

    @property
    def acts_address(self) -> str:
        """Where the rarer acts are."""
        return reverse("assignment", args=[self.assignment.pk])


def own_of(actor: Actor, rows: Sequence[Assignment], bound: Mapping[tuple[str, int], Form]) -> OwnWork | None:
    """What the actor's agency has in force on a task; None: nothing, or the actor only reads."""
    today = clock.today()
    own = [row for row in rows if row.is_in_force(today) and can_act_for(actor, agency_id=row.agency_id)]
    if not own or actor.is_system:
        return None
    typed = {pk for _, pk in bound}
    own = sorted(own, key=lambda row: (row.pk not in typed, *_pressing(row, has_periods=_has_periods(row, own))))
    row = own[0]
    progress = ProgressForm(initial={"progress": row.progress, "version": row.version}, auto_id=f"tien-do{row.pk}-%s")
    complete = CompleteForm(initial={"version": row.version}, auto_id=f"xong{row.pk}-%s")
    return OwnWork(
        member_of(row),
        bound.get(("progress", row.pk)) or progress,
        bound.get(("difficulty", row.pk)) or DifficultyForm(auto_id=f"kho-khan{row.pk}-%s"),
        bound.get(("complete", row.pk)) or complete,
        silent_coordinators(row) if row.execution == Execution.IN_PROGRESS else [],
        # A standing duty whose periods are here is not shown a second time: its work is theirs.
        [member_of(each) for each in own[1:] if not _has_periods(each, own)],
    )


def _has_periods(row: Assignment, own: Sequence[Assignment]) -> bool:
    return row.instance_id is None and row.parent_id is None and any(each.instance_id is not None for each in own)


def _pressing(row: Assignment, *, has_periods: bool) -> tuple[bool, bool, dt.date, int]:
    """A standing duty comes after the periods in which it is done, even done ones; what is done then; by deadline."""
    return (has_periods, row.execution in _FINISHED, row.due_on or dt.date.max, row.pk)
