"""Who is writing a report at this moment, and what was saved since a page was opened; without any standing line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.public import Task
from mangnon.reporting.models import ExpectedReport, Period, ReportEntry, WritingPresence
from mangnon.reporting.policies import check_write_report
from mangnon.reporting.successions.carrying import fields_of
from mangnon.reporting.writing.sending import check_owed, check_writer

WRITES_FOR = dt.timedelta(seconds=60)
_KEPT_FOR = dt.timedelta(days=1)
_BOXES = {
    "results": "ô «Kết quả thực hiện»",
    "difficulties": "ô «Khó khăn, vướng mắc»",
    "proposals": "ô «Đề xuất, kiến nghị»",
    "next_period": "ô «Nhiệm vụ kỳ tới»",
}


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody else who wrote within the last minute. `what`: «nhiệm vụ I.2, ô «Kết quả thực hiện»»."""

    who: str
    what: str


def written_for(viewer: Actor, period: Period, agency_id: int) -> ExpectedReport | None:
    """The report the viewer writes; None when the body owes none. Raises NotAllowed, ReportLocked."""
    found = ExpectedReport.objects.select_related("agency").filter(period=period, agency_id=agency_id).first()
    if found is None:
        check_write_report(viewer, writer_ids=[agency_id])
        return None
    check_writer(viewer, period, found.agency)
    check_owed(found)
    return found


def note_writing(*, actor: Actor, expected: ExpectedReport, task_id: int | None, box: str) -> None:
    """The actor is writing now, here. No evidence is kept of it: it is no act, and is gone in a day."""
    if actor.user_id is None:
        return
    now = clock.now()
    WritingPresence.objects.filter(Q(seen_at__lt=now - _KEPT_FOR), expected=expected).delete()
    is_task = Task.objects.filter(pk=task_id or 0).exists()
    WritingPresence.objects.update_or_create(
        expected=expected,
        person_id=actor.user_id,
        defaults={"task_id": task_id if is_task else None, "box": box if box in _BOXES else "", "seen_at": now},
    )


def others_writing(viewer: Actor, expected: ExpectedReport) -> list[Writer]:
    """Who else wrote this report within the last minute, last first; one query."""
    rows = WritingPresence.objects.filter(expected=expected, seen_at__gt=clock.now() - WRITES_FOR)
    rows = rows.exclude(person_id=viewer.user_id).select_related("person", "task").order_by("-seen_at", "pk")
    return [Writer(row.person.full_name, _what(row)) for row in rows]


def _what(row: WritingPresence) -> str:
    place = f"nhiệm vụ {row.task.code}" if row.task else "nội dung chung"
    return f"{place}, {_BOXES[row.box]}" if row.box in _BOXES else place


def saved_since(expected: ExpectedReport, seen: Mapping[int, int]) -> list[dict[str, Any]]:
    """Entries saved after what a page knows (`seen`: task, 0 for the general part → save number); one query."""
    rows = ReportEntry.objects.filter(report__period_id=expected.period_id, report__agency_id=expected.agency_id)
    return [
        {
            "key": row.task_id or 0,
            "version": row.revision,
            "fields": fields_of(row),
            "who": row.saved_by.full_name if row.saved_by else "",
            "saved_at": f"{row.saved_at.astimezone(clock.VIETNAM):%H:%M}" if row.saved_at else "",
        }
        for row in rows.select_related("saved_by").order_by("pk")
        if row.revision > seen.get(row.task_id or 0, row.revision)
    ]
