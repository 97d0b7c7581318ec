"""What every request gets: strict headers, the actor, and refusals told in Vietnamese."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.accounts.web.access import CHOSEN_POST, origin_of
from mangnon.agencies.public import actor_for
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
GetResponse = Callable[[HttpRequest], HttpResponse]


class SecurityHeadersMiddleware:
    """Content-Security-Policy without inline code, and no caching of signed-in pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


LARGEST_BODY = 100 * 1024 * 1024


class BodyLimitMiddleware:
    """Refuses a body that no page of the product could take before any of it is read or stored.

    Smaller uploads that are still too large are refused by the page they were sent to, with its own sentence.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > LARGEST_BODY:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class AddressMiddleware:
    """An address with the sign NUL in it names nothing: PostgreSQL would refuse even to be asked for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            return render(request, "404.html", status=404)
        return self.get_response(request)


class MethodMiddleware:
    """An address that only takes forms, opened by hand or after a reload, says so instead of staying empty."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        told = render(request, "405.html", status=405)
        told.headers["Allow"] = response.headers.get("Allow", "")
        return told


class ActorMiddleware:
    """Sets `request.actor`: the person in the chosen one of today's posts, or None when nobody is signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user, actor = request.user, None
        if user.is_authenticated:
            chosen = request.session.get(CHOSEN_POST)
            actor = actor_for(user, on=clock.today(), post_id=chosen, origin=origin_of(request))
        request.actor = actor  # type: ignore[attr-defined]
        return self.get_response(request)


class RefusalMiddleware:
    """Turns a service's refusal that no page caught into a page with the refusal's own sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only refusals are answered here; anything else is a fault and goes on."""
        if not isinstance(exception, Refusal):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 409 if isinstance(exception, Stale) else 422
        return render(request, "refusal.html", {"message": exception.message, "code": exception.code}, status=status)
