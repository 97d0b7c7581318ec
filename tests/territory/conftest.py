"""The whole packaged list, loaded once for a module and rolled back after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from mangnon.accounts.public import SYSTEM
from mangnon.territory.public import ALL_LEVELS, load_territory


@pytest.fixture(scope="module")
def whole_list(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Every unit of both lists. Each test's own changes are undone by its own transaction inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        load_territory(actor=SYSTEM, levels=ALL_LEVELS)
        yield
        transaction.set_rollback(True)
