"""Evidence to tamper with."""

from __future__ import annotations

from typing import Any

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.audit.models import AuditRow, ChainHead
from mangnon.audit.public import record
from mangnon.audit.rules import CONTENT_2, GENESIS, chained_hash, content_hash, link_hash
from mangnon.audit.verification import settle_chain

OFFICER = Actor(
    user_id=7,
    label="Trần Văn Mẫu",
    role=Role.DEPARTMENT_OFFICER,
    agency_code="90.SO_TP",
    agency_name="Sở Tư pháp",
    territory_code="90",
    post_id=70,
    origin="203.0.113.9",
)
AUDITOR = Actor(
    user_id=8, label="Lê Thị Mẫu", role=Role.AUDITOR, agency_code="90.VP", agency_name="Văn phòng", territory_code="90"
)


def write(count: int, *, actor: Actor = SYSTEM, act: str = "test") -> list[AuditRow]:
    """Some rows about things 1 to `count`, chained."""
    for number in range(1, count + 1):
        record(actor=actor, act=act, object_type="Thing", object_id=number, details={"số": number}, reason="vì vậy")
    settle_chain()
    return list(AuditRow.objects.order_by("sequence"))


def rehash(row: AuditRow, *, previous: str | None = None) -> AuditRow:
    """The row with hashes that fit what it says now: what a skilled forger writes. Not saved."""
    row.previous_hash = row.previous_hash if previous is None else previous
    assert row.sequence is not None
    if row.form == 1:
        names = ("at", "actor_id", "actor_label", "actor_role", "agency_code", "act", "object_type", "object_id")
        plain: dict[str, Any] = {name: getattr(row, name) for name in (*names, "details", "reason")}
        row.hash = chained_hash(row.previous_hash, plain | {"sequence": row.sequence})
        return row
    assert row.chained_at is not None
    row.content_hash = content_hash({name: getattr(row, name) for name in CONTENT_2})
    row.hash = link_hash(row.previous_hash, sequence=row.sequence, chained_at=row.chained_at, content=row.content_hash)
    return row


def rehash_all() -> None:
    """The whole chain and its head made to fit: what somebody can do who owns the database."""
    previous = GENESIS
    for row in AuditRow.objects.order_by("sequence"):
        rehash(row, previous=previous).save()
        previous = row.hash
    ChainHead.objects.update(sequence=AuditRow.objects.count(), hash=previous)
