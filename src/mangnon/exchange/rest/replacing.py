"""Another plan takes a plan's place: seen first, then done; the same act as the page's, by codes and ids alone.

To adopt a paper and to amend a plan by one are for a person, who reads the paper beside what was made of it; here both
plans are adopted already, and nothing is left to read.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from mangnon.accounts.public import Actor
from mangnon.documents.terms import CitationKind
from mangnon.exchange.rest.acting import NEEDS_VERSION
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.doorway import version_changed, version_wanted
from mangnon.exchange.rest.plans import plan_or_missing, viewer_of_plans
from mangnon.exchange.rest.problems import Problem
from mangnon.exchange.rest.shapes import AgencyOut, Number, Reason, Sent
from mangnon.exchange.rest.telling import agency_told
from mangnon.kernel.refusals import Stale
from mangnon.plans.public import (
    Assignment,
    Plan,
    changed_by,
    check_adopt_plans,
    closing_version,
    preview_replacement,
    replace_plan,
    version_number,
)

router = Router(tags=["Phiên bản kế hoạch"])
_Code = Annotated[str, Field(min_length=1, max_length=60)]


class OpenRowOut(Schema):
    """An open assignment of the plan that is replaced."""

    assignment_id: int
    agency: AgencyOut
    role: str


class TaskGoesOut(Schema):
    """A task of the old plan and the task of the new one that seems to say the same (null: none). What of its open
    assignments would go on there, and what would be recalled."""

    task_id: int
    code: str
    text: str
    to_task_id: int | None
    to_code: str | None
    moved: list[OpenRowOut]
    recalled: list[OpenRowOut]


class ReplacementOut(Schema):
    """What it would do, if open work went on where the texts are alike; nothing is decided by it. `version`: the
    plan's, with which its ETag begins; `said_by`: plans whose papers say that they replace it."""

    plan: str
    by: str
    version: int
    said_by: list[str]
    tasks: list[TaskGoesOut]


class ReplacedOut(Schema):
    """The version that closed a plan."""

    plan: str
    version: int
    by: str
    began_on: dt.date
    reason: str


class MoveSent(Sent):
    """A task of the old plan whose open work goes on in a task of the new one."""

    task: Number
    to: Number


class ReplaceSent(Sent):
    """The plan that takes its place, and what goes on where; open work of a task that is not named is recalled, so an
    empty list must be meant."""

    by: _Code
    moves: Annotated[list[MoveSent], Field(max_length=1000)]
    reason: Reason


def _rows(found: tuple[Assignment, ...]) -> list[dict[str, Any]]:
    return [{"assignment_id": row.pk, "agency": agency_told(row.agency), "role": row.role} for row in found]


def _pair(viewer: Actor, code: str, by: str) -> tuple[Plan, Plan]:
    plan, new = plan_or_missing(viewer, code), plan_or_missing(viewer, by)
    if new.pk == plan.pk or new.territory_id != plan.territory_id:
        raise _not_chosen("no_successor", "Kế hoạch thay thế phải là kế hoạch khác của cùng tỉnh. Hãy chọn lại.")
    if closing_version(plan) is not None:
        raise _not_chosen("plan_closed", "Kế hoạch này đã được thay thế từ trước.")
    if closing_version(new) is not None:
        raise _not_chosen("no_successor", f"Kế hoạch {new.code} cũng đã được thay thế. Hãy chọn lại.")
    return plan, new


def _not_chosen(code: str, said: str) -> Problem:
    return Problem(422, code, f"{said} Không có gì bị thay đổi.")


@router.get(
    "/plans/{slug:code}/replacement",
    response=reads(ReplacementOut),
    url_name="api_plan_replacement",
    summary="Xem trước việc thay thế kế hoạch",
)
def api_plan_replacement(
    request: HttpRequest, code: str, by: Annotated[str, Query(min_length=1, max_length=60)]
) -> dict[str, Any]:
    """What would become of a plan's open work if another took its place; its ETag is for `replace`."""
    viewer = viewer_of_plans(request)
    plan_or_missing(viewer, code)
    check_adopt_plans(viewer)
    plan, new = _pair(viewer, code, by)
    version = version_number(plan)
    request.version_told = version  # type: ignore[attr-defined]
    said = [row.directive.plan.code for row in changed_by(viewer, plan) if row.kind == CitationKind.REPLACES]
    return {
        "plan": plan.code,
        "by": new.code,
        "version": version,
        "said_by": said,
        "tasks": [
            {
                "task_id": each.task.pk,
                "code": each.task.code,
                "text": each.task.text,
                "to_task_id": each.to.pk if each.to else None,
                "to_code": each.to.code if each.to else None,
                "moved": _rows(each.moved),
                "recalled": _rows(each.recalled),
            }
            for each in preview_replacement(viewer, plan, new)
        ],
    }


@router.post(
    "/plans/{slug:code}/replace",
    response=acts(ReplacedOut),
    url_name="api_replace_plan",
    summary="Thay thế kế hoạch",
    openapi_extra={NEEDS_VERSION: True},
)
def api_replace_plan(request: HttpRequest, code: str, payload: ReplaceSent) -> dict[str, Any]:
    """Another plan of the province takes its place, which is closed: what `moves` names goes on there with the same
    body and its progress, all other open work is recalled."""
    actor = viewer_of_plans(request)
    plan = plan_or_missing(actor, code)
    check_adopt_plans(actor)
    new = plan_or_missing(actor, payload.by)
    moves = {each.task: each.to for each in payload.moves}
    if len(moves) != len(payload.moves):
        raise _not_chosen("named_twice", "Có nhiệm vụ được nêu hai lần. Hãy bỏ bớt.")
    version = version_wanted(request, version_number(plan))
    try:
        made = replace_plan(
            actor=actor, plan_id=plan.pk, by_plan_id=new.pk, moves=moves, reason=payload.reason, version=version
        )
    except Stale:
        raise version_changed() from None
    request.version_told = made.number  # type: ignore[attr-defined]
    return {
        "plan": plan.code,
        "version": made.number,
        "by": new.code,
        "began_on": made.began_on,
        "reason": made.reason,
    }
