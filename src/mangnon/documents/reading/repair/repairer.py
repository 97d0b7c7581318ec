"""Repairs damaged Vietnamese text: candidates for each word, then the reading that fits the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Final

import numpy as np
import numpy.typing as npt

from .boundaries import Boundaries
from .candidates import Candidates
from .channel import ErrorModel
from .clean import is_clean, repair_needed
from .language import Floats, Ids, LanguageModel
from .lattice import Weights, posteriors, rough_posteriors
from .letter_case import capital_pattern, capitals_of, in_capitals, is_in_capitals, mark_insides, protect_lone_codes
from .syllables import Syllables
from .symbols import SymbolTable
from .tokens import Chunk, Piece, doubt_digits, split_line, without_torn_signs
from .vocabulary import BREAK, NUMBER, PAD, SPECIAL, SYMBOL, UNKNOWN

_UNKNOWN_BASE: Final = -14.0
_UNKNOWN_PER_SIGN: Final = -0.4
_KNOWN_WORD: Final = -2.0
_CAPITAL_DOUBT: Final = 0.01
_CAPITAL_WEIGHT: Final = 0.7
_LONGEST_WINDOW: Final = 1500
_SHORT_CODE: Final = 4
_LONGEST_WORD: Final = 12
_LONE_STAYS: Final = -7.0
_DIGIT_STAYS: Final = -3.5
_READ_AS_6: Final = ("ở", "ổ", "ô")
_NAME_BONUS: Final = 3.0
_ENOUGH_TO_LEARN: Final = 40
_EXPECTED_MORE: Final = 0.5
_TEXT_WEIGHT: Final = 1.0
_DIGIT_SURE: Final = 0.95
_DIGIT_TRUST: Final = 0.6


@dataclass(frozen=True, slots=True)
class RepairedWord:
    """One word: as it stood (`raw`), as it is read (`text`), and how sure that is (0..1)."""

    raw: str
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A repaired line or passage."""

    text: str
    words: tuple[RepairedWord, ...]

    @property
    def confidence(self) -> float:
        """The mean confidence of the words; 1.0 when there is none."""
        return fmean(word.confidence for word in self.words) if self.words else 1.0


class Repairer:
    """A noisy-channel repairer: an error model of letters and a language model of syllables.

    It is stateless but for caches; one may be shared by threads that only read.
    """

    def __init__(
        self, language: LanguageModel, errors: ErrorModel, symbols: SymbolTable, weights: Weights | None = None
    ) -> None:
        self._language = language
        self._symbols = symbols
        self._weights = weights or Weights()
        self._syllables = Syllables(language.vocabulary.readable(), errors)
        self._single = np.log(language.single)
        self._boundaries = Boundaries(self.candidates, language)
        share = np.clip(language.capital_share, _CAPITAL_DOUBT, 1 - _CAPITAL_DOUBT)
        self._capital = (_CAPITAL_WEIGHT * np.log(share)).astype(np.float32)
        self._small = (_CAPITAL_WEIGHT * np.log(1 - share)).astype(np.float32)
        self._cache: dict[tuple[str, str], Candidates] = {}

    def repair_lines(self, lines: Sequence[str]) -> list[RepairedText]:
        """Each line repaired, in the same order and number. Words near a line's end help those of the next line.

        A line that is already good Vietnamese comes back as it is, but for blanks, which are normalised.
        """
        clean_document = is_clean(" ".join(lines))
        parsed = [split_line(line) for line in lines]
        cut = _cut_sentences(lines)
        sequence: list[Piece | None] = []
        for place, line in enumerate(lines):
            if clean_document or is_clean(line):
                self._protect_good_words(parsed[place])
            else:
                parsed[place] = self._mended(parsed[place])
            mark_insides(parsed[place])
            if not parsed[place] and not cut[place]:
                sequence.append(None)
            for chunk in parsed[place]:
                sequence.extend(chunk.pieces)
        self._decode(sequence)
        for chunks in parsed:
            in_capitals(chunks)
        return [self._result(chunks) for chunks in parsed]

    def repair_text(self, text: str) -> RepairedText:
        """One cell, sentence or paragraph repaired; line breaks in it become blanks."""
        return self.repair_lines([" ".join(text.split())])[0]

    def _mended(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks of a damaged line with symbols, abbreviations and word boundaries put right."""
        chunks = self._boundaries.joined(self._symbols.joined(chunks))
        capitals = is_in_capitals(chunks)
        if not capitals:
            protect_lone_codes(chunks, self._is_abbreviation)
            doubt_digits(chunks)
        for chunk in chunks:
            if capitals:
                self._doubt_codes(chunk)
            self._symbols.mend_codes(chunk)
            self._boundaries.split(chunk)
        return chunks

    def _is_abbreviation(self, raw: str) -> bool:
        """Whether a word in capitals is known as an abbreviation, of symbols or in running text."""
        return self._symbols.knows(raw) or self._language.vocabulary.form_of(raw).isupper()

    def _doubt_codes(self, chunk: Chunk) -> None:
        """In a line of capitals, short letters that are no known abbreviation may be a word that lost its vowel."""
        for piece in chunk.pieces:
            unknown = self._language.vocabulary.id_of(piece.raw) == UNKNOWN and not self._symbols.part(piece.raw)
            if piece.kind == "code" and piece.raw.isalpha() and len(piece.raw) <= _SHORT_CODE and unknown:
                piece.kind = "word"

    def _protect_good_words(self, chunks: list[Chunk]) -> None:
        for chunk in chunks:
            for piece in chunk.pieces:
                if piece.kind == "word" and not repair_needed(piece.raw, self._language.vocabulary):
                    piece.kind = "code"

    def _result(self, chunks: list[Chunk]) -> RepairedText:
        words = tuple(RepairedWord(chunk.raw, chunk.text, round(chunk.confidence, 4)) for chunk in chunks)
        return RepairedText(" ".join(word.text for word in words), words)

    def _decode(self, sequence: Sequence[Piece | None]) -> None:
        """Read every piece of kind "word" in its place."""
        width = self._weights.wide
        rows: list[Candidates] = []
        pieces: list[Piece | None] = []
        for piece in sequence:
            if piece is None or (piece.kind == "glue" and piece.stop):
                rows.append(_sure(BREAK))
                pieces.append(None)
            elif piece.kind == "word":
                rows.append(self._with_capitals(self._candidates(piece), piece))
                pieces.append(piece)
            elif piece.kind != "glue":
                rows.append(_sure(self._fixed_id(piece)))
                pieces.append(None)
        if not any(pieces):
            return
        ids = np.full((len(rows), width), PAD, dtype=np.int64)
        likelihoods = np.zeros((len(rows), width), dtype=np.float32)
        for place, row in enumerate(rows):
            ids[place, : len(row.ids)] = row.ids
            likelihoods[place, : len(row.ids)] = row.likelihoods
        self._favour_names(ids, likelihoods, pieces)
        windows = _windows(ids)
        if len(pieces) >= _ENOUGH_TO_LEARN:
            likelihoods += self._of_this_text(ids, likelihoods, windows)
        parts = [posteriors(self._language, ids[part], likelihoods[part], self._weights) for part in windows]
        best, chances = np.concatenate([ids for ids, _ in parts]), np.concatenate([chances for _, chances in parts])
        for found, chance, piece in zip(best[:, 0].tolist(), chances[:, 0].tolist(), pieces, strict=True):
            if piece is not None:
                self._settle(piece, found, chance)

    def _favour_names(self, ids: Ids, likelihoods: Floats, pieces: Sequence[Piece | None]) -> None:
        """Two neighbours with first capitals that may name a province or district are believed more easily."""
        title = [piece is not None and capital_pattern(piece.raw) == "title" for piece in pieces]
        first = np.flatnonzero([one and two for one, two in pairwise(title)])
        if not len(first):
            return
        named = self._language.are_names(ids[first][:, :, None], ids[first + 1][:, None, :])
        bonus = np.zeros_like(likelihoods)
        bonus[first] = named.any(axis=2) * _NAME_BONUS
        bonus[first + 1] = np.maximum(bonus[first + 1], named.any(axis=1) * _NAME_BONUS)
        likelihoods += bonus

    def _of_this_text(self, ids: Ids, likelihoods: Floats, windows: Sequence[slice]) -> Floats:
        """What speaks for each candidate because the rest of the text has that word: texts keep to their subject."""
        rough = [rough_posteriors(self._language, ids[part], likelihoods[part], self._weights) for part in windows]
        own = np.where(ids >= SPECIAL, np.concatenate(rough), 0)
        met = np.bincount(ids.ravel(), weights=own.ravel(), minlength=len(self._language.vocabulary))
        expected = self._language.single * len(ids) + _EXPECTED_MORE
        bonus = _TEXT_WEIGHT * np.log1p(np.maximum(met[ids] - own, 0) / expected[ids])
        return np.where(ids >= SPECIAL, bonus, 0).astype(np.float32)

    def _with_capitals(self, found: Candidates, piece: Piece) -> Candidates:
        """Inside a sentence a capital speaks for a name and a small letter against one."""
        pattern = "title" if piece.lone and len(piece.raw) == 2 else capital_pattern(piece.raw)
        if pattern == "upper" or (pattern == "title" and not piece.inside):
            return found
        table = self._capital if pattern == "title" else self._small
        return Candidates(found.ids, found.likelihoods + table[found.ids])

    def _settle(self, piece: Piece, found: int, chance: float) -> None:
        if found == NUMBER or (piece.digit and chance < _DIGIT_SURE) or (found == UNKNOWN and piece.lone):
            piece.confidence = max(0.0, min(1.0, chance if found in (NUMBER, UNKNOWN) else 1 - chance))
            return
        if found in (UNKNOWN, PAD):
            piece.confidence = 0.3 * chance
            return
        raw = piece.raw.capitalize() if piece.lone and len(piece.raw) == 2 else piece.raw
        piece.text = capitals_of(raw, self._language.vocabulary.forms[found])
        piece.confidence = max(0.0, min(_DIGIT_TRUST if piece.digit else 1.0, chance))

    def _fixed_id(self, piece: Piece) -> int:
        if piece.kind == "number":
            return NUMBER
        if any(c.isdigit() for c in piece.raw):
            return SYMBOL
        return self._language.vocabulary.id_of(piece.text)

    def _candidates(self, piece: Piece) -> Candidates:
        """What a piece may be; for two lone capitals and for a digit, staying as they are is no wonder."""
        found = self.candidates(piece.raw)
        if not (piece.lone or piece.digit):
            return found
        forms = self._language.vocabulary.forms
        other = [number != UNKNOWN and (not piece.digit or forms[number] in _READ_AS_6) for number in found.ids]
        ids = np.append(found.ids[other], NUMBER if piece.digit else UNKNOWN)
        stays = np.float32(_DIGIT_STAYS if piece.digit else _LONE_STAYS)
        likelihoods = np.append(found.likelihoods[other], stays)
        return Candidates(ids[-self._weights.wide :], likelihoods[-self._weights.wide :])

    def candidates(self, raw: str) -> Candidates:
        """What a damaged word may be, at most `weights.wide` words; UNKNOWN stands for "as it is written"."""
        pattern = capital_pattern(raw)
        found = self._cache.get((raw, pattern))
        if found is None:
            found = self._search(raw, pattern)
            if len(self._cache) < 100_000:
                self._cache[raw, pattern] = found
        return found

    def _search(self, raw: str, pattern: str) -> Candidates:
        vocabulary = self._language.vocabulary
        kept = UNKNOWN if any(c.isdigit() or not c.isalpha() for c in raw) else vocabulary.id_of(raw)
        same = _UNKNOWN_BASE + _UNKNOWN_PER_SIGN * len(raw)
        ids: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        likelihoods: npt.NDArray[np.float32] = np.zeros(0, dtype=np.float32)
        letters = without_torn_signs(raw)
        if len(letters) <= _LONGEST_WORD:
            ids, likelihoods = self._syllables.search(letters, pattern)
        if kept not in ids:
            if vocabulary.forms[kept] != raw and (not raw.isupper() or len(raw) < _SHORT_CODE):
                kept = UNKNOWN
            ids = np.append(ids, kept)
            likelihoods = np.append(likelihoods, np.float32(same if kept == UNKNOWN else _KNOWN_WORD))
        order = np.argsort(-(likelihoods + 0.7 * self._single[ids]), kind="stable")[: self._weights.wide]
        return Candidates(ids[order], likelihoods[order].astype(np.float32))


def _cut_sentences(lines: Sequence[str]) -> list[bool]:
    """For each line whether the next text, blank lines skipped, starts small: a sentence cut by a page or a cell."""
    answer: list[bool] = []
    small = False
    for line in reversed(lines):
        small = line.lstrip()[:1].islower() if line.strip() else small
        answer.append(small)
    return answer[::-1]


def _windows(ids: npt.NDArray[np.int64]) -> list[slice]:
    """Stretches of at most _LONGEST_WINDOW places, cut at the end of a sentence where there is one."""
    breaks = np.flatnonzero(ids[:, 0] == BREAK) + 1
    cuts = [0]
    while len(ids) - cuts[-1] > _LONGEST_WINDOW:
        reach = cuts[-1] + _LONGEST_WINDOW
        near = breaks[(breaks > cuts[-1]) & (breaks <= reach)]
        cuts.append(int(near[-1]) if len(near) else reach)
    return [slice(start, end) for start, end in zip(cuts, [*cuts[1:], len(ids)], strict=True)]


def _sure(number: int) -> Candidates:
    return Candidates(np.array([number]), np.zeros(1, dtype=np.float32))
