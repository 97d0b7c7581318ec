"""How wide words are, near enough to decide where a long one must be cut: no font is asked."""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations

CUT = "\u200b"
CAPITAL = 0.215  # average width of a capital letter in bold Times, in millimetres per point of size
# A name is read in groups: a line of it begins with a joint («VÀ», «TỈNH»), or else after a dash or a comma.
_JOINTS = frozenset({"VÀ", "TỈNH", "THÀNH", "HUYỆN", "QUẬN", "XÃ", "PHƯỜNG", "THỊ", "ĐẶC"})
_MOST_LINES = 4
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


def lines_of_name(name: str, room: float) -> list[str]:
    """The name of a body in capitals as few lines of at most `room` letters, broken between groups of words: «SỞ LAO
    ĐỘNG - THƯƠNG BINH» «VÀ XÃ HỘI». A group that is longer than a line is left whole, to be broken where it is set."""
    if len(name) <= room:
        return [name] if name else []
    groups: list[str] = []
    words = name.split()
    for place, word in enumerate(words):
        is_joint = word in _JOINTS and not (word == "XÃ" and words[place + 1 : place + 2] == ["HỘI"])
        if (groups and not is_joint and not groups[-1].endswith(("-", "–", ","))) or (groups and word in ("-", "–")):
            groups[-1] += f" {word}"
        else:
            groups.append(word)
    best = [name]
    for count in range(2, min(len(groups), _MOST_LINES) + 1):
        ways = [_joined(groups, cuts) for cuts in combinations(range(1, len(groups)), count - 1)]
        best = min(ways, key=lambda way: (max(map(len, way)) > room, _loose_ends(way), max(map(len, way))))
        if max(map(len, best)) <= room:
            return best
    return best


def _loose_ends(lines: list[str]) -> int:
    return sum(line.endswith(("-", "–", ",")) for line in lines)


def _joined(groups: list[str], cuts: tuple[int, ...]) -> list[str]:
    return [" ".join(groups[first:last]) for first, last in zip((0, *cuts), (*cuts, len(groups)), strict=True)]


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
