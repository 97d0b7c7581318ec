"""The error model: what an engine without Vietnamese makes of a letter, and which syllables a damaged word may be.

Every clean letter yields a string of 0..3 read signs with a learned probability; unseen pairs fall back on what letters
look like (an engine without Vietnamese keeps the base letter). Candidates of a word come from a trie of all known
syllables, walked level by level with arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from .orthography import base_letter, vietnamese_letters

Floats = npt.NDArray[np.float32]

LOWER: Final = vietnamese_letters() + "fjwz"
ALPHABET: Final = LOWER + LOWER.upper()
LONGEST_READ: Final = 3
_ROW: Final = {letter: row for row, letter in enumerate(ALPHABET)}
_IMPOSSIBLE: Final = np.float32(-1e9)
_NARROW, _WIDE = -12.0, -24.0
_VOWELS: Final = frozenset("aeiouy")
# Signs that stand for a letter with marks where an engine has no such letter.
_MARK_SIGNS: Final = frozenset("¢€£&§¥4690@")
_PRIOR_WEIGHT: Final = 100.0
_FAMILY_SHARE: Final = 0.5
_TRUST: Final = 0.7


def _prior(letter: str, read: str) -> float:
    """P(read | letter) before anything is learned: by what the letters look like."""
    if not read:
        return 0.002
    base = base_letter(letter)
    if len(read) == 1:
        return _prior_of_one(letter, base, read)
    if letter in read or base in read:
        return 0.0003 if len(read) == 2 else 0.00003
    return 0.00002 if len(read) == 2 else 0.000001


def _prior_of_one(letter: str, base: str, read: str) -> float:
    if read == letter:
        return 0.45 if letter != base else 0.9
    if read == base:
        return 0.45
    if base_letter(read) == base:
        return 0.01
    if read.lower() == base.lower():
        return 0.005
    marked = letter != base
    if read in _MARK_SIGNS:
        return 0.004 if marked else 0.0001
    if base.lower() in _VOWELS:
        return 0.001 if base_letter(read).lower() in _VOWELS or marked else 0.0003
    return 0.0001


def _families() -> npt.NDArray[np.int64]:
    """For each letter the number of its family: all marked forms of one base letter, in one case, damage alike."""
    names = [(base_letter(letter), letter != base_letter(letter)) for letter in ALPHABET]
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([order[name] for name in names])


_FAMILY: Final = _families()


class ErrorModel:
    """P(read signs | clean letter): learned counts, over those of the letter's family, over what letters look like."""

    def __init__(self, counts: Mapping[tuple[str, str], int]) -> None:
        """`counts[letter, read]`: how often a clean letter was read as this string."""
        self._seen: dict[str, list[tuple[int, int]]] = {}
        totals = np.zeros(len(ALPHABET))
        for (letter, read), count in counts.items():
            row = _ROW.get(letter)
            if row is not None:
                totals[row] += count
                self._seen.setdefault(read, []).append((row, count))
        self._totals = totals
        self._family_totals = np.bincount(_FAMILY, weights=totals)
        self._columns: dict[str, Floats] = {}

    def column(self, read: str) -> Floats:
        """log P(read | letter) for every letter of ALPHABET, flattened by the trust in the model."""
        column = self._columns.get(read)
        if column is None:
            own = np.zeros(len(ALPHABET))
            for row, count in self._seen.get(read, ()):
                own[row] += count
            look = np.array([_prior(letter, read) for letter in ALPHABET])
            shared = np.bincount(_FAMILY, weights=own) / np.maximum(self._family_totals, 1)
            prior = (1 - _FAMILY_SHARE) * look + _FAMILY_SHARE * shared[_FAMILY]
            chance = (own + prior * _PRIOR_WEIGHT) / (self._totals + _PRIOR_WEIGHT)
            column = (np.log(chance) * _TRUST).astype(np.float32)
            if len(self._columns) < 200_000:
                self._columns[read] = column
        return column

    def tables(self, raw: str) -> list[Floats]:
        """For k = 0..3 an array (letters, places): log P(raw[p:p+k] | letter)."""
        return [
            np.stack([self.column(raw[p : p + k]) for p in range(len(raw) + 1 - k)], axis=1)
            for k in range(min(LONGEST_READ, len(raw)) + 1)
        ]


@dataclass(frozen=True, slots=True)
class _Level:
    parents: npt.NDArray[np.int64]
    letters: npt.NDArray[np.int64]
    words: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SyllableTrie:
    """All known syllables, as levels of a trie."""

    entries: Iterable[tuple[int, str]]
    levels: list[_Level] = field(init=False)

    def __post_init__(self) -> None:
        levels: list[_Level] = []
        current = {"": 0}
        words = {word: number for number, word in self.entries}
        length = 1
        longest = max(map(len, words), default=0)
        while length <= longest:
            prefixes = sorted({word[:length] for word in words if len(word) >= length})
            levels.append(
                _Level(
                    np.array([current[p[:-1]] for p in prefixes]),
                    np.array([_ROW[p[-1]] for p in prefixes]),
                    np.array([words.get(p, -1) for p in prefixes]),
                )
            )
            current = {prefix: place for place, prefix in enumerate(prefixes)}
            length += 1
        object.__setattr__(self, "levels", levels)

    def search(self, raw: str, capitals: str, errors: ErrorModel) -> tuple[npt.NDArray[np.int64], Floats]:
        """Word ids and log P(raw | word) of every syllable `raw` may plausibly be; `capitals`: lower, title, upper."""
        tables = errors.tables(raw)
        found = self._walk(tables, len(raw), capitals, _NARROW)
        return found if len(found[0]) else self._walk(tables, len(raw), capitals, _WIDE)

    def _walk(
        self, tables: list[Floats], size: int, capitals: str, floor: float
    ) -> tuple[npt.NDArray[np.int64], Floats]:
        scores = np.full((1, size + 1), _IMPOSSIBLE, dtype=np.float32)
        scores[0, 0] = 0.0
        ids: list[npt.NDArray[np.int64]] = []
        likelihoods: list[Floats] = []
        position = np.zeros(1, dtype=np.int64)
        for depth, level in enumerate(self.levels):
            slots = position[level.parents]
            chosen = np.flatnonzero(slots >= 0)
            if not len(chosen):
                break
            above = scores[slots[chosen]]
            upper = capitals == "upper" or (capitals == "title" and depth == 0)
            rows = level.letters[chosen] + (len(LOWER) if upper else 0)
            scores = np.full((len(chosen), size + 1), _IMPOSSIBLE, dtype=np.float32)
            for k, table in enumerate(tables):
                np.maximum(scores[:, k:], above[:, : size + 1 - k] + table[rows], out=scores[:, k:])
            ends = np.flatnonzero((level.words[chosen] >= 0) & (scores[:, size] > floor))
            ids.append(level.words[chosen[ends]])
            likelihoods.append(scores[ends, size])
            alive = scores.max(axis=1) > floor
            position = np.full(len(level.letters), -1, dtype=np.int64)
            position[chosen[alive]] = np.arange(int(alive.sum()))
            scores = scores[alive]
        return np.concatenate(ids), np.concatenate(likelihoods)
