"""A site that begins and one that came all the way have the same store (docs/decisions/0053)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.state import ProjectState

from tests.harness.old_stores import step_by_step


def _differences(ours: ProjectState, theirs: ProjectState, loader: MigrationLoader) -> list[str]:
    changes = MigrationAutodetector(ours, theirs).changes(graph=loader.graph)
    return [f"{app}: {each.describe()}" for app, found in changes.items() for step in found for each in step.operations]


def test_both_ways_lead_to_one_store() -> None:
    begun, stepped = MigrationLoader(None), step_by_step(with_store=False)
    assert begun.replacements
    at_once, one_by_one = begun.project_state(), stepped.project_state()
    assert _differences(one_by_one, at_once, stepped) == []
    assert _differences(at_once, one_by_one, begun) == []


def test_a_missing_column_would_be_seen() -> None:
    loader = MigrationLoader(None)
    state = loader.project_state()
    less = state.clone()
    less.remove_field("plans", "task", "code")
    assert _differences(less, state, loader)


def _functions(loader: MigrationLoader) -> set[tuple[str, str]]:
    return {
        (app, getattr(each.code, "__name__", ""))
        for (app, _), migration in loader.graph.nodes.items()
        if app != "contenttypes" and migration is not None
        for each in migration.operations
        if isinstance(each, RunPython)
    }


# What only fills columns of rows that an older version wrote: a site that begins has none.
OF_OLD_ROWS = {
    ("agencies", "write_first_functions"),
    ("documents", "_fill"),
    ("plans", "_fill"),
    ("reporting", "fill"),
    ("reporting", "what_was_accepted_stands"),
    ("territory", "fill"),
}


def test_a_site_that_begins_is_filled_like_one_that_came_all_the_way() -> None:
    left_out = _functions(step_by_step(with_store=False)) - _functions(MigrationLoader(None))
    assert left_out <= OF_OLD_ROWS, "say here why a new site can do without it, or do it in the first migration too"


def _own_operations(loader: MigrationLoader) -> set[str]:
    """What our own operations do, which no state shows: walls of rows, and what may come."""
    return {
        f"{app}: {type(each).__name__}{each.deconstruct()[1:]}"
        for (app, _), migration in loader.graph.nodes.items()
        if migration is not None
        for each in migration.operations
        if not type(each).__module__.startswith("django.")
    }


def test_what_our_own_operations_do_is_done_both_ways() -> None:
    stepped = _own_operations(step_by_step(with_store=False))
    assert any("RaiseWall" in each for each in stepped)
    assert _own_operations(MigrationLoader(None)) == stepped


@pytest.mark.django_db
def test_the_test_store_is_the_one_of_a_site_that_begins() -> None:
    loader: Any = MigrationLoader(connection)
    assert {key for key in loader.graph.nodes if "_squashed_" in key[1]} == set(loader.replacements)
