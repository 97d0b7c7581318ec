"""Writes of notices: telling, storing digests, reading marks, preferences, the log. Sending: sending.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from django.db import IntegrityError, connection, transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.notices.models import Delivery, Digest, Notice, Preference, Reminder
from mangnon.notices.rules import Content
from mangnon.notices.rules.keys import LONGEST_KEY, kept_key
from mangnon.notices.terms import DeliveryState, NoticeKind

_BATCH = 500
# An advisory lock of PostgreSQL; any number that no other lock of the product uses.
_ESCALATING = 20250702


def tell(*, people: Collection[int], kind: NoticeKind, words: str, address: str, key: str) -> None:
    """Tell people one thing, in the caller's transaction; who was told of the same `key` before is not told again.

    `words` are safe: no name of a person, nothing of a case. `address` is a path of this site.
    """
    now = clock.now()
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=pk,
                kind=kind,
                words=words[:300],
                address=address,
                key=kept_key(key, most=LONGEST_KEY),
                made_at=now,
            )
            for pk in sorted(set(people))
        ],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )


def store_digests(*, on: dt.date, contents: Mapping[int, Content], by_mail: Collection[int]) -> int:
    """Store the digests of some people as one transaction, with the e-mails they lead to; how many are new.

    Who has one of the day already keeps it: called again, or by two processes at once, nobody gets a second one.
    """
    for _ in range(3):  # another process was quicker by a moment: look again who is left
        try:
            with transaction.atomic():
                return _store(on, contents, frozenset(by_mail))
        except IntegrityError:
            continue
    with transaction.atomic():
        return _store(on, contents, frozenset(by_mail))


def _store(on: dt.date, contents: Mapping[int, Content], by_mail: frozenset[int]) -> int:
    now, wanted = clock.now(), {pk: content for pk, content in contents.items() if not content.is_empty}
    there = Digest.objects.filter(on=on, person__in=list(wanted)).order_by()
    known = set(there.values_list("person_id", flat=True))
    made = Digest.objects.bulk_create(
        [
            Digest(person_id=pk, on=on, made_at=now, counts=content.counts, lines=content.lines)
            for pk, content in sorted(wanted.items())
            if pk not in known
        ]
    )
    Delivery.objects.bulk_create([Delivery(digest=row, made_at=now) for row in made if row.person_id in by_mail])
    return len(made)


def wait_to_escalate() -> None:
    """Wait until no other round is writing who is told of what is late. Inside a transaction, which holds the turn;
    what was told is read after it. SQLite has one writer at a time by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ESCALATING])


def log_reminders(rows: Iterable[Reminder]) -> None:
    """Add rows to the log, in the caller's transaction."""
    Reminder.objects.bulk_create(list(rows), batch_size=_BATCH)


@transaction.atomic
def mark_read(*, actor: Actor, notice_ids: Collection[int] = (), day: dt.date | None = None) -> int:
    """The person has read some notices, and the digest of a day; others' are passed over. How many were marked."""
    now = clock.now()
    mine = Notice.objects.filter(person=actor.user_id, pk__in=list(notice_ids), read_at__isnull=True)
    marked = mine.update(read_at=now)
    if day is not None:
        marked += Digest.objects.filter(person=actor.user_id, on=day, read_at__isnull=True).update(read_at=now)
    return marked


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """The person has read everything there is."""
    now = clock.now()
    marked = Notice.objects.filter(person=actor.user_id, read_at__isnull=True).update(read_at=now)
    return marked + Digest.objects.filter(person=actor.user_id, read_at__isnull=True).update(read_at=now)


@transaction.atomic
def choose_mail(*, actor: Actor, by_mail: bool) -> Preference:
    """The person wants digests by e-mail too, or not; what waits to be sent is then not sent."""
    if actor.user_id is None:
        raise ValueError("only a person has preferences")
    row, _ = Preference.objects.update_or_create(
        person_id=actor.user_id, defaults={"by_mail": by_mail, "changed_at": clock.now()}
    )
    if not by_mail:
        waiting = Delivery.objects.filter(digest__person=actor.user_id, state=DeliveryState.WAITING)
        waiting.update(state=DeliveryState.SKIPPED, ended_at=clock.now(), told="Người nhận không nhận thư nữa")
    record(actor=actor, act="choose_mail", object_type="Preference", object_id=row.pk, details={"by_mail": by_mail})
    return row
