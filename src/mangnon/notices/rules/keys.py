"""The keys by which a thing is told once."""

from __future__ import annotations

import hashlib

LONGEST_KEY, LONGEST_MATTER = 120, 80
_DIGEST = 16


def kept_key(key: str, *, most: int) -> str:
    """A key as it is kept: one that is too long ends in its digest, so that no two become one.

    >>> kept_key("assignment:12:2025-05-19", most=80)
    'assignment:12:2025-05-19'
    """
    if len(key) <= most:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:_DIGEST]
    return f"{key[: most - _DIGEST - 1]}#{digest}"
