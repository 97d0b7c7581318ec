"""Bằng chứng: sent, read, withdrawn. Bytes go out only to who may see what they are attached to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.activities.place import check_open, is_carried_on
from mangnon.activities.policies import can_see_activities, check_write_for
from mangnon.activities.proving import add_evidence, withdraw_evidence
from mangnon.activities.selectors import evidence_to_open
from mangnon.activities.web.finding import (
    activity_address,
    evidence_or_404,
    task_address,
    writable_activity,
    writable_assignment,
)
from mangnon.activities.web.forms import EvidenceForm, ReasonForm, number
from mangnon.documents.reading import page_picture
from mangnon.files.public import file_response, picture_response, preview_of
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.ui.web.form_pages import FormPage, form_page


def _draw(content: bytes, width: int) -> bytes:
    return page_picture(content, 1, width)


def _sent(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "file": data["file"],
        "file_name": data["file"].name or "",
        "description": data["description"],
        "evidence_on": data["evidence_on"],
    }


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def new_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Evidence of an assignment, or of one of its progress notes."""
    assignment = writable_assignment(request, pk)
    notes = [
        (note.pk, f"{vn_date(clock.local_day(note.noted_at))}: {note.text[:70]}")
        for note in assignment.notes.all()[:30]
    ]
    wanted = number(request.GET.get("ghi-nhan"))
    form = EvidenceForm(request.POST or None, request.FILES or None, notes=notes, initial={"note": wanted})
    page = FormPage(
        title="Gửi bằng chứng",
        button="Gửi bằng chứng",
        done="Đã lưu bằng chứng.",
        back=task_address(assignment.task, "bang-chung"),
        place=f"Nhiệm vụ {assignment.task.code}",
        about=assignment.task.text,
    )

    def act(data: dict[str, Any]) -> object:
        note = number(data.get("note"))
        place: dict[str, Any] = {"note_id": note} if note else {"assignment_id": pk}
        return add_evidence(actor=actor_of(request), **place, **_sent(data))

    return form_page(request, form, page, act)


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def new_activity_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Evidence of an activity."""
    activity = writable_activity(request, pk)
    return form_page(
        request,
        EvidenceForm(request.POST or None, request.FILES or None),
        FormPage(
            title="Gửi bằng chứng",
            button="Gửi bằng chứng",
            done="Đã lưu bằng chứng.",
            back=activity_address(activity, "bang-chung"),
            place="Hoạt động",
            about=activity.text,
        ),
        lambda data: add_evidence(actor=actor_of(request), activity_id=pk, **_sent(data)),
    )


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw evidence, with the reason."""
    row = evidence_or_404(request, pk)
    if request.method != "POST" and not is_carried_on(actor_of(request), row.assignment):
        check_write_for(actor_of(request), agency_id=row.assignment.agency_id)
        check_open(row.assignment)
    back = reverse("activity", args=[row.activity_id]) if row.activity_id else task_address(row.assignment.task)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        FormPage(
            title="Rút bằng chứng",
            button="Rút bằng chứng",
            done="Đã rút bằng chứng. Bản ghi và lý do vẫn được giữ.",
            back=f"{back}#bang-chung",
            place="Nơi gắn bằng chứng",
            about=f"{row.name}: {row.description}",
        ),
        lambda data: withdraw_evidence(actor=actor_of(request), evidence_id=pk, reason=data["reason"]),
    )


@requires(can_see_activities)
@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, as a download."""
    row = evidence_to_open(actor_of(request), pk)
    if row is None:
        raise Http404("no such evidence in the viewer's province")
    return file_response(row.file, name=row.name)


@requires(can_see_activities)
@require_safe
def evidence_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A small picture of it: of an image, or of a PDF's first page."""
    row = evidence_or_404(request, pk)
    picture = preview_of(row.file, draw=_draw) if row.withdrawn_at is None else None
    if picture is None:
        raise Http404("no picture can be made of it")
    return picture_response(picture)
