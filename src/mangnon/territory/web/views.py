"""Địa bàn: provinces on a day, one unit with its past and future, search by name."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from mangnon.accounts.web.access import actor_of, signed_in
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import nfc, without_marks
from mangnon.territory.catalogue import FIRST_DAY_OF_34, LAST_DAY_OF_63
from mangnon.territory.gaps import gaps
from mangnon.territory.models import Unit
from mangnon.territory.selectors import ancestors, unit_nearest, units_named, units_on, validity_text
from mangnon.territory.terms import Level
from mangnon.territory.tracing import map_units, province_of
from mangnon.territory.web import presenters

FOUND_AT_MOST = 60
ROWS_OF_A_PAGE = 100


def day_of(request: HttpRequest) -> tuple[dt.date, dict[str, Any]]:
    """The day that the address asks for (today), and the words about it that the page needs."""
    day, is_no_day = presenters.day_asked(request.GET.get("ngay", ""))
    on = day or clock.today()
    return on, {"on": on, "asked_day": vn_date(on), "is_no_day": is_no_day}


@signed_in
@require_safe
def territory(request: HttpRequest) -> HttpResponse:
    """The provinces of a day, or the units of any day whose name has the words of a search."""
    on, context = day_of(request)
    text = nfc(request.GET.get("tim", ""))[:100].strip()
    found = list(units_named(text)[: FOUND_AT_MOST + 1]) if text else []
    context |= {
        "text": text,
        "found": presenters.found_rows(found[:FOUND_AT_MOST]),
        "found_note": f"{FOUND_AT_MOST} đơn vị đầu; hãy gõ thêm chữ để thu hẹp" if len(found) > FOUND_AT_MOST else "",
        "found_columns": presenters.FOUND_COLUMNS,
        "province_columns": presenters.PROVINCE_COLUMNS,
        "provinces": [] if text else presenters.province_rows(on),
        "counts": {level.label: units_on(level, on).count() for level in Level},
        "gaps": [] if text else gaps(),
        "before": vn_date(LAST_DAY_OF_63),
        "after": vn_date(FIRST_DAY_OF_34),
    }
    return render(request, "territory/territory.html", context)


def unit_asked(level: str, code: str, on: dt.date) -> Unit:
    """The unit that an address names, on a day or nearest to it. Raises Http404."""
    found = unit_nearest(presenters.SLUGS[level], code, on=on) if level in presenters.SLUGS else None
    if found is None:
        raise Http404(f"Không có đơn vị hành chính mang mã «{code}».")
    return found


@signed_in
@require_safe
def territory_unit(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """One unit: what it is on a day, what it was formed from, what it became, and what lies in it."""
    return unit_page(request, level, code)


def unit_page(
    request: HttpRequest,
    level: str,
    code: str,
    *,
    asked: Mapping[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a unit. `asked`: what somebody typed as shares, with why they were refused."""
    on, context = day_of(request)
    unit = unit_asked(level, code, on)
    is_there = Unit.objects.on(on).filter(pk=unit.pk).exists()
    day = on if is_there else unit.valid_to if unit.valid_to and on > unit.valid_to else unit.valid_from or on
    listed = presenters.inside(unit, day)
    page = Paginator(listed, ROWS_OF_A_PAGE).get_page(request.GET.get("trang"))
    chosen = list(page.object_list)
    districts = list(units_on(Level.DISTRICT, day, within=unit)) if unit.level == Level.PROVINCE else []
    today = clock.today()
    context |= {
        "unit": unit,
        "level": level,
        "validity": validity_text(unit),
        "is_there": is_there,
        "day": day,
        "asked_day": vn_date(on),
        "above": [presenters.link(above, day) for above in ancestors(unit, day)],
        "parents": presenters.parents(unit),
        "formed": presenters.history(unit, forward=False),
        "became": presenters.history(unit, forward=True),
        "now": _now(unit, day, today),
        "crumbs": [{"label": "Địa bàn", "url": reverse("territory")}, {"label": unit.name}],
        "districts": [presenters.link(district, day) for district in districts],
        "page": page,
        "kinds": presenters.kinds(units_on(Level.COMMUNE, day, within=unit)),
        **presenters.commune_table(chosen, unit),
        "gaps": gaps({unit.pk, *(commune.pk for commune in chosen)}),
        "shares": presenters.shares(actor_of(request), unit, asked or {}),
        "refusal": refusal,
    }
    return render(request, "territory/unit.html", context, status=status)


def _now(unit: Unit, day: dt.date, today: dt.date) -> dict[str, Any] | None:
    """Where a unit that has ended lies today; None for one that has not."""
    if unit.valid_to is None or unit.valid_to >= today:
        return None
    now = presenters.mapped_words(map_units(unit, day, today), today)
    province = province_of(unit, today) if unit.level != Level.PROVINCE else None
    return {**now, "province": presenters.link(province, today) if province else None}


@signed_in
@require_safe
def territory_unit_csv(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The communes in a unit on a day as a table that Excel opens: codes, names, what each came from and became."""
    on, _ = day_of(request)
    unit = unit_asked(level, code, on)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    name = slugify(without_marks(unit.name))
    answer["Content-Disposition"] = f'attachment; filename="{name}-{on:%Y-%m-%d}.csv"'
    answer.write("\ufeff")  # Excel reads UTF-8 only when told
    table = csv.writer(answer)
    table.writerow(["Mã", "Tên", "Loại", "Đơn vị cấp huyện", "Hình thành từ", "Trở thành"])
    for row in presenters.inside_rows(presenters.inside(unit, on), unit):
        district = row["district"]["name"] if row["district"] else ""
        table.writerow([row["code"], row["name"], row["kind"], district, _words(row["formed"]), _words(row["became"])])
    return answer


def _words(parts: list[dict[str, Any]]) -> str:
    return "; ".join(f"{part['name']}{' (một phần)' if part['is_divided'] else ''}" for part in parts)
