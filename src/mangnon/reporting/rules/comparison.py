"""What changed between two sendings, word for word. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from rapidfuzz.distance import Indel

from mangnon.reporting.rules import TEXT_FIELDS

# A word or a sign with the blanks before it: blanks alone would be found the same everywhere.
_WORDS = re.compile(r"\s*(?:\w+|[^\w\s])|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `kind` is «same», «gone» or «new»."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> list[Piece]:
    """The words of both texts in reading order; «same» and «new» together give `after`, «same» and «gone» `before`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    gone: list[str] = []
    come: list[str] = []

    def put_changes() -> None:
        was, now = "".join(gone), "".join(come)
        blanks = _blanks_of_both(was, now)
        for kind, text in (("same", blanks), ("gone", was[len(blanks) :]), ("new", now[len(blanks) :])):
            if kind == "same" and text and pieces and pieces[-1].kind == "same":
                pieces[-1] = Piece("same", pieces[-1].text + text)
            elif text:
                pieces.append(Piece(kind, text))
        gone.clear()
        come.clear()

    # Compiled: a box of 20,000 signs takes milliseconds, with difflib a quarter of a minute.
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            put_changes()
            pieces.append(Piece("same", "".join(old[step.src_start : step.src_end])))
            continue
        gone += old[step.src_start : step.src_end]
        come += new[step.dest_start : step.dest_end]
    put_changes()
    return pieces


def _blanks_of_both(one: str, other: str) -> str:
    """The blanks that both begin with."""
    pairs = zip(one, other, strict=False)
    return "".join(sign for sign, _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), pairs))


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
