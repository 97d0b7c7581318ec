"""Assignments: lists, one of them, and what belongs to it."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from mangnon.accounts.public import Actor
from mangnon.desk.public import DeadlineFilter, WorkFilter, filtered_work
from mangnon.exchange.rest.answering import reads
from mangnon.exchange.rest.paging import cursor_page
from mangnon.exchange.rest.plans import Cursor, Limit, viewer_of_plans
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.shapes import (
    AssignmentOut,
    Day,
    DifficultyOut,
    EventOut,
    ExtensionOut,
    Listed,
    NoteOut,
    ReturnOut,
)
from mangnon.exchange.rest.telling import assignment_told, difficulty_told
from mangnon.kernel import clock
from mangnon.plans.public import (
    Assignment,
    Difficulty,
    assignment_by_id,
    every_assignment,
    in_force,
    seen_difficulties,
)
from mangnon.plans.terms import AssignmentRole, Execution

router = Router(tags=["Phân công"])


class Kind(Enum):
    """Which assignments: the standing ones, those of single periods, those given on to bodies below."""

    STANDING = "standing"
    PERIOD = "period"
    DELEGATED = "delegated"


def assignment_or_missing(viewer: Actor, assignment_id: int) -> Assignment:
    """The assignment, if the viewer may see it. Raises Problem."""
    found = assignment_by_id(viewer, assignment_id)
    if found is None:
        raise missing()
    return found


def told_with_version(request: HttpRequest, viewer: Actor, assignment_id: int) -> dict[str, Any]:
    """The assignment as it is now; its version goes into the ETag."""
    row = every_assignment(viewer).get(pk=assignment_id)
    request.version_told = row.version  # type: ignore[attr-defined]
    return assignment_told(row, clock.now())


@router.get("/assignments", response=reads(Listed[AssignmentOut]), url_name="api_assignments", summary="Phân công")
def api_assignments(
    request: HttpRequest,
    plan: Annotated[str, Query(max_length=60)] = "",
    agency: Annotated[str, Query(max_length=60)] = "",
    role: AssignmentRole | None = None,
    execution: Execution | None = None,
    deadline: DeadlineFilter | None = None,
    kind: Kind | None = None,
    on: Day | None = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """Assignments in force on a day (today), of every plan one may see. `deadline` is judged now."""
    viewer = viewer_of_plans(request)
    day = on or clock.today()
    wanted = WorkFilter(
        plan=plan, role=role or "", execution=execution or "", deadline=deadline.value if deadline else ""
    )
    rows = filtered_work(every_assignment(viewer).filter(in_force(day)), wanted, now=clock.now())
    if agency:
        rows = rows.filter(agency__code=agency)
    if kind is not None:
        rows = rows.filter(instance__isnull=kind is not Kind.PERIOD, parent__isnull=kind is not Kind.DELEGATED)
    page = cursor_page(
        rows,
        order=["pk"],
        of=f"assignments/{wanted}/{agency}/{kind}/{day}",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    now = clock.now()
    return {"items": [assignment_told(row, now) for row in page.items], "next": page.next}


@router.get(
    "/assignments/{int:assignment_id}",
    response=reads(AssignmentOut),
    url_name="api_assignment",
    summary="Một phân công",
)
def api_assignment(request: HttpRequest, assignment_id: int) -> dict[str, Any]:
    """One assignment; its ETag begins with its version."""
    viewer = viewer_of_plans(request)
    assignment_or_missing(viewer, assignment_id)
    return told_with_version(request, viewer, assignment_id)


@router.get(
    "/assignments/{int:assignment_id}/events",
    response=reads(Listed[EventOut]),
    url_name="api_assignment_events",
    summary="Diễn biến",
)
def api_assignment_events(
    request: HttpRequest, assignment_id: int, limit: Limit = 50, cursor: Cursor = ""
) -> dict[str, Any]:
    """What happened to an assignment, first to last."""
    row = assignment_or_missing(viewer_of_plans(request), assignment_id)
    page = cursor_page(
        row.events.all(), order=["pk"], of=f"events/{row.pk}", cursor=cursor, limit=limit, key=lambda event: [event.pk]
    )
    return {"items": page.items, "next": page.next}


@router.get(
    "/assignments/{int:assignment_id}/notes",
    response=reads(Listed[NoteOut]),
    url_name="api_assignment_notes",
    summary="Ghi nhận tiến độ",
)
def api_assignment_notes(
    request: HttpRequest, assignment_id: int, limit: Limit = 50, cursor: Cursor = ""
) -> dict[str, Any]:
    """What the agency said of its progress, first to last."""
    row = assignment_or_missing(viewer_of_plans(request), assignment_id)
    page = cursor_page(
        row.notes.all(), order=["pk"], of=f"notes/{row.pk}", cursor=cursor, limit=limit, key=lambda note: [note.pk]
    )
    return {"items": page.items, "next": page.next}


@router.get(
    "/assignments/{int:assignment_id}/extensions",
    response=reads(list[ExtensionOut]),
    url_name="api_assignment_extensions",
    summary="Gia hạn",
)
def api_assignment_extensions(request: HttpRequest, assignment_id: int) -> list[Any]:
    """Requests for a later date, first to last."""
    row = assignment_or_missing(viewer_of_plans(request), assignment_id)
    return list(row.extensions.order_by("asked_at", "pk"))


@router.get(
    "/assignments/{int:assignment_id}/returns",
    response=reads(list[ReturnOut]),
    url_name="api_assignment_returns",
    summary="Đề nghị trả lại",
)
def api_assignment_returns(request: HttpRequest, assignment_id: int) -> list[Any]:
    """Requests to give it back, first to last."""
    row = assignment_or_missing(viewer_of_plans(request), assignment_id)
    return list(row.returns.order_by("asked_at", "pk"))


@router.get(
    "/difficulties", response=reads(Listed[DifficultyOut]), url_name="api_difficulties", summary="Khó khăn, vướng mắc"
)
def api_difficulties(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """Difficulties that concern one's agency, as on their board: its own, those it carries on, those on work it gave,
    those passed on to it."""
    viewer = viewer_of_plans(request)
    page = cursor_page(
        seen_difficulties(viewer),
        order=["-pk"],
        of="difficulties",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    return {"items": [difficulty_told(row) for row in page.items], "next": page.next}


@router.get(
    "/difficulties/{int:difficulty_id}",
    response=reads(DifficultyOut),
    url_name="api_difficulty",
    summary="Một khó khăn, vướng mắc",
)
def api_difficulty(request: HttpRequest, difficulty_id: int) -> dict[str, Any]:
    """One difficulty that concerns one's agency; its ETag begins with its version."""
    return difficulty_with_version(request, viewer_of_plans(request), difficulty_id)


def difficulty_or_missing(viewer: Actor, difficulty_id: int) -> Difficulty:
    """The difficulty, if it concerns the viewer's agency. Raises Problem."""
    found = seen_difficulties(viewer).filter(pk=difficulty_id).first()
    if found is None:
        raise missing()
    return found


def difficulty_with_version(request: HttpRequest, viewer: Actor, difficulty_id: int) -> dict[str, Any]:
    """The difficulty as it is now; its version goes into the ETag."""
    row = difficulty_or_missing(viewer, difficulty_id)
    request.version_told = row.version  # type: ignore[attr-defined]
    return difficulty_told(row)
