"""Duties that events left to nobody: which they are, and who could be given them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, SuccessionEvent, SuccessionPart
from mangnon.kernel import clock
from mangnon.kernel.text import collation_key
from mangnon.plans.public import assignments_without_successor, duties_without_successor
from mangnon.plans.terms import Undecided
from mangnon.reorganisation.outcome import Place
from mangnon.reorganisation.selectors import bodies
from mangnon.reorganisation.telling import place_of


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """One duty without a known carrier. `is_general`: a plan's lead or a duty of its paper; `code` is then empty."""

    pk: int
    is_general: bool
    plan: str
    code: str
    text: str
    role: str
    source: Place
    event: SuccessionEvent
    why: str
    candidates: Sequence[Place]

    @property
    def key(self) -> str:
        """Names it in a form."""
        return f"{'c' if self.is_general else 'p'}{self.pk}"


def unclaimed_duties(viewer: Actor) -> list[Unclaimed]:
    """What the viewer sees of it, in the order of the plans. Queries: constant."""
    rows = list(assignments_without_successor(viewer).select_related("agency__territory", "undecided_by"))
    general = list(duties_without_successor(viewer).select_related("source__territory"))
    sources = {row.agency_id for row in rows} | {row.source_id for row in general}
    named = _named_targets(sources)
    anybody = _provincial_bodies(viewer)
    found = []
    for row in rows:
        if row.undecided_by is None:
            continue
        found.append(
            Unclaimed(
                pk=row.pk,
                is_general=False,
                plan=row.task.plan.code,
                code=row.task.code,
                text=row.task.text,
                role=row.role,
                source=place_of(row.agency),
                event=row.undecided_by,
                why=_label(row.undecided_because),
                candidates=_offered(named.get((row.undecided_by.pk, row.agency_id), []), anybody, row.undecided_by),
            )
        )
    for duty in general:
        found.append(
            Unclaimed(
                pk=duty.pk,
                is_general=True,
                plan=duty.plan.code,
                code="",
                text=duty.duty.text if duty.duty else "Đầu mối của kế hoạch",
                role="duty" if duty.duty else "plan",
                source=place_of(duty.source),
                event=duty.event,
                why=_label(duty.undecided_because),
                candidates=_offered(named.get((duty.event_id, duty.source_id), []), anybody, duty.event),
            )
        )
    return found


def _label(code: str) -> str:
    return str(Undecided(code).label) if code else ""


def _named_targets(sources: set[int]) -> dict[tuple[int, int], list[Agency]]:
    """Whom an event names as taking something over from a body, by event and body."""
    parts = SuccessionPart.objects.filter(source__in=sources, target__isnull=False)
    found: dict[tuple[int, int], list[Agency]] = {}
    for part in parts.select_related("target__territory").order_by("pk"):
        if part.target is not None:
            found.setdefault((part.event_id, part.source_id), []).append(part.target)
    return found


def _provincial_bodies(viewer: Actor) -> list[Agency]:
    found = bodies(viewer).filter(level="province", valid_to__isnull=True)
    return sorted(found, key=lambda agency: (collation_key(agency.name), agency.code))


def _offered(named: Sequence[Agency], anybody: Sequence[Agency], event: SuccessionEvent) -> list[Place]:
    """The bodies the event names, then every other provincial body, each in force when it would begin."""
    day = max(clock.today(), event.effective_on)
    return list(dict.fromkeys(place_of(each) for each in (*named, *anybody) if each.is_in_force(day)))
