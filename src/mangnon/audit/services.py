"""Writing evidence. Checking it: verification.py. Moving it into files: archive.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from mangnon.accounts.public import Actor
from mangnon.audit.models import Anchor, AuditRow, ChainHead
from mangnon.audit.privacy import protect
from mangnon.audit.rules import CONTENT_2, FORM, GENESIS, clean_text, content_hash, link_hash, plain_value
from mangnon.audit.terms import READ
from mangnon.kernel import clock

# A page that is opened again within this time is the same reading.
ONE_READING = dt.timedelta(minutes=10)


def record(
    *,
    actor: Actor,
    act: str,
    object_type: str,
    object_id: object,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    territory_code: str | None = None,
) -> AuditRow:
    """Append one row to the chain, in the caller's transaction. Must be called inside one (else RuntimeError).

    `before` and `after` map fields of the object to values; what the model `object_type` labels personal or sensitive,
    or does not label, is kept as a keyed digest (privacy.py; `privacy.changes_of` keeps only what differs).
    `details` holds plain JSON values only (counts, codes, states); never the name of a child.
    `territory_code` is the province whose auditors read the row: the actor's own, unless the system acts for one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit row is written in the transaction of the act it tells of")
    row = AuditRow(
        form=FORM,
        at=clock.now(),
        by_moved_clock=clock.is_moved(),
        actor_id=actor.user_id,
        actor_label=clean_text(actor.label)[:200],
        actor_role=actor.role.value,
        acts_for=clean_text(actor.acts_for)[:200],
        post_id=actor.post_id,
        agency_code=actor.agency_code,
        agency_name=clean_text(actor.agency_name)[:300],
        territory_code=actor.territory_code if territory_code is None else territory_code,
        origin=clean_text(actor.origin)[:100],
        act=act,
        object_type=object_type,
        object_id=clean_text(str(object_id))[:80],
        before=None if before is None else protect(object_type, before),
        after=None if after is None else protect(object_type, after),
        details=plain_value(details or {}),
        reason=clean_text(reason),
    )
    row.content_hash = content_hash({name: getattr(row, name) for name in CONTENT_2})
    _append(row)
    return row


def _append(row: AuditRow) -> None:
    """Save the row at the head of the chain.

    PostgreSQL itself does that at commit, when the transaction has nothing else left to do (guards.py), so that writers
    do not queue for the length of each other's transactions. SQLite has one writer at a time, from BEGIN IMMEDIATE on:
    nobody else can be at the head.
    """
    if connection.vendor == "postgresql":
        row.save(force_insert=True)
        return
    with connection.cursor() as cursor:  # plain statements: this is done for every act
        cursor.execute("SELECT sequence, hash, day FROM audit_chainhead WHERE id = 1")
        head = cursor.fetchone()
        if head is None:
            ChainHead.objects.create(pk=1)
            head = (0, GENESIS, None)
        sequence, previous, day = head
        row.chained_at = clock.real_now()
        today = clock.local_day(row.chained_at)
        if sequence and str(day) != today.isoformat():
            anchor_head(ChainHead.objects.get(pk=1), today=today)
        row.sequence, row.previous_hash = sequence + 1, previous
        row.hash = link_hash(previous, sequence=row.sequence, chained_at=row.chained_at, content=row.content_hash)
        row.save(force_insert=True)
        cursor.execute(
            "UPDATE audit_chainhead SET sequence = %s, hash = %s, day = %s WHERE id = 1",
            [row.sequence, row.hash, today.isoformat()],
        )


def anchor_head(head: ChainHead, *, today: dt.date) -> Anchor:
    """The anchor of where the locked head stands; made now unless it is there already."""
    found = Anchor.objects.filter(sequence=head.sequence).first()
    if found is not None:
        return found
    last = Anchor.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    return Anchor.objects.create(
        day=head.day or today,
        sequence=head.sequence,
        hash=head.hash,
        count=head.sequence - last,
        made_at=clock.real_now(),
    )


def record_read(*, actor: Actor, object_type: str, object_id: object, purpose: str) -> AuditRow | None:
    """Say that a person read a sensitive object: at most one row for a person, object and ten minutes (else None).

    Must be called by every page, export or interface that shows a child, a household, a notification or a case, or
    another person's account and posts; not for plans, reports and other papers of an office. `purpose` says for what,
    in Vietnamese, without naming anybody.
    """
    now, identity = clock.now(), clean_text(str(object_id))[:80]
    same = AuditRow.objects.filter(
        object_type=object_type,
        object_id=identity,
        act=READ,
        actor_id=actor.user_id,
        at__gt=now - ONE_READING,
        at__lte=now,
    )
    if same.exists():
        return None
    with transaction.atomic():
        return record(actor=actor, act=READ, object_type=object_type, object_id=identity, reason=purpose)
