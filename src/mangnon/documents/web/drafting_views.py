"""Soạn văn bản: a directive without a scan, and the papers that a reading can be written as."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.drafting import annex_table, assignment_letter, empty_annex, lead_bodies, plan_paper
from mangnon.documents.drafts import AnnexFaults, start_draft, take_annex
from mangnon.documents.models import DirectiveReading
from mangnon.documents.official import OfficialDocument, Sheet, write_docx, write_workbook
from mangnon.documents.policies import can_review_documents, can_see_documents
from mangnon.documents.reading.records import Reading
from mangnon.documents.rules import HEADER_FIELDS
from mangnon.documents.selectors import reading_by_id
from mangnon.documents.web.forms import AnnexFileForm, HeaderForm, LetterForm
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.training import sample_notice
from mangnon.kernel.workbooks import LARGEST_FILE

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_FAULTS = 50
_FAULT_COLUMNS = [{"label": "Trang tính"}, {"label": "Dòng", "numeric": True}, {"label": "Cột"}, {"label": "Cần sửa"}]


@requires(can_review_documents)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_directive(request: HttpRequest) -> HttpResponse:
    """Start a directive from the form, or from an Excel annex."""
    if request.method != "POST":
        return _page(request, HeaderForm(), AnnexFileForm())
    if request.POST.get("cach") == "excel":
        return _from_excel(request)
    form = HeaderForm(request.POST)
    try:
        reading = start_draft(
            actor=actor_of(request), header={field: request.POST.get(field, "") for field in HEADER_FIELDS}
        )
    except Refusal as refusal:
        form.full_clean()
        form.add_error(None, refusal.message)
        return _page(request, form, AnnexFileForm(), status=422)
    messages.success(request, "Đã tạo bản soạn. Hãy thêm từng nhiệm vụ; mọi thay đổi được lưu ngay.")
    return redirect("document", pk=reading.pk)


def _from_excel(request: HttpRequest) -> HttpResponse:
    form = AnnexFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, HeaderForm(), form, status=422)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    if (file.size or 0) > LARGEST_FILE:
        form.add_error(
            "file",
            f"Tệp lớn hơn {LARGEST_FILE // 1_048_576} MB. Chưa có gì được lưu. Hãy bỏ hình ảnh, hoặc chia thành nhiều "
            "tệp rồi gửi lại.",
        )
        return _page(request, HeaderForm(), form, status=413)
    try:
        taken = take_annex(actor=actor_of(request), name=file.name or "", content=file.read())
    except AnnexFaults as faults:
        form.add_error("file", faults.message)
        return _page(request, HeaderForm(), form, status=422, faults=faults)
    except Refusal as refusal:
        form.add_error("file", refusal.message)
        return _page(request, HeaderForm(), form, status=422)
    if taken.is_new:
        count = len(taken.reading.result["tasks"])
        messages.success(request, f"Đã nhận {count} nhiệm vụ từ tệp Excel. Hãy rà soát trước khi duyệt.")
    else:
        messages.info(request, "Tệp này đã được nhận trước đó nên không nhận lại. Đây là bản đang có.")
    return redirect("document", pk=taken.reading.pk)


def _page(
    request: HttpRequest, form: Form, file_form: Form, *, status: int = 200, faults: AnnexFaults | None = None
) -> HttpResponse:
    found = faults.found.faults if faults else ()
    context = {
        "form": form,
        "file_form": file_form,
        "faults": found[:_MOST_FAULTS],
        "more_faults": max(0, len(found) - _MOST_FAULTS),
        "columns": _FAULT_COLUMNS,
    }
    return render(request, "documents/draft.html", context, status=status)


@requires(can_review_documents)
@require_safe
def empty_annex_file(request: HttpRequest) -> HttpResponse:
    """The Excel form to fill."""
    return _file(empty_annex(), _XLSX, "mau-phu-luc-nhiem-vu.xlsx")


def _reading_of(request: HttpRequest, pk: int) -> tuple[DirectiveReading, Reading]:
    row = reading_by_id(actor_of(request), pk)
    if row is None:
        raise Http404("no such reading")
    return row, Reading.from_json(row.result)


@requires(can_see_documents)
@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """What a reading can be written as."""
    row, reading = _reading_of(request, pk)
    context = {"reading": row, "form": _letter_form(reading), "tasks": len(reading.tasks)}
    return render(request, "documents/papers.html", context)


def _letter_form(reading: Reading, data: Any = None) -> LetterForm:
    return LetterForm(data, bodies=lead_bodies(reading), sender=reading.issuer or "")


@requires(can_see_documents)
@require_safe
def drafted_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The directive as a Word draft with its annex."""
    _, reading = _reading_of(request, pk)
    return _word(plan_paper(reading, sample_notice=sample_notice()), f"du-thao-{pk}.docx")


@requires(can_see_documents)
@require_safe
def drafted_annex(request: HttpRequest, pk: int) -> HttpResponse:
    """The tasks as the six-column Excel annex."""
    _, reading = _reading_of(request, pk)
    title = ("PHỤ LỤC PHÂN CÔNG NHIỆM VỤ", *((reading.title,) if reading.title else ()))
    sheet = Sheet("Nhiệm vụ", title, annex_table(reading), sample_notice=sample_notice())
    return _file(write_workbook([sheet]), _XLSX, f"phu-luc-{pk}.xlsx")


@requires(can_see_documents)
@require_safe
def drafted_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter that assigns: to all leads, or to one."""
    row, reading = _reading_of(request, pk)
    form = _letter_form(reading, request.GET)
    if not form.is_valid():
        return render(
            request, "documents/papers.html", {"reading": row, "form": form, "tasks": len(reading.tasks)}, status=422
        )
    letter = assignment_letter(
        reading,
        sender=form.cleaned_data["sender"] or None,
        to=form.chosen_body(),
        sample_notice=sample_notice(),
    )
    return _word(letter, f"cong-van-giao-nhiem-vu-{pk}.docx")


def _word(document: OfficialDocument, filename: str) -> HttpResponse:
    return _file(write_docx(document), _DOCX, filename)


def _file(content: bytes, kind: str, filename: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return HttpResponse(content, kind, headers={"Content-Disposition": disposition or "attachment"})
