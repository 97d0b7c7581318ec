"""Decoding: the most probable word at each place, given the channel and the words around it.

Two passes of forward and backward sums: over pairs of syllables with many candidates, then over triples with the few
that survive. The result is the posterior of each candidate, which is also the confidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .language import LanguageModel
from .vocabulary import BREAK, PAD

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_TINY: Final = np.float32(1e-30)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much the language weighs against the channel (exponents), and how many candidates live on."""

    language: float = 0.75
    wide: int = 24
    narrow: int = 8


def posteriors(model: LanguageModel, ids: Ids, likelihoods: Floats, weights: Weights) -> tuple[Ids, Floats]:
    """For candidates `ids` (places, k; PAD fills) with log-likelihoods: the surviving ids and their posteriors.

    Both answers have shape (places, weights.narrow), best first; posteriors of a place sum to 1.
    """
    chances = _normalised(np.where(ids == PAD, -np.inf, likelihoods))
    wide = _pair_pass(model, ids, chances, weights)
    order = np.argsort(-wide, axis=1, kind="stable")[:, : weights.narrow]
    few = np.take_along_axis(ids, order, axis=1)
    few_chances = np.take_along_axis(chances, order, axis=1)
    few = np.where(np.take_along_axis(wide, order, axis=1) > 1e-7, few, PAD)
    few_chances = np.where(few == PAD, np.float32(0), few_chances)
    sharp = _triple_pass(model, few, few_chances, weights)
    order = np.argsort(-sharp, axis=1, kind="stable")
    return np.take_along_axis(few, order, axis=1), np.take_along_axis(sharp, order, axis=1)


def rough_posteriors(model: LanguageModel, ids: Ids, likelihoods: Floats, weights: Weights) -> Floats:
    """The posteriors of all candidates by pairs of syllables alone, in their own order: (places, k)."""
    return _pair_pass(model, ids, _normalised(np.where(ids == PAD, -np.inf, likelihoods)), weights)


def _normalised(logarithms: npt.NDArray[np.floating]) -> Floats:
    top = logarithms.max(axis=1, keepdims=True)
    return np.asarray(np.exp(logarithms - np.where(np.isfinite(top), top, 0)), dtype=np.float32)


def _with_edges(ids: Ids, chances: Floats, count: int) -> tuple[Ids, Floats]:
    """`count` places of BREAK set before the first and one after the last."""
    width = ids.shape[1]
    edge = np.full((1, width), PAD, dtype=np.int64)
    edge[0, 0] = BREAK
    sure = np.zeros((1, width), dtype=np.float32)
    sure[0, 0] = 1
    return (
        np.concatenate([np.repeat(edge, count, axis=0), ids, edge]),
        np.concatenate([np.repeat(sure, count, axis=0), chances, sure]),
    )


def _pair_pass(model: LanguageModel, ids: Ids, chances: Floats, weights: Weights) -> Floats:
    padded, local = _with_edges(ids, chances, 1)
    steps = _weighed(model.pairs(padded[:-1, :, None], padded[1:, None, :]), weights)
    places = len(padded)
    forward = np.zeros_like(local)
    backward = np.zeros_like(local)
    forward[0], backward[-1] = local[0], local[-1]
    for i in range(1, places):
        row = (forward[i - 1] @ steps[i - 1]) * local[i]
        forward[i] = row / (row.sum() + _TINY)
    for i in range(places - 2, -1, -1):
        row = steps[i] @ (backward[i + 1] * local[i + 1] if i + 2 < places else local[i + 1])
        backward[i] = row / (row.sum() + _TINY)
    both = (forward * backward)[1:-1]
    return np.asarray(both / (both.sum(axis=1, keepdims=True) + _TINY), dtype=np.float32)


def _triple_pass(model: LanguageModel, ids: Ids, chances: Floats, weights: Weights) -> Floats:
    padded, local = _with_edges(ids, chances, 2)
    steps = _triple_steps(model, padded, weights) * local[2:, None, None, :]
    places, width = len(steps), padded.shape[1]
    forward = np.empty((places + 1, width, width), dtype=np.float32)
    forward[0] = np.outer(local[0], local[1])
    for i in range(places):
        state = np.matmul(forward[i].T[:, None, :], steps[i].transpose(1, 0, 2))[:, 0, :]
        forward[i + 1] = state / (state.sum() + _TINY)
    state = np.ones((width, width), dtype=np.float32)
    answer = np.zeros((places, width), dtype=np.float32)
    for i in range(places - 1, -1, -1):
        both = forward[i + 1] * state
        answer[i] = both.sum(axis=0)
        state = np.matmul(steps[i].transpose(1, 0, 2), state[:, :, None])[:, :, 0].T
        state = state / (state.sum() + _TINY)
    answer = answer[:-1]
    return np.asarray(answer / (answer.sum(axis=1, keepdims=True) + _TINY), dtype=np.float32)


def _triple_steps(model: LanguageModel, padded: Ids, weights: Weights) -> Floats:
    """P(third | first, second) for every three neighbouring places: (places, first, second, third)."""
    first, second = padded[:-1, :, None], padded[1:, None, :]
    shorter = model.pairs(first, second)
    steps = model.triples(
        model.places(first[:-1], second[:-1])[:, :, :, None], shorter[1:, None, :, :], padded[2:, None, None, :]
    )
    return _weighed(steps, weights)


def _weighed(steps: Floats, weights: Weights) -> Floats:
    steps = np.maximum(steps, _TINY)
    if weights.language == 0.75:  # the usual case: two roots are faster than a power
        root = np.sqrt(steps)
        return np.asarray(root * np.sqrt(root), dtype=np.float32)
    return np.asarray(steps ** np.float32(weights.language), dtype=np.float32)
