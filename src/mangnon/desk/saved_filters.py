"""Filters with a name: one's own, kept as the part of the address that says them."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from mangnon.accounts.public import Actor
from mangnon.desk.errors import BadFilter
from mangnon.desk.models import SavedFilter
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.kernel.text import nfc, one_line

MOST_FILTERS: Final = 30


def saved_filters(viewer: Actor) -> QuerySet[SavedFilter]:
    """One's own filters, by name."""
    return SavedFilter.objects.filter(user_id=viewer.user_id or 0).order_by("name", "pk")


@transaction.atomic
def save_filter(*, actor: Actor, name: str, query: str, is_default: bool = False) -> SavedFilter:
    """Keep a filter under a name; a name that is there already gets the new one. `is_default`: opened first.

    Raises NotAllowed for nobody in person, BadFilter.
    """
    if actor.user_id is None:
        raise NotAllowed("Chỉ người đăng nhập mới lưu được bộ lọc. Không có gì bị thay đổi.")
    words = one_line(nfc(name))[:60]
    if not words:
        raise BadFilter("Chưa đặt tên cho bộ lọc. Chưa có gì được lưu. Hãy nhập tên.", code="no_name")
    if len(query) > 500:
        raise BadFilter("Điều kiện lọc quá dài nên không lưu được. Hãy lọc ngắn gọn hơn.", code="too_long")
    own = saved_filters(actor).select_for_update()
    known = {row.name: row for row in own}
    if words not in known and len(known) >= MOST_FILTERS:
        raise BadFilter(
            f"Đã lưu {MOST_FILTERS} bộ lọc, là nhiều nhất. Chưa có gì được lưu. Hãy xóa bộ lọc không dùng.",
            code="too_many",
        )
    if is_default:
        SavedFilter.objects.filter(user_id=actor.user_id, is_default=True).update(is_default=False)
    row, _ = SavedFilter.objects.update_or_create(
        user_id=actor.user_id,
        name=words,
        defaults={"query": query, "is_default": is_default, "made_at": clock.now()},
    )
    return row


@transaction.atomic
def delete_filter(*, actor: Actor, filter_id: int) -> str:
    """Forget one of one's own filters; answers its name. Raises BadFilter when there is none."""
    row = saved_filters(actor).select_for_update().filter(pk=filter_id).first()
    if row is None:
        raise BadFilter("Bộ lọc này không còn. Không có gì bị thay đổi.", code="no_such_filter")
    row.delete()
    return row.name
