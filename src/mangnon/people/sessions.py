"""Sessions: whose, since when, from where; how they lock and end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from mangnon.accounts.public import Actor, User
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.people.models import SignInSession
from mangnon.people.sign_in_limits import limits
from mangnon.people.sign_in_rules import device_words, fingerprint, is_too_old

_TOUCHED_EVERY = dt.timedelta(seconds=30)


class NoSuchSession(Refusal):
    """The session has ended already, or is somebody else's."""

    code = "no_such_session"


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session as its owner or an administrator sees it. `handle` names it in a form; it opens nothing."""

    handle: str
    device: str
    address: str
    began_at: dt.datetime
    last_seen_at: dt.datetime
    is_locked: bool
    is_own: bool


def sessions_of(user: User, *, own: str = "") -> list[SessionLine]:
    """A person's living sessions, the latest used first; `own` is the handle of the one that asks."""
    now, most = clock.actual_now(), limits()
    rows = SignInSession.objects.filter(user=user, expire_date__gt=now).defer("session_data").order_by("-last_seen_at")
    return [
        SessionLine(
            row.pk,
            row.device or "thiết bị chưa rõ",
            row.address,
            row.began_at,
            row.last_seen_at,
            row.locked_at is not None,
            row.pk == own,
        )
        for row in rows
        if not is_too_old(row.began_at, now, most)
    ]


def note_browser(row: SignInSession, *, address: str, user_agent: str) -> None:
    """Bind a new session to the browser that has it."""
    row.address, row.device, row.fingerprint = address[:64], device_words(user_agent), fingerprint(user_agent)
    SignInSession.objects.filter(pk=row.pk).update(address=row.address, device=row.device, fingerprint=row.fingerprint)


def touch(row: SignInSession, *, address: str) -> None:
    """Somebody works in it; written at most every half-minute."""
    now = clock.actual_now()
    if now - row.last_seen_at < _TOUCHED_EVERY and row.address == address:
        return
    row.last_seen_at, row.address = now, address[:64]
    SignInSession.objects.filter(pk=row.pk).update(last_seen_at=now, address=row.address)


def lock_session(*, actor: Actor, row: SignInSession, why: str) -> None:
    """The screen locks: until the password is given again the session does nothing. `why`: «asked» or «idle»."""
    with transaction.atomic():
        changed = SignInSession.objects.filter(pk=row.pk, locked_at__isnull=True).update(locked_at=clock.actual_now())
        if changed:
            record(
                actor=actor, act="lock_session", object_type="User", object_id=row.user_id or "", details={"why": why}
            )
    row.locked_at = row.locked_at or clock.actual_now()


def unlock_session(*, actor: Actor, row: SignInSession) -> None:
    """The password was right: the work goes on."""
    now = clock.actual_now()
    with transaction.atomic():
        SignInSession.objects.filter(pk=row.pk).update(locked_at=None, last_seen_at=now)
        record(actor=actor, act="unlock_session", object_type="User", object_id=row.user_id or "")
    row.locked_at, row.last_seen_at = None, now


def end_session(*, actor: Actor, user: User, handle: str) -> None:
    """End one session of a person. Raises NoSuchSession."""
    with transaction.atomic():
        row = SignInSession.objects.filter(user=user, pk=handle).defer("session_data").first()
        if row is None:
            raise NoSuchSession("Phiên đăng nhập này đã kết thúc từ trước. Không có gì bị thay đổi.")
        row.delete()
        record(actor=actor, act="end_session", object_type="User", object_id=user.pk, details={"device": row.device})


def end_sessions(*, actor: Actor, user: User, but: str = "") -> int:
    """End all sessions of a person, but the one with a handle; answers how many. None to end is no act."""
    with transaction.atomic():
        ended, _ = SignInSession.objects.filter(user=user).exclude(pk=but).delete()
        if ended:
            record(actor=actor, act="end_sessions", object_type="User", object_id=user.pk, details={"sessions": ended})
    return ended
