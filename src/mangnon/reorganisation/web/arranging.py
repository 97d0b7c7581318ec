"""Sắp xếp: event files, the preview of one, applying and undoing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import function_names
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.kernel.text import nfc
from mangnon.reorganisation.errors import CannotUndo, WorldChanged
from mangnon.reorganisation.outcome import Outcome
from mangnon.reorganisation.policies import can_reorganise, can_see_organisation
from mangnon.reorganisation.receiving import (
    EventFileState,
    event_file_state,
    event_files,
    receive_events,
    reorganisation_by_id,
)
from mangnon.reorganisation.services import apply_reorganisation
from mangnon.reorganisation.telling import outcome_of
from mangnon.reorganisation.undoing import undo_reorganisation, why_not_undone
from mangnon.reorganisation.web import outcome_presenters as told
from mangnon.reorganisation.web.forms import EventFileForm, UndoForm
from mangnon.reorganisation.web.refusing import status_of

_CHOICE = "chon:"
_OPTION = "them"


@requires(can_see_organisation)
@require_safe
def reorganisation_list(request: HttpRequest) -> HttpResponse:
    """The event files and how each stands for the viewer's province."""
    return _list_page(request, EventFileForm())


@requires(can_reorganise)
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Bring in an event file; a bad one is told in one sentence."""
    form = EventFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list_page(request, form, 422)
    try:
        row = receive_events(actor=actor_of(request), content=form.cleaned_data["file"].read())
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error("file", refusal.message)
        return _list_page(request, form, status_of(refusal))
    messages.success(request, f"Đã nhận tệp «{row.title}». Hãy xem trước rồi mới áp dụng.")
    return redirect("reorganisation_preview", code=row.code)


def _list_page(request: HttpRequest, form: EventFileForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    context = {"states": event_files(actor), "form": form, "may_reorganise": can_reorganise(actor)}
    return render(request, "reorganisation/reorganisations.html", context, status=status)


def _state(request: HttpRequest, code: str) -> EventFileState:
    state = event_file_state(actor_of(request), code)
    if state is None:
        raise Http404("no such event file for the viewer's province")
    return state


@requires(can_reorganise)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """What the events would do now: the very act, rolled back. A POST carries choices to be seen first."""
    state = _state(request, code)
    if state.applied is not None:
        return redirect("reorganisation", pk=state.applied.pk)
    choices, options = _chosen(request.POST)
    if state.file is None:
        return _preview_page(request, state, None, choices, options, fault=state.fault, status=422)
    try:
        outcome = apply_reorganisation(
            actor=actor_of(request), event_file=state.file, choices=choices, options=options, dry_run=True
        )
    except Refusal as refusal:
        return _preview_page(request, state, None, choices, options, refusal.message, status_of(refusal))
    return _preview_page(request, state, outcome, choices, options)


@requires(can_reorganise)
@require_POST
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Do what was previewed; when it is not the same any more, show what would happen now instead."""
    state = _state(request, code)
    choices, options = _chosen(request.POST)
    if state.applied is not None:
        messages.info(request, "Đợt sắp xếp này vừa được áp dụng. Không có gì được làm lần thứ hai.")
        return redirect("reorganisation", pk=state.applied.pk)
    if state.file is None:
        return _preview_page(request, state, None, choices, options, fault=state.fault, status=422)
    try:
        outcome = apply_reorganisation(
            actor=actor_of(request),
            event_file=state.file,
            choices=choices,
            options=options,
            previewed=request.POST.get("digest", ""),
        )
    except WorldChanged as changed:
        return _preview_page(request, state, changed.outcome, choices, options, changed.message, 409)
    except Refusal as refusal:
        return _preview_page(request, state, None, choices, options, refusal.message, status_of(refusal))
    messages.success(request, f"Đã áp dụng «{outcome.title}».")
    return redirect("reorganisation", pk=outcome.reorganisation_id)


def _chosen(data: QueryDict) -> tuple[dict[str, str], list[str]]:
    """The choices of a form: who takes over each undecided duty, and which suppositions are taken as true."""
    choices = {
        name.removeprefix(_CHOICE): nfc(value)[:80]
        for name, value in data.items()
        if name.startswith(_CHOICE) and isinstance(value, str) and value
    }
    return choices, [nfc(key)[:200] for key in data.getlist(_OPTION)]


def _preview_page(
    request: HttpRequest,
    state: EventFileState,
    outcome: Outcome | None,
    choices: Mapping[str, str],
    options: list[str],
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    names = function_names()
    context: dict[str, Any] = {"state": state, "fault": fault, "outcome": outcome, "choices": choices}
    context["options"] = told.option_rows(state.file, options, names) if state.file else []
    if outcome is not None:
        context |= {
            "digest": outcome.digest,
            "tiles": told.tiles(outcome),
            "groups": told.event_groups(outcome, names),
            "duties": told.duty_groups(outcome.duties),
            "undecided": told.undecided_groups(outcome),
            "reports": told.report_groups(outcome.reports),
            "kept": told.kept_choices(outcome, choices),
        }
    return render(request, "reorganisation/preview.html", context, status=status)


@requires(can_see_organisation)
@require_safe
def reorganisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One reorganisation that was applied: what it changed, by whom, and whether it can be taken back."""
    actor = actor_of(request)
    found = reorganisation_by_id(actor, pk)
    if found is None:
        raise Http404("no such reorganisation of the viewer's province")
    may = can_reorganise(actor) and found.undone_at is None
    reasons = why_not_undone(found) if may else []
    context = {"reorganisation": found, "may_undo": may, "reasons": reasons, "form": UndoForm()}
    return _applied_page(request, context)


@requires(can_reorganise)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reorganisation back, with a reason; refused with every reason when something rests on it."""
    actor = actor_of(request)
    found = reorganisation_by_id(actor, pk)
    if found is None:
        raise Http404("no such reorganisation of the viewer's province")
    form = UndoForm(request.POST)
    context = {"reorganisation": found, "may_undo": found.undone_at is None, "reasons": [], "form": form}
    if not form.is_valid():
        return _applied_page(request, context, 422)
    try:
        undo_reorganisation(actor=actor, reorganisation_id=pk, reason=form.cleaned_data["reason"])
    except CannotUndo as refusal:
        return _applied_page(request, context | {"reasons": refusal.reasons}, 422)
    messages.success(request, f"Đã hoàn tác «{found.title}». Mọi thứ trở lại như trước khi áp dụng.")
    return redirect("reorganisations")


def _applied_page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    found = context["reorganisation"]
    if found.undone_at is None:
        outcome = outcome_of(found)
        context |= {
            "outcome": outcome,
            "groups": told.event_groups(outcome, function_names()),
            "duties": told.duty_groups(outcome.duties),
        }
    return render(request, "reorganisation/reorganisation.html", context, status=status)
