"""Doors of workbooks for bodies without an account, and of calendars."""

from __future__ import annotations

from typing import Any

from mangnon.exchange.models import WorkbookBatch
from mangnon.exchange.workbooks.issuing import issue_many
from mangnon.plans.models import Assignment
from tests.journeys.doors import Door
from tests.journeys.provinces import World

_LEADS = {"lead", "other_lead"}
_CALENDAR = {
    *("lead", "colleague", "department", "local", "leader", "district_leader", "case_worker", "supervisor"),
    *("inspector", "reader", "administrator", "other_lead", "other_leader", "other_administrator"),
}


def _batch_of(found: World) -> WorkbookBatch:
    row = Assignment.objects.filter(task__plan=found.plan, agency__code="90.SO_TP").order_by("pk")[0]
    return issue_many(actor=found.actor("lead"), plan=found.plan, agency_ids=[row.agency_id])


def _batch(found: World) -> list[Any]:
    return [_batch_of(found).pk]


def _issue(found: World) -> list[Any]:
    return [_batch_of(found).issues[0]]


def _chosen(found: World) -> dict[str, Any]:
    row = Assignment.objects.filter(task__plan=found.plan, agency__code="90.SO_TP").order_by("pk")[0]
    return {"ke-hoach": found.plan.code, "co-quan": [row.agency_id]}


def _of_plan(ok: int, **more: Any) -> Door:
    """Of a plan that the lead's agency leads; the other province's lead finds nothing there."""
    return Door({"lead"}, ok, elsewhere=403, special={"other_lead": 404}, **more)


GETS: dict[str, Door] = {
    "workbooks": Door(_LEADS, elsewhere=403),
    "workbook_receive": Door(_LEADS, elsewhere=403),
    "workbook_batch": _of_plan(200, args=_batch),
    "workbook_batch_zip": _of_plan(200, args=_batch),
    "workbook_file": _of_plan(200, args=_issue),
    "own_calendar": Door(_CALENDAR, elsewhere=403),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "workbook_issue": _of_plan(302, data=_chosen),
    "workbook_receive": Door(_LEADS, 422, lambda found: {}, elsewhere=403, is_act=False),  # no file was chosen
    "workbook_receive_apply": Door(_LEADS, 422, lambda found: {}, elsewhere=403, is_act=False),  # nothing previewed
    "own_calendar": Door(_CALENDAR, 200, lambda found: {}, elsewhere=403),
    "revoke_own_calendar": Door(_CALENDAR, 302, lambda found: {}, elsewhere=403, is_act=False),  # there is none
}
