"""Symbols of documents: 27/QD TTg is 27/QĐ-TTg."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .orthography import base_letter
from .tokens import Chunk, Piece

# Kinds of administrative documents and of copies: Decree 30/2020/NĐ-CP, Annex III; then kinds of legal normative
# documents and bodies whose symbols the Decree and the Law on promulgation of legal documents prescribe.
_KINDS: Final = frozenset(
    {"NQ", "QĐ", "CT", "QC", "QyĐ", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "BB", "TTr", "HĐ", "CĐ"}
    | {"BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB", "SY", "TrS", "SL", "NĐ", "TT", "TTLT", "L", "PL"}
)
_BODIES: Final = frozenset({"UBND", "HĐND", "CP", "TTg", "CTN", "QH", "UBTVQH", "TU", "TW", "BTV", "VPCP", "MTTQ"})
_USUAL: Final = 100

_LETTERS: Final = r"[A-ZĐ0-9¢€£&][A-Za-zĐđ0-9¢€£&]*"
_SYMBOL: Final = re.compile(rf"^(\W*?)(\d+[a-z]?(?:/\d{{4}})?)?([/-])({_LETTERS}(?:-{_LETTERS})*)(-?)(\W*)$")
_LONE_PART: Final = re.compile(r"^-?([A-ZĐ][A-Za-zĐđ0-9]*)(\W*)$")
# Signs that look alike to an engine that does not know Đ; only for parts that are in wide use.
_LOOK_ALIKE: Final = str.maketrans(
    {"0": "O", "Q": "O", "Đ": "D", "P": "D", "b": "D", "y": "g", "q": "g", "1": "I", "l": "I", "5": "S"}
)


def _plain(text: str) -> str:
    return "".join(base_letter(c) for c in text)


class SymbolTable:
    """Abbreviations that symbols are made of (QĐ, TTg, UBND …)."""

    def __init__(self, parts: Mapping[str, int]) -> None:
        """`parts`: abbreviation and how often the corpus has it; those of the decrees are always known."""
        weight = dict(parts)
        for part in sorted(_KINDS | _BODIES):
            weight[part] = max(weight.get(part, 0), _USUAL)
        # A ministry's field has its department in every province: BGDĐT, SGDĐT, GDĐT.
        fields = [part[1:] for part, count in parts.items() if part[:1] == "B" and len(part) > 3 and count >= _USUAL]
        for field in fields:
            weight.setdefault(field, 1)
            weight.setdefault("S" + field, _USUAL)
        self._known = frozenset(weight)
        self._usual = frozenset(part for part, count in weight.items() if count >= _USUAL and len(part) > 1)
        self._plain: dict[str, str] = {}
        self._shape: dict[str, str] = {}
        for part in sorted(weight, key=lambda p: (weight[p], p)):
            self._plain[_plain(part)] = part
            if part in self._usual:
                self._shape[part.translate(_LOOK_ALIKE)] = part

    def knows(self, raw: str) -> bool:
        """Whether these very letters are an abbreviation.

        >>> SymbolTable({}).knows("SY"), SymbolTable({}).knows("SO")
        (True, False)
        """
        return raw in self._known

    def part(self, raw: str) -> str | None:
        """The known abbreviation that a damaged one stands for; None where there is none.

        >>> SymbolTable({}).part("QD"), SymbolTable({}).part("TTy"), SymbolTable({}).part("KGVX")
        ('QĐ', 'TTg', None)
        """
        same = self._plain.get(_plain(raw))
        if same is not None:
            return same
        return self._shape.get(raw.translate(_LOOK_ALIKE)) if len(raw) > 1 else None

    def mend_codes(self, chunk: Chunk) -> None:
        """Abbreviations that stand alone get their Đ back (HDND is HĐND)."""
        for piece in chunk.pieces:
            if piece.kind == "code" and piece.raw.isalpha() and piece.raw.isupper() and len(piece.raw) > 2:
                piece.text = self._plain.get(_plain(piece.raw), piece.raw)

    def joined(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with every document symbol normalised, the pieces of a broken one put together."""
        answer: list[Chunk] = []
        place = 0
        while place < len(chunks):
            chunk = chunks[place]
            following = chunks[place + 1].raw if place + 1 < len(chunks) else ""
            place += 1
            match = _SYMBOL.match(chunk.raw)
            if match is None:
                answer.append(chunk)
                continue
            head, number, slash, letters, dash, tail = match.groups(default="")
            parts = letters.split("-")
            repaired = [self.part(part) for part in parts]
            if not all(repaired) and not (number and slash == "/" and any(repaired)):
                answer.append(chunk)
                continue
            texts = [new or old for new, old in zip(repaired, parts, strict=True)]
            raw = chunk.raw
            if number and len(parts) == 1 and texts[0] in _KINDS and not tail:
                extra = self._continued(following, dash)
                if extra is not None:
                    texts.append(extra[0])
                    dash, tail = "", extra[1]
                    raw = f"{raw} {following}"
                    place += 1
            text = f"{number}{slash}{'-'.join(texts)}{dash}"
            answer.append(_chunk(raw, head, text, tail))
        return answer

    def _continued(self, following: str, dash: str) -> tuple[str, str] | None:
        """The body's abbreviation (and the punctuation after it) when the next chunk goes on with the symbol."""
        match = _LONE_PART.match(following)
        if match is None:
            return None
        body = self.part(match.group(1))
        usual = body is not None and body in self._usual and body not in _KINDS
        if body is None or not (usual or (dash and body in self._known)):
            return None
        return body, match.group(2)


def _chunk(raw: str, head: str, text: str, tail: str) -> Chunk:
    pieces = [Piece(head, "glue")] if head else []
    pieces.append(Piece(text, "code"))
    if tail:
        pieces.append(Piece(tail, "glue", stop=any(c in ".;:" for c in tail)))
    return Chunk(raw, pieces)
