"""Counts made into the compact arrays of the language model."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from ..language import to_byte
from .counting import Counts

_DISCOUNT: Final = 0.75


def pack(counts: Counts, least_pair: int, least_triple: int) -> dict[str, Any]:
    """Arrays for `LanguageModel.from_arrays`; n-grams seen less often than the given bounds are pruned.

    Each kept n-gram carries its discounted share of its context; what is left goes to the shorter context.
    """
    size = len(counts.vocabulary)
    single = (counts.single + 0.2) / (counts.single.sum() + 0.2 * size)
    kept = counts.pair_counts >= least_pair
    pairs, pair_counts = counts.pairs[kept], counts.pair_counts[kept]
    first = pairs // size
    context = np.maximum(counts.single[first], 1)
    share = (pair_counts - _DISCOUNT) / context
    single_rest = 1 - np.bincount(first, weights=share, minlength=size)
    places = np.searchsorted(pairs, counts.triples // size)
    places = np.minimum(places, len(pairs) - 1)
    kept = (counts.triple_counts >= least_triple) & (pairs[places] == counts.triples // size)
    places, triple_counts = places[kept], counts.triple_counts[kept]
    triple_share = (triple_counts - _DISCOUNT) / pair_counts[places]
    pair_rest = 1 - np.bincount(places, weights=triple_share, minlength=len(pairs))
    forms = "\n".join(counts.vocabulary.forms).encode()
    return {
        "forms": np.frombuffer(forms, dtype=np.uint8),
        "capital_share": np.rint(counts.capital_share * 255).astype(np.uint8),
        "single": single.astype(np.float32),
        "single_rest": np.clip(single_rest, 1e-4, 1).astype(np.float32),
        "pair_row_lengths": np.bincount(first, minlength=size).astype(np.uint16),
        "pair_next": (pairs % size).astype(np.uint16),
        "pair_mass": to_byte(share),
        "pair_rest": to_byte(np.clip(pair_rest, 1e-3, 1)),
        "triple_row_lengths": np.bincount(places, minlength=len(pairs)).astype(np.uint16),
        "triple_next": (counts.triples[kept] % size).astype(np.uint16),
        "triple_mass": to_byte(triple_share),
        "name_pairs": counts.name_pairs.astype(np.uint32),
    }
