"""A person's own deadlines as a calendar feed (iCalendar, RFC 5545) at a secret address.

A calendar program cannot sign in, so the address itself is the key: long, kept as a digest only, of one person, revoked
and renewed by that person. What it shows is little: codes and short words of tasks, names of reports, days. Never a
name, a child, a word of what an agency wrote.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from icalendar import Calendar, Event

from mangnon.accounts.public import Actor, User
from mangnon.agencies.public import actor_for
from mangnon.audit.public import record
from mangnon.desk.public import open_work
from mangnon.exchange.models import CalendarFeed
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.kernel.text import one_line
from mangnon.people.public import lies_unused
from mangnon.plans.public import can_see_plans, requests_waiting_for
from mangnon.plans.terms import AssignmentRole, Execution
from mangnon.reporting.public import Regime, days_to_receive, waiting_periods

TOKEN_SIGNS: Final = 43  # 32 random bytes in base64 without filling
_SHORT: Final = 80
_KINDS: Final = {"return": "đề nghị trả lại", "extension": "đề nghị gia hạn", "result": "kết quả chờ nghiệm thu"}
_OPEN = (Execution.NOT_RECEIVED, Execution.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of the feed: a stable name, the day, a short line, where it is on the site; `changed`: how often."""

    uid: str
    day: dt.date
    summary: str
    path: str
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class MadeFeed:
    """A new feed with its secret, which is shown once and kept nowhere."""

    feed: CalendarFeed
    token: str


def _digest(token: str) -> str:
    # 256 random bits need no slow hash: nobody can try them out.
    return hashlib.sha256(token.encode()).hexdigest()


def own_feed(actor: Actor) -> CalendarFeed | None:
    """The open feed of the person."""
    return _open_feed(actor.user_id).first() if actor.user_id is not None else None


def _open_feed(user_id: int) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(user_id=user_id, revoked_at__isnull=True)


def _person(actor: Actor) -> int:
    if actor.user_id is None or not can_see_plans(actor):
        raise NotAllowed("Vai trò của bạn không theo dõi nhiệm vụ nên không có lịch riêng. Không có gì bị thay đổi.")
    return actor.user_id


@transaction.atomic
def make_feed(*, actor: Actor) -> MadeFeed:
    """A new secret address for the person's own calendar; the one before is revoked. Raises NotAllowed."""
    person = _person(actor)
    User.objects.select_for_update(of=("self",)).get(pk=person)
    _revoke(actor)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user_id=person, digest=_digest(token), made_at=clock.now())
    record(actor=actor, act="make_calendar_feed", object_type="CalendarFeed", object_id=feed.pk)
    return MadeFeed(feed, token)


@transaction.atomic
def revoke_feed(*, actor: Actor) -> bool:
    """The address no longer answers. False when there was none."""
    return _revoke(actor)


def _revoke(actor: Actor) -> bool:
    feed = _open_feed(actor.user_id).select_for_update().first() if actor.user_id is not None else None
    if feed is None:
        return False
    feed.revoked_at = clock.now()
    feed.save(update_fields=["revoked_at"])
    record(actor=actor, act="revoke_calendar_feed", object_type="CalendarFeed", object_id=feed.pk)
    return True


def actor_of_token(token: str) -> Actor | None:
    """Whose calendar an address is: the person in today's first post; None for a revoked or unknown address, an account
    that is closed or has lain unused too long, and who holds no post."""
    if len(token) != TOKEN_SIGNS or not token.isascii():
        return None
    feed = CalendarFeed.objects.select_related("user").filter(digest=_digest(token), revoked_at__isnull=True).first()
    if feed is None or not feed.user.is_active or lies_unused(feed.user):
        return None
    today = clock.today()
    if feed.fetched_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(fetched_on=today)
    return actor_for(feed.user, on=today, origin="lịch")


def entries_of(actor: Actor) -> list[Entry]:
    """What falls due for the person's agency: open assignments with a day, reports not yet sent, the days by which
    reports come in to it, tier by tier, and requests that wait for its answer. By day."""
    found = [*_tasks(actor), *_reports(actor), *_incoming(actor), *_requests(actor)]
    return sorted(found, key=lambda entry: (entry.day, entry.uid))


def _tasks(actor: Actor) -> Iterator[Entry]:
    """The same work as on the page of one's own: a recurring task by its periods, and no day of who only monitors."""
    if actor.agency_id is None:
        return
    for row in open_work(actor).filter(execution__in=_OPEN, due_on__isnull=False).order_by("pk"):
        if row.binding_on is None:
            continue
        period = f" (kỳ {row.instance.period})" if row.instance is not None else ""
        role = "" if row.role == AssignmentRole.LEAD else f" ({row.get_role_display().lower()})"
        yield Entry(
            uid=f"phan-cong-{row.pk}",
            day=row.binding_on,
            summary=f"Hạn nhiệm vụ {row.task.code}{period}{role}: {_short(row.task.text)}",
            path=reverse("task", args=[row.task.plan.code, row.task.code]),
            sequence=row.version,
        )


def _reports(actor: Actor) -> Iterator[Entry]:
    for owed in waiting_periods(actor):
        regime, code = owed.period.regime, owed.period.code
        place = [regime.code, code]
        own = reverse("report_write", args=place)
        yield Entry(
            uid=f"bao-cao-{owed.period.pk}-{owed.agency.pk}",
            day=owed.due_on,
            summary=f"Hạn gửi báo cáo: {_short(owed.period.words)} ({_of(regime)})",
            path=own if owed.is_own else reverse("report_write_for", args=[*place, owed.agency.code]),
        )


def _incoming(actor: Actor) -> Iterator[Entry]:
    """From a month back: what is overdue is still waited for."""
    today = clock.today()
    for due in days_to_receive(actor, first=today - dt.timedelta(days=30), last=today + dt.timedelta(days=400)):
        if due.period is not None:
            yield Entry(
                uid=f"nhan-bao-cao-{due.period.pk}-{due.level or 'chung'}",
                day=due.send_by,
                summary=f"Hạn nhận báo cáo: {_short(due.words)}, {due.who} ({_of(due.regime)})",
                path=reverse("report_board", args=[due.regime.code, due.code]),
            )


def _of(regime: Regime) -> str:
    """Which report: by the plan's code, or by the name of what was asked for."""
    return f"kế hoạch {regime.plan.code}" if regime.plan is not None else _short(regime.name)


def _requests(actor: Actor) -> Iterator[Entry]:
    """What waits stands on the day it came: there is no legal clock for the answer."""
    for waiting in requests_waiting_for(actor):
        task = waiting.assignment.task
        yield Entry(
            uid=f"cho-quyet-dinh-{waiting.kind}-{waiting.request_id or waiting.assignment.pk}",
            day=clock.local_day(waiting.since),
            summary=f"Chờ quyết định: {_KINDS[waiting.kind]}, nhiệm vụ {task.code}",
            path=reverse("task", args=[task.plan.code, task.code]),
        )


def _short(text: str) -> str:
    words = one_line(text)
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1].rstrip()}…"


def mark_of(entries: Iterable[Entry], *, host: str, address: str) -> str:
    """A mark that stays the same as long as the entries do, whenever the file is made (its ETag)."""
    told = repr([(host, address), *((each.uid, each.day, each.summary, each.path, each.sequence) for each in entries)])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def calendar_of(entries: Iterable[Entry], *, host: str, address: str, at: dt.datetime) -> bytes:
    """The entries as an iCalendar file: all-day entries that take no time.

    `host` makes names unique in the world (RFC 5545, 3.8.4.7); `address` is put before each path. `at`: when it is
    made. Of two files a program holds the later one to be true (RFC 5546, 2.1.5), also where a day was moved forward.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Mang Non//Lich nhiem vu//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Măng Non: hạn nhiệm vụ")
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"value": "DURATION"})
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.uid}@{host}")
        event.add("dtstamp", at.astimezone(dt.UTC).replace(microsecond=0))
        event.add("sequence", entry.sequence)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + dt.timedelta(days=1))
        event.add("summary", entry.summary)
        event.add("url", f"{address}{entry.path}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
