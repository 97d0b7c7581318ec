"""Changing a call that went out: a further question, a later day, an early end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mangnon.accounts.web.access import requires
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.reporting.calls.changing import add_question, end_call, extend_call
from mangnon.reporting.duties.asked import is_called, questions_of
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.models import Period
from mangnon.reporting.policies import can_see_reports, check_review_reports
from mangnon.reporting.terms import CallChangeKind
from mangnon.reporting.web import presenters
from mangnon.reporting.web.call_forms import QuestionForm, date_field
from mangnon.reporting.web.parts import period_or_404, status_of


class _Reason(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        help_text="Mọi cơ quan được hỏi đọc nguyên văn.",
        error_messages={"required": "Hãy nêu lý do."},
    )


class LaterForm(_Reason):
    """A later day."""

    send_by = date_field("Gửi chậm nhất")
    field_order = ("send_by", "reason")


class AddedForm(_Reason, QuestionForm):
    """One question more."""

    field_order = ("words", "kind", "unit", "choices", "lowest", "highest", "columns", "table_rows", "is_optional")


_KINDS = {"cau-hoi": AddedForm, "gia-han": LaterForm, "ket-thuc": _Reason}


@require_http_methods(["GET", "POST"])
@requires(can_see_reports)
def call_change(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """The three changes. POST `viec`: `cau-hoi`, `gia-han` or `ket-thuc`."""
    actor, found = period_or_404(request, regime, period)
    if not is_called(found):
        raise Http404
    check_review_reports(actor, recipient_id=recipient_of(found.regime, clock.today()).pk)
    if request.method == "GET":
        return _page(request, found)
    kind = request.POST.get("viec", "")
    made = _KINDS.get(kind)
    if made is None:
        return _page(request, found, status=422, message="Hãy chọn một thay đổi. Không có gì bị thay đổi.")
    form = made(request.POST, auto_id=f"{kind}-%s")
    if not form.is_valid():
        return _page(request, found, status=422, given={kind: form})
    facts = form.cleaned_data
    try:
        if isinstance(form, AddedForm):
            draft = form.draft()
            if draft is None:
                form.add_error("words", "Hãy ghi câu hỏi.")
                return _page(request, found, status=422, given={kind: form})
            change = add_question(actor=actor, period=found, draft=draft, reason=facts["reason"])
        elif isinstance(form, LaterForm):
            change = extend_call(actor=actor, period=found, send_by=facts["send_by"], reason=facts["reason"])
        else:
            change = end_call(actor=actor, period=found, reason=facts["reason"])
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _page(request, found, status=status_of(refusal), message=refusal.message, given={kind: form})
    messages.success(request, f"{change.words} Các cơ quan được hỏi được báo trong bản nhắc việc và khi mở yêu cầu.")
    return redirect("call_change", regime=regime, period=period)


def _page(
    request: HttpRequest,
    period: Period,
    *,
    status: int = 200,
    message: str = "",
    given: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    shown: dict[str, Any] = {
        kind: (given or {}).get(kind) or made(auto_id=f"{kind}-%s") for kind, made in _KINDS.items()
    }
    changes = list(period.call_changes.select_related("made_by").order_by("made_at", "pk"))
    context = {
        "period": period,
        "regime": period.regime,
        "message": message,
        "changes": changes,
        "is_ended": any(change.kind == CallChangeKind.ENDED for change in changes),
        "questions": questions_of(period),
        "sections": [
            ("cau-hoi", "Bổ sung câu hỏi", "Bổ sung", shown["cau-hoi"]),
            ("gia-han", "Gia hạn gửi", "Gia hạn", shown["gia-han"]),
            ("ket-thuc", "Kết thúc sớm", "Kết thúc yêu cầu", shown["ket-thuc"]),
        ],
        "crumbs": presenters.crumbs(period, "Thay đổi yêu cầu"),
    }
    return render(request, "reporting/call_change.html", context, status=status)
