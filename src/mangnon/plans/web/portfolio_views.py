"""Every plan that goes on being carried out because a later directive says so."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.policies import can_see_plans
from mangnon.plans.terms import PeriodState
from mangnon.plans.versions.portfolio import continued_plans
from mangnon.plans.web import portfolio_presenters, presenters

_ASKED = {
    "dang": PeriodState.RUNNING,
    "het": PeriodState.OVER,
    "chua": PeriodState.NOT_BEGUN,
    "khong-neu": PeriodState.UNKNOWN,
}


@requires(can_see_plans)
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """The continued plans of the viewer's province, by the state of their period on a day."""
    asked_day = presenters.day_asked(request.GET, clock.today())
    day = asked_day or clock.today()
    rows = portfolio_presenters.portfolio_rows(continued_plans(actor_of(request)), day)
    chosen = request.GET.get("giai-doan", "")
    chosen = chosen if chosen in _ASKED else ""
    context = {
        "rows": [row for row in rows if not chosen or row["state"] == _ASKED[chosen]],
        "total": len(rows),
        "columns": [*portfolio_presenters.COLUMNS, {"label": "Theo văn bản"}],
        "day": day,
        "is_today": asked_day is None,
        "bad_day": bool(request.GET.get("ngay", "").strip())
        and asked_day is None
        and request.GET["ngay"].strip() != vn_date(clock.today()),
        "tabs": _tabs(rows, chosen, vn_date(asked_day) if asked_day else ""),
        "chosen": chosen,
    }
    return render(request, "plans/portfolio.html", context)


def _tabs(rows: list[dict[str, Any]], chosen: str, day: str) -> list[dict[str, Any]]:
    counts = Counter(row["state"] for row in rows)

    def address(name: str) -> str:
        return "?" + urlencode({key: value for key, value in (("giai-doan", name), ("ngay", day)) if value})

    tabs = [{"label": "Tất cả", "url": address(""), "current": not chosen, "count": len(rows)}]
    return tabs + [
        {"label": state.label, "url": address(name), "current": chosen == name, "count": counts[state]}
        for name, state in _ASKED.items()
    ]
