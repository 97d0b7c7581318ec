"""The annex of a plan as an Excel file: out, and an edited file in, seen first and then written as one version.

A plan that is to be made of an annex has no address: a paper is adopted by a person, who reads it beside the tasks.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from mangnon.documents.official import AnnexForm
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.plans import plan_or_missing, viewer_of_plans
from mangnon.exchange.rest.problems import Problem
from mangnon.exchange.rest.shapes import Day
from mangnon.kernel.dates import vn_date
from mangnon.kernel.training import sample_notice
from mangnon.kernel.workbooks import LARGEST_FILE
from mangnon.plans.public import (
    AnnexPreview,
    AnnexRejected,
    AnnexVerdict,
    annex_effects,
    import_changes,
    plan_workbook,
    preview_annex_changes,
)

router = Router(tags=["Phụ lục kế hoạch"])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CellChangeOut(Schema):
    """A cell that a person changed."""

    column: str
    cell: str
    before: str
    after: str


class CellFaultOut(Schema):
    """What keeps a row from being taken: the cell, a stable code, a sentence."""

    column: str
    cell: str
    code: str
    detail: str


class AnnexRowOut(Schema):
    """A row of the file that is not as the plan is. `verdict`: created, changed, rejected; `effects`: what a new time
    frame brings with it (parts given on, requests, open periods)."""

    row: int
    code: str
    text: str
    verdict: str
    changes: list[CellChangeOut]
    faults: list[CellFaultOut]
    effects: list[str]


class AnnexOut(Schema):
    """What a file would change of a plan, or has changed. `kept`: tasks of the plan that the file does not hold; they
    stay as they are."""

    plan: str
    is_applicable: bool
    created: int
    changed: int
    unchanged: int
    rejected: int
    kept: list[str]
    rows: list[AnnexRowOut]


def _told(code: str, seen: AnnexPreview) -> dict[str, Any]:
    effects = annex_effects(seen)
    rows = [
        {
            "row": row.number,
            "code": row.code,
            "text": row.item.text,
            "verdict": row.verdict.value,
            "changes": row.changes,
            "faults": [
                {"column": fault.heading, "cell": fault.cell, "code": fault.code, "detail": fault.told}
                for fault in row.faults
            ],
            "effects": list(effects.get(row.number, ())),
        }
        for row in seen.rows
        if row.verdict is not AnnexVerdict.UNCHANGED
    ]
    for row in rows:
        row["changes"] = [
            {"column": each.heading, "cell": each.cell, "before": each.before, "after": each.after}
            for each in row["changes"]
        ]
    counts = {name: number for name, number in seen.counts.items() if name != "rows"}
    return {"plan": code, "is_applicable": seen.is_applicable, **counts, "kept": list(seen.kept), "rows": rows}


def _content(file: UploadedFile) -> tuple[str, bytes]:
    """Name and bytes; one byte more than is taken is enough to see that a file is too large."""
    return (file.name or "")[:200], file.read(LARGEST_FILE + 1)


@router.get(
    "/plans/{slug:code}/annex",
    response=reads(bytes),
    url_name="api_plan_annex",
    summary="Phụ lục kế hoạch (Excel)",
)
def api_plan_annex(
    request: HttpRequest, code: str, form: AnnexForm = AnnexForm.SIX, on: Day | None = None
) -> HttpResponse:
    """The tasks as an Excel file, in six columns or the five of the plan's own form, with the bodies of a day (today).
    Its rows carry keys: edited, it comes back by the two ways below."""
    viewer = viewer_of_plans(request)
    plan = plan_or_missing(viewer, code)
    content = plan_workbook(viewer, plan, notice=sample_notice(), on=on, form=form)
    disposition = content_disposition_header(as_attachment=True, filename=f"phu-luc-{plan.code}.xlsx")
    return HttpResponse(content, _XLSX, headers={"Content-Disposition": disposition or "attachment"})


@router.post(
    "/plans/{slug:code}/annex/preview",
    response=acts(AnnexOut),
    url_name="api_preview_annex",
    summary="Xem trước phụ lục đã sửa",
)
def api_preview_annex(request: HttpRequest, code: str, file: File[UploadedFile]) -> dict[str, Any]:
    """What an edited annex (a form with one part, `file`) would change, row by row; writes nothing."""
    actor = viewer_of_plans(request)
    plan = plan_or_missing(actor, code)
    name, content = _content(file)
    return _told(plan.code, preview_annex_changes(actor=actor, plan=plan, name=name, content=content))


@router.post(
    "/plans/{slug:code}/annex",
    response=acts(AnnexOut, stores=True),
    url_name="api_import_annex",
    summary="Nhập phụ lục đã sửa",
)
def api_import_annex(
    request: HttpRequest,
    code: str,
    file: File[UploadedFile],
    number: Annotated[str, Form(max_length=80)] = "",
    date: Annotated[Day | None, Form()] = None,
) -> dict[str, Any]:
    """Change the plan as an edited annex says: one version, all rows or none, each refused row under `errors`. `number`
    and `date`: the paper that orders the changes, where the file's sheet «Văn bản» does not say it. The same file
    again changes nothing."""
    actor = viewer_of_plans(request)
    plan = plan_or_missing(actor, code)
    name, content = _content(file)
    header = {"number": number, "date": vn_date(date) if isinstance(date, dt.date) else ""}
    given = {field: words for field, words in header.items() if words}
    try:
        done = import_changes(actor=actor, plan=plan, name=name, content=content, header=given)
    except AnnexRejected as refusal:
        raise _rejected(refusal) from None
    return _told(plan.code, done.preview)


def _rejected(refusal: AnnexRejected) -> Problem:
    """Every fault of every row, by its cell."""
    errors = [
        {"field": f"file.{fault.cell or row.number}", "code": fault.code, "detail": fault.told}
        for row in refusal.preview.rows
        for fault in row.faults
    ]
    return Problem(422, refusal.code, refusal.message, errors=errors)
