"""One entry of a report while it is written: saving it, its sources, who else is at work."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import polled, requires
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal, Stale
from mangnon.reporting import rules
from mangnon.reporting.models import Period, ReportEntry
from mangnon.reporting.policies import can_see_reports
from mangnon.reporting.rules.typed import tidied
from mangnon.reporting.successions.carrying import fields_of
from mangnon.reporting.web import presenters
from mangnon.reporting.web.entry_parts import entry_parts
from mangnon.reporting.web.forms import EntryForm
from mangnon.reporting.web.parts import period_or_404, status_of
from mangnon.reporting.writing.page import WritingSheet, writing_sheet
from mangnon.reporting.writing.presence import note_writing, others_writing, saved_since, written_for
from mangnon.reporting.writing.sending import save_entry, start_report
from mangnon.reporting.writing.suggesting import Line, Suggestion, with_suggestion

_MOST_KNOWN = 400


def agency_id_of(actor: Actor, agency_code: str) -> int:
    """In whose name is written. Raises Http404 for an agency that is not there."""
    if not agency_code:
        return actor.agency_id or 0
    found = Agency.objects.filter(code=agency_code).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return found


def wanted_suggestion(sheet: WritingSheet, key: int, name: str) -> Suggestion | None:
    """The suggestion a button names that is not in its box yet."""
    item = sheet.item(key)
    found = [part for part in item.suggestions if part.key == name] if item else []
    return next((part for part in found if not part.is_used), None)


def save(
    actor: Actor,
    period: Period,
    agency_code: str,
    form: EntryForm,
    *,
    wanted: str,
    touched: list[str] | None,
) -> ReportEntry:
    """Save an entry as a form gives it, with the suggestion a button asked for. Raises what the service raises."""
    key: int = form.cleaned_data["task"]
    fields: dict[str, Any] = {name: form.cleaned_data[name] for name in (*rules.TEXT_FIELDS, "is_nil")}
    used: dict[str, tuple[Line, ...]] = {}
    if wanted:
        part = wanted_suggestion(writing_sheet(actor, period, agency_code=agency_code), key, wanted)
        if part is not None:
            fields[part.name] = with_suggestion(fields[part.name], part)
            used[part.name] = part.lines
            touched = None if touched is None else [*touched, part.name]
    report = start_report(actor=actor, period=period, agency_id=agency_id_of(actor, agency_code))
    return save_entry(
        actor=actor,
        report_id=report.pk,
        task_id=key or None,
        revision=form.cleaned_data["version"],
        fields=fields,
        touched=touched,
        used=used,
    )


def saved_answer(
    actor: Actor, period: Period, agency_code: str, form: EntryForm, entry: ReportEntry, how_far: str
) -> JsonResponse:
    """What a page that saves itself is told: the number of the save, and what the server has other than was sent."""
    at = entry.saved_at.astimezone(clock.VIETNAM) if entry.saved_at else None
    answer: dict[str, Any] = {"revision": entry.revision, "version": entry.revision}
    answer["saved_at"] = f"{at:%H:%M}" if at else ""
    stored = fields_of(entry)
    other = {name: value for name, value in stored.items() if value != form.cleaned_data[name]}
    if other:
        answer["fields"] = other
    notes = [note for name in rules.TEXT_FIELDS for note in tidied(str(form.data.get(name) or "")).notes]
    if notes:
        answer["notes"] = list(dict.fromkeys(notes))
    expected = written_for(actor, period, entry.report.agency_id)
    if expected is not None:
        note_writing(actor=actor, expected=expected, task_id=entry.task_id, box="")
        others = others_writing(actor, expected)
        if others:
            answer["others"] = [{"who": each.who, "what": each.what} for each in others]
    return JsonResponse({**answer, "how_far": how_far})


def refused_answer(actor: Actor, period: Period, agency_code: str, form: EntryForm, refusal: Refusal) -> JsonResponse:
    """Why nothing was saved; of a conflict also what is stored now, to be shown beside what was typed."""
    answer: dict[str, Any] = {"message": refusal.message, "code": refusal.code}
    if isinstance(refusal, Stale):
        item = writing_sheet(actor, period, agency_code=agency_code).item(form.cleaned_data["task"])
        if item is not None:
            saved_by = item.entry.saved_by
            answer |= {"fields": fields_of(item.entry), "version": item.entry.revision}
            answer["who"] = saved_by.full_name if saved_by else ""
    return JsonResponse(answer, status=status_of(refusal))


def _expected_or_404(request: HttpRequest, regime: str, period: str, agency_code: str) -> tuple[Actor, Any]:
    actor, found = period_or_404(request, regime, period)
    expected = written_for(actor, found, agency_id_of(actor, agency_code))
    if expected is None:
        raise Http404
    return actor, expected


@polled
@require_http_methods(["GET", "POST"])
@requires(can_see_reports)
def report_presence(request: HttpRequest, regime: str, period: str, agency_code: str = "") -> HttpResponse:
    """GET: who else is writing, and entries saved since (`muc=task:save`). POST: the viewer writes `task`, `box`."""
    actor, expected = _expected_or_404(request, regime, period, agency_code)
    if request.method == "POST":
        task = request.POST.get("task", "")
        task_id = int(task) if task.isascii() and task.isdigit() and len(task) < 10 else None
        note_writing(actor=actor, expected=expected, task_id=task_id or None, box=request.POST.get("box", "")[:20])
    seen: dict[int, int] = {}
    for pair in request.GET.getlist("muc")[:_MOST_KNOWN]:
        key, _, number = pair.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) < 10 for part in (key, number)):
            seen[int(key)] = int(number)
    others = [{"who": each.who, "what": each.what} for each in others_writing(actor, expected)]
    return JsonResponse({"others": others, "entries": saved_since(expected, seen) if seen else []})


@require_GET
@requires(can_see_reports)
def report_sources(request: HttpRequest, regime: str, period: str, task: int, agency_code: str = "") -> HttpResponse:
    """Everything recorded for one entry in the period, with links to each source: what the writer's page shortens."""
    actor, found = period_or_404(request, regime, period)
    sheet = writing_sheet(actor, found, agency_code=agency_code)
    item = sheet.item(task)
    if item is None:
        raise Http404
    context = {
        "entry": entry_parts(item, sheet, is_whole=True),
        "sheet": sheet,
        "title": presenters.period_title(found),
        "crumbs": presenters.crumbs(found, "Nguồn để viết"),
    }
    return render(request, "reporting/sources.html", context)
