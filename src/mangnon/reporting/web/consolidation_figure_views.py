"""The figures of a consolidation on screen: the table, one figure with its sources, whose figure is used."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import requires
from mangnon.indicators.public import breakdowns, value_of, write_cell
from mangnon.indicators.terms import TargetState
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.reporting.consolidation.choosing import choose_figure
from mangnon.reporting.consolidation.figure_tables import (
    above_and_below,
    goal_words,
    judged,
    missing_names,
    notes_of,
    reading_of,
    told_words,
    value_words,
)
from mangnon.reporting.consolidation.figures import FigureBook, FigureLine, figure_changes_since_last
from mangnon.reporting.consolidation.reading import Consolidated, consolidated
from mangnon.reporting.consolidation.reckoning import Aside, ToldRow
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.models import Period
from mangnon.reporting.policies import can_review_reports, can_see_reports
from mangnon.reporting.web import presenters
from mangnon.reporting.web.parts import period_or_404, status_of
from mangnon.ui.charts import Bar, Chart, bar_chart

_TONES = {
    TargetState.MET: "good",
    TargetState.NOT_MET: "late",
    TargetState.UNKNOWN: "neutral",
    TargetState.NO_TARGET: "none",
}
_MOST_BARS = 40


def figures_context(found: Consolidated | None, actor: Actor, period: Period) -> dict[str, Any]:
    """The section «Số liệu» of a consolidation's page; None where the period asks for no indicator."""
    if found is None or not found.figures.lines:
        return {"figures": None}
    book = found.figures
    place = [period.regime.code, period.code]
    tail = f"?lan={found.consolidation.number}"
    changes = figure_changes_since_last(found.consolidation, book)
    return {
        "figures": {
            "rows": [
                {
                    "line": line,
                    "indicator": line.indicator,
                    "value": value_words(line),
                    "parts": above_and_below(line.whole),
                    "before": told_words(line.indicator, line.before),
                    "target": goal_words(line),
                    "state": judged(line).label if line.target is not None else "",
                    "tone": _TONES[judged(line)],
                    "notes": notes_of(line, book),
                    "marks": [found.numbers[key] for key in line.versions],
                    "url": reverse("consolidation_figure", args=[*place, line.indicator.pk]) + tail,
                }
                for line in book.lines
            ],
            "disputed": [
                {"code": line.indicator.code, "url": reverse("consolidation_figure", args=[*place, line.indicator.pk])}
                for line in book.disputed
            ],
            "changes": [
                {
                    "indicator": each.line.indicator,
                    "before": told_words(each.line.indicator, each.before),
                    "after": value_words(each.line),
                }
                for each in changes
            ],
            "columns": [
                {"label": "Chỉ tiêu"},
                {"label": "Thực hiện", "numeric": True},
                {"label": "Kỳ trước", "numeric": True},
                {"label": "Mức phải đạt"},
                {"label": "Ghi chú"},
            ],
        }
    }


def _found(request: HttpRequest, actor: Actor, period: Period, indicator: int) -> tuple[Consolidated, FigureLine]:
    number = request.GET.get("lan", "")
    found = consolidated(
        actor, period, number=int(number) if number.isdecimal() and len(number) < 6 else None, divided=[indicator]
    )
    line = found.figures.line(indicator) if found is not None else None
    if found is None or line is None:
        raise Http404
    return found, line


@require_GET
@requires(can_see_reports)
def consolidation_figure(request: HttpRequest, regime: str, period: str, indicator: int) -> HttpResponse:
    """One figure of a consolidation: every number it rests on with its report, what is not added and why."""
    actor, about = period_or_404(request, regime, period)
    return _page(request, actor, about, indicator)


def _page(
    request: HttpRequest, actor: Actor, period: Period, indicator: int, *, status: int = 200, message: str = ""
) -> HttpResponse:
    found, line = _found(request, actor, period, indicator)
    book, made = found.figures, found.consolidation
    may_choose = can_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    chosen = {each.figure_id: each.reason for each in made.figure_choices.all()}
    differing = {pk for each in line.whole.aside if each.differs for pk in (each.row.figure, each.used.figure)}
    context = {
        "line": line,
        "indicator": line.indicator,
        "period": period,
        "made": made,
        "message": message,
        "value": value_words(line),
        "parts": above_and_below(line.whole),
        "rows": [
            _row(row, found, note=f"được chọn: {chosen[row.figure]}" if row.figure in chosen else "")
            | {"may_choose": False}
            for row in line.whole.rows
        ],
        "aside": [
            _row(each.row, found, note=_why(each.why, book, each.used))
            | {"may_choose": may_choose and each.row.figure in differing and "lan" not in request.GET}
            for each in line.whole.aside
        ],
        "missing": missing_names(line, book),
        "divisions": _divisions(line),
        "chart": _chart(line, book),
        "before": told_words(line.indicator, line.before),
        "target": goal_words(line) or "…",
        "choose_url": reverse("consolidation_figure_choose", args=[period.regime.code, period.code, indicator]),
        "back_url": reverse("consolidation", args=[period.regime.code, period.code]) + f"?lan={made.number}#so-lieu",
        "columns": [
            {"label": "Cơ quan, đơn vị"},
            {"label": "Địa bàn"},
            {"label": "Số liệu", "numeric": True},
            {"label": "Báo cáo"},
        ],
        "division_columns": [{"label": "Phân tổ"}, {"label": "Số liệu", "numeric": True}, {"label": "Tử số/mẫu số"}],
        "crumbs": presenters.crumbs(period, "Số liệu tổng hợp"),
    }
    return render(request, "reporting/consolidation_figure.html", context, status=status)


def _divisions(line: FigureLine) -> list[dict[str, str]]:
    labels = {key: row.label for key, row in breakdowns(line.parts).items()}
    return [
        {
            "label": labels.get(key, key),
            "value": told_words(line.indicator, part.told(line.indicator)),
            "parts": above_and_below(part),
        }
        for key, part in line.parts.items()
    ]


def _row(row: ToldRow, found: Consolidated, *, note: str) -> dict[str, Any]:
    version = found.figures.versions[row.version]
    period = found.consolidation.period
    address = reverse("report_view", args=[period.regime.code, period.code, row.code])
    return {
        "figure": row.figure,
        "name": found.figures.agencies[row.agency].name,
        "place": found.figures.units[row.unit].name,
        "value": write_cell(row.cell),
        "note": note,
        "report": f"lần gửi {version.number}",
        "url": f"{address}?xem=tat-ca&lan={version.number}#so-lieu",
    }


def _why(why: Aside, book: FigureBook, used: ToldRow) -> str:
    name = book.agencies[used.agency].name
    if why == Aside.SAME_PLACE:
        return f"không cộng: cùng địa bàn, dùng số của {name}"
    if why == Aside.RISEN:
        return f"không cộng: báo cáo gửi lên {name}, đã nằm trong số của cơ quan ấy"
    return f"không cộng: địa bàn đã nằm trong số của {name}"


def _chart(line: FigureLine, book: FigureBook) -> Chart | None:
    """The bodies beside each other; none where one alone, or too many to read, are in the sum."""
    if not 1 < len(line.whole.rows) <= _MOST_BARS:
        return None
    indicator = line.indicator
    bars = [
        Bar(
            book.agencies[row.agency].name,
            reading_of(indicator, value_of(row.cell, indicator.kind, indicator.multiplier)),
        )
        for row in line.whole.rows
    ]
    return bar_chart("co-quan", f"{indicator.name}: từng cơ quan", bars, unit=indicator.unit_words)


@requires(can_see_reports)
def consolidation_figure_choose(request: HttpRequest, regime: str, period: str, indicator: int) -> HttpResponse:
    """Use another body's figure of a place that two tell differently, with a reason."""
    if request.method != "POST":
        return redirect("consolidation_figure", regime=regime, period=period, indicator=indicator)
    actor, about = period_or_404(request, regime, period)
    found, _ = _found(request, actor, about, indicator)
    figure = request.POST.get("figure", "")
    try:
        choose_figure(
            actor=actor,
            consolidation_id=found.consolidation.pk,
            figure_id=int(figure) if figure.isdecimal() and len(figure) < 19 else 0,
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _page(request, actor, about, indicator, status=status_of(refusal), message=refusal.message)
    messages.success(request, "Đã chọn số liệu dùng để tổng hợp.")
    return redirect("consolidation_figure", regime=regime, period=period, indicator=indicator)
