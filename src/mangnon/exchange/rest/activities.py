"""What agencies plan and do under their assignments, and what proves it: acts of programs."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile

from mangnon.accounts.public import Actor
from mangnon.activities.public import (
    Activity,
    add_activity,
    add_evidence,
    change_activity,
    drop_activity,
    evidence_by_id,
    record_activity,
    resume_activity,
    serve_task,
    served_tasks,
    stop_serving_task,
    withdraw_evidence,
)
from mangnon.exchange.rest.acting import Act, Record, register
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.assignments import assignment_or_missing
from mangnon.exchange.rest.paging import cursor_page
from mangnon.exchange.rest.plans import Cursor, Limit, task_or_missing, viewer_of_plans
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.sent import NothingSent, ReasonSent, Remark
from mangnon.exchange.rest.shapes import Change, Day, Listed, NoteOut, Number, Sent, Words
from mangnon.exchange.rest.work import (
    ActivityOut,
    EvidenceOut,
    activity_or_missing,
    activity_with_version,
    evidence_told,
)

router = Router(tags=["Hoạt động"])
Unit = Annotated[str, Field(max_length=200)]


class ActivitySent(Sent):
    """What is planned. `owner_words`: a department or an office, not a person."""

    text: Words
    output: Remark = ""
    owner_words: Unit = ""
    starts_on: Day | None = None
    due_on: Day | None = None
    agency_plan_id: Number | None = None


class ActivityChange(Change):
    """The same, as it is to be."""

    text: Words = ""
    output: Remark = ""
    owner_words: Unit = ""
    starts_on: Day | None = None
    due_on: Day | None = None
    agency_plan_id: Number | None = None


class DoneSent(Sent):
    """How far it is (per cent) and what was done; 100 is done, on `done_on` (today). `results` null: as they were."""

    progress: Annotated[int, Field(ge=0, le=100)]
    text: Words
    results: Annotated[str, Field(max_length=4000)] | None = None
    done_on: Day | None = None


class TaskSent(Sent):
    """Another task of the same plan."""

    task_id: Number


class ServedOut(Schema):
    """Another task that an activity serves; it is counted at its own."""

    task_id: int
    task_code: str
    plan: str


_ACTIVITY: Final = Record("activity_id", "activities", ActivityOut, activity_or_missing, activity_with_version)
register(
    router,
    _ACTIVITY,
    (
        Act(
            "change",
            "api_change_activity",
            change_activity,
            ActivityChange,
            "Sửa hoạt động",
            "The agency changes what is planned; a field that is left out stays.",
        ),
        Act(
            "record",
            "api_record_activity",
            record_activity,
            DoneSent,
            "Ghi tiến độ hoạt động",
            "The agency says what was done and how far the activity is.",
        ),
        Act(
            "drop",
            "api_drop_activity",
            drop_activity,
            ReasonSent,
            "Không thực hiện hoạt động",
            "The agency says that it will not be done, and why.",
        ),
        Act(
            "resume",
            "api_resume_activity",
            resume_activity,
            NothingSent,
            "Đưa hoạt động trở lại kế hoạch",
            "The agency takes a dropped activity up again.",
        ),
    ),
    module=__name__,
)


@router.post(
    "/assignments/{int:assignment_id}/activities",
    response=acts(ActivityOut, 201),
    url_name="api_add_activity",
    summary="Thêm hoạt động",
)
def api_add_activity(request: HttpRequest, assignment_id: int, payload: ActivitySent) -> Status[dict[str, Any]]:
    """The agency plans an activity under its assignment. No `If-Match`: it changes nothing of the assignment."""
    actor = viewer_of_plans(request)
    assignment_or_missing(actor, assignment_id)
    row = add_activity(actor=actor, assignment_id=assignment_id, **payload.dict())
    return Status(201, activity_with_version(request, actor, row.pk))


@router.get(
    "/activities/{int:activity_id}/notes",
    response=reads(Listed[NoteOut]),
    url_name="api_activity_notes",
    summary="Ghi nhận tiến độ của hoạt động",
)
def api_activity_notes(
    request: HttpRequest, activity_id: int, limit: Limit = 50, cursor: Cursor = ""
) -> dict[str, Any]:
    """What the agency said of it, first to last."""
    row = activity_or_missing(viewer_of_plans(request), activity_id)
    page = cursor_page(
        row.notes.all(),
        order=["pk"],
        of=f"activity-notes/{row.pk}",
        cursor=cursor,
        limit=limit,
        key=lambda note: [note.pk],
    )
    return {"items": page.items, "next": page.next}


def _served(viewer: Actor, row: Activity) -> list[dict[str, Any]]:
    return [
        {"task_id": each.task_id, "task_code": each.task.code, "plan": each.task.plan.code}
        for each in served_tasks(viewer, row)
    ]


@router.get(
    "/activities/{int:activity_id}/served-tasks",
    response=reads(list[ServedOut]),
    url_name="api_served_tasks",
    summary="Nhiệm vụ cùng được phục vụ",
)
def api_served_tasks(request: HttpRequest, activity_id: int) -> list[dict[str, Any]]:
    """The other tasks an activity serves."""
    viewer = viewer_of_plans(request)
    return _served(viewer, activity_or_missing(viewer, activity_id))


@router.post(
    "/activities/{int:activity_id}/served-tasks",
    response=acts(list[ServedOut]),
    url_name="api_serve_task",
    summary="Phục vụ thêm một nhiệm vụ",
)
def api_serve_task(request: HttpRequest, activity_id: int, payload: TaskSent) -> list[dict[str, Any]]:
    """The activity serves another task too, and is still counted once. Answers all it serves."""
    actor = viewer_of_plans(request)
    row = activity_or_missing(actor, activity_id)
    task_or_missing(actor, payload.task_id)
    serve_task(actor=actor, activity_id=row.pk, task_id=payload.task_id)
    return _served(actor, row)


@router.post(
    "/activities/{int:activity_id}/served-tasks/remove",
    response=acts(list[ServedOut]),
    url_name="api_stop_serving_task",
    summary="Thôi phục vụ một nhiệm vụ",
)
def api_stop_serving_task(request: HttpRequest, activity_id: int, payload: TaskSent) -> list[dict[str, Any]]:
    """Take that back; asked again it changes nothing."""
    actor = viewer_of_plans(request)
    row = activity_or_missing(actor, activity_id)
    stop_serving_task(actor=actor, activity_id=row.pk, task_id=payload.task_id)
    return _served(actor, row)


@router.post(
    "/activities/{int:activity_id}/evidence",
    response=acts(EvidenceOut, 201, stores=True),
    url_name="api_add_activity_evidence",
    summary="Gửi bằng chứng của hoạt động",
)
def api_add_activity_evidence(
    request: HttpRequest,
    activity_id: int,
    file: File[UploadedFile],
    description: Annotated[str, Form(min_length=1, max_length=500)],
    evidence_on: Annotated[Day | None, Form()] = None,
) -> Status[dict[str, Any]]:
    """A file that proves something of an activity, as a form with parts (`file`, `description`, `evidence_on`)."""
    actor = viewer_of_plans(request)
    activity_or_missing(actor, activity_id)
    row = add_evidence(
        actor=actor,
        file=file,
        file_name=file.name or "",
        description=description,
        evidence_on=evidence_on,
        activity_id=activity_id,
    )
    return Status(201, evidence_told(row))


@router.post(
    "/evidence/{int:evidence_id}/withdraw",
    response=acts(EvidenceOut),
    url_name="api_withdraw_evidence",
    summary="Rút bằng chứng",
)
def api_withdraw_evidence(request: HttpRequest, evidence_id: int, payload: ReasonSent) -> dict[str, Any]:
    """Evidence that is wrong: it stays on record with the reason, and proves nothing any more."""
    actor = viewer_of_plans(request)
    if evidence_by_id(actor, evidence_id) is None:
        raise missing()
    return evidence_told(withdraw_evidence(actor=actor, evidence_id=evidence_id, reason=payload.reason))
