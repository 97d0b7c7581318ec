"""The working calendar: days off and days swapped, each with its document; the same for the whole country."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from mangnon.calendars.public import (
    CalendarDay,
    add_days_off,
    calendar_day_by_id,
    days_of_year,
    state_year,
    withdraw_day,
    working_days,
    year_of,
)
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.doorway import actor_asking
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.sent import ReasonSent
from mangnon.exchange.rest.shapes import Day, Reason, Sent

router = Router(tags=["Lịch làm việc"])
_FIRST, _LAST = 2000, 2100


class DaysOffSent(Sent):
    """Working days that are off, from `first` to `last` (null: that one day); `swapped_in`: worked for one of them."""

    first: Day
    last: Day | None = None
    swapped_in: Day | None = None
    name: Annotated[str, Field(min_length=1, max_length=200)]
    basis: Reason


class YearSent(Sent):
    """Whether the year's whole arrangement is entered, and by which document."""

    is_complete: bool
    basis: Reason


class CalendarDayOut(Schema):
    """A day off (`off`), or a day at the weekend that is worked for one (`swapped_in`), and what it rests on."""

    id: int
    day: dt.date
    kind: str
    name: str
    pair_on: dt.date | None
    basis: str
    tag: str


class YearOut(Schema):
    """A year: what was entered, and how days are counted: of a year that is not complete only fixed days off and what
    was entered count."""

    year: int
    is_complete: bool
    basis: str
    note: str
    entries: list[CalendarDayOut]
    days_off: list[dt.date]
    days_worked: list[dt.date]


def _day(row: CalendarDay) -> dict[str, Any]:
    names = ("day", "kind", "name", "pair_on", "basis", "tag")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _year(year: int) -> dict[str, Any]:
    known, counted = year_of(year), working_days()
    return {
        "year": year,
        "is_complete": counted.is_known(dt.date(year, 1, 1)),
        "basis": known.basis if known else "",
        "note": known.note if known else "",
        "entries": [_day(row) for row in days_of_year(year)],
        "days_off": sorted(day for day in counted.off - counted.swapped_in if day.year == year),
        "days_worked": sorted(day for day in counted.swapped_in if day.year == year),
    }


def _year_or_missing(year: int) -> int:
    if not _FIRST <= year <= _LAST:
        raise missing()
    return year


@router.get("/calendar/{int:year}", response=reads(YearOut), url_name="api_calendar_year", summary="Lịch một năm")
def api_calendar_year(request: HttpRequest, year: int) -> dict[str, Any]:
    """The days off and the days swapped of a year, for everybody in a post."""
    actor_asking(request)
    return _year(_year_or_missing(year))


@router.post(
    "/calendar/days", response=acts(list[CalendarDayOut], 201), url_name="api_add_days_off", summary="Thêm ngày nghỉ"
)
def api_add_days_off(request: HttpRequest, payload: DaysOffSent) -> Status[list[dict[str, Any]]]:
    """Enter a rest, or a swap. Answers the days that were entered."""
    return Status(201, [_day(row) for row in add_days_off(actor=actor_asking(request), **payload.dict())])


@router.post(
    "/calendar/days/{int:day_id}/withdraw",
    response=acts(list[CalendarDayOut]),
    url_name="api_withdraw_day",
    summary="Rút ngày đã ghi",
)
def api_withdraw_day(request: HttpRequest, day_id: int, payload: ReasonSent) -> list[dict[str, Any]]:
    """Take an entry back, with the other day of its swap. Deadlines that were set before stay as they are."""
    actor = actor_asking(request)
    if calendar_day_by_id(day_id) is None:
        raise missing()
    return [_day(row) for row in withdraw_day(actor=actor, day_id=day_id, reason=payload.reason)]


@router.post(
    "/calendar/{int:year}/state",
    response=acts(YearOut),
    url_name="api_state_year",
    summary="Xác nhận lịch của năm",
)
def api_state_year(request: HttpRequest, year: int, payload: YearSent) -> dict[str, Any]:
    """Say that a year's whole arrangement is entered, by which document, or that it is not."""
    _year_or_missing(year)
    state_year(actor=actor_asking(request), year=year, is_complete=payload.is_complete, basis=payload.basis)
    return _year(year)
