"""«Thống kê thực hiện»: the official figures by plan, body, group, period or role, of any day until today, against the
deadline in force then or the first one; every number opens the assignments behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency
from mangnon.documents.official import Column, Row, Sheet, Table
from mangnon.documents.public import table_answer
from mangnon.kernel import clock
from mangnon.kernel.dates import typed_day, vn_date
from mangnon.kernel.text import collation_key
from mangnon.kernel.training import sample_notice
from mangnon.plans.figures.counting import figures
from mangnon.plans.figures.listing import Cell, counted_in
from mangnon.plans.models import Plan
from mangnon.plans.policies import can_see_plans
from mangnon.plans.rules import Against, Dimension, FourCells
from mangnon.plans.selectors import every_assignment, plans, task_groups
from mangnon.plans.terms import AssignmentRole
from mangnon.plans.web import presenters

_BY = {
    "ke-hoach": (Dimension.PLAN, "Kế hoạch"),
    "co-quan": (Dimension.AGENCY, "Cơ quan"),
    "nhom": (Dimension.GROUP, "Nhóm nhiệm vụ"),
    "ky": (Dimension.PERIOD, "Kỳ của nhiệm vụ lặp lại"),
    "vai-tro": (Dimension.ROLE, "Vai trò"),
}
_ROLES = {
    "chu-tri": AssignmentRole.LEAD,
    "phoi-hop": AssignmentRole.COORDINATOR,
}
_DUE = {"": Against.EXTENDED, "ban-dau": Against.ORIGINAL}
_CELLS = {
    "tong": (Cell.ALL, "total", "Tổng số"),
    "dung-han": (Cell.DONE_ON_TIME, "done_on_time", "Xong đúng hạn"),
    "xong-tre": (Cell.DONE_LATE, "done_late", "Xong quá hạn"),
    "con-han": (Cell.NOT_DONE_IN_TIME, "not_done_in_time", "Còn trong hạn"),
    "qua-han": (Cell.NOT_DONE_OVERDUE, "not_done_overdue", "Đã quá hạn"),
    "khong-han": (Cell.NO_DEADLINE, "no_deadline", "Không có hạn cụ thể"),
}
_FIRST = "ke-hoach"
_A_PAGE = 50
_NO_PERIOD = "khong"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; what it does not understand it does not ask."""

    day: dt.date
    is_coming: bool
    bad_day: bool
    by: str
    due: str
    role: str
    plan: Plan | None
    agency: Agency | None

    @property
    def at(self) -> dt.datetime:
        """The end of the day, of today this moment."""
        return clock.last_minute(self.day) if self.day < clock.today() else clock.now()

    @property
    def dimension(self) -> Dimension:
        """By what the rows are told apart."""
        return _BY[self.by][0]

    @property
    def roles(self) -> tuple[AssignmentRole, ...]:
        """Whose assignments are counted; the leads, as in official reports, unless roles are compared."""
        if self.dimension is Dimension.ROLE:
            return (AssignmentRole.LEAD, AssignmentRole.COORDINATOR)
        return (_ROLES[self.role],)

    @property
    def chosen(self) -> dict[str, Any]:
        """What `figures` and `counted_in` are both asked."""
        return {
            "at": self.at,
            "on": self.day,
            "plan_ids": [self.plan.pk] if self.plan else None,
            "agency_id": self.agency.pk if self.agency else None,
            "roles": self.roles,
            "against": _DUE[self.due],
        }


@requires(can_see_plans)
@require_safe
def execution_figures(request: HttpRequest) -> HttpResponse:
    """The table, and under it the assignments of the number that was chosen."""
    actor = actor_of(request)
    asked = _asked(actor, request.GET)
    found = {key[0]: cells for key, cells in figures(actor, by=(asked.dimension,), **asked.chosen).items()}
    names = _names(actor, asked.dimension, set(found))
    ordered = sorted(found, key=lambda key: _order(asked.dimension, key, names))
    rows = [_row(key, names.get(key, str(key)), found[key]) for key in ordered]
    total = sum((row["cells"] for row in rows), FourCells())
    answer = table_answer(request, lambda: _sheet(asked, rows, total), name="thong-ke-thuc-hien")
    if answer is not None:
        return answer
    context = {
        "asked": asked,
        "rows": [{**row, "links": _links(request.GET, row)} for row in rows],
        "total": total,
        "total_rates": presenters.rates(total),
        "columns": _columns(asked),
        "by_choices": [(slug, label) for slug, (_, label) in _BY.items() if slug != _FIRST],
        "first_choice": _BY[_FIRST][1],
        "due_choices": [("ban-dau", "Hạn ban đầu")],
        "role_choices": [("phoi-hop", "Cơ quan phối hợp")],
        "plan_code": asked.plan.code if asked.plan else "",
        "plan_choices": [(plan.code, plan.code) for plan in plans(actor)],
        "day_text": vn_date(asked.day) if asked.day != clock.today() else "",
        "today": clock.today(),
        **_behind(actor, asked, request.GET, names),
    }
    return render(request, "plans/figures.html", context)


def _asked(actor: Actor, query: QueryDict) -> Asked:
    today = clock.today()
    day = presenters.day_asked(query, today) or today
    by = query.get("theo", "")
    role = query.get("vai-tro", "")
    due, typed = query.get("han", ""), query.get("ngay", "")
    return Asked(
        day=min(day, today),
        is_coming=day > today,
        bad_day=bool(typed.strip()) and typed_day(typed) is None,
        by=by if by in _BY else _FIRST,
        due=due if due in _DUE else "",
        role=role if role in _ROLES else "chu-tri",
        plan=plans(actor).filter(code=query.get("ke-hoach", "")[:60]).first(),
        agency=Agency.objects.filter(code=query.get("co-quan", "")[:60]).first() if query.get("co-quan") else None,
    )


def _row(key: int | str | None, name: str, cells: FourCells) -> dict[str, Any]:
    return {"key": _as_text(key), "name": name, "cells": cells, "rates": presenters.rates(cells)}


def _columns(asked: Asked) -> list[dict[str, Any]]:
    numbers = [label for _, _, label in _CELLS.values()]
    return [{"label": _BY[asked.by][1]}, *({"label": each, "numeric": True} for each in [*numbers, "Tỷ lệ quá hạn"])]


def _as_text(key: int | str | None) -> str:
    return _NO_PERIOD if key is None else str(key)


def _names(viewer: Actor, by: Dimension, keys: set[Any]) -> dict[Any, str]:
    """What the rows are called; one statement."""
    if by is Dimension.AGENCY:
        return dict(Agency.objects.filter(pk__in=keys).values_list("pk", "name"))
    if by is Dimension.PLAN:
        return dict(plans(viewer).order_by().filter(pk__in=keys).values_list("pk", "code"))
    if by is Dimension.GROUP:
        groups = task_groups(viewer).filter(pk__in=keys).select_related("plan")
        return {each.pk: f"{each.plan.code}: {each}" for each in groups}
    if by is Dimension.PERIOD:
        return {key: presenters.period_words(key) if key else "Không theo kỳ" for key in keys}
    return {key: AssignmentRole(key).label for key in keys}


def _order(by: Dimension, key: Any, names: dict[Any, str]) -> Any:
    if by is Dimension.PERIOD:
        return str(key or "")
    if by is Dimension.GROUP:
        return key
    return collation_key(names.get(key, ""))


def _links(query: QueryDict, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Each number of a row, with the address of the assignments behind it; nought leads nowhere."""
    kept = {name: query[name] for name in ("ngay", "theo", "han", "vai-tro", "ke-hoach", "co-quan") if query.get(name)}
    return [
        {
            "label": label,
            "count": (count := getattr(row["cells"], attribute)),
            "url": f"?{urlencode({**kept, 'dong': row['key'], 'o': slug})}#phan-cong" if count else "",
        }
        for slug, (_, attribute, label) in _CELLS.items()
    ]


def _behind(actor: Actor, asked: Asked, query: QueryDict, names: dict[Any, str]) -> dict[str, Any]:
    """The assignments of the number that was chosen, page by page."""
    keys = {_as_text(key): key for key in names}
    text, slug = query.get("dong", "")[:60], query.get("o", "")
    if text not in keys or slug not in _CELLS:
        return {"behind": None}
    key, (cell, _, label) = keys[text], _CELLS[slug]
    ids = counted_in(actor, cell=cell, by=asked.dimension, key=key, **asked.chosen)
    page = Paginator(ids, _A_PAGE).get_page(query.get("trang"))
    rows = {row.pk: row for row in every_assignment(actor).filter(pk__in=list(page.object_list))}
    return {
        "behind": [rows[pk] for pk in page.object_list if pk in rows],
        "behind_page": page,
        "behind_title": f"{names[key]}: {label.lower()}",
        "behind_columns": [{"label": each} for each in ("Nhiệm vụ", "Cơ quan", "Hạn đang có", "Hạn ban đầu")],
    }


def _sheet(asked: Asked, rows: list[dict[str, Any]], total: FourCells) -> Sheet:
    columns = (
        Column(_BY[asked.by][1], weight=3),
        *(Column(label, align="right") for _, _, label in _CELLS.values()),
        Column("Tỷ lệ quá hạn trên số đến hạn (%)", align="right"),
        Column("Tỷ lệ quá hạn trên tổng số (%)", align="right"),
    )

    def cells(name: str, found: FourCells) -> Row:
        rates = (found.overdue_of_due.percent, found.overdue_of_all.percent)
        numbers = tuple(getattr(found, attribute) for _, attribute, _ in _CELLS.values())
        return Row((name, *numbers, *(None if each is None else round(each, 2) for each in rates)))

    body = tuple(cells(row["name"], row["cells"]) for row in rows)
    title = ("THỐNG KÊ THỰC HIỆN NHIỆM VỤ", f"(Đến hết ngày {vn_date(asked.day)}, so với {_due_words(asked).lower()})")
    table = Table(columns, (*body, cells("Tổng cộng", total)))
    return Sheet("Thong ke", title, table, sample_notice=sample_notice())


def _due_words(asked: Asked) -> str:
    return "Hạn ban đầu" if _DUE[asked.due] is Against.ORIGINAL else "Hạn đang có (đã tính gia hạn)"
