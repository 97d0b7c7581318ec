"""Văn bản: the review of one reading. The list and the drop zone: receiving_views.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.models import DirectiveReading
from mangnon.documents.policies import can_review_documents, can_see_documents
from mangnon.documents.rules import items_of
from mangnon.documents.selectors import places_like, reading_by_id, removed_item
from mangnon.documents.services import (
    AlreadyAdopted,
    apply_correction_elsewhere,
    confirm_item,
    correct_fields,
)
from mangnon.documents.terms import ReadingState
from mangnon.documents.web import presenters
from mangnon.documents.web.forms import (
    ReportForm,
    TaskForm,
    fields_of,
    form_for,
    typed_report,
    typed_values,
)
from mangnon.documents.web.link_presenters import names_context, related
from mangnon.documents.web.page_presenters import SCALE, pages_of
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale

PANE = "cau-truc"


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal that is told on the page where the user typed."""
    if isinstance(refusal, NotAllowed):
        return 403
    return 409 if isinstance(refusal, Stale | AlreadyAdopted) else 422


def number_of(text: str | None) -> int:
    """A small number of an address or form; 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _numbers(text: str) -> list[int]:
    return [number for part in text.split(",")[:10] if (number := number_of(part))]


def _is_for_pane(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target") == PANE


# ---- one reading -------------------------------------------------------------------------------------------------


def reading_or_404(request: HttpRequest, pk: int) -> DirectiveReading:
    """The reading, when the viewer may see it. Raises Http404."""
    reading = reading_by_id(actor_of(request), pk)
    if reading is None:
        raise Http404("no such reading")
    return reading


def chosen_of(values: QueryDict) -> dict[str, str]:
    """The filter and the paper of the address; what is unknown is the default."""
    loc, giay = values.get("loc", ""), values.get("giay", "")
    return {
        "loc": loc if loc in presenters.FILTERS else presenters.ALL,
        "giay": giay if giay in presenters.PAPERS else "",
    }


def address_of(pk: int, chosen: dict[str, str], **more: str) -> str:
    """The address of a reading with what was chosen; defaults are left out."""
    query = {key: value for key, value in {**chosen, **more}.items() if value}
    return reverse("document", args=[pk]) + (f"?{urlencode(query)}" if query else "")


def _open_address(pk: int, chosen: dict[str, str]) -> str:
    """The address with «?» or «&» at its end: one more parameter may follow."""
    address = address_of(pk, chosen)
    return f"{address}&" if "?" in address else f"{address}?"


@requires(can_see_documents)
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper beside the structure that was read from it."""
    reading = reading_or_404(request, pk)
    editing, report, adding = request.GET.get("sua", ""), request.GET.get("bao-cao", ""), request.GET.get("them")
    form: Form | None = None
    place = None
    if reading.state == ReadingState.IN_REVIEW:
        if editing in items_of(reading.result):
            form = form_for(editing)(initial=typed_values(reading.result, editing))
        elif adding is not None:
            form, place = TaskForm(), number_of(adding)
        elif report == presenters.NEW_REPORT or report in presenters.report_keys(reading):
            form = ReportForm(initial=typed_report(reading.result, report))
    if form is not None:
        next(iter(form.fields.values())).widget.attrs["autofocus"] = True
    return review_page(request, reading, editing=editing, adding=place, report=report if form else "", form=form)


def review_page(
    request: HttpRequest,
    reading: DirectiveReading,
    *,
    editing: str = "",
    adding: int | None = None,
    report: str = "",
    form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the form of an item, of a task to put in at the index `adding`, or of a report."""
    actor = actor_of(request)
    values = request.POST if request.method == "POST" else request.GET
    chosen = chosen_of(values)
    current = editing or values.get("muc", "")
    names = names_context(actor, reading)
    items = presenters.structure_items(reading, current=current, editing=editing, form=form, names=names["names"])
    adding_form = presenters.AddingForm(form, adding) if form is not None and adding is not None else None
    context = {
        **names,
        "related": related(actor, reading),
        "reading": reading,
        "structure": presenters.structure(reading, items, chosen["loc"]),
        "adding": adding_form,
        "report_form": form if report else None,
        "report_item": report,
        "removed": removed_item(actor, reading, number_of(values.get("da-bo"))),
        "chosen": chosen,
        "may_review": can_review_documents(actor) and reading.state == ReadingState.IN_REVIEW,
        "offers": _offers(actor, reading, _numbers(values.get("vua-sua", ""))),
        "filters": presenters.filter_tabs(items, chosen, lambda loc: address_of(reading.pk, {**chosen, "loc": loc})),
        # A form that was refused keeps the version it was made from: saved again, it overwrites nobody unseen.
        "typed_version": number_of(values.get("version")) if form is not None and form.is_bound else None,
        "confirm_url": reverse("confirm_document", args=[reading.pk]),
        "stay": _open_address(reading.pk, chosen),
    }
    if _is_for_pane(request):
        return render(request, "documents/_structure.html", context, status=status)
    context |= _paper_context(reading, chosen, _line_asked(values, items))
    return render(request, "documents/document.html", context, status=status)


def _offers(actor: Actor, reading: DirectiveReading, recent: Sequence[int]) -> list[dict[str, Any]]:
    """For each correction just made, the places that look the same and could be mended alike."""
    return [
        {"id": number, "changes": places, "rest": ",".join(str(other) for other in recent if other != number)}
        for number in recent
        if (places := places_like(actor, reading, number))
    ]


def _paper_context(reading: DirectiveReading, chosen: dict[str, str], line: int) -> dict[str, Any]:
    """The paper as it is looked at: its pictures, its lines, or both, from `line` on."""
    paper = presenters.paper_of(reading, chosen["giay"])
    tabs = presenters.paper_tabs(reading, paper, lambda giay: address_of(reading.pk, {**chosen, "giay": giay}))
    context: dict[str, Any] = {"paper": paper, "papers": tabs}
    if paper == presenters.PICTURE:
        return {**context, "pages": pages_of(reading), "scale": SCALE}
    lines = presenters.paper_lines(reading)
    if paper == presenters.BOTH:
        context["line_link"] = f"{_open_address(reading.pk, chosen)}dong="
        lines, context["parts"] = presenters.part_of(lines, line, context["line_link"])
    return {**context, "lines": lines}


def _line_asked(values: QueryDict, items: Sequence[presenters.Item]) -> int:
    """The line the address names, else the first of the item that is looked at, else the first."""
    asked = number_of(values.get("dong"))
    return asked or next((item.first_line for item in items if item.is_current and item.first_line), None) or 1


@requires(can_review_documents)
@require_POST
def correct_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the fields of one item; what was typed stays on the page when it cannot be saved."""
    reading, item = reading_or_404(request, pk), request.POST.get("muc", "")
    if item not in items_of(reading.result):
        raise Http404("no such item")
    typed = {name: request.POST.get(name, "") for name in fields_of(item) if name in request.POST}
    # A button that sends one name only: should it be refused, the other boxes show what stands there.
    form = form_for(item)({**typed_values(reading.result, item), **typed})
    prefix = "" if item == "header" else f"{item}."
    changes = {f"{prefix}{name}": value for name, value in typed.items()}
    try:
        outcome = correct_fields(
            actor=actor_of(request), reading_id=pk, version=number_of(request.POST.get("version")), changes=changes
        )
    except Refusal as refusal:
        form.full_clean()
        form.add_error(None, refusal.message)
        return review_page(request, reading_or_404(request, pk), editing=item, form=form, status=status_of(refusal))
    more = {"muc": item}
    if outcome.corrections:
        more["vua-sua"] = ",".join(
            str(row.pk) for row in outcome.corrections if places_like(actor_of(request), outcome.reading, row.pk)
        )
        messages.success(request, "Đã lưu chỗ sửa. Bản đọc ban đầu của máy vẫn được giữ để đối chiếu.")
    return redirect(address_of(pk, chosen_of(request.POST), **more) + f"#{presenters.anchor_of(item)}")


def _act(request: HttpRequest, pk: int, act: Callable[[], str]) -> HttpResponse:
    """Do a thing that types nothing; `act` answers the item where work goes on. A refusal is told on the page."""
    item = request.POST.get("bo") or request.POST.get("muc", "")
    try:
        item = act()
    except Refusal as refusal:
        if _is_for_pane(request):  # a fragment cannot carry the sentence: load the page, which shows it
            messages.error(request, refusal.message)
            return HttpResponse(headers={"HX-Redirect": address_of(pk, chosen_of(request.POST), muc=item)})
        messages.error(request, refusal.message)
        return review_page(request, reading_or_404(request, pk), status=status_of(refusal))
    rest = ",".join(str(number) for number in _numbers(request.POST.get("vua-sua", "")))
    address = address_of(pk, chosen_of(request.POST), **{"muc": item, "vua-sua": rest})
    return redirect(f"{address}#{presenters.anchor_of(item)}" if item else address)


@requires(can_review_documents)
@require_POST
def confirm_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the item «muc» is right, and go on to the next; or take that back for the item «bo»."""
    reading = reading_or_404(request, pk)
    taken_back = request.POST.get("bo", "")
    item, is_confirmed = taken_back or request.POST.get("muc", ""), not taken_back

    def act() -> str:
        items = presenters.structure_items(reading, current="", editing="", form=None)
        shown = presenters.shown_items(items, chosen_of(request.POST)["loc"])
        confirm_item(
            actor=actor_of(request),
            reading_id=pk,
            version=number_of(request.POST.get("version")),
            item=item,
            is_confirmed=is_confirmed,
        )
        return presenters.item_after(shown, item) if is_confirmed else item

    return _act(request, pk, act)


@requires(can_review_documents)
@require_POST
def apply_to_alike(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct in the other items what was just corrected in one."""
    reading_or_404(request, pk)

    def act() -> str:
        outcome = apply_correction_elsewhere(
            actor=actor_of(request),
            reading_id=pk,
            version=number_of(request.POST.get("version")),
            correction_id=number_of(request.POST.get("giong")),
        )
        messages.success(request, f"Đã sửa thêm {len(outcome.corrections)} mục giống.")
        return request.POST.get("muc", "")

    return _act(request, pk, act)


@requires(can_see_documents)
@require_safe
def document_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The reading as it now stands, in the contract's JSON shape."""
    reading = reading_or_404(request, pk)
    disposition = content_disposition_header(as_attachment=True, filename=f"ban-doc-{reading.pk}.json")
    return JsonResponse(
        reading.result,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": disposition or "attachment"},
    )
