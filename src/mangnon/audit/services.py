"""Writing evidence and checking it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from mangnon.accounts.public import Actor
from mangnon.audit.models import AuditRow, ChainHead
from mangnon.audit.rules import GENESIS, chained_hash
from mangnon.kernel import clock

_HASHED = (
    "sequence",
    "at",
    "actor_id",
    "actor_label",
    "actor_role",
    "agency_code",
    "act",
    "object_type",
    "object_id",
    "details",
    "reason",
)


def record(
    *,
    actor: Actor,
    act: str,
    object_type: str,
    object_id: object,
    details: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditRow:
    """Append one row to the chain, in the caller's transaction. Must be called inside one.

    `details` holds plain JSON values only (before/after, counts); never the name of a child.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit row is written in the transaction of the act it tells of")
    ChainHead.objects.get_or_create(pk=1)
    head = ChainHead.objects.select_for_update().get(pk=1)
    row = AuditRow(
        sequence=head.sequence + 1,
        at=clock.now(),
        actor_id=actor.user_id,
        actor_label=actor.label,
        actor_role=actor.role.value,
        agency_code=actor.agency_code,
        act=act,
        object_type=object_type,
        object_id=str(object_id),
        details=details or {},
        reason=reason,
        previous_hash=head.hash,
    )
    row.hash = chained_hash(head.hash, {name: getattr(row, name) for name in _HASHED})
    row.save(force_insert=True)
    head.sequence, head.hash = row.sequence, row.hash
    head.save(update_fields=["sequence", "hash"])
    return row


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `mangnon audit verify` answers."""

    rows: int
    intact: bool
    first_broken: int | None


def verify_chain() -> Verdict:
    """Walk the chain from its first row; name the first row that is altered, missing or out of place.

    Rows that are appended meanwhile are no fault: what is walked ends at the head as it is found at the beginning.
    """
    with transaction.atomic():
        head = ChainHead.objects.filter(pk=1).first()
        last = head.sequence if head else 0
        previous, expected, rows = GENESIS, 1, 0
        for row in AuditRow.objects.filter(sequence__lte=last).order_by("sequence").iterator(chunk_size=2000):
            rows += 1
            good = (
                row.sequence == expected
                and row.previous_hash == previous
                and row.hash == chained_hash(previous, {name: getattr(row, name) for name in _HASHED})
            )
            if not good:
                return Verdict(AuditRow.objects.count(), False, min(row.sequence, expected))
            previous, expected = row.hash, expected + 1
        if last != rows or (head and head.hash != previous) or _has_rows_past_the_head():
            return Verdict(rows, False, rows + 1)
        return Verdict(rows, True, None)


def _has_rows_past_the_head() -> bool:
    """Asked in one statement, so that row and head of a writer's act are seen together or not at all."""
    head = ChainHead.objects.filter(pk=1, sequence__gte=OuterRef("sequence"))
    return AuditRow.objects.filter(~Exists(head)).exists()
