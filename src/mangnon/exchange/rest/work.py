"""Activities, evidence, recommendations and what one was told."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile

from mangnon.accounts.public import Actor
from mangnon.activities.public import (
    Activity,
    Evidence,
    activities_of_task,
    activity_by_id,
    add_evidence,
    evidence_by_id,
    evidence_of_task,
    evidence_to_open,
)
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.assignments import assignment_or_missing
from mangnon.exchange.rest.doorway import actor_asking
from mangnon.exchange.rest.paging import cursor_page
from mangnon.exchange.rest.plans import Cursor, Limit, task_or_missing, viewer_of_plans
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.shapes import AgencyOut, Day, Listed
from mangnon.exchange.rest.telling import agency_told
from mangnon.files.public import ContentGone, file_response
from mangnon.kernel.refusals import NotAllowed
from mangnon.notices.public import notices
from mangnon.recommendations.public import (
    Asked,
    Recommendation,
    can_see_recommendations,
    document_by_code,
    documents,
    recommendation_by_paragraph,
    recommendations,
)

router = Router(tags=["Việc đã làm, khuyến nghị, thông báo"])
# With room for the form around the largest file that is kept.
LARGEST_EVIDENCE: Final = 60 * 1024 * 1024


class ActivityOut(Schema):
    """What an agency does under an assignment."""

    id: int
    assignment_id: int
    task_id: int
    agency: AgencyOut
    text: str
    output: str
    starts_on: dt.date | None
    due_on: dt.date | None
    state: str
    progress: int
    results: str
    done_on: dt.date | None
    dropped_reason: str
    agency_plan_id: int | None
    version: int


class EvidenceOut(Schema):
    """A file that proves something; its content is at `/api/evidence/{id}/file`."""

    id: int
    assignment_id: int
    activity_id: int | None
    name: str
    description: str
    evidence_on: dt.date | None
    kind: str
    size: int
    sha256: str
    added_at: dt.datetime
    is_withdrawn: bool


class RecommendationOut(Schema):
    """A paragraph of what a Committee recommends. `rights`: articles of the Law on Children that it touches."""

    document: str
    paragraph: str
    cluster: str
    topic: str
    text: str
    is_urgent: bool
    rights: list[int]


class NoticeOut(Schema):
    """What one was told in person."""

    id: int
    kind: str
    words: str
    address: str
    made_at: dt.datetime
    read_at: dt.datetime | None


def activity_or_missing(viewer: Actor, activity_id: int) -> Activity:
    """The activity, if the viewer may see it. Raises Problem."""
    row = activity_by_id(viewer, activity_id)
    if row is None:
        raise missing()
    return row


def activity_with_version(request: HttpRequest, viewer: Actor, activity_id: int) -> dict[str, Any]:
    """The activity as it is now; its version goes into the ETag."""
    row = activity_or_missing(viewer, activity_id)
    request.version_told = row.version  # type: ignore[attr-defined]
    return activity_told(row)


def activity_told(row: Activity) -> dict[str, Any]:
    """ActivityOut."""
    names = ("text", "output", "starts_on", "due_on", "state", "progress", "results", "done_on")
    more = ("dropped_reason", "agency_plan_id", "version")
    return {
        "id": row.pk,
        "assignment_id": row.assignment_id,
        "task_id": row.assignment.task_id,
        "agency": agency_told(row.assignment.agency),
        **{name: getattr(row, name) for name in (*names, *more)},
    }


def evidence_told(row: Evidence) -> dict[str, Any]:
    """EvidenceOut."""
    return {
        "id": row.pk,
        "assignment_id": row.assignment_id,
        "activity_id": row.activity_id,
        "name": row.name,
        "description": row.description,
        "evidence_on": row.evidence_on,
        "kind": row.file.kind,
        "size": row.file.size,
        "sha256": row.file.sha256,
        "added_at": row.added_at,
        "is_withdrawn": row.withdrawn_at is not None,
    }


def _recommendation(row: Recommendation) -> dict[str, Any]:
    return {
        "document": row.document.code,
        "paragraph": f"{row.number}{row.sub}",
        "cluster": row.cluster,
        "topic": row.topic,
        "text": row.text,
        "is_urgent": row.is_urgent,
        "rights": sorted(right.article for right in row.rights.all()),
    }


@router.get(
    "/tasks/{int:task_id}/activities",
    response=reads(Listed[ActivityOut]),
    url_name="api_task_activities",
    summary="Hoạt động của nhiệm vụ",
)
def api_task_activities(request: HttpRequest, task_id: int, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """What agencies do for a task."""
    viewer = viewer_of_plans(request)
    task = task_or_missing(viewer, task_id)
    page = cursor_page(
        activities_of_task(viewer, task),
        order=["pk"],
        of=f"activities/{task.pk}",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    return {"items": [activity_told(row) for row in page.items], "next": page.next}


@router.get(
    "/activities/{int:activity_id}", response=reads(ActivityOut), url_name="api_activity", summary="Một hoạt động"
)
def api_activity(request: HttpRequest, activity_id: int) -> dict[str, Any]:
    """One activity; its ETag begins with its version."""
    return activity_with_version(request, viewer_of_plans(request), activity_id)


@router.get(
    "/tasks/{int:task_id}/evidence",
    response=reads(Listed[EvidenceOut]),
    url_name="api_task_evidence",
    summary="Bằng chứng của nhiệm vụ",
)
def api_task_evidence(request: HttpRequest, task_id: int, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """Files that prove what was done for a task, newest first; withdrawn ones are marked."""
    viewer = viewer_of_plans(request)
    task = task_or_missing(viewer, task_id)
    page = cursor_page(
        evidence_of_task(viewer, task),
        order=["-pk"],
        of=f"evidence/{task.pk}",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    return {"items": [evidence_told(row) for row in page.items], "next": page.next}


@router.post(
    "/assignments/{int:assignment_id}/evidence",
    response=acts(EvidenceOut, 201, stores=True),
    url_name="api_add_evidence",
    summary="Gửi bằng chứng",
)
def api_add_evidence(
    request: HttpRequest,
    assignment_id: int,
    file: File[UploadedFile],
    description: Annotated[str, Form(min_length=1, max_length=500)],
    evidence_on: Annotated[Day | None, Form()] = None,
) -> Status[dict[str, Any]]:
    """A file that proves something of an assignment, as a form with parts (`file`, `description`, `evidence_on`). No
    `If-Match`: it changes nothing of the assignment."""
    actor = viewer_of_plans(request)
    assignment_or_missing(actor, assignment_id)
    row = add_evidence(
        actor=actor,
        file=file,
        file_name=file.name or "",
        description=description,
        evidence_on=evidence_on,
        assignment_id=assignment_id,
    )
    return Status(201, evidence_told(row))


@router.get(
    "/evidence/{int:evidence_id}", response=reads(EvidenceOut), url_name="api_evidence", summary="Một bằng chứng"
)
def api_evidence(request: HttpRequest, evidence_id: int) -> dict[str, Any]:
    """What is known of a piece of evidence."""
    row = evidence_by_id(viewer_of_plans(request), evidence_id)
    if row is None:
        raise missing()
    return evidence_told(row)


@router.get(
    "/evidence/{int:evidence_id}/file",
    response=reads(bytes),
    url_name="api_evidence_file",
    summary="Nội dung bằng chứng",
)
def api_evidence_file(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """The file itself, as a download; of withdrawn evidence only for its body, the lead officers and inspectors."""
    row = evidence_to_open(viewer_of_plans(request), evidence_id)
    if row is None:
        raise missing()
    try:
        return file_response(row.file, name=row.name)
    except ContentGone:
        raise missing() from None


@router.get(
    "/recommendations",
    response=reads(list[RecommendationOut]),
    url_name="api_recommendations",
    summary="Khuyến nghị",
)
def api_recommendations(
    request: HttpRequest,
    document: Annotated[str, Query(max_length=60)] = "",
    cluster: Annotated[str, Query(max_length=60)] = "",
    right: Annotated[int, Query(ge=0, le=1000)] = 0,
    urgent: bool = False,
    answered: bool | None = None,
) -> list[dict[str, Any]]:
    """The paragraphs of a Committee's document (the newest), in its order. `cluster` «-»: those without one; `right`:
    an article of the Law on Children; `answered`: whether a task of one's own province answers it."""
    viewer = actor_asking(request)
    if not can_see_recommendations(viewer):
        raise NotAllowed("Vai trò của bạn không xem khuyến nghị. Không có gì bị thay đổi.")
    chosen = document_by_code(viewer, document) if document else documents(viewer).first()
    if chosen is None:
        if document:
            raise missing()
        return []
    asked = Asked(cluster, right, urgent, {True: "co", False: "chua", None: ""}[answered])
    return [{**_recommendation(row), "document": chosen.code} for row in recommendations(viewer, chosen, asked)]


@router.get(
    "/recommendations/{slug:document}/{str:paragraph}",
    response=reads(RecommendationOut),
    url_name="api_recommendation",
    summary="Một khuyến nghị",
)
def api_recommendation(request: HttpRequest, document: str, paragraph: str) -> dict[str, Any]:
    """One paragraph («30», «30a») of a Committee's document."""
    viewer = actor_asking(request)
    if not can_see_recommendations(viewer):
        raise NotAllowed("Vai trò của bạn không xem khuyến nghị. Không có gì bị thay đổi.")
    row = recommendation_by_paragraph(viewer, document_code=document, paragraph=paragraph)
    if row is None:
        raise missing()
    return _recommendation(row)


@router.get("/notices", response=reads(Listed[NoticeOut]), url_name="api_notices", summary="Thông báo của tôi")
def api_notices(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """What one was told in person, newest first. Reading it here marks nothing as read."""
    page = cursor_page(
        notices(actor_asking(request)),
        order=["-pk"],
        of="notices",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    return {"items": page.items, "next": page.next}
