"""Capitals: a repaired word keeps the pattern of the damaged one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal

from .tokens import Chunk

Pattern = Literal["lower", "title", "upper"]
# Signs that an engine without Vietnamese writes for a capital S before a vowel with marks ("$6", "§ở": Sở).
CAPITAL_SIGNS: Final = tuple("$§")


@lru_cache(maxsize=1 << 16)
def capital_pattern(raw: str) -> Pattern:
    """Whether a damaged word is written in capitals, with a first capital, or small. Lone slips do not count.

    >>> capital_pattern("PiCH"), capital_pattern("Klem"), capital_pattern("xAm")
    ('upper', 'title', 'lower')
    """
    if raw[:1] in CAPITAL_SIGNS:
        raw = "S" + raw[1:]
    capitals = sum(c.isupper() for c in raw)
    small = sum(c.islower() for c in raw)
    if capitals >= 2 and capitals > small:
        return "upper"
    return "title" if raw[:1].isupper() else "lower"


def capitals_of(raw: str, word: str) -> str:
    """The word with the capitals of `raw`; an abbreviation keeps its own (UBND, TTg)."""
    if not word[1:].islower() and len(word) > 1:
        return word
    word = word.lower()
    match capital_pattern(raw):
        case "upper":
            return word.upper()
        case "title":
            return word[:1].upper() + word[1:]
        case _:
            return word


def mark_insides(chunks: list[Chunk]) -> None:
    """Mark the words that follow a small word, or one and a comma: a capital there is no matter of sentences."""
    follows = False
    for piece in (piece for chunk in chunks for piece in chunk.pieces):
        if piece.kind == "glue":
            follows = follows and piece.raw.strip() in ("", ",")
        else:
            piece.inside = follows
            small = piece.raw[:1].islower()
            follows = piece.kind == "word" and (small or (follows and capital_pattern(piece.raw) == "title"))


def protect_lone_codes(chunks: list[Chunk], is_abbreviation: Callable[[str], bool]) -> None:
    """A word in capitals among small ones is an abbreviation (VPUB), not a damaged word: it stays as it is.

    Of two letters, or beside abbreviations alone, it may be either ("SO Y té": Sở; "LUU: VT": LƯU) unless it is a known
    abbreviation: then the words around decide.
    """
    words = [piece for chunk in chunks for piece in chunk.pieces if piece.kind != "glue"]
    for place, piece in enumerate(words):
        if len(piece.raw) < 2 or not piece.raw.isalpha() or not piece.raw.isupper():
            continue
        near = words[max(0, place - 1) : place] + words[place + 1 : place + 2]
        lone = bool(near) and not any(capital_pattern(other.raw) == "upper" and other.kind == "word" for other in near)
        unsure = len(piece.raw) == 2 or (piece.kind == "word" and not any(other.kind == "word" for other in near))
        if lone and unsure and not is_abbreviation(piece.raw):
            piece.kind, piece.lone = "word", True
        elif piece.kind == "word" and lone:
            piece.kind = "code"


def is_in_capitals(chunks: list[Chunk]) -> bool:
    """Whether a line is printed in capitals: three words or more, three quarters of the letters of its words."""
    pieces = [piece for chunk in chunks for piece in chunk.pieces if piece.kind in ("word", "code")]
    letters = [c for piece in pieces if piece.kind == "word" for c in piece.raw if c.isalpha()]
    return len(pieces) >= 3 and len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.75 * len(letters)


def in_capitals(chunks: list[Chunk]) -> None:
    """In a line that is printed in capitals, words whose capitals were lost get them back."""
    if not is_in_capitals(chunks):
        return
    for piece in (piece for chunk in chunks for piece in chunk.pieces):
        if piece.kind == "word" and piece.text != piece.raw and piece.text.isalpha():
            piece.text = piece.text.upper()
