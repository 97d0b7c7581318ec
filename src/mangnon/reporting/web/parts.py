"""What several pages of reporting share: finding the period, answering with a file, saying a refusal's status."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.reporting.models import Period
from mangnon.reporting.selectors import period_of

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


def file_answer(content: bytes, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=TYPES[name.rsplit(".", 1)[1]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def sample_notice() -> str | None:
    """What documents made on a training site say of themselves; None on a real one."""
    if clock.training_shift():
        return "DỮ LIỆU MẪU: nội dung các đơn vị báo cáo do máy tạo để tập huấn, không phải số liệu thật."
    return None
