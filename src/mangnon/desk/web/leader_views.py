"""Lãnh đạo: the page of two minutes."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.desk.leader import Overview, PlanMoved, overview
from mangnon.documents.official import CellValue, Column, Row, Sheet, Table
from mangnon.documents.public import table_answer
from mangnon.kernel.dates import vn_date
from mangnon.kernel.training import sample_notice
from mangnon.plans.public import can_see_plans

# Cell of FourCells, slug of the plan page's filter, heading.
_CELLS: Final = (
    ("done_on_time", "xong-dung-han", "Xong đúng hạn"),
    ("done_late", "xong-qua-han", "Xong quá hạn"),
    ("not_done_in_time", "trong-han", "Còn trong hạn"),
    ("not_done_overdue", "qua-han", "Đã quá hạn"),
    ("no_deadline", "khong-co-han", "Không có hạn"),
)
_KINDS: Final = {
    "return": "đề nghị trả lại nhiệm vụ",
    "extension": "xin gia hạn",
    "result": "kết quả chờ nghiệm thu",
    "difficulty": "khó khăn, vướng mắc chờ trả lời",
    "above": "khó khăn, vướng mắc chuyển cấp trên",
}


@requires(can_see_plans)
@require_safe
def leader_page(request: HttpRequest) -> HttpResponse:
    """What is late and whose, what waits longest, each plan and how it moved since last month, what is due."""
    found = overview(actor_of(request))
    moved = [_moved(each) for each in found.moved]
    file = table_answer(request, lambda: _sheet(found), name=f"tinh-hinh-{found.today:%Y-%m-%d}")
    if file is not None:
        return file
    context: dict[str, Any] = {
        "page": found,
        "late": [
            {"row": row, "url": _rows(row.plan.code, "qua-han", agency=row.agency.code), "all": row.cells.total}
            for row in found.late
        ],
        "waiting": [{"row": row, "what": _KINDS[row.matter.kind]} for row in found.waiting],
        "moved": moved,
        "columns": [
            {"label": "Kế hoạch"},
            *({"label": word, "numeric": True} for _, _, word in _CELLS),
            {"label": "Tỷ lệ quá hạn", "numeric": True},
        ],
        "late_columns": [
            {"label": "Cơ quan chủ trì"},
            {"label": "Kế hoạch"},
            {"label": "Chưa xong, quá hạn", "numeric": True},
        ],
        "other_late": found.late_bodies - len({row.agency.pk for row in found.late}),
    }
    return render(request, "desk/leader.html", context)


def _rows(plan_code: str, state: str, *, agency: str = "") -> str:
    """Exactly the rows that a cell of a plan counts."""
    asked = {"vai-tro": "chu-tri", "tinh-trang": state, "ky": "tat-ca"}
    if agency:
        asked = {"co-quan": agency, **asked}
    return f"{reverse('plan', args=[plan_code])}?{urlencode(asked)}"


def _moved(each: PlanMoved) -> dict[str, Any]:
    """A plan's cells as numbers that open their rows, each with its change since last month in words."""
    cells = []
    for name, slug, label in _CELLS:
        count = getattr(each.now, name)
        change = count - getattr(each.before, name)
        words = "" if not change else f"+{change}" if change > 0 else f"−{-change}"
        cells.append({"count": count, "label": label, "url": _rows(each.plan.code, slug), "change": words})
    return {"plan": each.plan, "cells": cells, "rate": each.now.overdue_of_due, "of_all": each.now.overdue_of_all}


def _sheet(found: Overview) -> Sheet:
    heads = ("Kế hoạch", *(word for _, _, word in _CELLS), *(f"{word}, trước" for _, _, word in _CELLS))
    columns = tuple(
        Column(title, weight=1.0 if place else 2.0, align="right" if place else "left")
        for place, title in enumerate(heads)
    )
    rows = []
    for each in found.moved:
        now: tuple[CellValue, ...] = tuple(getattr(each.now, name) for name, _, _ in _CELLS)
        before: tuple[CellValue, ...] = tuple(getattr(each.before, name) for name, _, _ in _CELLS)
        rows.append(Row((each.plan.code, *now, *before)))
    title = (
        "TÌNH HÌNH THỰC HIỆN CÁC KẾ HOẠCH",
        f"(Ngày {vn_date(found.today)}; cột «trước» là đến hết ngày {vn_date(found.before_on)})",
    )
    return Sheet("Tinh hinh", title, Table(columns, tuple(rows)), sample_notice=sample_notice())
