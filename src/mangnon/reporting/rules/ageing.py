"""How long a report that is not accepted yet has waited, and with whom the ball is. No Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mangnon.kernel.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Instants:
    """What is known of a report's steps; None where a step was not taken."""

    opened: dt.datetime
    started: dt.datetime | None = None
    submitted: dt.datetime | None = None
    returned: dt.datetime | None = None
    amending: dt.datetime | None = None


def since_when(state: str, at: Instants) -> dt.datetime:
    """Since when a report waits on its step. Clocks may differ: no step is shown as begun before the period was opened.

    `state`: of `terms.WaitState`.
    """
    begun = {"writing": at.started, "submitted": at.submitted, "returned": at.returned, "amending": at.amending}
    return max(begun.get(state) or at.opened, at.opened)


def is_with_receiver(state: str) -> bool:
    """Whether the ball is with who receives; else it is with who writes."""
    return state == "submitted"


def working_days_waited(since: dt.date, today: dt.date, calendar: WorkingDays) -> int:
    """How many working days have passed since a day: 0 on the day itself, 1 on the next working day; never negative,
    also where a clock ran ahead."""
    if today <= since:
        return 0
    return calendar.strictly_between(since, today) + calendar.is_working(today)
