"""Rà soát: the pictures of pages, and the acts that put items in and take them out."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import condition, require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents import item_rules, items
from mangnon.documents.gold import file_stem, gold_of
from mangnon.documents.models import DirectiveReading
from mangnon.documents.pages import WIDTH, picture_of_page
from mangnon.documents.policies import can_review_documents, can_see_documents
from mangnon.documents.selectors import reading_by_id
from mangnon.documents.services import Corrected
from mangnon.documents.web import presenters
from mangnon.documents.web.forms import ReportForm, TaskForm
from mangnon.documents.web.views import address_of, chosen_of, number_of, reading_or_404, review_page, status_of
from mangnon.kernel.refusals import Refusal

_ONE_DAY = 24 * 60 * 60


def _page_tag(request: HttpRequest, pk: int, number: int) -> str | None:
    reading = reading_by_id(actor_of(request), pk)
    return f'"{reading.source.sha256[:32]}-{number}-{WIDTH}"' if reading else None


@requires(can_see_documents)
@require_safe
@condition(etag_func=_page_tag)
def page_image(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The picture of one page, upright as it was read; kept by the reader's own browser only."""
    content = picture_of_page(reading_or_404(request, pk), number)
    if content is None:
        raise Http404("no such page")
    response = HttpResponse(content, "image/webp")
    patch_cache_control(response, private=True, max_age=_ONE_DAY)
    return response


def _after(request: HttpRequest, pk: int, outcome: Corrected, item: str, **more: str) -> HttpResponse:
    address = address_of(pk, chosen_of(request.POST), **{"muc": item, **more})
    return redirect(f"{address}#{presenters.anchor_of(item)}" if item else address)


@requires(can_review_documents)
@require_POST
def add_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Put in a task that the reader missed, at the place «them»; what was typed stays when it cannot be saved."""
    reading = reading_or_404(request, pk)
    place = number_of(request.POST.get("them"))
    form = TaskForm(request.POST)
    values = {name: request.POST.get(name, "") for name in form.fields}
    try:
        outcome = items.add_task(
            actor=actor_of(request),
            reading_id=pk,
            version=number_of(request.POST.get("version")),
            place=place,
            values=values,
        )
    except Refusal as refusal:
        form.full_clean()
        form.add_error(None, refusal.message)
        return review_page(request, reading, adding=place, form=form, status=status_of(refusal))
    messages.success(request, "Đã thêm nhiệm vụ.")
    return _after(request, pk, outcome, outcome.corrections[0].field)


@requires(can_review_documents)
@require_POST
def save_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Put in a report, or change the one named «bao-cao»."""
    reading, item = reading_or_404(request, pk), request.POST.get("bao-cao", "")
    form = ReportForm(request.POST)
    values = {name: request.POST.get(name, "") for name in form.fields}
    version = number_of(request.POST.get("version"))
    try:
        if item == presenters.NEW_REPORT:
            items.add_report(actor=actor_of(request), reading_id=pk, version=version, values=values)
        else:
            items.correct_report(actor=actor_of(request), reading_id=pk, version=version, item=item, values=values)
    except Refusal as refusal:
        form.full_clean()
        form.add_error(None, refusal.message)
        return review_page(request, reading, report=item, form=form, status=status_of(refusal))
    messages.success(request, "Đã lưu quy định báo cáo.")
    return redirect(f"{address_of(pk, chosen_of(request.POST))}#bao-cao")


def _act(request: HttpRequest, pk: int, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do a thing that types nothing; a refusal is told on the page."""
    reading = reading_or_404(request, pk)
    try:
        return act()
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return review_page(request, reading, status=status_of(refusal))


@requires(can_review_documents)
@require_POST
def remove_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out the task, report or link «bo-muc»; the page offers to put it back."""

    def act() -> HttpResponse:
        item = request.POST.get("bo-muc", "")
        outcome = items.remove_item(
            actor=actor_of(request), reading_id=pk, version=number_of(request.POST.get("version")), item=item
        )
        following = _item_now_at(outcome.reading, item)
        more = {"da-bo": str(outcome.corrections[0].pk), "muc": following}
        address = address_of(pk, chosen_of(request.POST), **more)
        return redirect(f"{address}#cau-truc")

    return _act(request, pk, act)


def _item_now_at(reading: DirectiveReading, item: str) -> str:
    """The task where a removed one was, so that the keys go on from there; empty for what is no task."""
    kind, index = item_rules.place_of(item)
    last = len(reading.result["tasks"]) - 1
    return f"tasks.{min(index, last)}" if kind == "tasks" and last >= 0 else ""


@requires(can_review_documents)
@require_POST
def put_item_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the removal «da-bo»."""

    def act() -> HttpResponse:
        outcome = items.put_back(
            actor=actor_of(request),
            reading_id=pk,
            version=number_of(request.POST.get("version")),
            correction_id=number_of(request.POST.get("da-bo")),
        )
        messages.success(request, "Đã khôi phục mục vừa bỏ.")
        item = outcome.corrections[0].field
        return _after(request, pk, outcome, item if item.startswith("tasks.") else "")

    return _act(request, pk, act)


@requires(can_see_documents)
@require_safe
def reading_gold(request: HttpRequest, pk: int) -> HttpResponse:
    """The reading as gold: to measure the reader again with what people made of it."""
    reading = reading_or_404(request, pk)
    filename = f"{file_stem(reading.result, reading.source.sha256)}.gold.json"
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return JsonResponse(
        gold_of(reading.result),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": disposition or "attachment"},
    )
