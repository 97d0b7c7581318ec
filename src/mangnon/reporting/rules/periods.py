"""Periods as data: which days a code stands for, and when its report is cut off and sent. No Django.

Codes of periods, the same in every regime:

| code | means |
|---|---|
| `2025` | the calendar year |
| `2025H1`, `2025H2` | a half-year |
| `2025Q1` … `2025Q4` | a quarter |
| `2025-07` | a month |
| `2025M9` | the first nine months of a year |
| `2024-2025` | a school year |
| any of the first five with `W` behind (`2025H1W`) | the same, counted from the 15th of the month before to the 14th |

A code says by itself which days it means: nobody has to look up the regime. Windows of the 15th follow NĐ 09/2019/NĐ-CP
(month, quarter, half-year, nine months and year end on the 14th of their last month).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from mangnon.kernel.dates import last_day_on_time, month_end
from mangnon.kernel.period_codes import PERIOD_CODE
from mangnon.kernel.working_days import WorkingDays

_EVENT_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_DAY = dt.timedelta(days=1)

# Frequencies whose periods follow from the calendar, and how many a year has. Others are opened with their days.
PERIODIC: dict[str, int] = {"month": 12, "quarter": 4, "half_year": 2, "nine_months": 1, "annual": 1, "school_year": 1}
_FREQUENCY_OF_LETTER = {"H": "half_year", "Q": "quarter", "M": "nine_months"}
# A report with a named day is due near the end of its period: at most so many days before it, and so many after.
_NEAR_END: dict[str, tuple[int, int]] = {
    "month": (14, 31),
    "quarter": (31, 45),
    "half_year": (61, 31),
    "nine_months": (61, 61),
    "school_year": (92, 92),
}
# A yearly report due this early in a year is about the year before («trước ngày 15/01»).
_LAST_MONTH_ABOUT_LAST_YEAR = 3
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


@dataclass(frozen=True, slots=True)
class PeriodDates:
    """The four dates of a period."""

    starts_on: dt.date
    ends_on: dt.date
    cut_off_on: dt.date
    send_by: dt.date


@dataclass(frozen=True, slots=True)
class PeriodCode:
    """A code taken apart. `number`: which month, quarter or half; 0 for whole years and nine months."""

    frequency: str
    year: int
    number: int = 0
    is_fifteenth: bool = False


def read_code(code: str) -> PeriodCode | None:
    """A period's code taken apart; None for anything else."""
    match = PERIOD_CODE.fullmatch(code)
    if not match or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return None
    year, is_fifteenth = int(match[1]), bool(match[5])
    if match[4]:
        is_next = int(match[4]) == year + 1 and not is_fifteenth
        return PeriodCode("school_year", year) if is_next else None
    if match[3]:
        return PeriodCode("month", year, int(match[3]), is_fifteenth)
    if match[2]:
        letter, number = match[2][0], int(match[2][1])
        return PeriodCode(_FREQUENCY_OF_LETTER[letter], year, 0 if letter == "M" else number, is_fifteenth)
    return PeriodCode("annual", year, 0, is_fifteenth)


def is_event_code(code: str) -> bool:
    """Whether a code fits a period that is opened with its days: capitals, digits and hyphens, at most 20 signs."""
    return _EVENT_CODE.fullmatch(code) is not None


def code_of(frequency: str, year: int, number: int = 0, *, is_fifteenth: bool = False) -> str:
    """The code of a period: the way back from `read_code`."""
    if frequency == "school_year":
        return f"{year}-{year + 1}"
    part = {
        "month": f"-{number:02d}",
        "quarter": f"Q{number}",
        "half_year": f"H{number}",
        "nine_months": "M9",
    }.get(frequency, "")
    return f"{year}{part}{'W' if is_fifteenth else ''}"


def codes_of_year(frequency: str, year: int, *, is_fifteenth: bool = False) -> list[str]:
    """The codes of a frequency in a year, in order; none for a frequency without periods."""
    count = PERIODIC.get(frequency, 0)
    return [
        code_of(frequency, year, number if count > 1 else 0, is_fifteenth=is_fifteenth)
        for number in range(1, count + 1)
    ]


def window_of(code: PeriodCode, *, year_begins: tuple[int, int] = (9, 1)) -> tuple[dt.date, dt.date]:
    """First and last day of a period. `year_begins`: month and day on which a school year begins."""
    if code.frequency == "school_year":
        month, day = year_begins
        first = last_day_on_time(year=code.year, month=month, day=day, is_before=False)
        following = last_day_on_time(year=code.year + 1, month=month, day=day, is_before=False)
        return first, following - _DAY
    length = {"month": 1, "quarter": 3, "half_year": 6, "nine_months": 9}.get(code.frequency, 12)
    last_month = length * (code.number or 1)
    first_month = last_month - length + 1
    if not code.is_fifteenth:
        return dt.date(code.year, first_month, 1), month_end(code.year, last_month)
    before = (code.year - 1, 12) if first_month == 1 else (code.year, first_month - 1)
    return dt.date(*before, 15), dt.date(code.year, last_month, 14)


def calendar_period(code: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of a code; None for anything else. A school year is taken from 1 September."""
    found = read_code(code)
    return window_of(found) if found else None


def period_words(code: str) -> str:
    """A code as officials say it: «6 tháng đầu năm 2025», «Quý I năm 2025»; any other code as it is."""
    found = read_code(code)
    if found is None:
        return code
    year = found.year
    words = {
        "month": f"tháng {found.number} năm {year}",
        "quarter": f"quý {_ROMAN.get(found.number, '')} năm {year}",
        "half_year": f"6 tháng {'đầu' if found.number == 1 else 'cuối'} năm {year}",
        "nine_months": f"9 tháng đầu năm {year}",
        "school_year": f"năm học {year}-{year + 1}",
    }.get(found.frequency, f"năm {year}")
    if not found.is_fifteenth:
        return words
    first, last = window_of(found)
    return f"{words} (số liệu từ {first:%d/%m/%Y} đến {last:%d/%m/%Y})"


@dataclass(frozen=True, slots=True)
class DueRule:
    """By when a report must be sent. `day` and `offset` are what the kind needs.

    `date`: each year on `day`/`month`, near the period's end. `day_of_month`: `day` of the month that lies `offset`
    months after the one in which the period ends. `days_after`, `working_days_after`: `offset` days after the
    period's last day; negative: before it.
    """

    kind: str = "date"
    day: int | None = None
    month: int | None = None
    offset: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the rule has what its kind needs."""
        if self.kind == "date":
            return self.day is not None and self.month is not None
        return self.offset is not None and (self.kind != "day_of_month" or self.day is not None)


@dataclass(frozen=True, slots=True)
class CutOffRule:
    """When data are cut off: `latest` that leaves a whole working day before the send-by day, `period_end`, or
    `working_days_before` the send-by day (`offset` of them)."""

    kind: str = "latest"
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a regime asks: how often, over which window, by when, cut off when."""

    frequency: str
    due: DueRule
    cut_off: CutOffRule = field(default_factory=CutOffRule)
    is_fifteenth: bool = False
    year_begins: tuple[int, int] = (9, 1)


def latest_cut_off(send_by: dt.date, calendar: WorkingDays) -> dt.date:
    """The latest working day that leaves one whole working day before `send_by` (NĐ 09/2019/NĐ-CP, Điều 8.5)."""
    return calendar.previous(calendar.previous(send_by))


def send_by_of(due: DueRule, *, frequency: str, ends_on: dt.date, calendar: WorkingDays) -> dt.date | None:
    """The last day on time of a period that ends on a day; None where the rule does not fit such a period."""
    if not due.is_whole:
        return None
    if due.kind == "date":
        return _named_day(due, frequency=frequency, ends_on=ends_on)
    offset = due.offset or 0
    if due.kind == "days_after":
        return ends_on + dt.timedelta(days=offset)
    if due.kind == "working_days_after":
        return calendar.add(ends_on, offset)
    months = ends_on.year * 12 + ends_on.month - 1 + offset
    return last_day_on_time(year=months // 12, month=months % 12 + 1, day=due.day or 1, is_before=False)


def _named_day(due: DueRule, *, frequency: str, ends_on: dt.date) -> dt.date | None:
    month, day = due.month or 1, due.day or 1
    if frequency == "annual":
        year = ends_on.year + (month <= _LAST_MONTH_ABOUT_LAST_YEAR)
        return last_day_on_time(year=year, month=month, day=day, is_before=False)
    before, after = (dt.timedelta(days=days) for days in _NEAR_END.get(frequency, (366, 366)))
    for year in (ends_on.year, ends_on.year + 1):
        found = last_day_on_time(year=year, month=month, day=day, is_before=False)
        if ends_on - before <= found <= ends_on + after:
            return found
    return None


def cut_off_of(rule: CutOffRule, *, ends_on: dt.date, send_by: dt.date, calendar: WorkingDays) -> dt.date:
    """The day on which data are cut off, for a report sent by a day. Whether it is possible: `cascade`."""
    if rule.kind == "period_end":
        return ends_on
    if rule.kind == "working_days_before" and rule.offset is not None:
        return calendar.add(send_by, -abs(rule.offset))
    return latest_cut_off(send_by, calendar)


def dates_of(code: str, schedule: Schedule, calendar: WorkingDays) -> PeriodDates | None:
    """The four dates of a period, or None when the code does not fit the frequency, the window or the send-by rule."""
    found = read_code(code)
    if found is None or found.frequency != schedule.frequency or found.is_fifteenth != schedule.is_fifteenth:
        return None
    starts_on, ends_on = window_of(found, year_begins=schedule.year_begins)
    send_by = send_by_of(schedule.due, frequency=schedule.frequency, ends_on=ends_on, calendar=calendar)
    if send_by is None:
        return None
    cut_off = cut_off_of(schedule.cut_off, ends_on=ends_on, send_by=send_by, calendar=calendar)
    return PeriodDates(starts_on, ends_on, cut_off, send_by)


def next_code(schedule: Schedule, *, today: dt.date, calendar: WorkingDays) -> str:
    """The code of the period whose report is due next, on or after `today`; empty for a regime without periods."""
    coming = due_between(schedule, first=today, last=today + dt.timedelta(days=800), calendar=calendar)
    return coming[0][0] if coming else ""


def due_between(
    schedule: Schedule, *, first: dt.date, last: dt.date, calendar: WorkingDays
) -> list[tuple[str, PeriodDates]]:
    """The periods of a schedule whose reports fall due from one day to another, both included, the first due first."""
    found = []
    for year in range(first.year - 2, last.year + 2):
        for code in codes_of_year(schedule.frequency, year, is_fifteenth=schedule.is_fifteenth):
            dates = dates_of(code, schedule, calendar)
            if dates is not None and first <= dates.send_by <= last:
                found.append((code, dates))
    return sorted(found, key=lambda item: (item[1].send_by, item[1].starts_on, item[0]))


def period_dates(
    *, code: str, frequency: str, send_by_month: int, send_by_day: int, calendar: WorkingDays
) -> PeriodDates | None:
    """`dates_of` for a regime of calendar periods with a named day. A half-year due in June is the first half only."""
    return dates_of(code, _named(frequency, send_by_month, send_by_day), calendar)


def next_period_code(
    *, frequency: str, send_by_month: int, send_by_day: int, calendar: WorkingDays, today: dt.date
) -> str:
    """`next_code` for a regime of calendar periods with a named day."""
    return next_code(_named(frequency, send_by_month, send_by_day), today=today, calendar=calendar)


def _named(frequency: str, month: int, day: int) -> Schedule:
    return Schedule(frequency, DueRule("date", day, month))
