"""Reorganisations are rare and touch everything: one at a time."""

from __future__ import annotations

from django.db import connection

# Any number that no other advisory lock of the product uses.
_LOCK = 20250701


def wait_for_turn() -> None:
    """Wait until no other reorganisation is being applied, previewed or undone. Inside a transaction.

    What was read before is read again afterwards. SQLite has one writer at a time by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
