"""A form sent while the screen was locked: kept in the session on the server, shown again when the person is back."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_KEY = "kept_form"
_LARGEST = 200_000  # characters
_NEVER = ("password", "csrfmiddlewaretoken")


def own_page(request: HttpRequest) -> str:
    """The page of ours to come back to, quoted for a query; «/» when it is not known."""
    if request.method in ("GET", "HEAD") and not getattr(request, "htmx", False):
        return quote(request.get_full_path())
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    parts = urlsplit(told)
    if parts.netloc != request.get_host():
        return quote("/")
    return quote(parts.path + (f"?{parts.query}" if parts.query else ""))


def safe_next(request: HttpRequest, default: str) -> str:
    """Where a form's or address's `next` leads, when it is a page of ours."""
    following: str = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        following, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return following if safe and following.startswith("/") else default


def keep_form(request: HttpRequest) -> None:
    """Keep the words of a form, without files and passwords; too much is not kept."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in _NEVER)
    ]
    if fields and sum(len(name) + len(str(value)) for name, value in fields) <= _LARGEST:
        request.session[_KEY] = {
            "action": request.get_full_path(),
            "fields": fields,
            "had_files": bool(request.FILES),
        }


def kept_form(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept: `action`, `fields` as pairs, `had_files`."""
    found: dict[str, Any] | None = request.session.get(_KEY)
    return found


def forget_kept(request: HttpRequest) -> None:
    """It was sent, or given up."""
    request.session.pop(_KEY, None)
