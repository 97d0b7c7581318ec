"""Who may keep the calendar. Everybody in a post may read it."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Permission
from mangnon.calendars.errors import NOTHING_CHANGED
from mangnon.kernel.refusals import NotAllowed


def can_keep_calendar(actor: Actor) -> bool:
    """Whose role keeps the calendar. Days off are the same in the whole country: there is one calendar a site."""
    return actor.is_system or actor.may(Permission.KEEP_CALENDAR)


def check_keep_calendar(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_keep_calendar(actor):
        raise NotAllowed(
            f"Chỉ chuyên viên đầu mối cấp tỉnh và người quản trị được cập nhật lịch làm việc. {NOTHING_CHANGED} "
            "Hãy báo cho đầu mối của tỉnh ngày nghỉ và văn bản căn cứ."
        )
