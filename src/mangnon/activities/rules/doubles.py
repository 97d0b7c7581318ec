"""One activity entered twice: suspected by words, money and level; never added or dropped without a person.

The same activity is reported by a department and by a commune, or under two tasks or programmes («lồng ghép»). Communes
that each do their own under the same words with the same allotment are not suspected: they are many on purpose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from rapidfuzz import fuzz

from mangnon.kernel.text import fold

_SAME_WORDS = 90.0  # of 100, words in any order
_LIKE = 60.0
_LIKE_ACROSS = 75.0
MOST_PAIRS = 50_000


@dataclass(frozen=True, slots=True)
class Work:
    """What is looked at of an activity. `money`: (year, amount) of each line that says one above nought; `level`: of
    its agency, «province» or below."""

    id: int
    text: str
    agency_id: int
    level: str
    money: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two activities (the smaller id first) that may be one, and why."""

    first: int
    second: int
    because: str
    likeness: int


def suspected_doubles(
    works: Sequence[Work], *, judged: Collection[tuple[int, int]] = (), most_pairs: int = MOST_PAIRS
) -> tuple[list[Suspicion], bool]:
    """Pairs that may be one activity, most alike first, without those a person has judged; and whether all pairs that
    can be meant were compared (False: there were more than `most_pairs`). The order of `works` does not matter.
    """
    known, words = set(judged), {work.id: fold(work.text) for work in works}
    found: dict[tuple[int, int], Suspicion] = {}
    compared = 0
    for one, other in _pairs(sorted(works, key=lambda work: work.id)):
        pair = (one.id, other.id)
        if pair in found or pair in known:
            continue
        if compared >= most_pairs:
            return _sorted(found.values()), False
        compared += 1
        likeness = fuzz.token_sort_ratio(words[one.id], words[other.id])
        because = _because(one, other, likeness)
        if because:
            found[pair] = Suspicion(*pair, because, round(likeness))
    return _sorted(found.values()), True


def _sorted(found: Iterable[Suspicion]) -> list[Suspicion]:
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _pairs(works: Sequence[Work]) -> Iterator[tuple[Work, Work]]:
    """Only pairs that can be meant: a hundred communes with one allotment are no five thousand comparisons."""
    of_agency: dict[int, list[Work]] = defaultdict(list)
    of_money: dict[tuple[int, int], tuple[list[Work], list[Work]]] = defaultdict(lambda: ([], []))
    for work in works:
        of_agency[work.agency_id].append(work)
        for amount in work.money:
            of_money[amount][work.level == "province"].append(work)
    for below, provincial in of_money.values():
        for one, other in product(below, provincial):
            yield (one, other) if one.id < other.id else (other, one)
    for group in of_agency.values():
        yield from combinations(group, 2)


def _because(one: Work, other: Work, likeness: float) -> str:
    if one.agency_id != other.agency_id:
        are_two_levels = (one.level == "province") != (other.level == "province")
        is_two = are_two_levels and bool(one.money & other.money) and likeness >= _LIKE_ACROSS
        return "two_levels" if is_two else ""
    if likeness >= _SAME_WORDS:
        return "same_words"
    return "same_money" if likeness >= _LIKE and one.money & other.money else ""


def counted_once(
    ids: Iterable[int], same: Iterable[tuple[int, int]], *, dropped: Collection[int] = ()
) -> dict[int, int]:
    """Which activity each counts as, by what people judged to be one: the smallest id of its group stands for all, of
    those that are not `dropped` while there is one: who finds a double often drops the other entry of it.

    `{5: 5, 9: 5}` says that 9 is not counted. Pairs may name activities that are not among `ids`; a group is then
    stood for by the smallest of those that are.
    """
    parents: dict[int, int] = {}

    def root(one: int) -> int:
        while parents.setdefault(one, one) != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    for first, second in same:
        one, other = root(first), root(second)
        parents[max(one, other)] = min(one, other)
    wanted = sorted(set(ids), key=lambda each: (each in dropped, each))
    stands_for: dict[int, int] = {}
    for each in wanted:
        stands_for.setdefault(root(each), each)
    return {each: stands_for[root(each)] for each in wanted}
