"""Kế hoạch: the list, one plan as matrix and as list, its annex."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from mangnon.accounts.public import Actor, Permission
from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.official import Sheet
from mangnon.documents.public import table_answer
from mangnon.documents.terms import CitationKind
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.training import sample_notice
from mangnon.plans.annexes.workbook import plan_workbook
from mangnon.plans.assignments.log_checking import events_ahead
from mangnon.plans.figures.counting import plan_statistics, statistics
from mangnon.plans.figures.matrix import Matrix, filtered, plan_matrix
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.policies import can_act_on_behalf, can_adopt_plans, can_see_plans
from mangnon.plans.selectors import (
    assignments_without_successor,
    days_of_change,
    duties_without_successor,
    lead_agencies_of,
    lead_agency_of,
    legal_bases,
    plan_by_code,
    plan_clauses,
    plan_duties,
    plans,
)
from mangnon.plans.urging.by_letter import can_urge
from mangnon.plans.versions.portfolio import Related, changed_by, related_of
from mangnon.plans.web import portfolio_presenters, presenters, version_presenters
from mangnon.plans.web.plan_results import BY_LEAD, by_who_leads, results
from mangnon.plans.web.plan_tables import plans_sheet, results_sheet

RESULTS = "ket-qua"
_AHEAD_AT_ONCE = 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(can_see_plans)
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan the viewer may see, with its official cells."""
    actor = actor_of(request)
    found = list(plans(actor))
    counted = plan_statistics(actor, found, now=clock.now())
    leads = lead_agencies_of(found)
    rows = [
        {
            "plan": plan,
            "lead": leads[plan.pk],
            "cells": counted[plan.pk],
            "rates": presenters.rates(counted[plan.pk]),
        }
        for plan in found
    ]
    if answer := table_answer(request, lambda: plans_sheet(rows, notice=sample_notice()), name="ke-hoach"):
        return answer
    columns = [
        {"label": "Kế hoạch"},
        {"label": "Nhiệm vụ", "numeric": True},
        {"label": "Xong đúng hạn", "numeric": True},
        {"label": "Xong quá hạn", "numeric": True},
        {"label": "Còn trong hạn", "numeric": True},
        {"label": "Đã quá hạn", "numeric": True},
        {"label": "Không có hạn cụ thể", "numeric": True},
        {"label": "Tỷ lệ quá hạn", "numeric": True},
    ]
    context = {"rows": rows, "columns": columns, "may_adopt": can_adopt_plans(actor), "may_urge": can_urge(actor)}
    return render(request, "plans/plans.html", context)


def _plan(request: HttpRequest, code: str) -> Plan:
    plan = plan_by_code(actor_of(request), code)
    if plan is None:
        raise Http404("no such plan in the viewer's province")
    return plan


@requires(can_see_plans)
@require_safe
def plan_page(request: HttpRequest, code: str) -> HttpResponse:
    """One plan: its statistics, its chain, its tasks as matrix or list, its duties and reports."""
    actor, plan = actor_of(request), _plan(request, code)
    day = presenters.day_asked(request.GET, clock.today())
    whole = plan_matrix(actor, plan, on=day)
    wanted = presenters.plan_filter(request.GET)
    if answer := table_answer(request, lambda: _sheet(request, plan, whole, day), name=f"nhiem-vu-{plan.code}"):
        return answer
    context = results(request, plan, whole, wanted, day)
    if request.headers.get("HX-Target") == RESULTS:
        return render(request, "plans/_results.html", context)
    now = clock.last_minute(day) if day and day < clock.today() else clock.now()
    cells = statistics(actor, plan, now=now, on=day)
    related = related_of(actor, plan)
    context |= {
        "changes_of_others": portfolio_presenters.changes(related),
        "changed_by": changed_by(actor, plan),
        **version_presenters.versions_on_page(actor, plan, day),
        "portfolios": _portfolios(related, day or clock.today()),
        "continued_columns": portfolio_presenters.COLUMNS,
        "portfolio_day": day or clock.today(),
        "cells": cells,
        "ahead": list(events_ahead(actor, today=clock.today(), plan_ids=[plan.pk])[:_AHEAD_AT_ONCE]),
        "lead": lead_agency_of(plan, on=day),
        "may_import": can_adopt_plans(actor),
        "may_urge": can_urge(actor),
        # As the page of a plan's money, which is an app above this one, asks it.
        "may_see_money": any(map(actor.may, (Permission.ACT_FOR_AGENCY, Permission.OVERSEE, Permission.INSPECT))),
        "may_exchange": not actor.is_system and can_act_on_behalf(actor, lead_agency_id=lead_agency_of(plan).pk),
        "day": day,
        "is_coming": day is not None and day > clock.today(),
        "before_entry": day is not None and day < (plan.directive.issued_on or clock.local_day(plan.adopted_at)),
        "bad_day": bool(request.GET.get("ngay")) and day is None and not _is_today(request),
        "changes": [change - dt.timedelta(days=1) for change in days_of_change(actor, plan)],
        "open_ends": _open_ends(actor, plan),
        "tiles": presenters.tiles(plan, cells, day),
        "rates": presenters.rates(cells),
        "chain": presenters.chain_of(
            plan, list(legal_bases(actor, plan)), known=portfolio_presenters.addresses(related)
        ),
        "duties": list(plan_duties(actor, plan)),
        "clauses": list(plan_clauses(actor, plan)),
    }
    return render(request, "plans/plan.html", context)


def _sheet(request: HttpRequest, plan: Plan, whole: Matrix, day: dt.date | None) -> Sheet:
    shown = filtered(whole, presenters.plan_filter(request.GET), today=day)
    view, by_lead = request.GET.get("xem", ""), request.GET.get("xep") == BY_LEAD
    rows = by_who_leads(shown) if by_lead or view == presenters.LIST else shown.rows
    as_matrix = view in ("", presenters.MATRIX)
    return results_sheet(plan, rows, shown, as_matrix=as_matrix, day=day, notice=sample_notice())


def _portfolios(related: list[Related], day: dt.date) -> list[dict[str, Any]]:
    """What the directive wants carried on, and what else it wants carried out; each only when there is some."""
    found = (
        ("danh-muc", "Danh mục kế hoạch được tiếp tục thực hiện", CitationKind.CONTINUES),
        ("thuc-hien", "Văn bản phải thực hiện", CitationKind.IMPLEMENTS),
    )
    sections = [
        {"id": name, "title": title, "rows": portfolio_presenters.rows_of_kind(related, kind, day)}
        for name, title, kind in found
    ]
    return [section for section in sections if section["rows"]]


def _is_today(request: HttpRequest) -> bool:
    return request.GET.get("ngay", "").strip() == vn_date(clock.today())


def _open_ends(actor: Actor, plan: Plan) -> dict[str, Any]:
    """What nobody is known to carry on, by the body that ended."""
    rows = list(assignments_without_successor(actor).filter(task__plan=plan))
    found: dict[str, list[Assignment]] = {}
    for row in rows:
        found.setdefault(row.agency.name, []).append(row)
    bodies = [{"name": name, "rows": each} for name, each in found.items()]
    duties = list(duties_without_successor(actor).filter(plan=plan))
    return {"count": len(rows), "bodies": bodies, "duties": duties}


@requires(can_see_plans)
@require_safe
def plan_annex(request: HttpRequest, code: str) -> HttpResponse:
    """The six-column annex of what is on screen: the same filters, the paper's order."""
    actor, plan = actor_of(request), _plan(request, code)
    day = presenters.day_asked(request.GET, clock.today())
    shown = filtered(plan_matrix(actor, plan, on=day), presenters.plan_filter(request.GET), today=day)
    chosen = list({row.task.pk: row.task for row in shown.rows}.values())
    content = plan_workbook(actor, plan, chosen, notice=sample_notice(), on=day)
    disposition = content_disposition_header(as_attachment=True, filename=f"phu-luc-{plan.code}.xlsx")
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(content, content_type=_XLSX, headers=headers)
