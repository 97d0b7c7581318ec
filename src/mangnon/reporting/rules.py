"""Pure decisions on periods and reports. No Django."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mangnon.kernel import clock
from mangnon.kernel.dates import is_weekend, previous_working_day, working_days_between

TEXT_FIELDS = ("results", "difficulties", "proposals", "next_period")
_PERIOD_CODE = re.compile(r"^(\d{4})(H[12])?$")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class Move(StrEnum):
    """What can be done to a report."""

    SAVE = "save"
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"


# (state, move) → next state. Owners: the agency saves and submits, the recipient returns and accepts.
# Nothing leaves «accepted»: a later change will be a new version with a reason (domain.md, 5).
REPORT_MOVES: dict[tuple[str, Move], str] = {
    ("draft", Move.SAVE): "draft",
    ("draft", Move.SUBMIT): "submitted",
    ("submitted", Move.RETURN): "returned",
    ("submitted", Move.ACCEPT): "accepted",
    ("returned", Move.SAVE): "returned",
    ("returned", Move.SUBMIT): "submitted",
}


def next_state(state: str, move: Move) -> str | None:
    """The state after a move, or None when the move does not fit."""
    return REPORT_MOVES.get((state, move))


@dataclass(frozen=True, slots=True)
class PeriodDates:
    """The four dates of a period."""

    starts_on: dt.date
    ends_on: dt.date
    cut_off_on: dt.date
    send_by: dt.date


def last_day_on_time(*, year: int, month: int, day: int, is_before: bool) -> dt.date:
    """«trước ngày 10/6» makes the 9th the last day on time; «ngày 10/6» the 10th.

    A day the month does not have (29 February) is the month's last.
    """
    named = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return named - dt.timedelta(days=1) if is_before else named


def latest_cut_off(send_by: dt.date) -> dt.date:
    """The latest working day that leaves one whole working day before `send_by` (NĐ 09/2019/NĐ-CP, Điều 8.5)."""
    day = previous_working_day(send_by)
    while working_days_between(day, send_by) < 1 or is_weekend(day):
        day -= dt.timedelta(days=1)
    return day


def calendar_period(code: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of «2025H1», «2025H2» or «2025»; None for anything else."""
    match = _PERIOD_CODE.match(code)
    if not match or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return None
    year = int(match[1])
    if match[2] == "H1":
        return dt.date(year, 1, 1), dt.date(year, 6, 30)
    if match[2] == "H2":
        return dt.date(year, 7, 1), dt.date(year, 12, 31)
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def period_dates(*, code: str, frequency: str, send_by_month: int, send_by_day: int) -> PeriodDates | None:
    """The dates of a period, or None when the code does not fit the frequency.

    `send_by_*` is the last day on time in the period's own year.
    """
    window = calendar_period(code)
    if window is None or (frequency == "annual") != code.isdigit():
        return None
    send_by = last_day_on_time(year=window[0].year, month=send_by_month, day=send_by_day, is_before=False)
    if frequency == "half_year" and not window[0] <= send_by <= window[1] + dt.timedelta(days=31):
        return None
    return PeriodDates(window[0], window[1], latest_cut_off(send_by), send_by)


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
