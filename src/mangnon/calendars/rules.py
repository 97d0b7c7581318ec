"""Pure decisions of the calendar: the days off that every year has, and what may be entered. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache

from mangnon.calendars.errors import NOTHING_CHANGED, CalendarRefused
from mangnon.kernel.dates import is_weekend, vn_date

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_DAYS = 31  # one rest; the longest so far had nine days
FIXED_BASIS = "Bộ luật Lao động 2019, Điều 111 khoản 3, Điều 112 khoản 1"
# (month, day, name): the days off that fall on the same day every year.
_FIXED = ((1, 1, "Tết Dương lịch"), (4, 30, "Ngày Chiến thắng"), (5, 1, "Ngày Quốc tế lao động"), (9, 2, "Quốc khánh"))
_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=256)
def fixed_days_off(year: int) -> tuple[tuple[dt.date, str], ...]:
    """The working days off that the law fixes whatever a year's arrangement says: 1/1, 30/4, 1/5, 2/9, each made up
    for on the next working day when it falls on a weekend (Labour Code 2019, Articles 111 and 112).

    Not among them: Tết and the Kings' day (lunar), and the second day of the National Day, before or after it.
    """
    taken: dict[dt.date, str] = {}
    holidays = {dt.date(year, month, day) for month, day, _ in _FIXED}
    for month, day, name in _FIXED:
        found = dt.date(year, month, day)
        if not is_weekend(found):
            taken[found] = name
            continue
        while is_weekend(found) or found in holidays or found in taken:
            found += _DAY
        taken[found] = f"Nghỉ bù {name}"
    return tuple(sorted(taken.items()))


def days_of_rest(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """The days from `first` to `last`, Monday to Friday: weekends are off anyway. Raises CalendarRefused."""
    if last < first:
        raise CalendarRefused(
            f"Ngày cuối {vn_date(last)} đứng trước ngày đầu {vn_date(first)}. {NOTHING_CHANGED} Hãy sửa lại ngày.",
            code="days_reversed",
        )
    if (last - first).days >= MOST_DAYS:
        raise CalendarRefused(
            f"Đợt nghỉ dài quá {MOST_DAYS} ngày. {NOTHING_CHANGED} Hãy kiểm tra năm của ngày cuối.",
            code="rest_too_long",
        )
    check_year(first.year)
    check_year(last.year)
    days = tuple(day for day in _days(first, last) if not is_weekend(day))
    if not days:
        raise CalendarRefused(
            f"{_span(first, last)} là thứ Bảy, Chủ nhật, vốn đã là ngày nghỉ. {NOTHING_CHANGED} "
            "Nếu hôm đó phải làm bù, hãy nhập ở ô «Ngày làm bù».",
            code="already_weekend",
        )
    return days


def check_swap(days: Iterable[dt.date], swapped_in: dt.date) -> dt.date:
    """The one day off for which people work on a weekend day. Raises CalendarRefused."""
    found = list(days)
    check_year(swapped_in.year)
    if len(found) != 1:
        raise CalendarRefused(
            f"Mỗi ngày làm bù chỉ đổi lấy một ngày nghỉ. {NOTHING_CHANGED} Hãy nhập riêng từng ngày hoán đổi.",
            code="swap_of_several",
        )
    if not is_weekend(swapped_in):
        raise CalendarRefused(
            f"Ngày làm bù {vn_date(swapped_in)} không phải thứ Bảy, Chủ nhật. {NOTHING_CHANGED} Hãy kiểm tra lại ngày.",
            code="swap_on_weekday",
        )
    return found[0]


def check_year(year: int) -> None:
    """Raises CalendarRefused for a year that nobody plans for."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarRefused(
            f"Năm {year} nằm ngoài khoảng {FIRST_YEAR}-{LAST_YEAR}. {NOTHING_CHANGED} Hãy kiểm tra lại năm.",
            code="year_out_of_range",
        )


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for offset in range((last - first).days + 1):
        yield first + dt.timedelta(days=offset)


def _span(first: dt.date, last: dt.date) -> str:
    return f"Ngày {vn_date(first)}" if first == last else f"Các ngày {vn_date(first)} đến {vn_date(last)}"
