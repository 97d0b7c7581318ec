"""How an audit row is hashed and what time may do in a chain. Pure.

A row has a *form*: how its content is written down before it is hashed. Form 1 (until November 2026) hashed the content
and the number together. Form 2 hashes the content first, so that the database itself can append the row to the chain at
the moment of commit, and covers more columns. A row is verified by the form it was written in, for ever.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

GENESIS: Final = "0" * 64
FORM: Final = 2

# What form 1 and form 2 cover, by column.
CONTENT_1: Final = (
    "sequence",
    "at",
    "actor_id",
    "actor_label",
    "actor_role",
    "agency_code",
    "act",
    "object_type",
    "object_id",
    "details",
    "reason",
)
CONTENT_2: Final = (
    "at",
    "actor_id",
    "actor_label",
    "actor_role",
    "acts_for",
    "post_id",
    "agency_code",
    "agency_name",
    "territory_code",
    "origin",
    "act",
    "object_type",
    "object_id",
    "before",
    "after",
    "details",
    "reason",
    "by_moved_clock",
)

# The machine's clock may be set back by this much (it is corrected over the network) before a row counts as back-dated.
CLOCK_STEP: Final = dt.timedelta(minutes=10)
# An act is written down in its transaction and chained when that commits; none lasts longer than this.
LONGEST_ACT: Final = dt.timedelta(hours=1)


def _plain_instant(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"an audit row cannot hold {type(value).__name__}")


_JSON: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain_instant, check_circular=False
)


def canonical(row: Mapping[str, Any]) -> bytes:
    """The row's canonical form: UTF-8 JSON, keys sorted, no blanks, instants in UTC with microseconds."""
    return _JSON.encode(dict(row)).encode("utf-8")


def chained_hash(previous: str, row: Mapping[str, Any]) -> str:
    """Form 1: SHA-256, in hex, over the previous hash and the row's canonical form with its number."""
    return hashlib.sha256(previous.encode("ascii") + b"\n" + canonical(row)).hexdigest()


def content_hash(row: Mapping[str, Any]) -> str:
    """Form 2: SHA-256, in hex, over the canonical form of what the row says (CONTENT_2), without its place."""
    return hashlib.sha256(canonical({name: row[name] for name in CONTENT_2})).hexdigest()


def link_hash(previous: str, *, sequence: int, chained_at: dt.datetime, content: str) -> str:
    """Form 2: SHA-256, in hex, over the hash before, the row's number, the real instant and the content's hash.

    The database computes the same on PostgreSQL (guards.py): change both or neither.
    """
    instant = chained_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(f"{previous}\n{FORM}\n{sequence}\n{instant}\n{content}".encode("ascii")).hexdigest()


def expected_hash(row: Mapping[str, Any], *, previous: str, sequence: int) -> str:
    """What a row's hash must be at a place of the chain, by the form it was written in."""
    if row["form"] == 1:
        return chained_hash(previous, {name: row[name] for name in CONTENT_1} | {"sequence": sequence})
    return link_hash(previous, sequence=sequence, chained_at=row["chained_at"], content=content_hash(row))


def plain_value(value: Any) -> Any:
    """A value as both databases give it back unchanged: JSON, whole floats as integers, days and instants as text.

    Signs that a database refuses (NUL, halves of a surrogate pair) become U+FFFD. Raises TypeError for anything that
    is no plain value, ValueError for a number that is none (NaN, infinity).
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean_text(str(value))
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise ValueError("an audit row cannot hold a number that is none")
        return int(value) if value.is_integer() else value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {clean_text(str(key)): plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain_value(item) for item in value), key=repr)
    raise TypeError(f"an audit row cannot hold {type(value).__name__}")


def clean_text(text: str) -> str:
    """Text without the signs that a database refuses."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def is_back_dated(
    *, at: dt.datetime, chained_at: dt.datetime, latest: dt.datetime | None, by_moved_clock: bool
) -> bool:
    """Whether a row's time cannot be true: the real clock ran backwards, or the act's own time is far from it.

    `latest` is the latest real instant before it in the chain. A row written by a training clock says so, and its own
    time is then free; whether such a row may be in a chain at all is another question (`verification`).
    """
    if latest is not None and chained_at < latest - CLOCK_STEP:
        return True
    if by_moved_clock:
        return False
    return at < chained_at - LONGEST_ACT or at > chained_at + CLOCK_STEP
