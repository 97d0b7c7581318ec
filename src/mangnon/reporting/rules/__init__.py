"""Pure decisions on periods and reports. No Django."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mangnon.kernel import clock
from mangnon.kernel.dates import last_day_on_time
from mangnon.kernel.working_days import WorkingDays

TEXT_FIELDS = ("results", "difficulties", "proposals", "next_period")
_PERIOD_CODE = re.compile(r"([0-9]{4})(H[12])?")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


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


@dataclass(frozen=True, slots=True)
class PeriodDates:
    """The four dates of a period."""

    starts_on: dt.date
    ends_on: dt.date
    cut_off_on: dt.date
    send_by: dt.date


def latest_cut_off(send_by: dt.date, calendar: WorkingDays) -> dt.date:
    """The latest working day that leaves one whole working day before `send_by` (NĐ 09/2019/NĐ-CP, Điều 8.5)."""
    return calendar.previous(calendar.previous(send_by))


def calendar_period(code: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of «2025H1», «2025H2» or «2025»; None for anything else."""
    match = _PERIOD_CODE.fullmatch(code)
    if not match or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return None
    year = int(match[1])
    if match[2] == "H1":
        return dt.date(year, 1, 1), dt.date(year, 6, 30)
    if match[2] == "H2":
        return dt.date(year, 7, 1), dt.date(year, 12, 31)
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


# A half-year's report is due near the end of the half: at most two months before it, at most one after.
_BEFORE_END, _AFTER_END = dt.timedelta(days=61), dt.timedelta(days=31)
# A yearly report due this early in a year is about the year before («trước ngày 15/01»).
_LAST_MONTH_ABOUT_LAST_YEAR = 3


def period_dates(
    *, code: str, frequency: str, send_by_month: int, send_by_day: int, calendar: WorkingDays
) -> PeriodDates | None:
    """The dates of a period, or None when the code does not fit the frequency or the send-by month.

    `send_by_*` is the last day on time. A half-yearly report due in June is about the first half only.
    """
    window = calendar_period(code)
    if window is None or frequency not in ("half_year", "annual") or (frequency == "annual") != code.isdigit():
        return None
    starts_on, ends_on = window
    if frequency == "annual":
        years = [ends_on.year + (send_by_month <= _LAST_MONTH_ABOUT_LAST_YEAR)]
    else:
        years = [ends_on.year, ends_on.year + 1]
    for year in years:
        send_by = last_day_on_time(year=year, month=send_by_month, day=send_by_day, is_before=False)
        if frequency == "annual" or ends_on - _BEFORE_END <= send_by <= ends_on + _AFTER_END:
            return PeriodDates(starts_on, ends_on, latest_cut_off(send_by, calendar), send_by)
    return None


def next_period_code(
    *, frequency: str, send_by_month: int, send_by_day: int, calendar: WorkingDays, today: dt.date
) -> str:
    """The code of the period whose report is due next, on or after `today`; empty for a regime without periods."""
    halves = ("H1", "H2") if frequency == "half_year" else ("",)
    found: list[tuple[dt.date, str]] = []
    for year in (today.year - 1, today.year, today.year + 1):
        for half in halves:
            code = f"{year}{half}"
            dates = period_dates(
                code=code,
                frequency=frequency,
                send_by_month=send_by_month,
                send_by_day=send_by_day,
                calendar=calendar,
            )
            if dates is not None and dates.send_by >= today:
                found.append((dates.send_by, code))
    return min(found)[1] if found else ""


def period_words(code: str) -> str:
    """«2025H1» as officials say it: «6 tháng đầu năm 2025»; «năm 2025»; any other code as it is."""
    match = _PERIOD_CODE.fullmatch(code)
    if not match:
        return code
    half = {"H1": "6 tháng đầu năm", "H2": "6 tháng cuối năm"}.get(match[2] or "", "năm")
    return f"{half} {match[1]}"


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
