"""What one was told, marked as read; the digests; the log of reminders for who urges and oversees."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.doorway import actor_asking
from mangnon.exchange.rest.paging import cursor_page
from mangnon.exchange.rest.plans import Cursor, Limit
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.sent import NothingSent
from mangnon.exchange.rest.shapes import Day, Listed, Number, Sent
from mangnon.kernel.refusals import NotAllowed
from mangnon.notices.public import (
    Digest,
    Reminder,
    can_see_reminders,
    choose_mail,
    digest_of_day,
    digests,
    mark_all_read,
    mark_read,
    reminders,
    unread_count,
    wants_mail,
)
from mangnon.notices.terms import ReminderKind, Section

router = Router(tags=["Nhắc việc"])
_Body = Annotated[str, Query(max_length=60, description="Mã cơ quan được nhắc")]


class ReadSent(Sent):
    """The notices that were read, and the days of the digests."""

    notices: Annotated[list[Number], Field(max_length=500)] = []
    digests: Annotated[list[Day], Field(max_length=100)] = []


class ReadOut(Schema):
    """How many were marked now, and how many are left unread."""

    marked: int
    unread: int


class DigestLineOut(Schema):
    """A line of a digest: an address of this site, the deadline if there is one."""

    words: str
    address: str
    due: dt.date | None
    note: str


class DigestPartOut(Schema):
    """A part of a digest: how many there were in all, and the first of them."""

    section: str
    count: int
    lines: list[DigestLineOut]


class DigestOut(Schema):
    """What waited for one on a day, as it stood that morning."""

    on: dt.date
    made_at: dt.datetime
    read_at: dt.datetime | None
    parts: list[DigestPartOut]


class ReminderOut(Schema):
    """A line of the log. `by_system`: nobody in person, after the set time. The person who got it is not told here."""

    id: int
    kind: str
    of_body: str
    to_words: str
    words: str
    address: str
    at: dt.datetime
    by_system: bool
    level: int
    channel: str
    result: str


class MailSent(Sent):
    """Whether digests come by e-mail too."""

    by_mail: bool


class MailOut(Schema):
    """Whether digests come by e-mail too."""

    by_mail: bool


def _digest(row: Digest) -> dict[str, Any]:
    parts = [
        {
            "section": section.value,
            "count": row.counts.get(section.value, 0),
            "lines": [{**line, "due": line["due"] or None} for line in row.lines.get(section.value, [])],
        }
        for section in Section
        if row.counts.get(section.value, 0)
    ]
    return {"on": row.on, "made_at": row.made_at, "read_at": row.read_at, "parts": parts}


def _reminder(row: Reminder) -> dict[str, Any]:
    names = ("kind", "of_body", "to_words", "words", "address", "at", "level", "channel", "result")
    return {"id": row.pk, "by_system": row.by_id is None, **{name: getattr(row, name) for name in names}}


@router.post("/notices/read", response=acts(ReadOut), url_name="api_mark_read", summary="Đánh dấu đã đọc")
def api_mark_read(request: HttpRequest, payload: ReadSent) -> dict[str, int]:
    """Mark notices and digests of one's own as read; others' are passed over, those read before keep their time."""
    actor = actor_asking(request)
    marked = mark_read(actor=actor, notice_ids=payload.notices)
    marked += sum(mark_read(actor=actor, day=day) for day in dict.fromkeys(payload.digests))
    return {"marked": marked, "unread": unread_count(actor.user_id)}


@router.post("/notices/read-all", response=acts(ReadOut), url_name="api_mark_all_read", summary="Đánh dấu đã đọc hết")
def api_mark_all_read(request: HttpRequest, payload: NothingSent) -> dict[str, int]:
    """Mark everything of one's own as read."""
    actor = actor_asking(request)
    return {"marked": mark_all_read(actor=actor), "unread": unread_count(actor.user_id)}


@router.get("/digests", response=reads(Listed[DigestOut]), url_name="api_digests", summary="Bản nhắc việc của tôi")
def api_digests(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """One's own digests, newest first."""
    page = cursor_page(
        digests(actor_asking(request)),
        order=["-on"],  # one a day
        of="digests",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.on.isoformat()],
    )
    return {"items": [_digest(row) for row in page.items], "next": page.next}


@router.get("/digests/{day}", response=reads(DigestOut), url_name="api_digest", summary="Bản nhắc việc một ngày")
def api_digest(request: HttpRequest, day: Day) -> dict[str, Any]:
    """One's own digest of a day."""
    found = digest_of_day(actor_asking(request), day)
    if found is None:
        raise missing()
    return _digest(found)


@router.get("/reminders", response=reads(Listed[ReminderOut]), url_name="api_reminders", summary="Nhật ký nhắc việc")
def api_reminders(
    request: HttpRequest,
    kind: ReminderKind | None = None,
    agency: _Body = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """Who was reminded of what, by which way and how it went, in one's provinces, newest first."""
    viewer = actor_asking(request)
    if not can_see_reminders(viewer):
        raise NotAllowed("Vai trò của bạn không xem nhật ký nhắc việc. Không có gì bị thay đổi.")
    found = reminders(viewer)
    if kind is not None:
        found = found.filter(kind=kind)
    if agency:
        found = found.filter(of_body=agency)
    page = cursor_page(
        found,
        order=["-pk"],
        of=f"reminders:{kind or ''}:{agency}",
        cursor=cursor,
        limit=limit,
        key=lambda row: [row.pk],
    )
    return {"items": [_reminder(row) for row in page.items], "next": page.next}


@router.get("/reminding", response=reads(MailOut), url_name="api_reminding", summary="Cách nhận nhắc việc")
def api_reminding(request: HttpRequest) -> dict[str, bool]:
    """How one is reminded: on the site always, by e-mail as one chose."""
    return {"by_mail": wants_mail(actor_asking(request).user_id or 0)}


@router.post("/reminding", response=acts(MailOut), url_name="api_choose_mail", summary="Chọn nhận thư nhắc việc")
def api_choose_mail(request: HttpRequest, payload: MailSent) -> dict[str, bool]:
    """Get digests by e-mail too, or not; what waits to be sent is then not sent."""
    return {"by_mail": choose_mail(actor=actor_asking(request), by_mail=payload.by_mail).by_mail}
