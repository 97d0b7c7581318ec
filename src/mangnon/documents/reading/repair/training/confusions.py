"""Learning what each letter is read as, from pairs of printed and damaged words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Final

from ..channel import ALPHABET, LONGEST_READ, ErrorModel
from ..orthography import is_syllable

_ROUNDS: Final = 5
_WORST: Final = -5.5
_STRIP: Final = ".,;:()[]\"'“”‘’!?*-–/…"


def word_pairs(lines: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """(printed syllable, what was read) with counts, from lines that kept their number of words."""
    pairs: Counter[tuple[str, str]] = Counter()
    for printed, damaged in lines:
        clean, read = printed.split(), damaged.split()
        if len(clean) != len(read):
            continue
        for word, seen in zip(clean, read, strict=True):
            core, raw = word.strip(_STRIP), seen.strip(_STRIP)
            if core and raw and is_syllable(core.lower()) and len(raw) <= len(core) + 3:
                pairs[core, raw] += 1
    return pairs


def learn_confusions(pairs: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """(letter, read as) with counts: the most probable alignment of each pair, re-estimated a few times."""
    counts: Counter[tuple[str, str]] = Counter()
    for _ in range(_ROUNDS):
        model = ErrorModel(counts)
        fresh: Counter[tuple[str, str]] = Counter()
        for (clean, raw), times in sorted(pairs.items()):
            steps, score = _aligned(clean, raw, model)
            if steps and score / len(clean) > _WORST:
                for step in steps:
                    fresh[step] += times
        counts = fresh
    return counts


def _aligned(clean: str, raw: str, model: ErrorModel) -> tuple[list[tuple[str, str]], float]:
    """The best alignment of the letters of `clean` with strings of `raw`, and its log-probability."""
    if any(c not in ALPHABET for c in clean):
        return [], -math.inf
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for letter in clean:
        row = ALPHABET.index(letter)
        reached: dict[int, tuple[float, int]] = {}
        for place, (score, _) in best[-1].items():
            for length in range(min(LONGEST_READ, len(raw) - place) + 1):
                total = score + float(model.column(raw[place : place + length])[row])
                end = place + length
                if end not in reached or total > reached[end][0]:
                    reached[end] = (total, place)
        best.append(reached)
    if len(raw) not in best[-1]:
        return [], -math.inf
    score = best[-1][len(raw)][0]
    steps: list[tuple[str, str]] = []
    end = len(raw)
    for depth in range(len(clean), 0, -1):
        start = best[depth][end][1]
        steps.append((clean[depth - 1], raw[start:end]))
        end = start
    return steps[::-1], score
