"""Signs that look like nothing or like others, put in one form before anything is read. Pure.

The number of lines stays, except that a line of monstrous length becomes several.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_LINE: Final = 4000
# Ends of lines of all systems; the end of a page ends a line, too.
_LINE_ENDS: Final = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Marks of direction, joiners, byte order marks, soft hyphens, variation selectors: none of them is on the paper.
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BLANKS: Final = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# The letters of Iceland and of Africa are what keyboards and fonts have put for đ.
_SAME: Final = str.maketrans(
    {
        "Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "\u2010": "-", "\u2011": "-", "\u2212": "-", "\uf0b7": "•", "\uf0a7": "•",
        "\uf0d8": "•", "\uf0fc": "•", "\uf02d": "-", "\uf0e0": "→", "\u0340": "\u0300", "\u0341": "\u0301",
    }
)  # fmt: skip
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
# A tone typed before the mark of the letter: é + circumflex is ế, but composes to nothing.
_WRONG_ORDER: Final = re.compile(r"([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031b])")
_MARKED: Final = re.compile(r"[^\W\d_][\u0300-\u036f]+")


def clean(text: str) -> str:
    """One line or several in NFC: no unseen signs, plain blanks, one form for what looks the same."""
    text = _BLANKS.sub(" ", text).translate(_SAME)
    text = _UNSEEN.sub("", text)
    if _MARKED.search(text):
        text = _WRONG_ORDER.sub(r"\2\1", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text)


def apart(text: str) -> str:
    """A clean text of a typesetter, with its ligatures as letters. (In what a recogniser read they are damage.)"""
    return clean(text).translate(_LIGATURES)


def lines_of(text: str) -> list[str]:
    """The lines of a text, clean and without blanks at their ends; the end of a page ends a line."""
    lines: list[str] = []
    for line in _LINE_ENDS.split(text):
        made = clean(line).rstrip()
        lines += [made] if len(made) <= LONGEST_LINE else _cut(made)
    return lines


def _cut(line: str) -> list[str]:
    parts = []
    while len(line) > LONGEST_LINE:
        at = line.rfind(" ", LONGEST_LINE // 2, LONGEST_LINE)
        at = LONGEST_LINE if at < 0 else at
        parts.append(line[:at].rstrip())
        line = line[at:].lstrip()
    return [*parts, line]
