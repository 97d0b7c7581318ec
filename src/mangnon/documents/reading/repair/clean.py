"""Telling good Vietnamese from damaged: what is already right must come back unchanged."""

from __future__ import annotations

import re
from typing import Final

from .orthography import is_proof_of_marks, is_syllable
from .vocabulary import UNKNOWN, Vocabulary

_WORD: Final = re.compile(r"[^\W\d_¹²³⁰-⁹]+")
_PROVED_SHARE: Final = 0.25


def is_clean(text: str) -> bool:
    """Whether a text comes from a source that can write Vietnamese.

    In Vietnamese about half of all words carry a letter that an engine without Vietnamese cannot write.
    """
    words = _WORD.findall(text)
    proved = sum(any(is_proof_of_marks(c) for c in word) for word in words)
    return bool(words) and proved >= _PROVED_SHARE * len(words)


def repair_needed(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word in an otherwise clean text is damaged beyond doubt.

    That is: a small word that has letters with marks, yet is no syllable and no known word. Names of the
    peoples of Viet Nam have other spellings (Kpă, Klơng), so capitals are left alone; so are footnote signs and digits.
    """
    return any(
        run[0].islower()
        and any(ord(c) > 0x7F for c in run)
        and vocabulary.id_of(run) == UNKNOWN
        and not is_syllable(run.lower())
        for run in _WORD.findall(word)
    )
