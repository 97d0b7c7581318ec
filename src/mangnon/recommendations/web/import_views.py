"""Documents of Committees and lists of their paragraphs: recorded, previewed, applied, given out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.kernel.workbooks import LARGEST_FILE
from mangnon.recommendations.importing import (
    ImportPreview,
    PlannedRow,
    apply_list,
    preview_list,
    receive_list,
    registry_rows,
)
from mangnon.recommendations.models import CommitteeDocument, ParagraphList
from mangnon.recommendations.policies import can_keep_recommendations, can_see_recommendations
from mangnon.recommendations.selectors import list_by_id, recommendations
from mangnon.recommendations.services import record_committee_document, set_up_recommendations
from mangnon.recommendations.sheets import rows_of_file, rows_of_text, template_workbook
from mangnon.recommendations.terms import RowVerdict
from mangnon.recommendations.web import presenters
from mangnon.recommendations.web.forms import DocumentForm, ListForm
from mangnon.recommendations.web.views import document_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TONES = {
    RowVerdict.NEW: "good",
    RowVerdict.CHANGED: "soon",
    RowVerdict.UNCHANGED: "neutral",
    RowVerdict.WRONG: "late",
}
_MOST_SHOWN = 300
_COLUMNS = [
    {"label": "Dòng", "numeric": True},
    {"label": "Đoạn"},
    {"label": "Kết quả"},
    {"label": "Nội dung, thay đổi, chỗ cần sửa"},
]


@requires(can_keep_recommendations)
@require_POST
def set_up(request: HttpRequest) -> HttpResponse:
    """Record what the product knows of documents of Committees."""
    made = set_up_recommendations(actor=actor_of(request))
    messages.success(request, "Đã nạp." if made else "Văn bản có sẵn đã được nạp từ trước.")
    return redirect("recommendations")


@requires(can_keep_recommendations)
@require_http_methods(["GET", "HEAD", "POST"])
def new_document(request: HttpRequest) -> HttpResponse:
    """Record a document of a Committee."""
    form = DocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            document = record_committee_document(actor=actor_of(request), **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error("symbol", refusal.message)
        else:
            messages.success(request, f"Đã ghi {document.symbol}. Hãy nạp danh mục đoạn.")
            return redirect("recommendations_import", code=document.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "recommendations/new_document.html", {"form": form}, status=status)


@requires(can_see_recommendations)
@require_safe
def paragraphs_file(request: HttpRequest, code: str) -> HttpResponse:
    """The paragraphs on screen in the form in which they are imported; an empty registry gives the empty form."""
    document = document_of(request, code)
    shown = recommendations(actor_of(request), document, presenters.asked(request.GET))
    name = f"khuyen-nghi-{document.code}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse(template_workbook(registry_rows(document, shown)), content_type=_XLSX, headers=headers)


@requires(can_keep_recommendations)
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a list; the answer is what it would do, with nothing written into the registry."""
    actor, document = actor_of(request), document_of(request, code)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _page(request, document, form)
    if not form.is_valid():
        return _page(request, document, form, status=422)
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    if not file and not text.strip():
        form.add_error("file", "Chưa chọn tệp và chưa dán văn bản. Chưa có gì được nạp. Hãy chọn một cách.")
        return _page(request, document, form, status=422)
    try:
        # One byte more than is taken is enough to see that a file is too large.
        rows = rows_of_file(file.name, file.read(LARGEST_FILE + 1)) if file else rows_of_text(text)
        received = receive_list(
            actor=actor,
            document=document,
            name=file.name if file else "Văn bản được dán",
            rows=rows,
            source=form.cleaned_data["source"],
            is_verified=form.cleaned_data["is_verified"],
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error("file" if file else "text", refusal.message)
        return _page(request, document, form, status=422)
    return _page(request, document, form, received=received, preview=preview_list(actor, received))


@requires(can_keep_recommendations)
@require_POST
def import_apply(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write what the preview showed."""
    document = document_of(request, code)
    if list_by_id(actor_of(request), document, pk) is None:
        raise Http404("no such list of the viewer")
    try:
        counts = apply_list(actor=actor_of(request), list_id=pk)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, document, ListForm(), status=422, refused=refusal.message)
    links = f", {counts['links']} liên kết" if counts["links"] else ""
    messages.success(
        request,
        f"Đã nạp: {counts['new']} đoạn mới, {counts['changed']} đoạn thay đổi, "
        f"{counts['unchanged']} đoạn như cũ{links}.",
    )
    return redirect("committee_document", code=document.code)


def _page(
    request: HttpRequest,
    document: CommitteeDocument,
    form: ListForm,
    *,
    received: ParagraphList | None = None,
    preview: ImportPreview | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"document": document, "form": form, "preview": preview, "refused": refused}
    if preview is not None:
        order = (RowVerdict.WRONG, RowVerdict.CHANGED, RowVerdict.NEW, RowVerdict.UNCHANGED)
        rows = sorted(preview.rows, key=lambda each: (order.index(each.verdict), each.row.place))
        context |= {
            "received": received,
            "rows": [_line(each) for each in rows[:_MOST_SHOWN]],
            "columns": _COLUMNS,
            "hidden": max(len(rows) - _MOST_SHOWN, 0),
            "total": len(rows),
            "wrong": preview.count(RowVerdict.WRONG),
            "counts": [
                {"word": str(verdict.label), "count": preview.count(verdict), "tone": _TONES[verdict]}
                for verdict in RowVerdict
            ],
        }
    return render(request, "recommendations/import.html", context, status=status)


def _line(planned: PlannedRow) -> dict[str, Any]:
    row = planned.row
    sub = " ".join(f"({part})" for part in row.sub.split("-") if part)
    return {
        "place": row.place,
        "paragraph": f"{row.number} {sub}".strip() if row.number else "…",
        "verdict": str(planned.verdict.label),
        "tone": _TONES[planned.verdict],
        "words": (row.topic or row.text or "")[:200],
        "changes": planned.changes,
        "messages": planned.messages,
        "links": len(planned.link_tasks),
    }
