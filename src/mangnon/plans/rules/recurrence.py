"""When a recurring task falls due: its periods, their days, and what the words of a time frame say of them. Pure.

Periods are those of the calendar (a month, a quarter, a half, a year). A period is always kept to its last day: only
the first of a rule may begin later than the calendar's, with the rule. So whatever follows, no two periods of a task
have one key, none overlap, and the next begins on the day after.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mangnon.kernel.dates import last_day_on_time, month_end
from mangnon.kernel.text import fold
from mangnon.plans.terms import Frequency

MOST_PERIODS = 400  # of one task, ever: a month's rule for a third of a century
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
_ONE_DAY = dt.timedelta(days=1)
# A leap year: what falls due before 1 March is due on the last day of February, in every year.
_ANY_YEAR = 2004


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule. `due_month`: month within the period (1 to its length), None the last; `due_day`: None the month's last.

    A day that the month does not have is its last. `until_on`: no period begins after it.
    """

    frequency: Frequency
    due_month: int | None = None
    due_day: int | None = None
    from_on: dt.date = dt.date.min
    until_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class TaskPeriod:
    """One period of a task: its key (2025, 2025H1, 2025Q3, 2025-03), first and last day, due day."""

    key: str
    starts_on: dt.date
    ends_on: dt.date
    due_on: dt.date


def months_of(frequency: Frequency) -> int:
    """How many months a period has."""
    return _MONTHS[frequency]


def calendar_bounds(frequency: Frequency, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the calendar's period that a day lies in."""
    length = _MONTHS[frequency]
    month = (day.month - 1) // length * length + 1
    return dt.date(day.year, month, 1), month_end(day.year, month + length - 1)


def period_key(frequency: Frequency, day: dt.date) -> str:
    """The key of the period that a day lies in."""
    first, _ = calendar_bounds(frequency, day)
    part = (first.month - 1) // _MONTHS[frequency] + 1
    return {
        Frequency.MONTHLY: f"{first.year:04d}-{first.month:02d}",
        Frequency.QUARTERLY: f"{first.year:04d}Q{part}",
        Frequency.HALF_YEARLY: f"{first.year:04d}H{part}",
        Frequency.YEARLY: f"{first.year:04d}",
    }[frequency]


def due_day_of(rule: Recurrence, day: dt.date) -> dt.date:
    """The due day of the period that a day lies in."""
    first, last = calendar_bounds(rule.frequency, day)
    month = last.month if rule.due_month is None else first.month + min(rule.due_month, _MONTHS[rule.frequency]) - 1
    end = month_end(first.year, month)
    return end if rule.due_day is None else end.replace(day=min(rule.due_day, end.day))


def is_possible(frequency: Frequency, due_month: int | None, due_day: int | None) -> bool:
    """Whether the due day lies in the period; a day without a month only where the period is one month."""
    if due_month is not None and not 1 <= due_month <= _MONTHS[frequency]:
        return False
    return due_day is None or 1 <= due_day <= 31


def periods(
    rule: Recurrence, *, on: dt.date, after: dt.date | None = None, plan_ends_on: dt.date | None = None
) -> Iterator[TaskPeriod]:
    """The periods that have begun by a day, in order: from the rule's first day or the day after `after` (the last day
    of the last period made), whichever is later; none begins after the rule or the plan has ended; at most 400.

    The first period of a rule is left out when its due day was over before the rule began.
    """
    day = rule.from_on if after is None else max(rule.from_on, after + _ONE_DAY)
    for _ in range(MOST_PERIODS):
        if day > on or _is_past(day, rule.until_on) or _is_past(day, plan_ends_on):
            return
        _, last = calendar_bounds(rule.frequency, day)
        due = due_day_of(rule, day)
        if due >= day:
            yield TaskPeriod(period_key(rule.frequency, day), day, last, due)
        if last == dt.date.max:
            return
        day = last + _ONE_DAY


def _is_past(day: dt.date, end: dt.date | None) -> bool:
    return end is not None and day > end


def due_day_after_amendment(rule: Recurrence, *, starts_on: dt.date, due_on: dt.date, today: dt.date) -> dt.date:
    """The due day of a period under way once a paper has changed the rule: the rule's, unless that day is over already
    or lies before the period began; nobody becomes late by a paper that is entered today."""
    wanted = due_day_of(rule, starts_on)
    return wanted if wanted >= max(today, starts_on) else due_on


def end_of_running_period(rule: Recurrence, *, before: dt.date, made_until: dt.date | None) -> dt.date | None:
    """Until when a rule still holds if another is to hold from `before` on: to the end of the period that runs on the
    day before it, or of the last one made if that is later. None: it never began, and nothing was made by it."""
    days = [before - _ONE_DAY] if before > rule.from_on else []
    days += [made_until] if made_until is not None and made_until >= rule.from_on else []
    if not days:
        return None
    _, end = calendar_bounds(rule.frequency, max(days))
    return end if rule.until_on is None else max(min(end, rule.until_on), rule.from_on)


def first_day_of_rule(frequency: Frequency, *, issued_on: dt.date, given_on: dt.date) -> dt.date:
    """From when a rule holds that comes with a paper: from its day, but not for periods that were over when it was
    given here, for which nobody could ever have been asked."""
    return max(issued_on, calendar_bounds(frequency, given_on)[0])


# ---- words ---------------------------------------------------------------------------------------------------------

_EVERY = (
    (Frequency.MONTHLY, re.compile(r"\b(?:hang|moi|tung) thang\b")),
    (Frequency.QUARTERLY, re.compile(r"\b(?:hang|moi|tung) qu[yi]\b")),
    (Frequency.HALF_YEARLY, re.compile(r"\b(?:6|06|sau) thang\b|\b(?:hang|moi|nua) nua nam\b")),
    (Frequency.YEARLY, re.compile(r"\b(?:hang|moi|tung) nam\b")),
)
_OFTENER = re.compile(r"\b(?:hang|moi|tung) (?:tuan|ngay|gio)\b")
_ASKED = re.compile(
    r"\btheo (?:de nghi|yeu cau|huong dan)|\bkhi co\b|\bsau khi\b|\bke tu\b|\btrong (?:vong )?(?:6|06|sau) thang\b"
)
_DAY_AND_MONTH = re.compile(r"\b(truoc ngay|truoc|ngay|va ngay|va) (\d{1,2}) (?:thang )?(\d{1,2})\b")
_DAY = re.compile(r"\b(truoc ngay|ngay) (\d{1,2})\b")
# «từ ngày 15/11», «sau tháng 6»: from when, not until when.
_BEGINS = re.compile(r"\b(?:tu|sau)(?: ngay)? (?:\d|thang \d|qu[yi] [i1-4])")
# «ít nhất hai lần», «năm năm một lần»: how often, in words. («hằng năm một lần» is yearly.)
_TIMES = re.compile(
    r"\b(?:hai|ba|bon|sau|bay|tam|chin|muoi|vai|nhieu) lan\b"
    r"|\b(?:hai|ba|bon|nam|sau|bay|tam|chin|muoi) nam (?:mot|\d+) lan\b"
)
_MONTH = re.compile(r"\b(?:(truoc|va) )?thang (\d{1,2})\b")
_QUARTER = re.compile(r"\b(?:(truoc|va) )?qu[yi] (iv|i{1,3}|[1-4])\b")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DueDay = tuple[int | None, int | None]  # month within the period, day of the month


def recurrence_of_words(words: str) -> Recurrence | None:
    """The rule that a time frame's words name, without its days: «Thường xuyên hằng năm», «định kỳ 6 tháng»,
    «ngày 25 hằng tháng», «trước ngày 15/11 hằng năm» (due on the 14th), «trước tháng 6 hằng năm» (due in May).

    Of several («hằng tháng, hằng quý») the most frequent. None where nothing recurs by the calendar, where a request
    or an event is waited for, where the words say from when or how many times, and where a rule cannot hold what is
    named (several due days): a person must say.
    """
    flat = fold(words)
    if any(each.search(flat) for each in (_OFTENER, _ASKED, _BEGINS, _TIMES)):
        return None
    frequency = next((each for each, pattern in _EVERY if pattern.search(flat)), None)
    if frequency is None:
        return None
    named = _due_days(frequency, _EVERY[2][1].sub(" ", flat))
    if named is None:
        return None
    found, left = named
    if re.search(r"\d", left):
        return None  # a number that says something else than we understand
    if not found:
        return Recurrence(frequency)
    if frequency == Frequency.HALF_YEARLY:
        return _of_two_halves(found)
    if len(found) > 1 or frequency == Frequency.QUARTERLY:
        return None
    return Recurrence(frequency, *found[0])


def _due_days(frequency: Frequency, flat: str) -> tuple[list[_DueDay], str] | None:
    """The due days that words name, and the words without them; None where they name one that is not in the year."""
    found: list[_DueDay] = []
    if frequency == Frequency.MONTHLY:
        for prefix, day in _DAY.findall(flat):
            # before the first of a month is the last day of the month before
            found.append((None, (int(day) - ("truoc" in prefix)) or None))
        return found, _DAY.sub(" ", flat)
    is_before = False
    for prefix, day, month in _DAY_AND_MONTH.findall(flat):
        is_before = "truoc" in prefix or (is_before and prefix.startswith("va"))
        if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
            return None
        last = last_day_on_time(year=_ANY_YEAR, month=int(month), day=int(day), is_before=is_before)
        found.append((last.month, last.day))
    left = _DAY_AND_MONTH.sub(" ", flat)
    if not found:
        found = _ends(left)
        if any(month is None or not 1 <= month <= 12 for month, _ in found):
            return None
        left = _QUARTER.sub(" ", _MONTH.sub(" ", left))
    return found, left


def _ends(flat: str) -> list[_DueDay]:
    """The months at whose end the words say it is due, as they stand (perhaps none of the calendar's): what is to be
    done before a month or a quarter is due at the end of the month before it."""
    spans = [(prefix, int(month), 1) for prefix, month in _MONTH.findall(flat)]
    spans += [(prefix, 3 * _QUARTERS[quarter], 3) for prefix, quarter in _QUARTER.findall(flat)]
    found: list[_DueDay] = []
    is_before = False
    for prefix, end, length in spans:
        is_before = prefix == "truoc" or (is_before and prefix == "va")
        found.append((end - length if is_before else end, None))
    return found


def _of_two_halves(found: list[_DueDay]) -> Recurrence | None:
    """10 June and 10 December are one rule; 10 June alone, or 1 June and 15 November, are none."""
    if len(found) != 2:
        return None
    (month, day), (later, other) = sorted(found, key=lambda each: each[0] or 0)
    if month is None or later is None or later - month != 6:
        return None
    if all(each in (None, month_end(_ANY_YEAR, at).day) for each, at in ((day, month), (other, later))):
        return Recurrence(Frequency.HALF_YEARLY, month)
    return Recurrence(Frequency.HALF_YEARLY, month, day) if day == other else None
