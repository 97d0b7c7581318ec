"""The chosen rows of a list: which, in which version they were read, and what was just done to several of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Count
from django.http import HttpRequest

from mangnon.accounts.public import Actor
from mangnon.desk.bulk import MOST_ROWS
from mangnon.desk.models import BulkAct
from mangnon.desk.terms import NOT_UNDONE, BulkKind
from mangnon.plans.public import UNDO_MINUTES

_DONE: Final = {
    BulkKind.ACCEPT: "Đã tiếp nhận {count} phân công.",
    BulkKind.PROGRESS: "Đã ghi tiến độ {count} phân công.",
    BulkKind.EXTENSION: "Đã gửi đề nghị gia hạn {count} phân công.",
    BulkKind.COMPLETE: "Đã báo hoàn thành {count} phân công.",
    BulkKind.CONFIRM: "Đã nghiệm thu {count} phân công.",
    BulkKind.GRANT: "Đã đồng ý gia hạn {count} phân công.",
    BulkKind.REFUSE: "Đã trả lời không gia hạn {count} phân công.",
    BulkKind.RECALL: "Đã thu hồi {count} phân công.",
}


def chosen_ids(request: HttpRequest) -> set[int]:
    """The rows that were ticked."""
    texts = request.POST.getlist("ids")[: MOST_ROWS + 1]
    return {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 18}


def seen_versions(request: HttpRequest, ids: set[int]) -> dict[int, int]:
    """The version of each as it was on the screen."""
    told = {pk: request.POST.get(f"pb-{pk}", "") for pk in ids}
    return {pk: int(text) for pk, text in told.items() if text.isascii() and text.isdecimal() and len(text) < 10}


def done_words(act: BulkAct, count: int) -> str:
    """«Đã tiếp nhận 2 phân công.»"""
    return _DONE[BulkKind(act.kind)].format(count=count)


def last_done(actor: Actor, kinds: Sequence[BulkKind], *, now: dt.datetime) -> dict[str, Any] | None:
    """What one has just done to many rows and may still take back."""
    since = now - dt.timedelta(minutes=UNDO_MINUTES)
    mine = BulkAct.objects.filter(user_id=actor.user_id or 0, agency_id=actor.agency_id or 0, undone_at__isnull=True)
    mine = mine.filter(kind__in=kinds).exclude(kind__in=NOT_UNDONE)
    act = mine.filter(made_at__gte=since).annotate(row_count=Count("rows")).order_by("-made_at", "-pk").first()
    if act is None:
        return None
    left = UNDO_MINUTES - int((now - act.made_at).total_seconds() // 60)
    return {"act": act, "words": f"{done_words(act, act.row_count)} Hoàn tác được trong {left} phút."}
