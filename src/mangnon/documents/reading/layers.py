"""How good the layer of text of a page is: enough to be taken, or is the picture of the page to be read? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mangnon.documents.reading.repair.orthography import is_syllable
from mangnon.kernel.text import without_marks

LEAST_PAGE_LETTERS = 20
_LEAST_SHARE = 0.75
_LEAST_DRAWN = 0.5
_LEAST_WORDS = 20
_LEAST_LIKELY = 0.6  # of the words read in a picture: below it the picture shows no Vietnamese either
# Of Vietnamese words three in four bear a mark; in a layer that an engine without Vietnamese made, one in ten.
_LEAST_MARKED = 0.2
_WHOLE_PAGE = 0.5
# What a signing program writes over a scanned page: name, address, office, time.
_FEW_LETTERS = 400
_WORD = re.compile(r"[^\W\d_]{2,}")


def letters_of(texts: Iterable[str]) -> int:
    """How many letters the texts have."""
    return sum(char.isalpha() for text in texts for char in text)


@dataclass(frozen=True, slots=True)
class Layer:
    """A text's letters, the share of its words that could be Vietnamese syllables, and of those that bear a mark.

    A sound text has 0.95 syllables and more, a layer of rubbish about 0.55.
    """

    letters: int
    words: int
    syllables: float
    marked: float

    @property
    def is_empty(self) -> bool:
        """Whether there is too little to be a page of text."""
        return self.letters < LEAST_PAGE_LETTERS

    def is_sound(self, covered: float) -> bool:
        """Whether the layer is taken as it is. `covered`: the share of the page that pictures or drawings cover."""
        if self.is_empty:
            return covered == 0
        if covered > _WHOLE_PAGE and self.letters < _FEW_LETTERS:
            return False
        if covered > _WHOLE_PAGE and self.words >= _LEAST_WORDS and self.marked < _LEAST_MARKED:
            return False
        if covered == 0:  # letters that are drawn as letters: only wholesale rubbish is doubted
            return self.syllables >= _LEAST_DRAWN or self.words < _LEAST_WORDS
        return self.syllables >= _LEAST_SHARE

    def is_better_than(self, other: Layer) -> bool:
        """Whether this reading of a page is to be taken instead of its layer: more of it, or more of it Vietnamese."""
        if self.is_empty or (not other.is_empty and self.syllables < _LEAST_LIKELY):
            return False
        return self._worth > 1.05 * other._worth

    @property
    def _worth(self) -> float:
        return self.words * self.syllables * (0.3 + self.marked)


def judge(texts: Iterable[str]) -> Layer:
    """Weigh the text of a page."""
    letters, words, syllables, marked = 0, 0, 0, 0
    for text in texts:
        letters += letters_of([text])
        for word in _WORD.findall(text):
            words += 1
            syllables += is_syllable(word.lower())
            marked += without_marks(word) != word
    return Layer(letters, words, syllables / words if words else 0.0, marked / words if words else 0.0)
