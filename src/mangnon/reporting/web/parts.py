"""What several pages of reporting share: finding the period, answering with a file, saying a refusal's status."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.reporting.models import Period
from mangnon.reporting.selectors import period_of

View = Callable[..., HttpResponse]
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def period_or_404(request: HttpRequest, regime: str, period: str) -> tuple[Actor, Period]:
    """The actor and the period of an address. Raises Http404 for one that is not there or not the actor's to see."""
    actor = actor_of(request)
    found = period_of(actor, regime, period)
    if found is None:
        raise Http404
    return actor, found


def status_of(refusal: Refusal) -> int:
    """403 for a right that is missing, 409 for somebody else being first, else 422."""
    if isinstance(refusal, NotAllowed):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.CONFLICT if isinstance(refusal, Stale) else HTTPStatus.UNPROCESSABLE_ENTITY


def post_or_back(page: str, *, page_of_agency: str = "") -> Callable[[View], View]:
    """An address that acts by POST alone: asked for otherwise (a reload, an old tab) it leads to its page.

    `page_of_agency` is the page for addresses that name an agency, where it is another one.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, regime: str, period: str, **rest: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, regime, period, **rest)
            place = {"agency_code": rest["agency_code"]} if "agency_code" in rest else {}
            name = page_of_agency or page if place else page
            answer: HttpResponse = redirect(name, regime=regime, period=period, **place)
            return answer

        return guarded

    return decorate


def file_answer(content: bytes, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=TYPES[name.rsplit(".", 1)[1]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
