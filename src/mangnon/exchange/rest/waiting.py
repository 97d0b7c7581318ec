"""What waits for a body to decide: requests, results, difficulties; the rows behind «đang chờ ai» of the overview."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from mangnon.agencies.public import Agency
from mangnon.exchange.rest.answering import reads
from mangnon.exchange.rest.paging import list_page
from mangnon.exchange.rest.plans import Cursor, Limit, viewer_of_plans
from mangnon.exchange.rest.shapes import AgencyOut, Listed
from mangnon.exchange.rest.telling import agency_told
from mangnon.kernel import clock
from mangnon.plans.public import WaitingKind, WaitingMatter, plans, waiting_matters

router = Router(tags=["Số liệu"])
_Code = Annotated[str, Query(max_length=60)]


class WaitingOut(Schema):
    """A matter that waits for `agency`, since a day, `days` long. `id`: the request's, the difficulty's, or of a result
    the assignment's; `late_from`: the first day on which an answer is late, where one is set."""

    kind: WaitingKind
    id: int
    agency: AgencyOut
    plan: str
    task_code: str
    from_name: str
    since: dt.date
    days: int
    late_from: dt.date | None


def _key(row: WaitingMatter) -> list[Any]:
    return [row.since.isoformat(), row.kind, row.id, row.agency_id]


@router.get("/waiting", response=reads(Listed[WaitingOut]), url_name="api_waiting", summary="Đang chờ ai quyết định")
def api_waiting(
    request: HttpRequest,
    plan: _Code = "",
    agency: _Code = "",
    kind: WaitingKind | None = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """What waits in the plans of one's province and for which body, the longest first; a matter that several bodies
    may decide stands once for each."""
    seen = set(plans(viewer_of_plans(request)).order_by().values_list("code", flat=True))
    today = clock.today()
    found = [
        row
        for row in waiting_matters(on=today)
        if row.plan_code in seen and plan in ("", row.plan_code) and kind in (None, row.kind)
    ]
    bodies = Agency.objects.in_bulk({row.agency_id for row in found})
    found = [row for row in found if agency in ("", bodies[row.agency_id].code)]
    asked = f"waiting/{plan}/{agency}/{kind or ''}"
    rows, following = list_page(found, of=asked, cursor=cursor, limit=limit, key=_key)
    told = [
        {
            "kind": row.kind,
            "id": row.id,
            "agency": agency_told(bodies[row.agency_id]),
            "plan": row.plan_code,
            "task_code": row.task_code,
            "from_name": row.from_name,
            "since": row.since,
            "days": (today - row.since).days,
            "late_from": row.late_from,
        }
        for row in rows
    ]
    return {"items": told, "next": following}
