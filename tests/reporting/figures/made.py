"""A scene whose reports carry three indicators: a count, a rate, and a count of which each body tells its own part."""

from __future__ import annotations

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import load_dictionary
from mangnon.reporting.figures.asking import Asking, ask_indicators, renew_asked
from mangnon.reporting.figures.sheet import figure_lines
from mangnon.reporting.models import PeriodIndicator, Report
from mangnon.reporting.writing.sending import start_report, submit_report
from mangnon.reporting.writing.telling import TypedBox, tell_figures
from mangnon.territory.models import ParentEdge
from tests.reporting.factories import Scene, scene


def kept(kind: str, count: int = 1, *, skip: int = 0) -> list[Indicator]:
    """Delivered indicators of a kind that keep figures and stand alone."""
    if not Indicator.objects.exists():
        load_dictionary(actor=SYSTEM)
    rows = Indicator.objects.filter(
        kind=kind, same_as__isnull=True, is_heading=False, denominator_from__isnull=True, may_exceed=False
    )
    return list(rows.select_related("set").order_by("set__position", "position", "code")[skip : skip + count])


def asking_scene(*, tier: str = "") -> Scene:
    """`asked[0]` a count, `asked[1]` a rate, `asked[2]` a count that bodies add up; asked of all, or of one tier."""
    found = scene()
    inner = found.district.territory
    ParentEdge.objects.get_or_create(child=inner, parent=found.lead.territory)
    count, own = kept("count", 2)
    rate = next(each for each in kept("rate", 60) if each.multiplier == 100)
    rows = [Asking(count.pk, tier), Asking(rate.pk, tier), Asking(own.pk, tier, is_own_share=True)]
    ask_indicators(
        actor=found.reviewer,
        regime_id=found.regime.pk,
        revision=found.regime.revision,
        asked=rows,
        reason="Theo công văn mẫu",
    )
    found.regime.refresh_from_db()
    renew_asked(actor=SYSTEM, period_id=found.period.pk, reason="Kỳ mở trước khi có danh sách")
    return found


def boxes(found: Scene) -> list[PeriodIndicator]:
    """The period's indicators in order."""
    return list(PeriodIndicator.objects.filter(period=found.period).select_related("indicator__set").order_by("order"))


def told(found: Scene, place: Agency, *texts: str) -> Report:
    """A body starts its report and types its figures."""
    actor = found.writer(place)
    report = start_report(actor=actor, period=found.period, agency_id=place.pk)
    lines = zip(boxes(found), texts, strict=False)
    tell_figures(
        actor=actor, report_id=report.pk, typed={row.pk: TypedBox(text, _seen(report, row)) for row, text in lines}
    )
    return report


def _seen(report: Report, row: PeriodIndicator) -> int:
    lines = {line.asked.pk: line for line in figure_lines(report.period, report.agency, None)}
    line = lines.get(row.pk)
    return line.figure.version if line is not None and line.figure is not None else 0


def sent(found: Scene, place: Agency, *texts: str) -> Report:
    """A body types its figures, says something on what it leads, and sends."""
    told(found, place, *texts)
    led = [task for number, task in enumerate(found.tasks, 1) if place == (found.lead if number % 2 else found.health)]
    report = found.write(
        place, {**{task: {"is_nil": True} for task in led}, None: {"results": f"{place.name} đã làm."}}
    )
    submit_report(actor=found.writer(place), report_id=report.pk)
    report.refresh_from_db()
    return report
