"""The writer's page: saves as one types, and works without scripts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import requires
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.reporting import rules
from mangnon.reporting.duties.asked import is_called
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.models import Period
from mangnon.reporting.policies import can_see_reports
from mangnon.reporting.rules.typed import tidied
from mangnon.reporting.selectors import owed_in
from mangnon.reporting.web import presenters
from mangnon.reporting.web.entry_parts import BOXES, entry_parts
from mangnon.reporting.web.entry_views import refused_answer, save, saved_answer
from mangnon.reporting.web.figure_parts import writer_figures
from mangnon.reporting.web.forms import EntryForm
from mangnon.reporting.web.parts import period_or_404, post_or_back, status_of
from mangnon.reporting.web.succession import in_whose_name, write_address
from mangnon.reporting.writing.completeness import completeness
from mangnon.reporting.writing.page import WritingItem, WritingSheet, writing_sheet
from mangnon.reporting.writing.presence import Writer, others_writing, written_for
from mangnon.reporting.writing.sending import submit_report, why_locked


def _address(name: str, period: Period, agency_code: str) -> str:
    """A writer's address: of the own agency, or of the one that is named."""
    place = [period.regime.code, period.code]
    return reverse(f"{name}_for", args=[*place, agency_code]) if agency_code else reverse(name, args=place)


def _addresses(period: Period, agency_code: str) -> dict[str, str]:
    """Where the page sends what it saves and asks: whole report, one entry, who writes, what sources say now."""
    presence = _address("report_presence", period, agency_code)
    return {
        "presence_url": presence,
        "sources_url": presence.removesuffix("tinh-hinh/") + "nguon/",
        "write_url": _address("report_write", period, agency_code),
        "save_url": _address("report_entry_save", period, agency_code),
        "submit_url": _address("report_submit", period, agency_code),
    }


def _other_reports(actor: Actor, period: Period, sheet: WritingSheet) -> list[dict[str, str]]:
    """The other reports that the writer owes in the same period."""
    return [
        {"name": agency.name, "url": write_address(period, agency, actor)}
        for agency in owed_in(actor, period)
        if agency.pk != sheet.agency.pk
    ]


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
            entry_parts(item, sheet, typed=typed, message=entry_message)
            if item.key == failed
            else entry_parts(item, sheet)
            for item in items
        ]

    report = sheet.report
    due_on = report.resubmit_by if report and report.state == "returned" and report.resubmit_by else sheet.due_on
    context = {
        "sheet": sheet,
        "state": completeness(sheet),
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
        "figures": writer_figures(sheet, agency_code, **(figures or {})),
        "user_id": actor.user_id or 0,
        **_addresses(period, agency_code),
        "writers_now": _writers_now(actor, period, sheet),
        "failed": next((item for item in sheet.items if failed is not None and item.key == failed), None),
        "board_url": presenters.board_address(period),
        "view_url": reverse("report_view", args=[period.regime.code, period.code, sheet.agency.code]),
        "recipient": recipient_of(period.regime, clock.today()),
        "name_note": in_whose_name(sheet, actor),
        "name_title": "Báo cáo mang tên ai" if sheet.agency.pk != actor.agency_id else "Phần việc tiếp nhận",
        "others": _other_reports(actor, period, sheet),
        "crumbs": presenters.crumbs(period, "Viết báo cáo"),
    }
    return render(request, "reporting/write.html", context, status=status)


def _writers_now(actor: Actor, period: Period, sheet: WritingSheet) -> list[Writer]:
    expected = written_for(actor, period, sheet.agency.pk)
    return others_writing(actor, expected) if expected is not None else []


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
    touched = [name for name in request.POST.getlist("sua") if name in form.fields] if wants_json else None
    try:
        entry = save(
            actor,
            found,
            agency_code,
            form,
            wanted=request.POST.get("dua-vao", ""),
            touched=touched or None,
        )
    except Refusal as refusal:
        if wants_json:
            return refused_answer(actor, found, agency_code, form, refusal)
        if isinstance(refusal, NotAllowed):
            raise
        return _refused_entry(request, actor, found, agency_code, form, refusal, status_of(refusal))
    if wants_json:
        how_far = _how_far(writing_sheet(actor, found, agency_code=agency_code))
        return saved_answer(actor, found, agency_code, form, entry, how_far)
    about = f"nhiệm vụ {entry.task.code}" if entry.task else "nội dung chung"
    notes = {note for name in rules.TEXT_FIELDS for note in tidied(request.POST.get(name, "")).notes}
    messages.success(request, " ".join([f"Đã lưu phần {about}.", *sorted(notes)]))
    return redirect(f"{_address('report_write', found, agency_code)}#muc-{key}")


def _how_far(sheet: WritingSheet) -> str:
    """The writer's page's count of answered tasks as it stands after a save, put in place of the one on screen."""
    return render_to_string("reporting/_how_far.html", {"sheet": sheet, "state": completeness(sheet), "locked": ""})


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
                for name, label in BOXES.items()
                if getattr(item.entry, name)
            ],
        }
        for item in sheet.items
        if item.has_words
    ]
    context = {
        "sheet": sheet,
        "state": completeness(sheet),
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
