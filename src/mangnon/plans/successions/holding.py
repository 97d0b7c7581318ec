"""Who held a task from–to, and why it moved: the chain of holders, told step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, SuccessionEvent
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentSuccession, Task
from mangnon.plans.selectors import all_assignments
from mangnon.plans.terms import AssignmentRole


@dataclass(frozen=True, slots=True)
class HolderStep:
    """By which event an assignment went from whom to whom, from which day, and why to this one (a MoveBasis).

    `event` None: the body that gave it gave it to another; `chosen_reason` is why.
    """

    event: SuccessionEvent | None
    source: Agency
    target: Agency
    on: dt.date
    because: str
    function: str
    is_verified: bool
    chosen_reason: str


@dataclass(frozen=True, slots=True)
class TaskResponsibility:
    """Who leads a task on a day, since when (None: since the plan's adoption), and by which steps, oldest first.

    `undecided` is set (an Undecided) when an event left open who carries it on; `agency` is then the body that ended,
    and `undecided_by` the event.
    """

    agency: Agency | None
    since: dt.date | None
    because: tuple[HolderStep, ...]
    undecided: str = ""
    undecided_by: SuccessionEvent | None = None


@dataclass(frozen=True, slots=True)
class TaskHolders:
    """All assignments of a task there ever were, and the links between them."""

    rows: dict[int, Assignment]
    links: list[AssignmentSuccession]

    def lead(self, *, on: dt.date) -> TaskResponsibility:
        """Who leads on a day and why."""
        holds = (row for row in self.rows.values() if row.role == AssignmentRole.LEAD and row.is_in_force(on))
        row = next(holds, None)
        if row is None:
            return TaskResponsibility(None, None, ())
        undecided_by = row.undecided_by if row.undecided_by and row.undecided_by.effective_on <= on else None
        undecided = str(row.undecided_because) if undecided_by else ""
        return TaskResponsibility(row.agency, row.began_on, self.steps_to(row), undecided, undecided_by)

    def steps_to(self, row: Assignment) -> tuple[HolderStep, ...]:
        """The steps by which an assignment came to its agency, oldest first; of several sources the one that led."""
        steps: list[HolderStep] = []
        here: Assignment | None = row
        while here is not None:
            link = self._main_link(here)
            here = self.rows[link.predecessor_id] if link else None
            if link:
                steps.insert(0, self.step(link))
        return tuple(steps)

    def _main_link(self, row: Assignment) -> AssignmentSuccession | None:
        # What joined a row that was there before did not bring it to its agency.
        came = [link for link in self.links if link.successor_id == row.pk and link.event_id == row.began_by_id]
        came.sort(key=lambda link: (self.rows[link.predecessor_id].role != row.role, link.pk))
        return came[0] if came else None

    def step(self, link: AssignmentSuccession) -> HolderStep:
        """A link as a step."""
        before, after = self.rows[link.predecessor_id], self.rows[link.successor_id]
        began = link.event.effective_on if link.event else after.began_on or clock.today()
        on = before.ended_on + dt.timedelta(days=1) if before.ended_on else began
        return HolderStep(
            link.event,
            before.agency,
            after.agency,
            on,
            link.because,
            after.function,
            link.is_verified,
            link.chosen_reason,
        )


def holders_of(rows: Iterable[Assignment]) -> TaskHolders:
    """The chain among assignments of one task that were read (`selectors.task_assignments`): one more query."""
    by_id = {row.pk: row for row in rows}
    links = AssignmentSuccession.objects.filter(predecessor__in=by_id, successor__in=by_id)
    return TaskHolders(by_id, list(links.select_related("event").order_by("event__effective_on", "pk")))


def responsible_for_task(viewer: Actor, task: Task, on: dt.date | None = None) -> TaskResponsibility:
    """Who leads a task on a day (today), since when and why. Two queries. Nobody if the viewer may not see the plan."""
    rows = all_assignments(viewer).filter(task=task).select_related("undecided_by", "agency")
    return holders_of(rows).lead(on=on or clock.today())
