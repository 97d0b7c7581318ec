"""Who writes the words of a paper that another room made: a port that rooms above fill.

A paper with a `source_kind` that is registered here is written by its owner while it is a draft, and frozen as data
when it gets its number: what the owner says later changes nothing in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

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

    def origin(self, viewer: Actor, key: str) -> Origin | None:
        """Where it comes from; None for a viewer who may not see that."""


_owners: dict[str, PaperOwner] = {}


def register_owner(source_kind: str, owner: PaperOwner) -> None:
    """Let a room write its own papers; the same kind again replaces it. The project calls this once at the start."""
    _owners[source_kind] = owner


def owner_of(source_kind: str) -> PaperOwner | None:
    """Who writes papers of this source; None where nobody does."""
    return _owners.get(source_kind)
