"""Capitals: a repaired word keeps the pattern of the damaged one."""

from __future__ import annotations

from typing import Literal

from .tokens import Chunk, Piece

Pattern = Literal["lower", "title", "upper"]


def capital_pattern(raw: str) -> Pattern:
    """Whether a damaged word is written in capitals, with a first capital, or small. Lone slips do not count.

    >>> capital_pattern("PiCH"), capital_pattern("Klem"), capital_pattern("xAm")
    ('upper', 'title', 'lower')
    """
    capitals = sum(c.isupper() for c in raw)
    small = sum(c.islower() for c in raw)
    if capitals >= 2 and capitals > small:
        return "upper"
    return "title" if raw[:1].isupper() else "lower"


def capitals_of(raw: str, word: str) -> str:
    """The word with the capitals of `raw`; a word whose own form has capitals (UBND) keeps them."""
    if not word.islower():
        return word
    match capital_pattern(raw):
        case "upper":
            return word.upper()
        case "title":
            return word[:1].upper() + word[1:]
        case _:
            return word


def in_capitals(chunks: list[Chunk]) -> None:
    """In a line that is printed in capitals, words whose capitals were lost get them back."""
    words: list[Piece] = [piece for chunk in chunks for piece in chunk.pieces if piece.kind == "word"]
    letters = [c for piece in words for c in piece.raw if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if len(words) < 3 or capitals < 0.75 * len(letters):
        return
    for piece in words:
        if piece.text != piece.raw and piece.text.isalpha():
            piece.text = piece.text.upper()
