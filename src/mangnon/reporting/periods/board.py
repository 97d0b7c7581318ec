"""The board of a period: who must report, how far each is, who is missing and who is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.reporting import rules
from mangnon.reporting.duties.asked import asked_in
from mangnon.reporting.duties.holding import answered_in, reason_words
from mangnon.reporting.duties.lineage import Carriers, is_closed
from mangnon.reporting.models import ExpectedReport, Period, Report, ReportEntry, ReportSuccession
from mangnon.reporting.selectors import STAGE_OF, reports
from mangnon.reporting.terms import Stage


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
                stage=STAGE_OF[report.state] if report else Stage.NOT_STARTED,
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


def successors_on_board(board_shown: Board, *, on: dt.date) -> dict[int, tuple[Agency, ...]]:
    """Who stands for the bodies of a board that have ended by a day, by the id of the ended body."""
    regime = board_shown.period.regime
    closed = [row.agency for row in board_shown.rows if is_closed(row.agency, on=on)]
    carriers = Carriers(closed, on=on)
    return {agency.pk: carriers.for_regime(agency, regime) for agency in closed}
