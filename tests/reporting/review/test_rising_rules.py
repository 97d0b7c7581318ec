"""Trees of bodies: who takes in whose report, and that nothing accepted above is open below."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mangnon.reporting.rules import Move, next_state
from mangnon.reporting.rules.rising import Body, is_settled, may_reopen, parents

_LEVELS = ("commune", "district", "province")


@st.composite
def _lists(draw: st.DrawFn) -> list[Body]:
    """Bodies of any level, owned by anybody (rings too), in nested places."""
    count = draw(st.integers(1, 12))
    bodies = []
    for pk in range(1, count + 1):
        level = draw(st.sampled_from(_LEVELS))
        places = tuple(draw(st.lists(st.integers(100, 106), min_size=1, max_size=3, unique=True)))
        owner = draw(st.none() | st.integers(1, 15))
        bodies.append(Body(pk, level, draw(st.booleans()), owner, places, draw(st.booleans())))
    return bodies


@given(_lists())
def test_every_body_reaches_the_top_and_none_goes_round(bodies: list[Body]) -> None:
    found = parents(bodies)
    known = {body.pk for body in bodies}
    rising = {body.pk for body in bodies if body.rises}
    assert found.keys() <= rising
    assert set(found.values()) <= known
    for body in bodies:
        at, steps = body.pk, 0
        while at in found:
            at, steps = found[at], steps + 1
            assert steps <= len(bodies)


@given(_lists())
def test_the_order_of_the_list_does_not_matter_where_places_have_one_committee(bodies: list[Body]) -> None:
    seen: set[tuple[int, str]] = set()
    single = []
    for body in bodies:
        key = (body.places[0], body.level)
        if body.is_committee and key in seen:
            continue
        seen |= {key} if body.is_committee else set()
        single.append(body)
    assert parents(single) == parents(list(reversed(single)))


def test_the_owner_comes_before_the_place_and_only_who_owes_takes_in() -> None:
    commune = Body(1, "commune", True, None, (11, 5, 1))
    district = Body(2, "district", False, None, (5, 1), is_committee=True)
    assert parents([commune, district]) == {1: 2}
    assert parents([commune]) == {}
    owned = Body(1, "commune", True, 3, (11, 5, 1))
    assert parents([owned, district, Body(3, "province", False, None, (1,))]) == {1: 3}
    assert parents([Body(1, "commune", False, None, (11, 5, 1)), district]) == {}


class Rising(RuleBasedStateMachine):
    """Any acts in any order on a tree of reports: what the services do, by the same rules."""

    @initialize(above=st.lists(st.integers(0, 6), min_size=1, max_size=7))
    def _grow(self, above: list[int]) -> None:
        # Node n hangs below one of the nodes before it; node 0 sends to the recipient.
        self.above = {n: up % n for n, up in enumerate(above, 1)}
        self.state = dict.fromkeys(range(len(above) + 1), "draft")
        self.stands = dict.fromkeys(self.state, 0)
        self.named: set[int] = set()

    def _below(self, node: int) -> list[int]:
        return [child for child, up in self.above.items() if up == node]

    def _all_settled(self, node: int) -> bool:
        return all(is_settled(state=self.state[c], is_named=c in self.named) for c in self._below(node))

    @rule(pick=st.integers(0, 7), move=st.sampled_from(sorted(Move)))
    def act(self, pick: int, move: Move) -> None:
        node = pick % len(self.state)
        after = next_state(self.state[node], move)
        if after is None:
            return
        if move in (Move.ACCEPT, Move.DROP) and not self._all_settled(node):
            return
        if move == Move.DROP and not self.stands[node]:
            return
        up = self.above.get(node)
        if move == Move.AMEND and not may_reopen(state_above=self.state[up] if up is not None else None):
            return
        self.state[node] = after
        self.stands[node] += after == "accepted"

    @rule(pick=st.integers(0, 7))
    def name(self, pick: int) -> None:
        node = pick % len(self.state)
        up = self.above.get(node)
        if up is not None and self.state[up] != "accepted" and self.state[node] != "accepted":
            self.named ^= {node}

    @invariant()
    def accepted_above_is_settled_below(self) -> None:
        if not hasattr(self, "state"):
            return
        for node, state in self.state.items():
            assert state != "accepted" or self._all_settled(node)


TestRising = Rising.TestCase
