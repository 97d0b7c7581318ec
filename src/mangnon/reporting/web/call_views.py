"""Called reports: asking, answering, and what all answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency, agencies_of_province
from mangnon.documents.official import Column, Row, Sheet, Table, write_workbook
from mangnon.documents.public import table_answer
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.kernel.training import sample_notice
from mangnon.reporting.calls.answering import (
    AnswerTable,
    answer_table,
    how_far,
    own_answers,
    revision_of,
    rows_of_tables,
    save_answers,
    submit_answers,
)
from mangnon.reporting.calls.calling import QuestionDraft, bodies_to_ask, call_for_report
from mangnon.reporting.duties.asked import is_called, questions_of
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.models import ExpectedReport, Period
from mangnon.reporting.policies import can_see_reports, check_review_reports
from mangnon.reporting.rules.tables import columns_from
from mangnon.reporting.terms import QuestionKind
from mangnon.reporting.web import presenters
from mangnon.reporting.web.call_forms import AnswerForm, CallForm, QuestionRows
from mangnon.reporting.web.parts import file_answer, period_or_404, post_or_back, status_of
from mangnon.reporting.writing.sending import check_owed, check_writer, start_report, why_locked


@require_http_methods(["GET", "POST"])
@requires(can_see_reports)
def call_new(request: HttpRequest) -> HttpResponse:
    """The builder of a call. POST: one more row (`them`), the form as those asked will see it (`xem`), or send it."""
    actor = actor_of(request)
    check_review_reports(actor, recipient_id=actor.agency_id or 0)
    agencies = [
        each for each in agencies_of_province(actor.territory_code, on=clock.today()) if each.pk != actor.agency_id
    ]
    if request.method == "GET":
        return _builder(request, CallForm(agencies=agencies), QuestionRows(prefix="cau"))
    wanted = request.POST.get("viec", "gui")
    data = request.POST.copy()
    if wanted == "them":
        count = data.get("cau-TOTAL_FORMS", "")
        data["cau-TOTAL_FORMS"] = str(min(int(count) + 3 if count.isdecimal() and len(count) < 4 else 5, 60))
        return _builder(request, CallForm(data, agencies=agencies), QuestionRows(data, prefix="cau"))
    head, rows = CallForm(data, agencies=agencies), QuestionRows(data, prefix="cau")
    if not (head.is_valid() and rows.is_valid()):
        return _builder(request, head, rows, status=422)
    drafts = [draft for form in rows if (draft := form.draft()) is not None]
    facts = head.cleaned_data
    if wanted == "xem":
        asked = bodies_to_ask(actor, classes=facts["classes"], codes=facts["codes"], on=clock.today())
        return _builder(request, head, rows, preview=drafts, asked=asked)
    try:
        period = call_for_report(
            actor=actor,
            name=facts["name"],
            content=facts["content"],
            legal_basis=facts["legal_basis"],
            frequency=facts["frequency"],
            classes=facts["classes"],
            codes=facts["codes"],
            questions=drafts,
            send_by=facts["send_by"],
            cut_off_on=facts["cut_off_on"],
        )
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _builder(request, head, rows, status=status_of(refusal), message=refusal.message)
    messages.success(request, "Đã gửi yêu cầu báo cáo. Các cơ quan được chọn thấy yêu cầu trên bàn làm việc.")
    return redirect(presenters.board_address(period))


def _builder(
    request: HttpRequest,
    head: CallForm,
    rows: Any,
    *,
    status: int = 200,
    message: str = "",
    preview: list[QuestionDraft] | None = None,
    asked: list[Agency] | None = None,
) -> HttpResponse:
    context = {
        "head": head,
        "rows": rows,
        "message": message,
        "preview": [(draft, QuestionKind(draft.kind).label) for draft in preview or []],
        "is_preview": preview is not None,
        "asked": asked or [],
        "crumbs": [{"label": "Báo cáo", "url": reverse("reports")}, {"label": "Yêu cầu báo cáo"}],
    }
    return render(request, "reporting/call_new.html", context, status=status)


def _called(request: HttpRequest, regime: str, period: str) -> tuple[Actor, Period]:
    actor, found = period_or_404(request, regime, period)
    if not is_called(found):
        raise Http404
    return actor, found


def _agency(actor: Actor, period: Period, agency_code: str) -> Agency:
    """In whose name is answered. Raises Http404, NotAllowed, ReportLocked."""
    rows = ExpectedReport.objects.filter(period=period).select_related("agency__territory")
    wanted = rows.filter(agency__code=agency_code) if agency_code else rows.filter(agency_id=actor.agency_id or 0)
    expected = wanted.first()
    if expected is None:
        raise NotAllowed("Cơ quan của bạn không được yêu cầu báo cáo này. Không có gì bị thay đổi.")
    check_writer(actor, period, expected.agency)
    check_owed(expected)
    return expected.agency


def _address(name: str, period: Period, agency_code: str) -> str:
    place = [period.regime.code, period.code]
    return reverse(f"{name}_for", args=[*place, agency_code]) if agency_code else reverse(name, args=place)


def _answer_page(
    request: HttpRequest,
    period: Period,
    agency: Agency,
    agency_code: str,
    *,
    form: AnswerForm | None = None,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    report, answers = own_answers(period, agency)
    questions = questions_of(period)
    shown = form or AnswerForm(questions=questions, answers=answers)
    expected = ExpectedReport.objects.get(period=period, agency=agency)
    again = report.resubmit_by if report is not None and report.state == "returned" else None
    context = {
        "period": period,
        "regime": period.regime,
        "agency": agency,
        "report": report,
        "locked": why_locked(report) if report else "",
        "is_returned": report is not None and report.state == "returned",
        "rows": shown.rows(),
        "version": revision_of(answers),
        "changes": list(period.call_changes.order_by("made_at", "pk")),
        "message": message,
        "today": clock.today(),
        "due_on": again or expected.due_on,
        "recipient": recipient_of(period.regime, clock.today()),
        "save_url": _address("call_answer", period, agency_code),
        "submit_url": _address("call_submit", period, agency_code),
        "view_url": reverse("report_view", args=[period.regime.code, period.code, agency.code]),
        "far": how_far(questions, answers),
        "crumbs": presenters.crumbs(period, "Trả lời"),
    }
    return render(request, "reporting/call_answer.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(can_see_reports)
def call_answer(request: HttpRequest, regime: str, period: str, agency_code: str = "") -> HttpResponse:
    """The form of a called report. POST saves it: JSON for the page that saves itself, else the page again."""
    actor, found = _called(request, regime, period)
    agency = _agency(actor, found, agency_code)
    if request.method == "GET":
        return _answer_page(request, found, agency, agency_code)
    wants_json = request.headers.get("X-Autosave") == "1"
    form = AnswerForm(request.POST, questions=questions_of(found))
    version = request.POST.get("version", "")
    try:
        report = start_report(actor=actor, period=found, agency_id=agency.pk)
        revision = save_answers(
            actor=actor,
            report_id=report.pk,
            revision=int(version) if version.isdecimal() and len(version) < 10 else 0,
            given=form.given(),
        )
    except Refusal as refusal:
        if wants_json:
            return JsonResponse({"message": refusal.message, "code": refusal.code}, status=status_of(refusal))
        if isinstance(refusal, NotAllowed):
            raise
        status = status_of(refusal)
        return _answer_page(request, found, agency, agency_code, form=form, message=refusal.message, status=status)
    if wants_json:
        far = how_far(questions_of(found), own_answers(found, agency)[1])
        saved = {"saved_at": f"{clock.now().astimezone(clock.VIETNAM):%H:%M}", "version": revision}
        return JsonResponse({**saved, "how_far": render_to_string("reporting/_call_how_far.html", {"far": far})})
    messages.success(request, "Đã lưu các câu trả lời.")
    return redirect(_address("call_answer", found, agency_code))


@post_or_back("call_answer", page_of_agency="call_answer_for")
@requires(can_see_reports)
def call_submit(request: HttpRequest, regime: str, period: str, agency_code: str = "") -> HttpResponse:
    """Send the answers that are kept."""
    actor, found = _called(request, regime, period)
    agency = _agency(actor, found, agency_code)
    report = start_report(actor=actor, period=found, agency_id=agency.pk)
    try:
        version = submit_answers(actor=actor, report_id=report.pk)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _answer_page(request, found, agency, agency_code, message=refusal.message, status=status_of(refusal))
    day = vn_date(clock.local_day(version.submitted_at))
    messages.success(request, f"Đã gửi câu trả lời ngày {day}. Cơ quan yêu cầu sẽ xem xét.")
    return redirect("report_view", regime=regime, period=period, agency_code=agency.code)


@require_GET
@requires(can_see_reports)
def answers_workbook(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Every answer as a workbook: one sheet with a row for each body, and one for each table with all its rows."""
    actor, found = _called(request, regime, period)
    sheets = [_answers_sheet(actor, found)]
    for question, lines in rows_of_tables(actor, found):
        names = ["Nội dung"] * bool(question.rows) + [column.name for column in columns_from(question.columns)]
        columns = (
            Column("STT", 0.5, "center"),
            Column("Cơ quan, đơn vị", 3.0),
            *(Column(name, 2.0) for name in names),
        )
        rows = tuple(Row((number, body, *cells)) for number, (body, cells) in enumerate(lines, 1))
        note = f"{len(rows)} dòng; lập ngày {vn_date(clock.today())}."
        titles = (f"CÂU {question.order}", question.words)
        sheets.append(
            Sheet(f"Câu {question.order}", titles, Table(columns, rows), notes=(note,), sample_notice=sample_notice())
        )
    return file_answer(write_workbook(sheets), f"tra-loi-{found.regime.code}.xlsx")


@require_GET
@requires(can_see_reports)
def answers_page(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """What every body sent, question by question. As a file too (`?tep=`)."""
    actor, found = _called(request, regime, period)
    name = f"tra-loi-{found.regime.code}"
    if answer := table_answer(request, lambda: _answers_sheet(actor, found), name=name):
        return answer
    table = answer_table(actor, found)
    context = {
        "period": found,
        "regime": found.regime,
        "table": table,
        "columns": [
            {"label": "Cơ quan, đơn vị"},
            {"label": "Trạng thái"},
            *({"label": f"{q.order}. {q.words}" + (f" ({q.unit})" if q.unit else "")} for q in table.questions),
        ],
        "lines": [
            {
                "name": row.row.agency.name,
                "url": reverse("report_view", args=[regime, period, row.row.agency.code]),
                "state": row.state,
                "cells": list(zip((q.words for q in table.questions), row.cells, strict=True)),
            }
            for row in table.rows
        ],
        "note": _answers_note(table),
        "crumbs": presenters.crumbs(found, "Bảng trả lời"),
    }
    return render(request, "reporting/call_answers.html", context)


def _answers_note(table: AnswerTable) -> str:
    sent = f"{len(table.board.sent)} trên {len(table.rows)} cơ quan đã gửi"
    return f"{sent}; {table.returned} bản bị trả lại không cộng" if table.returned else sent


def _answers_sheet(actor: Actor, period: Period) -> Sheet:
    table = answer_table(actor, period)
    heads = [f"{q.order}. {q.words}" + (f" ({q.unit})" if q.unit else "") for q in table.questions]
    columns = (
        Column("STT", 0.5, "center"),
        Column("Cơ quan, đơn vị", 3.0),
        Column("Trạng thái", 1.5),
        *(Column(head, 2.0) for head in heads),
    )
    rows = [Row((number, row.row.agency.name, row.state, *row.cells)) for number, row in enumerate(table.rows, 1)]
    if any(table.totals):
        rows.append(Row(("", "Cộng", "", *table.totals)))
    note = f"{_answers_note(table)}; lập ngày {vn_date(clock.today())}."
    titles = ("BẢNG TRẢ LỜI", period.words)
    return Sheet("Bảng trả lời", titles, Table(columns, tuple(rows)), notes=(note,), sample_notice=sample_notice())
