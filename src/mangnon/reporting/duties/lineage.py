"""Which bodies stand for which on a day: who writes for a body that ended, who reviews, whose past somebody sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from mangnon.agencies.public import Agency, Lineage, lineage_ids
from mangnon.plans.public import AssignmentSuccession, Plan, lead_agencies_of
from mangnon.reporting.models import Regime


def is_closed(agency: Agency, *, on: dt.date) -> bool:
    """Whether a body had ended before a day."""
    return agency.valid_to is not None and agency.valid_to < on


def lineage_of(agency_id: int | None, *, on: dt.date) -> frozenset[int]:
    """A body and every body it took over from: their past is open to it. Empty without a body."""
    return lineage_ids(agency_id, on=on) if agency_id is not None else frozenset()


class Carriers:
    """Who carries on for ended bodies on a day. The history is loaded once; questions about it cost no query."""

    def __init__(self, agencies: Iterable[Agency], *, on: dt.date) -> None:
        self._on = on
        closed = {agency.pk for agency in agencies if is_closed(agency, on=on)}
        self._lineage = Lineage(closed, on=on) if closed else None

    def for_regime(self, agency: Agency, regime: Regime) -> tuple[Agency, ...]:
        """The bodies that carry a body's part in a regime: its share of the plan, else the regime's own function."""
        return self.of(agency, regime.plan, function=regime.function)

    def of(self, agency: Agency, plan: Plan | None, *, function: str = "") -> tuple[Agency, ...]:
        """The bodies that carry a body's share of a plan: itself while it is in force.

        Of an ended body those who took over the function that the plan is about (without a plan: `function`), else
        whoever took over anything, else who has its tasks by a person's choice; none where nobody is known.
        """
        if not is_closed(agency, on=self._on) or self._lineage is None:
            return (agency,)
        for carried in dict.fromkeys((plan.function if plan is not None else function, "")):
            found = {
                each.agency.pk: each.agency for each in self._lineage.successors(agency.pk, function=carried).successors
            }
            if found:
                return tuple(sorted(found.values(), key=lambda body: body.code))
        return self._by_tasks(agency, plan) if plan is not None else ()

    def _by_tasks(self, agency: Agency, plan: Plan) -> tuple[Agency, ...]:
        chosen = AssignmentSuccession.objects.filter(predecessor__agency=agency, predecessor__task__plan=plan)
        found = Agency.objects.on(self._on).filter(assignments__in=chosen.values("successor"))
        return tuple(found.select_related("territory").distinct().order_by("code"))


def successors(agency: Agency, *, plan: Plan, on: dt.date) -> tuple[Agency, ...]:
    """`Carriers.of` for one body."""
    return Carriers([agency], on=on).of(agency, plan)


def carriers_in(agency: Agency, *, regime: Regime, on: dt.date) -> tuple[Agency, ...]:
    """`Carriers.for_regime` for one body."""
    return Carriers([agency], on=on).for_regime(agency, regime)


def writers_of(agency: Agency, *, regime: Regime, on: dt.date) -> frozenset[int]:
    """Whose officers write what a body owes on a day: its own; of an ended body those of its successors."""
    return frozenset(body.pk for body in carriers_in(agency, regime=regime, on=on))


def recipients_of(regimes: Iterable[Regime], *, on: dt.date) -> dict[int, Agency]:
    """The body that receives, reviews and consolidates each of several regimes on a day, by regime id.

    The regime keeps the body it was set up with; who that is on a day is who leads the plan then, or, without a plan,
    who carries that body's function. While nobody is known to have taken over it stays with the last body that was.
    """
    every = {regime.pk: regime for regime in regimes}
    plans = {regime.plan.pk: regime.plan for regime in every.values() if regime.plan is not None}
    leads = lead_agencies_of(plans.values(), on=on) if plans else {}
    carriers = Carriers([regime.recipient for regime in every.values() if regime.plan is None], on=on)
    return {
        pk: leads[regime.plan.pk]
        if regime.plan is not None
        else next(iter(carriers.for_regime(regime.recipient, regime)), regime.recipient)
        for pk, regime in every.items()
    }


def recipient_of(regime: Regime, on: dt.date) -> Agency:
    """`recipients_of` for one regime."""
    return recipients_of([regime], on=on)[regime.pk]


def names(agencies: Iterable[Agency], *, beside: Agency | None = None) -> list[str]:
    """The bodies' names; with the province's where it is another than that of the body they stand beside."""
    return [name_beside(agency, beside) for agency in agencies]


def name_beside(agency: Agency, other: Agency | None) -> str:
    """«Sở Y tế», or «Sở Y tế (tỉnh Quảng Ngãi)» beside a body of another province."""
    if other is None or other.territory_id == agency.territory_id or agency.level != "province":
        return agency.name
    place = agency.territory.name
    return f"{agency.name} ({place[:1].lower()}{place[1:]})"
