"""What the pages of plans show: looks, what an address asks, tiles, rates, the chain."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from mangnon.kernel.dates import typed_day, vn_date
from mangnon.plans.figures.matrix import EVERY_PERIOD, MatrixCell, PlanFilter
from mangnon.plans.models import LegalBasis, Plan
from mangnon.plans.rules import FourCells
from mangnon.plans.terms import AssignmentRole, DeadlineState, Execution

ROLES = {
    "chu-tri": AssignmentRole.LEAD.value,
    "phoi-hop": AssignmentRole.COORDINATOR.value,
    "theo-doi": AssignmentRole.MONITOR.value,
}
DUES = {
    "qua-han": ("overdue", "Đã quá hạn"),
    "7-ngay": ("in_7_days", "Trong 7 ngày tới"),
    "30-ngay": ("in_30_days", "Sau 7 đến 30 ngày"),
    "sau-do": ("later", "Sau 30 ngày"),
    "khong-co": ("none", "Không có hạn cụ thể"),
}
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
AUTO, MATRIX, LIST, TIMELINE = "", "ma-tran", "danh-sach", "thoi-gian"
# One letter per look keeps a matrix of a thousand cells small on a weak line (static/plans/plan.css).
LOOKS = {
    "late": ("x", "late", "quá hạn"),
    "soon": ("s", "soon", "sắp đến hạn"),
    "not_received": ("n", "neutral", "chưa tiếp nhận"),
    "in_progress": ("p", "progress", "đang thực hiện"),
    "reported_complete": ("w", "wait", "đã báo hoàn thành"),
    "complete": ("g", "good", "hoàn thành"),
    "recalled": ("r", "closed", "đã thu hồi"),
}


def day_asked(query: QueryDict, today: dt.date) -> dt.date | None:
    """The day an address asks for («ngay», 30/06/2025); None for today, for none, and for what is no day."""
    day = typed_day(query.get("ngay", ""))
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
        period=query.get("ky", "")[:20],
        due=DUES.get(query.get("han", ""), ("", ""))[0],
    )


_PERIOD = re.compile(r"(?P<year>\d{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>\d\d))?")


def period_words(key: str) -> str:
    """The key of a period in words: 2025H1 is «6 tháng đầu năm 2025»; what is no such key stays as it is."""
    found = _PERIOD.fullmatch(key)
    if found is None:
        return key
    year = found["year"]
    if found["half"]:
        return f"6 tháng {'đầu' if found['half'] == '1' else 'cuối'} năm {year}"
    if found["quarter"]:
        return f"quý {('I', 'II', 'III', 'IV')[int(found['quarter']) - 1]} năm {year}"
    return f"tháng {int(found['month'])}/{year}" if found["month"] else f"năm {year}"


def look_of(cell: MatrixCell) -> str:
    """Which look a cell takes: lateness is louder than execution."""
    is_done = cell.execution in (Execution.REPORTED_COMPLETE, Execution.COMPLETE)
    if cell.deadline == DeadlineState.OVERDUE and cell.execution != Execution.RECALLED:
        return "late"
    if cell.deadline == DeadlineState.DUE_SOON and not is_done:
        return "soon"
    return cell.execution


def tone_and_word(cell: MatrixCell) -> tuple[str, str]:
    """The tone of a cell's look and its word with a capital."""
    _, tone, word = LOOKS[look_of(cell)]
    return tone, word.capitalize()


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
            "url": f"{address}?{urlencode({'vai-tro': 'chu-tri', 'tinh-trang': slug, 'ky': EVERY_PERIOD, **on})}",
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
