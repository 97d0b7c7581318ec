"""Văn bản: the review of one reading. The list and the drop zone: receiving_views.py."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.models import DirectiveReading
from mangnon.documents.policies import can_review_documents, can_see_documents
from mangnon.documents.rules import items_of
from mangnon.documents.selectors import places_like, reading_by_id
from mangnon.documents.services import (
    AlreadyAdopted,
    apply_correction_elsewhere,
    confirm_item,
    correct_fields,
)
from mangnon.documents.terms import ReadingState
from mangnon.documents.web import presenters
from mangnon.documents.web.forms import fields_of, form_for, typed_values
from mangnon.documents.web.link_presenters import names_context, related
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale

PANE = "cau-truc"


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal that is told on the page where the user typed."""
    if isinstance(refusal, NotAllowed):
        return 403
    return 409 if isinstance(refusal, Stale | AlreadyAdopted) else 422


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _numbers(text: str) -> list[int]:
    return [number for part in text.split(",")[:10] if (number := _number(part))]


def _is_for_pane(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target") == PANE


# ---- one reading -------------------------------------------------------------------------------------------------


def _reading(request: HttpRequest, pk: int) -> DirectiveReading:
    reading = reading_by_id(actor_of(request), pk)
    if reading is None:
        raise Http404("no such reading")
    return reading


def _chosen(values: QueryDict) -> dict[str, str]:
    """The filter and the paper of the address; what is unknown is the default."""
    loc, giay = values.get("loc", ""), values.get("giay", "")
    return {
        "loc": loc if loc in presenters.FILTERS else presenters.ALL,
        "giay": giay if giay in presenters.PAPERS else presenters.REPAIRED,
    }


def _address(pk: int, chosen: dict[str, str], **more: str) -> str:
    query = {key: value for key, value in {**chosen, **more}.items() if value and value != presenters.REPAIRED}
    return reverse("document", args=[pk]) + (f"?{urlencode(query)}" if query else "")


def _open_address(pk: int, chosen: dict[str, str]) -> str:
    """The address with «?» or «&» at its end: one more parameter may follow."""
    address = _address(pk, chosen)
    return f"{address}&" if "?" in address else f"{address}?"


@requires(can_see_documents)
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper beside the structure that was read from it."""
    reading = _reading(request, pk)
    editing = request.GET.get("sua", "")
    form = None
    if editing in items_of(reading.result) and reading.state == ReadingState.IN_REVIEW:
        form = form_for(editing)(initial=typed_values(reading.result, editing))
        next(iter(form.fields.values())).widget.attrs["autofocus"] = True
    return _review_page(request, reading, editing=editing, form=form)


def _review_page(
    request: HttpRequest, reading: DirectiveReading, *, editing: str = "", form: Form | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    values = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(values)
    current = editing or values.get("muc", "")
    names = names_context(actor, reading)
    items = presenters.structure_items(reading, current=current, editing=editing, form=form, names=names["names"])
    recent = _numbers(values.get("vua-sua", ""))
    context = {
        **names,
        "related": related(actor, reading),
        "reading": reading,
        "structure": presenters.structure(reading, items, chosen["loc"]),
        "chosen": chosen,
        "may_review": can_review_documents(actor) and reading.state == ReadingState.IN_REVIEW,
        "offers": [
            {"id": number, "changes": places, "rest": ",".join(str(other) for other in recent if other != number)}
            for number in recent
            if (places := places_like(actor, reading, number))
        ],
        "filters": presenters.filter_tabs(items, chosen, lambda loc: _address(reading.pk, {**chosen, "loc": loc})),
        "confirm_url": reverse("confirm_document", args=[reading.pk]),
        "stay": _open_address(reading.pk, chosen),
    }
    if _is_for_pane(request):
        return render(request, "documents/_structure.html", context, status=status)
    context["papers"] = presenters.paper_tabs(chosen, lambda giay: _address(reading.pk, {**chosen, "giay": giay}))
    context["lines"] = presenters.paper_lines(reading)
    return render(request, "documents/document.html", context, status=status)


@requires(can_review_documents)
@require_POST
def correct_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the fields of one item; what was typed stays on the page when it cannot be saved."""
    reading, item = _reading(request, pk), request.POST.get("muc", "")
    if item not in items_of(reading.result):
        raise Http404("no such item")
    form = form_for(item)(request.POST)
    prefix = "" if item == "header" else f"{item}."
    changes = {f"{prefix}{name}": request.POST.get(name, "") for name in fields_of(item) if name in request.POST}
    try:
        outcome = correct_fields(
            actor=actor_of(request), reading_id=pk, version=_number(request.POST.get("version")), changes=changes
        )
    except Refusal as refusal:
        form.full_clean()
        form.add_error(None, refusal.message)
        return _review_page(request, _reading(request, pk), editing=item, form=form, status=status_of(refusal))
    more = {"muc": item}
    if outcome.corrections:
        more["vua-sua"] = ",".join(
            str(row.pk) for row in outcome.corrections if places_like(actor_of(request), outcome.reading, row.pk)
        )
        messages.success(request, "Đã lưu chỗ sửa. Bản đọc ban đầu của máy vẫn được giữ để đối chiếu.")
    return redirect(_address(pk, _chosen(request.POST), **more) + f"#{presenters.anchor_of(item)}")


def _act(request: HttpRequest, pk: int, act: Callable[[], str]) -> HttpResponse:
    """Do a thing that types nothing; `act` answers the item where work goes on. A refusal is told on the page."""
    item = request.POST.get("bo") or request.POST.get("muc", "")
    try:
        item = act()
    except Refusal as refusal:
        if _is_for_pane(request):  # a fragment cannot carry the sentence: load the page, which shows it
            messages.error(request, refusal.message)
            return HttpResponse(headers={"HX-Redirect": _address(pk, _chosen(request.POST), muc=item)})
        messages.error(request, refusal.message)
        return _review_page(request, _reading(request, pk), status=status_of(refusal))
    rest = ",".join(str(number) for number in _numbers(request.POST.get("vua-sua", "")))
    address = _address(pk, _chosen(request.POST), **{"muc": item, "vua-sua": rest})
    return redirect(f"{address}#{presenters.anchor_of(item)}" if item else address)


@requires(can_review_documents)
@require_POST
def confirm_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the item «muc» is right, and go on to the next; or take that back for the item «bo»."""
    reading = _reading(request, pk)
    taken_back = request.POST.get("bo", "")
    item, is_confirmed = taken_back or request.POST.get("muc", ""), not taken_back

    def act() -> str:
        items = presenters.structure_items(reading, current="", editing="", form=None)
        shown = presenters.shown_items(items, _chosen(request.POST)["loc"])
        confirm_item(
            actor=actor_of(request),
            reading_id=pk,
            version=_number(request.POST.get("version")),
            item=item,
            is_confirmed=is_confirmed,
        )
        return presenters.item_after(shown, item) if is_confirmed else item

    return _act(request, pk, act)


@requires(can_review_documents)
@require_POST
def apply_to_alike(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct in the other items what was just corrected in one."""
    _reading(request, pk)

    def act() -> str:
        outcome = apply_correction_elsewhere(
            actor=actor_of(request),
            reading_id=pk,
            version=_number(request.POST.get("version")),
            correction_id=_number(request.POST.get("giong")),
        )
        messages.success(request, f"Đã sửa thêm {len(outcome.corrections)} mục giống.")
        return request.POST.get("muc", "")

    return _act(request, pk, act)


@requires(can_see_documents)
@require_safe
def document_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The reading as it now stands, in the contract's JSON shape."""
    reading = _reading(request, pk)
    disposition = content_disposition_header(as_attachment=True, filename=f"ban-doc-{reading.pk}.json")
    return JsonResponse(
        reading.result,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": disposition or "attachment"},
    )
