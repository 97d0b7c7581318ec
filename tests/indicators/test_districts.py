"""What a district told counts in its province, once, instead of its communes; small numbers stay hidden."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.indicators.public import Told, latest, parts_of, period_of, series, table, told_of_year
from mangnon.indicators.reading import Table
from mangnon.indicators.terms import Unknown
from mangnon.territory.models import ParentEdge, Unit
from mangnon.territory.public import Level
from tests.harness.queries import assert_constant_queries
from tests.indicators.made import JULY, JUNE, NOT_COLLECTED, World, actor, indicator, put

pytestmark = pytest.mark.django_db
Y2024 = period_of("2024")
STOCK = "I-0319"


def district(world: World, code: str, *communes: Unit) -> Unit:
    """A district until 30 June with some communes of the province."""
    made = Unit.objects.create(
        code=code, name=f"Huyện {code}", level="district", kind="Huyện", parent=world.province, valid_to=JUNE
    )
    ParentEdge.objects.create(child=made, parent=world.province, valid_to=JUNE)
    for unit in communes:
        ParentEdge.objects.filter(child=unit).update(parent=made)
    return made


def over(world: World, code: str = STOCK, **more: object) -> Table:
    return table(SYSTEM, indicator(code), Y2024, level=Level.COMMUNE, within=world.province, **more)  # type: ignore[arg-type]


def test_what_a_district_told_is_in_the_table_the_trend_and_the_last_value(world: World) -> None:
    outer = district(world, "911", world.a, world.b)
    put(STOCK, outer, 45)
    put(STOCK, world.d, 7)
    for found in (over(world), over(world, boundary_on=JULY)):
        assert found.told == Told(Fraction(52), is_partial=True)
        assert found.missing_units == {world.s.pk}, "communes of a district that told are not missing"
        assert [(row.unit, row.told.value) for row in found.outer] == [(outer, 45)]
    row = indicator(STOCK)
    assert [point.told.value for point in series(SYSTEM, row, world.province, [Y2024])] == [52]
    assert latest(SYSTEM, [row], world.province, on=JULY)[row.pk].told.value == 52


def test_a_district_alone_is_found_as_the_last_value(world: World) -> None:
    outer = district(world, "911", world.a, world.b)
    put("I-0101", outer, 45000)
    row = indicator("I-0101")
    assert latest(SYSTEM, [row], world.province, on=JULY)[row.pk].told.value == 45000


def test_nothing_is_counted_twice(world: World) -> None:
    outer = district(world, "911", world.a, world.b)
    put(STOCK, outer, 45)
    for unit, number in ((world.a, 20), (world.b, 24), (world.d, 7), (world.s, 1)):
        put(STOCK, unit, number)
    found = over(world)
    assert found.told == Told(Fraction(53)), "what a place tells of itself stands before what places in it tell"
    assert [row.told.value for row in found.rows] == [20, 24, 7, 1]
    put(STOCK, world.province, 60)
    assert [point.told.value for point in series(SYSTEM, indicator(STOCK), world.province, [Y2024])] == [60]


def test_a_district_that_nobody_counted_does_not_stand_beside_its_counted_parts(world: World) -> None:
    outer = district(world, "911", world.a, world.b)
    put(STOCK, outer, NOT_COLLECTED)
    assert [(each.part, each.why) for each in over(world).sum.missing if each.part == outer.pk] == [
        (outer.pk, Unknown.NOT_COLLECTED)
    ]
    put(STOCK, world.a, 20)
    found = over(world)
    assert found.told == Told(Fraction(20), is_partial=True)
    assert found.missing_units == {world.b.pk, world.d.pk, world.s.pk}
    assert not found.outer


def test_half_a_year_of_a_district_gives_way_to_a_whole_year_of_its_communes(world: World) -> None:
    flow = "I-0321"
    outer = district(world, "911", world.a, world.b)
    put(flow, outer, 5, period="2024H1")
    told = over(world, flow)
    assert told.sum.count == 5
    for unit in (world.a, world.b):
        put(flow, unit, 4)
    assert over(world, flow).sum.count == 8


def test_breakdowns_of_a_province_take_the_districts_too(world: World) -> None:
    outer = district(world, "911", world.a, world.b)
    for key, number in (("", 45), ("sex=male", 25), ("sex=female", 20)):
        put(STOCK, outer, number, part=key)
        put(STOCK, world.d, number, part=key)
    parts = {part.breakdown.key: part.told.value for part in parts_of(SYSTEM, indicator(STOCK), world.province, Y2024)}
    assert (parts["sex=male"], parts["sex=female"]) == (50, 40)


def test_communes_of_a_district_that_told_have_told(world: World) -> None:
    outer = district(world, "911", world.a, world.b)
    row = indicator(STOCK)
    put(STOCK, outer, 45)
    put(STOCK, world.a, 20)
    put(STOCK, world.d, 7)
    assert told_of_year(SYSTEM, [row], 2024, within=world.province)[row.pk].reported == 3


def test_a_small_number_in_a_district_is_not_found_by_subtraction(world: World) -> None:
    """Of persons: district 45 with communes 43 and 2; D 30, S 40. Who is no lead must not learn the 2."""
    outer = district(world, "911", world.a, world.b)
    code = "I-0321"
    for unit, number in ((outer, 45), (world.a, 43), (world.b, 2), (world.d, 30), (world.s, 40)):
        put(code, unit, number)
    reader = actor(world.health, Role.DEPARTMENT_OFFICER)
    found = table(reader, indicator(code), Y2024, level=Level.COMMUNE, within=world.province)
    shown = {row.unit.pk: row.told.value for row in (*found.rows, *found.outer)}
    assert shown[world.b.pk] is None
    assert shown[world.a.pk] is None or shown[outer.pk] is None
    assert found.told.value is None or shown[outer.pk] is not None or shown[world.d.pk] is None


def test_a_commune_that_told_nothing_is_not_found_by_subtraction_either(world: World) -> None:
    """District 45 and commune 43 give the silent one away: 2."""
    outer = district(world, "911", world.a, world.b)
    code = "I-0321"
    for unit, number in ((outer, 45), (world.a, 43), (world.d, 30), (world.s, 40)):
        put(code, unit, number)
    reader = actor(world.health, Role.DEPARTMENT_OFFICER)
    found = table(reader, indicator(code), Y2024, level=Level.COMMUNE, within=world.province)
    shown = {row.unit.pk: row.told.value for row in (*found.rows, *found.outer)}
    assert shown[world.a.pk] is None or shown[outer.pk] is None


def test_queries_do_not_grow_with_districts(world: World) -> None:
    numbers = iter((("912", world.b), ("913", world.d), ("914", world.s)))
    put(STOCK, district(world, "911", world.a), 5)

    def more() -> None:
        code, unit = next(numbers)
        put(STOCK, district(world, code, unit), 6)

    assert_constant_queries(add_row=more, read=lambda: over(world))
