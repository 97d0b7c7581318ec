"""Biểu nhập số liệu: choosing a form, filling it in, saving it whole or as one types."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency
from mangnon.indicators.errors import BadPeriod, FiguresRefused
from mangnon.indicators.filling import Filled, fill_sheet, findings_of
from mangnon.indicators.places import check_unit_on, units_to_choose
from mangnon.indicators.policies import can_fill_forms
from mangnon.indicators.rules.choices import YEARS_BACK, likely_period, period_choices
from mangnon.indicators.rules.grid import CellAt, at_of, unpack_seen
from mangnon.indicators.rules.periods import Period, period_of, period_words
from mangnon.indicators.selectors import cell_of, sets
from mangnon.indicators.sheets import EntrySheet, entry_sheet
from mangnon.indicators.web import form_parts
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Refusal
from mangnon.territory.public import Unit

_SEEN, _REASON = "da-thay", "ly-do"
_LONGEST = 60


@requires(can_fill_forms)
@require_safe
def figure_forms(request: HttpRequest) -> HttpResponse:
    """Choose unit, period and set; with all three the form opens."""
    actor, today = actor_of(request), clock.today()
    agency = _own_agency(actor)
    now, ended = units_to_choose(agency, today, dt.date(today.year - YEARS_BACK + 1, 1, 1))
    chosen = [request.GET.get(name, "") for name in ("don-vi", "ky", "bo")]
    refusal = ""
    if all(chosen) and chosen[0].isascii() and chosen[0].isdigit() and len(chosen[0]) < 10:
        refusal = _why_not_together(int(chosen[0]), chosen[1])
        if not refusal:
            return redirect(_address(int(chosen[0]), chosen[1], chosen[2]))
    if not chosen[1] and now:
        likely = likely_period(today, since=now[0].valid_from, until=now[0].valid_to)
        chosen[1] = likely.code if likely is not None else ""
    context = {
        "agency": agency,
        "units": [(each.pk, each.name) for each in now],
        "ended": [(each.pk, f"{each.name} (đến hết {vn_date(each.valid_to)})") for each in ended if each.valid_to],
        "periods": period_choices(today),
        "sets": [(each.code, each.name) for each in sets(actor).order_by("position", "code")],
        "chosen": {"unit": chosen[0], "period": chosen[1], "set": chosen[2]},
        "refusal": refusal,
        "crumbs": [{"label": "Chỉ tiêu", "url": reverse("indicators")}, {"label": "Nhập số liệu"}],
    }
    return render(request, "indicators/forms.html", context, status=422 if refusal else 200)


def _why_not_together(unit: int, period: str) -> str:
    """Why a unit and a period make no form; empty where they do, or where one of them is none."""
    place = Unit.objects.filter(pk=unit).first()
    try:
        if place is not None:
            check_unit_on(place, period_of(period).ends_on)
    except BadPeriod:
        return ""
    except FiguresRefused as refusal:
        return refusal.message
    return ""


@requires(can_fill_forms)
@require_http_methods(["GET", "POST"])
def figure_form(request: HttpRequest, unit: int, period: str) -> HttpResponse:
    """The form of one unit and period. POST writes every cell that can be written and shows the others as typed; with
    the header X-Autosave only the cells sent, answered as data."""
    actor = actor_of(request)
    agency, place = _own_agency(actor), Unit.objects.filter(pk=unit).first()
    if place is None:
        raise Http404
    try:
        when = period_of(period)
    except BadPeriod as problem:
        raise Http404 from problem
    is_autosave = request.headers.get("X-Autosave") == "1"
    try:
        sheet = _sheet(request, actor, place, agency, when)
        if request.method == "GET":
            return _page(request, sheet)
        typed, seen = _typed(request, sheet)
        filled = fill_sheet(
            actor=actor,
            unit=place,
            agency=agency,
            period=when,
            typed=typed,
            seen=seen,
            reason=request.POST.get(_REASON, "")[:500],
        )
    except Refusal as refusal:
        if is_autosave:
            return JsonResponse({"message": refusal.message, "code": refusal.code}, status=422)
        if request.method == "GET" and refusal.code == "unit_not_valid":  # told where another can be chosen
            choices = {"don-vi": unit, "ky": period, "bo": request.GET.get("bo", "") or "TT13-2021"}
            return redirect(f"{reverse('figure_forms')}?{urlencode(choices)}")
        raise
    sheet = _sheet(request, actor, place, agency, when)
    if is_autosave:
        return JsonResponse(form_parts.autosave_answer(sheet, filled, typed))
    if filled.left:
        return _page(request, sheet, filled=filled, typed=typed)
    return redirect(f"{request.get_full_path()}{'&' if request.GET else '?'}da-ghi={len(filled.changed)}#ket-qua")


def _sheet(request: HttpRequest, actor: Actor, unit: Unit, agency: Agency, period: Period) -> EntrySheet:
    set_code, division = request.GET.get("bo", "") or "TT13-2021", request.GET.get("phan-to", "")
    return entry_sheet(actor, unit=unit, agency=agency, period=period, set_code=set_code, division=division)


def _typed(request: HttpRequest, sheet: EntrySheet) -> tuple[dict[CellAt, str], dict[CellAt, int]]:
    """The cells sent that are on the form, and which versions the page showed."""
    known = set(sheet.cells)
    typed: dict[CellAt, str] = {}
    for name, text in request.POST.items():
        at = at_of(name) if "." in name else None
        if at is not None and at in known:
            typed[at] = str(text)[:_LONGEST]
    return typed, unpack_seen(request.POST.get(_SEEN, ""))


def _page(
    request: HttpRequest,
    sheet: EntrySheet,
    *,
    filled: Filled | None = None,
    typed: dict[CellAt, str] | None = None,
) -> HttpResponse:
    indicators = [row.indicator for row in sheet.rows]
    stored = {at: cell_of(figure) for at, figure in sheet.figures.items()}
    told = findings_of(unit=sheet.unit, agency=sheet.agency, period=sheet.period, cells=stored, indicators=indicators)
    if filled is not None:
        told = [*(each for each in filled.told if each.is_error), *told]
    saved = request.GET.get("da-ghi", "")
    rows = form_parts.rows_of(sheet, told=told, filled=filled, typed=typed)
    context = {
        "sheet": sheet,
        "rows": rows,
        "groups": [row["group"] for row in rows if row["group"]],
        "columns": list(enumerate(sheet.columns)),
        "width": len(sheet.columns) + 1,
        "seen": form_parts.seen_of(sheet),
        "period": period_words(sheet.period),
        "boxes": len(sheet.cells),
        "entered": len(sheet.figures),
        "reason": request.POST.get(_REASON, "")[:500],
        "filled": filled,
        "left": len(filled.left) if filled else 0,
        "written": len(filled.changed) if filled else 0,
        "saved": int(saved) if saved.isascii() and saved.isdigit() and len(saved) < 6 and not filled else None,
        "user_id": request.user.pk,
        "workbook": _workbook(sheet),
        "action": _address(sheet.unit.pk, sheet.period.code, sheet.set.code, sheet.division),
        "crumbs": [
            {"label": "Chỉ tiêu", "url": reverse("indicators")},
            {"label": "Nhập số liệu", "url": reverse("figure_forms")},
            {"label": f"{sheet.unit.name}, {period_words(sheet.period)}"},
        ],
    }
    return render(request, "indicators/form.html", context, status=422 if filled else 200)


def _address(unit: int, period: str, set_code: str, division: str = "") -> str:
    try:
        period = period_of(period).code
    except BadPeriod as problem:
        raise Http404 from problem
    more = {"phan-to": division} if division else {}
    return f"{reverse('figure_form', args=[unit, period])}?{urlencode({'bo': set_code, **more})}"


def _workbook(sheet: EntrySheet) -> str:
    address = reverse("indicator_form_file", args=[sheet.agency.code, sheet.unit.pk, sheet.period.code])
    return f"{address}?{urlencode({'bo': sheet.set.code, 'phan-to': sheet.division})}"


def _own_agency(actor: Actor) -> Agency:
    found = Agency.objects.select_related("territory").filter(pk=actor.agency_id or 0).first()
    if found is None:
        raise Http404
    return found
