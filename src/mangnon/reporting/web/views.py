"""Periods and the board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency
from mangnon.documents.official import Sheet, write_workbook
from mangnon.documents.public import table_answer
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.training import sample_notice
from mangnon.plans.public import plans
from mangnon.reporting.duties.asked import is_called
from mangnon.reporting.duties.lineage import recipient_of, recipients_of
from mangnon.reporting.models import Period
from mangnon.reporting.periods.board import Board, board, successors_on_board
from mangnon.reporting.periods.opening import open_period, set_up_regimes
from mangnon.reporting.policies import can_read_consolidation, can_review_reports, can_see_reports, can_write_report
from mangnon.reporting.rules import period_words
from mangnon.reporting.selectors import (
    PeriodSummary,
    WaitingPeriod,
    owed_in,
    period_summaries,
    plans_without_regimes,
    regime_of,
    regimes_to_open,
    waiting_periods,
)
from mangnon.reporting.terms import Stage
from mangnon.reporting.web import presenters
from mangnon.reporting.web.forms import PeriodForm
from mangnon.reporting.web.parts import file_answer, period_or_404, status_of
from mangnon.reporting.web.presenters import BoardFilter
from mangnon.reporting.web.succession import (
    boundary_words,
    passed_words,
    recipient_words,
    since_words,
    write_address,
)

# Rows of the board's list on one page: a province's departments and districts stand on one, its communes on several.
_A_PAGE = 150


def _reports_page(
    request: HttpRequest, actor: Actor, *, failed: str = "", typed: PeriodForm | None = None
) -> HttpResponse:
    now = clock.now()
    receives = can_review_reports(actor, recipient_id=actor.agency_id or 0)
    unprepared = plans_without_regimes(actor) if receives else []
    to_open = [
        {
            "regime": item.regime,
            "dates": item.dates,
            "is_calendar_known": item.is_calendar_known,
            "title": period_words(item.code),
            "form": typed
            if failed == item.regime.code and typed
            else PeriodForm(initial={"code": item.code}, auto_id=f"{item.regime.code}-%s"),
        }
        for item in regimes_to_open(actor, today=clock.today())
    ]
    summaries = period_summaries(actor, now=now)
    recipients = recipients_of((summary.period.regime for summary in summaries), on=clock.today())
    owed = [each for each in waiting_periods(actor) if can_write_report(actor, writer_ids=[actor.agency_id or 0])]
    periods = [_period_card(actor, each, recipients[each.period.regime_id], owed) for each in summaries]
    context = {
        "unprepared": unprepared,
        "to_open": to_open,
        "periods": periods,
        "today": clock.today(),
        "may_call": receives,
    }
    return render(request, "reporting/reports.html", context, status=422 if failed else 200)


def _period_card(
    actor: Actor, summary: PeriodSummary, recipient: Agency, owed: Sequence[WaitingPeriod]
) -> dict[str, Any]:
    """One period of the list: its counts, where they lead, and what the viewer's body has to do in it."""
    period, stage = summary.period, summary.own_stage
    return {
        "summary": summary,
        "title": presenters.period_title(period),
        "board": presenters.board_address(period),
        "sent": presenters.board_address(period, gui="roi"),
        "waiting": presenters.board_address(period, buoc="cho-xem-xet"),
        "accepted": presenters.board_address(period, buoc="da-chap-nhan"),
        "late": presenters.board_address(period, han="tre"),
        "own_tone": presenters.STAGE_TONES[Stage(stage)] if stage else "",
        "own_word": Stage(stage).label if stage else "",
        "may_write": bool(stage) and can_write_report(actor, writer_ids=[actor.agency_id or 0]),
        "boundary": boundary_words(period, today=clock.today()),
        "recipient": recipient_words(period, recipient),
        "for_others": [
            {"name": waiting.agency.name, "url": write_address(period, waiting.agency, actor)}
            for waiting in owed
            if waiting.period.pk == period.pk and not waiting.is_own
        ],
    }


@require_GET
@requires(can_see_reports)
def reports(request: HttpRequest) -> HttpResponse:
    """Periods with their dates and counts; for who receives reports, the periods to open."""
    return _reports_page(request, actor_of(request))


@require_POST
@requires(can_see_reports)
def regimes_set_up(request: HttpRequest, plan: str) -> HttpResponse:
    """Make the reporting regimes that an adopted plan's paper asks for."""
    actor = actor_of(request)
    found = plans(actor).filter(code=plan).first()
    if found is None:
        raise Http404
    made = set_up_regimes(actor=actor, plan=found)
    messages.success(request, f"Đã lập {len(made)} chế độ báo cáo theo văn bản. Hãy mở kỳ đầu tiên.")
    return redirect("reports")


@require_POST
@requires(can_see_reports)
def period_open(request: HttpRequest, regime: str) -> HttpResponse:
    """Open a period of a regime."""
    actor = actor_of(request)
    found = regime_of(actor, regime)
    if found is None:
        raise Http404
    form = PeriodForm(request.POST, auto_id=f"{regime}-%s")
    if form.is_valid():
        try:
            opened = open_period(actor=actor, regime=found, code=form.cleaned_data["code"].strip().upper())
        except Refusal as refusal:
            form.add_error("code", refusal.message)
            if status_of(refusal) != 422:
                raise
        else:
            messages.success(
                request, f"Đã mở {presenters.period_title(opened).lower()}. Danh sách phải báo cáo đã chốt."
            )
            return redirect("report_board", regime=regime, period=opened.code)
    return _reports_page(request, actor, failed=regime, typed=form)


def board_context(
    request: HttpRequest, actor: Actor, period: Period, *, state: Board | None = None, as_list: bool = False
) -> dict[str, Any]:
    """Everything the board's page shows; `as_list` shows the list whatever the address asks for."""
    state = state or board(actor, period)
    wanted = BoardFilter.of(request.GET)
    rows = presenters.in_order(wanted.rows(state), request.GET.get("sap-xep", ""))
    view = "danh-sach" if as_list or request.GET.get("xem") == "danh-sach" else ""
    recipient = recipient_of(period.regime, clock.today())
    may_review = can_review_reports(actor, recipient_id=recipient.pk)
    owed = owed_in(actor, period) if can_write_report(actor, writer_ids=[actor.agency_id or 0]) else []
    since = since_words(state, successors_on_board(state, on=clock.today()))
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("trang"))
    lines = presenters.board_lines(actor, state, list(page) if view else presenters.shown_by_stage(rows), since=since)
    may_accept = may_review or any(line.can_be_accepted for line in lines)
    address = presenters.board_address(period)
    query = wanted.query()
    join = f"{address}?{query}&" if query else f"{address}?"
    return {
        "period": period,
        "regime": period.regime,
        "title": presenters.period_title(period),
        "today": clock.today(),
        "board": state,
        "tiles": presenters.board_tiles(state, view=view),
        "wanted": wanted,
        "lines": lines,
        "waiting_lines": [line for line in lines if line.can_be_accepted],
        "stages": presenters.stage_columns(rows, lines, address=f"{join}xem=danh-sach&"),
        "view": view,
        "page": page,
        "tabs": [
            {"label": "Theo bước", "url": f"{address}?{query}" if query else address, "current": not view},
            {"label": "Danh sách", "url": f"{join}xem=danh-sach", "current": bool(view)},
        ],
        "columns": [{"label": "Chọn", "hidden": True}, *presenters.TABLE_COLUMNS]
        if may_accept
        else presenters.TABLE_COLUMNS,
        "note": f"{len(rows)} trên {len(state.rows)} cơ quan, đơn vị",
        **_filter_options(),
        "address": address,
        "query": request.GET.urlencode(),
        **_about(period, state, recipient),
        "may_review": may_review,
        "may_accept": may_accept,
        "may_urge": may_review or any(line.is_received for line in lines),
        "chosen": [],
        "message": "",
        "may_read_consolidation": can_read_consolidation(actor, recipient_id=recipient.pk),
        "own_reports": [_own_report(actor, period, agency) for agency in owed],
        "crumbs": presenters.crumbs(period),
    }


def _filter_options() -> dict[str, list[tuple[str, str]]]:
    return {
        "stage_options": [(slug, stage.label) for slug, stage in presenters.STAGES.items()],
        "time_options": [(slug, word) for slug, (word, _) in presenters.TIMES.items()],
        "level_options": [(slug, word) for slug, (_, word) in presenters.LEVELS.items()],
        "sent_options": list(presenters.SENT.items()),
    }


def _about(period: Period, state: Board, recipient: Agency) -> dict[str, Any]:
    """What the board tells of its period beside the rows: the ten facts, boundaries, who passed on or is excused."""
    return {
        "facts": presenters.ten_facts(period.regime, recipient_words(period, recipient)),
        "recipient": recipient_words(period, recipient),
        "boundary": boundary_words(period, today=clock.today()),
        "passed": passed_words(state.passed),
        "exempt": [f"{row.agency.name}: {row.exempt_reason}" for row in state.exempt],
        "is_called": is_called(period),
        "moves": list(period.moves.order_by("moved_at", "pk")),
        "clause_url": presenters.clause_address(period.regime),
    }


def _own_report(actor: Actor, period: Period, agency: Agency) -> dict[str, str]:
    is_own = agency.pk == actor.agency_id
    label = "Báo cáo của cơ quan tôi" if is_own else f"Viết báo cáo của {agency.name}"
    return {"label": label, "url": write_address(period, agency, actor)}


@require_GET
@requires(can_see_reports)
def report_board(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Agencies by stage, or as a list; the address carries the filters. As a file too (`?tep=`)."""
    actor, found = period_or_404(request, regime, period)
    name = f"tinh-hinh-bao-cao-{found.code}"
    if answer := table_answer(request, lambda: _board_sheet(request, actor, found), name=name):
        return answer
    return render(request, "reporting/board.html", board_context(request, actor, found))


def _board_sheet(request: HttpRequest, actor: Actor, period: Period) -> Sheet:
    """The rows on screen."""
    state = board(actor, period)
    rows = presenters.in_order(BoardFilter.of(request.GET).rows(state), request.GET.get("sap-xep", ""))
    since = since_words(state, successors_on_board(state, on=clock.today()))
    lines = presenters.board_lines(actor, state, rows, since=since)
    return presenters.board_sheet(state, lines, sample_notice=sample_notice())


@require_GET
@requires(can_see_reports)
def report_board_xlsx(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """The rows on screen as a workbook."""
    actor, found = period_or_404(request, regime, period)
    content = write_workbook([_board_sheet(request, actor, found)])
    return file_answer(content, f"tinh-hinh-bao-cao-{found.code}.xlsx")
