"""The calendar of what is due: six months one after the other, or a year on one sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency
from mangnon.documents.official import Column, Row, Sheet, Table
from mangnon.documents.public import table_answer
from mangnon.kernel import clock
from mangnon.kernel.dates import month_end, vn_date
from mangnon.kernel.training import sample_notice
from mangnon.reporting.periods.schedule import Due, schedule
from mangnon.reporting.policies import can_see_reports
from mangnon.reporting.terms import TierLevel
from mangnon.reporting.web import presenters

_MONTHS = range(1, 13)


@require_GET
@requires(can_see_reports)
def schedule_page(request: HttpRequest) -> HttpResponse:
    """What falls due in six months, month by month, or in a year on one sheet (`xem=nam`, `nam`); `thang` the first
    month, `cap` one tier, `cua-toi` the own agency's alone. As a file."""
    actor = actor_of(request)
    as_year = request.GET.get("xem") == "nam"
    first = _year(request.GET.get("nam", "")) if as_year else _month(request.GET.get("thang", ""))
    count = 12 if as_year else 6
    own = None
    if request.GET.get("cua-toi") and actor.agency_id:
        own = Agency.objects.filter(pk=actor.agency_id).first()
    tier = request.GET.get("cap", "")
    found = [
        due
        for due in schedule(actor, first=first, last=_months_later(first, count) - dt.timedelta(days=1), agency=own)
        if not tier or due.level == tier
    ]
    if answer := table_answer(request, lambda: _schedule_sheet(found), name="lich-bao-cao"):
        return answer
    keep = {name: request.GET[name] for name in ("cua-toi", "cap") if request.GET.get(name)}
    context = {
        "is_year": as_year,
        "months": [] if as_year else _by_month(found),
        "years": _by_regime(found) if as_year else [],
        "month_numbers": _MONTHS,
        "has_days_off": any(due.is_day_off for due in found),
        "count": len(found),
        "today": clock.today(),
        "first": first,
        "earlier": _link(_months_later(first, -count), keep, as_year=as_year),
        "later": _link(_months_later(first, count), keep, as_year=as_year),
        "tabs": [
            {"label": "Sáu tháng", "url": _link(first, keep, as_year=False), "current": not as_year},
            {"label": "Cả năm", "url": _link(first, keep, as_year=True), "current": as_year},
        ],
        "tier": tier,
        "tiers": TierLevel.choices,
        "is_own": own is not None,
        "month_value": f"{first:%m-%Y}",
        "columns": [
            {"label": "Gửi chậm nhất"},
            {"label": "Báo cáo"},
            {"label": "Cấp gửi"},
            {"label": "Chốt số liệu"},
            {"label": "Tình trạng"},
        ],
        "crumbs": [{"label": "Báo cáo", "url": reverse("reports")}, {"label": "Lịch báo cáo"}],
    }
    return render(request, "reporting/schedule.html", context)


def _by_month(found: Sequence[Due]) -> list[tuple[str, list[dict[str, Any]]]]:
    months: dict[str, list[dict[str, Any]]] = {}
    for due in found:
        months.setdefault(f"Tháng {due.send_by.month} năm {due.send_by.year}", []).append(_line(due))
    return list(months.items())


def _by_regime(found: Sequence[Due]) -> list[dict[str, Any]]:
    """A row for each tier of each report, with the days of each month; what is asked once stands by its own name."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for due in found:
        row = rows.setdefault(
            (due.regime.code, due.level),
            {"name": due.regime.name, "who": due.who, "url": _line(due)["url"], "months": {n: [] for n in _MONTHS}},
        )
        row["months"][due.send_by.month].append(due)
    return [{**row, "months": list(row["months"].items())} for row in rows.values()]


def _year(text: str) -> dt.date:
    """The first day of a year; of this one for anything else, and for years nobody plans for."""
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    return dt.date(year if 2000 <= year <= 2100 else clock.today().year, 1, 1)


def _link(first: dt.date, keep: dict[str, str], *, as_year: bool) -> str:
    place = {"xem": "nam", "nam": str(first.year)} if as_year else {"thang": f"{first:%m-%Y}"}
    return f"?{urlencode({**keep, **place})}"


def _month(text: str) -> dt.date:
    """The first day of «06-2025»; of this month for anything else, and for years nobody plans for."""
    try:
        found = dt.datetime.strptime(text, "%m-%Y").date() if text else clock.today()  # noqa: DTZ007
    except ValueError:
        found = clock.today()
    return (found if 2000 <= found.year <= 2100 else clock.today()).replace(day=1)


def _months_later(day: dt.date, months: int) -> dt.date:
    number = day.year * 12 + day.month - 1 + months
    return month_end(number // 12, number % 12 + 1).replace(day=1)


def _line(due: Due) -> dict[str, Any]:
    url = presenters.board_address(due.period) if due.period else reverse("regime", args=[due.regime.code])
    notes = []
    if due.is_day_off:
        notes.append("ngày gửi là ngày nghỉ")
    if not due.is_calendar_known:
        notes.append("lịch năm này chưa nhập đủ")
    return {"due": due, "url": url, "notes": "; ".join(notes), "state": "đã mở" if due.period else "chưa mở"}


def _schedule_sheet(found: Sequence[Due]) -> Sheet:
    columns = (
        Column("STT", 0.5, "center"),
        Column("Gửi chậm nhất", 1.2, "center"),
        Column("Báo cáo", 4.0),
        Column("Kỳ", 1.8),
        Column("Cấp gửi", 1.8),
        Column("Chốt số liệu", 1.2, "center"),
        Column("Tình trạng", 1.0),
    )
    rows = [
        Row((n, due.send_by, due.regime.name, due.words, due.who, due.cut_off_on, "đã mở" if due.period else "chưa mở"))
        for n, due in enumerate(found, 1)
    ]
    note = f"{len(rows)} mốc gửi báo cáo; lập ngày {vn_date(clock.today())}."
    return Sheet(
        "Lịch báo cáo", ("LỊCH BÁO CÁO",), Table(columns, tuple(rows)), notes=(note,), sample_notice=sample_notice()
    )
