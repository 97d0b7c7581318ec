"""Every view says who may open it, in one word that a test can read (`view.access`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from mangnon.accounts.actors import Actor
from mangnon.kernel.refusals import NotAllowed

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Policy = Callable[[Actor], bool]

# Where a session keeps which of the person's posts was chosen to work in.
CHOSEN_POST = "post_id"

_NO_RIGHT = (
    "Tài khoản của bạn không có quyền mở trang này. Không có dữ liệu nào bị thay đổi. "
    "Nếu công việc cần đến, hãy đề nghị người quản trị giao đúng nhiệm vụ."
)
_NO_POST = (
    "Tài khoản của bạn hôm nay chưa được giao vị trí công tác nào. Không có dữ liệu nào bị thay đổi. "
    "Hãy đề nghị người quản trị giao vị trí tại cơ quan của bạn."
)


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in actor of a request that has passed an access decorator."""
    actor = getattr(request, "actor", None)
    if actor is None:
        raise NotAllowed(_NO_POST, code="no_post")
    assert isinstance(actor, Actor)  # noqa: S101 - narrows the attribute the middleware sets
    return actor


def _place_to_return_to(request: HttpRequest) -> str:
    """The page somebody is led back to after signing in: the one asked for, or the one whose form was being sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    from_page = urlsplit(request.headers.get("Referer", ""))
    if from_page.netloc != request.get_host():
        return "/"
    return from_page.path + (f"?{from_page.query}" if from_page.query else "")


def public_page(view: View) -> View:
    """Anybody may open it."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def requires(policy: Policy) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Signed in, in a post, and `policy(actor)` holds; the object's own policy is checked by its service."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(_place_to_return_to(request))
            actor = actor_of(request)
            if not policy(actor):
                raise NotAllowed(_NO_RIGHT)
            return view(request, *args, **kwargs)

        guarded.access = policy.__name__  # type: ignore[attr-defined]
        return guarded

    return decorate


def polled(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page on which htmx asks again and again by itself: such a request is no sign that a person is there.

    The screen of who went away locks all the same (`mangnon.people.web.gate`).
    """
    view.is_polled = True  # type: ignore[attr-defined]
    return view


def origin_of(request: HttpRequest) -> str:
    """The network address a request comes from: what the outermost of our own proxies was asked from.

    What stands further left in X-Forwarded-For was written by whoever asked and proves nothing.
    """
    peer: str = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.PROXIES
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    found = passed[-proxies] if proxies and len(passed) >= proxies else peer
    return found[:64]


def has_account(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Signed in, in a post or not: what concerns nobody but the person's own sign-in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(_place_to_return_to(request))
        return view(request, *args, **kwargs)

    guarded.access = "has_account"  # type: ignore[attr-defined]
    return guarded


def is_in_post(actor: Actor) -> bool:
    """Everybody who holds a post today."""
    return not actor.is_system


signed_in = requires(is_in_post)
