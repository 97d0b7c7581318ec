"""Which texts speak of the same: pairs of syllables in common, rare ones counting more. Only ever a suggestion."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mangnon.kernel.text import nfc, without_marks

_SYLLABLE = re.compile(r"\w+")
_LEAST_PAIRS = 2
_LEAST_SCORE = 0.07
# So common in this field that sharing them says nothing.
_EMPTY = frozenset(
    {"trẻ em", "thực hiện", "bảo đảm", "tăng cường", "nâng cao", "liên quan", "các cơ", "trên địa", "địa bàn"}
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text by its pairs of syllables: pair without marks → as it is written."""

    pairs: Mapping[str, str]

    @classmethod
    def of(cls, text: str) -> Words:
        """The pairs of a text."""
        syllables = _SYLLABLE.findall(nfc(text).lower())
        written = [f"{one} {other}" for one, other in pairwise(syllables)]
        return cls(
            {without_marks(pair): pair for pair in written if pair not in _EMPTY and not any(map(str.isdigit, pair))}
        )


@dataclass(frozen=True, slots=True)
class Likeness:
    """Text `left` and text `right` (their places) share words; `score` is 0..1, for order only."""

    left: int
    right: int
    score: float
    shared: tuple[str, ...]


def alike(left: Sequence[Words], right: Sequence[Words]) -> list[Likeness]:
    """Which texts of two lists share words, the most alike first."""
    counts = Counter(pair for words in (*left, *right) for pair in words.pairs)
    every = len(left) + len(right)
    weight = {pair: math.log((1 + every) / count) for pair, count in counts.items()}
    lengths = [[math.sqrt(sum(weight[pair] ** 2 for pair in words.pairs)) for words in side] for side in (left, right)]
    found = []
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            common = one.pairs.keys() & other.pairs.keys()
            norm = lengths[0][i] * lengths[1][j]
            if len(common) < _LEAST_PAIRS or not norm:
                continue
            score = sum(weight[pair] ** 2 for pair in common) / norm
            if score >= _LEAST_SCORE:
                best = sorted(common, key=lambda pair: (-weight[pair], pair))[:6]
                found.append(Likeness(i, j, score, tuple(other.pairs[pair] for pair in best)))
    return sorted(found, key=lambda each: (-each.score, each.left, each.right))
