"""What stands between a signed-in session and every page: age, a strange browser, the lock, second factor, password.

A page is shut unless it is open to everybody or says which gates it passes (`passes`): new pages are shut by default.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from mangnon.accounts.public import User
from mangnon.accounts.web.access import origin_of
from mangnon.kernel import clock
from mangnon.people.evidence import actor_of_user
from mangnon.people.factors import is_factor_due
from mangnon.people.models import SignInSession
from mangnon.people.passwords import is_change_due
from mangnon.people.sessions import lock_session, note_browser, touch
from mangnon.people.sign_in import note_sign_out
from mangnon.people.sign_in_limits import limits
from mangnon.people.sign_in_rules import fingerprint, is_idle, is_too_old
from mangnon.people.web.kept import forget_kept, keep_form, own_page

GetResponse = Callable[[HttpRequest], HttpResponse]
FACTOR_MARK = "second_factor"

_STRANGE = (
    "Phiên đăng nhập đã kết thúc vì được dùng từ một trình duyệt khác với lúc đăng nhập. "
    "Những gì đã lưu còn nguyên. Nếu không phải bạn làm việc đó, hãy đổi mật khẩu sau khi đăng nhập lại."
)
_OLD = "Phiên đăng nhập đã kéo dài {hours} giờ nên kết thúc. Những gì đã lưu còn nguyên. Hãy đăng nhập lại."


def passes(*gates: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Mark a view that stays open at a gate: «lock», «factor», «password»."""

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        view.passes = frozenset(gates)  # type: ignore[attr-defined]
        return view

    return mark


def row_of(request: HttpRequest) -> SignInSession:
    """The record of a signed-in request's session."""
    row: SignInSession | None = request.session.row  # type: ignore[attr-defined]
    if row is None:
        request.session.save()
        row = SignInSession.objects.get(pk=request.session.handle)  # type: ignore[attr-defined]
        request.session.row = row  # type: ignore[attr-defined]
    return row


class SignInGate:
    """Ends sessions that are too old or come from another browser; leads the others to what must be done first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            row, agent = row_of(request), request.headers.get("User-Agent", "")
            if not row.fingerprint:
                note_browser(row, address=origin_of(request), user_agent=agent)
            why = ""
            if row.fingerprint != fingerprint(agent):
                why, words = "another_browser", _STRANGE
            elif is_too_old(row.began_at, clock.actual_now(), limits()):
                why, words = "too_old", _OLD.format(hours=limits().session_hours)
            if why:
                note_sign_out(user=user, address=origin_of(request), why=why)
                logout(request)
                messages.warning(request, words)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Runs after the check of forged forms and once the actor is known."""
        user = request.user
        if not isinstance(user, User) or getattr(view, "access", "") == "public":
            return None
        open_at: frozenset[str] = getattr(view, "passes", frozenset())
        if getattr(view, "access", "") == "interface":
            request.shut_by = ""  # type: ignore[attr-defined]
        row, actor = row_of(request), getattr(request, "actor", None)
        if row.locked_at is None and is_idle(row.last_seen_at, clock.actual_now(), limits()):
            lock_session(actor=actor or actor_of_user(user, origin=origin_of(request)), row=row, why="idle")
        if row.locked_at is not None:
            return None if "lock" in open_at else _led_to(request, "lock_screen")
        if "lock" not in open_at and not _asks_by_itself(request, view):
            touch(row, address=origin_of(request))
        if "factor" not in open_at and FACTOR_MARK not in request.session and is_factor_due(user, actor):
            return _led_to(request, "second_factor")
        if "password" not in open_at and is_change_due(user, actor):
            return _led_to(request, "change_password")
        if request.method == "POST":
            forget_kept(request)
        return None


def _asks_by_itself(request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
    """A page that htmx keeps asking for: no sign that a person is there."""
    return getattr(view, "is_polled", False) and request.method == "GET" and bool(getattr(request, "htmx", False))


def _led_to(request: HttpRequest, name: str) -> HttpResponse | None:
    """To the page of what must be done first, and back afterwards. A form that was being sent is kept on the server.

    A program cannot be led anywhere: the interface says itself what is due (`request.shut_by`).
    """
    if hasattr(request, "shut_by"):
        request.shut_by = name
        return None
    if request.headers.get("X-Autosave"):
        words = "Màn hình đã khóa nên chưa lưu được; bản nháp còn trong máy này. Hãy mở khóa ở một thẻ khác."
        return JsonResponse({"message": words}, status=401)
    if request.method == "POST":
        keep_form(request)
    address = f"{reverse(name)}?next={own_page(request)}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return redirect(address)
