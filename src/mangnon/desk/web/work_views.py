"""Việc của tôi: every open assignment of one's body; filters with a name; acts on many, and back."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.desk.bulk import act_on_many, undo_bulk
from mangnon.desk.errors import BulkRefused
from mangnon.desk.my_work import open_work
from mangnon.desk.saved_filters import delete_filter, save_filter, saved_filters
from mangnon.desk.terms import HOLDER_KINDS, BulkKind
from mangnon.desk.web import work_query
from mangnon.desk.web.chosen_rows import chosen_ids, done_words, last_done, seen_versions
from mangnon.desk.web.work_forms import BulkForm
from mangnon.desk.web.work_tables import work_sheet
from mangnon.desk.work_filters import DeadlineFilter, deadline_is, filtered_work
from mangnon.documents.public import table_answer
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.plans.public import Assignment, can_act_for, can_see_plans, deadline_state, has_given_work, plans

RESULTS: Final = "viec"
_ROWS_ON_PAGE: Final = 50
_COLUMNS: Final = [
    {"label": "Chọn", "hidden": True},
    {"label": "Nhiệm vụ", "sort": "ke-hoach"},
    {"label": "Vai trò"},
    {"label": "Tình trạng", "sort": "tinh-trang"},
    {"label": "Tiến độ", "sort": "tien-do", "numeric": True},
    {"label": "Hạn", "sort": "han"},
]
HINTS: Final = [
    ("J", "dòng sau"),
    ("K", "dòng trước"),
    ("X", "chọn hoặc bỏ chọn"),
    ("Enter", "mở"),
    ("?", "tất cả phím tắt"),
]


@requires(can_see_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def my_work(request: HttpRequest) -> HttpResponse:
    """The list, and what is done to chosen rows of it. Opened bare, it begins with the filter chosen to be first."""
    actor = actor_of(request)
    if request.method == "POST":
        return _act_on_rows(request, actor)
    if not request.GET:
        first = saved_filters(actor).filter(is_default=True).first()
        if first is not None and first.query:
            return redirect(f"{reverse('my_work')}?{first.query}")
    file = table_answer(request, lambda: work_sheet(_rows(actor, request.GET), actor.agency_name), name="viec-cua-toi")
    if file is not None:
        return file
    context = _context(request.GET, actor)
    template = "desk/_work_results.html" if request.headers.get("HX-Target") == RESULTS else "desk/my_work.html"
    return render(request, template, context)


def _rows(actor: Actor, asked: QueryDict) -> QuerySet[Assignment]:
    wanted = work_query.work_filter(asked)
    return work_query.ordered(filtered_work(open_work(actor), wanted, now=clock.now()), asked)


def _context(
    asked: QueryDict,
    actor: Actor,
    *,
    form: BulkForm | None = None,
    chosen: set[int] | None = None,
    refused: dict[int, str] | None = None,
    opened: str = "",
) -> dict[str, Any]:
    """What the page shows for an address; `refused`: what was said of rows, `chosen`: those that stay ticked."""
    now, wanted = clock.now(), work_query.work_filter(asked)
    every = open_work(actor)
    rows = work_query.ordered(filtered_work(every, wanted, now=now), asked)
    page = Paginator(rows, _ROWS_ON_PAGE).get_page(asked.get("trang"))
    ticked = chosen if chosen is not None else set()
    is_all = asked.get("chon") == work_query.EVERYTHING
    said = refused or {}
    shown = [
        {
            "assignment": row,
            "deadline": deadline_state(due_on=row.binding_on, completed_at=row.completed_at, now=now),
            "is_chosen": row.pk in ticked or is_all,
            "refused": said.get(row.pk, ""),
        }
        for row in page
    ]
    kept = work_query.kept_query(asked)
    return {
        "page": page,
        "rows": shown,
        "columns": _COLUMNS,
        "note": _note(page.paginator.count, wanted.is_empty),
        "tiles": _tiles(filtered_work(every, wanted, now=now), now, asked),
        "today": clock.today(),
        "asked": {name.replace("-", "_"): asked.get(name, "") for name in work_query.KEPT},
        "kept": kept,
        "roles": [(slug, word) for slug, (_, word) in work_query.ROLES.items()],
        "states": [(slug, word) for slug, (_, word) in work_query.STATES.items()],
        "deadlines": [(slug, word) for slug, (_, word) in work_query.DEADLINES.items()],
        "plans": [(plan.code, str(plan.directive)) for plan in plans(actor)[:100]],
        "filters": list(saved_filters(actor)),
        "may_decide": has_given_work(actor),
        "may_act": can_act_for(actor, agency_id=actor.agency_id or 0),
        "form": form or BulkForm(),
        "opened": opened,
        "undo": last_done(actor, HOLDER_KINDS, now=now),
        "hints": HINTS,
        "is_filtered": not wanted.is_empty,
    }


def _note(count: int, is_whole: bool) -> str:
    return f"{count} phân công" if is_whole else f"{count} phân công theo bộ lọc"


def _tiles(rows: QuerySet[Assignment], now: dt.datetime, asked: QueryDict) -> list[dict[str, Any]]:
    """Totals of exactly the rows that the filter leaves, each a link to those it counts. One statement."""
    counted = rows.order_by().aggregate(
        all=Count("pk"),
        overdue=Count("pk", filter=deadline_is(DeadlineFilter.OVERDUE.value, now=now)),
        soon=Count("pk", filter=deadline_is(DeadlineFilter.DUE_SOON.value, now=now)),
        new=Count("pk", filter=Q(execution="not_received")),
    )

    def link(**more: str) -> str:
        query = {
            **{name: str(asked.get(name, "")) for name in work_query.KEPT},
            **{name.replace("_", "-"): value for name, value in more.items()},
        }
        return f"?{work_query.kept_query(query)}"

    return [
        {"value": counted["all"], "label": "Đang mở", "url": f"?{work_query.kept_query(asked)}", "tone": ""},
        {
            "value": counted["overdue"],
            "label": "Quá hạn",
            "url": link(han="qua-han"),
            "tone": "late" if counted["overdue"] else "good",
        },
        {
            "value": counted["soon"],
            "label": "Sắp đến hạn",
            "url": link(han="sap-den-han"),
            "tone": "soon" if counted["soon"] else "good",
        },
        {
            "value": counted["new"],
            "label": "Chưa tiếp nhận",
            "url": link(tinh_trang="chua-tiep-nhan"),
            "tone": "wait" if counted["new"] else "good",
        },
    ]


def _address(kept: str) -> str:
    return f"{reverse('my_work')}?{kept or 'loc=' + work_query.EVERYTHING}"


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the list with the filter it was left with."""
    return HttpResponseRedirect(_address(work_query.kept_query(QueryDict(request.POST.get("loc", "")[:500]))))


def _act_on_rows(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Do one act on the chosen rows: all or none. What was typed stays when it could not be done."""
    form, word = BulkForm(request.POST), request.POST.get("viec", "")
    if not can_act_for(actor, agency_id=actor.agency_id or 0):
        raise NotAllowed("Vai trò của bạn chỉ được xem việc của cơ quan. Không có gì bị thay đổi.")
    ids = chosen_ids(request)
    refused: dict[int, str] = {}
    if word not in HOLDER_KINDS:
        form.add_error(None, "Chưa chọn việc cần làm. Không có gì bị thay đổi.")
    elif form.is_valid():
        kind, versions = BulkKind(word), seen_versions(request, ids)
        try:
            act = act_on_many(actor=actor, kind=kind, assignment_ids=ids, words=form.told(kind, versions))
        except BulkRefused as refusal:
            refused = refusal.rows
            form.add_error(None, refusal.message)
        else:
            messages.success(request, done_words(act, len(ids)))
            return HttpResponseRedirect(_address(work_query.kept_query(request.GET)))
    context = _context(request.GET, actor, form=form, chosen=ids - set(refused), refused=refused, opened=word)
    return render(request, "desk/my_work.html", context, status=422)


@requires(can_see_plans)
@require_POST
def undo_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one has just done to several rows."""
    try:
        act = undo_bulk(actor=actor_of(request), bulk_id=pk)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã hoàn tác: {act.get_kind_display().lower()}.")
    return HttpResponseRedirect(_address(work_query.kept_query(request.GET)))


@requires(can_see_plans)
@require_POST
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter on screen under a name."""
    kept = work_query.kept_query(QueryDict(request.POST.get("loc", "")[:500]))
    try:
        row = save_filter(
            actor=actor_of(request),
            name=request.POST.get("ten", "")[:200],
            query=kept,
            is_default=request.POST.get("mo-dau") == "1",
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã lưu bộ lọc «{row.name}».")
    return _back(request)


@requires(can_see_plans)
@require_POST
def forget_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own filters."""
    try:
        name = delete_filter(actor=actor_of(request), filter_id=pk)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã xóa bộ lọc «{name}».")
    return _back(request)
