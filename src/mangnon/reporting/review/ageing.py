"""What waits, with whom and for how long: every report that is owed and not accepted yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.reporting.duties.lineage import Carriers
from mangnon.reporting.duties.rising import Receivers
from mangnon.reporting.models import ExpectedReport, Period, Report
from mangnon.reporting.rules.ageing import Instants, is_with_receiver, since_when, working_days_waited
from mangnon.reporting.selectors import periods
from mangnon.reporting.terms import ReportState, WaitState

_STATES = {
    ReportState.DRAFT: WaitState.WRITING,
    ReportState.SUBMITTED: WaitState.SUBMITTED,
    ReportState.RETURNED: WaitState.RETURNED,
    ReportState.AMENDING: WaitState.AMENDING,
}


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One report that is not accepted yet. `with_whom`: the bodies that must act now (several where a body ended and
    more than one carries its part); `days`: working days since; `due_on`: the day by which it is to be sent, of a
    returned one by which it is to be sent again."""

    period: Period
    agency: Agency
    state: WaitState
    since: dt.date
    days: int
    with_whom: tuple[Agency, ...]
    due_on: dt.date
    report: Report | None = None

    @property
    def is_late(self) -> bool:
        """Whether the writer's day is past and the ball is with the writer."""
        return not is_with_receiver(self.state) and self.due_on < clock.today()

    def is_with(self, agency_id: int | None) -> bool:
        """Whether a body must act now."""
        return any(body.pk == agency_id for body in self.with_whom)


def waiting(
    viewer: Actor,
    *,
    period: Period | None = None,
    with_agency: int | None = None,
    on: dt.date | None = None,
    receivers: Receivers | None = None,
) -> list[WaitingItem]:
    """Every report that is owed and not accepted, of the periods a person may see, the longest waiting first.

    For each: on which step, since which day, with whom the ball is and how many working days it has waited, as of `on`
    (today). `period`: of one period alone; `with_agency`: only what that body must act on; `receivers`: of that day and
    of these periods, where they are at hand. What a report says is not told here: who may open it is asked of
    `policies.can_read_report`. As many queries for one report as for thousands; more only for bodies that have ended.
    """
    today = on or clock.today()
    seen = periods(viewer) if period is None else periods(viewer).filter(pk=period.pk)
    found = _open_rows(seen)
    if not found:
        return []
    receivers = receivers or Receivers({row.period_id: row.period for row, _ in found}.values(), on=today)
    carriers = Carriers([row.agency for row, _ in found], on=today)
    calendar = working_days()
    items = []
    for row, report in found:
        state = _STATES[ReportState(report.state)] if report is not None else WaitState.NOT_STARTED
        if is_with_receiver(state):
            held = receivers.of(row.period_id, row.agency_id)
        else:
            held = carriers.for_regime(row.agency, row.period.regime) or (row.agency,)
        if with_agency is not None and all(body.pk != with_agency for body in held):
            continue
        since = clock.local_day(since_when(state, _instants(row.period, report)))
        again = report.resubmit_by if report is not None and state == WaitState.RETURNED else None
        days = working_days_waited(since, today, calendar)
        items.append(WaitingItem(row.period, row.agency, state, since, days, held, again or row.due_on, report))
    return sorted(items, key=lambda item: (item.since, item.due_on, item.period.pk, item.agency.code))


def _open_rows(seen: Iterable[Period]) -> list[tuple[ExpectedReport, Report | None]]:
    wanted = {period.pk: period for period in seen}
    owed = ExpectedReport.objects.owed().filter(period__in=wanted).select_related("agency__territory")
    reports = Report.objects.filter(period__in=wanted).order_by()
    written = {(report.period_id, report.agency_id): report for report in reports}
    found = []
    for row in owed.order_by("period", "agency__code"):
        report = written.get((row.period_id, row.agency_id))
        if report is not None and report.state == ReportState.ACCEPTED:
            continue
        row.period = wanted[row.period_id]
        found.append((row, report))
    return found


def _instants(period: Period, report: Report | None) -> Instants:
    if report is None:
        return Instants(period.opened_at)
    amending = report.amending_since or report.accepted_at
    return Instants(period.opened_at, report.started_at, report.submitted_at, report.returned_at, amending)


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How much of a period waits with one body, and how long the oldest has."""

    agency: Agency
    count: int
    longest: int


def waiting_by_body(items: Collection[WaitingItem]) -> list[WaitingCount]:
    """With whom how many wait, the longest waiting first."""
    found: dict[int, list[WaitingItem]] = {}
    bodies: dict[int, Agency] = {}
    for item in items:
        for body in item.with_whom:
            bodies[body.pk] = body
            found.setdefault(body.pk, []).append(item)
    counts = [WaitingCount(bodies[pk], len(rows), max(row.days for row in rows)) for pk, rows in found.items()]
    return sorted(counts, key=lambda each: (-each.longest, -each.count, each.agency.code))
