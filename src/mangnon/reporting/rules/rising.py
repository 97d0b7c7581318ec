"""How a report rises: who takes in whose, when the one above is acceptable, what may be reopened below. No Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_RANK = {"commune": 0, "district": 1, "province": 2, "central": 3}


@dataclass(frozen=True, slots=True)
class Body:
    """A body that owes a report. `rises`: its tier sends to the body above; `owner`: the body it belongs to, if any;
    `places`: its territory's id, then those around it, the nearest first; `took`: the places of the committees whose
    report it took over."""

    pk: int
    level: str
    rises: bool
    owner: int | None = None
    places: tuple[int, ...] = ()
    is_committee: bool = False
    took: tuple[int, ...] = ()


def parents(bodies: Iterable[Body]) -> dict[int, int]:
    """Who takes in whose report, by id; a body that is not among the keys sends to the regime's recipient.

    The body it belongs to comes first (a department over its units), else the People's Committee of the nearest place
    around it of a higher level (commune → district): only bodies that owe a report themselves take one in. There is
    never a ring: where the records make one, every body of it sends to the recipient.
    """
    every = {body.pk: body for body in bodies}
    committees = _committees(every.values())
    found: dict[int, int] = {}
    for body in every.values():
        above = _above(body, every, committees) if body.rises else None
        if above is not None and above != body.pk:
            found[body.pk] = above
    return {pk: above for pk, above in found.items() if not _in_ring(pk, found)}


def _committees(bodies: Iterable[Body]) -> dict[tuple[int, str], int]:
    """The committee of each place and level: its own, else the one that took over from it. Where a place was divided
    among several committees of one level nobody stands for it: what was below sends to the recipient."""
    found: dict[tuple[int, str], int] = {}
    heirs: dict[tuple[int, str], set[int]] = {}
    for body in bodies:
        if body.is_committee and body.places:
            found[body.places[0], body.level] = body.pk
            for place in body.took:
                heirs.setdefault((place, body.level), set()).add(body.pk)
    return {key: min(each) for key, each in heirs.items() if len(each) == 1} | found


def _above(body: Body, every: Mapping[int, Body], committees: Mapping[tuple[int, str], int]) -> int | None:
    if body.owner in every:
        return body.owner
    rank = _RANK.get(body.level, 0)
    higher = [level for level, other in _RANK.items() if other > rank]
    for place in body.places:
        for level in higher:
            if (place, level) in committees:
                return committees[place, level]
    return None


def _in_ring(pk: int, found: Mapping[int, int]) -> bool:
    at, seen = found.get(pk), set()
    while at is not None and at not in seen:
        if at == pk:
            return True
        seen.add(at)
        at = found.get(at)
    return False


def is_settled(*, state: str | None, is_named: bool) -> bool:
    """Whether a report of the tier below stands in nobody's way: accepted, or named as missing with a reason."""
    return state == "accepted" or is_named


def may_reopen(*, state_above: str | None) -> bool:
    """Whether an accepted report may be amended: not while the one above that took it in is itself accepted.

    An amendment goes up first: the body above opens its own, then the one below, and the one above is accepted again
    only when the one below is (`is_settled`).
    """
    return state_above != "accepted"
