"""«Đôn đốc gửi báo cáo»: choose who is behind in a period, make the letters, take them away or number them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import requires
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.outgoing.public import can_keep_papers
from mangnon.outgoing.terms import PaperState
from mangnon.plans.terms import UrgingShape
from mangnon.reporting.models import Period, ReportUrging
from mangnon.reporting.policies import can_see_reports
from mangnon.reporting.review.urging import may_urge_in, report_urgings, reports_behind, urge_reports
from mangnon.reporting.review.urging_papers import (
    draft_report_letters,
    letter_file,
    letter_name,
    letters_of,
    number_report_letters,
    papers_of_letters,
)
from mangnon.reporting.web import presenters
from mangnon.reporting.web.parts import file_answer, period_or_404, post_or_back, status_of
from mangnon.ui.days import DayField

_USUAL = "qua-han"
_STATES = {
    _USUAL: ("late", "Đã quá hạn"),
    "sap-den-han": ("soon", "Sắp đến hạn"),
    "tat-ca": ("open", "Mọi báo cáo chưa gửi"),
}
_TONES: dict[str, str] = {
    PaperState.DRAFT: "neutral",
    PaperState.NUMBERED: "wait",
    PaperState.SIGNED: "progress",
    PaperState.ISSUED: "good",
}
_GIVEN_UP = (PaperState.CANCELLED, PaperState.WITHDRAWN)
_SHOWN = 500
_CHOOSE_COLUMNS = [{"label": "Chọn"}, {"label": "Cơ quan, đơn vị"}, {"label": "Báo cáo"}, {"label": "Hạn gửi"}]
_LETTER_COLUMNS = [
    {"label": "Số thứ tự", "numeric": True},
    {"label": "Nơi nhận"},
    {"label": "Số báo cáo"},
    {"label": "Công văn"},
    {"label": "Văn bản đi"},
]


class ReportUrgingForm(forms.Form):
    """What the letters are to be."""

    shape = forms.ChoiceField(
        label="Hình thức",
        choices=[(str(value), str(label)) for value, label in UrgingShape.choices],
        initial=UrgingShape.ONE.value,
        error_messages={"required": "Chưa chọn hình thức công văn.", "invalid_choice": "Hãy chọn lại hình thức."},
    )
    report_by = DayField(
        label="Đề nghị gửi trước ngày",
        required=False,
        help_text="Để trống thì công văn để dấu chấm, điền tay sau.",
    )


@requires(can_see_reports)
@require_safe
def reports_urge(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Whose report is not sent, by filters of the address, and what was urged before."""
    actor, found = period_or_404(request, regime, period)
    _check(actor, found)
    return _page(request, actor, found, ReportUrgingForm())


@post_or_back("reports_urge")
@requires(can_see_reports)
def reports_urge_make(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """One act: the record, the notices, the letters."""
    actor, found = period_or_404(request, regime, period)
    form, status = ReportUrgingForm(request.POST), 422
    codes = {code[:60] for code in request.POST.getlist("bodies")[:5000]}
    if form.is_valid():
        try:
            urging = urge_reports(
                actor=actor,
                period_id=found.pk,
                agency_codes=codes,
                shape=UrgingShape(form.cleaned_data["shape"]),
                report_by=form.cleaned_data["report_by"],
            )
        except Refusal as refusal:
            if isinstance(refusal, NotAllowed):
                raise
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            count = urging.lines.count()
            messages.success(request, f"Đã ghi nhận đôn đốc {count} cơ quan và báo cho cán bộ của các cơ quan.")
            return redirect("report_urging", regime=regime, period=period, pk=urging.pk)
    _check(actor, found)
    return _page(request, actor, found, form, status=status, chosen=codes)


@requires(can_see_reports)
@require_safe
def report_urging(request: HttpRequest, regime: str, period: str, pk: int) -> HttpResponse:
    """The letters of one act: to take away, to enter into the register, to number."""
    actor, found, urging = _urging(request, regime, period, pk)
    letters, papers = letters_of(urging), papers_of_letters(actor, urging)
    rows = []
    for letter, lines in letters.items():
        paper = papers.get(letter)
        to = lines[0].to_words if len(lines) == 1 else "Các cơ quan nêu trong phụ lục"
        tone = _TONES.get(paper.state, "closed") if paper else ""
        rows.append({"letter": letter, "to": to, "count": len(lines), "paper": paper, "tone": tone})
    keeps = can_keep_papers(actor, agency_id=urging.agency_id)
    without = [each for each in letters if each not in papers or papers[each].state in _GIVEN_UP]
    context = {
        **_about(found),
        "urging": urging,
        "rows": rows,
        "columns": _LETTER_COLUMNS,
        "to_draft": len(without) if keeps else 0,
        "to_number": sum(paper.state == PaperState.DRAFT for paper in papers.values()) if keeps else 0,
        "total": len(letters),
    }
    return render(request, "reporting/report_urging.html", context)


@requires(can_see_reports)
@require_safe
def report_urging_letter(request: HttpRequest, regime: str, period: str, pk: int, letter: int) -> HttpResponse:
    """One letter as a Word file."""
    _, _, urging = _urging(request, regime, period, pk)
    lines = letters_of(urging).get(letter)
    if lines is None:
        raise Http404("no such letter")
    return file_answer(letter_file(urging, lines), letter_name(urging, letter, lines))


@requires(can_see_reports)
@require_POST
def report_urging_draft(request: HttpRequest, regime: str, period: str, pk: int) -> HttpResponse:
    """Enter the letters as drafts into the register of outgoing papers."""
    actor, _, urging = _urging(request, regime, period, pk)
    made = draft_report_letters(actor=actor, urging_id=urging.pk)
    words = f"Đã lập {len(made)} dự thảo trong sổ văn bản đi." if made else "Các công văn đã có trong sổ văn bản đi."
    messages.success(request, words)
    return redirect("report_urging", regime=regime, period=period, pk=pk)


@requires(can_see_reports)
@require_POST
def report_urging_number(request: HttpRequest, regime: str, period: str, pk: int) -> HttpResponse:
    """Give all drafts of the letters their numbers."""
    actor, _, urging = _urging(request, regime, period, pk)
    made = number_report_letters(actor=actor, urging_id=urging.pk, unit=request.POST.get("don-vi", ""))
    messages.success(request, f"Đã cấp số cho {len(made)} công văn.")
    return redirect("report_urging", regime=regime, period=period, pk=pk)


def _page(
    request: HttpRequest,
    actor: Actor,
    period: Period,
    form: ReportUrgingForm,
    *,
    status: int = 200,
    chosen: set[str] | None = None,
) -> HttpResponse:
    today = clock.today()
    asked = (request.POST if request.method == "POST" else request.GET).get("tinh-trang", "")
    state = asked if asked in _STATES else _USUAL
    found = reports_behind(actor, period, on=today, state=_STATES[state][0])
    context = {
        **_about(period),
        "state": state,
        "states": [(key, words) for key, (_, words) in _STATES.items() if key != _USUAL],
        "rows": [
            {
                "item": item,
                "word": item.state.label,
                "is_chosen": chosen is None or item.agency.code in chosen,
                "writers": "" if item.is_with(item.agency.pk) else ", ".join(body.name for body in item.with_whom),
            }
            for item in found[:_SHOWN]
        ],
        "total": len(found),
        "form": form,
        "columns": _CHOOSE_COLUMNS,
        "earlier": list(report_urgings(actor, period)[:15]),
        "today": today,
    }
    return render(request, "reporting/reports_urge.html", context, status=status)


def _about(period: Period) -> dict[str, Any]:
    return {
        "period": period,
        "regime": period.regime,
        "title": presenters.period_title(period),
        "crumbs": presenters.crumbs(period, "Đôn đốc"),
    }


def _check(actor: Actor, period: Period) -> None:
    if not may_urge_in(actor, period):
        raise NotAllowed("Chỉ cơ quan nhận báo cáo của kỳ này được đôn đốc. Không có gì bị thay đổi.")


def _urging(request: HttpRequest, regime: str, period: str, pk: int) -> tuple[Actor, Period, ReportUrging]:
    actor, found = period_or_404(request, regime, period)
    _check(actor, found)
    urging = report_urgings(actor, found).filter(pk=pk).first()
    if urging is None:
        raise Http404("no such urging for the viewer")
    return actor, found, urging
