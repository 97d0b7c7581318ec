"""Who writes the words of a paper that another room made: a port that rooms above fill.

A paper with a `source_kind` that is registered here is written by its owner while it is a draft, and frozen as data
when it gets its number: what the owner says later changes nothing in it. The project registers owners in its settings
(`PAPER_OWNERS`: source kind to class), so that every process knows them, and loads them when they are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from mangnon.accounts.public import Actor
from mangnon.documents.official import OfficialDocument


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a paper comes from, for its page: words and the address of the page there."""

    words: str
    address: str


class PaperOwner(Protocol):
    """A room whose things become papers. `key` is the paper's `source_key`."""

    def document(self, key: str, *, lock: bool = False) -> OfficialDocument:
        """The words as they stand now. With `lock` inside a transaction: nobody changes them until it ends."""

    def concerns(self, key: str) -> Sequence[str]:
        """What a person must have seen of the words as they stand now, a sentence each; empty for nothing."""

    def origin(self, viewer: Actor, key: str) -> Origin | None:
        """Where it comes from; None for a viewer who may not see that."""


def owner_of(source_kind: str) -> PaperOwner | None:
    """Who writes papers of this source; None where nobody does."""
    named = settings.PAPER_OWNERS.get(source_kind)
    return cast(PaperOwner, import_string(named)()) if named else None
