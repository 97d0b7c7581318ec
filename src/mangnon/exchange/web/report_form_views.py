"""Phiếu báo cáo Excel: the form of one body out, forms that came back in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency
from mangnon.exchange.body_forms import form_of_body, receive_form
from mangnon.exchange.locked_forms.results import RowState
from mangnon.exchange.policies import can_exchange_report_forms
from mangnon.exchange.report_forms.receiving import ReceivedForm
from mangnon.exchange.web.forms import MOST_FILES, ReturnForm
from mangnon.exchange.web.row_presenters import TONES, row_told
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.kernel.workbooks import LARGEST_FILE
from mangnon.reporting.public import periods

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = [{"label": "Dòng", "numeric": True}, {"label": "Mục"}, {"label": "Kết quả"}, {"label": "Nội dung"}]


@requires(can_exchange_report_forms)
@require_safe
def report_form_file(request: HttpRequest, regime: str, period: str, agency_code: str) -> HttpResponse:
    """The form of one body's report. Only the body that receives the reports of the period gives it out."""
    actor = actor_of(request)
    found = periods(actor).filter(regime__code=regime, code=period).first()
    agency = Agency.objects.filter(code=agency_code, pk__in=found.expected.values("agency")).first() if found else None
    if found is None or agency is None:
        raise Http404
    try:
        form = form_of_body(actor=actor, period=found, agency=agency)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _page(request, status=422, refused=refusal.message)
    answer = HttpResponse(form.content, content_type=_XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, form.name) or ""
    return answer


@requires(can_exchange_report_forms)
@require_http_methods(["GET", "POST"])
def report_forms(request: HttpRequest) -> HttpResponse:
    """Take forms in: each is merged by itself, and told row by row; `viec=thu` tells it and keeps nothing."""
    if request.method == "GET":
        return _page(request)
    form = ReturnForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    files: list[UploadedFile[bytes]] = form.cleaned_data["file"]
    is_trial = request.POST.get("viec") == "thu"
    told = [_taken(request, file, is_trial=is_trial) for file in files[:MOST_FILES]]
    if len(files) > MOST_FILES:
        told.append({"name": f"{len(files) - MOST_FILES} tệp nữa", "refused": "Chưa nhận: mỗi lần nhiều nhất 20 tệp."})
    return _page(request, files=told, is_trial=is_trial)


def _taken(request: HttpRequest, file: UploadedFile[bytes], *, is_trial: bool) -> dict[str, Any]:
    name = (file.name or "")[:120]
    if (file.size or 0) > LARGEST_FILE:
        return {"name": name, "refused": "Tệp lớn hơn 5 MB nên chưa nhận. Chưa có gì được nhập."}
    try:
        received = receive_form(actor=actor_of(request), content=file.read(), is_trial=is_trial)
    except Refusal as refusal:
        return {"name": name, "refused": refusal.message}
    return {"name": name, **_shown(received)}


def _shown(received: ReceivedForm) -> dict[str, Any]:
    return {
        "agency": received.agency,
        "period": received.period,
        "sent": received.sent,
        "not_sent": received.not_sent,
        "counts": [
            {"word": state.label, "tone": TONES[state], "count": received.count(state)}
            for state in RowState
            if received.count(state)
        ],
        "rows": [
            row_told(row, row.state.label)
            for row in received.rows
            if row.reason or row.state is not RowState.NOTHING_NEW
        ],
    }


def _page(
    request: HttpRequest,
    *,
    files: list[dict[str, Any]] | None = None,
    form: ReturnForm | None = None,
    refused: str = "",
    is_trial: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "files": files,
        "form": form or ReturnForm(),
        "columns": _COLUMNS,
        "refused": refused,
        "is_trial": is_trial,
    }
    return render(request, "exchange/report_forms.html", context, status=status)
