"""Whether every assignment is what the last row of its log says, an invariant that no act may break; and which rows
stand on a day to come, because the server's clock ran ahead when they were written (docs/decisions/0029)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
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


def events_ahead(viewer: Actor, *, today: dt.date, plan_ids: Sequence[int] | None = None) -> QuerySet[AssignmentEvent]:
    """What stands in the log on a day after today, earliest first, of the plans a viewer may see (or of `plan_ids`).

    It happened, by a clock that ran ahead; what is done after it on the same assignment stands no earlier. Figures of
    today, which ask the log what was until today, cannot count it: a page of figures has to say that it is there.
    """
    after = clock.last_minute(today)
    later = AssignmentEvent.objects.filter(assignment=OuterRef("pk"), at__gt=after)
    rows = every_assignment(viewer).select_related(None).order_by()
    if plan_ids is not None:
        rows = rows.filter(task__plan__in=list(plan_ids))
    found = AssignmentEvent.objects.filter(assignment__in=rows.filter(Exists(later)).values("pk"), at__gt=after)
    return found.select_related("assignment__task__plan__directive", "assignment__agency").order_by("at", "pk")


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
