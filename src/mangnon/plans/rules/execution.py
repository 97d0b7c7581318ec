"""States of an assignment and its deadline."""

from __future__ import annotations

import datetime as dt

from mangnon.kernel import clock

DUE_SOON_DAYS = 7
MONITOR = "monitor"


def binding_day(role: str, due_on: dt.date | None) -> dt.date | None:
    """The day by which a body has to be done. A monitor finishes nothing, so no day binds it: the one it was given says
    until when it watches, and it is neither overdue nor late (docs/decisions/0027)."""
    return None if role == MONITOR else due_on


def deadline_state(*, due_on: dt.date | None, completed_at: dt.datetime | None, now: dt.datetime) -> str:
    """The fourth axis. The due day itself is on time, to its last minute in Viet Nam (domain.md, 4)."""
    if due_on is None:
        return "no_deadline"
    if completed_at is not None:
        return "on_time" if completed_at <= clock.last_minute(due_on) else "late"
    if now > clock.last_minute(due_on):
        return "overdue"
    return "due_soon" if (due_on - clock.local_day(now)).days <= DUE_SOON_DAYS else "not_yet_due"


def is_acceptable_progress(*, progress: int, text: str) -> bool:
    """Progress is a whole per cent and says in words what was done."""
    return 0 <= progress <= 100 and bool(text.strip())
