"""Việc đã giao: what one's body gave and follows; results, later days and recalls for several at once, and back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.desk.bulk import BulkWords, act_on_many, undo_bulk
from mangnon.desk.errors import BulkRefused
from mangnon.desk.terms import GIVER_KINDS, BulkKind
from mangnon.desk.web.chosen_rows import chosen_ids, done_words, last_done, seen_versions
from mangnon.desk.work_filters import DeadlineFilter, deadline_is
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import one_line
from mangnon.plans.public import Assignment, Plan, WaitingRequest, can_give_work, given_work, requests_waiting_for
from mangnon.plans.terms import Execution, Review
from mangnon.ui.days import DayField

_ROWS_ON_PAGE: Final = 50
_KEPT: Final = ("xem", "ke-hoach", "tim")
RESULTS, EXTENSIONS = "cho-nghiem-thu", "xin-gia-han"
VIEWS: Final = {
    RESULTS: "Chờ nghiệm thu",
    EXTENSIONS: "Đang xin gia hạn",
    "qua-han": "Quá hạn",
    "chua-tiep-nhan": "Chưa tiếp nhận",
}
_COLUMNS: Final = [
    {"label": "Chọn", "hidden": True},
    {"label": "Cơ quan"},
    {"label": "Nhiệm vụ"},
    {"label": "Chờ quyết định"},
    {"label": "Tình trạng"},
    {"label": "Tiến độ", "numeric": True},
    {"label": "Hạn"},
]


def _words(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=4000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Nhiều nhất 4000 ký tự."},
    )


class DecisionForm(forms.Form):
    """Every box of every decision; only those of the button that was pressed are looked at."""

    remark = _words("Ý kiến nghiệm thu (nếu có)")
    granted_on = DayField(
        label="Gia hạn đến ngày",
        required=False,
        help_text="Để trống thì mỗi phân công được đúng ngày đã xin.",
        error_messages={"invalid": "Phải là ngày có thật, viết như 30/06/2025."},
    )
    answer = _words("Ý kiến trả lời (nếu có)")
    why_not = _words("Lý do không đồng ý gia hạn")
    why_back = _words("Lý do thu hồi")
    is_sure = forms.BooleanField(label="Tôi đã xem các dòng được chọn; thu hồi không hoàn tác được", required=False)

    def told(self, kind: BulkKind, versions: dict[int, int]) -> BulkWords:
        """What is said of the rows."""
        clean: dict[str, Any] = self.cleaned_data
        box = {
            BulkKind.CONFIRM: "remark",
            BulkKind.GRANT: "answer",
            BulkKind.REFUSE: "why_not",
            BulkKind.RECALL: "why_back",
        }[kind]
        day = clean["granted_on"] if kind == BulkKind.GRANT else None
        return BulkWords(text=clean[box], wanted_on=day, versions=versions)


@requires(can_give_work)
@require_http_methods(["GET", "HEAD", "POST"])
def given(request: HttpRequest) -> HttpResponse:
    """The list, and what is decided on chosen rows of it."""
    actor = actor_of(request)
    if request.method == "POST":
        return _decide(request, actor)
    return render(request, "desk/given.html", _context(request.GET, actor, form=DecisionForm()))


def _filtered(
    rows: QuerySet[Assignment], asked: QueryDict, extended: Collection[int], *, view: str
) -> QuerySet[Assignment]:
    wanted = {
        RESULTS: Q(review=Review.WAITING),
        EXTENSIONS: Q(pk__in=extended),
        "qua-han": deadline_is(DeadlineFilter.OVERDUE.value, now=clock.now()),
        "chua-tiep-nhan": Q(execution=Execution.NOT_RECEIVED),
    }
    rows = rows.filter(wanted.get(view, Q()))
    if plan := asked.get("ke-hoach", "")[:60]:
        rows = rows.filter(task__plan__code=plan)
    if words := one_line(asked.get("tim", "")[:100]):
        found = Q(task__code__iexact=words) | Q(task__text__icontains=words) | Q(agency__name__icontains=words)
        rows = rows.filter(found)
    return rows.order_by(F("due_on").asc(nulls_last=True), "task__plan__code", "task__order", "pk")


def _context(
    asked: QueryDict,
    actor: Actor,
    *,
    form: DecisionForm,
    chosen: Collection[int] = (),
    refused: dict[int, str] | None = None,
    opened: str = "",
) -> dict[str, Any]:
    waiting: dict[int, list[WaitingRequest]] = {}
    for each in requests_waiting_for(actor):
        waiting.setdefault(each.assignment.pk, []).append(each)
    extended = [pk for pk, kinds in waiting.items() if any(each.kind == "extension" for each in kinds)]
    every, view = given_work(actor), asked.get("xem", "")
    page = Paginator(_filtered(every, asked, extended, view=view), _ROWS_ON_PAGE).get_page(asked.get("trang"))
    is_all, said = asked.get("chon") == "tat-ca", refused or {}
    return {
        "page": page,
        "rows": [
            {
                "item": row,
                "waits": waiting.get(row.pk, []),
                "is_chosen": row.pk in chosen or is_all,
                "refused": said.get(row.pk, ""),
            }
            for row in page
        ],
        "columns": _COLUMNS,
        "note": f"{page.paginator.count} phân công",
        "tiles": [
            {
                "value": _filtered(every, asked, extended, view=slug).count(),
                "label": label,
                "url": "?" + _kept({**asked.dict(), "xem": slug}),
            }
            for slug, label in VIEWS.items()
        ],
        "today": clock.today(),
        "asked": {name.replace("-", "_"): asked.get(name, "") for name in _KEPT},
        "kept": _kept(asked.dict()),
        "views": list(VIEWS.items()),
        "plans": [(plan.code, str(plan.directive)) for plan in _plans(every)],
        "form": form,
        "opened": opened,
        "undo": last_done(actor, GIVER_KINDS, now=clock.now()),
    }


def _plans(rows: QuerySet[Assignment]) -> QuerySet[Plan]:
    found = Plan.objects.filter(pk__in=rows.order_by().values("task__plan"))
    return found.select_related("directive").order_by("code")[:100]


def _kept(asked: dict[str, Any]) -> str:
    return urlencode([(name, str(asked[name])) for name in _KEPT if asked.get(name)])


def _decide(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Decide on the chosen rows: all or none. What was typed stays when it could not be done."""
    form, word, ids = DecisionForm(request.POST), request.POST.get("viec", ""), chosen_ids(request)
    refused: dict[int, str] = {}
    if word not in GIVER_KINDS:
        form.add_error(None, "Chưa chọn việc cần làm. Không có gì bị thay đổi.")
    elif form.is_valid():
        kind = BulkKind(word)
        try:
            if kind == BulkKind.RECALL and not form.cleaned_data["is_sure"]:
                raise BulkRefused(
                    "Thu hồi không hoàn tác được. Chưa có gì được thực hiện. Hãy xem lại các dòng đã chọn, đánh dấu "
                    "xác nhận rồi gửi lại."
                )
            words = form.told(kind, seen_versions(request, ids))
            act = act_on_many(actor=actor, kind=kind, assignment_ids=ids, words=words)
        except BulkRefused as refusal:
            refused = refusal.rows
            form.add_error(None, refusal.message)
        else:
            messages.success(request, done_words(act, len(ids)))
            return HttpResponseRedirect(f"{reverse('given_work')}?{_kept(request.GET.dict())}")
    context = _context(request.GET, actor, form=form, chosen=ids - set(refused), refused=refused, opened=word)
    return render(request, "desk/given.html", context, status=422)


@requires(can_give_work)
@require_POST
def undo_given(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one has just decided on several rows."""
    try:
        act = undo_bulk(actor=actor_of(request), bulk_id=pk)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã hoàn tác: {act.get_kind_display().lower()}.")
    return HttpResponseRedirect(f"{reverse('given_work')}?{_kept(request.GET.dict())}")
