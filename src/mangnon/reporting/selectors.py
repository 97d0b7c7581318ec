"""Reads of reporting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, prefetch_related_objects

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.plans.public import Plan, ReportingClause, plans, plans_led_by
from mangnon.reporting import rules
from mangnon.reporting.duties.asked import asked_in
from mangnon.reporting.duties.holding import answered_in, reason_words
from mangnon.reporting.duties.lineage import Carriers, is_closed, lineage_of, recipients_of
from mangnon.reporting.duties.rising import Receivers
from mangnon.reporting.duties.tiers import is_in_force
from mangnon.reporting.models import ExpectedReport, Period, Regime, Report, ReportEntry, ReportSuccession
from mangnon.reporting.policies import can_see_reports
from mangnon.reporting.rules.periods import dates_of, next_code
from mangnon.reporting.terms import SENT_STATES, ReportState, Stage, TierRoute


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
    stages = [_STAGE[sent.state] if sent else Stage.NOT_STARTED for _, sent in rows]
    own = None
    if viewer.agency_id in expected:
        own = _STAGE[states[viewer.agency_id].state] if viewer.agency_id in states else Stage.NOT_STARTED
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
class BoardRow:
    """One expected report on the board."""

    agency: Agency
    reason: str
    report: Report | None
    stage: str
    timeliness: str
    fullness: str
    led: int
    answered: int
    due_on: dt.date
    is_called: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """A period as the recipient sees it; every count is of `rows`. `passed` are reports that others owe since, `exempt`
    those whose body was excused."""

    period: Period
    rows: list[BoardRow] = field(default_factory=list)
    days_left: int = 0
    passed: tuple[ExpectedReport, ...] = ()
    exempt: tuple[ExpectedReport, ...] = ()

    def in_stage(self, stage: str) -> list[BoardRow]:
        """The rows in one stage."""
        return [row for row in self.rows if row.stage == stage]

    @property
    def accepted(self) -> list[BoardRow]:
        """Whose report is accepted and not being amended."""
        return self.in_stage("accepted")

    @property
    def standing(self) -> list[BoardRow]:
        """Who has an accepted version that stands, also while an amendment of it is on its way."""
        return [row for row in self.rows if row.report is not None and row.report.accepted_version]

    @property
    def missing(self) -> list[BoardRow]:
        """Who has sent nothing yet, whether or not the day is past."""
        return [row for row in self.rows if row.report is None or row.report.first_submitted_at is None]

    @property
    def late(self) -> list[BoardRow]:
        """Who sent late, or is past the day without having sent."""
        return [row for row in self.rows if row.timeliness in ("late", "missing")]

    @property
    def on_time(self) -> list[BoardRow]:
        """Who sent first on time."""
        return [row for row in self.rows if row.timeliness == "on_time"]

    @property
    def sent(self) -> list[BoardRow]:
        """Who has sent at least once."""
        return [row for row in self.rows if row.report is not None and row.report.first_submitted_at is not None]


_STAGE = {
    "draft": Stage.WRITING,
    "submitted": Stage.SUBMITTED,
    "returned": Stage.RETURNED,
    "accepted": Stage.ACCEPTED,
    "amending": Stage.AMENDING,
}


def _led_by_agency(period: Period) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    if period.regime.plan_id is None:
        return found
    for each in answered_in(period):
        if each.is_lead:
            found.setdefault(each.agency_id, []).append(each.task_id)
    return found


def _with_kin(every: Sequence[ExpectedReport], period: Period) -> set[int]:
    """Which expected reports took over from others or were passed on, with the others at hand: of thousands mostly
    none. Asked of all rows at once, SQLite walks the whole table for the few that were passed on."""
    links = ReportSuccession.objects.filter(heir__period=period).order_by()
    moved = {pk for pair in links.values_list("heir_id", "source_id") for pk in pair}
    if moved:
        rows = [expected for expected in every if expected.pk in moved]
        prefetch_related_objects(rows, "came_from__agency", "passed_on_to__agency")
    return moved


def _entries_by_report(found: Iterable[Report]) -> dict[int, dict[int | None, dict[str, object]]]:
    entries: dict[int, dict[int | None, dict[str, object]]] = {}
    rows = ReportEntry.objects.filter(report__in=[report.pk for report in found]).order_by()
    for entry in rows.values("report_id", "task_id", "is_nil", *rules.TEXT_FIELDS):
        entries.setdefault(entry["report_id"], {})[entry["task_id"]] = dict(entry)
    return entries


def board(viewer: Actor, period: Period, *, now: dt.datetime | None = None) -> Board:
    """Who must report, how far each is, who is missing and who is late: as many queries however many agencies.

    Agencies are those of the cut-off day, under the names they had then.
    """
    instant = now or clock.now()
    found = {report.agency_id: report for report in reports(viewer).filter(period=period)}
    asked = asked_in(period)
    led = _led_by_agency(period)
    entries = _entries_by_report(found.values())
    rows = []
    every = list(
        ExpectedReport.objects.filter(period=period)
        .select_related("agency__territory")
        .order_by("agency__level", "agency__code")
    )
    moved = _with_kin(every, period)
    for expected in every:
        if not expected.is_owed:
            continue
        report = found.get(expected.agency_id)
        said = entries.get(report.pk, {}) if report else {}
        tasks: Sequence[int] = led.get(expected.agency_id, [])
        if asked is not None:
            said, tasks = asked.entries(report.pk if report else None), asked.required
        rows.append(
            BoardRow(
                agency=expected.agency,
                reason=reason_words(expected) if expected.pk in moved else expected.reason,
                report=report,
                stage=_STAGE[report.state] if report else Stage.NOT_STARTED,
                timeliness=rules.timeliness(
                    send_by=(report.judged_by if report else None) or expected.send_by or period.send_by,
                    first_submitted_at=report.first_submitted_at if report else None,
                    now=instant,
                ),
                fullness=rules.fullness(led_tasks=tasks, entries=said),
                led=len(tasks),
                answered=sum(rules.answers_task(said.get(task, {})) for task in tasks),
                due_on=expected.send_by or period.send_by,
                is_called=asked is not None,
            )
        )
    rows.sort(key=lambda row: (row.agency.level != "province", row.led == 0, row.agency.code))
    passed = tuple(expected for expected in every if expected.ended_by_id is not None)
    exempt = tuple(each for each in every if each.ended_by_id is None and each.exempted_at is not None)
    return Board(period, rows, (period.send_by - clock.local_day(instant)).days, passed, exempt)


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


def successors_on_board(board_shown: Board, *, on: dt.date) -> dict[int, tuple[Agency, ...]]:
    """Who stands for the bodies of a board that have ended by a day, by the id of the ended body."""
    regime = board_shown.period.regime
    closed = [row.agency for row in board_shown.rows if is_closed(row.agency, on=on)]
    carriers = Carriers(closed, on=on)
    return {agency.pk: carriers.for_regime(agency, regime) for agency in closed}
