"""What a benchmark answers with."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. `unit` is a word a reader knows («s», «rows/s», «F1», «%»); `note` says of what, and how taken."""

    name: str
    value: float
    unit: str
    note: str = ""


def seconds(act: Callable[[], object], *, times: int = 3) -> float:
    """The shortest of several runs, in seconds: the one least disturbed by whatever else the machine did."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - start)
    return best
