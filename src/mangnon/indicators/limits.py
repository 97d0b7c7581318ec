"""The numbers by which figures are small or unlikely: data of the product (data/publication.json)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mangnon.indicators.rules.checks import Limits
from mangnon.indicators.shipped import read
from mangnon.indicators.terms import UNVERIFIED


@dataclass(frozen=True, slots=True)
class SmallNumbers:
    """Numbers of persons below `threshold` are not published; `words` say so, `is_verified` whether a text does."""

    threshold: int
    words: str
    is_verified: bool


@lru_cache(maxsize=1)
def small_numbers() -> SmallNumbers:
    """How small a published number may be."""
    told = read("publication.json")["small_number"]
    return SmallNumbers(told["threshold"], told["words"], told["tag"] not in UNVERIFIED)


@lru_cache(maxsize=1)
def limits() -> Limits:
    """From when on a change or a distance is worth a question."""
    told = read("publication.json")
    return Limits(
        percent=told["against_last"]["percent"],
        least_change=told["against_last"]["least"],
        robust_z=told["outlier"]["robust_z"],
        least_peers=told["outlier"]["least_peers"],
    )
