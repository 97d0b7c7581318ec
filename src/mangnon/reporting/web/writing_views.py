"""The writer's page: saves as one types, and works without scripts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import requires
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.reporting import rules
from mangnon.reporting.duties.asked import is_called
from mangnon.reporting.duties.lineage import name_beside, recipient_of
from mangnon.reporting.models import Period
from mangnon.reporting.policies import can_see_reports
from mangnon.reporting.selectors import owed_in
from mangnon.reporting.successions.carrying import fields_of
from mangnon.reporting.web import presenters
from mangnon.reporting.web.figure_parts import writer_figures
from mangnon.reporting.web.forms import EntryForm
from mangnon.reporting.web.parts import period_or_404, post_or_back, status_of
from mangnon.reporting.web.succession import in_whose_name, write_address
from mangnon.reporting.writing.page import WritingItem, WritingSheet, with_suggestion, writing_sheet
from mangnon.reporting.writing.sending import save_entry, start_report, submit_report, why_locked

_BOXES = {
    "results": "Kết quả thực hiện",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Đề xuất, kiến nghị",
    "next_period": "Nhiệm vụ kỳ tới",
}


def _entry(
    item: WritingItem, sheet: WritingSheet, *, typed: EntryForm | None = None, message: str = ""
) -> dict[str, Any]:
    """One entry as the page shows it; `typed` are words that could not be saved."""
    initial = {**fields_of(item.entry), "task": item.key, "version": item.entry.revision}
    form = typed or EntryForm(initial=initial, auto_id=f"muc-{item.key}-%s")
    title = presenters.period_title(sheet.last_period) if sheet.last_period else ""
    last = [
        {
            "title": ", ".join(part for part in (title, _other(each.agency, sheet.agency)) if part),
            "parts": [
                {"label": label, "text": each.fields[name]} for name, label in _BOXES.items() if each.fields.get(name)
            ],
        }
        for each in item.last_time
    ]
    suggestions = [
        {
            "name": part.name,
            "label": _BOXES[part.name],
            "text": part.text,
            "source": "; ".join(part.sources),
            "is_used": part.is_used,
            "box": f"muc-{item.key}-{part.name}",
        }
        for part in item.suggestions
    ]
    said_more = any(getattr(item.entry, name).strip() for name in ("difficulties", "proposals", "next_period"))
    return {
        "item": item,
        "key": item.key,
        "form": form,
        "suggestions": suggestions,
        "last": last,
        "notes": [(note, _other(note.assignment.agency, sheet.agency)) for note in item.notes],
        "difficulties": [(row, _other(row.assignment.agency, sheet.agency)) for row in item.difficulties],
        "is_open": bool(said_more or message or (item.task is None and not item.is_lead)),
        "message": message,
        "figures": writer_figures(sheet, agency_code, **(figures or {})),
        "read_only": [
            (label, getattr(item.entry, name)) for name, label in _BOXES.items() if getattr(item.entry, name)
        ],
        "stored": [
            {"label": label, "text": getattr(item.entry, name)}
            for name, label in _BOXES.items()
            if getattr(item.entry, name)
        ]
        if message
        else [],
        "draft_key": f"{sheet.agency.pk}-{sheet.period.pk}-{item.key}",
    }


def _other(agency: Agency, own: Agency) -> str:
    """The body's name where it is not the one in whose name is written."""
    return "" if agency.pk == own.pk else name_beside(agency, own)


def _address(name: str, period: Period, agency_code: str) -> str:
    """A writer's address: of the own agency, or of the one that is named."""
    place = [period.regime.code, period.code]
    return reverse(f"{name}_for", args=[*place, agency_code]) if agency_code else reverse(name, args=place)


def _page(
    request: HttpRequest,
    actor: Actor,
    period: Period,
    agency_code: str = "",
    *,
    status: int = 200,
    message: str = "",
    failed: int | None = None,
    typed: EntryForm | None = None,
    entry_message: str = "",
    figures: dict[str, Any] | None = None,
) -> HttpResponse:
    sheet = writing_sheet(actor, period, agency_code=agency_code)

    def shown(items: list[WritingItem]) -> list[dict[str, Any]]:
        return [
            _entry(item, sheet, typed=typed, message=entry_message) if item.key == failed else _entry(item, sheet)
            for item in items
        ]

    report = sheet.report
    due_on = report.resubmit_by if report and report.state == "returned" and report.resubmit_by else sheet.due_on
    context = {
        "sheet": sheet,
        "period": period,
        "regime": period.regime,
        "title": presenters.period_title(period),
        "today": clock.today(),
        "due_on": due_on,
        "locked": why_locked(report) if report else "",
        "is_returned": bool(report and report.state == "returned"),
        "led": shown(sheet.led),
        "coordinated": shown(sheet.coordinated),
        "spoken": sum(item.has_words for item in sheet.coordinated),
        "general": shown([sheet.general])[0],
        "message": message,
        "failed": next((item for item in sheet.items if failed is not None and item.key == failed), None),
        "board_url": presenters.board_address(period),
        "view_url": reverse("report_view", args=[period.regime.code, period.code, sheet.agency.code]),
        "save_url": _address("report_entry_save", period, agency_code),
        "submit_url": _address("report_submit", period, agency_code),
        "recipient": recipient_of(period.regime, clock.today()),
        "name_note": in_whose_name(sheet, actor),
        "name_title": "Báo cáo mang tên ai" if sheet.agency.pk != actor.agency_id else "Phần việc tiếp nhận",
        "others": [
            {"name": agency.name, "url": write_address(period, agency, actor)}
            for agency in owed_in(actor, period)
            if agency.pk != sheet.agency.pk
        ],
        "crumbs": presenters.crumbs(period, "Viết báo cáo"),
    }
    return render(request, "reporting/write.html", context, status=status)


def figures_page(
    request: HttpRequest, actor: Actor, period: Period, agency_code: str, *, status: int, figures: dict[str, Any]
) -> HttpResponse:
    """The writer's page again, with the figures as they were typed and why they were not recorded."""
    return _page(request, actor, period, agency_code, status=status, figures=figures)


@require_GET
@requires(can_see_reports)
def report_write(request: HttpRequest, regime: str, period: str, agency_code: str = "") -> HttpResponse:
    """The viewer's own agency's report, or that of an ended body it carries on for, with recorded facts beside it."""
    actor, found = period_or_404(request, regime, period)
    if is_called(found):
        return redirect(_address("call_answer", found, agency_code))
    owed = owed_in(actor, found) if not agency_code else []
    if owed and owed[0].pk != actor.agency_id:
        return redirect("report_write_for", regime=regime, period=period, agency_code=owed[0].code)
    return _page(request, actor, found, agency_code)


@post_or_back("report_write", page_of_agency="report_write_for")
@requires(can_see_reports)
def report_entry_save(request: HttpRequest, regime: str, period: str, agency_code: str = "") -> HttpResponse:
    """Save one entry: JSON for the page that saves itself, a redirect for a plain form."""
    actor, found = period_or_404(request, regime, period)
    wants_json = request.headers.get("X-Autosave") == "1"
    form = EntryForm(request.POST, auto_id=f"muc-{request.POST.get('task', '')}-%s")
    if not form.is_valid():
        message = (
            "Biểu mẫu gửi lên không đầy đủ nên chưa lưu. Nội dung vẫn còn trên màn hình; hãy tải lại trang rồi thử lại."
        )
        return (
            JsonResponse({"message": message}, status=422)
            if wants_json
            else _page(request, actor, found, agency_code, status=422, message=message)
        )
    key: int = form.cleaned_data["task"]
    fields = {name: form.cleaned_data[name] for name in (*rules.TEXT_FIELDS, "is_nil")}
    wanted = request.POST.get("dua-vao", "")
    if wanted in _BOXES:
        fields[wanted] = _with_suggestion(actor, found, agency_code, key, wanted, fields[wanted])
    try:
        report = start_report(actor=actor, period=found, agency_id=_agency_id(actor, agency_code))
        entry = save_entry(
            actor=actor,
            report_id=report.pk,
            task_id=key or None,
            revision=form.cleaned_data["version"],
            fields=fields,
        )
    except Refusal as refusal:
        status = status_of(refusal)
        if wants_json:
            return JsonResponse({"message": refusal.message, "code": refusal.code}, status=status)
        if isinstance(refusal, NotAllowed):
            raise
        return _refused_entry(request, actor, found, agency_code, form, refusal, status)
    if wants_json:
        at = entry.saved_at.astimezone(clock.VIETNAM) if entry.saved_at else None
        saved_at = f"{at:%H:%M}" if at else ""
        answer = {"revision": entry.revision, "version": entry.revision, "saved_at": saved_at}
        return JsonResponse({**answer, "how_far": _how_far(writing_sheet(actor, found, agency_code=agency_code))})
    about = f"nhiệm vụ {entry.task.code}" if entry.task else "nội dung chung"
    messages.success(request, f"Đã lưu phần {about}.")
    return redirect(f"{_address('report_write', found, agency_code)}#muc-{key}")


def _agency_id(actor: Actor, agency_code: str) -> int:
    """In whose name is written. Raises Http404 for an agency that is not there."""
    if not agency_code:
        return actor.agency_id or 0
    found = Agency.objects.filter(code=agency_code).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return found


def _how_far(sheet: WritingSheet) -> str:
    """The writer's page's count of answered tasks as it stands after a save, put in place of the one on screen."""
    return render_to_string("reporting/_how_far.html", {"sheet": sheet})


def _with_suggestion(actor: Actor, period: Period, agency_code: str, key: int, name: str, present: str) -> str:
    item = writing_sheet(actor, period, agency_code=agency_code).item(key)
    found = [part for part in item.suggestions if part.name == name] if item else []
    wanted = next((part for part in found if not part.is_used), None)
    return with_suggestion(present, wanted) if wanted else present


def _refused_entry(
    request: HttpRequest,
    actor: Actor,
    period: Period,
    agency_code: str,
    form: EntryForm,
    refusal: Refusal,
    status: int,
) -> HttpResponse:
    """The page again, the typed words in their boxes; after a colleague's save they can be saved over it knowingly."""
    key: int = form.cleaned_data["task"]
    typed = {name: form.cleaned_data[name] for name in (*rules.TEXT_FIELDS, "is_nil")}
    version = form.cleaned_data["version"]
    if isinstance(refusal, Stale):
        item = writing_sheet(actor, period, agency_code=agency_code).item(key)
        version = item.entry.revision if item else version
    again = EntryForm(initial={**typed, "task": key, "version": version}, auto_id=f"muc-{key}-%s")
    message = refusal.message
    return _page(request, actor, period, agency_code, status=status, failed=key, typed=again, entry_message=message)


@require_http_methods(["GET", "POST"])
@requires(can_see_reports)
def report_submit(request: HttpRequest, regime: str, period: str, agency_code: str = "") -> HttpResponse:
    """GET: the whole report as the recipient will read it. POST: send it."""
    actor, found = period_or_404(request, regime, period)
    if request.method == "GET":
        return _preview(request, actor, found, agency_code)
    sheet = writing_sheet(actor, found, agency_code=agency_code)
    if sheet.report is None:
        return _preview(
            request, actor, found, agency_code, status=422, message="Chưa gửi được: báo cáo chưa có nội dung nào."
        )
    try:
        version = submit_report(actor=actor, report_id=sheet.report.pk)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _preview(request, actor, found, agency_code, status=status_of(refusal), message=refusal.message)
    again = f" (lần {version.number})" if version.number > 1 else ""
    messages.success(
        request,
        f"Đã gửi báo cáo{again} lúc {version.submitted_at.astimezone(clock.VIETNAM):%H:%M} ngày "
        f"{vn_date(clock.local_day(version.submitted_at))}. Cơ quan nhận sẽ xem xét.",
    )
    return redirect("report_view", regime=regime, period=period, agency_code=sheet.agency.code)


def _preview(
    request: HttpRequest, actor: Actor, period: Period, agency_code: str, *, status: int = 200, message: str = ""
) -> HttpResponse:
    sheet = writing_sheet(actor, period, agency_code=agency_code)
    said = [
        {
            "item": item,
            "parts": [
                {"label": label, "text": getattr(item.entry, name)}
                for name, label in _BOXES.items()
                if getattr(item.entry, name)
            ],
        }
        for item in sheet.items
        if item.has_words
    ]
    context = {
        "sheet": sheet,
        "period": period,
        "title": presenters.period_title(period),
        "today": clock.today(),
        "said": said,
        "message": message,
        "locked": why_locked(sheet.report) if sheet.report else "",
        "recipient": recipient_of(period.regime, clock.today()),
        "name_note": in_whose_name(sheet, actor),
        "name_title": "Báo cáo mang tên ai" if sheet.agency.pk != actor.agency_id else "Phần việc tiếp nhận",
        "write_url": _address("report_write", period, agency_code),
        "submit_url": _address("report_submit", period, agency_code),
        "crumbs": presenters.crumbs(period, "Xem lại và gửi"),
    }
    return render(request, "reporting/submit.html", context, status=status)
