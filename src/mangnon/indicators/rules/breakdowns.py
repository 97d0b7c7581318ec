"""The canonical key of a combination of categories: «age16=5-9|sex=female», dimensions in order of their codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mangnon.indicators.errors import BadBreakdown

_WORD = re.compile(r"[A-Za-z0-9_-]{1,40}")
WHOLE = ""


def key_of(parts: Mapping[str, str]) -> str:
    """The key of dimension → category; the empty key for the whole. Raises BadBreakdown for codes that are none."""
    for word in (*parts.keys(), *parts.values()):
        if not _WORD.fullmatch(word):
            raise BadBreakdown(f"Mã phân tổ «{word[:40]}» không hợp lệ. Chưa có gì được ghi. Hãy chọn lại phân tổ.")
    return "|".join(f"{dimension}={parts[dimension]}" for dimension in sorted(parts))


def parts_of_key(key: str) -> dict[str, str]:
    """Dimension → category of a key, whatever the order in it. Raises BadBreakdown (also for a dimension twice)."""
    found: dict[str, str] = {}
    for part in key.split("|") if key else ():
        dimension, equals, category = part.partition("=")
        if not equals or dimension in found or not _WORD.fullmatch(dimension) or not _WORD.fullmatch(category):
            raise BadBreakdown("Tổ hợp phân tổ không đọc được. Chưa có gì được ghi. Hãy chọn lại phân tổ.")
        found[dimension] = category
    return found


def is_within(key: str, of: str) -> bool:
    """Whether a combination is a part of another: it has all its categories and maybe more."""
    return parts_of_key(of).items() <= parts_of_key(key).items()
