"""What the frame of every page needs: navigation, actor, notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from mangnon import __version__
from mangnon.audit.public import may_read_audit
from mangnon.calendars.public import can_keep_calendar
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.notices.public import unread_count
from mangnon.people.policies import can_administer_people
from mangnon.people.sign_in_limits import limits

REMINDERS = "Nhắc việc"  # the room that carries a count
_ROOMS = [
    ("Bàn làm việc", "desk", ("/ban-lam-viec",)),
    (REMINDERS, "reminders", ("/nhac-viec",)),
    ("Việc của tôi", "my_work", ("/viec-cua-toi",)),
    ("Văn bản", "documents", ("/van-ban",)),
    ("Kế hoạch", "plans", ("/ke-hoach", "/nhiem-vu", "/hoat-dong", "/kho-khan", "/don-doc")),
    ("Khuyến nghị", "recommendations", ("/khuyen-nghi", "/chuoi")),
    ("Báo cáo", "reports", ("/bao-cao",)),
    ("Tổ chức", "organisation", ("/to-chuc", "/dia-ban")),
]
# Rooms that only some may enter.
_ROOMS_OF_SOME = [
    ("Lịch làm việc", "working_calendar", ("/lich-lam-viec",), can_keep_calendar),
    ("Nhân sự", "people", ("/nhan-su",), can_administer_people),
    ("Nhật ký", "audit_log", ("/nhat-ky",), may_read_audit),
]


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Variables of `ui/base.html`; the same for every page."""
    actor = getattr(request, "actor", None)
    unread = unread_count(actor.user_id) if actor is not None else 0
    navigation = [
        {
            "label": label,
            "url": reverse(name),
            "current": request.path.startswith(prefixes),
            "count": unread if label == REMINDERS else None,
        }
        for label, name, prefixes in [*_ROOMS, *(room[:3] for room in _ROOMS_OF_SOME if actor and room[3](actor))]
        if actor is not None
    ]
    notice = ""
    if clock.training_shift():
        notice = f"Dữ liệu mẫu để tập huấn. Trong dữ liệu này hôm nay là {vn_date(clock.today())}."
    return {
        "navigation": navigation,
        "actor": actor,
        "training_notice": notice,
        "idle_seconds": _idle_seconds(request),
        "product_version": __version__,
    }


def _idle_seconds(request: HttpRequest) -> int:
    """After how long the page's own script asks whether the screen is to be covered; 0 where nobody works."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.path == reverse("lock_screen"):
        return 0
    return limits().idle_minutes * 60
