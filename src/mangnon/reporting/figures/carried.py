"""The reports that carried a figure, for the page of the figure: back from any figure to its paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.indicators.public import Figure, PaperLink
from mangnon.kernel import clock
from mangnon.reporting.duties.lineage import lineage_of, recipients_of
from mangnon.reporting.models import SentFigure
from mangnon.reporting.policies import can_read_report, can_see_reports


def reports_with(viewer: Actor, figures: Sequence[Figure]) -> Mapping[int, Sequence[PaperLink]]:
    """The sendings that carried some figures, by key of the figure, oldest first; with an address for who may open the
    report. Queries do not grow with figures or sendings."""
    rows = list(
        SentFigure.objects.filter(figure__in=[each.pk for each in figures])
        .select_related(
            "version__report__period__regime__plan",
            "version__report__period__regime__recipient",
            "version__report__agency",
        )
        .order_by("version__submitted_at", "pk")
    )
    if not rows:
        return {}
    today = clock.today()
    receivers = recipients_of({row.version.report.period.regime for row in rows}, on=today)
    lineage = lineage_of(viewer.agency_id, on=today)
    found: dict[int, list[PaperLink]] = {}
    for row in rows:
        report = row.version.report
        period = report.period
        may_open = can_see_reports(viewer) and can_read_report(
            viewer, agency_id=report.agency_id, recipient_id=receivers[period.regime_id].pk, lineage=lineage
        )
        address = reverse("report_view", args=[period.regime.code, period.code, report.agency.code])
        words = f"Báo cáo {period.words} của {report.agency.name}, lần gửi {row.version.number}"
        found.setdefault(row.figure_id, []).append(PaperLink(words, address if may_open else ""))
    return found
