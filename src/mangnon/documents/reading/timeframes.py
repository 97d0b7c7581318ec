"""What the words of a time frame mean."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from mangnon.documents.reading.records import TimeFrame
from mangnon.kernel.text import fold, one_line

_DATE = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_LONG_DATE = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_MONTH = re.compile(r"thang (\d{1,2})(?: nam | )(\d{4})")
_QUARTER = re.compile(r"qu[iy] (iv|i{1,3}|[1-4])(?: nam| )* ?(\d{4})")
_SPAN = re.compile(r"(\d{4}) ?(?:den|den nam|) ?(?:nam )?(\d{4})")
_YEAR = re.compile(r"\b(20\d{2})\b")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def read_time_frame(text: str) -> TimeFrame:
    """The meaning of a time frame's words; "unknown" when no rule fits.

    >>> read_time_frame("Quý IV-2025").due_on
    datetime.date(2025, 12, 31)
    """
    words = one_line(text).rstrip(".;,")
    flat = fold(words)
    day = _first_day(words, flat)
    if day is not None:
        if re.match(r"(ke )?tu\b", flat):
            return TimeFrame(words, "span", starts_on=day)
        if "truoc" in flat.split():  # «trước ngày 10»: the ninth is the last day on time
            return TimeFrame(words, "before", due_on=day - dt.timedelta(days=1))
        return TimeFrame(words, "before" if "cham nhat" in flat else "date", due_on=day)
    if _DATE.search(words) or _LONG_DATE.search(flat):
        return TimeFrame(words, "unknown")  # a day the calendar does not have: a person must look
    found = _QUARTER.search(flat)
    if found:
        return TimeFrame(words, "quarter", due_on=_month_end(int(found[2]), 3 * _QUARTERS[found[1]]))
    found = _MONTH.search(flat)
    if found and 1 <= int(found[1]) <= 12:
        kind = "before" if "truoc" in flat else "month"
        year, month = int(found[2]), int(found[1])
        if kind == "before":
            return TimeFrame(words, "before", due_on=dt.date(year, month, 1) - dt.timedelta(days=1))
        return TimeFrame(words, "month", due_on=_month_end(year, month))
    found = _SPAN.search(flat)
    if found and int(found[1]) < int(found[2]) <= 2100:
        goes_on = "tiep theo" in flat
        end = None if goes_on else dt.date(int(found[2]), 12, 31)
        return TimeFrame(words, "span", due_on=end, starts_on=dt.date(int(found[1]), 1, 1))
    return _without_dates(words, flat)


def _without_dates(words: str, flat: str) -> TimeFrame:
    every = _every(flat)
    if re.search(r"theo (de nghi|yeu cau|huong dan)|khi co|sau khi", flat):
        if "thuong xuyen" in flat:
            return TimeFrame(words, "ongoing", every=every)
        return TimeFrame(words, "on_request")
    if every:
        return TimeFrame(words, "recurring", every=every)
    if "thuong xuyen" in flat:
        return TimeFrame(words, "ongoing")
    found = _YEAR.search(flat)
    if found:
        year = int(found[1])
        if re.match(r"tu\b", flat) or "tiep theo" in flat:
            return TimeFrame(words, "span", starts_on=dt.date(year, 1, 1))
        return TimeFrame(words, "year", due_on=dt.date(year, 12, 31))
    if "dinh ky" in flat:
        return TimeFrame(words, "recurring")
    return TimeFrame(words, "unknown")


def _every(flat: str) -> str | None:
    for words, every in (("hang nam", "year"), ("moi nam", "year"), ("hang quy", "quarter"), ("hang thang", "month")):
        if words in flat:
            return every
    return "half_year" if re.search(r"6 thang", flat) else None


def _first_day(words: str, flat: str) -> dt.date | None:
    found = _DATE.search(words) or _LONG_DATE.search(flat)
    if not found:
        return None
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
