"""Which bodies stand for which on a day: who writes for a body that ended, who reviews, whose past somebody sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from mangnon.agencies.public import Agency
from mangnon.plans.public import Plan, lead_agency_of
from mangnon.reporting.models import Regime


def is_closed(agency: Agency, *, on: dt.date) -> bool:
    """Whether a body had ended before a day."""
    return agency.valid_to is not None and agency.valid_to < on


def lineage_of(agency_id: int | None, *, on: dt.date) -> frozenset[int]:
    """A body and every body it took over from: their past is open to it. Empty without a body."""
    if agency_id is None:
        return frozenset()
    seen: frozenset[int] = frozenset([agency_id])
    new = seen
    while new:
        before = Agency.objects.filter(handed_on__target__in=new, handed_on__event__effective_on__lte=on)
        new = frozenset(before.values_list("pk", flat=True)) - seen
        seen |= new
    return seen


def successors(agency: Agency, *, plan: Plan, on: dt.date) -> tuple[Agency, ...]:
    """The bodies that carry an ended body's share of a plan on a day; itself while it is in force, none if unknown."""
    found: dict[int, Agency] = {}
    waiting = [agency]
    seen = set()
    while waiting:
        body = waiting.pop()
        if body.pk in seen:
            continue
        seen.add(body.pk)
        if not is_closed(body, on=on):
            found[body.pk] = body
            continue
        parts = list(body.handed_on.filter(event__effective_on__lte=on).select_related("target"))
        of_function = [part for part in parts if part.function == plan.function] or [p for p in parts if not p.function]
        waiting += [part.target for part in of_function if part.target is not None]
    return tuple(sorted(found.values(), key=lambda body: body.code))


def writers_of(agency: Agency, *, plan: Plan, on: dt.date) -> frozenset[int]:
    """Whose officers write what a body owes on a day: its own; of an ended body those of its successors in the plan."""
    return frozenset(body.pk for body in successors(agency, plan=plan, on=on))


def recipient_of(regime: Regime, on: dt.date) -> Agency:
    """The body that receives, reviews and consolidates a regime's reports on a day.

    The regime keeps the body it was set up with; who that is on a day is who leads the plan then. While nobody is
    known to have taken over it stays with the last body that was.
    """
    return lead_agency_of(regime.plan, on=on)


def names(agencies: Iterable[Agency], *, beside: Agency | None = None) -> list[str]:
    """The bodies' names; with the province's where it is another than that of the body they stand beside."""
    return [name_beside(agency, beside) for agency in agencies]


def name_beside(agency: Agency, other: Agency | None) -> str:
    """«Sở Y tế», or «Sở Y tế (tỉnh Quảng Ngãi)» beside a body of another province."""
    if other is None or other.territory_id == agency.territory_id or agency.level != "province":
        return agency.name
    place = agency.territory.name
    return f"{agency.name} ({place[:1].lower()}{place[1:]})"
