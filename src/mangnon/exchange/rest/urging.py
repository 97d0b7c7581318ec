"""Urging by letter: what is behind in a plan, one act that makes the letters, and the letters of it as Word files."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Field, Query, Router, Schema, Status

from mangnon.accounts.public import Actor
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.paging import cursor_page
from mangnon.exchange.rest.plans import Cursor, Limit, viewer_of_plans
from mangnon.exchange.rest.problems import Problem, missing
from mangnon.exchange.rest.sent import NothingSent
from mangnon.exchange.rest.shapes import AgencyOut, AssignmentOut, Day, Listed, Number, Sent
from mangnon.exchange.rest.telling import agency_told, assignment_told
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.public import (
    MOST_URGED,
    Plan,
    Urging,
    UrgingLetter,
    assignments_behind,
    can_urge,
    draft_letter_papers,
    letter_name,
    papers_of_letters,
    plans_to_urge,
    urge,
    urgings,
)
from mangnon.plans.terms import UrgingShape

router = Router(tags=["Đôn đốc"])
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Behind(Enum):
    """Past its day, due within a week, not taken on, or everything that is open."""

    LATE = "late"
    SOON = "soon"
    UNTAKEN = "untaken"
    OPEN = "open"


class UrgeSent(Sent):
    """The assignments of the plan that are urged, one letter a body or one for all, and by when a report is asked for
    (null: dots on paper)."""

    assignments: Annotated[list[Number], Field(min_length=1, max_length=MOST_URGED)]
    shape: UrgingShape = UrgingShape.EACH
    report_by: Day | None = None


class LetterOut(Schema):
    """A letter. `agency` null: to all. `is_written`: its file is there; `paper`: its state in the register of outgoing
    papers («draft», «numbered», …), empty while it is not entered, and `number` once it has one."""

    order: int
    agency: AgencyOut | None
    is_written: bool
    file_name: str
    paper: str
    number: str


class UrgingOut(Schema):
    """An act of urging. The letters of a large one are written in the background: ask again until all are written."""

    id: int
    plan: str
    shape: str
    report_by: dt.date | None
    made_at: dt.datetime
    written: int
    letters: list[LetterOut]


class UrgingRowOut(Schema):
    """An act of urging in a list."""

    id: int
    plan: str
    shape: str
    report_by: dt.date | None
    made_at: dt.datetime


def _viewer(request: HttpRequest) -> Actor:
    viewer = viewer_of_plans(request)
    if not can_urge(viewer):
        raise NotAllowed("Vai trò của bạn không đôn đốc. Không có gì bị thay đổi.")
    return viewer


def _plan(viewer: Actor, code: str) -> Plan:
    found = plans_to_urge(viewer).filter(code=code).first()
    if found is None:
        raise missing()
    return found


def _urging(viewer: Actor, urging_id: int) -> Urging:
    found = urgings(viewer).filter(pk=urging_id).first()
    if found is None:
        raise missing()
    return found


def _row(urging: Urging) -> dict[str, Any]:
    names = ("shape", "report_by", "made_at")
    return {"id": urging.pk, "plan": urging.plan.code, **{name: getattr(urging, name) for name in names}}


def _told(viewer: Actor, urging: Urging) -> dict[str, Any]:
    """UrgingOut. Two queries however many letters."""
    letters = list(urging.letters.select_related("agency").defer("content").order_by("order"))
    papers = papers_of_letters(viewer, letters)
    told = [
        {
            "order": letter.order,
            "agency": agency_told(letter.agency) if letter.agency else None,
            "is_written": letter.written_at is not None,
            "file_name": letter_name(letter),
            "paper": papers[letter.pk].state if letter.pk in papers else "",
            "number": papers[letter.pk].symbol if letter.pk in papers and papers[letter.pk].number else "",
        }
        for letter in letters
    ]
    return {**_row(urging), "written": sum(each["is_written"] for each in told), "letters": told}


@router.get(
    "/plans/{slug:code}/behind",
    response=reads(Listed[AssignmentOut]),
    url_name="api_behind",
    summary="Việc cần đôn đốc của kế hoạch",
)
def api_behind(
    request: HttpRequest,
    code: str,
    state: Behind = Behind.LATE,
    agency: Annotated[str, Query(max_length=60)] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """What can be urged today in a plan that one's body leads: not what is done, given on below, or only followed."""
    viewer = _viewer(request)
    plan, today, now = _plan(viewer, code), clock.today(), clock.now()
    found = assignments_behind(viewer, plan, on=today, state=state.value)
    if agency:
        found = found.filter(agency__code=agency)
    page = cursor_page(
        found,
        order=["pk"],
        of=f"behind/{plan.pk}/{state.value}/{agency}/{today}",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    return {"items": [assignment_told(row, now) for row in page.items], "next": page.next}


@router.post("/plans/{slug:code}/urgings", response=acts(UrgingOut, 201), url_name="api_urge", summary="Đôn đốc")
def api_urge(request: HttpRequest, code: str, payload: UrgeSent) -> Status[dict[str, Any]]:
    """Make letters that urge, tell the officers of the bodies, and put it on record. What was done meanwhile is passed
    over."""
    actor = _viewer(request)
    made = urge(
        actor=actor,
        plan_id=_plan(actor, code).pk,
        assignment_ids=payload.assignments,
        shape=payload.shape,
        report_by=payload.report_by,
    )
    return Status(201, _told(actor, made))


@router.get("/urgings", response=reads(Listed[UrgingRowOut]), url_name="api_urgings", summary="Các lần đôn đốc")
def api_urgings(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """The acts of urging of the plans that one's body leads, newest first."""
    page = cursor_page(
        urgings(_viewer(request)),
        order=["-pk"],
        of="urgings",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    return {"items": [_row(row) for row in page.items], "next": page.next}


@router.get("/urgings/{int:urging_id}", response=reads(UrgingOut), url_name="api_urging", summary="Một lần đôn đốc")
def api_urging(request: HttpRequest, urging_id: int) -> dict[str, Any]:
    """One act with its letters and how far they are."""
    viewer = _viewer(request)
    return _told(viewer, _urging(viewer, urging_id))


@router.get(
    "/urgings/{int:urging_id}/letters/{int:order}/file",
    response=reads(bytes),
    url_name="api_urging_letter",
    summary="Tệp Word của công văn",
)
def api_urging_letter(request: HttpRequest, urging_id: int, order: int) -> HttpResponse:
    """A letter as a Word file, once it is written."""
    viewer = _viewer(request)
    letters: Any = _urging(viewer, urging_id).letters.select_related("agency")
    letter: UrgingLetter | None = letters.filter(order=order, written_at__isnull=False).first()
    if letter is None or letter.content is None:
        raise Http404("no such letter, or not written yet")
    disposition = content_disposition_header(as_attachment=True, filename=letter_name(letter)) or "attachment"
    return HttpResponse(bytes(letter.content), _DOCX, headers={"Content-Disposition": disposition})


@router.post(
    "/urgings/{int:urging_id}/papers",
    response=acts(UrgingOut),
    url_name="api_draft_urging_papers",
    summary="Đưa công văn vào sổ văn bản đi",
)
def api_draft_urging_papers(request: HttpRequest, urging_id: int, payload: NothingSent) -> dict[str, Any]:
    """Enter the written letters as drafts into the register of outgoing papers; those that are there stay. Their
    numbers are given on the page, by whoever keeps the register."""
    actor = _viewer(request)
    urging = _urging(actor, urging_id)
    if not draft_letter_papers(actor=actor, urging_id=urging.pk) and urging.letters.filter(written_at=None).exists():
        said = "Các công văn đang được soạn, chưa đưa vào sổ được. Không có gì bị thay đổi. Hãy thử lại sau."
        raise Problem(422, "not_written_yet", said)
    return _told(actor, urging)
