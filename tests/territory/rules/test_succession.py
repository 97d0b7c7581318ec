"""Following units through made-up events: shares, the way back, and counts that neither vanish nor double."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.territory.rules.succession import Link, Placed, Span, Succession, join
from mangnon.territory.rules.totals import add_up
from mangnon.territory.terms import Lost
from tests.territory.worlds import World, worlds

EVE, DAY = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
OLD, NEW = Span(None, EVE), Span(DAY, None)


@given(worlds())
def test_on_its_own_days_a_unit_is_itself(world: World) -> None:
    for day in world.dates:
        for pk in world.on(day):
            assert world.succession.place(pk, from_date=day, to_date=day) == Placed({pk: Fraction(1)})


@given(worlds(), st.data())
def test_shares_never_exceed_the_whole_and_make_it_when_all_are_known(world: World, data: st.DataObject) -> None:
    first, second = data.draw(st.sampled_from(world.dates)), data.draw(st.sampled_from(world.dates))
    for pk in world.on(first):
        placed = world.succession.place(pk, from_date=first, to_date=second)
        known = [share for share in placed.shares.values() if share is not None]
        assert all(share >= 0 for share in known)
        assert sum(known) <= 1
        if placed.lost is None and not placed.is_ambiguous:
            assert sum(known) == 1
        assert set(placed.shares) <= set(world.on(second)), "every unit named lives on the day asked for"
        assert placed.shares or placed.lost is not None, "nothing known has a reason"


@given(worlds(with_losses=False), st.data())
def test_there_and_back_is_identity_on_what_was_only_renamed(world: World, data: st.DataObject) -> None:
    first, second = data.draw(st.sampled_from(world.dates)), data.draw(st.sampled_from(world.dates))
    succession = world.succession
    for pk in world.on(first):
        there = succession.place(pk, from_date=first, to_date=second)
        if not there.is_certain:
            continue
        (target,) = there.shares
        back = succession.place(target, from_date=second, to_date=first)
        assert pk in back.shares, "what went whole into a unit is among what the unit came from"
        if len(back.shares) == 1:
            assert back.is_certain


@given(worlds(), st.data())
def test_totals_are_equal_under_every_boundary_date(world: World, data: st.DataObject) -> None:
    recorded = data.draw(st.sampled_from(world.dates))
    counts = {pk: data.draw(st.integers(0, 10_000)) for pk in world.on(recorded)}
    for boundary in world.dates:
        places = {pk: world.succession.place(pk, from_date=recorded, to_date=boundary) for pk in counts}
        totals = add_up(counts, places)
        assert totals.total == sum(counts.values())
        assert all(total.count >= 0 for total in totals.by_unit.values())
        assert all(rest.reason for rest in totals.remainder)
        if boundary == recorded:
            assert totals.unplaced == 0
            assert not any(total.is_estimate for total in totals.by_unit.values())


@given(worlds(), st.data())
def test_a_count_is_flagged_when_any_of_it_was_shared_out(world: World, data: st.DataObject) -> None:
    first, second = data.draw(st.sampled_from(world.dates)), data.draw(st.sampled_from(world.dates))
    pk = data.draw(st.sampled_from(world.on(first) or [0]))
    placed = world.succession.place(pk, from_date=first, to_date=second)
    for target, total in add_up({pk: 7}, {pk: placed}).by_unit.items():
        assert total.is_estimate is (placed.shares[target] != 1)


def test_a_chain_of_two_events_multiplies_and_joins_again() -> None:
    later = dt.date(2026, 7, 1)
    spans = {1: OLD, 2: Span(DAY, later - dt.timedelta(1)), 3: Span(DAY, later - dt.timedelta(1)), 4: Span(later, None)}
    divided = [Link(1, 2, DAY, True), Link(1, 3, DAY, True)]
    rejoined = Succession(spans, [*divided, Link(2, 4, later, False), Link(3, 4, later, False)])
    assert rejoined.place(1, from_date=EVE, to_date=DAY).shares == {2: None, 3: None}
    assert rejoined.place(1, from_date=EVE, to_date=later).is_certain, "unknown shares that meet again are the whole"


def test_given_weights_are_used_and_one_missing_is_what_is_left() -> None:
    spans = {1: OLD, 2: NEW, 3: NEW}
    given_one = Succession(spans, [Link(1, 2, DAY, True, Fraction(3, 10)), Link(1, 3, DAY, True)])
    assert given_one.place(1, from_date=EVE, to_date=DAY).shares == {2: Fraction(3, 10), 3: Fraction(7, 10)}


def test_divided_with_one_named_target_is_not_whole() -> None:
    placed = Succession({1: OLD, 2: NEW}, [Link(1, 2, DAY, True)]).place(1, from_date=EVE, to_date=DAY)
    assert placed == Placed({2: None}, Lost.NO_SUCCESSOR)
    assert add_up({1: 50}, {1: placed}).unplaced == 50


def test_backwards_a_unit_made_of_a_part_lies_wholly_in_its_source() -> None:
    both = Succession({1: OLD, 2: NEW, 3: NEW}, [Link(1, 2, DAY, True), Link(1, 3, DAY, True)])
    assert both.place(2, from_date=DAY, to_date=EVE).shares == {1: Fraction(1)}


def test_backwards_two_whole_sources_have_unknown_shares() -> None:
    merged = Succession({1: OLD, 2: OLD, 3: NEW}, [Link(1, 3, DAY, False), Link(2, 3, DAY, False)])
    assert merged.place(3, from_date=DAY, to_date=EVE) == Placed({1: None, 2: None})


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], Placed(lost=Lost.NO_PREDECESSOR)),
        ([Link(None, 3, DAY, False)], Placed(lost=Lost.UNKNOWN_CODE)),
        ([Link(None, 3, DAY, False), Link(1, 3, DAY, False)], Placed({1: None}, Lost.UNKNOWN_CODE)),
    ],
)
def test_backwards_what_is_not_said_is_told(links: list[Link], expected: Placed) -> None:
    assert Succession({1: OLD, 3: NEW}, links).place(3, from_date=DAY, to_date=EVE) == expected


def test_a_unit_asked_for_on_a_day_it_was_not_there_is_nowhere() -> None:
    succession = Succession({1: OLD, 2: NEW}, [Link(1, 2, DAY, False)])
    assert succession.place(1, from_date=DAY, to_date=DAY).lost == Lost.NOT_VALID
    assert succession.place(9, from_date=DAY, to_date=DAY).lost == Lost.NOT_VALID


def test_links_against_time_are_not_followed_in_circles() -> None:
    spans = {1: OLD, 2: Span(None, EVE)}
    succession = Succession(spans, [Link(1, 2, DAY, False), Link(2, 1, DAY, False)])
    assert succession.place(1, from_date=EVE, to_date=DAY).lost == Lost.NO_SUCCESSOR


def test_a_district_lies_where_its_communes_lie() -> None:
    one, other = Placed({5: Fraction(1)}), Placed({6: Fraction(1)})
    assert join([one, one]) == Placed({5: Fraction(1)})
    assert join([one, other]) == Placed({5: None, 6: None})
    assert join([one, Placed(lost=Lost.NO_SUCCESSOR)]) == Placed({5: None}, Lost.NO_SUCCESSOR)
    assert join([]).lost == Lost.NO_SUCCESSOR
