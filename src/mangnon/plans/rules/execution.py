"""States of an assignment, deadlines and the official cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from mangnon.kernel import clock

DUE_SOON_DAYS = 7


class Move(StrEnum):
    """What can be done to an assignment."""

    ACCEPT = "accept"
    RECORD_PROGRESS = "record_progress"
    REPORT_COMPLETE = "report_complete"
    CONFIRM_COMPLETE = "confirm_complete"
    SEND_BACK = "send_back"


# (state, move) → next state. What is not here is refused. Owners: an agency moves its own assignment,
# the plan's lead agency confirms or sends back.
EXECUTION_MOVES: dict[tuple[str, Move], str] = {
    ("not_received", Move.ACCEPT): "in_progress",
    ("in_progress", Move.RECORD_PROGRESS): "in_progress",
    ("in_progress", Move.REPORT_COMPLETE): "reported_complete",
    ("reported_complete", Move.CONFIRM_COMPLETE): "complete",
    ("reported_complete", Move.SEND_BACK): "in_progress",
}


def next_execution(state: str, move: Move) -> str | None:
    """The state after a move, or None when the move does not fit."""
    return EXECUTION_MOVES.get((state, move))


def deadline_state(*, due_on: dt.date | None, completed_at: dt.datetime | None, now: dt.datetime) -> str:
    """The fourth axis. The due day itself is on time, to its last minute in Viet Nam (domain.md, 4)."""
    if due_on is None:
        return "no_deadline"
    if completed_at is not None:
        return "on_time" if completed_at <= clock.last_minute(due_on) else "late"
    if now > clock.last_minute(due_on):
        return "overdue"
    return "due_soon" if (due_on - clock.local_day(now)).days <= DUE_SOON_DAYS else "not_yet_due"


@dataclass(frozen=True, slots=True)
class FourCells:
    """The official statistics, each cell a count of assignments, and both overdue rates with their denominators.

    «Done» counts what the agency has reported complete. A rate over nothing is None, never zero.
    """

    done_on_time: int = 0
    done_late: int = 0
    not_done_in_time: int = 0
    not_done_overdue: int = 0
    no_deadline: int = 0
    not_yet_received: int = field(default=0, compare=False)

    @property
    def fallen_due(self) -> int:
        """First official denominator: what is done or past its day."""
        return self.done_on_time + self.done_late + self.not_done_overdue

    @property
    def total(self) -> int:
        """Second official denominator: everything."""
        return self.fallen_due + self.not_done_in_time + self.no_deadline

    @property
    def late(self) -> int:
        """Done late or not done and overdue."""
        return self.done_late + self.not_done_overdue

    def overdue_rate(self, denominator: int) -> float | None:
        """Late ÷ denominator, in 0..1; None over nothing."""
        return self.late / denominator if denominator else None


_CELL = {
    "no_deadline": "no_deadline",
    "on_time": "done_on_time",
    "late": "done_late",
    "overdue": "not_done_overdue",
    "due_soon": "not_done_in_time",
    "not_yet_due": "not_done_in_time",
}


def cell_of(deadline: str) -> str:
    """The official cell (a field of FourCells) in which a deadline state is counted."""
    return _CELL[deadline]


def four_cells(rows: Iterable[tuple[dt.date | None, dt.datetime | None, str]], *, now: dt.datetime) -> FourCells:
    """Count `(due_on, completed_at, execution)` rows into the official cells as of an instant."""
    counts = dict.fromkeys(_CELL.values(), 0)
    waiting = 0
    for due_on, completed_at, execution in rows:
        counts[_CELL[deadline_state(due_on=due_on, completed_at=completed_at, now=now)]] += 1
        waiting += execution == "not_received"
    return FourCells(**counts, not_yet_received=waiting)


def is_acceptable_progress(*, progress: int, text: str) -> bool:
    """Progress is a whole per cent and says in words what was done."""
    return 0 <= progress <= 100 and bool(text.strip())
