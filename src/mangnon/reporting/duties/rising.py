"""Who takes in whose report in a period, tier by tier: read from who owes one today, so a reorganisation moves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mangnon.agencies.public import Agency
from mangnon.reporting.duties.lineage import Carriers, recipients_of
from mangnon.reporting.models import ExpectedReport, Period, PeriodTier, ReportSuccession
from mangnon.reporting.rules.rising import Body, parents
from mangnon.reporting.rules.succession import all_before
from mangnon.reporting.terms import TierRoute

_COMMITTEE = "peoples_committee"


@dataclass(frozen=True, slots=True)
class Rising:
    """How the reports of some periods rise. `rows`: the expected reports by period and body, of periods with tiers that
    send to the body above; `above`: in each, who takes in whose. Questions about it cost no query."""

    rows: Mapping[int, Mapping[int, ExpectedReport]] = field(default_factory=dict)
    above: Mapping[int, Mapping[int, int]] = field(default_factory=dict)

    def parent_of(self, period_id: int, agency_id: int) -> ExpectedReport | None:
        """The expected report that takes a body's in; None where the body sends to the regime's recipient."""
        found = self.above.get(period_id, {}).get(agency_id)
        return self.rows[period_id][found] if found is not None else None

    def children_of(self, period_id: int, agency_id: int) -> list[ExpectedReport]:
        """The expected reports that a body takes in, by code."""
        rows = self.rows.get(period_id, {})
        found = [rows[below] for below, above in self.above.get(period_id, {}).items() if above == agency_id]
        return sorted(found, key=lambda row: row.agency.code)


def rising_in(periods: Iterable[Period]) -> Rising:
    """How the reports of periods rise: three queries more where some tier sends to the body above, one else."""
    wanted = {period.pk: period for period in periods}
    routed = PeriodTier.objects.filter(period__in=wanted, route=TierRoute.ABOVE).order_by()
    tiers: dict[int, set[str]] = {}
    for period_id, level in routed.values_list("period_id", "level"):
        tiers.setdefault(period_id, set()).add(level)
    if not tiers:
        return Rising()
    owed = ExpectedReport.objects.owed().filter(period__in=tiers)
    rows: dict[int, dict[int, ExpectedReport]] = {}
    for row in owed.select_related("agency__territory__parent").order_by():
        row.period = wanted[row.period_id]
        rows.setdefault(row.period_id, {})[row.agency_id] = row
    took = _taken_places(tiers)
    above = {
        period_id: parents(_body(row, tiers[period_id], took.get(row.pk, ())) for row in of_period.values())
        for period_id, of_period in rows.items()
    }
    return Rising(rows, above)


def _taken_places(periods: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """By expected report the places of the committees it took over, through however many hands."""
    back: dict[int, list[int]] = {}
    links = ReportSuccession.objects.filter(heir__period__in=list(periods)).order_by()
    for heir, source in links.values_list("heir_id", "source_id"):
        back.setdefault(heir, []).append(source)
    if not back:
        return {}
    # Apart from the links: in one statement SQLite walks all bodies before it finds that nothing was passed on.
    gone = ExpectedReport.objects.filter(pk__in={each for of in back.values() for each in of}).order_by()
    place = dict(gone.filter(agency__kind=_COMMITTEE).values_list("pk", "agency__territory_id"))
    return {
        heir: tuple(sorted({place[each] for each in all_before([heir], back) - {heir} if each in place}))
        for heir in back
    }


def _body(row: ExpectedReport, rising: set[str], took: tuple[int, ...]) -> Body:
    agency = row.agency
    own = agency.territory
    above = own.parent
    places = (own.pk, own.parent_id, above.parent_id if above is not None else None)
    return Body(
        agency.pk,
        agency.level,
        row.tier in rising,
        owner=agency.parent_id,
        places=tuple(place for place in places if place is not None),
        is_committee=agency.kind == _COMMITTEE,
        took=took,
    )


class Receivers:
    """Who receives each report of some periods on a day: the body above in the period, else the regime's recipient.

    Loaded once; of a body above that has ended, those who carry its part of the regime receive.
    """

    def __init__(self, periods: Iterable[Period], *, on: dt.date) -> None:
        every = {period.pk: period for period in periods}
        self._periods = every
        self._recipients = recipients_of((period.regime for period in every.values()), on=on)
        self.rising = rising_in(every.values())
        above = {row for of in self.rising.above.values() for row in of.values()}
        bodies = [row.agency for of in self.rising.rows.values() for row in of.values() if row.agency_id in above]
        self._carriers = Carriers(bodies, on=on)

    def recipient(self, period_id: int) -> Agency:
        """Who receives what rises to the top of a period."""
        return self._recipients[self._periods[period_id].regime_id]

    def of(self, period_id: int, agency_id: int) -> tuple[Agency, ...]:
        """The bodies whose officers receive a body's report, never empty."""
        above = self.rising.parent_of(period_id, agency_id)
        if above is not None:
            carriers = self._carriers.for_regime(above.agency, self._periods[period_id].regime)
            if carriers:
                return carriers
        return (self.recipient(period_id),)

    def all_above(self, period_id: int, agency_id: int) -> frozenset[int]:
        """Every body through which a body's report rises, without the regime's recipient."""
        found: set[int] = set()
        above = self.rising.parent_of(period_id, agency_id)
        while above is not None:
            found |= {body.pk for body in self.of(period_id, agency_id)}
            agency_id = above.agency_id
            above = self.rising.parent_of(period_id, agency_id)
        return frozenset(found)

    def is_top(self, period_id: int, agency_id: int) -> bool:
        """Whether a body sends straight to the regime's recipient."""
        return self.of(period_id, agency_id) == (self.recipient(period_id),)


def receivers_of(period: Period, agency_id: int, *, on: dt.date) -> tuple[Agency, ...]:
    """`Receivers.of` for one report."""
    return Receivers([period], on=on).of(period.pk, agency_id)
