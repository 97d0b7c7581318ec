"""Agencies' own plans under a plan, and whether two activities are one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mangnon.accounts.public import Actor
from mangnon.activities.public import (
    AgencyPlan,
    agency_plan_by_id,
    agency_plans,
    judge_double,
    keep_agency_plan,
    withdraw_agency_plan,
)
from mangnon.activities.terms import Verdict
from mangnon.exchange.rest.acting import NEEDS_VERSION, Act, Record, agency_ids, register
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.doorway import version_changed, version_wanted
from mangnon.exchange.rest.plans import plan_or_missing, viewer_of_plans
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.sent import ReasonSent
from mangnon.exchange.rest.shapes import Day, Number, Sent
from mangnon.exchange.rest.work import activity_or_missing
from mangnon.kernel.refusals import Stale

router = Router(tags=["Kế hoạch của cơ quan"])


class AgencyPlanSent(Sent):
    """An agency's own plan: what it is called, its number, its day. Its file is sent in on the page."""

    title: Annotated[str, Field(min_length=1, max_length=500)]
    number: Annotated[str, Field(max_length=80)] = ""
    issued_on: Day | None = None


class NewAgencyPlanSent(AgencyPlanSent):
    """The same, with the body whose plan it is, by code."""

    agency: Annotated[str, Field(min_length=1, max_length=60)]


class AgencyPlanOut(Schema):
    """An agency's own plan under a plan."""

    id: int
    plan: str
    agency: str
    title: str
    number: str
    issued_on: dt.date | None
    has_file: bool
    is_withdrawn: bool
    version: int


class VerdictSent(Sent):
    """Whether two activities are one, and why."""

    other_id: Number
    verdict: Verdict
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class VerdictOut(Schema):
    """What was decided of two activities; the lower id stands first."""

    first: int
    second: int
    verdict: str


def _told(row: AgencyPlan) -> dict[str, Any]:
    return {
        "id": row.pk,
        "plan": row.plan.code,
        "agency": row.agency.code,
        "title": row.title,
        "number": row.number,
        "issued_on": row.issued_on,
        "has_file": row.file_id is not None,
        "is_withdrawn": bool(row.withdrawn_reason),
        "version": row.version,
    }


def _or_missing(viewer: Actor, agency_plan_id: int) -> AgencyPlan:
    row = agency_plan_by_id(viewer, agency_plan_id)
    if row is None:
        raise missing()
    return row


def _with_version(request: HttpRequest, viewer: Actor, agency_plan_id: int) -> dict[str, Any]:
    row = _or_missing(viewer, agency_plan_id)
    request.version_told = row.version  # type: ignore[attr-defined]
    return _told(row)


def _change(*, actor: Actor, agency_plan_id: int, version: int | None, **words: Any) -> AgencyPlan:
    row = _or_missing(actor, agency_plan_id)
    return keep_agency_plan(
        actor=actor,
        plan_id=row.plan_id,
        agency_id=row.agency_id,
        agency_plan_id=row.pk,
        version=version,
        **words,
    )


_OWN: Final = Record("agency_plan_id", "agency-plans", AgencyPlanOut, _or_missing, _with_version)
register(
    router,
    _OWN,
    (
        Act(
            "change",
            "api_change_agency_plan",
            _change,
            AgencyPlanSent,
            "Sửa kế hoạch của cơ quan",
            "The agency changes its own plan: it is sent whole; the file that is there stays.",
        ),
    ),
    module=__name__,
)


@router.get(
    "/plans/{slug:code}/agency-plans",
    response=reads(list[AgencyPlanOut]),
    url_name="api_agency_plans",
    summary="Kế hoạch của các cơ quan",
)
def api_agency_plans(
    request: HttpRequest, code: str, agency: Annotated[str, Query(max_length=60)] = ""
) -> list[dict[str, Any]]:
    """The own plans of agencies under a plan, of one agency where it is named."""
    viewer = viewer_of_plans(request)
    plan = plan_or_missing(viewer, code)
    agency_id = agency_ids([agency])[0] if agency else None
    return [_told(row) for row in agency_plans(viewer, plan=plan, agency_id=agency_id)]


@router.get(
    "/agency-plans/{int:agency_plan_id}",
    response=reads(AgencyPlanOut),
    url_name="api_agency_plan",
    summary="Một kế hoạch của cơ quan",
)
def api_agency_plan(request: HttpRequest, agency_plan_id: int) -> dict[str, Any]:
    """One own plan; its ETag begins with its version."""
    return _with_version(request, viewer_of_plans(request), agency_plan_id)


@router.post(
    "/plans/{slug:code}/agency-plans",
    response=acts(AgencyPlanOut, 201),
    url_name="api_add_agency_plan",
    summary="Ghi kế hoạch của cơ quan",
)
def api_add_agency_plan(request: HttpRequest, code: str, payload: NewAgencyPlanSent) -> Status[dict[str, Any]]:
    """The agency writes its own plan down."""
    actor = viewer_of_plans(request)
    plan = plan_or_missing(actor, code)
    words = payload.dict(exclude={"agency"})
    row = keep_agency_plan(actor=actor, plan_id=plan.pk, agency_id=agency_ids([payload.agency])[0], **words)
    return Status(201, _with_version(request, actor, row.pk))


@router.post(
    "/agency-plans/{int:agency_plan_id}/withdraw",
    response=acts(AgencyPlanOut),
    url_name="api_withdraw_agency_plan",
    summary="Rút kế hoạch của cơ quan",
    openapi_extra={NEEDS_VERSION: True},
)
def api_withdraw_agency_plan(request: HttpRequest, agency_plan_id: int, payload: ReasonSent) -> dict[str, Any]:
    """Withdraw one that was entered by mistake; it stays on record with the reason."""
    actor = viewer_of_plans(request)
    row = _or_missing(actor, agency_plan_id)
    version_wanted(request, row.version)
    try:
        withdrawn = withdraw_agency_plan(actor=actor, agency_plan_id=row.pk, reason=payload.reason)
    except Stale:
        raise version_changed() from None
    return _told(withdrawn)


@router.post(
    "/activities/{int:activity_id}/double",
    response=acts(VerdictOut),
    url_name="api_judge_double",
    summary="Kết luận hai hoạt động là một hay hai",
)
def api_judge_double(request: HttpRequest, activity_id: int, payload: VerdictSent) -> dict[str, Any]:
    """Say whether two activities are one; then only the first entered counts. A later verdict replaces the earlier."""
    actor = viewer_of_plans(request)
    pair = sorted(activity_or_missing(actor, pk).pk for pk in {activity_id, payload.other_id})
    if len(pair) != 2:
        raise missing()
    told = judge_double(
        actor=actor, first_id=pair[0], second_id=pair[1], verdict=payload.verdict.value, reason=payload.reason
    )
    return {"first": told.first_id, "second": told.second_id, "verdict": told.verdict}
