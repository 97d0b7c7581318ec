"""People from an Excel file: the form to download, the dry run, the import."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.public import Role, role_definitions
from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.workbooks import LARGEST_FILE
from mangnon.people.errors import BadPeopleFile
from mangnon.people.importing import (
    ImportPlan,
    Verdict,
    import_people,
    plan_import,
    rows_as_data,
    rows_from_data,
)
from mangnon.people.policies import can_administer_people
from mangnon.people.selectors import agencies_to_staff
from mangnon.people.web.forms import PeopleFileForm
from mangnon.people.web.views import slips, status_of
from mangnon.people.workbook import read_people, template_workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SALT = "people-import"
_TWO_HOURS = 2 * 60 * 60
_TONES = {
    Verdict.NEW_PERSON: "good",
    Verdict.NEW_POST: "progress",
    Verdict.UNCHANGED: "neutral",
    Verdict.WRONG: "late",
}
_COLUMNS = [
    {"label": "Dòng", "numeric": True},
    {"label": "Họ và tên"},
    {"label": "Cơ quan, vai trò"},
    {"label": "Kết quả"},
    {"label": "Cần sửa"},
]


@requires(can_administer_people)
@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """The form to fill, with the bodies of the province and the roles."""
    agencies = [(agency.code, agency.name) for agency in agencies_to_staff(actor_of(request), on=clock.today())]
    roles = [
        (str(role.label), definition.about) for role, definition in role_definitions().items() if role != Role.SYSTEM
    ]
    disposition = content_disposition_header(as_attachment=True, filename="mau-danh-sach-nguoi-dung.xlsx")
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(template_workbook(agencies=agencies, roles=roles), content_type=_XLSX, headers=headers)


@requires(can_administer_people)
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Choose a file; the answer is what it would do, with nothing written."""
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _choose(request, form)
    if not form.is_valid():
        return _choose(request, form, status=422)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        # One byte more than is taken is enough to see that a file is too large.
        rows = read_people(file.read(LARGEST_FILE + 1))
        plan = plan_import(actor_of(request), rows, today=clock.today())
    except Refusal as refusal:
        form.add_error("file", refusal.message)
        return _choose(request, form, status=status_of(refusal))
    return _preview(request, form, plan)


def _choose(request: HttpRequest, form: PeopleFileForm, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "plan": None, "refused": refused}
    return render(request, "people/import.html", context, status=status)


def _preview(request: HttpRequest, form: PeopleFileForm, plan: ImportPlan) -> HttpResponse:
    carried = ""
    if plan.is_applicable:
        data = {"by": actor_of(request).user_id, "rows": rows_as_data([each.row for each in plan.rows])}
        carried = signing.dumps(data, salt=_SALT, compress=True)
    wrong_first = sorted(plan.rows, key=lambda each: (each.verdict != Verdict.WRONG, each.row.number))
    context = {
        "form": form,
        "plan": plan,
        "rows": [_line(each) for each in wrong_first],
        "columns": _COLUMNS,
        "note": f"{len(plan.rows)} dòng",
        "counts": [
            {"word": verdict.value, "count": plan.count(verdict), "tone": _TONES[verdict]} for verdict in Verdict
        ],
        "carried": carried,
        "refused": "",
    }
    return render(request, "people/import.html", context)


def _line(planned: Any) -> dict[str, Any]:
    row = planned.row
    return {
        "number": row.number,
        "full_name": row.full_name,
        "username": planned.username or (planned.user.username if planned.user else row.username),
        "agency": planned.agency.name if planned.agency else row.agency,
        "role": planned.role.label if planned.role else row.role,
        "verdict": planned.verdict.value,
        "tone": _TONES[planned.verdict],
        "messages": planned.messages,
    }


@requires(can_administer_people)
@require_POST
def import_apply(request: HttpRequest) -> HttpResponse:
    """Write what the preview showed; the answer is the slips of the new people."""
    actor, today = actor_of(request), clock.today()
    try:
        data = signing.loads(request.POST.get("noi-dung", ""), salt=_SALT, max_age=_TWO_HOURS)
        if data["by"] != actor.user_id:
            raise signing.BadSignature("signed for somebody else")
    except signing.BadSignature as error:
        raise BadPeopleFile(
            "Bản xem trước đã quá hai giờ hoặc không còn nguyên vẹn. Chưa có gì được nhập. Hãy chọn lại tệp."
        ) from error
    rows = rows_from_data(data["rows"])
    try:
        done = import_people(actor=actor, rows=rows, today=today)
    except BadPeopleFile as refusal:
        return _choose(request, PeopleFileForm(), refused=refusal.message, status=422)
    notes = [f"Đã thêm {len(done.issued)} người và {done.posts} vị trí."]
    return slips(request, done.issued, notes=notes)
