"""How full and how timely the reports of a period are, by group of bodies, and how that moved over the periods."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.desk.terms import BodyGroup, Completeness
from mangnon.reporting.public import Period, Standing, periods, standings
from mangnon.reporting.terms import Frequency, Fullness, Timeliness

MOST_PERIODS = 6
_OF_FRONT = frozenset({"front", "political_organisation", "association", "party"})
_OF_FULLNESS = {
    Fullness.FULL: Completeness.FULL,
    Fullness.PARTIAL: Completeness.PARTIAL,
    Fullness.EMPTY: Completeness.EMPTY,
}


def group_of(level: str, kind: str) -> BodyGroup:
    """The group in which a body is counted, by its level and kind."""
    if level == "commune":
        return BodyGroup.COMMUNE
    if level == "district":
        return BodyGroup.DISTRICT
    return BodyGroup.FRONT if kind in _OF_FRONT else BodyGroup.DEPARTMENT


@dataclass(frozen=True, slots=True)
class BodyReport:
    """One body's report as it is counted."""

    standing: Standing
    group: BodyGroup
    completeness: Completeness
    timeliness: Timeliness


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """Counts of bodies; every one of `owed`."""

    owed: int
    completeness: dict[Completeness, int]
    timeliness: dict[Timeliness, int]

    @property
    def on_time(self) -> int:
        """Sent first on time."""
        return self.timeliness.get(Timeliness.ON_TIME, 0)

    @property
    def full(self) -> int:
        """Sent and full."""
        return self.completeness.get(Completeness.FULL, 0)

    @property
    def late(self) -> int:
        """Sent late, or past the day without having been sent."""
        return self.timeliness.get(Timeliness.LATE, 0) + self.timeliness.get(Timeliness.MISSING, 0)


@dataclass(frozen=True, slots=True)
class PeriodPicture:
    """One period: every body's report, counted as a whole and by group."""

    period: Period
    rows: list[BodyReport]

    @property
    def whole(self) -> ReportCounts:
        """All bodies together."""
        return count(self.rows)

    @property
    def groups(self) -> list[tuple[BodyGroup, ReportCounts]]:
        """The groups that owe anything, in their order."""
        found = []
        for group in BodyGroup:
            rows = [row for row in self.rows if row.group == group]
            if rows:
                found.append((group, count(rows)))
        return found


def count(rows: list[BodyReport]) -> ReportCounts:
    """The counts of some bodies."""
    complete = dict.fromkeys(Completeness, 0)
    timely = dict.fromkeys(Timeliness, 0)
    for row in rows:
        complete[row.completeness] += 1
        timely[row.timeliness] += 1
    return ReportCounts(len(rows), complete, timely)


def regular_periods(viewer: Actor, *, today: dt.date) -> list[Period]:
    """The periods of regular regimes that have begun, the last to be sent first. One statement."""
    called = (Frequency.THEMATIC, Frequency.ADHOC)
    found = periods(viewer).exclude(regime__frequency__in=called).filter(starts_on__lte=today)
    return list(found.order_by("-send_by", "-pk"))


def same_course(period: Period, known: list[Period], *, most: int = MOST_PERIODS) -> list[Period]:
    """The last periods up to one that ask the same bodies for the same: of its plan, or of its regime; oldest first."""
    plan, regime = period.regime.plan_id, period.regime_id
    alike = [each for each in known if (each.regime.plan_id == plan if plan else each.regime_id == regime)]
    until = [each for each in alike if (each.send_by, each.pk) <= (period.send_by, period.pk)]
    return until[:most][::-1]


def pictures(viewer: Actor, chosen: list[Period], *, now: dt.datetime) -> list[PeriodPicture]:
    """Each period with its bodies. Statements grow with periods, not with bodies, tasks or reports."""
    told = standings(viewer, chosen, now=now)
    return [PeriodPicture(period, [_body(each) for each in told[period.pk]]) for period in chosen if period.pk in told]


def _body(standing: Standing) -> BodyReport:
    group = group_of(standing.agency.level, standing.agency.kind)
    full = _OF_FULLNESS[Fullness(standing.fullness)] if standing.is_sent else Completeness.MISSING
    return BodyReport(standing, group, full, Timeliness(standing.timeliness))
