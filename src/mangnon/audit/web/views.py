"""Nhật ký: what happened in the province, in sentences, and whether the chain is whole."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.audit.acts import sentence_of, wording
from mangnon.audit.changes import changes_in_words
from mangnon.audit.errors import TooMuch
from mangnon.audit.exporting import export_evidence, role_word
from mangnon.audit.models import AuditRow
from mangnon.audit.policies import may_read_audit
from mangnon.audit.selectors import accounts_of, evidence, latest_check
from mangnon.audit.verification import check_chain, rows_to_check
from mangnon.audit.web.forms import Asked, asked
from mangnon.kernel import clock

PAGE: Final = 50
MOST_CHECKED: Final = 50_000
LIST: Final = "nhat-ky"
_KINDS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_COLUMNS: Final = [
    {"label": "Thời điểm"},
    {"label": "Việc đã làm"},
    {"label": "Người thực hiện"},
    {"label": "Nơi thực hiện"},
    {"label": "Dòng số", "numeric": True},
]


@requires(may_read_audit)
@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """The evidence of the auditor's province, newest first; filters and place are in the address."""
    actor, question = actor_of(request), asked(request.GET)
    before = request.GET.get("truoc", "")
    rows = evidence(actor, question.wanted)
    is_continued = before.isascii() and before.isdigit() and len(before) < 19
    if is_continued:
        rows = rows.filter(id__lt=int(before))
    found = list(rows[: PAGE + 1])
    told, accounts = wording(), accounts_of(found[:PAGE])
    context: dict[str, Any] = {
        "question": question,
        "entries": [_entry(row, accounts) for row in found[:PAGE]],
        "columns": _COLUMNS,
        "older": _address(question, found[PAGE - 1].pk) if len(found) > PAGE else "",
        "first": _address(question) if is_continued else "",
        "check": latest_check(),
        "groups": [(group, group) for group in told.groups],
        "objects": sorted(((code, capfirst(word)) for code, word in told.objects.items()), key=lambda pair: pair[1]),
        "list_id": LIST,
        "at": clock.now(),
    }
    return render(request, "audit/log.html", context)


@requires(may_read_audit)
@require_POST
def audit_check(request: HttpRequest) -> HttpResponse:
    """Verify what came behind the last proven anchor; a long chain is verified by the command."""
    if rows_to_check() > MOST_CHECKED:
        raise TooMuch(
            f"Còn hơn {MOST_CHECKED} dòng chưa kiểm tra, quá nhiều cho một lần mở trang. Nhật ký không thay đổi. "
            "Hãy đề nghị người quản trị máy chủ chạy lệnh: mangnon audit verify"
        )
    verdict = check_chain(since_anchor=True)
    if verdict.intact:
        messages.success(request, f"Đã kiểm tra {verdict.rows} dòng, đến dòng số {verdict.last}: nguyên vẹn.")
    else:
        messages.error(request, f"Chuỗi nhật ký không nguyên vẹn. {verdict.reason}")
    return redirect("audit_log")


@requires(may_read_audit)
@require_POST
def audit_export(request: HttpRequest) -> HttpResponse:
    """The filtered evidence as a file; the taking is written down."""
    actor, question = actor_of(request), asked(request.POST)
    kind = "csv" if request.POST.get("dang") == "csv" else "xlsx"
    content = export_evidence(actor=actor, wanted=question.wanted, kind=kind)
    name = f"nhat-ky-{actor.territory_code}-{clock.today():%Y%m%d}.{kind}"
    return HttpResponse(
        content, content_type=_KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _entry(row: AuditRow, accounts: dict[int, str]) -> dict[str, Any]:
    return {
        "row": row,
        "sentence": capfirst(sentence_of(row)),
        "account": accounts.get(row.pk, ""),
        "changes": changes_in_words(row),
        "role": role_word(row.actor_role),
        "agency": row.agency_name or row.agency_code,
    }


def _address(question: Asked, before: int | None = None) -> str:
    given = {key: word for key, word in question.typed.items() if word}
    if before is not None:
        given["truoc"] = str(before)
    return f"?{urlencode(given)}"
