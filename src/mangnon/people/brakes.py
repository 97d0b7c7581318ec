"""The brake on trying passwords and codes, counted in the database: it survives restarts and holds for all processes.

An attempt is counted before the password is looked at, under a row lock: a hundred at once try five passwords, not a
hundred. Names that nobody has are counted and locked just the same, so the answer does not tell who has an account.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import unicodedata
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from mangnon.accounts.public import Actor, User
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.people.models import SignInBrake
from mangnon.people.sign_in_limits import limits
from mangnon.people.sign_in_terms import BrakeKind
from mangnon.people.site_secret import keyed_digest

_KEPT_DAYS = 31


@dataclass(frozen=True, slots=True)
class Attempt:
    """`is_allowed`: the password or code may be looked at. Otherwise nobody gets in before `locked_until`.

    `refused_before`: how many were refused during a lock that has run out since.
    """

    is_allowed: bool
    locked_until: dt.datetime | None = None
    is_last: bool = False
    refused_before: int = 0


def _digest(kind: BrakeKind, of: str) -> str:
    return keyed_digest(f"brake-{kind.value}", of)


def name_key(username: str) -> str:
    """The name as it is counted: however it is written, it is one name."""
    return unicodedata.normalize("NFKC", username).casefold().strip()


def begin_attempt(kind: BrakeKind, of: str) -> Attempt:
    """Count an attempt of a name or of a person's codes before it is judged; the last allowed one locks at once.

    A success takes the count back (`forget_failures`).
    """
    now, most = clock.actual_now(), limits()
    with transaction.atomic():
        row = _locked_row(kind, of, now)
        if row.locked_until is not None and now < row.locked_until:
            SignInBrake.objects.filter(pk=row.pk).update(refused=F("refused") + 1)
            return Attempt(False, row.locked_until)
        refused = row.refused
        if row.locked_until is not None:
            row.failures, row.refused, row.counted_from = 0, 0, now
        row.failures += 1
        is_last = row.failures >= most.failures
        row.locked_until = now + dt.timedelta(hours=most.lock_hours) if is_last else None
        row.save()
    return Attempt(True, row.locked_until, is_last, refused)


def forget_failures(kind: BrakeKind, of: str) -> None:
    """The password or code was right: failures are counted anew."""
    SignInBrake.objects.filter(kind=kind, digest=_digest(kind, of)).update(
        failures=0, refused=0, counted_from=clock.actual_now(), locked_until=None
    )


def _network(address: str) -> str:
    """Who asks, as it is counted: one address of version 4, or the network of version 6 that one subscriber has whole.

    Empty for this machine itself: there a proxy hides who asks.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback:
        return ""
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))


def is_address_waiting(address: str) -> dt.datetime | None:
    """Until when sign-ins from an address wait, or None. Never this machine's own: there a proxy hides who asks."""
    network = _network(address)
    if not network:
        return None
    now = clock.actual_now()
    row = SignInBrake.objects.filter(
        kind=BrakeKind.ADDRESS, digest=_digest(BrakeKind.ADDRESS, network), locked_until__gt=now
    ).first()
    return row.locked_until if row else None


def count_failure_from(address: str) -> bool:
    """A failed sign-in from an address, under whatever name. True when the address waits from now on."""
    network = _network(address)
    if not network:
        return False
    now, most = clock.actual_now(), limits()
    span = dt.timedelta(minutes=most.address_minutes)
    with transaction.atomic():
        row = _locked_row(BrakeKind.ADDRESS, network, now)
        if now - row.counted_from >= span:
            row.failures, row.refused, row.counted_from, row.locked_until = 0, 0, now, None
        row.failures += 1
        begins = row.failures >= most.address_failures and row.locked_until is None
        if begins:
            row.locked_until = now + span
        row.save()
    return begins


def locked_until(user: User) -> dt.datetime | None:
    """Until when a person's account is locked, by passwords or codes, or None."""
    now = clock.actual_now()
    digests = [_digest(BrakeKind.NAME, name_key(user.username)), _digest(BrakeKind.FACTOR, str(user.pk))]
    rows = SignInBrake.objects.filter(digest__in=digests, locked_until__gt=now).order_by("-locked_until")
    row = rows.first()
    return row.locked_until if row else None


def unlock(*, actor: Actor, user: User) -> None:
    """Take the lock and the count away; who may is asked by the caller."""
    with transaction.atomic():
        digests = [_digest(BrakeKind.NAME, name_key(user.username)), _digest(BrakeKind.FACTOR, str(user.pk))]
        rows = list(SignInBrake.objects.filter(digest__in=digests))
        details = {"refused": sum(row.refused for row in rows)}
        SignInBrake.objects.filter(pk__in=[row.pk for row in rows]).delete()
        record(actor=actor, act="unlock_account", object_type="User", object_id=user.pk, details=details)


def _locked_row(kind: BrakeKind, of: str, now: dt.datetime) -> SignInBrake:
    """The row, made if need be, held by this transaction. What nobody has tried for a month goes."""
    row, is_new = SignInBrake.objects.select_for_update().get_or_create(
        kind=kind, digest=_digest(kind, of), defaults={"counted_from": now}
    )
    if is_new:
        SignInBrake.objects.filter(counted_from__lt=now - dt.timedelta(days=_KEPT_DAYS)).exclude(
            locked_until__gt=now
        ).delete()
    return row
