"""Pure decisions on periods and reports. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum

from mangnon.kernel import clock
from mangnon.reporting.rules.periods import (
    PeriodDates,
    calendar_period,
    latest_cut_off,
    next_period_code,
    period_dates,
    period_words,
)

__all__ = [
    "REPORT_MOVES",
    "TEXT_FIELDS",
    "Move",
    "PeriodDates",
    "answers_task",
    "calendar_period",
    "contradicts",
    "fullness",
    "has_words",
    "latest_cut_off",
    "next_period_code",
    "next_state",
    "period_dates",
    "period_words",
    "timeliness",
]

TEXT_FIELDS = ("results", "difficulties", "proposals", "next_period")


class Move(StrEnum):
    """What can be done to a report."""

    SAVE = "save"
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"
    AMEND = "amend"
    DROP = "drop"


# (state, move) → next state. Owners: the agency saves, submits, amends and drops; the recipient returns and accepts.
# Accepted is frozen: a later change is an amendment with a reason, and until it is accepted the version accepted before
# stands (domain.md, 5). An amendment that was returned can be dropped too; a report that was never accepted cannot.
REPORT_MOVES: dict[tuple[str, Move], str] = {
    ("draft", Move.SAVE): "draft",
    ("draft", Move.SUBMIT): "submitted",
    ("submitted", Move.RETURN): "returned",
    ("submitted", Move.ACCEPT): "accepted",
    ("returned", Move.SAVE): "returned",
    ("returned", Move.SUBMIT): "submitted",
    ("accepted", Move.AMEND): "amending",
    ("amending", Move.SAVE): "amending",
    ("amending", Move.SUBMIT): "submitted",
    ("amending", Move.DROP): "accepted",
    ("returned", Move.DROP): "accepted",
}


def next_state(state: str, move: Move) -> str | None:
    """The state after a move, or None when the move does not fit."""
    return REPORT_MOVES.get((state, move))


def timeliness(*, send_by: dt.date, first_submitted_at: dt.datetime | None, now: dt.datetime) -> str:
    """On time is judged on the first submission; the send-by day counts to its last minute in Viet Nam."""
    last = clock.last_minute(send_by)
    if first_submitted_at is not None:
        return "on_time" if first_submitted_at <= last else "late"
    return "missing" if now > last else "not_yet"


def has_words(entry: Mapping[str, object]) -> bool:
    """Whether an entry says anything: words in any field, or «nothing this period»."""
    return bool(entry.get("is_nil")) or any(str(entry.get(name) or "").strip() for name in TEXT_FIELDS)


def answers_task(entry: Mapping[str, object]) -> bool:
    """Whether an entry answers a task its agency leads: results, or «nothing this period»."""
    return bool(entry.get("is_nil")) or bool(str(entry.get("results") or "").strip())


def contradicts(entry: Mapping[str, object]) -> bool:
    """Whether an entry says both that there is nothing and what there is."""
    return bool(entry.get("is_nil")) and bool(str(entry.get("results") or "").strip())


def fullness(*, led_tasks: Iterable[int], entries: Mapping[int | None, Mapping[str, object]]) -> str:
    """Empty, partial or full. Full: every task the agency leads is answered; without such tasks, anything is said.

    `entries` maps a task's id, or None for the general part, to its fields.
    """
    led = set(led_tasks)
    spoken = {key for key, entry in entries.items() if has_words(entry)}
    if not spoken:
        return "empty"
    answered = {key for key, entry in entries.items() if answers_task(entry)}
    return "full" if led <= answered else "partial"
