"""Money of activities by source and year, the programmes they are integrated in, and the sums of a plan."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mangnon.accounts.public import Actor
from mangnon.activities.public import (
    Amounts,
    BudgetLine,
    LinkedProgramme,
    Row,
    activity_by_id,
    budget_lines,
    keep_budget_line,
    link_programme,
    linked_programmes,
    remove_budget_line,
    totals,
    unlink_programme,
)
from mangnon.activities.terms import BudgetSource
from mangnon.exchange.rest.acting import NEEDS_VERSION, Act, Record, agency_ids, register
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.doorway import version_changed, version_wanted
from mangnon.exchange.rest.plans import plan_or_missing, viewer_of_plans
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.sent import NothingSent
from mangnon.exchange.rest.shapes import Number, Sent
from mangnon.exchange.rest.work import activity_or_missing
from mangnon.kernel.refusals import Stale

router = Router(tags=["Kinh phí"])
Money = Annotated[int, Field(ge=0, le=2**62)]
Year = Annotated[int, Field(ge=2000, le=2100)]


class LineSent(Sent):
    """Money from one source in one year, in whole đồng; null: not known, 0: none. One of the three is needed."""

    source: BudgetSource
    year: Year
    planned: Money | None = None
    allocated: Money | None = None
    spent: Money | None = None
    programme_id: Number | None = None
    note: Annotated[str, Field(max_length=300)] = ""


class LineOut(Schema):
    """A line of money of an activity."""

    id: int
    activity_id: int
    source: str
    year: int
    planned: int | None
    allocated: int | None
    spent: int | None
    programme_id: int | None
    note: str
    version: int


class ProgrammeSent(Sent):
    """A programme or project in which an activity is integrated, and the paper that approved it."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    basis: Annotated[str, Field(max_length=200)] = ""


class ProgrammeOut(Schema):
    """A programme in which an activity is integrated."""

    id: int
    activity_id: int
    name: str
    basis: str


class GoneOut(Schema):
    """What was taken away."""

    id: int


class AmountsOut(Schema):
    """Sums of what is known, in đồng, and how many lines leave each open."""

    planned: int
    allocated: int
    spent: int
    planned_unknown: int
    allocated_unknown: int
    spent_unknown: int
    lines: int


class MoneyRowOut(Schema):
    """One row of sums; `key` is a body's code, a source, or a year."""

    key: str
    label: str
    activities: int
    amounts: AmountsOut


class DoubleOut(Schema):
    """Two activities that may be one; nobody has said yet."""

    first: int
    second: int
    because: str


class MoneyOut(Schema):
    """Money of a plan, each activity counted once. Beside it: what was entered twice, what is counted under another
    plan. In it: what may be doubles, what will not be done."""

    plan: str
    year: int | None
    activities: int
    total: AmountsOut
    by_agency: list[MoneyRowOut]
    by_source: list[MoneyRowOut]
    by_year: list[MoneyRowOut]
    twice: AmountsOut
    elsewhere: AmountsOut
    suspected: AmountsOut
    dropped: AmountsOut
    suspicions: list[DoubleOut]
    overspent: list[int]


def _line(row: BudgetLine) -> dict[str, Any]:
    names = ("activity_id", "source", "year", "planned", "allocated", "spent", "programme_id", "note", "version")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _line_or_missing(viewer: Actor, line_id: int) -> BudgetLine:
    row = budget_lines(viewer).filter(pk=line_id).first()
    if row is None:
        raise missing()
    return row


def _line_with_version(request: HttpRequest, viewer: Actor, line_id: int) -> dict[str, Any]:
    row = _line_or_missing(viewer, line_id)
    request.version_told = row.version  # type: ignore[attr-defined]
    return _line(row)


def _change_line(*, actor: Actor, line_id: int, version: int | None, **words: Any) -> BudgetLine:
    activity_id = _line_or_missing(actor, line_id).activity_id
    return keep_budget_line(actor=actor, activity_id=activity_id, line_id=line_id, version=version, **words)


_LINE: Final = Record("line_id", "budget-lines", LineOut, _line_or_missing, _line_with_version)
register(
    router,
    _LINE,
    (
        Act(
            "change",
            "api_change_budget_line",
            _change_line,
            LineSent,
            "Sửa dòng kinh phí",
            "The agency changes a line: it is sent whole.",
        ),
    ),
    module=__name__,
)


@router.post(
    "/budget-lines/{int:line_id}/remove",
    response=acts(GoneOut),
    url_name="api_remove_budget_line",
    summary="Bỏ dòng kinh phí",
    openapi_extra={NEEDS_VERSION: True},
)
def api_remove_budget_line(request: HttpRequest, line_id: int, payload: NothingSent) -> dict[str, Any]:
    """Take a line away that was entered by mistake; the evidence keeps its amounts."""
    actor = viewer_of_plans(request)
    row = _line_or_missing(actor, line_id)
    version_wanted(request, row.version)
    try:
        remove_budget_line(actor=actor, line_id=line_id, version=row.version)
    except Stale:
        raise version_changed() from None
    return {"id": line_id}


@router.get(
    "/activities/{int:activity_id}/budget-lines",
    response=reads(list[LineOut]),
    url_name="api_budget_lines",
    summary="Kinh phí của hoạt động",
)
def api_budget_lines(request: HttpRequest, activity_id: int) -> list[dict[str, Any]]:
    """The money of an activity, for who may see money."""
    viewer = viewer_of_plans(request)
    row = activity_or_missing(viewer, activity_id)
    return [_line(each) for each in budget_lines(viewer).filter(activity=row)]


@router.get(
    "/budget-lines/{int:line_id}", response=reads(LineOut), url_name="api_budget_line", summary="Một dòng kinh phí"
)
def api_budget_line(request: HttpRequest, line_id: int) -> dict[str, Any]:
    """One line; its ETag begins with its version."""
    return _line_with_version(request, viewer_of_plans(request), line_id)


@router.post(
    "/activities/{int:activity_id}/budget-lines",
    response=acts(LineOut, 201),
    url_name="api_add_budget_line",
    summary="Thêm dòng kinh phí",
)
def api_add_budget_line(request: HttpRequest, activity_id: int, payload: LineSent) -> Status[dict[str, Any]]:
    """The agency writes down money from one source in one year; a source stands once a year."""
    actor = viewer_of_plans(request)
    activity_or_missing(actor, activity_id)
    row = keep_budget_line(actor=actor, activity_id=activity_id, **payload.dict())
    request.version_told = row.version  # type: ignore[attr-defined]
    return Status(201, _line(row))


def _programme(row: LinkedProgramme) -> dict[str, Any]:
    return {"id": row.pk, "activity_id": row.activity_id, "name": row.name, "basis": row.basis}


@router.get(
    "/activities/{int:activity_id}/programmes",
    response=reads(list[ProgrammeOut]),
    url_name="api_programmes",
    summary="Chương trình lồng ghép",
)
def api_programmes(request: HttpRequest, activity_id: int) -> list[dict[str, Any]]:
    """The programmes an activity is integrated in."""
    viewer = viewer_of_plans(request)
    row = activity_or_missing(viewer, activity_id)
    return [_programme(each) for each in linked_programmes(viewer).filter(activity=row)]


@router.post(
    "/activities/{int:activity_id}/programmes",
    response=acts(ProgrammeOut, 201),
    url_name="api_link_programme",
    summary="Ghi chương trình lồng ghép",
)
def api_link_programme(request: HttpRequest, activity_id: int, payload: ProgrammeSent) -> Status[dict[str, Any]]:
    """The activity is integrated in a programme; the same name again is the same one."""
    actor = viewer_of_plans(request)
    activity_or_missing(actor, activity_id)
    return Status(201, _programme(link_programme(actor=actor, activity_id=activity_id, **payload.dict())))


@router.post(
    "/programmes/{int:programme_id}/remove",
    response=acts(GoneOut),
    url_name="api_unlink_programme",
    summary="Bỏ chương trình lồng ghép",
)
def api_unlink_programme(request: HttpRequest, programme_id: int, payload: NothingSent) -> dict[str, Any]:
    """Take that back while no money names the programme."""
    actor = viewer_of_plans(request)
    row = linked_programmes(actor).filter(pk=programme_id).first()
    if row is None or activity_by_id(actor, row.activity_id) is None:
        raise missing()
    unlink_programme(actor=actor, programme_id=programme_id)
    return {"id": programme_id}


def _amounts(found: Amounts) -> dict[str, Any]:
    return asdict(found)


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _row(row: Row) -> dict[str, Any]:
    return {"key": row.key, "label": row.label, "activities": row.activities, "amounts": _amounts(row.amounts)}


@router.get("/plans/{slug:code}/money", response=reads(MoneyOut), url_name="api_plan_money", summary="Kinh phí")
def api_plan_money(
    request: HttpRequest,
    code: str,
    year: Annotated[int | None, Query(ge=2000, le=2100)] = None,
    agency: Annotated[str, Query(max_length=60)] = "",
) -> dict[str, Any]:
    """The money of a plan, of one body in it, of one year; for who may see money."""
    viewer = viewer_of_plans(request)
    plan = plan_or_missing(viewer, code)
    found = totals(viewer, plan=plan, agency_id=agency_ids([agency])[0] if agency else None, year=year)
    return {
        "plan": plan.code,
        "year": year,
        "activities": found.activities,
        **{name: _amounts(getattr(found, name)) for name in ("total", "twice", "elsewhere", "suspected", "dropped")},
        **{name: _rows(getattr(found, name)) for name in ("by_agency", "by_source", "by_year")},
        "suspicions": [
            {"first": each.first, "second": each.second, "because": each.because} for each in found.suspicions
        ],
        "overspent": list(found.overspent),
    }
