"""What the lead officer's overview shows: how reports stand, who waits for whom, missing figures, units compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.desk.overviews.comparing import Compared, compared
from mangnon.desk.overviews.told_reports import PeriodPicture, pictures, regular_periods, same_course
from mangnon.indicators.public import (
    Aim,
    Indicator,
    Target,
    YearTold,
    dictionary,
    goals_for,
    period_of,
    source_of,
    told_of_year,
)
from mangnon.indicators.terms import IndicatorKind
from mangnon.kernel import clock
from mangnon.plans.public import plans, waiting_matters
from mangnon.reporting.public import Period, reports_owed, reports_waiting
from mangnon.territory.public import Unit, province

MOST_WAITING, MOST_MISSING = 10, 12


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One matter: `for_body` has the turn since `since`, `from_words` waits. `kind` as `plans.WaitingMatter`, or
    «report» (sent, to be reviewed) or «owed» (not sent, past its day)."""

    kind: str
    for_body: Agency
    from_words: str
    days: int
    plan_code: str = ""
    task_code: str = ""
    regime_code: str = ""
    period_code: str = ""
    agency_code: str = ""


@dataclass(frozen=True, slots=True)
class MissingLine:
    """An indicator with a target of which not every commune told a figure for the year."""

    indicator: Indicator
    told: int
    unknown: int
    missing: int
    communes: int


@dataclass(frozen=True, slots=True)
class LeadOverview:
    """The page. `year`: the year whose figures are looked at; `choices`: the indicators that can be compared; `told`:
    by key of the indicator, who told that year; `aims`: what is asked of the one compared in that year."""

    today: dt.date
    place: Unit | None
    picture: PeriodPicture | None
    course: list[PeriodPicture]
    known_periods: list[Period]
    waiting: list[WaitingLine]
    year: int
    missing: list[MissingLine]
    choices: list[Indicator]
    indicator: Indicator | None
    compared: Compared | None
    told: Mapping[int, YearTold]
    aims: list[Aim]
    boundary_on: dt.date


def lead_overview(
    viewer: Actor,
    *,
    period_key: int | None = None,
    indicator_key: int | None = None,
    year: int | None = None,
    at_today: bool = False,
    now: dt.datetime | None = None,
) -> LeadOverview:
    """The page of a viewer. Statements do not grow with bodies, reports, figures or communes."""
    at = now or clock.now()
    today = clock.local_day(at)
    known = regular_periods(viewer, today=today)
    chosen = next((each for each in known if each.pk == period_key), known[0] if known else None)
    course = pictures(viewer, same_course(chosen, known), now=at) if chosen else []
    place, of_year = province(viewer.territory_code, on=today), year or today.year - 1
    known_ones = [each for each in dictionary(viewer, on=today) if not each.is_heading]
    choices = [each for each in known_ones if each.keeps_figures]
    targets = goals_for(viewer, known_ones, year=of_year, unit=place, on=today) if place else {}
    aimed = [each for each in known_ones if each.pk in targets]
    told = told_of_year(viewer, [*choices, *aimed], of_year, within=place) if place else {}
    indicator = next((each for each in choices if each.pk == indicator_key), None) or _first(choices, told, aimed)
    period = told[indicator.pk].period if indicator and indicator.pk in told else period_of(str(of_year))
    boundary = today if at_today else period.ends_on
    return LeadOverview(
        today=today,
        place=place,
        picture=next((each for each in course if chosen and each.period.pk == chosen.pk), None),
        course=course,
        known_periods=known,
        waiting=waiting_lines(viewer, on=today),
        year=of_year,
        missing=missing_figures(aimed, told) if place else [],
        choices=choices,
        indicator=indicator,
        compared=compared(viewer, indicator, period, place, boundary_on=boundary) if indicator and place else None,
        told=told,
        aims=aims_of(indicator, known_ones, targets) if indicator else [],
        boundary_on=boundary,
    )


def aims_of(indicator: Indicator, among: Sequence[Indicator], targets: Mapping[int, Target]) -> list[Aim]:
    """The targets (by key of the indicator) that a value of an indicator is held against: its own, then those of
    indicators that are the same as it as a whole."""
    same = [each for each in among if each.same_as_id == indicator.pk and each.same_breakdown_id is None]
    return [Aim(each, targets[each.pk]) for each in (indicator, *same) if each.pk in targets]


def _first(choices: list[Indicator], told: Mapping[int, YearTold], aimed: list[Indicator]) -> Indicator | None:
    """The rate of which most communes told a figure, one with a target before the others; where none was told, the
    first rate."""
    rates = [each for each in choices if each.kind == IndicatorKind.RATE]
    sources = {source_of(each) for each in aimed}

    def worth(each: Indicator) -> tuple[int, bool, int]:
        reported = told[each.pk].by_communes if each.pk in told else 0
        return -reported, (each, "") not in sources, rates.index(each)

    return min(rates, key=worth, default=None)


def waiting_lines(viewer: Actor, *, on: dt.date) -> list[WaitingLine]:
    """Who waits for whom, the longest first: matters of the plans seen, reports that wait for the viewer's body to
    review them, and reports that bodies owe it past their day. Constant statements."""
    codes = set(plans(viewer).order_by().values_list("code", flat=True))
    matters = [each for each in waiting_matters(on=on) if each.plan_code in codes]
    sent = [each for each in reports_waiting(on=on) if each.recipient_id == viewer.agency_id]
    owed = [
        each for each in reports_owed(on=on, until=on - dt.timedelta(days=1)) if each.recipient_id == viewer.agency_id
    ]
    ids = (
        {each.agency_id for each in matters} | {each.writer_id for each in owed} | {each.recipient_id for each in sent}
    )
    bodies = Agency.objects.in_bulk(ids)
    own = bodies.get(viewer.agency_id or 0)
    found = [
        WaitingLine(
            str(each.kind),
            bodies[each.agency_id],
            each.from_name,
            (on - each.since).days,
            plan_code=each.plan_code,
            task_code=each.task_code,
        )
        for each in matters
    ]
    found += [
        WaitingLine(
            "report",
            bodies[each.recipient_id],
            each.agency_name,
            (on - each.since).days,
            regime_code=each.regime_code,
            period_code=each.period_code,
            agency_code=each.agency_code,
        )
        for each in sent
    ]
    found += [
        WaitingLine(
            "owed",
            bodies[each.writer_id],
            own.name if own else viewer.agency_name,
            (on - each.due_on).days,
            regime_code=each.regime_code,
            period_code=each.period_code,
            agency_code=each.owner_code,
        )
        for each in owed
    ]
    return sorted(found, key=lambda line: (-line.days, line.kind, line.for_body.code, line.agency_code))


def missing_figures(aimed: Sequence[Indicator], told: Mapping[int, YearTold]) -> list[MissingLine]:
    """Of each indicator with a target, how many communes told the year (`told`: of `told_of_year`); those with none
    missing are left out, most missing first. Where several are the same, the first stands for all."""
    first = {source_of(each): each for each in reversed(aimed)}
    counted = [(each, told[each.pk]) for each in aimed if first[source_of(each)] == each]
    lines = [MissingLine(each, by.reported, by.unknown, by.missing, by.communes) for each, by in counted]
    return sorted((line for line in lines if line.missing), key=lambda line: (-line.missing, line.indicator.pk))
