"""What is left of a plan under the filters of an address: as matrix, as list, along time; in pages, and as files.

The first view stays small however large the plan (docs/decisions/0029): a page of rows, bodies that lead as columns and
the others together. Everything at once is one link away, for paper and wide screens.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse

from mangnon.kernel import clock
from mangnon.kernel.text import collation_key
from mangnon.plans.figures.matrix import EVERY_PERIOD, Matrix, MatrixRow, PlanFilter, filtered
from mangnon.plans.models import Plan
from mangnon.plans.web import matrix_presenters, presenters, timeline_presenters
from mangnon.plans.web.presenters import AUTO, LIST, MATRIX, TIMELINE

ASKED = {
    "group": "nhom",
    "agency": "co-quan",
    "role": "vai-tro",
    "state": "tinh-trang",
    "text": "tim",
    "period": "ky",
    "due": "han",
}
EVERY_PAGE = "tat-ca"
BY_LEAD = "chu-tri"
# What one view holds before it is cut into pages: about 60 kB of a page, a few seconds of a weak line.
CELLS_AT_ONCE, LIST_AT_ONCE, TIMELINE_AT_ONCE = 1_000, 75, 50
_VIEWS = ((MATRIX, "Ma trận"), (LIST, "Danh sách theo chủ trì"), (TIMELINE, "Theo thời gian"))
LIST_COLUMNS = [
    {"label": "Mã"},
    {"label": "Nội dung nhiệm vụ"},
    {"label": "Tình trạng"},
    {"label": "Thời hạn"},
    {"label": "Phối hợp đã tiếp nhận", "numeric": True},
]


def results(request: HttpRequest, plan: Plan, whole: Matrix, wanted: PlanFilter, day: dt.date | None) -> dict[str, Any]:
    """The context of `_results.html`."""
    today = day or clock.today()
    shown = filtered(whole, wanted, today=today)
    in_period = filtered(whole, PlanFilter(period=wanted.period))
    every = request.GET.get("xa") == EVERY_PAGE or bool(wanted.agency_code)
    columns = matrix_presenters.columns_of(shown, every=every)
    view = _view(request, shown, len(columns))
    by_lead = request.GET.get("xep") == BY_LEAD
    page = _page(request, view, shown, len(columns), by_lead=by_lead)
    part = Matrix(shown.agencies, list(page.object_list), shown.led)
    return {
        "plan": plan,
        "view": view,
        "tabs": _tabs(request, view),
        "wanted": wanted,
        "asked": {name: request.GET.get(key, "") for name, key in ASKED.items()},
        "columns": columns,
        "gathers": any(column.count > 1 for column in columns),
        "gathered": [column.name for column in columns if column.count > 1],
        "every_url": address_with(request, xa=EVERY_PAGE),
        "matrix_rows": matrix_presenters.matrix_rows(part, columns, by_lead=by_lead) if view in (AUTO, MATRIX) else [],
        "by_lead": by_lead,
        "by_lead_url": address_with(request, xep="" if by_lead else BY_LEAD),
        "legend": matrix_presenters.legend(shown),
        "list_rows": matrix_presenters.list_rows(part) if view != MATRIX else [],
        "list_columns": LIST_COLUMNS,
        "timeline": timeline_presenters.drawn(part, plan, today) if view == TIMELINE else None,
        "page": page,
        "all_url": address_with(request, trang=EVERY_PAGE),
        "shown": len(shown.rows),
        "total": len(in_period.rows),
        "earlier": len(whole.rows) - len(in_period.rows) if not wanted.period else 0,
        "periods_url": address_with(request, ky=EVERY_PERIOD),
        "annex_url": f"{reverse('plan_annex', args=[plan.code])}?{request.GET.urlencode()}",
        "today": today,
        **choices(whole),
    }


def address_with(request: HttpRequest, **changes: str) -> str:
    """This address with some of what it asks changed; it begins from the first page of rows again."""
    query = request.GET.copy()
    query.pop("trang", None)
    for name, value in changes.items():
        query[name] = value
        if not value:
            del query[name]
    return f"?{query.urlencode()}"


def _view(request: HttpRequest, shown: Matrix, columns: int) -> str:
    """The view asked for. Nobody asked: both matrix and list where they are small, else the list."""
    chosen = request.GET.get("xem", "")
    if chosen in (MATRIX, LIST, TIMELINE):
        return chosen
    small = len(shown.rows) <= LIST_AT_ONCE and len(shown.rows) * columns <= CELLS_AT_ONCE
    return AUTO if small else LIST


def _page(request: HttpRequest, view: str, shown: Matrix, columns: int, *, by_lead: bool) -> Page[MatrixRow]:
    rows = by_who_leads(shown) if by_lead or view == LIST else shown.rows
    at_once = {LIST: LIST_AT_ONCE, TIMELINE: TIMELINE_AT_ONCE}.get(view, max(10, CELLS_AT_ONCE // max(1, columns)))
    if view == AUTO or request.GET.get("trang") == EVERY_PAGE:
        at_once = max(1, len(rows))
    return Paginator(rows, at_once).get_page(request.GET.get("trang"))


def by_who_leads(shown: Matrix) -> list[MatrixRow]:
    """The rows by lead agency in Vietnamese order, then as the paper has them."""
    keys = {agency.pk: collation_key(agency.name) for agency in shown.agencies}
    nobody = collation_key("")
    return sorted(
        shown.rows,
        key=lambda row: (keys[row.lead[0]] if row.lead else nobody, row.task.order, row.period),
    )


def _tabs(request: HttpRequest, view: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": address_with(request, xem=name), "current": view == name} for name, label in _VIEWS]


def choices(whole: Matrix) -> dict[str, Any]:
    """What can be asked of a plan: the options of its filters."""
    groups = {row.task.group.order: row.task.group for row in whole.rows}
    periods = [(EVERY_PERIOD, "Mọi kỳ"), *((key, presenters.period_words(key)) for key in whole.periods)]
    return {
        "groups": [(order + 1, str(group)[:90]) for order, group in sorted(groups.items())],
        "agencies": [(agency.code, agency.name) for agency in whole.agencies],
        "roles": [("chu-tri", "Chủ trì"), ("phoi-hop", "Phối hợp"), ("theo-doi", "Theo dõi")],
        "states": [(slug, word) for slug, (_, word) in presenters.STATES.items()],
        "dues": [(slug, word) for slug, (_, word) in presenters.DUES.items()],
        "periods": periods if whole.periods else [],
    }
