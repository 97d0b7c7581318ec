"""Entering and withdrawing days, each with its document and on the record."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.calendars.errors import NOTHING_CHANGED, CalendarRefused
from mangnon.calendars.models import CalendarDay, CalendarYear
from mangnon.calendars.policies import check_keep_calendar
from mangnon.calendars.rules import check_swap, check_year, days_of_rest
from mangnon.calendars.terms import BasisTag, DayKind
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import nfc


def add_days_off(
    *,
    actor: Actor,
    first: dt.date,
    last: dt.date | None = None,
    swapped_in: dt.date | None = None,
    name: str,
    basis: str,
) -> list[CalendarDay]:
    """Enter the working days from `first` to `last` (alone: `first`) as off; `swapped_in` is worked for one of them.

    `name` says what the rest is, `basis` which document orders it. Raises NotAllowed and CalendarRefused.
    """
    check_keep_calendar(actor)
    name = _words(name, most=200, missing="tên ngày nghỉ")
    basis = _words(basis, most=500, missing="văn bản căn cứ")
    days = days_of_rest(first, last or first)
    pair = check_swap(days, swapped_in) if swapped_in is not None else None
    rows = [
        CalendarDay(day=day, kind=DayKind.OFF, name=name, basis=basis, pair_on=swapped_in if day == pair else None)
        for day in days
    ]
    if swapped_in is not None:
        rows.append(CalendarDay(day=swapped_in, kind=DayKind.SWAPPED_IN, name=name, basis=basis, pair_on=pair))
    now = clock.now()
    for row in rows:
        row.tag, row.entered_at, row.entered_by_id = BasisTag.ENTERED, now, actor.user_id
    try:
        with transaction.atomic():
            _check_new([row.day for row in rows])
            for row in rows:
                row.save(force_insert=True)
            record(
                actor=actor,
                act="add_days_off",
                object_type="CalendarDay",
                object_id=rows[0].pk,
                details={
                    "days": [row.day.isoformat() for row in rows if row.kind == DayKind.OFF],
                    "swapped_in": swapped_in.isoformat() if swapped_in else None,
                    "name": name,
                    "basis": basis,
                },
            )
    except IntegrityError:
        _check_new([row.day for row in rows])  # somebody else entered one of them just now
        raise
    return rows


def withdraw_day(*, actor: Actor, day_id: int, reason: str) -> list[CalendarDay]:
    """Take an entry back, with the other day of its swap; both stay to be seen, with the reason.

    Raises NotAllowed and CalendarRefused. Deadlines and periods that were set before stay as they are.
    """
    check_keep_calendar(actor)
    reason = _words(reason, most=500, missing="lý do rút")
    with transaction.atomic():
        row = CalendarDay.objects.select_for_update().filter(pk=day_id).first()
        if row is None or row.withdrawn_at is not None:
            raise CalendarRefused(
                f"Ngày này không còn trong lịch; có thể người khác vừa rút. {NOTHING_CHANGED} Hãy mở lại trang.",
                code="already_withdrawn",
            )
        taken = [row]
        if row.pair_on is not None:
            other = CalendarDay.objects.select_for_update().filter(day=row.pair_on, pair_on=row.day)
            taken += list(other.filter(withdrawn_at__isnull=True))
        for each in taken:
            each.withdrawn_at, each.withdrawn_by_id, each.withdrawn_because = clock.now(), actor.user_id, reason
            each.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        record(
            actor=actor,
            act="withdraw_day",
            object_type="CalendarDay",
            object_id=row.pk,
            details={"days": [each.day.isoformat() for each in taken], "name": row.name},
            reason=reason,
        )
    return taken


def state_year(*, actor: Actor, year: int, is_complete: bool, basis: str) -> CalendarYear:
    """Say that a year's whole arrangement is entered, by which document, or that it is not. Raises as above."""
    check_keep_calendar(actor)
    check_year(year)
    basis = _words(basis, most=500, missing="văn bản căn cứ")
    with transaction.atomic():
        row = CalendarYear.objects.select_for_update().filter(year=year).first()
        before = {"is_complete": row.is_complete, "basis": row.basis} if row else None
        row = row or CalendarYear(year=year)
        row.is_complete, row.basis, row.tag = is_complete, basis, BasisTag.ENTERED
        row.entered_at, row.entered_by_id = clock.now(), actor.user_id
        row.save()
        record(
            actor=actor,
            act="state_year",
            object_type="CalendarYear",
            object_id=row.pk,
            details={"year": str(year)},
            before=before,
            after={"is_complete": is_complete, "basis": basis},
        )
    return row


def _check_new(days: list[dt.date]) -> None:
    there = CalendarDay.objects.filter(day__in=days, withdrawn_at__isnull=True).order_by("day")
    found = ", ".join(vn_date(day) for day in there.values_list("day", flat=True)[:5])
    if found:
        raise CalendarRefused(
            f"Lịch đã có ngày {found}. {NOTHING_CHANGED} Nếu lịch cũ không còn đúng, hãy rút ngày ấy rồi nhập lại.",
            code="day_entered",
        )


def _words(text: str, *, most: int, missing: str) -> str:
    found = " ".join(nfc(text).split())
    if not found or len(found) > most:
        problem = f"Chưa có {missing}" if not found else f"Phần {missing} dài quá {most} ký tự"
        raise CalendarRefused(f"{problem}. {NOTHING_CHANGED} Hãy nhập lại, ngắn gọn và đủ.", code="bad_words")
    return found
