"""Biểu số liệu Excel: the form of figures of one body out, forms that came back in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency, agencies_of_province
from mangnon.exchange.indicator_forms.issuing import indicator_form, leads_province
from mangnon.exchange.indicator_forms.receiving import ReceivedFigures, receive_indicator_form
from mangnon.exchange.locked_forms.results import RowState
from mangnon.exchange.policies import can_exchange_indicator_forms
from mangnon.exchange.web.forms import MOST_FILES, ReturnForm
from mangnon.exchange.web.row_presenters import TONES, row_told
from mangnon.indicators.public import period_choices, period_of, period_words, sets
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.kernel.workbooks import LARGEST_FILE
from mangnon.territory.public import Unit

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = [{"label": "Dòng", "numeric": True}, {"label": "Chỉ tiêu"}, {"label": "Kết quả"}, {"label": "Nội dung"}]


@requires(can_exchange_indicator_forms)
@require_safe
def indicator_form_file(request: HttpRequest, agency_code: str, unit: int, period: str) -> HttpResponse:
    """The form of one body about a unit and a period; `bo`: of which set, `phan-to`: divided how."""
    agency = Agency.objects.select_related("territory").filter(code=agency_code).first()
    place = Unit.objects.filter(pk=unit).first()
    if agency is None or place is None:
        raise Http404
    try:
        form = indicator_form(
            actor=actor_of(request),
            agency=agency,
            unit=place,
            period=period_of(period),
            set_code=request.GET.get("bo", "") or "TT13-2021",
            division=request.GET.get("phan-to", ""),
        )
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _page(request, status=422, refused=refusal.message)
    answer = HttpResponse(form.content, content_type=_XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, form.name) or ""
    return answer


@requires(can_exchange_indicator_forms)
@require_http_methods(["GET", "POST"])
def indicator_forms(request: HttpRequest) -> HttpResponse:
    """Choose a form to give out; take forms in, each by itself, told row by row; `viec=thu` keeps nothing."""
    if request.method == "GET":
        return _chosen(request) or _page(request)
    form = ReturnForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    files: list[UploadedFile[bytes]] = form.cleaned_data["file"]
    is_trial = request.POST.get("viec") == "thu"
    told = [_taken(request, file, is_trial=is_trial) for file in files[:MOST_FILES]]
    if len(files) > MOST_FILES:
        told.append({"name": f"{len(files) - MOST_FILES} tệp nữa", "refused": "Chưa nhận: mỗi lần nhiều nhất 20 tệp."})
    return _page(request, files=told, is_trial=is_trial)


def _chosen(request: HttpRequest) -> HttpResponse | None:
    """On to the file that was chosen; None where nothing was."""
    code, period, own = (request.GET.get(name, "")[:60] for name in ("co-quan", "ky", "bo"))
    agency = Agency.objects.filter(code=code).first() if code and period else None
    if agency is None:
        return None
    try:
        period = period_of(period).code
    except Refusal as refusal:
        return _page(request, status=422, refused=refusal.message)
    address = reverse("indicator_form_file", args=[agency.code, agency.territory_id, period])
    return redirect(f"{address}?{urlencode({'bo': own})}")


def _taken(request: HttpRequest, file: UploadedFile[bytes], *, is_trial: bool) -> dict[str, Any]:
    name = (file.name or "")[:120]
    if (file.size or 0) > LARGEST_FILE:
        return {"name": name, "refused": "Tệp lớn hơn 5 MB nên chưa nhận. Chưa có gì được nhập."}
    try:
        received = receive_indicator_form(actor=actor_of(request), content=file.read(), is_trial=is_trial)
    except Refusal as refusal:
        return {"name": name, "refused": refusal.message}
    return {"name": name, **_shown(received)}


def _shown(received: ReceivedFigures) -> dict[str, Any]:
    return {
        "agency": received.agency,
        "unit": received.unit,
        "period": received.period,
        "words": period_words(received.period),
        "written": received.written,
        "left": received.left,
        "counts": [
            {"word": state.label, "tone": TONES[state], "count": received.count(state)}
            for state in RowState
            if received.count(state)
        ],
        "rows": [row_told(row, row.state.label) for row in received.rows if row.reason or row.faults],
    }


def _agencies(actor: Actor) -> list[Agency]:
    """Bodies whose forms the actor may give out: the own one, and for a province's lead officers all of it."""
    if leads_province(actor):
        return agencies_of_province(actor.territory_code, on=clock.today())
    return list(Agency.objects.filter(pk=actor.agency_id or 0))


def _page(
    request: HttpRequest,
    *,
    files: list[dict[str, Any]] | None = None,
    form: ReturnForm | None = None,
    refused: str = "",
    is_trial: bool = False,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "agencies": [(each.code, each.name) for each in _agencies(actor)],
        "periods": period_choices(clock.today()),
        "sets": [(each.code, each.name) for each in sets(actor).order_by("position", "code")],
        "own": actor.agency_code,
        "files": files,
        "form": form or ReturnForm(),
        "columns": _COLUMNS,
        "refused": refused,
        "is_trial": is_trial,
    }
    return render(request, "exchange/indicator_forms.html", context, status=status)
