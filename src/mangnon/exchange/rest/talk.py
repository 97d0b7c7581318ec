"""What coordinators contribute to a task, and what people say of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from mangnon.accounts.public import Actor
from mangnon.activities.public import (
    Comment,
    Contribution,
    answer_contribution,
    chosen_people,
    comment_by_id,
    comments_of_task,
    contribution_by_id,
    contributions_of_task,
    edit_comment,
    offer_contribution,
    withdraw_comment,
    write_comment,
)
from mangnon.exchange.rest.acting import Act, Record, register
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.assignments import assignment_or_missing
from mangnon.exchange.rest.paging import cursor_page
from mangnon.exchange.rest.plans import Cursor, Limit, task_or_missing, viewer_of_plans
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.shapes import AgencyOut, Listed, Number, Sent, Words
from mangnon.exchange.rest.telling import agency_told

router = Router(tags=["Phối hợp, trao đổi"])


class ContributionSent(Sent):
    """What the coordinator did; `activity_id`: for which activity of the lead."""

    text: Words
    activity_id: Number | None = None


class ContributionAnswerSent(Sent):
    """The lead takes note of it, or says what is missing."""

    is_taken: bool
    answer: Annotated[str, Field(max_length=4000)] = ""


class ContributionOut(Schema):
    """What a coordinator did for a task that another leads."""

    id: int
    assignment_id: int
    activity_id: int | None
    text: str
    state: str
    offered_at: dt.datetime
    answer: str
    answered_at: dt.datetime | None


class CommentSent(Sent):
    """Words; «@» and a full name calls somebody of the plan's bodies."""

    text: Words
    activity_id: Number | None = None


class CommentChange(Sent):
    """The words as they are to be; the earlier ones stay readable."""

    text: Words


class WithdrawSent(Sent):
    """Why, if one wants to say it."""

    reason: Annotated[str, Field(max_length=500)] = ""


class CommentOut(Schema):
    """What was said of a task. Of one that was withdrawn the words are empty."""

    id: int
    task_id: int
    activity_id: int | None
    agency: AgencyOut | None
    is_own: bool
    text: str
    made_at: dt.datetime
    edited_at: dt.datetime | None
    is_withdrawn: bool
    version: int


def _comment(viewer: Actor, row: Comment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "task_id": row.task_id,
        "activity_id": row.activity_id,
        "agency": agency_told(row.agency) if row.agency is not None else None,
        "is_own": row.made_by_id is not None and row.made_by_id == viewer.user_id,
        "text": "" if row.withdrawn_at else row.text,
        "made_at": row.made_at,
        "edited_at": row.edited_at,
        "is_withdrawn": row.withdrawn_at is not None,
        "version": row.version,
    }


def _comment_or_missing(viewer: Actor, comment_id: int) -> Comment:
    row = comment_by_id(viewer, comment_id)
    if row is None:
        raise missing()
    return row


def _comment_with_version(request: HttpRequest, viewer: Actor, comment_id: int) -> dict[str, Any]:
    row = _comment_or_missing(viewer, comment_id)
    request.version_told = row.version  # type: ignore[attr-defined]
    return _comment(viewer, row)


def _edit(*, actor: Actor, comment_id: int, version: int | None, text: str) -> Comment:
    comment = _comment_or_missing(actor, comment_id)
    return edit_comment(
        actor=actor,
        comment_id=comment_id,
        text=text,
        version=version or comment.version,
        people=chosen_people(actor, comment),
    )


_COMMENT: Final = Record("comment_id", "comments", CommentOut, _comment_or_missing, _comment_with_version)
register(
    router,
    _COMMENT,
    (
        Act(
            "change",
            "api_change_comment",
            _edit,
            CommentChange,
            "Sửa ý kiến",
            "Change one's own words; the earlier ones stay readable.",
        ),
    ),
    module=__name__,
)


@router.get("/comments/{int:comment_id}", response=reads(CommentOut), url_name="api_comment", summary="Một ý kiến")
def api_comment(request: HttpRequest, comment_id: int) -> dict[str, Any]:
    """One comment; its ETag begins with its version."""
    return _comment_with_version(request, viewer_of_plans(request), comment_id)


@router.get(
    "/tasks/{int:task_id}/comments",
    response=reads(Listed[CommentOut]),
    url_name="api_task_comments",
    summary="Ý kiến trao đổi",
)
def api_task_comments(request: HttpRequest, task_id: int, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """What was said of a task and its activities, first to last."""
    viewer = viewer_of_plans(request)
    task = task_or_missing(viewer, task_id)
    page = cursor_page(
        comments_of_task(viewer, task),
        order=["pk"],
        of=f"comments/{task.pk}",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    return {"items": [_comment(viewer, row) for row in page.items], "next": page.next}


@router.post(
    "/tasks/{int:task_id}/comments",
    response=acts(CommentOut, 201),
    url_name="api_write_comment",
    summary="Gửi ý kiến",
)
def api_write_comment(request: HttpRequest, task_id: int, payload: CommentSent) -> Status[dict[str, Any]]:
    """Say something of a task, or of an activity under it."""
    actor = viewer_of_plans(request)
    task_or_missing(actor, task_id)
    row = write_comment(actor=actor, task_id=task_id, text=payload.text, activity_id=payload.activity_id)
    return Status(201, _comment_with_version(request, actor, row.pk))


@router.post(
    "/comments/{int:comment_id}/withdraw",
    response=acts(CommentOut),
    url_name="api_withdraw_comment",
    summary="Rút ý kiến",
)
def api_withdraw_comment(request: HttpRequest, comment_id: int, payload: WithdrawSent) -> dict[str, Any]:
    """Take one's own words back: their place stays."""
    actor = viewer_of_plans(request)
    _comment_or_missing(actor, comment_id)
    withdraw_comment(actor=actor, comment_id=comment_id, reason=payload.reason)
    return _comment_with_version(request, actor, comment_id)


@router.get(
    "/tasks/{int:task_id}/contributions",
    response=reads(Listed[ContributionOut]),
    url_name="api_task_contributions",
    summary="Đóng góp của cơ quan phối hợp",
)
def api_task_contributions(
    request: HttpRequest, task_id: int, limit: Limit = 50, cursor: Cursor = ""
) -> dict[str, Any]:
    """What coordinators did for a task, newest first."""
    viewer = viewer_of_plans(request)
    task = task_or_missing(viewer, task_id)
    page = cursor_page(
        contributions_of_task(viewer, task),
        order=["-pk"],
        of=f"contributions/{task.pk}",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    return {"items": [_contribution(row) for row in page.items], "next": page.next}


def _contribution(row: Contribution) -> dict[str, Any]:
    names = ("assignment_id", "activity_id", "text", "state", "offered_at", "answer", "answered_at")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


@router.post(
    "/assignments/{int:assignment_id}/contributions",
    response=acts(ContributionOut, 201),
    url_name="api_offer_contribution",
    summary="Gửi phần đóng góp",
)
def api_offer_contribution(
    request: HttpRequest, assignment_id: int, payload: ContributionSent
) -> Status[dict[str, Any]]:
    """A coordinating body says what it did. No `If-Match`: it changes nothing of the assignment."""
    actor = viewer_of_plans(request)
    assignment_or_missing(actor, assignment_id)
    return Status(201, _contribution(offer_contribution(actor=actor, assignment_id=assignment_id, **payload.dict())))


@router.post(
    "/contributions/{int:contribution_id}/answer",
    response=acts(ContributionOut),
    url_name="api_answer_contribution",
    summary="Trả lời phần đóng góp",
)
def api_answer_contribution(
    request: HttpRequest, contribution_id: int, payload: ContributionAnswerSent
) -> dict[str, Any]:
    """The lead of the task takes note of it, or says what is missing; once."""
    actor = viewer_of_plans(request)
    if contribution_by_id(actor, contribution_id) is None:
        raise missing()
    return _contribution(
        answer_contribution(
            actor=actor, contribution_id=contribution_id, is_taken=payload.is_taken, answer=payload.answer
        )
    )
