"""What the pages of plans show: cells of the matrix, tiles, rows of lists."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import collation_key
from mangnon.plans.matrix import Matrix, MatrixCell, MatrixRow, PlanFilter
from mangnon.plans.models import LegalBasis, Plan
from mangnon.plans.rules import FourCells
from mangnon.plans.terms import AssignmentRole, DeadlineState, Execution

ROLES = {"chu-tri": AssignmentRole.LEAD.value, "phoi-hop": AssignmentRole.COORDINATOR.value}
STATES = {
    "chua-tiep-nhan": ("not_received", "Chưa tiếp nhận"),
    "dang-thuc-hien": ("in_progress", "Đang thực hiện"),
    "da-bao-hoan-thanh": ("reported_complete", "Đã báo hoàn thành"),
    "xong-dung-han": ("done_on_time", "Hoàn thành đúng hạn"),
    "xong-qua-han": ("done_late", "Hoàn thành quá hạn"),
    "trong-han": ("not_done_in_time", "Chưa hoàn thành, còn trong hạn"),
    "qua-han": ("not_done_overdue", "Chưa hoàn thành, đã quá hạn"),
    "khong-co-han": ("no_deadline", "Không có hạn cụ thể"),
}
AUTO, MATRIX, LIST = "", "ma-tran", "danh-sach"
# One letter per look keeps a matrix of a thousand cells small on a weak line (static/plans/plan.css).
_LOOKS = {
    "late": ("x", "late", "quá hạn"),
    "soon": ("s", "soon", "sắp đến hạn"),
    "not_received": ("n", "neutral", "chưa tiếp nhận"),
    "in_progress": ("p", "progress", "đang thực hiện"),
    "reported_complete": ("w", "wait", "đã báo hoàn thành"),
    "complete": ("g", "good", "hoàn thành"),
}


# Levels whose bodies stand in one column when they are many: forty communes would hide the departments.
_TOGETHER = {"district": "UBND cấp huyện", "commune": "UBND cấp xã"}
MOST_LOCAL_COLUMNS = 12


def day_asked(query: QueryDict, today: dt.date) -> dt.date | None:
    """The day an address asks for («ngay», 30/06/2025); None for today, for none, and for what is no day."""
    try:
        day = dt.datetime.strptime(query.get("ngay", "").strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day, no instant
    except ValueError:
        return None
    return None if day == today else day


def plan_filter(query: QueryDict) -> PlanFilter:
    """What an address asks of a plan; what it does not understand it does not ask."""
    group = query.get("nhom", "")
    return PlanFilter(
        group=int(group) if group.isdecimal() and len(group) < 4 else 0,
        agency_code=query.get("co-quan", "")[:60],
        role=ROLES.get(query.get("vai-tro", ""), ""),
        state=STATES.get(query.get("tinh-trang", ""), ("", ""))[0],
        text=query.get("tim", "")[:200],
    )


def look_of(cell: MatrixCell) -> str:
    """Which look a cell takes: lateness is louder than execution."""
    is_done = cell.execution in (Execution.REPORTED_COMPLETE, Execution.COMPLETE)
    if cell.deadline == DeadlineState.OVERDUE:
        return "late"
    if cell.deadline == DeadlineState.DUE_SOON and not is_done:
        return "soon"
    return cell.execution


def tone_and_word(cell: MatrixCell) -> tuple[str, str]:
    """The tone of a cell's look and its word with a capital."""
    _, tone, word = _LOOKS[look_of(cell)]
    return tone, word.capitalize()


@dataclass(frozen=True, slots=True)
class Column:
    """One agency, or (`count` above one) all agencies of a level together, by their ids."""

    short: str
    name: str
    ids: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many agencies stand in it."""
        return len(self.ids)


def columns_of(matrix: Matrix, *, every: bool = False) -> list[Column]:
    """The columns of a matrix: communes (or districts) that are many stand together unless `every` one is asked for."""
    levels = Counter(agency.level for agency in matrix.agencies if agency.level in _TOGETHER)
    together = {level for level, count in levels.items() if count > MOST_LOCAL_COLUMNS and not every}
    found = [
        Column(agency.short_name, agency.name, (agency.pk,))
        for agency in matrix.agencies
        if agency.level not in together
    ]
    for level in sorted(together):
        ids = tuple(agency.pk for agency in matrix.agencies if agency.level == level)
        found.append(Column(f"{_TOGETHER[level]} ({len(ids)})", f"{_TOGETHER[level]}: {len(ids)} cơ quan", ids))
    return found


def matrix_rows(matrix: Matrix, columns: list[Column]) -> list[dict[str, Any]]:
    """Rows of tiny cells: {task, group, cells: [(class, words) or None]}; a cell of many has no class, only words."""
    return [
        {
            "task": row.task,
            "group": str(row.task.group),
            "cells": [_cell(row, column) for column in columns],
        }
        for row in matrix.rows
    ]


def _cell(row: MatrixRow, column: Column) -> tuple[str, str] | None:
    cells = [cell for pk in column.ids if (cell := row.cells.get(pk)) is not None]
    if not cells:
        return None
    if column.count > 1:
        accepted = sum(cell.execution != Execution.NOT_RECEIVED for cell in cells)
        return "", f"{accepted}/{len(cells)}"
    letter, _, word = _LOOKS[look_of(cells[0])]
    is_lead = cells[0].role == AssignmentRole.LEAD
    return (f"{letter} l", f"chủ trì, {word}") if is_lead else (letter, word)


def legend(matrix: Matrix) -> list[dict[str, Any]]:
    """The looks, each with how many cells of the matrix have it."""
    counts = Counter(look_of(cell) for row in matrix.rows for cell in row.cells.values())
    return [
        {"tone": tone, "word": word.capitalize(), "count": counts[look]}
        for look, (_, tone, word) in _LOOKS.items()
        if counts[look]
    ]


def list_rows(matrix: Matrix) -> list[dict[str, Any]]:
    """One row for each task, by lead agency in Vietnamese order, then as the paper has them."""
    agencies = {agency.pk: agency for agency in matrix.agencies}
    rows = []
    for row in matrix.rows:
        lead = row.lead
        look = look_of(lead[1]) if lead else "not_received"
        _, tone, word = _LOOKS[look]
        rows.append(
            {
                "task": row.task,
                "lead": agencies[lead[0]].name if lead else "",
                "tone": tone,
                "word": word.capitalize(),
                "progress": lead[1].progress if lead else 0,
                "due_on": lead[1].due_on if lead else None,
                "completed_at": lead[1].completed_at if lead else None,
                **_coordination(row),
            }
        )
    return sorted(rows, key=lambda row: (collation_key(str(row["lead"])), row["task"].order))


def _coordination(row: MatrixRow) -> dict[str, int]:
    cells = [cell for cell in row.cells.values() if cell.role == AssignmentRole.COORDINATOR]
    return {
        "coordinators": len(cells),
        "accepted": sum(cell.execution != Execution.NOT_RECEIVED for cell in cells),
    }


def tiles(plan: Plan, cells: FourCells, day: dt.date | None = None) -> list[dict[str, Any]]:
    """The official cells; each is a link to exactly the rows it counts."""
    of_all = f"trên {cells.total} nhiệm vụ"
    looks = (
        ("xong-dung-han", cells.done_on_time, "good", of_all),
        ("xong-qua-han", cells.done_late, "soon", of_all),
        ("trong-han", cells.not_done_in_time, "progress", of_all),
        ("qua-han", cells.not_done_overdue, "late", of_all),
        ("khong-co-han", cells.no_deadline, "neutral", of_all),
    )
    address = reverse("plan", args=[plan.code])
    on = {"ngay": vn_date(day)} if day else {}
    return [
        {
            "value": value,
            "label": STATES[slug][1],
            "url": f"{address}?{urlencode({'vai-tro': 'chu-tri', 'tinh-trang': slug, **on})}",
            "note": note,
            "tone": tone if value else "neutral",
        }
        for slug, value, tone, note in looks
    ]


def rates(cells: FourCells) -> list[dict[str, Any]]:
    """Both official overdue rates, each with what is divided by what; over nothing it is not zero but «chưa có»."""
    pairs = (
        ("trên số đến hạn", cells.overdue_of_due, "nhiệm vụ đã xong hoặc đã quá ngày hạn"),
        ("trên tổng số", cells.overdue_of_all, "nhiệm vụ được giao"),
    )
    return [
        {"label": label, "percent": rate.percent, "numerator": rate.numerator, "of": rate.denominator, "what": what}
        for label, rate, what in pairs
    ]


def chain_of(
    plan: Plan,
    bases: list[LegalBasis],
    *,
    task_label: str = "",
    line: int | None = None,
    known: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """From the papers that ask for it down to the plan (and the task): every link that leads somewhere is one.

    `known`: addresses of papers by their number.
    """
    known = known or {}
    directive = plan.directive
    issued = f" ngày {vn_date(directive.issued_on)}" if directive.issued_on else ""
    items: list[dict[str, Any]] = [
        {"kind": "Căn cứ", "label": _basis_words(basis), "url": known.get(basis.number, "")} for basis in bases
    ]
    paper = reverse("document", args=[directive.reading_id])
    items.append({"kind": "Văn bản chỉ đạo", "label": f"{directive}{issued} của {directive.issuer}", "url": paper})
    address = reverse("plan", args=[plan.code])
    items.append(
        {"kind": "Kế hoạch", "label": plan.code, "url": address if task_label else "", "current": not task_label}
    )
    if task_label:
        if line:
            items.insert(-1, {"kind": "Trên bản quét", "label": f"Từ dòng {line}", "url": f"{paper}#dong-{line}"})
        items.append({"kind": "Nhiệm vụ", "label": task_label, "current": True})
    return items


def _basis_words(basis: LegalBasis) -> str:
    issued = f" ngày {vn_date(basis.issued_on)}" if basis.issued_on else ""
    return f"{basis.number}{issued}" + (f" của {basis.issuer}" if basis.issuer else "")
