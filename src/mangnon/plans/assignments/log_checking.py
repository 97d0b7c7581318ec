"""Whether every assignment is what the last row of its log says: an invariant that no act may break."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from mangnon.accounts.public import Actor
from mangnon.plans.models import Assignment, AssignmentEvent
from mangnon.plans.selectors import every_assignment

_FIELDS = ("execution", "review", "progress", "due_on", "original_due_on", "completed_at")
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class LogDisagreement:
    """An assignment that differs from the last row of its log in some fields; «log»: it has no log at all."""

    assignment_id: int
    fields: tuple[str, ...]


def log_disagreements(viewer: Actor) -> list[LogDisagreement]:
    """The assignments a viewer may see whose row and log disagree, by id; empty as long as all is well."""
    last = AssignmentEvent.objects.filter(assignment=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    rows = every_assignment(viewer).select_related(None).annotate(last_event=Subquery(last)).order_by("pk")
    found: list[LogDisagreement] = []
    batch: list[tuple[Assignment, int | None]] = []
    for row in rows.iterator(chunk_size=_BATCH):
        batch.append((row, getattr(row, "last_event", None)))
        if len(batch) == _BATCH:
            found += _compared(batch)
            batch = []
    return found + _compared(batch)


def _compared(batch: list[tuple[Assignment, int | None]]) -> list[LogDisagreement]:
    events = AssignmentEvent.objects.in_bulk([pk for _, pk in batch if pk is not None])
    found = []
    for row, pk in batch:
        event = events.get(pk) if pk is not None else None
        differ = tuple(name for name in _FIELDS if event and getattr(row, name) != getattr(event, name))
        if event is None:
            differ = ("log",)
        if differ:
            found.append(LogDisagreement(row.pk, differ))
    return found
