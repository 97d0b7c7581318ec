"""The language model: how likely a syllable is after the two before it.

Interpolated absolute discounting over single syllables, pairs and triples; rare triples are pruned and their mass
goes to the shorter context. Kept as sorted integer keys with probabilities in one byte each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .vocabulary import Vocabulary

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_STEPS: Final = 16.0
"""Steps per nat of the one-byte logarithms: 0..255 stand for probabilities from 1 down to e**-15.9."""


def to_byte(probability: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    """Probabilities as bytes on a logarithmic scale."""
    logarithm = -np.log(np.maximum(probability, 1e-30)) * _STEPS
    return np.clip(np.rint(logarithm), 0, 255).astype(np.uint8)


_FROM_BYTE: Final[Floats] = np.append(np.exp(-np.arange(255) / _STEPS), 0.0).astype(np.float32)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Probabilities of syllables in context. Ids are those of `vocabulary`.

    `capital_share`: how often a word has a first capital inside a sentence.
    """

    vocabulary: Vocabulary
    single: Floats
    capital_share: Floats
    pair_keys: Ids
    pair_mass: Floats
    pair_rest: Floats
    single_rest: Floats
    triple_keys: Ids
    triple_mass: Floats

    @classmethod
    def from_arrays(cls, data: dict[str, Any]) -> LanguageModel:
        """The model from the arrays of the data file (see the builder's `pack`)."""
        forms = bytes(data["forms"]).decode("utf-8").split("\n")
        size = len(forms)
        counts = data["pair_row_lengths"].astype(np.int64)
        pair_keys = np.repeat(np.arange(size, dtype=np.int64), counts) * size + data["pair_next"].astype(np.int64)
        rows = data["triple_row_lengths"].astype(np.int64)
        triple_keys = np.repeat(np.arange(len(pair_keys), dtype=np.int64), rows) * size
        triple_keys += data["triple_next"].astype(np.int64)
        return cls(
            vocabulary=Vocabulary(forms),
            single=data["single"].astype(np.float32),
            capital_share=(data["capital_share"] / 255).astype(np.float32),
            pair_keys=pair_keys,
            pair_mass=_FROM_BYTE[data["pair_mass"]],
            pair_rest=_FROM_BYTE[data["pair_rest"]],
            single_rest=data["single_rest"].astype(np.float32),
            triple_keys=triple_keys,
            triple_mass=_FROM_BYTE[data["triple_mass"]],
        )

    def pairs(self, first: Ids, second: Ids) -> tuple[Floats, Ids]:
        """P(second | first), and the place of each pair in the table (-1 where it is not kept). Shapes broadcast."""
        keys = first * len(self.vocabulary) + second
        place = np.searchsorted(self.pair_keys, keys)
        place = np.minimum(place, len(self.pair_keys) - 1)
        known = self.pair_keys[place] == keys
        mass = np.where(known, self.pair_mass[place], np.float32(0))
        probability = mass + self.single_rest[first] * self.single[second]
        return probability.astype(np.float32), np.where(known, place, -1)

    def triples(self, pair_place: Ids, shorter: Floats, third: Ids) -> Floats:
        """P(third | first, second); `pair_place`: what `pairs` gave for the first two, `shorter` P(third | second)."""
        keys = pair_place * len(self.vocabulary) + third
        place = np.searchsorted(self.triple_keys, keys)
        place = np.minimum(place, len(self.triple_keys) - 1)
        known = (self.triple_keys[place] == keys) & (pair_place >= 0)
        mass = np.where(known, self.triple_mass[place], np.float32(0))
        rest = np.where(pair_place >= 0, self.pair_rest[pair_place], np.float32(1))
        return (mass + rest * shorter).astype(np.float32)
