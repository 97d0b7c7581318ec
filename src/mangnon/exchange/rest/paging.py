"""Pages of a list by a cursor: stable while rows come and go, never a count of the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet

from mangnon.exchange.rest.problems import Problem

MOST_ROWS: Final = 200
_SALT: Final = "mangnon.exchange.cursor"
Row = TypeVar("Row", bound=Model)
Computed = TypeVar("Computed")


@dataclass(frozen=True, slots=True)
class CursorPage(Generic[Row]):
    """Rows, and the cursor of the rows after them; empty at the end."""

    items: list[Row]
    next: str


def _bad() -> Problem:
    return Problem(
        422,
        "bad_cursor",
        "Con trỏ trang không đọc được hoặc thuộc một danh sách khác. Hãy lấy lại từ trang đầu.",
        errors=[{"field": "query.cursor", "code": "bad_cursor", "detail": "Không dùng được."}],
    )


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come after one with these values, in the order of these columns («-» for descending)."""
    found, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column, turn = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        found |= same & Q(**{f"{column}__{turn}": value})
        same &= Q(**{column: value})
    return found


def cursor_page(
    rows: QuerySet[Row],
    *,
    order: Sequence[str],
    of: str,
    cursor: str,
    limit: int,
    key: Callable[[Row], Sequence[Any]],
) -> CursorPage[Row]:
    """The page after a cursor (or the first), in a total `order` of columns that hold no None.

    `of` names the list and its filters: a cursor of another list is refused. `key` gives a row's values of the order.
    Costs one statement. Raises Problem.
    """
    if cursor:
        try:
            told = signing.loads(cursor, salt=_SALT)
        except signing.BadSignature:
            raise _bad() from None
        if not isinstance(told, list) or len(told) != len(order) + 1 or told[0] != of:
            raise _bad()
        rows = rows.filter(_after(order, told[1:]))
    found = list(rows.order_by(*order)[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    following = signing.dumps([of, *key(found[-1])], salt=_SALT) if more else ""
    return CursorPage(found, following)


def list_page(
    rows: Sequence[Computed], *, of: str, cursor: str, limit: int, key: Callable[[Computed], list[Any]]
) -> tuple[list[Computed], str]:
    """The page after a cursor of rows that are computed, not stored, and the cursor after it. `key` is their total
    order, in plain values. Raises Problem."""
    ordered = sorted(rows, key=key)
    if cursor:
        try:
            told = signing.loads(cursor, salt=_SALT)
        except signing.BadSignature:
            raise _bad() from None
        if not isinstance(told, list) or not told or told[0] != of:
            raise _bad()
        ordered = [row for row in ordered if key(row) > told[1:]]
    found = ordered[:limit]
    return found, signing.dumps([of, *key(found[-1])], salt=_SALT) if len(ordered) > limit else ""
