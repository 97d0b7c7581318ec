"""Dates as officials write them. Working days: `working_days`."""

from __future__ import annotations

import calendar
import datetime as dt


def vn_date(day: dt.date) -> str:
    """17/02/2025, the form on screen."""
    return f"{day:%d/%m/%Y}"


def typed_day(text: str) -> dt.date | None:
    """The day a person typed: 01/07/2025, 1/7/2025, 1.7.2025, 1-7-2025, or 2025-07-01 as addresses and files write it;
    None for no day.

    Space around it does not matter; a year has four digits.
    """
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def long_date(day: dt.date) -> str:
    """«ngày 17 tháng 02 năm 2025»: days below 10 and months 1 and 2 take a leading zero (NĐ 30/2020, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def is_weekend(day: dt.date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= 5


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def last_day_on_time(*, year: int, month: int, day: int, is_before: bool) -> dt.date:
    """«trước ngày 10/6» makes the 9th the last day on time; «ngày 10/6» the 10th. Time frames and reports alike.

    A day that the month does not have (29 February in most years) is the month's last, «before» it or not.
    """
    end = month_end(year, month)
    if day > end.day:
        return end
    named = end.replace(day=day)
    return named - dt.timedelta(days=1) if is_before else named
