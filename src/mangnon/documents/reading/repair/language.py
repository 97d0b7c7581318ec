"""The language model: how likely a syllable is after the two before it.

Interpolated absolute discounting over single syllables, pairs and triples; rare triples are pruned and their mass
goes to the shorter context. Kept as sorted integer keys with probabilities in one byte each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .vocabulary import Vocabulary

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

_STEPS: Final = 16.0
"""Steps per nat of the one-byte logarithms: 0..255 stand for probabilities from 1 down to e**-15.9."""

_MAYBE_BITS: Final = 23
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


def to_byte(probability: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    """Probabilities as bytes on a logarithmic scale."""
    logarithm = -np.log(np.maximum(probability, 1e-30)) * _STEPS
    return np.clip(np.rint(logarithm), 0, 255).astype(np.uint8)


_FROM_BYTE: Final[Floats] = np.append(np.exp(-np.arange(255) / _STEPS), 0.0).astype(np.float32)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Probabilities of syllables in context. Ids are those of `vocabulary`.

    `capital_share`: how often a word has a first capital inside a sentence. `name_pairs`: keys of neighbouring words in
    names of provinces and districts, sorted.
    """

    vocabulary: Vocabulary
    single: Floats
    capital_share: Floats
    pair_keys: Ids
    pair_mass: Bytes
    pair_rest: Bytes
    single_rest: Floats
    triple_keys: Ids
    triple_mass: Bytes
    name_pairs: Ids
    dense: Bytes = field(init=False)
    maybe: npt.NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Two tables that make looking up fast: every pair's mass at its key, and which triples cannot be known."""
        size = len(self.vocabulary)
        dense = np.full(size * size, 255, dtype=np.uint8)
        dense[self.pair_keys] = self.pair_mass
        object.__setattr__(self, "dense", dense)
        maybe = np.zeros(1 << _MAYBE_BITS, dtype=np.bool_)
        maybe[_spread(self.triple_keys)] = True
        object.__setattr__(self, "maybe", maybe)

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
            pair_mass=data["pair_mass"],
            pair_rest=data["pair_rest"],
            single_rest=data["single_rest"].astype(np.float32),
            triple_keys=triple_keys,
            triple_mass=data["triple_mass"],
            name_pairs=data["name_pairs"].astype(np.int64),
        )

    def pairs(self, first: Ids, second: Ids) -> Floats:
        """P(second | first). Shapes broadcast."""
        mass: Floats = _FROM_BYTE[self.dense[first * len(self.vocabulary) + second]]
        mass += self.single_rest[first] * self.single[second]
        return mass

    def are_names(self, first: Ids, second: Ids) -> npt.NDArray[np.bool_]:
        """Whether two neighbouring words stand so in the name of a province or district. Shapes broadcast."""
        return np.isin(first * len(self.vocabulary) + second, self.name_pairs)

    def places(self, first: Ids, second: Ids) -> Ids:
        """The place of each pair in the table, -1 where it is not kept. Shapes broadcast."""
        keys = first * len(self.vocabulary) + second
        found = np.full(keys.shape, -1, dtype=np.int64)
        known = np.nonzero(self.dense[keys] != 255)
        found[known] = np.searchsorted(self.pair_keys, keys[known])
        return found

    def triples(self, pair_place: Ids, shorter: Floats, third: Ids) -> Floats:
        """P(third | first, second); `pair_place`: what `places` gave for the first two, `shorter` P(third | second)."""
        kept = pair_place >= 0
        rest = np.where(kept, _FROM_BYTE[self.pair_rest[pair_place]], np.float32(1))
        answer = rest * shorter
        keys = pair_place * len(self.vocabulary) + third
        likely = np.nonzero(kept & self.maybe[_spread(keys)])
        asked = keys[likely]
        place = np.minimum(np.searchsorted(self.triple_keys, asked), len(self.triple_keys) - 1)
        answer[likely] += np.where(self.triple_keys[place] == asked, _FROM_BYTE[self.triple_mass[place]], np.float32(0))
        return np.asarray(answer, dtype=np.float32)


def _spread(keys: Ids) -> Ids:
    """Keys scattered over 0 … 2 ** _MAYBE_BITS - 1."""
    return ((keys.astype(np.uint64) * _MIX) >> np.uint64(64 - _MAYBE_BITS)).astype(np.int64)
