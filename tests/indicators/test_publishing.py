"""Sums in the database, breakdowns, and what is not published."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.indicators.public import Told, hidden_in_print, parts_of, period_of, pivot, table
from mangnon.indicators.rules.persons import counts_persons
from mangnon.kernel.refusals import NotAllowed
from mangnon.territory.models import EventPart, ParentEdge, TerritoryEvent, Unit
from mangnon.territory.public import Level
from tests.harness.queries import assert_constant_queries
from tests.indicators.made import JULY, JUNE, NONE, NOT_COLLECTED, World, actor, cell, commune, indicator, put

pytestmark = pytest.mark.django_db

Y2024 = period_of("2024")


def test_sums_made_in_the_database_are_those_of_the_rules(world: World) -> None:
    row = indicator("I-0301")
    for unit, told in ((world.a, cell(3, 10)), (world.b, NONE), (world.d, NOT_COLLECTED), (world.s, cell(5))):
        put("I-0301", unit, told)
    put("I-0301", world.x, cell(1, 4))
    put("I-0301", world.a, cell(9, 9), period="2023")
    put("I-0301", world.a, cell(2, 5), part="sex=male")
    (own,) = pivot(SYSTEM, [row.pk], ["2024"], within=world.province)
    by_rules = table(SYSTEM, row, Y2024, level=Level.COMMUNE, within=world.province)
    assert own.count == by_rules.sum.count == 8
    assert (own.numerator, own.denominator) == (by_rules.sum.numerator, by_rules.sum.denominator) == (3, 10)
    assert (own.reported, own.unknown) == (3, 1)
    assert own.told(row) == Told(Fraction(30), is_partial=True)
    everything = pivot(SYSTEM, [row.pk], ["2023", "2024"], breakdown_keys=None)
    assert {(each.period_code, each.breakdown_key, each.province_id) for each in everything} == {
        ("2023", "", world.province.pk),
        ("2024", "", world.province.pk),
        ("2024", "sex=male", world.province.pk),
        ("2024", "", world.other.pk),
    }


def test_sums_follow_provinces_that_were_joined(world: World) -> None:
    Unit.objects.filter(pk__in=[world.province.pk, world.other.pk]).update(valid_to=JUNE)
    joined = Unit.objects.create(code="93", name="Tỉnh Mẫu 93", level="province", kind="Tỉnh", valid_from=JULY)
    event = TerritoryEvent.objects.create(
        code="mau-tinh", kind="merge", effective_on=JULY, document_number="2/NQ", title="Mẫu", basis_tag="V"
    )
    for source in (world.province, world.other):
        EventPart.objects.create(event=event, source=source, target=joined)
    put("I-0101", world.a, 3)
    put("I-0101", world.x, 4)
    (found,) = pivot(SYSTEM, [indicator("I-0101").pk], ["2024"], boundary_on=JULY)
    assert (found.province_id, found.count, found.reported) == (joined.pk, 7, 2)


def test_sums_reach_communes_of_districts_and_units_that_changed_their_parent(world: World) -> None:
    district = Unit.objects.create(
        code="919", name="Huyện 9", level="district", kind="Huyện", parent=world.province, valid_to=JUNE
    )
    ParentEdge.objects.create(child=district, parent=world.province, valid_to=JUNE)
    moved = Unit.objects.create(code="91T", name="Xã T", level="commune", kind="Xã", parent=world.other)
    ParentEdge.objects.create(child=moved, parent=district, valid_to=JUNE)
    ParentEdge.objects.create(child=moved, parent=world.other, valid_from=JULY)
    row = indicator("I-0101")
    put("I-0101", world.a, 3)
    put("I-0101", moved, 4)
    put("I-0101", moved, 5, period="2025")
    found = {(each.period_code, each.province_id): each.count for each in pivot(SYSTEM, [row.pk], ["2024", "2025"])}
    assert found == {("2024", world.province.pk): 7, ("2025", world.other.pk): 5}
    own = pivot(SYSTEM, [row.pk], ["2024", "2025"], within=world.province)
    assert [(each.period_code, each.count) for each in own] == [("2024", 7)]


def test_sums_of_other_provinces_are_not_read(world: World) -> None:
    lead = actor(world.health, Role.PROVINCIAL_LEAD)
    for within in (None, world.other):
        with pytest.raises(NotAllowed):
            pivot(lead, [indicator("I-0101").pk], ["2024"], within=within)
    with pytest.raises(NotAllowed):
        parts_of(lead, indicator("I-0101"), world.x, Y2024)


def test_breakdowns_hide_small_numbers_and_what_would_give_them_away(world: World) -> None:
    for part, number in (("", 40), ("sex=male", 37), ("sex=female", 3)):
        put("I-0303", world.s, cell(number, 200), part=part)
    parts = {part.breakdown.label: part for part in parts_of(SYSTEM, indicator("I-0303"), world.s, Y2024)}
    assert {label: part.is_hidden for label, part in parts.items()} == {"Tổng số": False, "Nam": True, "Nữ": True}
    assert parts["Nữ"].told == Told(Fraction(3, 2))


def test_a_group_that_nobody_told_gives_no_small_number_away(world: World) -> None:
    """100 in all and 98 boys: without the line of the girls everybody knows that there are two."""
    for part, number in (("", 100), ("sex=male", 98)):
        put("I-0319", world.s, number, part=part)
    parts = {part.breakdown.label: part.is_hidden for part in parts_of(SYSTEM, indicator("I-0319"), world.s, Y2024)}
    assert parts == {"Tổng số": False, "Nam": True}
    put("I-0319", world.s, 60, part="sex=male")
    parts = {part.breakdown.label: part.is_hidden for part in parts_of(SYSTEM, indicator("I-0319"), world.s, Y2024)}
    assert parts == {"Tổng số": False, "Nam": False}, "forty girls hide nobody"


def test_the_groups_within_a_group_are_a_sum_too(world: World) -> None:
    """Peoples other than the Kinh: 100 in all, 98 of one and 2 of another."""
    for part, number in (
        ("", 1100),
        ("ethnicity=kinh", 1000),
        ("ethnicity=other", 100),
        ("ethnicity=02", 98),
        ("ethnicity=03", 2),
    ):
        put("I-0101", world.s, number, part=part)
    parts = {part.breakdown.key: part.is_hidden for part in parts_of(SYSTEM, indicator("I-0101"), world.s, Y2024)}
    assert parts == {
        "": False,
        "ethnicity=kinh": False,
        "ethnicity=other": False,
        "ethnicity=02": True,
        "ethnicity=03": True,
    }


def test_breakdowns_of_a_province_are_added_up_before_they_are_judged(world: World) -> None:
    for unit in (world.a, world.b):
        for part, number in (("", 6), ("sex=male", 3), ("sex=female", 3)):
            put("I-0319", unit, number, part=part)
    parts = parts_of(SYSTEM, indicator("I-0319"), world.province, Y2024)
    assert [(part.breakdown.label, part.told.value, part.is_hidden) for part in parts] == [
        ("Tổng số", 12, False),
        ("Nữ", 6, False),
        ("Nam", 6, False),
    ]


def test_numbers_of_communes_and_schools_hide_nobody(world: World) -> None:
    assert not counts_persons(indicator("I-0104"))
    assert not counts_persons(indicator("19", "NPA-2021-2030"))
    assert counts_persons(indicator("II-0101"))
    for unit, number in ((world.a, 2), (world.b, 30), (world.d, 40), (world.s, 50)):
        put("I-0319", unit, number)
    found = hidden_in_print(indicator("I-0319"), Y2024, level=Level.COMMUNE, within=world.province)
    assert found.at_end == {world.a.pk, world.b.pk}


def test_breakdowns_take_the_same_queries_for_any_number_of_them(world: World) -> None:
    groups = iter(["sex=male", "age16=0-4", "age16=5-9", "residence=urban"])
    put("I-0101", world.s, 90)
    assert_constant_queries(
        add_row=lambda: put("I-0101", world.s, 7, part=next(groups)),
        read=lambda: parts_of(SYSTEM, indicator("I-0101"), world.s, Y2024),
    )


def test_sums_take_the_same_queries_for_any_number_of_units(world: World) -> None:
    letters = iter("GHIK")
    row = indicator("I-0101")
    assert_constant_queries(
        add_row=lambda: put("I-0101", commune(f"91{next(letters)}", world.province), 7),
        read=lambda: pivot(SYSTEM, [row.pk], ["2024"], boundary_on=dt.date(2025, 8, 1)),
    )
