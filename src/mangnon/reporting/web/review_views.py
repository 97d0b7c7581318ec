"""The recipient's pages: reading a sent report, returning, accepting one or several."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import requires
from mangnon.kernel import clock
from mangnon.kernel.dates import is_weekend, vn_date
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.reporting import rules
from mangnon.reporting.calls.answering import words_of_version
from mangnon.reporting.duties.lineage import recipient_of, writers_of
from mangnon.reporting.models import EntryReview, Period
from mangnon.reporting.periods.board import board
from mangnon.reporting.policies import can_review_reports, can_see_reports, can_write_report
from mangnon.reporting.review.deciding import accept_report, accept_reports, return_report
from mangnon.reporting.review.reading import SentEntry, SentSheet, next_to_review, sent_sheet
from mangnon.reporting.review.tiers import is_receiver
from mangnon.reporting.terms import LOCKED_STATES, EntryVerdict, Stage, Timeliness
from mangnon.reporting.web import presenters
from mangnon.reporting.web.below import tier_context
from mangnon.reporting.web.figure_parts import sent_figures_context
from mangnon.reporting.web.forms import AmendForm, ReturnForm
from mangnon.reporting.web.parts import period_or_404, post_or_back, status_of
from mangnon.reporting.web.succession import write_address
from mangnon.reporting.web.views import board_context
from mangnon.reporting.writing.met_entries import verdicts_of

_LABELS = {
    "results": "Kết quả thực hiện",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Đề xuất, kiến nghị",
    "next_period": "Nhiệm vụ kỳ tới",
}
_DAYS_TO_MEND = 3
# A box of the board: the report, and the sending that stood beside it.
_SENDING = re.compile(r"([0-9]{1,18})(?:-([0-9]{1,9}))?")
_AMENDED = ("amending", "returned")


def sheet_or_404(actor: Actor, period: Period, agency_code: str, number: int | None = None) -> SentSheet:
    """What an agency sent. Raises Http404 for one that is not expected to report."""
    sheet = sent_sheet(actor, period, agency_code, number=number)
    if sheet is None:
        raise Http404
    return sheet


def _day_to_mend() -> dt.date:
    day = clock.today() + dt.timedelta(days=_DAYS_TO_MEND)
    while is_weekend(day):
        day += dt.timedelta(days=1)
    return day


def _shown(entry: SentEntry, *, as_changes: bool, verdict: EntryReview | None, version: int) -> dict[str, Any]:
    """An entry in words: as it was sent, or with what was struck out and put in since the last sending."""
    parts = [
        {
            "label": _LABELS[field.name],
            "text": field.after,
            "pieces": field.pieces if as_changes and field.is_changed else [],
        }
        for field in entry.change.fields
        if (field.is_changed if as_changes else field.after)
    ]
    return {
        "task": entry.task,
        "key": entry.change.task_id or 0,
        "verdict": verdict,
        "verdict_tone": "good" if verdict is not None and verdict.verdict == EntryVerdict.MET else "soon",
        "is_judged_before": verdict is not None and verdict.sending != version,
        "is_lead": entry.is_lead,
        "parts": parts,
        "is_nil": entry.change.nil_after,
        "nil_is_new": as_changes and entry.change.nil_after and not entry.change.nil_before,
        "nil_is_gone": as_changes and entry.change.nil_before and not entry.change.nil_after,
    }


def _history(sheet: SentSheet, address: str) -> list[dict[str, Any]]:
    report = sheet.report
    if report is None:
        return []
    entries: list[dict[str, Any]] = [
        {"sentence": f"{sheet.agency.name} bắt đầu viết báo cáo.", "at": report.started_at, "tone": "progress"}
    ]
    for version in sheet.versions:
        who = f", {version.submitted_by.full_name} gửi" if version.submitted_by else ""
        entries.append(
            {
                "sentence": f"Gửi {'bản sửa đổi, ' if version.amend_reason else ''}lần {version.number}{who}.",
                "at": version.submitted_at,
                "tone": "wait",
                "note": f"Lý do sửa đổi: {version.amend_reason}" if version.amend_reason else "",
                "url": f"{address}?lan={version.number}",
            }
        )
    if report.returned_at:
        note = f"Lý do: {report.return_reason}"
        entries.append({"sentence": "Cơ quan nhận trả lại.", "at": report.returned_at, "tone": "late", "note": note})
    if report.accepted_at:
        who = f", người chấp nhận: {report.accepted_by.full_name}" if report.accepted_by else ""
        entries.append(
            {
                "sentence": f"Cơ quan nhận chấp nhận lần gửi {report.accepted_version}{who}.",
                "at": report.accepted_at,
                "tone": "good",
            }
        )
    return sorted(entries, key=lambda entry: entry["at"])


def report_page(
    request: HttpRequest,
    actor: Actor,
    period: Period,
    agency_code: str,
    *,
    status: int = 200,
    message: str = "",
    form: ReturnForm | None = None,
) -> HttpResponse:
    """The page of a sent report; `message` says why an act was refused, `form` holds what was typed to return it."""
    number = request.GET.get("lan", "")
    sheet = sheet_or_404(actor, period, agency_code, int(number) if number.isdecimal() else None)
    address = reverse("report_view", args=[period.regime.code, period.code, agency_code])
    as_changes = sheet.before is not None and request.GET.get("xem") != "tat-ca"
    acts = _acts(actor, sheet)
    context = {
        "sheet": sheet,
        "period": period,
        "title": presenters.period_title(period),
        "today": clock.today(),
        "report": sheet.report,
        **_standing(sheet),
        **_entries(sheet, as_changes=as_changes),
        **acts,
        **tier_context(actor, sheet),
        **sent_figures_context(sheet.version, is_last=_is_last(sheet), with_checks=acts["receives"] or acts["is_own"]),
        "amend_form": AmendForm(request.POST if "reason" in request.POST else None),
        "tabs": _tabs(sheet, address, number, as_changes=as_changes),
        "history": _history(sheet, address),
        "passed_on": sheet.expected.end_reason if sheet.expected.ended_by_id else "",
        "heirs": [
            {
                "name": row.agency.name,
                "url": reverse("report_view", args=[period.regime.code, period.code, row.agency.code]),
            }
            for row in sheet.expected.passed_on_to.all()
        ],
        "answers": words_of_version(period, sheet.version.content) if sheet.version else [],
        "form": form or ReturnForm(initial={"resubmit_by": _day_to_mend()}),
        "message": message,
        "crumbs": presenters.crumbs(period, sheet.agency.name),
    }
    return render(request, "reporting/report.html", context, status=status)


def _standing(sheet: SentSheet) -> dict[str, Any]:
    """On which step the report is and whether it came on time."""
    report = sheet.report
    late = rules.timeliness(
        send_by=(report.judged_by if report else None) or sheet.expected.due_on,
        first_submitted_at=report.first_submitted_at if report else None,
        now=clock.now(),
    )
    stage = Stage.NOT_STARTED if report is None else Stage.WRITING if report.state == "draft" else Stage(report.state)
    return {"stage": stage, "stage_word": stage.label, "time": late, "time_word": Timeliness(late).label}


def _is_last(sheet: SentSheet) -> bool:
    """Whether the sending on the page is the report's last."""
    return bool(sheet.version and sheet.report and sheet.version.number == sheet.report.version)


def _entries(sheet: SentSheet, *, as_changes: bool) -> dict[str, Any]:
    """What was sent, entry by entry, with the verdicts on the last sending."""
    version = sheet.report.version if sheet.report else 0
    verdicts = verdicts_of(sheet.report) if sheet.report is not None and _is_last(sheet) else {}
    shown = [
        _shown(entry, as_changes=as_changes, verdict=verdicts.get(entry.change.task_id), version=version)
        for entry in (sheet.changed if as_changes else sheet.entries)
    ]
    mended = [row for row in verdicts.values() if row.verdict == EntryVerdict.MEND and row.sending == version]
    return {
        "as_changes": as_changes,
        "has_before": sheet.before is not None,
        "entries": shown,
        "to_mend": len(mended),
        "unchanged": len(sheet.unchanged) if as_changes else 0,
    }


def _acts(actor: Actor, sheet: SentSheet) -> dict[str, Any]:
    """What the viewer may do with the report, and where."""
    report, period = sheet.report, sheet.period
    state = report.state if report is not None else ""
    place = [period.regime.code, period.code, sheet.agency.code]
    receives = is_receiver(actor, period, sheet.agency.pk)
    writers = writers_of(sheet.agency, regime=period.regime, on=clock.today())
    is_own = sheet.expected.ended_by_id is None and can_write_report(actor, writer_ids=writers)
    stands = report is not None and bool(report.accepted_version)
    is_top = can_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    has_form = is_top and sheet.expected.is_owed
    names = ("accept", "return", "judge", "amend")
    return {
        "receives": receives,
        "may_review": receives and _is_last(sheet) and state == "submitted",
        "is_own": is_own,
        "may_amend": is_own and state == "accepted",
        "may_drop": is_own and stands and state in _AMENDED,
        **{f"{name}_url": reverse(f"report_{name}", args=place) for name in names},
        "drop_url": reverse("report_amend_drop", args=place),
        "write_url": write_address(period, sheet.agency, actor),
        "form_url": reverse("report_form_file", args=place) if has_form and state not in LOCKED_STATES else "",
        "following": next_to_review(actor, period, but=report.pk if report else None) if receives else None,
    }


def _tabs(sheet: SentSheet, address: str, number: str, *, as_changes: bool) -> list[dict[str, Any]]:
    """Only what changed, or the whole; nothing to choose for a first sending."""
    if sheet.before is None:
        return []
    tail = f"&lan={number}" if number.isdecimal() else ""
    return [
        {
            "label": "Chỉ phần thay đổi",
            "url": f"{address}?{tail.lstrip('&')}",
            "current": as_changes,
            "count": len(sheet.changed),
        },
        {
            "label": "Toàn bộ báo cáo",
            "url": f"{address}?xem=tat-ca{tail}",
            "current": not as_changes,
            "count": len(sheet.entries),
        },
    ]


@require_GET
@requires(can_see_reports)
def report_view(request: HttpRequest, regime: str, period: str, agency_code: str) -> HttpResponse:
    """A sent report; after a return only what changed, unless all is asked for."""
    actor, found = period_or_404(request, regime, period)
    return report_page(request, actor, found, agency_code)


def version_read(request: HttpRequest) -> int | None:
    """The sending that stood on the page whose button was pressed."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 6 else None


@post_or_back("report_view")
@requires(can_see_reports)
def report_accept(request: HttpRequest, regime: str, period: str, agency_code: str) -> HttpResponse:
    """Accept one report."""
    actor, found = period_or_404(request, regime, period)
    sheet = sheet_or_404(actor, found, agency_code)
    if sheet.report is None:
        return report_page(request, actor, found, agency_code, status=422, message="Cơ quan này chưa viết báo cáo.")
    try:
        accept_report(actor=actor, report_id=sheet.report.pk, version=version_read(request))
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return report_page(request, actor, found, agency_code, status=status_of(refusal), message=refusal.message)
    messages.success(request, f"Đã chấp nhận báo cáo của {sheet.agency.name}.")
    return redirect("report_view", regime=regime, period=period, agency_code=agency_code)


@post_or_back("report_view")
@requires(can_see_reports)
def report_return(request: HttpRequest, regime: str, period: str, agency_code: str) -> HttpResponse:
    """Return one report with a reason and a day."""
    actor, found = period_or_404(request, regime, period)
    sheet = sheet_or_404(actor, found, agency_code)
    form = ReturnForm(request.POST)
    if sheet.report is None:
        return report_page(
            request, actor, found, agency_code, status=422, message="Cơ quan này chưa viết báo cáo.", form=form
        )
    if not form.is_valid():
        return report_page(request, actor, found, agency_code, status=422, form=form)
    reason, resubmit_by = form.cleaned_data["reason"], form.cleaned_data["resubmit_by"]
    try:
        return_report(
            actor=actor,
            report_id=sheet.report.pk,
            reason=reason,
            resubmit_by=resubmit_by,
            version=version_read(request),
        )
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return report_page(
            request, actor, found, agency_code, status=status_of(refusal), message=refusal.message, form=form
        )
    messages.success(
        request, f"Đã trả lại báo cáo của {sheet.agency.name}, hẹn gửi lại chậm nhất ngày {vn_date(resubmit_by)}."
    )
    return redirect("report_view", regime=regime, period=period, agency_code=agency_code)


@post_or_back("report_board")
@requires(can_see_reports)
def reports_accept(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Accept several waiting reports at once: all or none."""
    actor, found = period_or_404(request, regime, period)
    chosen = [match for value in request.POST.getlist("ids") if (match := _SENDING.fullmatch(value))]
    ids = [int(match[1]) for match in chosen]
    versions = {int(match[1]): int(match[2]) for match in chosen if match[2]}
    try:
        accepted = accept_reports(actor=actor, period=found, report_ids=ids, versions=versions)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        context = {
            **board_context(request, actor, found, state=board(actor, found), as_list=True),
            "message": refusal.message,
        }
        kept = [] if isinstance(refusal, Stale) else ids  # a box of what nobody has read is not left ticked
        return render(request, "reporting/board.html", {**context, "chosen": kept}, status=status_of(refusal))
    messages.success(request, f"Đã chấp nhận {len(accepted)} báo cáo.")
    return redirect(presenters.board_address(found, xem="danh-sach"))
