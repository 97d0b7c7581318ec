"""The store of an older version, made from today's by going back, and brought up again as a site is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def step_by_step(with_store: bool = True) -> MigrationLoader:
    """Every migration that ever was, without those that stand for several (docs/decisions/0053)."""
    loader = MigrationLoader(connection if with_store else None, replace_migrations=False)
    for key, migration in loader.replacements.items():
        loader.graph.remove_replacement_node(key, migration.replaces)
        loader.applied_migrations.pop(key, None)
    return loader


def go_back_to(targets: Sequence[tuple[str, str]]) -> Any:
    """Take the store back to some migrations; answers the models of that time."""
    executor = MigrationExecutor(connection)
    executor.loader = step_by_step()
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


def come_up() -> None:
    """Bring the store up to today, as `migrate` does on a site that went part of the way."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
