"""How wide words are, near enough to decide where a long one must be cut: no font is asked."""

from __future__ import annotations

import re
import unicodedata

CUT = "\u200b"
_MM = 25.4 / 72  # millimetres in a point
_NARROW = frozenset("iíìỉĩịIÍÌỈĨỊljtfr.,;:'|!()[]{}/\\`-·")
_WIDE = frozenset("mwMW@%…—½")


def word_width(word: str, size: float) -> float:
    """An upper estimate of a word's width in millimetres, in a bold Times face of `size` points."""
    return sum(map(_share, word)) * size * _MM


def _share(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    if char in _NARROW:
        return 0.4
    if char in _WIDE or unicodedata.east_asian_width(char) in "WF":
        return 1.02
    return 0.8 if char.isupper() else 0.58


def line_count(text: str, width: float, size: float) -> int:
    """How many lines the text takes in `width` millimetres, rather too many than too few."""
    return sum(1 + int(word_width(part, size) * 1.1 / max(width, 1.0)) for part in text.split("\n"))


def longest_line(words: list[str], count: int) -> int:
    """Letters of the longest line when the words stand on so many lines, broken so that it is as short as can be."""
    low, high = max(map(len, words), default=0), len(" ".join(words))
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _lines_at(words, middle) <= count else (middle + 1, high)
    return low


def _lines_at(words: list[str], width: int) -> int:
    lines, used = 1, 0
    for word in words:
        needed = len(word) if not used else used + 1 + len(word)
        lines, used = (lines, needed) if needed <= width else (lines + 1, len(word))
    return lines


def cut_long_words(text: str, width: float, size: float) -> str:
    """The text with places to break (zero-width spaces) in words wider than `width` millimetres; else unchanged.

    The places lie about a quarter of the width apart, so that lines are well filled.
    """

    def cut(found: re.Match[str]) -> str:
        word = found.group()
        if word_width(word, size) <= width:
            return word
        out, run = [word[0]], word_width(word[0], size)
        for char in word[1:]:
            step = word_width(char, size)
            if run + step > width / 4 and step:
                out.append(CUT)
                run = 0.0
            out.append(char)
            run += step
        return "".join(out)

    return re.sub(r"\S+", cut, text)
