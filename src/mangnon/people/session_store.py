"""Where sessions are kept: Django's own store in the database, with hashed keys and a person's name to each row."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from mangnon.kernel import clock
from mangnon.people.models import SignInSession


def hashed(session_key: str) -> str:
    """What is stored in place of the key that the cookie carries."""
    return hashlib.sha256(session_key.encode()).hexdigest()


class SessionStore(DatabaseStore):
    """`row` is the session's record as it was when this request read it, None before it is stored."""

    row: SignInSession | None = None

    @property
    def handle(self) -> str:
        """What names the session in records and forms; nobody gets in with it."""
        return hashed(self.session_key or "")

    @classmethod
    def get_model_class(cls) -> type[SignInSession]:
        """The record."""
        return SignInSession

    def _get_session_from_db(self) -> SignInSession | None:
        key = self.session_key
        if key is None:
            return None
        self.row = SignInSession.objects.filter(session_key=hashed(key), expire_date__gt=timezone.now()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def exists(self, session_key: str) -> bool:
        """Whether the cookie's key names a session."""
        return SignInSession.objects.filter(session_key=hashed(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> SignInSession:
        """The record to be written. Its columns beside the data count only when it is new."""
        now = clock.actual_now()
        user_id = data.get(SESSION_KEY)
        return SignInSession(
            session_key=hashed(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=int(user_id) if user_id else None,
            began_at=now,
            last_seen_at=now,
        )

    def create(self) -> None:
        """A new record under a new key."""
        super().create()
        self.row = SignInSession.objects.get(session_key=hashed(self.session_key or ""))

    def cycle_key(self) -> None:
        """Another key for the same session, which does not grow younger by it."""
        old = self.row
        super().cycle_key()
        if old is None or self.row is None:
            return
        kept = ("began_at", "last_seen_at", "locked_at", "address", "device", "fingerprint")
        for name in kept:
            setattr(self.row, name, getattr(old, name))
        SignInSession.objects.filter(pk=self.row.pk).update(**{name: getattr(old, name) for name in kept})

    def flush(self) -> None:
        """Forget everything, the record too."""
        super().flush()
        self.row = None

    def delete(self, session_key: str | None = None) -> None:
        """Whoever holds the key is signed out."""
        key = session_key or self.session_key
        if key is not None:
            SignInSession.objects.filter(session_key=hashed(key)).delete()
