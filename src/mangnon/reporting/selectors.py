"""Reads of reporting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.plans.public import Plan, ReportingClause, plans, plans_led_by
from mangnon.reporting import rules
from mangnon.reporting.duties.lineage import Carriers, lineage_of, recipients_of
from mangnon.reporting.duties.rising import Receivers
from mangnon.reporting.duties.tiers import is_in_force
from mangnon.reporting.models import ExpectedReport, Period, Regime, Report
from mangnon.reporting.policies import can_see_reports
from mangnon.reporting.rules.periods import dates_of, next_code
from mangnon.reporting.terms import SENT_STATES, ReportState, Stage, TierRoute

# How a report stands on boards and in counts, by its state.
STAGE_OF = {
    "draft": Stage.WRITING,
    "submitted": Stage.SUBMITTED,
    "returned": Stage.RETURNED,
    "accepted": Stage.ACCEPTED,
    "amending": Stage.AMENDING,
}


def periods(viewer: Actor) -> QuerySet[Period]:
    """The periods of the plans a person may see, newest first."""
    return (
        Period.objects.filter(_seen(viewer, "regime__"))
        .select_related("regime__plan__directive", "regime__plan__lead_agency", "regime__recipient__territory")
        .order_by("-starts_on", "-pk")
    )


def _seen(viewer: Actor, path: str = "") -> Q:
    """What a person may see: what belongs to a plan they may see, or, without a plan, to their province."""
    of_plan = Q(**{f"{path}plan__in": plans(viewer)})
    if viewer.is_system:
        return of_plan | Q(**{f"{path}plan__isnull": True})
    if not can_see_reports(viewer):
        return of_plan
    place = {f"{path}plan__isnull": True, f"{path}territory__code__in": viewer.territory_codes}
    return of_plan | Q(**place)


def regimes(viewer: Actor) -> QuerySet[Regime]:
    """The reporting regimes of the plans a person may see, and those of their province."""
    return Regime.objects.filter(_seen(viewer)).select_related(
        "plan__directive", "plan__lead_agency", "recipient__territory", "clause", "territory"
    )


def regime_of(viewer: Actor, code: str) -> Regime | None:
    """One of them, by code."""
    return regimes(viewer).filter(code=code).first()


def period_of(viewer: Actor, regime_code: str, code: str) -> Period | None:
    """One period of one regime, with what its pages need."""
    found = periods(viewer).filter(regime__code=regime_code, code=code)
    return found.select_related(
        "regime__plan__directive__reading",
        "regime__plan__territory",
        "regime__plan__lead_agency",
        "regime__recipient__territory",
        "regime__territory",
        "regime__clause",
    ).first()


@dataclass(frozen=True, slots=True)
class RegimeToOpen:
    """A regime whose next period is not open yet. Until the year's days off are known its cut-off may yet move."""

    regime: Regime
    code: str
    dates: rules.PeriodDates
    is_calendar_known: bool


def regimes_to_open(viewer: Actor, *, today: dt.date) -> list[RegimeToOpen]:
    """The regimes the viewer's agency receives today whose next period (by day of sending) is not open yet."""
    found = []
    open_codes = set(Period.objects.order_by().values_list("regime_id", "code"))
    calendar = working_days()
    for regime in received_regimes(viewer, today=today):
        code = next_code(regime.schedule, today=today, calendar=calendar)
        dates = dates_of(code, regime.schedule, calendar)
        if dates is not None and (regime.pk, code) not in open_codes and is_in_force(regime, dates):
            found.append(RegimeToOpen(regime, code, dates, calendar.is_known(dates.send_by)))
    return found


def received_regimes(viewer: Actor, *, today: dt.date) -> list[Regime]:
    """The regimes whose reports the viewer's agency receives on a day, by code."""
    seen = list(regimes(viewer).order_by("code"))
    recipients = recipients_of(seen, on=today)
    return [regime for regime in seen if recipients[regime.pk].pk == viewer.agency_id]


def plans_without_regimes(viewer: Actor) -> list[Plan]:
    """The plans the viewer's agency leads whose paper asks for dated reports that no regime carries yet."""
    dated = ReportingClause.objects.filter(
        kind__in=("half_year", "annual"), due_day__isnull=False, due_month__isnull=False, regime__isnull=True
    )
    found = plans_led_by(viewer, agency_id=viewer.agency_id, on=clock.today()).filter(reporting_clauses__in=dated)
    return list(found.distinct().order_by("code"))


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """A period with its counts of agencies, and where the viewer's own agency stands (None: not expected).

    A report passed on to a successor counts there alone: no count exceeds those who owe.
    """

    period: Period
    days_left: int
    expected: int
    sent: int
    waiting: int
    accepted: int
    late: int
    own_stage: str | None


def period_summaries(viewer: Actor, *, now: dt.datetime) -> list[PeriodSummary]:
    """Every period with its counts: three queries however many periods there are."""
    found = list(periods(viewer))
    expected: dict[int, dict[int, dt.date | None]] = {}
    pairs = ExpectedReport.objects.owed().filter(period__in=[period.pk for period in found]).order_by()
    for period_id, agency_id, send_by in pairs.values_list("period_id", "agency_id", "send_by"):
        expected.setdefault(period_id, {})[agency_id] = send_by
    states: dict[int, dict[int, _Sent]] = {}
    rows = Report.objects.filter(period__in=[period.pk for period in found]).order_by()
    facts = ("period_id", "agency_id", "state", "first_submitted_at", "judged_by")
    for period_id, agency_id, *sent in rows.values_list(*facts):
        states.setdefault(period_id, {})[agency_id] = _Sent(*sent)
    return [
        _summary_of(viewer, period, expected.get(period.pk, {}), states.get(period.pk, {}), now) for period in found
    ]


@dataclass(frozen=True, slots=True)
class _Sent:
    state: str
    first: dt.datetime | None
    judged_by: dt.date | None


def _summary_of(
    viewer: Actor,
    period: Period,
    expected: dict[int, dt.date | None],
    states: dict[int, _Sent],
    now: dt.datetime,
) -> PeriodSummary:
    rows = [(send_by or period.send_by, states.get(agency)) for agency, send_by in expected.items()]
    firsts = [sent.first if sent else None for _, sent in rows]
    judged = [
        rules.timeliness(
            send_by=(sent.judged_by if sent else None) or due, first_submitted_at=sent.first if sent else None, now=now
        )
        for due, sent in rows
    ]
    stages = [STAGE_OF[sent.state] if sent else Stage.NOT_STARTED for _, sent in rows]
    own = None
    if viewer.agency_id in expected:
        own = STAGE_OF[states[viewer.agency_id].state] if viewer.agency_id in states else Stage.NOT_STARTED
    return PeriodSummary(
        period=period,
        days_left=(period.send_by - clock.local_day(now)).days,
        expected=len(expected),
        sent=sum(first is not None for first in firsts),
        waiting=stages.count(Stage.SUBMITTED),
        accepted=stages.count(Stage.ACCEPTED),
        late=sum(word in ("late", "missing") for word in judged),
        own_stage=own,
    )


def reports(viewer: Actor) -> QuerySet[Report]:
    """The reports of those periods; whether one may be opened is asked of `policies` for each."""
    return Report.objects.filter(period__in=periods(viewer)).select_related("period__regime", "agency")


@dataclass(frozen=True, slots=True)
class WaitingPeriod:
    """A report that the viewer's agency still has to send, or send again, in the name of `agency`.

    `agency` is another than the viewer's when that body has ended and the viewer's carries its share of the plan.
    """

    period: Period
    agency: Agency
    report: Report | None
    due_on: dt.date
    timeliness: str
    is_own: bool = True


def waiting_periods(viewer: Actor) -> list[WaitingPeriod]:
    """What the viewer's agency owes, also for bodies it took over from: not sent, or returned; nearest day first."""
    if viewer.agency_id is None:
        return []
    found = []
    for expected, report in _owed_by(viewer):
        if report is not None and report.state in SENT_STATES:
            continue
        returned = report is not None and report.state == ReportState.RETURNED
        period = expected.period
        due_on = report.resubmit_by if report is not None and returned and report.resubmit_by else expected.due_on
        state = rules.timeliness(send_by=due_on, first_submitted_at=None, now=clock.now())
        is_own = expected.agency_id == viewer.agency_id
        found.append(WaitingPeriod(period, expected.agency, report, due_on, state, is_own))
    return sorted(found, key=lambda waiting: (waiting.due_on, not waiting.is_own, waiting.agency.code))


def _owed_by(viewer: Actor, period: Period | None = None) -> list[tuple[ExpectedReport, Report | None]]:
    """What the viewer's agency owes in its own name and in those of ended bodies whose place it has taken."""
    today = clock.today()
    lineage = lineage_of(viewer.agency_id, on=today)
    rows = ExpectedReport.objects.owed().filter(agency__in=lineage)
    rows = rows.filter(period=period) if period is not None else rows.filter(period__in=periods(viewer))
    written = Report.objects.filter(agency__in=lineage)
    reports_of = {(report.period_id, report.agency_id): report for report in written}
    found = []
    owing = list(
        rows.select_related("agency__territory", "period__regime__plan__lead_agency", "period__regime__recipient")
    )
    carriers = Carriers([row.agency for row in owing], on=today)
    for row in owing:
        writers = carriers.for_regime(row.agency, row.period.regime)
        if any(body.pk == viewer.agency_id for body in writers):
            found.append((row, reports_of.get((row.period_id, row.agency_id))))
    return found


def owed_in(viewer: Actor, period: Period) -> list[Agency]:
    """In whose names the viewer's agency reports in a period: its own first, then those of ended bodies."""
    found = [row.agency for row, _ in _owed_by(viewer, period)]
    return sorted(found, key=lambda agency: (agency.pk != viewer.agency_id, agency.code))


def reports_to_review(viewer: Actor) -> QuerySet[Report]:
    """Reports that wait for the viewer's agency to return or accept, the longest waiting first.

    Where a tier sends to the body above, what waits for that body is its own to review, not the recipient's.
    """
    today = clock.today()
    received = [regime.pk for regime in received_regimes(viewer, today=today)]
    sent = reports(viewer).filter(state=ReportState.SUBMITTED)
    own, others = _rising_to(viewer, sent, today)
    wanted = Q(pk__in=own) | (Q(period__regime__in=received) & ~Q(pk__in=others))
    return sent.filter(wanted).order_by("submitted_at", "pk")


def _rising_to(viewer: Actor, sent: QuerySet[Report], today: dt.date) -> tuple[list[int], list[int]]:
    """Of what is sent to a body above: what the viewer's body takes in, and what others do."""
    routed = sent.filter(period__tiers__route=TierRoute.ABOVE).distinct().order_by()
    rows = list(routed.select_related("period__regime__plan__lead_agency", "period__regime__recipient__territory"))
    if not rows:
        return [], []
    receivers = Receivers((row.period for row in rows), on=today)
    own: list[int] = []
    others: list[int] = []
    for row in rows:
        bodies = {body.pk for body in receivers.of(row.period_id, row.agency_id)}
        (own if viewer.agency_id in bodies else others).append(row.pk)
    return own, others
