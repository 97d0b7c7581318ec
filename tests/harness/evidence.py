"""Playing the owner of the database: evidence is guarded by triggers, which a test must take away to tamper with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from mangnon.audit import guards
from mangnon.audit.verification import settle_chain


@contextmanager
def without_guards() -> Iterator[None]:
    """Within the block evidence can be changed, as by somebody who owns the tables."""
    settle_chain()
    guards.remove(connection)
    try:
        yield
    finally:
        guards.install(connection)


def let_test_databases_be_emptied(patch: pytest.MonkeyPatch) -> None:
    """Tests with transactions of their own end by emptying every table, which the guards refuse."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: Any) -> None:
        guards.remove(self.connection)
        empty(self, sql_list)
        guards.install(self.connection)

    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_sql_flush)
