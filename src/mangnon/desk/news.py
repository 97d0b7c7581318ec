"""What happened to a person since the digest they had last: late matters they were told as leaders, where they were
called in a comment, calls for a report that were changed. Each is told in one digest, the next one they get."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Max
from django.urls import reverse

from mangnon.accounts.public import Permission
from mangnon.activities.public import CommentMention
from mangnon.desk.people_told import PeopleTold
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.notices.public import Digest, Line, Reminder
from mangnon.notices.terms import ReminderKind, Section
from mangnon.reporting.public import call_news

_LOOK_BACK = dt.timedelta(days=30)


def news_of(people: PeopleTold, *, on: dt.date) -> Iterator[tuple[int, Section, Line]]:
    """Person, section, line; nothing older than thirty days. Five queries."""
    since = clock.at(on, 0) - _LOOK_BACK
    found = [*_told_above(since), *_mentioned(since, people), *_calls_changed(since, people)]
    last: dict[int, dt.datetime] = {}
    if found:
        recent = Digest.objects.filter(made_at__gte=since).order_by().values("person_id").annotate(last=Max("made_at"))
        last = {row["person_id"]: row["last"] for row in recent}
    for at, person_id, section, line in found:
        if person_id not in last or at > last[person_id]:
            yield person_id, section, line


def _told_above(since: dt.datetime) -> Iterator[tuple[dt.datetime, int, Section, Line]]:
    rows = Reminder.objects.filter(kind=ReminderKind.ESCALATION, to__isnull=False, at__gte=since).order_by("at", "pk")
    for person_id, at, words, address in rows.values_list("to_id", "at", "words", "address"):
        yield at, person_id or 0, Section.OVERDUE, Line(words, address, note="đã báo lãnh đạo")


def _mentioned(since: dt.datetime, people: PeopleTold) -> Iterator[tuple[dt.datetime, int, Section, Line]]:
    """Comments that still stand, by others, on tasks of plans that the person may see today; not what they say."""
    rows = (
        CommentMention.objects.filter(mentioned_at__gte=since, comment__withdrawn_at__isnull=True)
        .exclude(comment__made_by_id=F("person_id"))
        .order_by("mentioned_at", "pk")
        .values_list(
            "mentioned_at",
            "person_id",
            "comment__task__plan__code",
            "comment__task__code",
            "comment__task__plan__territory__code",
        )
    )
    for at, person_id, plan_code, code, province in rows:
        if person_id in people.in_province.get((province, Permission.SEE_PLANS), ()):
            words = f"Bạn được nhắc đến trong trao đổi ở nhiệm vụ {code}"
            address = reverse("task", args=[plan_code, code])
            yield at, person_id, Section.MENTIONS, Line(words, address, note=f"ngày {vn_date(clock.local_day(at))}")


def _calls_changed(since: dt.datetime, people: PeopleTold) -> Iterator[tuple[dt.datetime, int, Section, Line]]:
    """Calls that were changed after they went out, to those who write for the bodies that were asked."""
    for news in call_news(since=since):
        address = reverse("call_answer", args=[news.regime_code, news.period_code])
        words = f"Yêu cầu báo cáo «{news.name}» thay đổi: {news.words}"
        for person_id in people.at_body.get((news.agency_id, Permission.ACT_FOR_AGENCY), ()):
            yield news.at, person_id, Section.WAITING, Line(words, address)
