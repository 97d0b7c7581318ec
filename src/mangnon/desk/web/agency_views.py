"""Trang của một cơ quan; cơ quan nào chậm."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency
from mangnon.desk.agency_page import agency_cells, agency_seen, agency_work, cells_of_agencies
from mangnon.desk.web.work_tables import agency_sheet, late_sheet, work_sheet
from mangnon.documents.public import table_answer
from mangnon.kernel import clock
from mangnon.kernel.dates import typed_day, vn_date
from mangnon.plans.public import FourCells, Plan, can_see_plans, plan_by_code, plans
from mangnon.plans.terms import AssignmentRole

_MOST_ROWS: Final = 200
_WORK_COLUMNS: Final = [
    {"label": "Nhiệm vụ"},
    {"label": "Vai trò"},
    {"label": "Tình trạng"},
    {"label": "Tiến độ", "numeric": True},
    {"label": "Hạn"},
]
_LATE_COLUMNS: Final[list[dict[str, Any]]] = [
    {"label": "Cơ quan chủ trì"},
    {"label": "Chưa xong, quá hạn", "numeric": True},
    {"label": "Xong quá hạn", "numeric": True},
    {"label": "Xong đúng hạn", "numeric": True},
    {"label": "Còn trong hạn", "numeric": True},
    {"label": "Không có hạn cụ thể", "numeric": True},
    {"label": "Tất cả", "numeric": True},
    {"label": "Tỷ lệ quá hạn trên số đã đến hạn", "numeric": True},
]


@requires(can_see_plans)
@require_safe
def agency_page(request: HttpRequest, code: str) -> HttpResponse:
    """What one body has to do, late first, and how it stands; of a day before today (`?ngay=`) how it stood."""
    actor = actor_of(request)
    agency = agency_seen(actor, code)
    if agency is None:
        raise Http404("no such body in the viewer's province")
    day, asked = _past_day(request.GET), request.GET.get("ngay", "").strip()[:20]
    if day is not None:
        return _agency_then(request, agency, day)
    work = agency_work(actor, agency, most=_MOST_ROWS)
    file = table_answer(request, lambda: work_sheet(work.open_rows, agency.name), name=f"viec-{code}")
    if file is not None:
        return file
    context: dict[str, Any] = {
        "work": work,
        "agency": agency,
        "is_own": agency.pk == actor.agency_id,
        **_figures(agency, work.cells, clock.today()),
        # A day asked for that is none, or is not over: what is shown is of today, and the page says so.
        "asked_day": asked if asked and typed_day(asked) != clock.today() else "",
        "is_coming": (typed_day(asked) or clock.today()) > clock.today(),
        "columns": _WORK_COLUMNS,
        "note": f"{len(work.open_rows)} trên {work.open_count} phân công",
        "is_cut": work.open_count > len(work.open_rows),
        "today": clock.today(),
        "day": None,
    }
    return render(request, "desk/agency.html", context)


def _past_day(asked: QueryDict) -> dt.date | None:
    """The day before today that an address asks for («ngay», 30/06/2025)."""
    day = typed_day(asked.get("ngay", ""))
    return day if day is not None and day < clock.today() else None


def _agency_then(request: HttpRequest, agency: Agency, day: dt.date) -> HttpResponse:
    """How a body stood at the end of a day; what it has to do is a matter of today."""
    cells = agency_cells(actor_of(request), agency, on=day)
    context = {"agency": agency, "day": day, **_figures(agency, cells, day)}
    rows = [(row["label"], row["cells"]) for row in context["cells"]]
    file = table_answer(request, lambda: agency_sheet(rows, agency.name, day), name=f"so-lieu-{agency.code}")
    return file if file is not None else render(request, "desk/agency_then.html", context)


def _figures(agency: Agency, cells: dict[str, FourCells], day: dt.date) -> dict[str, Any]:
    """The table of figures of a day, each number with the address of what it counts."""
    roles = (AssignmentRole.LEAD, AssignmentRole.COORDINATOR, AssignmentRole.MONITOR)
    return {
        "cells": [_cell_row(agency, role, cells[role.value], day) for role in roles if role.value in cells],
        "cell_columns": [{"label": "Vai trò"}, *_LATE_COLUMNS[1:]],
    }


# A cell's words on the plan's page («tinh-trang»), by its field.
_ROWS_OF_CELL: Final = (
    ("not_done_overdue", "qua-han"),
    ("done_late", "xong-qua-han"),
    ("done_on_time", "xong-dung-han"),
    ("not_done_in_time", "trong-han"),
    ("no_deadline", "khong-co-han"),
    ("total", ""),
)


def _counts(agency: Agency, cells: FourCells, plan: Plan | None) -> list[dict[str, Any]]:
    """The figures of a body in the order of the columns, each with the address of exactly the rows it counts; without
    a plan chosen there is no one page of them."""
    found = []
    for (field, state), column in zip(_ROWS_OF_CELL, _LATE_COLUMNS[1:], strict=False):
        asked = {"co-quan": agency.code, "vai-tro": "chu-tri", **({"tinh-trang": state} if state else {})}
        address = f"{reverse('plan', args=[plan.code])}?{urlencode(asked)}" if plan else ""
        value = getattr(cells, field)
        found.append(
            {
                "label": column["label"],
                "value": value,
                "url": address if value else "",
                "is_late": bool(value) and field == "not_done_overdue",
            }
        )
    return found


# The same on the page of official figures («o»).
_BEHIND: Final = {
    "not_done_overdue": "qua-han",
    "done_late": "xong-tre",
    "done_on_time": "dung-han",
    "not_done_in_time": "con-han",
    "no_deadline": "khong-han",
    "total": "tong",
}


def _cell_row(agency: Agency, role: AssignmentRole, cells: FourCells, day: dt.date) -> dict[str, Any]:
    """A role's cells; whose part has no deadline of its own (monitors) is not in the official figures."""
    counts = []
    for (field, slug), column in zip(_BEHIND.items(), _LATE_COLUMNS[1:], strict=False):
        asked = {"theo": "vai-tro", "co-quan": agency.code, "dong": role.value, "o": slug}
        if day != clock.today():
            asked["ngay"] = vn_date(day)
        value = getattr(cells, field)
        opens = bool(value) and role != AssignmentRole.MONITOR
        url = f"{reverse('execution_figures')}?{urlencode(asked)}#phan-cong" if opens else ""
        counts.append({"label": column["label"], "value": value, "url": url})
    return {"label": str(role.label), "cells": cells, "counts": counts, "rate": cells.overdue_of_due}


@requires(can_see_plans)
@require_safe
def late_agencies(request: HttpRequest) -> HttpResponse:
    """Which bodies are late with what they lead, most overdue first; of one plan (`?ke-hoach=`), or of all."""
    actor, asked = actor_of(request), request.GET.get("ke-hoach", "")
    plan = plan_by_code(actor, asked[:60]) if asked else None
    if asked and plan is None:
        raise Http404("no such plan in the viewer's province")
    rows = cells_of_agencies(actor, plan=plan)
    file = table_answer(request, lambda: late_sheet(rows, str(plan.directive) if plan else ""), name="co-quan-cham")
    if file is not None:
        return file
    context = {
        "rows": [
            {"agency": agency, "counts": _counts(agency, cells, plan), "rate": cells.overdue_of_due}
            for agency, cells in rows
        ],
        "plan": plan,
        "plans": [(each.code, str(each.directive)) for each in plans(actor)[:100]],
        "columns": _LATE_COLUMNS,
        "note": f"{len(rows)} cơ quan",
        "late_count": sum(cells.not_done_overdue > 0 for _, cells in rows),
    }
    return render(request, "desk/late_agencies.html", context)
