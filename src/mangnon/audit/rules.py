"""How an audit row is hashed. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64


def canonical(row: Mapping[str, Any]) -> bytes:
    """The row's canonical form: UTF-8 JSON, keys sorted, no blanks, instants in UTC with microseconds."""

    def plain(value: Any) -> Any:
        if isinstance(value, dt.datetime):
            return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
        if isinstance(value, dt.date):
            return value.isoformat()
        raise TypeError(f"an audit row cannot hold {type(value).__name__}")

    text = json.dumps(dict(row), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain)
    return text.encode("utf-8")


def chained_hash(previous: str, row: Mapping[str, Any]) -> str:
    """SHA-256, in hex, over the previous hash and the row's canonical form."""
    return hashlib.sha256(previous.encode("ascii") + b"\n" + canonical(row)).hexdigest()
