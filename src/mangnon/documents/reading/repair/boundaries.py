"""Blanks that the engine lost or invented: "donvi" is two words, "N OI" is one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import numpy as np

from .candidates import Candidates
from .language import LanguageModel
from .tokens import Chunk, Piece
from .vocabulary import SPECIAL

_LOST_BLANK: Final = -7.0
_POOR: Final = -1.5
_GOOD: Final = -1.0
_FEW: Final = 6
_ONSET_ALONE: Final = re.compile(r"^(?:[bcdđghklmnpqrstvx]|ch|gh|kh|ng|nh|ph|th|tr|ngh)$", re.IGNORECASE)
_REST: Final = re.compile(r"^[^\W_][\w¢€£&]*$")


class Boundaries:
    """Splits and joins words where the channel is much happier with the other reading; doubtful cases stay."""

    def __init__(self, candidates: Callable[[str], Candidates], language: LanguageModel) -> None:
        self._candidates = candidates
        self._language = language
        self._single = np.log(language.single)

    def _best(self, raw: str) -> tuple[float, float]:
        """The best word's log-likelihood, and with its frequency."""
        found = self._candidates(raw)
        known = found.ids >= SPECIAL
        if not known.any():
            return -99.0, -99.0
        scores = found.likelihoods[known] + self._single[found.ids[known]]
        place = int(np.argmax(scores))
        return float(found.likelihoods[known][place]), float(scores[place])

    def split(self, chunk: Chunk) -> None:
        """Words of the chunk that are two become two pieces with a blank between."""
        pieces: list[Piece] = []
        for piece in chunk.pieces:
            cut = self._cut(piece.raw) if piece.kind == "word" else 0
            if cut:
                pieces += [Piece(piece.raw[:cut], "word"), Piece(" ", "glue"), Piece(piece.raw[cut:], "word")]
            else:
                pieces.append(piece)
        chunk.pieces = pieces

    def _cut(self, raw: str) -> int:
        """Where to cut a word, 0 for nowhere."""
        if not 5 <= len(raw) <= 14 or not raw.isalpha() or self._language.vocabulary.id_of(raw) >= SPECIAL:
            return 0
        likelihood, whole = self._best(raw)
        if likelihood > _POOR * len(raw):
            return 0
        scored = [(self._both(raw[:cut], raw[cut:]), cut) for cut in range(2, len(raw) - 1)]
        best, cut = max(scored)
        return cut if best + _LOST_BLANK > whole else 0

    def _both(self, left: str, right: str) -> float:
        first, second = self._candidates(left), self._candidates(right)
        one, two = first.ids[:_FEW], second.ids[:_FEW]
        pairs = self._language.pairs(one[:, None], two[None, :])
        scores = np.log(pairs + 1e-30) + (first.likelihoods[:_FEW] + self._single[one])[:, None]
        scores = scores + second.likelihoods[:_FEW][None, :]
        scores = np.where((one[:, None] >= SPECIAL) & (two[None, :] >= SPECIAL), scores, -99.0)
        return float(scores.max())

    def joined(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with lone onsets put back to the rest of their syllable."""
        answer: list[Chunk] = []
        for chunk in chunks:
            if answer and self._belong(answer[-1], chunk):
                last = answer.pop()
                start = [piece.raw for piece in last.pieces if piece.kind in ("word", "number", "code")][-1]
                rest, *after = chunk.pieces
                merged = [*last.pieces[:-1], Piece(start + rest.raw, "word"), *after]
                answer.append(Chunk(f"{last.raw} {chunk.raw}", merged))
            else:
                answer.append(chunk)
        return answer

    def _belong(self, left: Chunk, right: Chunk) -> bool:
        if not left.pieces or not right.pieces or right.pieces[0].kind == "glue":
            return False
        start, rest = left.pieces[-1], right.pieces[0].raw
        if start.kind == "glue" or not _ONSET_ALONE.match(start.raw) or not _REST.match(rest):
            return False
        if rest[:1].isupper() != start.raw.isupper() or not any(c.isalpha() for c in rest) or len(rest) > 6:
            return False
        whole = start.raw + rest
        likelihood, _ = self._best(whole)
        alone, _ = self._best(rest)
        return likelihood > _GOOD * len(whole) and likelihood > alone - 3.0
