"""The role a site is to run as on PostgreSQL (docs/deployment.md): it owns nothing and is no superuser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def ordinary_role() -> Iterator[None]:
    """Made within the test's transaction, and gone with it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE mangnon_site NOLOGIN NOSUPERUSER NOBYPASSRLS")
        cursor.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO mangnon_site")
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO mangnon_site")
        cursor.execute("SET LOCAL ROLE mangnon_site")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
