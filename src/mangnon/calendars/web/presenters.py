"""A year of the calendar as its page shows it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from mangnon.calendars.models import CalendarDay
from mangnon.calendars.rules import FIXED_BASIS, fixed_days_off
from mangnon.calendars.selectors import days_of_year, year_of
from mangnon.calendars.terms import UNVERIFIED, BasisTag, DayKind
from mangnon.kernel.dates import is_weekend, month_end
from mangnon.kernel.working_days import WorkingDays

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
DAY_COLUMNS = [
    {"label": "Ngày"},
    {"label": "Loại"},
    {"label": "Tên, lý do"},
    {"label": "Văn bản căn cứ"},
    {"label": "Người ghi"},
]
MONTH_COLUMNS = [
    {"label": "Tháng"},
    {"label": "Ngày làm việc", "numeric": True},
    {"label": "Ngày nghỉ trong tuần"},
    {"label": "Ngày làm bù"},
]


def weekday(day: dt.date) -> str:
    """«thứ Hai»."""
    return _WEEKDAYS[day.weekday()]


def day_rows(year: int, *, may_keep: bool) -> list[dict[str, Any]]:
    """Every entry of a year; withdrawn ones too, told as such."""
    return [_row(entry, may_keep=may_keep) for entry in days_of_year(year, with_withdrawn=True)]


def _row(entry: CalendarDay, *, may_keep: bool) -> dict[str, Any]:
    is_withdrawn = entry.withdrawn_at is not None
    return {
        "pk": entry.pk,
        "day": entry.day,
        "weekday": weekday(entry.day),
        "kind": entry.get_kind_display(),
        "tone": "late" if is_withdrawn else "soon" if entry.kind == DayKind.SWAPPED_IN else "good",
        "name": entry.name,
        "pair": entry.pair_on,
        "basis": entry.basis,
        "how_known": "chưa kiểm chứng" if entry.tag in UNVERIFIED else BasisTag(entry.tag).label.lower(),
        "is_doubtful": entry.tag in UNVERIFIED,
        "by": entry.entered_by.full_name if entry.entered_by else "Có sẵn trong phần mềm",
        "is_withdrawn": is_withdrawn,
        "withdrawn": entry.withdrawn_because,
        "may_withdraw": may_keep and not is_withdrawn,
    }


def month_rows(year: int, calendar: WorkingDays) -> list[dict[str, Any]]:
    """The twelve months: how many working days, which days off in the week, which weekend days are worked."""
    counted = Counter(day.month for day in calendar.between(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    return [
        {
            "month": f"Tháng {month}",
            "working": counted[month],
            "off": [day for day in sorted(calendar.off) if _in(day, year, month) and not calendar.is_working(day)],
            "swapped_in": [day for day in sorted(calendar.swapped_in) if _in(day, year, month) and is_weekend(day)],
            "last": month_end(year, month),
        }
        for month in range(1, 13)
    ]


def _in(day: dt.date, year: int, month: int) -> bool:
    return (day.year, day.month) == (year, month)


def what_is_known(year: int) -> dict[str, Any]:
    """Whether a year's arrangement is entered; where it is not, the days that the law fixes."""
    found = year_of(year)
    is_complete = found is not None and found.is_complete
    return {
        "is_complete": is_complete,
        "basis": found.basis if found else "",
        "note": found.note if found else "",
        "fixed": [] if is_complete else [{"day": day, "name": name} for day, name in fixed_days_off(year)],
        "fixed_basis": FIXED_BASIS,
    }
