"""The official figures of everything one may see, on any day, told apart by any dimensions."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.exchange.rest.answering import reads
from mangnon.exchange.rest.plans import Lateness, instant_of, plan_or_missing, viewer_of_plans
from mangnon.exchange.rest.shapes import CellsOut, Day
from mangnon.exchange.rest.telling import agency_told, cells_told
from mangnon.kernel import clock
from mangnon.plans.public import Against, Dimension, figures, plans, task_groups
from mangnon.plans.terms import AssignmentRole

router = Router(tags=["Số liệu"])
_MOST_PLANS = 50


class FiguresOut(Schema):
    """The figures at the end of a day (of today: now). Each row's `key` has one part a dimension."""

    on: dt.date
    against: str
    roles: list[str]
    rows: list[CellsOut]


@router.get("/statistics", response=reads(FiguresOut), url_name="api_statistics", summary="Số liệu chung")
def api_statistics(
    request: HttpRequest,
    on: Day | None = None,
    by: Annotated[list[Dimension], Query(max_length=5)] = [],  # noqa: B006 - read, never written
    plan: Annotated[list[str], Query(max_length=_MOST_PLANS)] = [],  # noqa: B006 - read, never written
    role: Annotated[list[AssignmentRole], Query(max_length=5)] = [],  # noqa: B006 - read, never written
    deadline: Lateness = Lateness.EXTENDED,
) -> dict[str, Any]:
    """The four cells and both overdue rates, from the log. `by`, `plan`, `role` may be named several times; no plan:
    all that one may see; no role: the leads, as in official reports."""
    viewer = viewer_of_plans(request)
    day = on or clock.today()
    roles = tuple(dict.fromkeys(role)) or (AssignmentRole.LEAD,)
    told_by = tuple(dict.fromkeys(by))
    found = figures(
        viewer,
        at=instant_of(day),
        plan_ids=[plan_or_missing(viewer, code).pk for code in dict.fromkeys(plan)] or None,
        by=told_by,
        roles=roles,
        against=Against(deadline.value),
    )
    names = {place: _names(viewer, each, {key[place] for key in found}) for place, each in enumerate(told_by)}
    rows = [
        cells_told(cells, {each.value: names[place].get(key[place], key[place]) for place, each in enumerate(told_by)})
        for key, cells in found.items()
    ]
    rows.sort(key=lambda row: str(row["key"]))
    return {"on": day, "against": deadline.value, "roles": [each.value for each in roles], "rows": rows}


def _names(viewer: Actor, by: Dimension, keys: set[Any]) -> dict[Any, Any]:
    """What a dimension's ids are called; one statement."""
    if by is Dimension.AGENCY:
        return {agency.pk: agency_told(agency) for agency in Agency.objects.filter(pk__in=keys)}
    if by is Dimension.PLAN:
        return dict(plans(viewer).order_by().filter(pk__in=keys).values_list("pk", "code"))
    if by is Dimension.GROUP:
        found = task_groups(viewer).filter(pk__in=keys).select_related("plan")
        return {each.pk: {"plan": each.plan.code, "number": each.number, "title": each.title} for each in found}
    return {}
