"""What changed between two sendings, word for word. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from mangnon.reporting.rules import TEXT_FIELDS

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `kind` is «same», «gone» or «new»."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> list[Piece]:
    """The words of both texts in reading order; «same» and «new» together give `after`, «same» and «gone» `before`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for move, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if move == "equal":
            pieces.append(Piece("same", "".join(old[start:end])))
            continue
        if end > start:
            pieces.append(Piece("gone", "".join(old[start:end])))
        if new_end > new_start:
            pieces.append(Piece("new", "".join(new[new_start:new_end])))
    return pieces


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one entry in two sendings."""

    name: str
    before: str
    after: str
    pieces: list[Piece]

    @property
    def is_changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry (a task, or None for the general part) in two sendings. A flag is «nothing this period»."""

    task_id: int | None
    fields: list[FieldChange]
    nil_before: bool
    nil_after: bool

    @property
    def is_changed(self) -> bool:
        """Whether any field or the flag differs."""
        return self.nil_before != self.nil_after or any(field.is_changed for field in self.fields)


def by_task(content: Mapping[str, Any]) -> dict[int | None, dict[str, Any]]:
    """The entries of a sent version, by task."""
    return {entry["task"]: entry for entry in content.get("entries", [])}


def entry_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], order: Iterable[int | None]
) -> list[EntryChange]:
    """The entries of two sendings side by side, in the given order of tasks; an entry that neither has is left out."""
    old, new = by_task(before), by_task(after)
    found = []
    for task_id in order:
        if task_id not in old and task_id not in new:
            continue
        first, second = old.get(task_id, {}), new.get(task_id, {})
        fields = []
        for name in TEXT_FIELDS:
            was, now = str(first.get(name) or ""), str(second.get(name) or "")
            fields.append(FieldChange(name, was, now, word_changes(was, now)))
        found.append(EntryChange(task_id, fields, bool(first.get("is_nil")), bool(second.get("is_nil"))))
    return found
