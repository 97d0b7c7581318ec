"""The error model: what an engine without Vietnamese makes of a letter.

Every clean letter yields a string of 0..3 read signs with a learned probability; unseen pairs fall back on what letters
look like (an engine without Vietnamese keeps the base letter).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from .orthography import base_letter, vietnamese_letters

Floats = npt.NDArray[np.float32]

LOWER: Final = vietnamese_letters() + "fjwz"
ALPHABET: Final = LOWER + LOWER.upper()
LONGEST_READ: Final = 3
ROW: Final = {letter: row for row, letter in enumerate(ALPHABET)}
_VOWELS: Final = frozenset("aeiouy")
# Signs that stand for a letter with marks where an engine has no such letter.
_MARK_SIGNS: Final = frozenset("¢€£&§¥4690@")
# Signs of the same shape, whatever the language.
_SHAPES: Final = {"S": "$§58", "D": "PB0", "B": "8", "I": "1l|", "l": "1I|", "i": "1l|", "O": "0Q", "G": "6", "Q": "O0"}
_PRIOR_WEIGHT: Final = 100.0
_FAMILY_SHARE: Final = 0.5
_TRUST: Final = 0.7
_MOST_REMEMBERED: Final = 20_000


def _prior(letter: str, read: str) -> float:
    """P(read | letter) of one sign or none before anything is learned: by what the letters look like."""
    if not read:
        return 0.002
    base = base_letter(letter)
    if read == letter:
        return 0.45 if letter != base else 0.9
    if read == base:
        return 0.45
    if base_letter(read) == base:
        return 0.01
    if read.lower() == base.lower():
        return 0.005
    if read in _SHAPES.get(base, ""):
        return 0.01
    marked = letter != base
    if read in _MARK_SIGNS:
        return 0.004 if marked else 0.0001
    if base.lower() in _VOWELS:
        return 0.001 if base_letter(read).lower() in _VOWELS or marked else 0.0003
    return 0.0001


@lru_cache(maxsize=4096)
def _like(sign: str) -> npt.NDArray[np.bool_]:
    """The letters of ALPHABET that are this sign, or are it without their marks."""
    return np.array([sign in (letter, base_letter(letter)) for letter in ALPHABET])


def _priors(read: str) -> npt.NDArray[np.float64]:
    """`_prior` of every letter."""
    if len(read) < 2:
        return np.array([_prior(letter, read) for letter in ALPHABET])
    alike = np.logical_or.reduce([_like(sign) for sign in read])
    return np.where(alike, *((0.0003, 0.00002) if len(read) == 2 else (0.00003, 0.000001)))


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
            row = ROW.get(letter)
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
            chance = (1 - _FAMILY_SHARE) * _priors(read) * _PRIOR_WEIGHT
            seen = self._seen.get(read)
            if seen is not None:
                own = np.zeros(len(ALPHABET))
                for row, count in seen:
                    own[row] += count
                shared = np.bincount(_FAMILY, weights=own) / np.maximum(self._family_totals, 1)
                chance += own + _FAMILY_SHARE * shared[_FAMILY] * _PRIOR_WEIGHT
            chance /= self._totals + _PRIOR_WEIGHT
            column = (np.log(chance) * _TRUST).astype(np.float32)
            if len(self._columns) < _MOST_REMEMBERED:
                self._columns[read] = column
        return column
