"""The annex of a plan as an Excel file: the five-column form out, and an edited file in as changes of the plan."""

from __future__ import annotations

import base64
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.official import AnnexForm
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.training import sample_notice
from mangnon.kernel.workbooks import LARGEST_FILE
from mangnon.plans.annexes.importing import AnnexRejected, annex_effects, import_changes, preview_annex_changes
from mangnon.plans.annexes.preview import AnnexPreview, AnnexRowPreview, AnnexVerdict
from mangnon.plans.annexes.workbook import plan_workbook
from mangnon.plans.errors import CannotImport
from mangnon.plans.models import Plan
from mangnon.plans.policies import can_adopt_plans, can_see_plans
from mangnon.plans.selectors import plan_by_code
from mangnon.plans.web.refusing import status_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SALT = "plan-annex"
_TWO_HOURS = 2 * 60 * 60
_MOST_SHOWN = 200
_TONES = {
    AnnexVerdict.CREATED: "good",
    AnnexVerdict.CHANGED: "progress",
    AnnexVerdict.UNCHANGED: "neutral",
    AnnexVerdict.REJECTED: "late",
}
_COLUMNS = [
    {"label": "Dòng", "numeric": True},
    {"label": "Nhiệm vụ"},
    {"label": "Kết quả"},
    {"label": "Thay đổi, chỗ cần sửa"},
]


class PaperForm(forms.Form):
    """The paper that orders the changes, where the file does not say it."""

    number = forms.CharField(
        label="Số, ký hiệu văn bản sửa đổi",
        max_length=80,
        required=False,
        help_text="Ví dụ: 120/KH-UBND.",
        error_messages={"max_length": "Số, ký hiệu dài quá 80 ký tự."},
    )
    date = forms.CharField(
        label="Ngày ban hành",
        max_length=10,
        required=False,
        help_text="Ví dụ: 20/05/2025.",
        error_messages={"max_length": "Ngày ghi theo mẫu 17/02/2025."},
    )

    @property
    def header(self) -> dict[str, str]:
        """What was said of the paper."""
        return {name: text for name in ("number", "date") if (text := self.cleaned_data.get(name, ""))}


class AnnexFileForm(forms.Form):
    """The file with the changed rows."""

    file = forms.FileField(
        label="Tệp phụ lục đã sửa",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text="Tệp Excel xuất từ kế hoạch này, hoặc bảng có các cột của phụ lục; tối đa 5 MB.",
        error_messages={"required": "Chưa chọn tệp. Hãy chọn tệp Excel (.xlsx).", "empty": "Tệp rỗng. Hãy chọn lại."},
    )


def _plan(actor: Actor, code: str) -> Plan:
    plan = plan_by_code(actor, code)
    if plan is None:
        raise Http404("no such plan in the viewer's province")
    return plan


@requires(can_see_plans)
@require_safe
def plan_form(request: HttpRequest, code: str) -> HttpResponse:
    """The plan's own five-column form."""
    actor = actor_of(request)
    plan = _plan(actor, code)
    content = plan_workbook(actor, plan, notice=sample_notice(), form=AnnexForm.FIVE)
    disposition = content_disposition_header(as_attachment=True, filename=f"bieu-ke-hoach-{plan.code}.xlsx")
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": disposition or "attachment"})


@requires(can_adopt_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def annex_import(request: HttpRequest, code: str) -> HttpResponse:
    """Choose an edited annex; the answer is what it would change. Sent again with what was seen, it is written."""
    actor = actor_of(request)
    plan = _plan(actor, code)
    if request.method != "POST":
        return _page(request, plan, AnnexFileForm())
    if "noi-dung" in request.POST:
        return _apply(request, actor, plan)
    form = AnnexFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, plan, form, status=422)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    name, content = (file.name or "")[:200], file.read(LARGEST_FILE + 1)
    try:
        seen = preview_annex_changes(actor=actor, plan=plan, name=name, content=content)
    except Refusal as refusal:
        form.add_error("file", refusal.message)
        return _page(request, plan, form, status=status_of(refusal))
    carried = ""
    if seen.is_applicable:
        packed = base64.b64encode(content).decode()
        data = {"by": actor.user_id, "plan": plan.pk, "name": name, "file": packed}
        carried = signing.dumps(data, salt=_SALT, compress=True)
    return _page(request, plan, form, seen=seen, carried=carried)


def _apply(request: HttpRequest, actor: Actor, plan: Plan) -> HttpResponse:
    sent = request.POST["noi-dung"]
    try:
        data = signing.loads(sent, salt=_SALT, max_age=_TWO_HOURS)
        if (data["by"], data["plan"]) != (actor.user_id, plan.pk):
            raise signing.BadSignature("signed for somebody or something else")
    except signing.BadSignature as error:
        raise CannotImport(
            "Bản xem trước đã quá hai giờ hoặc không còn nguyên vẹn. Chưa có gì được nhập. Hãy chọn lại tệp.",
            code="stale_preview",
        ) from error
    content, paper = base64.b64decode(data["file"]), PaperForm(request.POST)
    given = {"actor": actor, "plan": plan, "name": data["name"], "content": content}
    try:
        if not paper.is_valid():
            seen = preview_annex_changes(**given)
            return _page(request, plan, AnnexFileForm(), seen=seen, carried=sent, paper=paper, status=422)
        done = import_changes(**given, header=paper.header)
    except AnnexRejected as rejected:
        form = AnnexFileForm()
        return _page(request, plan, form, seen=rejected.preview, refused=rejected.message, status=422)
    except Refusal as refusal:
        # The file stays with the page: what lacks is most often the paper's number or day.
        paper.add_error(None, refusal.message)
        again = _seen_again(**given)
        return _page(
            request,
            plan,
            AnnexFileForm(),
            seen=again,
            carried=sent if again is not None else "",
            paper=paper,
            refused="" if again is not None else refusal.message,
            status=status_of(refusal),
        )
    counts = done.preview.counts
    messages.success(
        request, f"Đã bổ sung {counts['created']} và sửa đổi {counts['changed']} nhiệm vụ theo văn bản đã nêu."
    )
    return redirect("plan", code=plan.code)


def _seen_again(*, actor: Actor, plan: Plan, name: str, content: bytes) -> AnnexPreview | None:
    """What was previewed; None where the file cannot be taken any more."""
    try:
        seen = preview_annex_changes(actor=actor, plan=plan, name=name, content=content)
    except Refusal:
        return None
    return seen if seen.is_applicable else None


def _page(
    request: HttpRequest,
    plan: Plan,
    form: forms.Form,
    *,
    seen: AnnexPreview | None = None,
    carried: str = "",
    paper: PaperForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    told = [row for row in seen.rows if row.verdict is not AnnexVerdict.UNCHANGED] if seen else []
    effects = annex_effects(seen) if seen else {}
    told.sort(key=lambda row: (row.verdict is not AnnexVerdict.REJECTED, row.number))
    context: dict[str, Any] = {
        "plan": plan,
        "form": form,
        "seen": seen,
        "rows": [{**_row(row), "effects": effects.get(row.number, ())} for row in told[:_MOST_SHOWN]],
        "more": max(0, len(told) - _MOST_SHOWN),
        "columns": _COLUMNS,
        "counts": [
            {"word": verdict.label, "count": seen.count(verdict) if seen else 0, "tone": _TONES[verdict]}
            for verdict in AnnexVerdict
        ],
        "rejected": seen.count(AnnexVerdict.REJECTED) if seen else 0,
        "kept": len(seen.kept) if seen else 0,
        "absent": seen.absent if seen else (),
        "carried": carried,
        "paper": (paper or PaperForm()) if carried else None,
        "refused": refused,
    }
    return render(request, "plans/annex_import.html", context, status=status)


def _row(row: AnnexRowPreview) -> dict[str, Any]:
    return {
        "number": row.number,
        "code": row.code,
        "text": row.item.text,
        "word": row.verdict.label,
        "tone": _TONES[row.verdict],
        "told": _told(row),
    }


def _told(row: AnnexRowPreview) -> list[dict[str, Any]]:
    """Each cell once: what it was and is, and with it what keeps it from being taken; then faults of other cells."""
    of_cell: dict[tuple[str, str], list[str]] = {}
    for fault in row.faults:
        of_cell.setdefault((fault.heading, fault.cell), []).append(fault.sentence)
    told: list[dict[str, Any]] = []
    for change in row.changes:
        why = of_cell.pop((change.heading, change.cell), [])
        told.append({"place": _place(change.heading, change.cell), "change": change, "faults": _once(why)})
    for (heading, cell), why in of_cell.items():
        told.append({"place": _place(heading, cell), "change": None, "faults": _once(why)})
    return told


def _place(heading: str, cell: str) -> str:
    return f"{heading} ({cell})" if cell else heading


def _once(sentences: list[str]) -> list[str]:
    return [each if each.endswith("?") else f"{each}." for each in dict.fromkeys(sentences)]
