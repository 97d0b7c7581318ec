"""Trao đổi tệp Excel: workbooks for bodies without an account, out and in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.web.access import actor_of, polled, requires
from mangnon.exchange.errors import BadWorkbookReturn
from mangnon.exchange.locked_forms.results import RowState
from mangnon.exchange.models import WorkbookBatch, WorkbookIssue
from mangnon.exchange.policies import can_exchange_workbooks
from mangnon.exchange.web.forms import MOST_FILES, ReturnForm
from mangnon.exchange.web.row_presenters import TONES, row_told
from mangnon.exchange.workbooks.issuing import (
    BodyToAsk,
    bodies_to_ask,
    file_name,
    issue_many,
    issues_of,
    workbook_of,
    zip_of,
)
from mangnon.exchange.workbooks.receiving import (
    Received,
    as_data,
    from_data,
    preview_workbook,
    receive_returned,
)
from mangnon.jobs.public import OPEN_STATES, is_worker_alive
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.workbooks import LARGEST_FILE
from mangnon.plans.public import Plan, plans_led_by

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SALT = "agency-workbooks"
_LONGEST_ID = 18
_TWO_HOURS = 2 * 60 * 60
_BODY_COLUMNS = [
    {"label": "Chọn"},
    {"label": "Cơ quan"},
    {"label": "Việc đang mở", "numeric": True},
    {"label": "Tài khoản"},
    {"label": "Tệp gần nhất"},
]
_ROW_COLUMNS = [
    {"label": "Dòng", "numeric": True},
    {"label": "Nhiệm vụ"},
    {"label": "Kết quả"},
    {"label": "Nội dung"},
]


def _plans(request: HttpRequest) -> list[Plan]:
    actor = actor_of(request)
    return list(plans_led_by(actor, agency_id=actor.agency_id).select_related("directive"))


def _plan_asked(request: HttpRequest, code: str) -> Plan:
    plan = next((each for each in _plans(request) if each.code == code), None)
    if plan is None:
        raise Http404("no such plan led by the actor's agency")
    return plan


@requires(can_exchange_workbooks)
@require_safe
def workbooks(request: HttpRequest) -> HttpResponse:
    """The plans of the agency, and of the chosen one the bodies with what they have open."""
    led = _plans(request)
    code = request.GET.get("ke-hoach", "")
    plan = _plan_asked(request, code) if code else (led[0] if len(led) == 1 else None)
    return _page(request, led, plan)


def _page(
    request: HttpRequest, led: list[Plan], plan: Plan | None, *, refused: str = "", status: int = 200
) -> HttpResponse:
    bodies = bodies_to_ask(actor_of(request), plan) if plan is not None else []
    context = {
        "plans": led,
        "plan": plan,
        "columns": _BODY_COLUMNS,
        "rows": [_body(each) for each in bodies],
        "without_account": sum(not each.has_account for each in bodies),
        "form": ReturnForm(),
        "refused": refused,
    }
    return render(request, "exchange/workbooks.html", context, status=status)


def _body(body: BodyToAsk) -> dict[str, Any]:
    return {
        "agency": body.agency,
        "open": body.open,
        "has_account": body.has_account,
        "last": body.last,
        "is_received": body.is_received,
        "is_chosen": not body.has_account,
    }


@requires(can_exchange_workbooks)
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Workbooks for the chosen bodies; the answer leads to where they are fetched."""
    led = _plans(request)
    plan = _plan_asked(request, request.POST.get("ke-hoach", ""))
    try:
        batch = issue_many(actor=actor_of(request), plan=plan, agency_ids=_numbers(request, "co-quan"))
    except Refusal as refusal:
        return _page(request, led, plan, refused=refusal.message, status=422)
    return redirect("workbook_batch", pk=batch.pk)


def _numbers(request: HttpRequest, name: str) -> set[int]:
    """The ids that were ticked; what names no record is passed over."""
    typed = request.POST.getlist(name)
    return {int(each) for each in typed if each.isascii() and each.isdecimal() and len(each) <= _LONGEST_ID}


def _batch(request: HttpRequest, pk: int) -> WorkbookBatch:
    found = (
        WorkbookBatch.objects.select_related("plan__directive", "job").filter(pk=pk, plan__in=_plans(request)).first()
    )
    if found is None:
        raise Http404("no such batch of a plan led by the actor's agency")
    return found


@requires(can_exchange_workbooks)
@require_safe
@polled
def workbook_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """What was made: a bar while the rest is being made, each file, and all in one."""
    batch = _batch(request, pk)
    is_running = batch.job is not None and batch.job.state in OPEN_STATES
    context = {
        "batch": batch,
        "issues": issues_of(batch),
        "is_running": is_running,
        "is_stopped": batch.job is not None and batch.job.message,
        "has_worker": not is_running or is_worker_alive(),
        "done": len(batch.issues),
        "total": len(batch.wanted),
        "columns": [{"label": "Cơ quan"}, {"label": "Lần", "numeric": True}, {"label": "Tệp"}],
    }
    return render(request, "exchange/workbook_batch.html", context)


@requires(can_exchange_workbooks)
@require_safe
def workbook_batch_zip(request: HttpRequest, pk: int) -> HttpResponse:
    """Every file of a batch in one archive."""
    batch = _batch(request, pk)
    return _file(zip_of(issues_of(batch)), "application/zip", f"phieu-{batch.plan.code}.zip")


@requires(can_exchange_workbooks)
@require_safe
def workbook_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One file, as it was given out."""
    found = WorkbookIssue.objects.select_related("plan__directive", "agency")
    issue = found.filter(pk=pk, plan__in=_plans(request)).first()
    if issue is None:
        raise Http404("no such workbook of a plan led by the actor's agency")
    return _file(workbook_of(issue), _XLSX, file_name(issue))


def _file(content: bytes, kind: str, filename: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return HttpResponse(content, kind, headers={"Content-Disposition": disposition or "attachment"})


@requires(can_exchange_workbooks)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Choose files; the answer is what each would do, with nothing written."""
    form = ReturnForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "exchange/receive.html", {"form": form, "files": None, "carried": ""})
    if not form.is_valid():
        return render(request, "exchange/receive.html", {"form": form, "files": None, "carried": ""}, status=422)
    files: list[UploadedFile[bytes]] = form.cleaned_data["file"]
    if len(files) > MOST_FILES:
        form.add_error("file", f"Có {len(files)} tệp, nhiều hơn mức {MOST_FILES} tệp một lần. Chưa có gì được nhập.")
        return render(request, "exchange/receive.html", {"form": form, "files": None, "carried": ""}, status=422)
    return _preview(request, files)


def _preview(request: HttpRequest, files: list[UploadedFile[bytes]]) -> HttpResponse:
    shown, carried = [], []
    for file in files:
        name = (file.name or "")[:120]
        try:
            returned, seen = preview_workbook(actor=actor_of(request), content=file.read(LARGEST_FILE + 1))
        except Refusal as refusal:
            shown.append({"name": name, "refused": refusal.message})
            continue
        shown.append(_shown(name, seen, is_preview=True))
        if seen.count(RowState.MERGED) or seen.count(RowState.CONFLICT):
            carried.append([name, as_data(returned)])
    data = {"by": actor_of(request).user_id, "files": carried}
    context = {
        "form": ReturnForm(),
        "files": shown,
        "columns": _ROW_COLUMNS,
        "is_done": False,
        "carried": signing.dumps(data, salt=_SALT, compress=True) if carried else "",
    }
    refused = [each for each in shown if each.get("refused")]
    return render(request, "exchange/receive.html", context, status=422 if len(refused) == len(shown) else 200)


def _shown(name: str, seen: Received, *, is_preview: bool = False) -> dict[str, Any]:
    words = {state: state.label for state in RowState}
    if is_preview:
        words[RowState.MERGED] = "Sẽ nhập"
    return {
        "name": name,
        "refused": "",
        "agency": seen.issue.agency.name,
        "number": seen.issue.number,
        "plan": seen.issue.plan.code,
        "counts": [{"word": words[state], "count": seen.count(state), "tone": TONES[state]} for state in RowState],
        "rows": [
            {
                "assignment": row.assignment,
                "is_conflict": row.state is RowState.CONFLICT,
                "acts": ", ".join(row.acts),
                **row_told(row, words[row.state]),
            }
            for row in seen.rows
        ],
    }


@requires(can_exchange_workbooks)
@require_POST
def receive_apply(request: HttpRequest) -> HttpResponse:
    """Merge what the preview showed; the answer tells it row by row."""
    actor = actor_of(request)
    try:
        data = signing.loads(request.POST.get("noi-dung", ""), salt=_SALT, max_age=_TWO_HOURS)
        if data["by"] != actor.user_id:
            raise signing.BadSignature("signed for somebody else")
    except signing.BadSignature as error:
        raise BadWorkbookReturn(
            "Bản xem trước đã quá hai giờ hoặc không còn nguyên vẹn. Chưa có gì được nhập. Hãy chọn lại tệp.",
            code="stale_preview",
        ) from error
    chosen = _numbers(request, "chon")
    shown, merged = [], 0
    for name, carried in data["files"]:
        try:
            done = receive_returned(actor=actor, returned=from_data(carried), chosen=chosen)
        except Refusal as refusal:
            shown.append({"name": name, "refused": refusal.message})
            continue
        merged += done.count(RowState.MERGED)
        shown.append(_shown(name, done))
    messages.success(
        request, f"Đã nhập {merged} dòng từ {len(shown)} tệp. Gửi lại đúng các tệp này thì không nhập thêm."
    )
    context = {"form": ReturnForm(), "files": shown, "columns": _ROW_COLUMNS, "is_done": True, "carried": ""}
    return render(request, "exchange/receive.html", context)
