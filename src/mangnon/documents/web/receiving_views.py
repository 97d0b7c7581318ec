"""Văn bản: the list with its drop zone, and how far the reading of a file is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from mangnon.accounts.web.access import actor_of, polled, requires
from mangnon.documents.drafting import BadAnnexFile
from mangnon.documents.drafts import AnnexFaults, take_annex
from mangnon.documents.models import ReadingJob
from mangnon.documents.policies import can_review_documents, can_see_documents, check_review_documents
from mangnon.documents.reading.sources import LARGEST_FILE
from mangnon.documents.receipts import listed_reading_jobs, reading_job_by_id
from mangnon.documents.receiving import Receipt, cancel_reading, dismiss_reading, receive_document, retry_reading
from mangnon.documents.selectors import listed_readings
from mangnon.documents.web import presenters
from mangnon.documents.web.forms import UploadForm
from mangnon.documents.web.receiving_presenters import job_row
from mangnon.documents.web.views import status_of
from mangnon.jobs.public import JobState, is_worker_alive, jobs_ahead, jobs_ahead_of
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.workbooks import LARGEST_FILE as LARGEST_WORKBOOK

UNDER_WAY, PROGRESS = "dang-doc", "tien-do"
_PAGE_SIZE = 20
_FAULTS_TOLD = 5


def _is_for(request: HttpRequest, part: str) -> bool:
    return request.headers.get("HX-Target") == part


# ---- the list and the drop zone ----------------------------------------------------------------------------------


@polled
@requires(can_see_documents)
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest) -> HttpResponse:
    """The received documents, newest first; for those who receive them also the drop zone and what is being read."""
    if request.method == "POST":
        return _receive(request)
    if _is_for(request, UNDER_WAY) and can_review_documents(actor_of(request)):
        return render(request, "documents/_under_way.html", _under_way(request))
    return _list_page(request, UploadForm(), 200)


def _receive(request: HttpRequest) -> HttpResponse:
    check_review_documents(actor_of(request))
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _faulty(request, form, 422, 0)
    receipts: list[Receipt] = []
    statuses: list[int] = []
    for file in form.cleaned_data["file"]:
        try:
            receipts.append(_receive_one(request, file))
        except Refusal as refusal:
            form.add_error("file", refusal.message)
            statuses.append(413 if refusal.code == "too_large_to_send" else status_of(refusal))
    if statuses:
        return _faulty(request, form, max(statuses), len(receipts))
    address = _address_after(request, receipts)
    return JsonResponse({"address": address}) if _is_by_script(request) else redirect(address)


def _is_by_script(request: HttpRequest) -> bool:
    """Whether ui's upload.js asks, which shows answers on the page that is there."""
    return request.headers.get("X-Upload") == "1"


def _faulty(request: HttpRequest, form: UploadForm, status: int, received: int) -> HttpResponse:
    if _is_by_script(request):
        return JsonResponse({"faults": list(form.errors["file"]), "received": received}, status=status)
    if received:
        messages.success(request, f"Đã nhận {received} tệp khác trong lần gửi này; xem ở dưới.")
    return _list_page(request, form, status)


def _receive_one(request: HttpRequest, file: UploadedFile[bytes]) -> Receipt:
    name, size = file.name or "", file.size or 0
    if not size:
        raise Refusal(
            f"Tệp «{name}» trống (0 byte) nên không có gì để đọc. Chưa có gì được lưu. Hãy kiểm tra rồi gửi lại."
        )
    if size > LARGEST_FILE:
        raise Refusal(
            f"Tệp «{name}» có {size / 1_048_576:.0f} MB, lớn hơn mức nhận {LARGEST_FILE // 1_048_576} MB. "
            "Chưa có gì được lưu. Hãy chia văn bản thành nhiều tệp, hoặc chỉ gửi phần chữ.",
            code="too_large_to_send",
        )
    if name.lower().endswith(".xlsx"):
        return _receive_annex(request, file)
    return receive_document(actor=actor_of(request), name=name, content=file)


def _receive_annex(request: HttpRequest, file: UploadedFile[bytes]) -> Receipt:
    """An Excel annex needs no reading: its tasks are there at once (`drafts.take_annex`)."""
    name = file.name or ""
    if (file.size or 0) > LARGEST_WORKBOOK:
        raise Refusal(
            f"Tệp «{name}» lớn hơn mức nhận tệp Excel ({LARGEST_WORKBOOK // 1_048_576} MB). Chưa có gì được lưu. "
            "Hãy bỏ hình ảnh, hoặc chia thành nhiều tệp rồi gửi lại.",
            code="too_large_to_send",
        )
    try:
        taken = take_annex(actor=actor_of(request), name=name, content=file.read())
    except AnnexFaults as faults:
        raise Refusal(_faults_in_words(name, faults)) from faults
    except BadAnnexFile as refusal:
        raise Refusal(f"Tệp «{name}»: {refusal.message}") from refusal
    return Receipt(taken.reading, None, is_new=taken.is_new)


def _faults_in_words(name: str, faults: AnnexFaults) -> str:
    """The first cells to mend; «Soạn văn bản» shows them all."""
    found = faults.found.faults
    cells = "; ".join(
        f"trang tính «{one.sheet}», dòng {one.row}, {one.heading}: {one.sentence}" for one in found[:_FAULTS_TOLD]
    )
    more = "; …" if len(found) > _FAULTS_TOLD else ""
    return (
        f"Tệp «{name}» có {len(found)} ô cần sửa ({cells}{more}). Tệp này chưa được lưu. Hãy sửa trong tệp Excel rồi "
        "gửi lại; trang «Soạn văn bản» liệt kê đủ các ô."
    )


def _address_after(request: HttpRequest, receipts: Sequence[Receipt]) -> str:
    known = [receipt for receipt in receipts if not receipt.is_new]
    if len(receipts) == 1:
        receipt = receipts[0]
        if receipt.reading is not None and receipt.is_new:
            count = len(receipt.reading.result["tasks"])
            messages.success(request, f"Đã nhận {count} nhiệm vụ từ tệp Excel. Hãy rà soát trước khi duyệt.")
            return reverse("document", args=[receipt.reading.pk])
        if receipt.reading is not None:
            messages.info(request, "Văn bản này đã được nhận trước đó nên không đọc lại. Đây là bản đang có.")
            return reverse("document", args=[receipt.reading.pk])
        assert receipt.reading_job is not None  # noqa: S101 - a receipt carries the one or the other
        if known:
            messages.info(request, "Văn bản này đã được gửi trước đó. Đây là lượt đọc đang có.")
        return reverse("reading_progress", args=[receipt.reading_job.pk])
    words = f"Đã nhận {len(receipts) - len(known)} tệp; các tệp được đọc lần lượt."
    if known:
        words += f" {len(known)} tệp đã có từ trước nên không đọc lại."
    messages.success(request, words)
    return reverse("documents")


def _under_way(request: HttpRequest) -> dict[str, Any]:
    listed = listed_reading_jobs(actor_of(request))
    ahead = jobs_ahead_of([row.job for row in listed])
    rows = [job_row(row, ahead=ahead.get(row.job_id)) for row in listed]
    is_open = any(row["is_open"] for row in rows)
    return {"jobs": rows, "is_open": is_open, "has_worker": is_worker_alive()}


def _list_page(request: HttpRequest, form: UploadForm, status: int) -> HttpResponse:
    actor = actor_of(request)
    page = Paginator(listed_readings(actor), _PAGE_SIZE).get_page(request.GET.get("trang"))
    may_receive = can_review_documents(actor)
    context = {
        "form": form,
        "page": page,
        "rows": [presenters.list_row(reading) for reading in page],
        "columns": presenters.LIST_COLUMNS,
        "may_receive": may_receive,
        **(_under_way(request) if may_receive else {"jobs": [], "is_open": False, "has_worker": True}),
    }
    return render(request, "documents/documents.html", context, status=status)


# ---- one file under way ------------------------------------------------------------------------------------------


def _reading_job(request: HttpRequest, pk: int) -> ReadingJob:
    row = reading_job_by_id(actor_of(request), pk)
    if row is None:
        raise Http404("no such job")
    return row


@polled
@requires(can_review_documents)
@require_safe
def reading_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading of a file is; leads on to the document when it is done."""
    row = _reading_job(request, pk)
    if row.job.state != JobState.DONE:
        return _progress_page(request, row, 200)
    messages.success(request, "Đã đọc xong. Hãy rà soát trước khi duyệt.")
    address = reverse("document", args=[row.source.reading.pk]) if row.source else reverse("documents")
    return HttpResponseClientRedirect(address) if _is_for(request, PROGRESS) else redirect(address)


def _progress_page(request: HttpRequest, row: ReadingJob, status: int) -> HttpResponse:
    ahead = jobs_ahead(row.job) if row.job.state == JobState.WAITING else None
    context = {"job": job_row(row, ahead=ahead), "has_worker": is_worker_alive()}
    template = "documents/_progress.html" if _is_for(request, PROGRESS) else "documents/progress.html"
    return render(request, template, context, status=status)


def _act(request: HttpRequest, pk: int, act: Callable[..., ReadingJob], words: str, *, back: str) -> HttpResponse:
    _reading_job(request, pk)
    try:
        act(actor=actor_of(request), reading_job_id=pk)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return _progress_page(request, _reading_job(request, pk), status_of(refusal))
    messages.success(request, words)
    return redirect("reading_progress", pk=pk) if back == "progress" else redirect("documents")


@requires(can_review_documents)
@require_POST
def cancel_reading_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the reading off."""
    return _act(request, pk, cancel_reading, "Đã hủy lượt đọc; tệp đã gửi không được giữ lại.", back="list")


@requires(can_review_documents)
@require_POST
def retry_reading_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a stopped reading again."""
    return _act(request, pk, retry_reading, "Tệp được đưa vào hàng chờ để đọc tiếp.", back="progress")


@requires(can_review_documents)
@require_POST
def dismiss_reading_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what has ended off the list."""
    return _act(request, pk, dismiss_reading, "Đã ẩn khỏi danh sách.", back="list")
