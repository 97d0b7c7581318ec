"""The tiers of a regime and of a period: in which one a body sends, and by which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypedDict

from mangnon.agencies.public import Agency
from mangnon.kernel.working_days import WorkingDays
from mangnon.reporting.models import PeriodTier, Regime, RegimeTier
from mangnon.reporting.rules import cascade, periods
from mangnon.reporting.terms import TierLevel


class TierOfBody(TypedDict):
    """What an expected report keeps of its tier."""

    tier: str
    send_by: dt.date | None


def level_of(agency: Agency) -> TierLevel:
    """The tier in which a body reports to the regime's recipient."""
    return {"commune": TierLevel.COMMUNE, "district": TierLevel.DISTRICT}.get(agency.level, TierLevel.DEPARTMENT)


def tier_among(tiers: Sequence[PeriodTier], agency: Agency) -> TierOfBody:
    """The tier and the day of a body in a period; one without tiers has one day for all."""
    level = level_of(agency)
    found = next((tier for tier in tiers if tier.level == level), None)
    return {"tier": found.level, "send_by": found.send_by} if found else {"tier": "", "send_by": None}


def days_of(
    tier: RegimeTier, regime: Regime, *, ends_on: dt.date, calendar: WorkingDays
) -> tuple[dt.date, dt.date] | None:
    """Cut-off and send-by of one tier for a period that ends on a day; None where its rule does not fit."""
    send_by = periods.send_by_of(tier.due_rule, frequency=regime.frequency, ends_on=ends_on, calendar=calendar)
    if send_by is None:
        return None
    return periods.cut_off_of(tier.cut_off_plain, ends_on=ends_on, send_by=send_by, calendar=calendar), send_by


def steps_of(
    regime: Regime, tiers: Sequence[RegimeTier], dates: periods.PeriodDates, calendar: WorkingDays
) -> list[cascade.Step]:
    """The steps of a period's report on its way up, from the lowest; without tiers the regime's own days alone."""
    steps = []
    for tier in tiers:
        days = days_of(tier, regime, ends_on=dates.ends_on, calendar=calendar)
        if days is not None:
            steps.append(cascade.Step(tier.level, str(TierLevel(tier.level).label), *days))
    if not any(step.level == TierLevel.DEPARTMENT for step in steps):
        below = sum(step.level in (TierLevel.COMMUNE, TierLevel.DISTRICT) for step in steps)
        name = "Các cơ quan còn lại" if below else "Cơ quan phải báo cáo"
        steps.insert(below, cascade.Step("", name, dates.cut_off_on, dates.send_by))
    return steps


def is_in_force(regime: Regime, dates: periods.PeriodDates) -> bool:
    """Whether a period touches the days on which the regime is in force."""
    begun = regime.valid_from is None or dates.ends_on >= regime.valid_from
    return begun and (regime.valid_to is None or dates.starts_on <= regime.valid_to)
