"""Whom a comment calls by «@» and the full name, typed with or without marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mangnon.kernel.text import fold

# «a@b» is an address, not a call.
_CALL = re.compile(r"(?<![\w.])@\[?([^@\n]{2,80})")
_WORD = re.compile(r"[^\s,.;:!?()«»\"\[\]]+")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Who is meant; names that several people have; words behind an «@» that are nobody's name."""

    people: frozenset[int]
    several: tuple[str, ...]
    unknown: tuple[str, ...]


def mentions_in(text: str, names: Mapping[str, frozenset[int]]) -> Mentions:
    """`names`: folded full name → the people so called. The longest name that fits counts."""
    people: set[int] = set()
    several: list[str] = []
    unknown: list[str] = []
    longest = max((name.count(" ") + 1 for name in names), default=0)
    for call in _CALL.finditer(text):
        words = _WORD.findall(call[1])[: max(longest, 1)]
        for count in range(len(words), 0, -1):
            found = names.get(fold(" ".join(words[:count])))
            if found:
                if len(found) == 1:
                    people |= found
                else:
                    several.append(" ".join(words[:count]))
                break
        else:
            unknown.append(" ".join(words[:3]))
    return Mentions(frozenset(people), tuple(dict.fromkeys(several)), tuple(dict.fromkeys(unknown)))
