"""How the reports of some periods stand, told body by body without reading a report's words: for counts and trends.

What `selectors.board` tells of one period with its reports, this tells of several at once, with texts left in the
database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.reporting import rules
from mangnon.reporting.duties.asked import asked_in
from mangnon.reporting.duties.holding import answered_in
from mangnon.reporting.models import ExpectedReport, Period, Report, ReportEntry
from mangnon.reporting.selectors import periods as seen_periods

_Said = dict[int | None, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Standing:
    """One expected report. `fullness` is of what was sent; empty text while nothing was sent."""

    agency: Agency
    due_on: dt.date
    timeliness: str
    fullness: str
    state: str

    @property
    def is_sent(self) -> bool:
        """Whether it was ever sent."""
        return self.fullness != ""


def standings(viewer: Actor, chosen: Sequence[Period], *, now: dt.datetime) -> dict[int, list[Standing]]:
    """By key of the period, the reports owed in it, by level and code of the body; periods that the viewer does not see
    are left out. Four statements, and six more for each period; none more for a body, a report or a task."""
    found = [each for each in chosen if each.pk in set(seen_periods(viewer).values_list("pk", flat=True))]
    reports = {(each.period_id, each.agency_id): each for each in _reports(found)}
    said = _said(found)
    owed: dict[int, list[ExpectedReport]] = {}
    rows = ExpectedReport.objects.owed().filter(period__in=[each.pk for each in found]).select_related("agency")
    for row in rows.order_by("agency__level", "agency__code"):
        owed.setdefault(row.period_id, []).append(row)
    return {
        period.pk: [
            _standing(period, row, reports.get((period.pk, row.agency_id)), required, answers, now)
            for row, required, answers in _asked(period, owed.get(period.pk, []), reports, said)
        ]
        for period in found
    }


def _reports(chosen: Sequence[Period]) -> list[Report]:
    facts = ("period_id", "agency_id", "state", "first_submitted_at", "judged_by")
    return list(Report.objects.filter(period__in=[each.pk for each in chosen]).order_by().only(*facts))


def _said(chosen: Sequence[Period]) -> dict[int, _Said]:
    """What each report's entries say, as far as `rules.fullness` asks: of each text whether it is there. Texts are kept
    without blanks around them."""
    speaks = Q(is_nil=True)
    for name in rules.TEXT_FIELDS:
        speaks |= ~Q(**{name: ""})
    rows = ReportEntry.objects.filter(report__period__in=[each.pk for each in chosen]).order_by()
    told = rows.annotate(
        speaks=ExpressionWrapper(speaks, output_field=BooleanField()),
        answers=ExpressionWrapper(Q(is_nil=True) | ~Q(results=""), output_field=BooleanField()),
    )
    found: dict[int, _Said] = {}
    for report_id, task_id, spoken, answers in told.values_list("report_id", "task_id", "speaks", "answers"):
        if spoken:
            found.setdefault(report_id, {})[task_id] = {"results": "có"} if answers else {"proposals": "có"}
    return found


def _asked(
    period: Period,
    owed: Sequence[ExpectedReport],
    reports: dict[tuple[int, int], Report],
    said: dict[int, _Said],
) -> list[tuple[ExpectedReport, Sequence[int], _Said]]:
    """Each owed report with what it must answer and what it says."""
    called = asked_in(period)
    led: dict[int, list[int]] = {}
    if called is None:
        for each in answered_in(period):
            if each.is_lead:
                led.setdefault(each.agency_id, []).append(each.task_id)
    found: list[tuple[ExpectedReport, Sequence[int], _Said]] = []
    for row in owed:
        report = reports.get((period.pk, row.agency_id))
        key = report.pk if report else 0
        if called is not None:
            found.append((row, called.required, called.entries(key)))
        else:
            found.append((row, led.get(row.agency_id, ()), said.get(key, {})))
    return found


def _standing(
    period: Period,
    row: ExpectedReport,
    report: Report | None,
    required: Sequence[int],
    answers: _Said,
    now: dt.datetime,
) -> Standing:
    sent = report.first_submitted_at if report else None
    due = row.send_by or period.send_by
    judged_by = (report.judged_by if report else None) or due
    return Standing(
        agency=row.agency,
        due_on=due,
        timeliness=rules.timeliness(send_by=judged_by, first_submitted_at=sent, now=now),
        fullness=rules.fullness(led_tasks=required, entries=answers) if sent else "",
        state=report.state if report else "",
    )
