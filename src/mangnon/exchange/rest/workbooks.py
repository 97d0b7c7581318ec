"""Workbooks for bodies without an account: given out, fetched, and what came back seen first and then merged once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from mangnon.accounts.public import Actor
from mangnon.exchange.locked_forms.results import RowState
from mangnon.exchange.models import WorkbookBatch, WorkbookIssue
from mangnon.exchange.policies import can_exchange_workbooks
from mangnon.exchange.rest.acting import agency_ids
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.plans import viewer_of_plans
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.sent import Code
from mangnon.exchange.rest.shapes import AgencyOut, Number, Sent
from mangnon.exchange.rest.telling import agency_told
from mangnon.exchange.workbooks.issuing import bodies_to_ask, file_name, issue_many, issues_of, workbook_of
from mangnon.exchange.workbooks.reading import read_return
from mangnon.exchange.workbooks.receiving import Received, preview_workbook, receive_returned
from mangnon.kernel.refusals import NotAllowed
from mangnon.kernel.workbooks import LARGEST_FILE
from mangnon.plans.public import Plan, plans_led_by

router = Router(tags=["Tệp Excel của cơ quan"])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BodyToAskOut(Schema):
    """A body with something open in a plan. `has_account`: somebody there can sign in; `last`: the latest workbook."""

    agency: AgencyOut
    open: int
    has_account: bool
    last: int | None
    is_received: bool


class WorkbooksSent(Sent):
    """The bodies, by code, that get a workbook."""

    agencies: Annotated[list[Code], Field(min_length=1, max_length=1000)]


class WorkbookOut(Schema):
    """A workbook that was given out. `number`: the how-manieth of the body in the plan."""

    id: int
    agency: AgencyOut
    number: int
    file_name: str


class BatchOut(Schema):
    """Workbooks asked for at once. Many are made in the background: ask again until `made` is `wanted`."""

    id: int
    plan: str
    requested_at: dt.datetime
    wanted: int
    made: int
    workbooks: list[WorkbookOut]


class CellOut(Schema):
    """A cell that cannot be taken."""

    column: str
    cell: str
    detail: str


class ReturnedRowOut(Schema):
    """A row that came back. `state`: merged (in a preview: would be), nothing_new, refused, conflict (newer words stand
    here and are left, unless the assignment is `chosen`); `done`: what was done, in sentences."""

    row: int
    assignment: int
    code: str
    state: str
    reason: str
    done: list[str]
    faults: list[CellOut]


class ReturnedOut(Schema):
    """A workbook that came back: whose, which, and what becomes of its rows."""

    agency: AgencyOut
    plan: str
    number: int
    merged: int
    refused: int
    conflicts: int
    rows: list[ReturnedRowOut]


def _viewer(request: HttpRequest) -> Actor:
    viewer = viewer_of_plans(request)
    if not can_exchange_workbooks(viewer):
        raise NotAllowed("Vai trò của bạn không trao đổi tệp Excel của các cơ quan. Không có gì bị thay đổi.")
    return viewer


def _led(viewer: Actor) -> list[Plan]:
    return list(plans_led_by(viewer, agency_id=viewer.agency_id).select_related("directive"))


def _plan(viewer: Actor, code: str) -> Plan:
    found = next((each for each in _led(viewer) if each.code == code), None)
    if found is None:
        raise missing()
    return found


def _workbook(issue: WorkbookIssue) -> dict[str, Any]:
    told = agency_told(issue.agency)
    return {"id": issue.pk, "agency": told, "number": issue.number, "file_name": file_name(issue)}


def _batch(batch: WorkbookBatch) -> dict[str, Any]:
    return {
        "id": batch.pk,
        "plan": batch.plan.code,
        "requested_at": batch.requested_at,
        "wanted": len(batch.wanted),
        "made": len(batch.issues),
        "workbooks": [_workbook(each) for each in issues_of(batch)],
    }


def _returned(found: Received) -> dict[str, Any]:
    return {
        "agency": agency_told(found.issue.agency),
        "plan": found.issue.plan.code,
        "number": found.issue.number,
        "merged": found.count(RowState.MERGED),
        "refused": found.count(RowState.REFUSED),
        "conflicts": found.count(RowState.CONFLICT),
        "rows": [
            {
                "row": row.number,
                "assignment": row.assignment,
                "code": row.code,
                "state": row.state.value,
                "reason": row.reason,
                "done": row.acts,
                "faults": [
                    {"column": fault.heading, "cell": fault.cell, "detail": fault.sentence} for fault in row.faults
                ],
            }
            for row in found.rows
        ],
    }


@router.get(
    "/plans/{slug:code}/bodies-to-ask",
    response=reads(list[BodyToAskOut]),
    url_name="api_bodies_to_ask",
    summary="Cơ quan còn việc mở",
)
def api_bodies_to_ask(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """The bodies with something open in a plan that one's own body leads, those without an account first."""
    viewer = _viewer(request)
    return [
        {
            "agency": agency_told(each.agency),
            "open": each.open,
            "has_account": each.has_account,
            "last": each.last.pk if each.last else None,
            "is_received": each.is_received,
        }
        for each in bodies_to_ask(viewer, _plan(viewer, code))
    ]


@router.post(
    "/plans/{slug:code}/workbooks",
    response=acts(BatchOut, 201),
    url_name="api_issue_workbooks",
    summary="Phát hành tệp Excel cho cơ quan",
)
def api_issue_workbooks(request: HttpRequest, code: str, payload: WorkbooksSent) -> Status[dict[str, Any]]:
    """Workbooks for several bodies. As long as nothing has changed and nothing came back, a body gets the same file."""
    actor = _viewer(request)
    plan = _plan(actor, code)
    batch = issue_many(actor=actor, plan=plan, agency_ids=agency_ids(payload.agencies))
    return Status(201, _batch(batch))


@router.get(
    "/workbook-batches/{int:batch_id}",
    response=reads(BatchOut),
    url_name="api_workbook_batch",
    summary="Một đợt phát hành",
)
def api_workbook_batch(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    """What was asked for at once, and how far it is made."""
    viewer = _viewer(request)
    found = WorkbookBatch.objects.select_related("plan__directive").filter(pk=batch_id, plan__in=_led(viewer)).first()
    if found is None:
        raise missing()
    return _batch(found)


@router.get(
    "/workbooks/{int:workbook_id}/file",
    response=reads(bytes),
    url_name="api_workbook_file",
    summary="Tệp Excel của cơ quan",
)
def api_workbook_file(request: HttpRequest, workbook_id: int) -> HttpResponse:
    """The file as it was given out."""
    viewer = _viewer(request)
    found = WorkbookIssue.objects.select_related("plan__directive", "agency")
    issue = found.filter(pk=workbook_id, plan__in=_led(viewer)).first()
    if issue is None:
        raise missing()
    disposition = content_disposition_header(as_attachment=True, filename=file_name(issue)) or "attachment"
    return HttpResponse(workbook_of(issue), _XLSX, headers={"Content-Disposition": disposition})


@router.post(
    "/workbooks/preview",
    response=acts(ReturnedOut),
    url_name="api_preview_workbook",
    summary="Xem trước tệp cơ quan gửi lại",
)
def api_preview_workbook(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """What taking a workbook in (a form with one part, `file`) would do, row by row; writes nothing."""
    actor = _viewer(request)
    _, seen = preview_workbook(actor=actor, content=file.read(LARGEST_FILE + 1))
    return _returned(seen)


@router.post(
    "/workbooks/receive",
    response=acts(ReturnedOut),
    url_name="api_receive_workbook",
    summary="Nhập tệp cơ quan gửi lại",
)
def api_receive_workbook(
    request: HttpRequest,
    file: File[UploadedFile],
    chosen: Annotated[list[Number], Form(max_length=5000)] = [],  # noqa: B006 - never changed; ninja reads it
) -> dict[str, Any]:
    """Merge a workbook in the name of its body: each row by itself, the same file once. `chosen`: assignments where
    what the file says is taken although newer words stand here."""
    actor = _viewer(request)
    returned = read_return(file.read(LARGEST_FILE + 1))
    return _returned(receive_returned(actor=actor, returned=returned, chosen=chosen))
