"""From the lines of a file to what a reading keeps: the reader's result, and the words it doubts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mangnon.documents.reading import SourceText, read_directive
from mangnon.documents.reading.lexicon import Lexicon
from mangnon.documents.reading.repair import load_repairer
from mangnon.documents.reading.repairing import RepairedLike, RepairerLike
from mangnon.documents.rules import DOUBT_THRESHOLD


class _Remembering:
    """A repairer that does the same work once: the reader and the marking of doubts ask for the same lines."""

    def __init__(self, repairer: RepairerLike) -> None:
        self._repairer = repairer
        self._known: dict[tuple[str, ...], Sequence[RepairedLike]] = {}

    def repair_lines(self, lines: Sequence[str], /) -> Sequence[RepairedLike]:
        """Each line repaired; the longest passage asked for is remembered."""
        key = tuple(lines)
        if key not in self._known:
            found = self._repairer.repair_lines(lines)
            if all(len(key) > len(other) for other in self._known):
                self._known = {key: found}
            return found
        return self._known[key]

    def repair_text(self, text: str, /) -> RepairedLike:
        """One passage repaired."""
        return self._repairer.repair_text(text)


def _doubts(text: Sequence[str], lines: Sequence[RepairedLike]) -> dict[str, list[list[Any]]]:
    """The doubtful words of each line, by place in the text as it was read; a word the reader replaced is none."""
    found: dict[str, list[list[Any]]] = {}
    for number, (line, repaired) in enumerate(zip(text, lines, strict=False), start=1):
        words = line.split()
        doubtful = [
            [place, round(word.confidence, 2)]
            for place, word in enumerate(repaired.words)
            if word.confidence < DOUBT_THRESHOLD and words[place : place + 1] == [word.text]
        ]
        if doubtful:
            found[str(number)] = doubtful
    return found


def read_text(
    source: SourceText, name: str, *, lexicon: Lexicon | None = None
) -> tuple[dict[str, Any], dict[str, list[list[Any]]]]:
    """The result in the contract's JSON shape, and the doubts. Raises NotADirective.

    `lexicon`: the names and phrases that adopted readings taught, with what ships; None while nothing was learned.
    """
    repairer = _Remembering(load_repairer())
    result = read_directive(source.lines, file=name, repairer=repairer, lexicon=lexicon).to_json()
    result["warnings"] = [*source.warnings, *result["warnings"]]
    return result, _doubts(result["text"].split("\n"), repairer.repair_lines(source.lines))
