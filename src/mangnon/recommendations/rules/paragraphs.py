"""Numbers of paragraphs («30», «30 (a)», «30.a»), and lists of them in plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mangnon.kernel.text import fold, nfc, one_line

_NUMBER = re.compile(r"(?:doan|dieu|para(?:graph)?)?\s*(\d{1,3})\s*\.?\s*(?:\(?([a-z])\)?)?\s*(?:\(?([ivx]{1,5})\)?)?")
_HEAD = re.compile(r"^\s*(\d{1,3})\s*[.)]\s+(\S.*)$")
_LETTER = re.compile(r"^\s*\(?([a-zđ])\)\s+(\S.*)$")
_CLUSTER = re.compile(r"^\s*([A-N]|IV)\s*[.:]\s+(\S.*)$")
_LONGEST_HEADING = 120


def paragraph_of(words: str) -> tuple[int, str] | None:
    """(number, sub) that words mean; None for none. The sub of «30 (a) (ii)» is «a-ii».

    >>> paragraph_of("30 (a)"), paragraph_of("Đoạn 30.a (ii)"), paragraph_of("abc")
    ((30, 'a'), (30, 'a-ii'), None)
    """
    text = re.sub(r"[\[\]]", "", nfc(words)).strip().lower().replace("đoạn", "doan").replace("điều", "dieu")
    found = _NUMBER.fullmatch(text.replace("-", " ").strip())
    if found is None or int(found[1]) == 0:
        return None
    return int(found[1]), "-".join(part for part in found.groups()[1:] if part)


@dataclass(slots=True)
class TextParagraph:
    """A paragraph of a plain text. `line`: where it begins, from 1; `cluster`: the heading's code it stands under."""

    line: int
    number: int
    sub: str
    cluster: str
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words in one line."""
        return one_line(" ".join(self.parts))


def paragraphs_in(text: str) -> list[TextParagraph]:
    """The numbered paragraphs of a plain text, in its order.

    «17. …» begins a paragraph, «(a) …» below it a part of its own, «E. Bạo lực …» (a short line of one letter) a
    cluster; every other line goes on with what began. What stands before the first number is a title and left out.
    """
    found: list[TextParagraph] = []
    cluster, number = "", 0
    for line, raw in enumerate(nfc(text).splitlines(), 1):
        if head := _HEAD.match(raw):
            number = int(head[1])
            found.append(TextParagraph(line, number, "", cluster, [head[2]]))
        elif number and (letter := _LETTER.match(raw)):
            found.append(TextParagraph(line, number, fold(letter[1]), cluster, [letter[2]]))
        elif (
            (heading := _CLUSTER.match(raw)) and len(raw) <= _LONGEST_HEADING and not raw.rstrip().endswith((".", ";"))
        ):
            cluster = heading[1]
        elif found and raw.strip():
            found[-1].parts.append(raw)
    return found
