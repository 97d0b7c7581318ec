"""What waits, with whom and for how long, over all periods: a table with filters, also as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.official import Column, Row, Sheet, Table
from mangnon.documents.public import table_answer
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.training import sample_notice
from mangnon.reporting.duties.lineage import lineage_of
from mangnon.reporting.duties.rising import Receivers
from mangnon.reporting.policies import can_read_report, can_see_reports
from mangnon.reporting.review.ageing import WaitingItem, waiting, waiting_by_body
from mangnon.reporting.terms import Stage, WaitState
from mangnon.reporting.web import presenters

_SLUGS = {
    "chua-viet": WaitState.NOT_STARTED,
    "dang-viet": WaitState.WRITING,
    "cho-xem-xet": WaitState.SUBMITTED,
    "da-tra-lai": WaitState.RETURNED,
    "dang-sua-doi": WaitState.AMENDING,
}
_WHERE = {"toi": "Chờ cơ quan tôi", "nguoi-viet": "Chờ đơn vị viết", "noi-nhan": "Chờ nơi nhận xem xét"}
_AGES = {"3": "Từ 3 ngày làm việc", "5": "Từ 5 ngày làm việc", "10": "Từ 10 ngày làm việc"}
_MOST, _BODIES = 300, 8
_COLUMNS = [
    {"label": "Báo cáo của"},
    {"label": "Kỳ"},
    {"label": "Bước"},
    {"label": "Đang ở"},
    {"label": "Từ ngày"},
    {"label": "Số ngày làm việc", "numeric": True},
    {"label": "Hạn gửi"},
]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the address asks for; an unknown value asks for nothing."""

    where: str = ""
    state: str = ""
    age: str = ""
    period: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> _Wanted:
        """Read from an address."""
        where, state, age, period = (query.get(name, "") for name in ("o", "buoc", "tuoi", "ky"))
        return cls(
            where if where in _WHERE else "",
            state if state in _SLUGS else "",
            age if age in _AGES else "",
            period if period.isdecimal() and len(period) < 10 else "",
        )

    def keeps(self, item: WaitingItem, viewer: Actor) -> bool:
        """Whether a report is asked for."""
        is_with_receiver = item.state == WaitState.SUBMITTED
        places = {"toi": item.is_with(viewer.agency_id), "nguoi-viet": not is_with_receiver}
        return (
            (not self.where or places.get(self.where, is_with_receiver))
            and (not self.state or item.state == _SLUGS[self.state])
            and (not self.age or item.days >= int(self.age))
            and (not self.period or item.period.pk == int(self.period))
        )


@require_GET
@requires(can_see_reports)
def reports_waiting(request: HttpRequest) -> HttpResponse:
    """Every report that is not accepted yet, the longest waiting first; the address carries the filters. As a file."""
    actor = actor_of(request)
    wanted = _Wanted.of(request.GET)
    every = waiting(actor)
    found = [item for item in every if wanted.keeps(item, actor)]
    if answer := table_answer(request, lambda: _sheet(found), name="bao-cao-dang-cho"):
        return answer
    periods = {item.period.pk: item.period for item in every}
    names = {period.regime.name for period in periods.values()}
    own = sum(item.is_with(actor.agency_id) for item in every)
    late = sum(item.is_late for item in every)
    context = {
        "wanted": wanted,
        "lines": _lines(actor, found[:_MOST]),
        "note": f"{len(found)} trên {len(every)} báo cáo chưa được chấp nhận",
        "is_cut": len(found) > _MOST,
        "most": _MOST,
        "only_regime": next(iter(names)) if len(names) == 1 else "",
        "by_body": [
            (each, f"{each.count} báo cáo, lâu nhất {each.longest} ngày làm việc")
            for each in waiting_by_body(found)[:_BODIES]
        ],
        "tiles": [
            {"value": len(every), "label": "Chưa được chấp nhận", "url": "?", "tone": ""},
            {"value": own, "label": "Chờ cơ quan tôi", "url": "?o=toi", "tone": "wait" if own else ""},
            {"value": late, "label": "Quá hạn ở đơn vị viết", "url": "?o=nguoi-viet", "tone": "late" if late else ""},
        ],
        "where_options": list(_WHERE.items()),
        "state_options": [(slug, state.label) for slug, state in _SLUGS.items()],
        "age_options": list(_AGES.items()),
        "period_options": [(str(pk), f"{p.words}: {p.regime.name}"[:90]) for pk, p in periods.items()],
        "columns": _COLUMNS,
        "today": clock.today(),
        "crumbs": [{"label": "Báo cáo", "url": reverse("reports")}, {"label": "Đang chờ"}],
    }
    return render(request, "reporting/waiting.html", context)


def _lines(viewer: Actor, shown: Sequence[WaitingItem]) -> list[dict[str, Any]]:
    """The rows in words; the name leads to the report for who may read it."""
    today = clock.today()
    receivers = Receivers({item.period.pk: item.period for item in shown}.values(), on=today)
    lineage = lineage_of(viewer.agency_id, on=today)
    lines = []
    for item in shown:
        period = item.period
        may_open = can_read_report(
            viewer,
            agency_id=item.agency.pk,
            recipient_id=receivers.recipient(period.pk).pk,
            lineage=lineage,
            above_ids=receivers.all_above(period.pk, item.agency.pk),
        )
        address = reverse("report_view", args=[period.regime.code, period.code, item.agency.code])
        lines.append(
            {
                "item": item,
                "url": address if may_open else "",
                "board": presenters.board_address(period),
                "title": presenters.period_title(period),
                "with_whom": ", ".join(body.name for body in item.with_whom),
                "tone": presenters.STAGE_TONES[Stage(item.state)],
            }
        )
    return lines


def _sheet(found: Sequence[WaitingItem]) -> Sheet:
    columns = (
        Column("STT", 0.5, "center"),
        Column("Báo cáo của", 2.6),
        Column("Báo cáo", 3.2),
        Column("Kỳ", 1.6),
        Column("Bước", 1.3),
        Column("Đang ở", 2.4),
        Column("Từ ngày", 1.1, "center"),
        Column("Số ngày làm việc", 0.9, "center"),
        Column("Hạn gửi", 1.1, "center"),
    )
    rows = [
        Row(
            (
                number,
                item.agency.name,
                item.period.regime.name,
                item.period.words,
                str(item.state.label),
                ", ".join(body.name for body in item.with_whom),
                item.since,
                item.days,
                item.due_on,
            )
        )
        for number, item in enumerate(found, 1)
    ]
    note = f"{len(rows)} báo cáo chưa được chấp nhận; lập ngày {vn_date(clock.today())}."
    table = Table(columns, tuple(rows))
    return Sheet("Đang chờ", ("BÁO CÁO ĐANG CHỜ",), table, notes=(note,), sample_notice=sample_notice())
