"""The shape of a letter repairer, as the structure reader needs it.

The structure reader never corrects letters itself: it hands text to whatever keeps this promise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class RepairedWordLike(Protocol):
    """One word: as it stood, as it is read, and how sure that is (0..1)."""

    @property
    def raw(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def confidence(self) -> float: ...


class RepairedLike(Protocol):
    """A repaired line or passage."""

    @property
    def text(self) -> str: ...
    @property
    def words(self) -> Sequence[RepairedWordLike]: ...
    @property
    def confidence(self) -> float: ...


class RepairerLike(Protocol):
    """Repairs damaged letters. `repair_lines` returns as many items as it is given, in the same order."""

    def repair_lines(self, lines: Sequence[str], /) -> Sequence[RepairedLike]: ...
    def repair_text(self, text: str, /) -> RepairedLike: ...


@dataclass(frozen=True, slots=True)
class Unrepaired:
    """A text left as it stands."""

    text: str
    words: tuple[RepairedWordLike, ...] = ()
    confidence: float = 1.0


class NoRepair:
    """The repairer for text that is not damaged (a .docx, a born-digital PDF): it changes nothing."""

    def repair_lines(self, lines: Sequence[str], /) -> list[Unrepaired]:
        """Each line as it is."""
        return [Unrepaired(line) for line in lines]

    def repair_text(self, text: str, /) -> Unrepaired:
        """The text as it is."""
        return Unrepaired(text)
