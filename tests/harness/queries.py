"""Reading three rows costs as many queries as reading one."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def _queries(read: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        read()
    return [query["sql"] for query in captured.captured_queries]


def assert_constant_queries(*, add_row: Callable[[], object], read: Callable[[], object]) -> None:
    """`read()` is measured with one row and with three; `add_row()` adds one. Fails with the queries that grew.

    `read` runs once before it is measured, so that caches of the process (content types, sites) are warm.
    """
    add_row()
    read()
    one = _queries(read)
    add_row()
    add_row()
    three = _queries(read)
    if len(one) != len(three):
        grown = "\n".join(f"  {sql[:300]}" for sql in three if three.count(sql) > 1 or sql not in one)
        raise AssertionError(f"{len(one)} queries for one row, {len(three)} for three. Repeated or new:\n{grown}")
