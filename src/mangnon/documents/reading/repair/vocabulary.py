"""The words the language model knows, by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from .orthography import is_syllable, standard_placement

PAD: Final = 0
BREAK: Final = 1
NUMBER: Final = 2
SYMBOL: Final = 3
UNKNOWN: Final = 4
SPECIAL: Final = 5
"""Ids below SPECIAL are not words: padding, end of a sentence, a number, a document symbol, an unknown word."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in order of id; `forms[id]` is the usual written form (acronyms keep their capitals)."""

    forms: Sequence[str]
    ids: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        table = {form.lower(): number for number, form in enumerate(self.forms) if number >= SPECIAL}
        object.__setattr__(self, "ids", table)

    def __len__(self) -> int:
        return len(self.forms)

    def id_of(self, word: str) -> int:
        """The id of a word (any case, any tone placement), UNKNOWN where it has none."""
        lower = word.lower()
        found = self.ids.get(lower)
        if found is None:
            found = self.ids.get(standard_placement(lower))
        return UNKNOWN if found is None else found

    def form_of(self, word: str) -> str:
        """The usual written form of a word, "" where it has none."""
        return self.forms[self.id_of(word)]

    def readable(self) -> list[tuple[int, str]]:
        """Id and lower-case form of every word a damaged one may be: syllables, and names with marks (Đắk, Krông).

        Abbreviations and foreign words are known, but nothing else is ever read as one of them.
        """
        return [
            (number, form.lower())
            for number, form in enumerate(self.forms)
            if number >= SPECIAL
            and (is_syllable(form.lower()) or (not form.isupper() and form[1:].islower() and not form.isascii()))
        ]
