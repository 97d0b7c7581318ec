"""The official cells, both overdue rates, and by what they can be told apart (docs/decisions/0029)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum

from mangnon.plans.rules.execution import deadline_state


class Dimension(StrEnum):
    """By what figures are told apart."""

    PLAN = "plan"
    AGENCY = "agency"
    GROUP = "group"
    PERIOD = "period"
    ROLE = "role"


class Against(StrEnum):
    """Which deadline lateness is judged by: the one in force then (with its extensions), or the first one."""

    EXTENDED = "extended"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with both its numbers, so that nobody has to guess what was divided by what."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """0..1; None over nothing, which is not zero."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> float | None:
        """0..100; None over nothing."""
        return 100 * self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class FourCells:
    """The official statistics: each cell a count of assignments, and the rates with their denominators.

    «Done» counts what the agency has reported complete. «Overdue» in a published rate is what is NOT done and past its
    day (223 of 2017, 35 of April 2021); what was done late is done, and stands in its own cell.
    """

    done_on_time: int = 0
    done_late: int = 0
    not_done_in_time: int = 0
    not_done_overdue: int = 0
    no_deadline: int = 0
    not_yet_received: int = field(default=0, compare=False)
    # Of `done_on_time`: done although the day had not passed yet. They are in the cells but not «fallen due» by date.
    done_ahead: int = field(default=0, compare=False)

    def __add__(self, other: FourCells) -> FourCells:
        """Counts add; rates are made again from the sums, never averaged."""
        return FourCells(
            **{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(FourCells)}
        )

    @property
    def done(self) -> int:
        """Done with a deadline, on time or late."""
        return self.done_on_time + self.done_late

    @property
    def not_done(self) -> int:
        """Not done with a deadline, in time or overdue."""
        return self.not_done_in_time + self.not_done_overdue

    @property
    def fallen_due(self) -> int:
        """First official denominator, from the cells alone: what is done, and what is past its day."""
        return self.done + self.not_done_overdue

    @property
    def past_their_day(self) -> int:
        """What is past its day by the calendar, done or not: `fallen_due` without what was done ahead of its day."""
        return self.fallen_due - self.done_ahead

    @property
    def total(self) -> int:
        """Second official denominator: everything."""
        return self.fallen_due + self.not_done_in_time + self.no_deadline

    @property
    def late(self) -> int:
        """Every lateness: done late, or not done and overdue."""
        return self.done_late + self.not_done_overdue

    @property
    def overdue_of_due(self) -> Rate:
        """Not done and overdue ÷ fallen due."""
        return Rate(self.not_done_overdue, self.fallen_due)

    @property
    def overdue_of_all(self) -> Rate:
        """Not done and overdue ÷ all."""
        return Rate(self.not_done_overdue, self.total)

    @property
    def overdue_of_past(self) -> Rate:
        """Not done and overdue ÷ past their day by the calendar."""
        return Rate(self.not_done_overdue, self.past_their_day)

    @property
    def overdue_to_done(self) -> Rate:
        """Not done and overdue ÷ done (not a share of a whole; published figures of 2017 are such)."""
        return Rate(self.not_done_overdue, self.done)

    @property
    def late_of_due(self) -> Rate:
        """Done late, or not done and overdue ÷ fallen due."""
        return Rate(self.late, self.fallen_due)

    def overdue_rate(self, denominator: int) -> float | None:
        """Not done and overdue ÷ denominator, in 0..1; None over nothing."""
        return Rate(self.not_done_overdue, denominator).value


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
    waiting = ahead = 0
    for due_on, completed_at, execution in rows:
        cell = _CELL[deadline_state(due_on=due_on, completed_at=completed_at, now=now)]
        counts[cell] += 1
        waiting += execution == "not_received"
        # Whatever was done, would it be late by now if it were not?
        still_open = deadline_state(due_on=due_on, completed_at=None, now=now) != "overdue"
        ahead += cell == "done_on_time" and still_open
    return FourCells(**counts, not_yet_received=waiting, done_ahead=ahead)
