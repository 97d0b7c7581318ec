"""The calendar of what is to be reported: days of cut-off and of sending of every regime, tier by tier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.kernel.working_days import WorkingDays
from mangnon.reporting.duties.rising import Receivers
from mangnon.reporting.duties.tiers import is_in_force, steps_of
from mangnon.reporting.models import ExpectedReport, Period, Regime
from mangnon.reporting.rules.periods import due_between, period_words
from mangnon.reporting.selectors import periods, regimes
from mangnon.reporting.terms import TierLevel


@dataclass(frozen=True, slots=True)
class Due:
    """One day on which reports are to be sent: of a period that is open (`period`), or of one that is to come."""

    regime: Regime
    code: str
    words: str
    level: str
    who: str
    cut_off_on: dt.date
    send_by: dt.date
    period: Period | None
    is_day_off: bool
    is_calendar_known: bool


def schedule(viewer: Actor, *, first: dt.date, last: dt.date, agency: Agency | None = None) -> list[Due]:
    """What falls due from one day to another, both included, the first due first. `agency`: only what that body owes.

    Periods that are open stand with the days they have; those to come with the days their regime gives, and only
    while it is in force. As many queries however many bodies report.
    """
    calendar = working_days()
    found = list(_of_open(viewer, first, last, calendar))
    opened = set(periods(viewer).order_by().values_list("regime_id", "code"))
    if agency is None:
        found += _to_come(viewer, first, last, calendar, opened)
    else:
        owed = ExpectedReport.objects.owed().filter(
            agency=agency, period__in=[due.period for due in found if due.period]
        )
        tiers = dict(owed.values_list("period_id", "tier"))
        found = [due for due in found if due.period and due.period.pk in tiers and tiers[due.period.pk] == due.level]
    return sorted(found, key=lambda due: (due.send_by, due.regime.code, due.level))


def days_to_receive(viewer: Actor, *, first: dt.date, last: dt.date) -> list[Due]:
    """The days by which reports of open periods come in to the viewer's own body, tier by tier: to the recipient every
    tier that sends to it, to a body of a tier between those that send to it. The first due first."""
    if viewer.agency_id is None:
        return []
    found = list(_of_open(viewer, first, last, working_days()))
    opened = {due.period.pk: due.period for due in found if due.period is not None}
    receivers = Receivers(opened.values(), on=clock.today())
    tops = {pk for pk in opened if receivers.recipient(pk).pk == viewer.agency_id}
    levels: dict[int, set[str]] = {}
    for pk, rows in receivers.rising.rows.items():
        for agency_id, row in rows.items():
            if viewer.agency_id in {body.pk for body in receivers.of(pk, agency_id)}:
                levels.setdefault(pk, set()).add(row.tier)
    comes = [due for due in found if due.period and due.level in levels.get(due.period.pk, set())]
    comes += [
        due for due in found if due.period and due.period.pk in tops and due.period.pk not in receivers.rising.rows
    ]
    return sorted(comes, key=lambda due: (due.send_by, due.regime.code, due.level))


def _of_open(viewer: Actor, first: dt.date, last: dt.date, calendar: WorkingDays) -> Iterable[Due]:
    for period in periods(viewer).prefetch_related("tiers").select_related("regime"):
        tiers = list(period.tiers.all())
        rows = [(tier.level, str(TierLevel(tier.level).label), tier.cut_off_on, tier.send_by) for tier in tiers]
        if not any(tier.level == TierLevel.DEPARTMENT for tier in tiers):
            rows.append(("", "Cơ quan phải báo cáo", period.cut_off_on, period.send_by))
        for level, who, cut_off, send_by in rows:
            if first <= send_by <= last:
                yield _due(period.regime, period.code, period.words, level, who, cut_off, send_by, period, calendar)


def _to_come(
    viewer: Actor, first: dt.date, last: dt.date, calendar: WorkingDays, opened: set[tuple[int, str]]
) -> Iterable[Due]:
    # A tier above sends weeks after the regime's own day, one below before it: look a little further both ways.
    margin = dt.timedelta(days=62)
    for regime in regimes(viewer).prefetch_related("tiers"):
        tiers = list(regime.tiers.all())
        for code, dates in due_between(regime.schedule, first=first - margin, last=last + margin, calendar=calendar):
            if (regime.pk, code) in opened or not is_in_force(regime, dates):
                continue
            for step in steps_of(regime, tiers, dates, calendar):
                if first <= step.send_by <= last:
                    words = period_words(code)
                    yield _due(
                        regime, code, words, step.level, step.name, step.cut_off_on, step.send_by, None, calendar
                    )


def _due(
    regime: Regime,
    code: str,
    words: str,
    level: str,
    who: str,
    cut_off_on: dt.date,
    send_by: dt.date,
    period: Period | None,
    calendar: WorkingDays,
) -> Due:
    is_off, is_known = not calendar.is_working(send_by), calendar.is_known(send_by)
    return Due(regime, code, words, level, who, cut_off_on, send_by, period, is_off, is_known)
