"""Which syllables a damaged word may be: every known one is scored at once.

A syllable is an onset (its consonants) and a rime (the rest). How well an onset fits the beginning of a damaged word is
worked out for every place where it may end, how well a rime fits the end for every place where it may begin; a syllable
fits as well as its parts do at the best place between. Onsets are few and rimes some hundreds, so this costs a small
part of walking through all syllables letter by letter, and gives the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from .channel import LONGEST_READ, LOWER, ROW, ErrorModel, Floats

Ids = npt.NDArray[np.int64]

_IMPOSSIBLE: Final = np.float32(-1e9)
_NARROW, _WIDE = -12.0, -24.0
_MOST_REMEMBERED: Final = 20_000
_ONSET: Final = re.compile(r"[bcdđfghjklmnpqrstvwxz]*")


class _Paths:
    """Strings of letters as a trie, read from their first letter or, `backwards`, from their last.

    For a read text it knows how well each string fits it. That is worked out from what is known of the text without its
    1, 2 and 3 outermost signs, and remembered: endings come back in many words.
    """

    def __init__(self, strings: Sequence[str], errors: ErrorModel, *, backwards: bool) -> None:
        self._backwards = backwards
        self._errors = errors
        paths = {(text[::-1] if backwards else text): place for place, text in enumerate(strings)}
        prefixes = sorted(
            {""} | {path[:end] for path in paths for end in range(len(path) + 1)}, key=lambda p: (len(p), p)
        )
        node = {prefix: place for place, prefix in enumerate(prefixes)}
        self._parents = np.array([node[prefix[:-1]] for prefix in prefixes])
        self._letters = np.array([ROW[prefix[-1]] if prefix else 0 for prefix in prefixes])
        self._first = np.array([len(prefix) == 1 for prefix in prefixes])
        depths = [len(prefix) for prefix in prefixes]
        self._levels = [slice(depths.index(d), depths.index(d) + depths.count(d)) for d in range(1, max(depths) + 1)]
        self._nodes = np.array([node[path] for path in paths], dtype=np.int64)
        self._known: dict[tuple[str, str], Floats] = {}

    def fits(self, text: str, capitals: str) -> Floats:
        """log P(text | string) of every string."""
        return self._at_nodes(text, capitals)[self._nodes]

    def _at_nodes(self, text: str, capitals: str) -> Floats:
        found = self._known.get((text, capitals))
        if found is not None:
            return found
        upper = self._first | (capitals == "upper") if capitals != "lower" else np.zeros_like(self._first)
        rows = self._letters + upper * len(LOWER)
        scores = np.full(len(rows), _IMPOSSIBLE, dtype=np.float32)
        for k in range(1, min(LONGEST_READ, len(text)) + 1):
            rest, sign = (text[k:], text[:k]) if self._backwards else (text[:-k], text[-k:])
            np.maximum(
                scores, self._at_nodes(rest, capitals)[self._parents] + self._errors.column(sign)[rows], out=scores
            )
        scores[0] = _IMPOSSIBLE if text else 0
        lost = self._errors.column("")[rows]
        for level in self._levels:
            scores[level] = np.maximum(scores[level], scores[self._parents[level]] + lost[level])
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[text, capitals] = scores
        return scores


class Syllables:
    """All known syllables, by number."""

    def __init__(self, entries: Iterable[tuple[int, str]], errors: ErrorModel) -> None:
        """`entries`: number and lower-case form of each."""
        known = list(entries)
        parts = [(match.group() if (match := _ONSET.match(word)) else "", word) for _, word in known]
        onsets = sorted({onset for onset, _ in parts})
        rimes = sorted({word[len(onset) :] for onset, word in parts})
        self._numbers = np.array([number for number, _ in known], dtype=np.int64)
        self._onset_of = np.array([onsets.index(onset) for onset, _ in parts], dtype=np.int64)
        place = {rime: index for index, rime in enumerate(rimes)}
        self._rime_of = np.array([place[word[len(onset) :]] for onset, word in parts], dtype=np.int64)
        self._onsets = _Paths(onsets, errors, backwards=False)
        self._rimes = _Paths(rimes, errors, backwards=True)
        bare = [place for place, (onset, _) in enumerate(parts) if not onset]
        self._bare = np.array(bare, dtype=np.int64)
        self._bare_paths = _Paths([parts[place][1] for place in bare], errors, backwards=False)

    def search(self, raw: str, capitals: str) -> tuple[Ids, Floats]:
        """Numbers and log P(raw | word) of every syllable `raw` may plausibly be; `capitals`: lower, title, upper."""
        inside = "upper" if capitals == "upper" else "lower"
        onsets = [self._onsets.fits(raw[:place], capitals) for place in range(len(raw) + 1)]
        best = [float(onset.max()) for onset in onsets]
        scores = np.full(len(self._numbers), _IMPOSSIBLE, dtype=np.float32)
        for floor in (_NARROW, _WIDE):
            for place, onset in enumerate(onsets):
                if best[place] > floor:
                    rime = self._rimes.fits(raw[place:], inside)
                    if best[place] + rime.max() > floor:
                        np.maximum(scores, onset[self._onset_of] + rime[self._rime_of], out=scores)
            if capitals == "title":  # without an onset it is the rime that begins with the capital
                scores[self._bare] = self._bare_paths.fits(raw, capitals)
            found = np.flatnonzero(scores > floor)
            if len(found):
                break
        return self._numbers[found], scores[found]
