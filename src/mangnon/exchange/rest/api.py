"""The interface put together: routes, how faults are told, addresses, and its description."""

from __future__ import annotations

import json
import logging
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from mangnon import __version__
from mangnon.accounts.web.access import public_page
from mangnon.exchange.rest import (
    activities,
    acts,
    agency_plans,
    annexes,
    assignments,
    calendar,
    chain,
    difficulties,
    figures,
    money,
    paragraphs,
    periods,
    plans,
    portfolio,
    reminding,
    replacing,
    several,
    talk,
    undoing,
    urging,
    versions,
    waiting,
    work,
    workbooks,
)
from mangnon.exchange.rest.description import described
from mangnon.exchange.rest.doorway import LARGEST_BODY, doorway, nothing_here
from mangnon.exchange.rest.problems import Problem, field_errors, missing, of_refusal, problem
from mangnon.kernel.refusals import Refusal

_log = logging.getLogger(__name__)
_ROUTERS: Final = tuple(
    part.router
    for part in (
        *(plans, annexes, portfolio, versions, replacing, figures, periods, assignments, acts, several, undoing),
        *(urging, workbooks),
        *(waiting, difficulties, work, chain, paragraphs, activities, agency_plans, money, talk, reminding, calendar),
    )
)
# By the name of an address: of one that is read and sent to, the name of the reading.
_TAKE_FILES: Final = (
    *("api_add_evidence", "api_add_activity_evidence"),
    *("api_preview_annex", "api_plan_annex", "api_preview_workbook", "api_receive_workbook"),
)
_UNREADABLE: Final = "Nội dung gửi không đọc được (không phải JSON đúng cách). Không có gì bị thay đổi."
_BROKEN: Final = (
    "Hệ thống gặp lỗi khi xử lý yêu cầu này. Không có gì bị thay đổi. Hãy thử lại; nếu vẫn lỗi, báo người quản trị."
)


def _interface() -> NinjaAPI:
    api = NinjaAPI(
        title="Măng Non",
        version=__version__,
        urls_namespace="interface",
        docs_url=None,
        openapi_url=None,
    )
    for router in _ROUTERS:
        api.add_router("", router)
    for kind in (Problem, Refusal, Http404, HttpError, ValidationError, Exception):
        api.add_exception_handler(kind, _told)
    return api


def _told(request: HttpRequest, found: Exception | type[Exception]) -> HttpResponse:
    """What went wrong, as a problem."""
    match found:
        case Problem():
            return found.answer()
        case Refusal():
            return of_refusal(found)
        case Http404():
            return missing().answer()
        case HttpError():
            return problem(400, "unreadable", _UNREADABLE)
        case ValidationError():
            return _invalid(found)
        case _:
            return _broken(request, found)


def _invalid(found: ValidationError) -> HttpResponse:
    errors = field_errors(found.errors)
    said = "Yêu cầu có chỗ chưa đúng. Không có gì bị thay đổi. Hãy sửa các trường nêu kèm rồi gửi lại."
    return problem(422, "invalid", said, errors=errors)


def _broken(request: HttpRequest, found: object) -> HttpResponse:
    # The class alone: what an exception says may hold words that somebody sent.
    name = request.resolver_match.url_name if request.resolver_match else ""
    _log.error("the interface failed at %s %s: %s", request.method, name, type(found).__name__)
    return problem(500, "broken", _BROKEN)


interface = _interface()


def description() -> dict[str, Any]:
    """The OpenAPI description of the interface."""
    return described(interface.get_openapi_schema(path_prefix="/api/"))


@public_page
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description; open to everybody, for it tells nothing of anybody."""
    return HttpResponse(json.dumps(description(), ensure_ascii=False), content_type="application/json; charset=utf-8")


def addresses() -> list[URLPattern]:
    """Every address under `/api/`, each behind its door; what names nothing is told so in the same form."""
    found = [path("api/openapi.json", openapi, name="api_openapi")]
    for pattern in interface.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            largest = work.LARGEST_EVIDENCE if pattern.name in _TAKE_FILES else LARGEST_BODY
            view = doorway(pattern.callback, largest=largest)
            found.append(path(f"api/{pattern.pattern}", view, name=pattern.name))
    found.append(path("api/", nothing_here, name="api_nothing"))
    found.append(path("api/<path:rest>", nothing_here, name="api_nothing_there"))
    return found
