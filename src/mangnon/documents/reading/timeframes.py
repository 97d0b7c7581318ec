"""What the words of a time frame mean."""

from __future__ import annotations

import datetime as dt
import re

from mangnon.documents.reading.records import TimeFrame
from mangnon.kernel.dates import last_day_on_time, month_end
from mangnon.kernel.text import fold, one_line

_DATE = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_LONG_DATE = re.compile(r"(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_MONTH = re.compile(r"thang (\d{1,2})(?: nam | )((?:19|20)\d{2})")
_QUARTER = re.compile(
    r"qu[iy] (iv|i{1,3}|[1-4])(?:(?: (?:va|den|qu[iy]))* (iv|i{1,3}|[1-4]))?(?: nam| )* ?((?:19|20)\d{2})"
)
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2}) ?(?:den|den nam|va|) ?(?:nam )?((?:19|20)\d{2})(?!\d)")
_YEAR = re.compile(r"\b(20\d{2})\b")
_HALF = re.compile(r"6 thang (dau|cuoi) nam ((?:19|20)\d{2})")
_SHORT_START = re.compile(r"tu (?:ngay )?(\d{1,2}) (?:thang )?(\d{1,2}) den")
_AFTER_EVENT = re.compile(
    r"\b(?:trong )?(?:thoi han|thoi gian|vong) \d+ (?:ngay|gio|thang|tuan)|\d+ ngay (?:lam viec )?(?:ke tu|sau khi)|"
    r"ngay sau (?:khi|ngay)|ke tu (?:khi|ngay (?!\d))"
)
_ASKED = re.compile(r"theo (?:de nghi|yeu cau|huong dan)|khi co|sau khi|dot xuat")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_EVERY = (
    ("nam", "year"),
    ("quy", "quarter"),
    ("qui", "quarter"),
    ("thang", "month"),
    ("tuan", "week"),
    ("ngay", "day"),
)


def read_time_frame(text: str) -> TimeFrame:
    """The meaning of a time frame's words; "unknown" when no rule fits.

    Of several days or quarters the last one is `due_on`. «Trước ngày 10»: the ninth is the last day on time; with an
    hour («trước 17 giờ ngày 10») the day itself is. What counts from an event («trong thời hạn 15 ngày kể từ ngày …»)
    has no day of its own: "on_request".

    >>> read_time_frame("Quý IV-2025").due_on
    datetime.date(2025, 12, 31)
    """
    words = one_line(text).rstrip(".;,")
    flat = fold(words)
    if _every(flat) and not re.search(r"\d{4}", flat):
        return _without_dates(words, flat)
    days = _days(words, flat)
    if days:
        return _of_days(words, flat, days)
    if _DATE.search(words) or _LONG_DATE.search(flat):
        return TimeFrame(words, "unknown")  # a day the calendar does not have: a person must look
    return _of_part_of_year(words, flat) or _without_dates(words, flat)


def _of_days(words: str, flat: str, days: list[dt.date]) -> TimeFrame:
    starts = re.match(r"(?:thuc hien |bat dau )?(?:ke )?tu\b", flat)
    day = days[-1]
    if starts and "den" in flat.split():
        short = _SHORT_START.search(flat)
        first = days[0] if len(days) > 1 else _safe(day.year, short.group(2), short.group(1)) if short else None
        return TimeFrame(words, "span", due_on=day, starts_on=first)
    if starts:
        return TimeFrame(words, "span", starts_on=days[0])
    if _AFTER_EVENT.search(flat) and "truoc" not in flat.split():
        return TimeFrame(words, "on_request")
    if re.search(r"truoc \d{1,2} (?:gio|h)\b", flat):
        return TimeFrame(words, "before", due_on=day)
    if "truoc" in flat.split():
        return TimeFrame(words, "before", due_on=_before(day))
    until = re.search(r"cham nhat|muon nhat|den het|han cuoi|den ngay", flat)
    return TimeFrame(words, "before" if until else "date", due_on=day)


def _of_part_of_year(words: str, flat: str) -> TimeFrame | None:
    """Halves, quarters, months, spans of years."""
    before = "truoc" in flat.split()
    half = _HALF.search(flat)
    if half:
        year, is_first = int(half[2]), half[1] == "dau"
        from_month, to_month = (1, 6) if is_first else (7, 12)
        return TimeFrame(words, "span", due_on=month_end(year, to_month), starts_on=dt.date(year, from_month, 1))
    quarters = list(_QUARTER.finditer(flat))
    if quarters:
        found = quarters[-1]
        year, quarter = int(found[3]), _QUARTERS[found[2] or found[1]]
        if before:
            return TimeFrame(words, "before", due_on=_before(dt.date(year, 3 * quarter - 2, 1)))
        return TimeFrame(words, "quarter", due_on=month_end(year, 3 * quarter))
    months = [m for m in _MONTH.finditer(flat) if 1 <= int(m[1]) <= 12]
    if months:
        year, month = int(months[-1][2]), int(months[-1][1])
        if before:
            return TimeFrame(words, "before", due_on=_before(dt.date(year, month, 1)))
        if len(months) > 1 and re.match(r"(?:ke )?tu\b", flat):
            first = dt.date(int(months[0][2]), int(months[0][1]), 1)
            return TimeFrame(words, "span", due_on=month_end(year, month), starts_on=first)
        if re.match(r"(?:ke )?tu\b", flat):
            return TimeFrame(words, "span", starts_on=dt.date(year, month, 1))
        return TimeFrame(words, "month", due_on=month_end(year, month))
    span = _SPAN.search(flat)
    if span and int(span[1]) < int(span[2]) <= 2100:
        if "nam hoc" in flat:
            return TimeFrame(words, "span")  # when a school year begins and ends is decided each year
        end = None if "tiep theo" in flat else dt.date(int(span[2]), 12, 31)
        return TimeFrame(words, "span", due_on=end, starts_on=dt.date(int(span[1]), 1, 1))
    return None


def _without_dates(words: str, flat: str) -> TimeFrame:
    every = _every(flat)
    if _ASKED.search(flat) or _AFTER_EVENT.search(flat):
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
        if re.match(r"(?:bat dau )?tu\b", flat) or "tiep theo" in flat:
            return TimeFrame(words, "span", starts_on=dt.date(year, 1, 1))
        if re.search(r"truoc nam", flat):
            return TimeFrame(words, "before", due_on=dt.date(year - 1, 12, 31))
        return TimeFrame(words, "year", due_on=dt.date(year, 12, 31))
    if "dinh ky" in flat:
        return TimeFrame(words, "recurring")
    return TimeFrame(words, "unknown")


def _every(flat: str) -> str | None:
    """How often a thing recurs; the longest span said («tháng 3, tháng 9 hằng năm» is every year)."""
    for unit, every in _EVERY:
        if re.search(rf"\b(?:hang|moi|tung) {unit}\b", flat):
            return every
    return "half_year" if re.search(r"6 thang", flat) else None


def _days(words: str, flat: str) -> list[dt.date]:
    found = [match.groups() for match in _DATE.finditer(words)] + [
        match.groups() for match in _LONG_DATE.finditer(flat)
    ]
    return [day for d, m, y in found if (day := _safe(int(y), m, d)) is not None]


def _safe(year: int, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(year, int(month), int(day))
    except ValueError:
        return None


def _before(day: dt.date) -> dt.date:
    return last_day_on_time(year=day.year, month=day.month, day=day.day, is_before=True)
