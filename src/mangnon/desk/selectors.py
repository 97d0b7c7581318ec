"""What the three questions of the desk need: what must I do today, what is late, who waits for me."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.accounts.public import Actor, Permission
from mangnon.desk.my_work import open_work
from mangnon.documents.public import can_review_documents, listed_readings
from mangnon.kernel import clock
from mangnon.people.public import HandOver, waiting_hand_overs
from mangnon.plans.public import (
    Assignment,
    Difficulty,
    FourCells,
    Plan,
    WaitingRequest,
    deadline_state,
    plan_statistics,
    plans,
    requests_waiting_for,
    seen_difficulties,
    waiting_difficulties,
)
from mangnon.reporting.public import (
    Board,
    Period,
    WaitingPeriod,
    board,
    is_leader_of_province,
    periods,
    recipients_of,
    reports_to_review,
    waiting_periods,
)


@dataclass(frozen=True, slots=True)
class OwnAssignment:
    """An assignment of the viewer's agency with its computed deadline."""

    assignment: Assignment
    deadline: str


@dataclass(frozen=True, slots=True)
class PlanCells:
    """A plan and its four cells now."""

    plan: Plan
    cells: FourCells


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's desk."""

    reports_owed: list[WaitingPeriod]
    to_accept: list[OwnAssignment]
    running: list[OwnAssignment]
    late: list[OwnAssignment]
    to_review: list[object]
    to_answer: list[Difficulty]
    to_decide: list[WaitingRequest]
    own_difficulties: list[Difficulty]
    readings_waiting: list[object]
    hand_overs: list[HandOver]
    boards: list[Board]
    plan_cells: list[PlanCells]
    is_leader: bool

    @property
    def todo_count(self) -> int:
        """Reports to write and assignments to accept."""
        return len(self.reports_owed) + len(self.to_accept)

    @property
    def todo_tone(self) -> str:
        """Tone of the first tile."""
        return "wait" if self.todo_count else "good"

    @property
    def late_tone(self) -> str:
        """Tone of the second tile."""
        return "late" if self.late_count else "good"

    @property
    def waiting_tone(self) -> str:
        """Tone of the third tile."""
        return "wait" if self.waiting_count else "good"

    accept_columns = [{"label": "Chọn"}, {"label": "Nhiệm vụ"}, {"label": "Vai trò"}, {"label": "Thời gian"}]
    running_columns = [
        {"label": "Nhiệm vụ"},
        {"label": "Vai trò"},
        {"label": "Tiến độ", "numeric": True},
        {"label": "Hạn"},
    ]

    @property
    def accept_note(self) -> str:
        """How many rows the first table has."""
        return f"{len(self.to_accept)} phân công"

    @property
    def running_note(self) -> str:
        """How many rows the second table has."""
        return f"{len(self.running)} phân công"

    @property
    def late_count(self) -> int:
        """Late assignments and reports past their day."""
        return len(self.late) + sum(owed.timeliness == "missing" for owed in self.reports_owed)

    @property
    def waiting_count(self) -> int:
        """What others wait for from the viewer."""
        asked = len(self.to_review) + len(self.to_answer) + len(self.to_decide)
        return asked + len(self.readings_waiting) + len(self.hand_overs)


def desk_of(viewer: Actor) -> Desk:
    """Everything on the viewer's desk, leads before coordination."""
    now = clock.now()
    own = [
        OwnAssignment(row, deadline_state(due_on=row.binding_on, completed_at=row.completed_at, now=now))
        for row in open_work(viewer).order_by("task__plan", "-role", "task__order", "instance__starts_on", "pk")
    ]
    shown = periods(viewer)[:3]
    reviewing = can_review_documents(viewer)
    situation = _sees_boards(viewer, list(shown))
    seen = list(plans(viewer)[:3]) if situation else []
    cells = plan_statistics(viewer, seen, now=now)
    return Desk(
        reports_owed=waiting_periods(viewer),
        to_accept=[row for row in own if row.assignment.execution == "not_received"],
        running=[row for row in own if row.assignment.execution == "in_progress"],
        late=[row for row in own if row.deadline == "overdue"],
        to_review=list(reports_to_review(viewer)),
        to_answer=list(waiting_difficulties(viewer)),
        to_decide=requests_waiting_for(viewer),
        own_difficulties=_own_difficulties(viewer),
        readings_waiting=list(listed_readings(viewer).filter(state="in_review")) if reviewing else [],
        hand_overs=list(waiting_hand_overs(viewer)),
        boards=[board(viewer, period) for period in shown] if situation else [],
        plan_cells=[PlanCells(plan, cells[plan.pk]) for plan in seen],
        is_leader=viewer.may(Permission.OVERSEE),
    )


def _sees_boards(viewer: Actor, shown: list[Period]) -> bool:
    leads = recipients_of((period.regime for period in shown), on=clock.today())
    leads_one = any(agency.pk == viewer.agency_id for agency in leads.values())
    return is_leader_of_province(viewer) or leads_one


def _own_difficulties(viewer: Actor) -> list[Difficulty]:
    """The newest that the viewer's agency raised."""
    own = seen_difficulties(viewer).filter(assignment__agency_id=viewer.agency_id or 0)
    return list(own.order_by("-raised_at", "-pk")[:5])
