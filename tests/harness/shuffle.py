"""A query that does not say its order gets a random one, so that no test passes by the order of insertion."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import (
    SQLAggregateCompiler,
    SQLCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)

_WRITERS = (SQLAggregateCompiler, SQLDeleteCompiler, SQLInsertCompiler, SQLUpdateCompiler)

_combining = threading.local()


def _may_shuffle(compiler: SQLCompiler) -> bool:
    query = compiler.query
    return (
        not isinstance(compiler, _WRITERS)
        and not getattr(_combining, "active", False)
        and not query.subquery
        and not query.distinct
        and not query.combinator
        and query.group_by is None
        and not any(annotation.contains_aggregate for annotation in query.annotations.values())
    )


def shuffle_unordered_queries(patch: pytest.MonkeyPatch) -> None:
    """Top-level SELECTs without an order of their own are ordered by chance."""
    original = SQLCompiler.get_order_by

    def get_order_by(self: SQLCompiler) -> Any:
        order = original(self)
        if order or not _may_shuffle(self):
            return order
        chance = OrderBy(Random()).resolve_expression(self.query, allow_joins=True, reuse=None)
        sql, params = self.compile(chance)
        return [(chance, (sql, params, False))]

    combine = SQLCompiler.get_combinator_sql

    def get_combinator_sql(self: SQLCompiler, *arguments: Any) -> Any:
        _combining.active = True  # the parts of a UNION may not be ordered
        try:
            return combine(self, *arguments)
        finally:
            _combining.active = False

    patch.setattr(SQLCompiler, "get_order_by", get_order_by)
    patch.setattr(SQLCompiler, "get_combinator_sql", get_combinator_sql)
