"""What cannot be recorded: overlapping validity, circles, sources that have ended, unknown codes, shares that lie."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.territory.errors import TerritoryRefused
from mangnon.territory.rules.facts import EdgeFact, EventFact, FactSet, Key, PartFact, UnitFact, check_facts
from mangnon.territory.rules.weights import check_weights
from mangnon.territory.terms import BasisTag, Level, UnitChange

EVE, DAY = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
OLD, NEW = Key(Level.PROVINCE, "62"), Key(Level.PROVINCE, "51", DAY)
COMMUNE = Key(Level.COMMUNE, "00001")


def facts(*units: UnitFact) -> FactSet:
    found = FactSet()
    for unit in (UnitFact(OLD, "Tỉnh Cũ", "tỉnh", EVE), UnitFact(NEW, "Tỉnh Mới", "tỉnh"), *units):
        found.add(unit)
    return found


def event(*parts: PartFact, on: dt.date = DAY) -> EventFact:
    return EventFact("e", UnitChange.MERGE, on, "1/NQ", "Nhập tỉnh", BasisTag.SECONDARY, "nguồn", parts)


def refusal(found: FactSet) -> TerritoryRefused:
    with pytest.raises(TerritoryRefused) as caught:
        check_facts(found)
    assert "Chưa có gì được ghi." in caught.value.message
    assert "Hãy " in caught.value.message
    return caught.value


def test_a_sound_set_passes() -> None:
    found = facts(UnitFact(COMMUNE, "Xã Một", "xã"))
    found.edges = [EdgeFact(COMMUNE, OLD, None, EVE), EdgeFact(COMMUNE, NEW, DAY)]
    found.events = [event(PartFact(OLD, NEW))]
    check_facts(found)


_days = st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2024, 3, 1))


@given(_days, _days, _days, _days)
def test_two_validities_of_a_code_pass_only_when_they_share_no_day(
    a: dt.date | None, b: dt.date | None, c: dt.date | None, d: dt.date | None
) -> None:
    first, second = (
        UnitFact(Key(Level.COMMUNE, "1", a), "A", "xã", b),
        UnitFact(Key(Level.COMMUNE, "1", c), "B", "xã", d),
    )
    low, high = dt.date.min, dt.date.max
    in_order = (a or low) <= (b or high) and (c or low) <= (d or high)
    apart = (b or high) < (c or low) or (d or high) < (a or low)
    if in_order and apart:
        check_facts(facts(first, second))
    else:
        with pytest.raises(TerritoryRefused) as caught:
            check_facts(facts(first, second))
        assert caught.value.code in ("overlap", "order")


@pytest.mark.parametrize(
    ("edges", "code"),
    [
        ([EdgeFact(COMMUNE, Key(Level.PROVINCE, "99"))], "unknown_unit"),
        ([EdgeFact(NEW, COMMUNE, DAY)], "cycle"),
        ([EdgeFact(NEW, NEW, DAY)], "cycle"),
        ([EdgeFact(COMMUNE, OLD)], "edge_validity"),
        ([EdgeFact(COMMUNE, NEW, EVE)], "edge_validity"),
        ([EdgeFact(COMMUNE, NEW, DAY), EdgeFact(COMMUNE, NEW, DAY)], "edge_overlap"),
    ],
)
def test_impossible_parents_are_refused(edges: list[EdgeFact], code: str) -> None:
    found = facts(UnitFact(COMMUNE, "Xã Một", "xã"))
    found.edges = edges
    assert refusal(found).code == code


@pytest.mark.parametrize(
    ("given_event", "code"),
    [
        (event(), "empty_event"),
        (event(PartFact(Key(Level.PROVINCE, "99"), NEW)), "unknown_unit"),
        (event(PartFact(None, NEW)), "unknown_unit"),
        (event(PartFact(OLD, NEW), on=dt.date(2025, 9, 1)), "source_closed"),
        (event(PartFact(NEW, None)), "source_closed"),
        (event(PartFact(OLD, COMMUNE)), "target_not_valid"),
    ],
)
def test_impossible_events_are_refused(given_event: EventFact, code: str) -> None:
    found = facts(UnitFact(COMMUNE, "Xã Một", "xã"))
    found.events = [given_event]
    assert refusal(found).code == code


_TENTH = Decimal("0.1")


@pytest.mark.parametrize(
    ("weights", "targets", "code"),
    [
        ({}, (), "not_divided"),
        ({"1": Decimal(1)}, ("1",), "one_target"),
        ({"1": Decimal(1)}, ("1", "2"), "targets_differ"),
        ({"1": Decimal(1), "3": Decimal(0)}, ("1", "2"), "targets_differ"),
        ({"1": Decimal("1.1"), "2": Decimal("-0.1")}, ("1", "2"), "not_a_share"),
        ({"1": Decimal("NaN"), "2": Decimal(1)}, ("1", "2"), "not_a_share"),
        ({"1": Decimal("0.00000000001"), "2": Decimal("0.99999999999")}, ("1", "2"), "not_a_share"),
        ({"1": _TENTH, "2": _TENTH}, ("1", "2"), "sum_not_one"),
    ],
)
def test_shares_that_are_none_are_refused(weights: dict[str, Decimal], targets: tuple[str, ...], code: str) -> None:
    with pytest.raises(TerritoryRefused) as caught:
        check_weights(weights, targets, name="Xã Một")
    assert caught.value.code == code
    assert "Chưa có tỷ lệ nào được ghi." in caught.value.message


def test_shares_that_make_one_pass() -> None:
    check_weights({"1": Decimal("0.3"), "2": Decimal("0.7")}, ("1", "2"), name="Xã Một")
