"""One act on several assignments, all or none, and back: the same as the chosen rows of «Việc của tôi»."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from mangnon.accounts.public import Actor
from mangnon.desk.public import (
    MOST_ROWS,
    NOT_UNDONE,
    BulkAct,
    BulkKind,
    BulkRefused,
    BulkWords,
    act_on_many,
    bulk_acts,
    undo_bulk,
)
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.paging import cursor_page
from mangnon.exchange.rest.plans import Cursor, Limit, viewer_of_plans
from mangnon.exchange.rest.problems import Problem, missing
from mangnon.exchange.rest.sent import NothingSent
from mangnon.exchange.rest.shapes import Day, Listed, Number, Sent
from mangnon.kernel import clock
from mangnon.plans.public import UNDO_MINUTES

router = Router(tags=["Việc với nhiều phân công"])


class BulkItem(Sent):
    """`version`: the one the program has seen; null for whichever it has (not for the acts of who gave the work)."""

    assignment: Number
    version: Number | None = None


class BulkSent(Sent):
    """One act with the same words for all. `progress` and `text` for `progress`; `wanted_on` and `text` for
    `extension`; `text` is the reason of `complete` where a coordinator is silent. Of the body that gave the work:
    `confirm` (`text`: remark), `grant` (`wanted_on`: another day than those asked for; `text`: remark), `refuse` and
    `recall` (`text`: the reason)."""

    kind: BulkKind
    items: Annotated[list[BulkItem], Field(min_length=1, max_length=MOST_ROWS)]
    text: Annotated[str, Field(max_length=4000)] = ""
    progress: Annotated[int, Field(ge=0, le=100)] | None = None
    wanted_on: Day | None = None


class BulkRowOut(Schema):
    """An assignment of the act, and its version after it."""

    assignment: int
    version: int


class BulkOut(Schema):
    """An act on several. `undo_until`: the last instant at which it can be taken back, as long as nothing has happened
    to any of its rows; null once that is past or done, and for `recall`, which cannot be."""

    id: int
    kind: str
    made_at: dt.datetime
    undone_at: dt.datetime | None
    undo_until: dt.datetime | None
    rows: list[BulkRowOut]


def _told(act: BulkAct) -> dict[str, Any]:
    until = act.made_at + dt.timedelta(minutes=UNDO_MINUTES)
    is_open = act.undone_at is None and act.kind not in NOT_UNDONE and clock.now() <= until
    return {
        "id": act.pk,
        "kind": act.kind,
        "made_at": act.made_at,
        "undone_at": act.undone_at,
        "undo_until": until if is_open else None,
        "rows": [{"assignment": row.assignment_id, "version": row.version} for row in act.rows.all()],
    }


def _own(viewer: Actor, act_id: int) -> BulkAct:
    found = bulk_acts(viewer).filter(pk=act_id).first()
    if found is None:
        raise missing()
    return found


@router.get("/bulk-acts", response=reads(Listed[BulkOut]), url_name="api_bulk_acts", summary="Việc làm hàng loạt")
def api_bulk_acts(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """What one did to several at once in this post, newest first."""
    page = cursor_page(
        bulk_acts(viewer_of_plans(request)),
        order=["-pk"],
        of="bulk-acts",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    return {"items": [_told(row) for row in page.items], "next": page.next}


@router.get(
    "/bulk-acts/{int:act_id}", response=reads(BulkOut), url_name="api_bulk_act", summary="Một việc làm hàng loạt"
)
def api_bulk_act(request: HttpRequest, act_id: int) -> dict[str, Any]:
    """One of them, and until when it can be taken back."""
    return _told(_own(viewer_of_plans(request), act_id))


@router.post(
    "/bulk-acts", response=acts(BulkOut, 201), url_name="api_act_on_many", summary="Làm một việc với nhiều phân công"
)
def api_act_on_many(request: HttpRequest, payload: BulkSent) -> Status[dict[str, Any]]:
    """Do one act on several assignments of one's own body, or that it gave: all of them, or none, and `errors` says why
    of each."""
    actor, ids = viewer_of_plans(request), [item.assignment for item in payload.items]
    if len(set(ids)) != len(ids):
        raise Problem(422, "named_twice", "Có phân công được nêu hai lần. Không có gì bị thay đổi. Hãy bỏ bớt.")
    words = BulkWords(
        text=payload.text,
        progress=payload.progress,
        wanted_on=payload.wanted_on,
        versions={item.assignment: item.version for item in payload.items if item.version is not None},
    )
    try:
        made = act_on_many(actor=actor, kind=payload.kind, assignment_ids=ids, words=words)
    except BulkRefused as refusal:
        raise _refused(refusal, ids) from None
    return Status(201, _told(_own(actor, made.pk)))


def _refused(refusal: BulkRefused, ids: list[int]) -> Problem:
    """The refusal, with what was said of each row at the place where it was sent."""
    errors = [
        {"field": f"body.items.{place}", "code": "refused", "detail": refusal.rows[pk]}
        for place, pk in enumerate(ids)
        if pk in refusal.rows
    ]
    return Problem(422, refusal.code, refusal.message, errors=errors)


@router.post(
    "/bulk-acts/{int:act_id}/undo", response=acts(BulkOut), url_name="api_undo_bulk", summary="Hoàn tác việc hàng loạt"
)
def api_undo_bulk(request: HttpRequest, act_id: int, payload: NothingSent) -> dict[str, Any]:
    """Take it back as one, within ten minutes, while nothing has happened to any of its rows since."""
    actor = viewer_of_plans(request)
    _own(actor, act_id)
    undo_bulk(actor=actor, bulk_id=act_id)
    return _told(_own(actor, act_id))
