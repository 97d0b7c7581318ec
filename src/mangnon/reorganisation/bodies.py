"""One body: what it does, from what it came, into what it went, what it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, SuccessionEvent, SuccessionPart
from mangnon.plans.public import Plan, assignments
from mangnon.plans.terms import AssignmentRole
from mangnon.reorganisation.selectors import bodies
from mangnon.reporting.public import reports


@dataclass(frozen=True, slots=True)
class Kinship:
    """What one event handed between this body and another. `other` None: nobody is known to have taken it over.

    `functions` empty means everything that no other part of the event names; `is_rest`: there were others.
    """

    event: SuccessionEvent
    other: Agency | None
    functions: Sequence[str]
    is_verified: bool
    notes: Sequence[str]
    is_rest: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """The duties of a body in one plan."""

    plan: Plan
    leads: int
    coordinates: int


@dataclass(frozen=True, slots=True)
class BodyPage:
    """Everything the page of one body tells."""

    agency: Agency
    came_from: Sequence[Kinship]
    became: Sequence[Kinship]
    posts: int
    holdings: Sequence[Holding]
    reports: int


def body_by_code(viewer: Actor, code: str) -> Agency | None:
    """One body of the viewer's province, of any time."""
    return bodies(viewer).filter(code=code).select_related("parent").prefetch_related("functions").first()


def body_page(viewer: Actor, agency: Agency, *, on: dt.date) -> BodyPage:
    """What the page of a body tells as of a day."""
    parts = SuccessionPart.objects.select_related("event__reorganisation", "source__territory", "target__territory")
    parts = parts.order_by("event__effective_on", "event_id", "pk")
    taken, given = list(parts.filter(target=agency)), list(parts.filter(source=agency))
    divided = _divided([*taken, *given])
    return BodyPage(
        agency=agency,
        came_from=_kinships([(part, part.source) for part in taken], divided),
        became=_kinships([(part, part.target) for part in given], divided),
        posts=agency.posts.on(on).count(),
        holdings=_holdings(viewer, agency, on),
        reports=reports(viewer).filter(agency=agency).count(),
    )


def _divided(parts: Sequence[SuccessionPart]) -> set[tuple[int, int]]:
    """Events and sources of which something was handed on by name, so that the rest is a rest. One query."""
    named = SuccessionPart.objects.exclude(function="").filter(
        event__in={part.event_id for part in parts}, source__in={part.source_id for part in parts}
    )
    return set(named.order_by().values_list("event_id", "source_id"))


def _kinships(found: Sequence[tuple[SuccessionPart, Agency | None]], divided: set[tuple[int, int]]) -> list[Kinship]:
    grouped: dict[tuple[int, int | None], list[tuple[SuccessionPart, Agency | None]]] = {}
    for part, other in found:
        grouped.setdefault((part.event_id, other.pk if other else None), []).append((part, other))
    return [
        Kinship(
            event=members[0][0].event,
            other=members[0][1],
            functions=sorted({part.function for part, _ in members if part.function}),
            is_verified=all(part.is_verified for part, _ in members),
            notes=sorted({part.note for part, _ in members if part.note}),
            is_rest=(members[0][0].event_id, members[0][0].source_id) in divided,
        )
        for members in grouped.values()
    ]


def _holdings(viewer: Actor, agency: Agency, on: dt.date) -> list[Holding]:
    rows = assignments(viewer, on=on).filter(agency=agency)
    counts: dict[int, tuple[Plan, dict[str, int]]] = {}
    for row in rows.select_related("task__plan"):
        each = counts.setdefault(row.task.plan_id, (row.task.plan, {}))[1]
        each[row.role] = each.get(row.role, 0) + 1
    return [
        Holding(plan, each.get(AssignmentRole.LEAD, 0), each.get(AssignmentRole.COORDINATOR, 0))
        for plan, each in counts.values()
    ]
