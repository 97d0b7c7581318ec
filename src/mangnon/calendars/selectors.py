"""Reads of the calendar. It is the same for everybody."""

from __future__ import annotations

import datetime as dt
from itertools import chain

from django.db.models import QuerySet

from mangnon.calendars.models import CalendarDay, CalendarYear
from mangnon.calendars.rules import FIRST_YEAR, LAST_YEAR, fixed_days_off
from mangnon.calendars.terms import DayKind
from mangnon.kernel.working_days import WorkingDays


def working_days() -> WorkingDays:
    """The calendar as it stands now, in two queries; ask once for a page or a run and hand the value on.

    Never kept between calls: a day entered by somebody else counts at once. A year that is not complete has, beside
    what was entered, only the days off that the law fixes.
    """
    entered = CalendarDay.objects.filter(withdrawn_at__isnull=True).order_by().values_list("day", "kind")
    off: set[dt.date] = set()
    swapped_in: set[dt.date] = set()
    for day, kind in entered:
        (off if kind == DayKind.OFF else swapped_in).add(day)
    known = frozenset(CalendarYear.objects.filter(is_complete=True).order_by().values_list("year", flat=True))
    unknown = (year for year in range(FIRST_YEAR, LAST_YEAR + 1) if year not in known)
    off.update(day for day, _ in chain.from_iterable(fixed_days_off(year) for year in unknown))
    return WorkingDays(frozenset(off), frozenset(swapped_in), known)


def days_of_year(year: int, *, with_withdrawn: bool = False) -> QuerySet[CalendarDay]:
    """What was entered for a year, by day; with `with_withdrawn` also what was withdrawn."""
    found = (
        CalendarDay.objects.filter(day__year=year).select_related("entered_by", "withdrawn_by").order_by("day", "pk")
    )
    return found if with_withdrawn else found.filter(withdrawn_at__isnull=True)


def calendar_day_by_id(day_id: int) -> CalendarDay | None:
    """One entry, also one that was withdrawn."""
    return CalendarDay.objects.filter(pk=day_id).first()


def year_of(year: int) -> CalendarYear | None:
    """What is known of a year's arrangement."""
    return CalendarYear.objects.filter(year=year).select_related("entered_by").first()


def years() -> list[int]:
    """The years of which something was entered, first to last. Two queries."""
    found = set(CalendarYear.objects.values_list("year", flat=True))
    found.update(day.year for day in CalendarDay.objects.dates("day", "year"))
    return sorted(found)
