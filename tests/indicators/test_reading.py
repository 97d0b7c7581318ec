"""Sums over units, over time, within the boundaries of another day; computed indicators; queries that do not grow."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import Told, latest, period_of, series, table
from mangnon.indicators.reading import Table
from mangnon.indicators.terms import Unknown
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.territory.public import Level
from tests.harness.queries import assert_constant_queries
from tests.indicators.made import JULY, NOT_COLLECTED, World, actor, cell, commune, indicator, put, weigh

pytestmark = pytest.mark.django_db

Y2024 = period_of("2024")


def over(world: World, code: str, **more: object) -> Table:
    return table(SYSTEM, indicator(code), Y2024, level=Level.COMMUNE, within=world.province, **more)  # type: ignore[arg-type]


def told(found: Table) -> dict[str, Told]:
    return {row.unit.name: row.told for row in found.rows}


def test_a_rate_of_a_province_comes_from_the_numbers_of_its_communes(world: World) -> None:
    for unit, above, below in ((world.a, 1, 10), (world.b, 0, 90), (world.d, 9, 100), (world.s, 0, 0)):
        put("I-0301", unit, cell(above, below))
    put("I-0301", world.x, cell(50, 50))
    found = over(world, "I-0301")
    assert found.told == Told(Fraction(5))
    assert told(found)["Xã A"] == Told(Fraction(10))
    assert told(found)["Xã S"] == Told(unknown=Unknown.ZERO_DENOMINATOR)


def test_a_sum_with_a_part_that_was_not_collected_is_at_least(world: World) -> None:
    put("I-0101", world.a, 10)
    put("I-0101", world.b, NOT_COLLECTED)
    found = over(world, "I-0101")
    assert found.told == Told(Fraction(10), is_partial=True)
    assert found.missing_units == {world.b.pk, world.d.pk, world.s.pk}
    assert told(found)["Xã B"] == Told(unknown=Unknown.NOT_COLLECTED)
    assert told(found)["Xã D"] == Told(unknown=Unknown.NOT_ENTERED)


def test_figures_of_before_are_seen_within_todays_boundaries(world: World) -> None:
    for unit, number in ((world.a, 10), (world.b, 5), (world.d, 7), (world.s, 1)):
        put("I-0101", unit, number)
    then, now = over(world, "I-0101"), over(world, "I-0101", boundary_on=JULY)
    assert then.told == Told(Fraction(23))
    assert told(now)["Xã C"] == Told(Fraction(15))
    assert told(now)["Xã S"] == Told(Fraction(1))
    assert told(now)["Xã E"].value is None
    assert told(now)["Xã E"].unknown == Unknown.UNKNOWN_SHARE
    assert now.told == Told(Fraction(23)), "D lies wholly inside, whoever has which share of it"
    assert [each.unit_id for each in now.unplaced] == [world.d.pk]


def test_given_shares_make_an_estimate_and_lose_nothing(world: World) -> None:
    weigh(world, "0.25")
    for unit, number in ((world.a, 10), (world.b, 5), (world.d, 8), (world.s, 1)):
        put("I-0101", unit, number)
    now = over(world, "I-0101", boundary_on=JULY)
    assert told(now)["Xã E"] == Told(Fraction(2), is_estimate=True)
    assert told(now)["Xã F"] == Told(Fraction(6), is_estimate=True)
    assert now.told == Told(Fraction(24))
    assert now.unplaced == ()


def test_a_part_of_a_merged_unit_that_lacks_makes_it_at_least(world: World) -> None:
    put("I-0101", world.a, 10)
    now = over(world, "I-0101", boundary_on=JULY)
    assert told(now)["Xã C"] == Told(Fraction(10), is_partial=True)


def test_a_unit_merged_in_the_middle_of_a_period_keeps_both_halves(world: World) -> None:
    put("I-0604", world.a, 3, period="2025H1")
    put("I-0604", world.b, 4, period="2025H1")
    with clock.frozen(clock.at(dt.date(2026, 1, 5))):
        put("I-0604", world.ab, 5, period="2025H2")
    (point,) = series(SYSTEM, indicator("I-0604"), world.ab, [period_of("2025")])
    assert point.told == Told(Fraction(12))
    found = table(SYSTEM, indicator("I-0604"), period_of("2025"), level=Level.COMMUNE, within=world.province)
    assert told(found)["Xã C"] == Told(Fraction(12))


def test_a_stock_of_the_year_is_that_of_its_last_half(world: World) -> None:
    put("I-0301", world.s, cell(3, 100), period="2024H1")
    put("I-0301", world.s, cell(5, 200), period="2024H2")
    (point,) = series(SYSTEM, indicator("I-0301"), world.s, [Y2024])
    assert point.told == Told(Fraction(5, 2))


def test_what_a_province_tells_itself_counts_before_the_sum_of_its_communes(world: World) -> None:
    put("I-0101", world.a, 10)
    years = [period_of("2023"), Y2024]
    points = series(SYSTEM, indicator("I-0101"), world.province, years)
    assert [point.told.value for point in points] == [None, 10]
    assert [point.is_own for point in points] == [False, False]
    put("I-0101", world.province, 40, agency=world.health)
    point = series(SYSTEM, indicator("I-0101"), world.province, years)[1]
    assert (point.told.value, point.is_own) == (40, True)


def test_the_same_indicator_of_another_paper_has_the_same_figures(world: World) -> None:
    put("I-0409b", world.s, cell(1, 1000), part="school-level=primary")
    put("I-0409b", world.s, cell(9, 1000))
    (point,) = series(SYSTEM, indicator("17b", "NPA-2021-2030"), world.s, [Y2024])
    assert point.told == Told(Fraction(1, 10))


def test_a_computed_indicator_is_told_of_each_unit_and_of_all(world: World) -> None:
    abused = indicator("9", "NPA-2021-2030")
    for unit, above, below in ((world.a, 1, 100), (world.b, 3, 100)):
        put("II-0101", unit, above)
        put("I-0101", unit, below)
    found = table(SYSTEM, abused, Y2024, level=Level.COMMUNE, within=world.province)
    assert told(found)["Xã A"] == Told(Fraction(1))
    assert told(found)["Xã S"].unknown == Unknown.NOT_ENTERED
    assert found.told == Told(Fraction(2), is_partial=True)
    missing = next(row for row in found.rows if row.unit == world.s)
    assert [part.reference.code for part in missing.unknowns if part.reference] == ["II-0101", "I-0101"]


def test_a_computed_indicator_looks_a_year_back(world: World) -> None:
    fewer = indicator("13", "NPA-2021-2030")
    put("13a", world.s, 40, period="2023", set_code="NPA-2021-2030")
    put("13a", world.s, 39, set_code="NPA-2021-2030")
    (point,) = series(SYSTEM, fewer, world.s, [Y2024])
    assert point.told == Told(Fraction(5, 2))
    (before,) = series(SYSTEM, fewer, world.s, [period_of("2023")])
    assert [part.reference.name for part in before.unknowns if part.reference] == ["NPA-2021-2030/13a@-1"]


def test_the_last_value_of_every_indicator_is_found(world: World) -> None:
    put("I-0101", world.a, 10, period="2023")
    put("I-0301", world.a, cell(1, 10))
    rows = [indicator("I-0101"), indicator("I-0301"), indicator("I-0319"), indicator("8a", "NPA-2021-2030")]
    found = latest(SYSTEM, rows, world.province, on=dt.date(2025, 5, 20))
    values = {next(row.code for row in rows if row.pk == key): point for key, point in found.items()}
    assert {code: (point.period.code, point.told.value) for code, point in values.items()} == {
        "I-0101": ("2023", 10),
        "I-0301": ("2024", 10),
        "8a": ("2024", 10),
    }
    assert latest(SYSTEM, rows, world.province, on=dt.date(2022, 1, 1)) == {}


def test_another_province_and_the_country_are_not_read(world: World) -> None:
    lead = actor(world.health, Role.PROVINCIAL_LEAD)
    row = indicator("I-0101")
    assert table(lead, row, Y2024, level=Level.COMMUNE, within=world.province).rows
    with pytest.raises(NotAllowed):
        table(lead, row, Y2024, level=Level.COMMUNE, within=world.other)
    with pytest.raises(NotAllowed):
        table(lead, row, Y2024, level=Level.COMMUNE)
    with pytest.raises(NotAllowed):
        series(lead, row, world.x, [Y2024])
    with pytest.raises(NotAllowed):
        latest(actor(world.health, Role.AUDITOR), [row], world.province, on=dt.date(2025, 5, 20))
    assert {row.unit.name for row in table(SYSTEM, row, Y2024, level=Level.COMMUNE).rows} >= {"Xã A", "Xã X"}


@pytest.mark.parametrize("boundary_on", [None, JULY])
@pytest.mark.parametrize(("code", "set_code"), [("I-0301", "TT13-2021"), ("9", "NPA-2021-2030")])
def test_a_table_takes_the_same_queries_for_any_number_of_units(
    world: World, code: str, set_code: str, boundary_on: dt.date | None
) -> None:
    row = indicator(code, set_code)
    letters = iter("GHIKLM")

    def add() -> None:
        unit = commune(f"91{next(letters)}", world.province)
        put("I-0301", unit, cell(1, 10))
        put("I-0101", unit, 10)

    assert_constant_queries(
        add_row=add,
        read=lambda: (
            table(SYSTEM, row, Y2024, level=Level.COMMUNE, within=world.province, boundary_on=boundary_on).told
        ),
    )


def test_the_list_takes_the_same_queries_for_any_number_of_indicators(world: World) -> None:
    rows: list[Indicator] = []
    codes = iter(["I-0101", "I-0319", "I-0320", "I-0321"])

    def add() -> None:
        rows.append(indicator(next(codes)))
        put(rows[-1].code, world.a, 3)

    assert_constant_queries(add_row=add, read=lambda: latest(SYSTEM, rows, world.province, on=dt.date(2025, 5, 20)))


def test_what_was_divided_inside_a_place_is_in_its_total(world: World) -> None:
    for unit, number in ((world.a, 10), (world.b, 20), (world.d, 30), (world.s, 5)):
        put("I-0604", unit, number, period="2025H1")
    with clock.frozen(clock.at(dt.date(2026, 1, 5))):
        for unit, number in ((world.ab, 12), (world.e, 7), (world.f, 8), (world.s, 5)):
            put("I-0604", unit, number, period="2025H2")
    row, year = indicator("I-0604"), period_of("2025")
    found = table(SYSTEM, row, year, level=Level.COMMUNE, within=world.province)
    assert found.told == Told(Fraction(97)), "no share is needed for the whole"
    assert {name: each.is_partial for name, each in told(found).items()} == {
        "Xã C": False,
        "Xã E": True,
        "Xã F": True,
        "Xã S": False,
    }
    (point,) = series(SYSTEM, row, world.province, [year])
    assert point.told == found.told
    weigh(world, "0.6")
    found = table(SYSTEM, row, year, level=Level.COMMUNE, within=world.province)
    assert found.told == Told(Fraction(97))
    assert told(found)["Xã E"] == Told(Fraction(25), is_estimate=True)


def test_a_half_that_a_divided_unit_did_not_tell_is_missed_in_the_total(world: World) -> None:
    put("I-0604", world.s, 5, period="2025")
    with clock.frozen(clock.at(dt.date(2026, 1, 5))):
        for unit in (world.e, world.f):
            put("I-0604", unit, 7, period="2025H2")
        put("I-0604", world.ab, 1, period="2025")
    found = table(SYSTEM, indicator("I-0604"), period_of("2025"), level=Level.COMMUNE, within=world.province)
    assert found.told == Told(Fraction(20), is_partial=True)


def test_a_computed_indicator_is_never_made_of_sums_over_different_units(world: World) -> None:
    share, fewer = indicator("9", "NPA-2021-2030"), indicator("13", "NPA-2021-2030")
    for unit in world.old:
        put("II-0101", unit, 10)
    put("I-0101", world.s, 1000)
    (point,) = series(SYSTEM, share, world.province, [Y2024])
    assert point.told == Told(Fraction(1), is_partial=True), "of S, which alone told both"
    for unit in world.old:
        put("13a", unit, 10, set_code="NPA-2021-2030")
    put("13a", world.s, 10, period="2023", set_code="NPA-2021-2030")
    (point,) = series(SYSTEM, fewer, world.province, [Y2024])
    assert point.told == Told(Fraction(0), is_partial=True)
    for unit in world.old[:3]:
        put("13a", unit, 20, period="2023", set_code="NPA-2021-2030")
    (point,) = series(SYSTEM, fewer, world.province, [Y2024])
    assert point.told == Told(Fraction(300, 7)), "all told both years"


def test_a_computed_indicator_that_nobody_told_whole_is_not_told(world: World) -> None:
    put("II-0101", world.a, 10)
    put("I-0101", world.s, 1000)
    (point,) = series(SYSTEM, indicator("9", "NPA-2021-2030"), world.province, [Y2024])
    assert (point.told.value, point.told.unknown) == (None, Unknown.NOTHING_TO_ADD)
