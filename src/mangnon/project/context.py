"""What the frame of every page needs: navigation, actor, notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from mangnon import __version__
from mangnon.accounts.public import Actor
from mangnon.audit.public import may_read_audit
from mangnon.calendars.public import can_keep_calendar
from mangnon.desk.web.overview_views import can_see_overviews
from mangnon.documents.public import can_see_documents
from mangnon.indicators.public import can_see_figures
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.notices.public import unread_count
from mangnon.outgoing.public import can_see_outgoing
from mangnon.people.policies import can_administer_people
from mangnon.people.sign_in_limits import limits
from mangnon.plans.public import can_see_plans
from mangnon.recommendations.public import can_see_recommendations
from mangnon.reporting.public import can_see_reports

REMINDERS = "Nhắc việc"  # the room that carries a count
_Room = tuple[str, str, tuple[str, ...], Callable[[Actor], bool]]


def _anybody(actor: Actor) -> bool:
    """Every signed-in person may enter."""
    return bool(actor)


_OF_PLANS = ("/ke-hoach", "/nhiem-vu", "/hoat-dong", "/kho-khan", "/don-doc", "/trao-doi/tep-excel", "/chuoi")
# Label, address, what is shown as being there, who may enter. The first are the rooms of every day.
_ROOMS: list[_Room] = [
    ("Bàn làm việc", "desk", ("/ban-lam-viec",), _anybody),
    ("Việc của tôi", "my_work", ("/viec-cua-toi", "/viec-da-giao"), can_see_plans),
    (REMINDERS, "reminders", ("/nhac-viec",), _anybody),
    ("Kế hoạch", "plans", _OF_PLANS, can_see_plans),
    ("Báo cáo", "reports", ("/bao-cao", "/trao-doi/phieu-bao-cao"), can_see_reports),
    ("Văn bản", "documents", ("/van-ban",), can_see_documents),
]
# Entered less often: under «Thêm».
_FURTHER_ROOMS: list[_Room] = [
    ("Tổng quan", "overview", ("/tong-quan",), can_see_overviews),
    ("Văn bản đi", "outgoing", ("/so-van-ban-di",), can_see_outgoing),
    ("Chỉ tiêu", "indicators", ("/chi-tieu", "/bieu-so-lieu"), can_see_figures),
    ("Khuyến nghị", "recommendations", ("/khuyen-nghi",), can_see_recommendations),
    ("Cơ quan thực hiện", "late_agencies", ("/co-quan",), can_see_plans),
    ("Tổ chức", "organisation", ("/to-chuc", "/dia-ban"), _anybody),
    ("Lịch làm việc", "working_calendar", ("/lich-lam-viec",), can_keep_calendar),
    ("Nhân sự", "people", ("/nhan-su",), can_administer_people),
    ("Nhật ký", "audit_log", ("/nhat-ky",), may_read_audit),
]


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Variables of `ui/base.html`; the same for every page."""
    actor = getattr(request, "actor", None)
    navigation = _rooms(actor, request.path) if actor is not None else []
    here = next((room["label"] for room in navigation if room["folded"] and room["current"]), "")
    notice = ""
    if clock.training_shift():
        notice = f"Dữ liệu mẫu để tập huấn. Trong dữ liệu này hôm nay là {vn_date(clock.today())}."
    return {
        "navigation": navigation,
        "navigation_more": {"label": here or "Thêm", "current": bool(here)} if navigation else None,
        "actor": actor,
        "training_notice": notice,
        "idle_seconds": _idle_seconds(request),
        "product_version": __version__,
        "read_at": clock.now(),
    }


def _rooms(actor: Actor, path: str) -> list[dict[str, Any]]:
    """The rooms this actor may enter: those of every day, then the further ones (`folded`, under «Thêm»)."""
    unread = unread_count(actor.user_id)
    return [
        {
            "label": label,
            "url": reverse(name),
            "current": path.startswith(prefixes),
            "count": unread if label == REMINDERS else None,
            "folded": folded,
        }
        for folded, rooms in ((False, _ROOMS), (True, _FURTHER_ROOMS))
        for label, name, prefixes, may_enter in rooms
        if may_enter(actor)
    ]


def _idle_seconds(request: HttpRequest) -> int:
    """After how long the page's own script asks whether the screen is to be covered; 0 where nobody works."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.path == reverse("lock_screen"):
        return 0
    return limits().idle_minutes * 60
