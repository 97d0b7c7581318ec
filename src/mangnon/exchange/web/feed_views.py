"""Lịch: the feed itself, at its secret address, and the page on which a person makes and revokes it."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.web.access import actor_of, public_page, requires
from mangnon.exchange.calendar_feed import (
    actor_of_token,
    calendar_of,
    entries_of,
    make_feed,
    mark_of,
    own_feed,
    revoke_feed,
)
from mangnon.exchange.policies import can_follow_calendar
from mangnon.kernel import clock

_log = logging.getLogger(__name__)
_GONE = "Địa chỉ lịch này không còn dùng được. Hãy tạo địa chỉ mới trong Măng Non, mục «Lịch của tôi».\n"


@public_page
@csrf_exempt
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar of who made the address. Whatever happens, the address is written into no log of ours."""
    if request.method not in ("GET", "HEAD"):
        return _quiet(HttpResponse("Chỉ tải được lịch.\n", status=405, headers={"Allow": "GET, HEAD"}))
    try:
        actor = actor_of_token(token)
        if actor is None:
            return _quiet(HttpResponse(_GONE, status=404, content_type="text/plain; charset=utf-8"))
        # One name for the site, by whichever of its addresses the program comes: else it has every entry twice.
        address = settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
        place = {"host": urlsplit(address).netloc, "address": address}
        entries = entries_of(actor)
        content = calendar_of(entries, at=clock.now(), **place)
    except Exception:
        # Django would log the path, and with it the secret: the error is logged here, without it.
        _log.exception("a calendar feed could not be made")
        return _quiet(HttpResponse("Lịch tạm thời chưa tải được.\n", status=503, content_type="text/plain"))
    etag = f'"{mark_of(entries, **place)}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None or response.status_code != 304:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="mang-non.ics"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _quiet(response: HttpResponse) -> HttpResponse:
    """An answer of which Django writes no line: the line would hold the address."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = "no-store"
    return response


@requires(can_follow_calendar)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_calendar(request: HttpRequest) -> HttpResponse:
    """What the own feed shows; a new address is shown once, on the answer to the form that made it."""
    actor, address = actor_of(request), ""
    if request.method == "POST":
        made = make_feed(actor=actor)
        address = request.build_absolute_uri(reverse("calendar_feed", args=[made.token]))
    entries = entries_of(actor)
    context = {
        "feed": own_feed(actor),
        "address": address,
        "entries": entries[:40],
        "more": max(0, len(entries) - 40),
        "columns": [{"label": "Ngày"}, {"label": "Nội dung trong lịch"}],
    }
    return render(request, "exchange/calendar.html", context)


@requires(can_follow_calendar)
@require_POST
def revoke_own_calendar(request: HttpRequest) -> HttpResponse:
    """The address stops answering at once."""
    if revoke_feed(actor=actor_of(request)):
        messages.success(request, "Đã thu hồi địa chỉ lịch. Chương trình đang dùng địa chỉ này không tải được nữa.")
    return redirect("own_calendar")
