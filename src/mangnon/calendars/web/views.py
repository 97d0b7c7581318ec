"""Lịch làm việc: a year of days off and swapped working days, and the acts of those who keep it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires, signed_in
from mangnon.calendars.models import CalendarDay
from mangnon.calendars.policies import can_keep_calendar
from mangnon.calendars.rules import FIRST_YEAR, LAST_YEAR
from mangnon.calendars.selectors import working_days, year_of, years
from mangnon.calendars.services import add_days_off, state_year, withdraw_day
from mangnon.calendars.web import presenters
from mangnon.calendars.web.forms import DaysOffForm, WithdrawForm, YearStateForm
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import NotAllowed, Refusal


@signed_in
@require_safe
def working_calendar(request: HttpRequest) -> HttpResponse:
    """This year's."""
    return redirect("calendar_year", year=clock.today().year)


@signed_in
@require_safe
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """One year: what is known of it, its months, every entry with its document."""
    return _page(request, year)


@requires(can_keep_calendar)
@require_POST
def add_days(request: HttpRequest, year: int) -> HttpResponse:
    """Enter a rest or a swap; what was refused is shown again as it was typed."""
    form = DaysOffForm(request.POST)
    if not form.is_valid():
        return _page(request, year, adding=form, status=422)
    try:
        rows = add_days_off(actor=actor_of(request), **form.cleaned_data)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, year, adding=form, status=422)
    messages.success(request, f"Đã ghi {len(rows)} ngày, từ {vn_date(min(row.day for row in rows))}.")
    return redirect("calendar_year", year=rows[0].day.year)


@requires(can_keep_calendar)
@require_POST
def state(request: HttpRequest, year: int) -> HttpResponse:
    """Say whether a year's arrangement is entered."""
    form = YearStateForm(request.POST)
    if not form.is_valid():
        return _page(request, year, stating=form, status=422)
    try:
        state_year(actor=actor_of(request), year=year, **form.cleaned_data)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, year, stating=form, status=422)
    messages.success(request, f"Đã ghi tình trạng lịch năm {year}.")
    return redirect("calendar_year", year=year)


@requires(can_keep_calendar)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry back, with its reason."""
    entry = CalendarDay.objects.filter(pk=pk).first()
    if entry is None:
        raise Http404("Không có ngày này trong lịch.")
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, entry.day.year, withdrawing=(pk, form), status=422)
    try:
        taken = withdraw_day(actor=actor_of(request), day_id=pk, reason=form.cleaned_data["reason"])
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, entry.day.year, withdrawing=(pk, form), status=422)
    messages.success(request, f"Đã rút khỏi lịch: {', '.join(vn_date(each.day) for each in taken)}.")
    return redirect("calendar_year", year=entry.day.year)


def _page(
    request: HttpRequest,
    year: int,
    *,
    adding: DaysOffForm | None = None,
    stating: YearStateForm | None = None,
    withdrawing: tuple[int, WithdrawForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(f"Lịch làm việc có từ năm {FIRST_YEAR} đến năm {LAST_YEAR}.")
    may_keep = can_keep_calendar(actor_of(request))
    known = year_of(year)
    stated: dict[str, Any] = {"is_complete": known is not None and known.is_complete}
    context = {
        "year": year,
        "tabs": _tabs(year),
        "known": presenters.what_is_known(year),
        "months": presenters.month_rows(year, working_days()),
        "month_columns": presenters.MONTH_COLUMNS,
        "days": presenters.day_rows(year, may_keep=may_keep),
        "day_columns": [*presenters.DAY_COLUMNS, *([{"label": "Việc"}] if may_keep else [])],
        "may_keep": may_keep,
        "adding": adding or DaysOffForm(),
        "is_adding": adding is not None,
        "stating": stating or YearStateForm(initial=stated),
        "is_stating": stating is not None,
        "withdrawing_id": withdrawing[0] if withdrawing else None,
        "withdrawing": withdrawing[1] if withdrawing else None,
    }
    return render(request, "calendars/year.html", context, status=status)


def _tabs(year: int) -> list[dict[str, Any]]:
    """The years with entries, this year and the next, and the one that is shown."""
    today = clock.today().year
    shown = sorted({*years(), today, today + 1, year})
    return [
        {"label": str(each), "url": reverse("calendar_year", args=[each]), "current": each == year} for each in shown
    ]
