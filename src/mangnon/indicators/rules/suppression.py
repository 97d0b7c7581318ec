"""Small numbers of persons in published tables, hidden so that they cannot be worked out again. No Django.

Primary: counts from 1 to one below the threshold. Complementary: more cells, until in every sum that readers can form
(a whole and its parts) the hidden parts together are not small, and until no hidden cell follows from all sums taken
together. Zero is published: that nobody was harmed harms nobody. The threshold is the product's own (D).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
Count = int | Fraction


@dataclass(frozen=True, slots=True)
class Equation(Generic[K]):
    """A whole and the parts that add up to it, as readers of the table know."""

    whole: K
    parts: tuple[K, ...]

    @property
    def cells(self) -> tuple[K, ...]:
        """Whole and parts."""
        return (self.whole, *self.parts)


@dataclass(frozen=True, slots=True)
class Hidden(Generic[K]):
    """What is not shown: too small itself, or hidden so that others cannot be worked out."""

    primary: frozenset[K]
    complementary: frozenset[K]

    @property
    def all(self) -> frozenset[K]:
        """Both."""
        return self.primary | self.complementary


def suppress(counts: Mapping[K, Count | None], equations: Iterable[Equation[K]], threshold: int) -> Hidden[K]:
    """Which cells to hide. `counts`: numbers of persons, None where nobody knows (a sum with such a part is none).

    The answer depends on the numbers and on the order of `counts`, not on the order of `equations`.
    """
    order = {key: place for place, key in enumerate(counts)}
    primary = frozenset(key for key, count in counts.items() if count is not None and 0 < count < threshold)
    sums = [each for each in equations if all(counts.get(key) is not None for key in each.cells)]
    sums.sort(key=lambda each: [order[key] for key in each.cells])
    hidden = set(primary)
    known = {key: count for key, count in counts.items() if count is not None}
    while True:
        more = _of_one_sum(known, sums, hidden, threshold, order) or _of_all_sums(known, sums, hidden, order)
        if more is None:
            return Hidden(primary, frozenset(hidden) - primary)
        hidden.add(more)


def _candidate(known: Mapping[K, Count], keys: Iterable[K], hidden: set[K], order: Mapping[K, int]) -> K | None:
    """What to hide next: the smallest number that says something, a zero only when there is nothing else."""
    shown = [key for key in keys if key not in hidden]
    return min(shown, key=lambda key: (known[key] == 0, known[key], order[key]), default=None)


def _of_one_sum(
    known: Mapping[K, Count], sums: Sequence[Equation[K]], hidden: set[K], threshold: int, order: Mapping[K, int]
) -> K | None:
    """A cell to hide because in one sum what is hidden can be worked out, or is small all together."""
    for each in sums:
        parts = [key for key in each.parts if key in hidden]
        if each.whole in hidden:
            if not parts:
                found = _candidate(known, each.parts, hidden, order)
                if found is not None:
                    return found
            continue
        is_small = sum((known[key] for key in parts), Fraction(0)) < threshold
        if parts and (len(parts) == 1 or is_small):
            found = _candidate(known, each.parts, hidden, order)
            found = found if found is not None else _candidate(known, [each.whole], hidden, order)
            if found is not None:
                return found
    return None


def _of_all_sums(
    known: Mapping[K, Count], sums: Sequence[Equation[K]], hidden: set[K], order: Mapping[K, int]
) -> K | None:
    """A cell to hide because the sums together leave one hidden cell no freedom."""
    told = determined(sums, hidden)
    if not told:
        return None
    around = [key for each in sums if set(each.cells) & told for key in each.cells]
    found = _candidate(known, around, hidden, order)
    return found if found is not None else _candidate(known, known, hidden, order)


def determined(sums: Sequence[Equation[K]], hidden: Iterable[K]) -> set[K]:
    """The hidden cells whose number follows from the shown ones by the sums taken together (elimination, exact)."""
    columns = list(dict.fromkeys(hidden))
    place = {key: number for number, key in enumerate(columns)}
    rows: list[dict[int, Fraction]] = []
    for each in sums:
        row: dict[int, Fraction] = {}
        for key, factor in ((each.whole, -1), *((key, 1) for key in each.parts)):
            if key in place:
                row[place[key]] = row.get(place[key], Fraction(0)) + factor
        row = {column: value for column, value in row.items() if value}
        if row:
            rows.append(row)
    reduced: dict[int, dict[int, Fraction]] = {}
    for row in rows:
        for pivot, by in reduced.items():
            row = _without(row, pivot, by)
        if not row:
            continue
        pivot = min(row)
        row = {column: value / row[pivot] for column, value in row.items()}
        reduced = {other: _without(by, pivot, row) for other, by in reduced.items()}
        reduced[pivot] = row
    return {columns[pivot] for pivot, row in reduced.items() if len(row) == 1}


def _without(row: dict[int, Fraction], pivot: int, by: dict[int, Fraction]) -> dict[int, Fraction]:
    factor = row.get(pivot)
    if not factor:
        return row
    found = dict(row)
    for column, value in by.items():
        found[column] = found.get(column, Fraction(0)) - factor * value
        if not found[column]:
            del found[column]
    return found
