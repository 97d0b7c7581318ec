"""Dates as officials write them, and working days."""

from __future__ import annotations

import datetime as dt


def vn_date(day: dt.date) -> str:
    """17/02/2025, the form on screen."""
    return f"{day:%d/%m/%Y}"


def long_date(day: dt.date) -> str:
    """«ngày 17 tháng 02 năm 2025»: days below 10 and months 1 and 2 take a leading zero (NĐ 30/2020, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def is_weekend(day: dt.date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= 5


def previous_working_day(day: dt.date) -> dt.date:
    """The last working day strictly before `day`. Weekends only: public holidays are not yet data here."""
    candidate = day - dt.timedelta(days=1)
    while is_weekend(candidate):
        candidate -= dt.timedelta(days=1)
    return candidate


def working_days_between(first: dt.date, last: dt.date) -> int:
    """How many working days lie strictly between two days."""
    count, day = 0, first + dt.timedelta(days=1)
    while day < last:
        count += not is_weekend(day)
        day += dt.timedelta(days=1)
    return count
