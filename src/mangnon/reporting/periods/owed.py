"""Who owes which report, and which report waits for whom, for all bodies at once: what a digest reminds of.

Read as the system; who is told is decided by posts (`mangnon.desk.digest`). The number of statements does not grow with
bodies or reports; it does with plans of which a body has ended since.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models.functions import Coalesce

from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.reporting.duties.lineage import Carriers
from mangnon.reporting.duties.rising import Receivers
from mangnon.reporting.models import ExpectedReport, Report
from mangnon.reporting.rules.ageing import working_days_waited
from mangnon.reporting.terms import SENT_STATES, ReportState


@dataclass(frozen=True, slots=True)
class OwedReport:
    """A report not sent, or returned and not sent again: `writer_id` writes it, in the name of `owner_code`.

    `recipient_id` is the body that waits for it.
    """

    writer_id: int
    owner_id: int
    owner_code: str
    is_own: bool
    regime_code: str
    period_code: str
    words: str
    due_on: dt.date
    recipient_id: int


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """A report that was sent and waits to be accepted or returned by the body that receives: at the top of its period
    the regime's recipient (`is_top`), else the body above. `days`: working days it has waited."""

    report_id: int
    recipient_id: int
    regime_code: str
    period_code: str
    agency_code: str
    agency_name: str
    since: dt.date
    is_top: bool = True
    days: int = 0


def reports_owed(*, on: dt.date, until: dt.date) -> list[OwedReport]:
    """What is owed and falls due by a day, the longest due first."""
    rows = list(
        ExpectedReport.objects.owed()
        .annotate(last_day=Coalesce("send_by", "period__send_by"))
        .filter(last_day__lte=until)
        .select_related(
            "agency__territory", "period__regime__plan__lead_agency", "period__regime__recipient__territory"
        )
        .order_by("last_day", "agency__code")
    )
    periods = {row.period_id for row in rows}
    reports = Report.objects.filter(period__in=periods).order_by()
    written = {
        (period, agency): (state, again)
        for period, agency, state, again in reports.values_list("period_id", "agency_id", "state", "resubmit_by")
    }
    open_rows = [row for row in rows if written.get((row.period_id, row.agency_id), ("", None))[0] not in SENT_STATES]
    receivers = Receivers((row.period for row in open_rows), on=on)
    carriers = Carriers([row.agency for row in open_rows], on=on)
    found = []
    for row in open_rows:
        state, again = written.get((row.period_id, row.agency_id), ("", None))
        regime = row.period.regime
        for writer in carriers.for_regime(row.agency, regime):
            found.append(
                OwedReport(
                    writer.pk,
                    row.agency_id,
                    row.agency.code,
                    writer.pk == row.agency_id,
                    regime.code,
                    row.period.code,
                    row.period.words,
                    again if state == ReportState.RETURNED and again else row.due_on,
                    receivers.of(row.period_id, row.agency_id)[0].pk,
                )
            )
    return [each for each in found if each.due_on <= until]


def reports_waiting(*, on: dt.date) -> list[WaitingReport]:
    """What was sent and waits for the body that receives today, the longest waiting first."""
    rows = list(
        Report.objects.filter(state=ReportState.SUBMITTED)
        .select_related("agency", "period__regime__plan__lead_agency", "period__regime__recipient__territory")
        .order_by("submitted_at", "pk")
    )
    receivers = Receivers((row.period for row in rows), on=on)
    calendar = working_days()
    return [
        WaitingReport(
            row.pk,
            body.pk,
            row.period.regime.code,
            row.period.code,
            row.agency.code,
            row.agency.name,
            since,
            is_top=receivers.is_top(row.period_id, row.agency_id),
            days=working_days_waited(since, on, calendar),
        )
        for row in rows
        for since in [clock.local_day(row.submitted_at) if row.submitted_at else on]
        for body in receivers.of(row.period_id, row.agency_id)
    ]
