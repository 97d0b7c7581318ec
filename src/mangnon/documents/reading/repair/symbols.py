"""Symbols of documents: 27/QD TTg is 27/QĐ-TTg."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .channel import ErrorModel
from .orthography import base_letter
from .tokens import Chunk, Piece

_SYMBOL: Final = re.compile(r"^(\W*)(\d+[a-z]?(?:/\d{4})?)?([/-])([^\W\d_][\w¢€£&-]*|\d?[A-ZĐ][\w¢€£&-]*)(\W*)$")


def _plain(text: str) -> str:
    return "".join(base_letter(c) for c in text)


class SymbolTable:
    """Abbreviations that symbols are made of (QĐ, TTg, UBND …)."""

    def __init__(self, parts: Mapping[str, int], errors: ErrorModel) -> None:
        self._parts = dict(parts)
        self._errors = errors
        self._plain: dict[str, str] = {}
        for part in sorted(parts, key=lambda p: (parts[p], p)):
            self._plain[_plain(part)] = part

    def joined(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with every document symbol normalised, pieces of a broken one put together."""
        answer: list[Chunk] = []
        for chunk in chunks:
            match = _SYMBOL.match(chunk.raw)
            if match is None:
                answer.append(chunk)
                continue
            head, number, slash, letters, tail = match.groups(default="")
            repaired = [self._part(part) for part in letters.split("-")]
            if not number and not all(repaired):
                answer.append(chunk)
                continue
            text = "-".join(new or old for new, old in zip(repaired, letters.split("-"), strict=True))
            piece = Piece(f"{number}{slash}{letters}", "code", f"{number}{slash}{text}")
            pieces = [Piece(head, "glue")] if head else []
            pieces.append(piece)
            if tail:
                pieces.append(Piece(tail, "glue", stop=any(c in ".;:" for c in tail)))
            answer.append(Chunk(chunk.raw, pieces))
        return answer

    def _part(self, part: str) -> str | None:
        if part in self._parts:
            return part
        return self._plain.get(_plain(part))
