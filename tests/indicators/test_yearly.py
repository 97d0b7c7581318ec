"""The last value, the values by year: whole years first, whatever windows they were told in."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import Period, Told, by_year, latest, period_of, series
from mangnon.indicators.yearly import course_of_years
from tests.harness.queries import assert_constant_queries
from tests.indicators.made import NOT_COLLECTED, World, cell, indicator, put

pytestmark = pytest.mark.django_db

IN_DECEMBER, STOCK, FLOW = dt.date(2024, 12, 20), "I-0101", "I-0321"


def last(world: World, code: str, *, on: dt.date = IN_DECEMBER) -> tuple[str, Told] | None:
    row = indicator(code)
    point = latest(SYSTEM, [row], world.province, on=on).get(row.pk)
    return (point.period.code, point.told) if point else None


@pytest.mark.parametrize("code", [STOCK, FLOW])
def test_half_a_year_does_not_hide_the_year_before(world: World, code: str) -> None:
    for unit in world.old:
        put(code, unit, 30, period="2023")
        put(code, unit, 10, period="2024H1")
    assert last(world, code) == ("2023", Told(Fraction(120)))


def test_a_part_of_a_year_is_told_as_such_where_no_year_was(world: World) -> None:
    for unit in world.old:
        put(FLOW, unit, 10, period="2024H1")
        put(FLOW, unit, 4, period="2024Q1")
    assert last(world, FLOW) == ("2024H1", Told(Fraction(40)))


def test_windows_from_the_fifteenth_are_years_too(world: World) -> None:
    for unit in world.old:
        put(FLOW, unit, 7, period="2024H1W")
        put(FLOW, unit, 8, period="2024H2W")
    assert last(world, FLOW) == ("2024W", Told(Fraction(60)))
    row = indicator(FLOW)
    told = by_year(SYSTEM, [row], world.province, on=IN_DECEMBER, years=2)
    assert {year: [point.told for point in points.values()] for year, points in told.items()} == {
        2023: [],
        2024: [Told(Fraction(60))],
    }
    course = course_of_years(SYSTEM, row, world.province, [2023, 2024], on=IN_DECEMBER)
    assert [each.code for each in course] == ["2023", "2024W"]


def test_a_year_that_nobody_could_tell_gives_way_to_the_one_before(world: World) -> None:
    put(FLOW, world.a, 9, period="2022")
    put(FLOW, world.a, NOT_COLLECTED, period="2023")
    assert last(world, FLOW) == ("2022", Told(Fraction(9), is_partial=True))


@pytest.mark.parametrize("name", ["YC20241231", "0-DOT-XUAT"])
def test_the_same_days_under_two_codes_are_one_year(world: World, name: str) -> None:
    call = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), name)
    put(FLOW, world.a, 30)
    put(FLOW, world.b, 7, period=call)
    put(FLOW, world.s, 5)
    put(FLOW, world.s, 6, period=call)
    (point,) = series(SYSTEM, indicator(FLOW), world.province, [period_of("2024")])
    assert point.told == Told(Fraction(30 + 7 + 5), is_partial=True)
    (point,) = series(SYSTEM, indicator(FLOW), world.province, [call])
    assert point.told == Told(Fraction(30 + 7 + 6), is_partial=True)


def test_numerator_over_denominator_is_the_rate(world: World) -> None:
    put("I-0301", world.a, cell(10, 100))
    put("I-0301", world.b, cell(10))
    made = Indicator.objects.create(
        set=indicator("I-0301").set,
        code="THU-1",
        name="Thử",
        kind="computed",
        expression="num([I-0301]) / den([I-0301]) * 100",
        position=999,
    )
    (rate,) = series(SYSTEM, indicator("I-0301"), world.province, [period_of("2024")])
    (point,) = series(SYSTEM, made, world.province, [period_of("2024")])
    assert rate.told == point.told == Told(Fraction(10), is_partial=True)


def test_what_rests_on_the_year_before_is_read_in_a_window_with_a_code_of_its_own(world: World) -> None:
    made = Indicator.objects.create(
        set=indicator(FLOW).set, code="THU-2", name="Thử", kind="computed", expression=f"[{FLOW}] - [{FLOW}@-1]"
    )
    call = Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30), "YC20240630")
    put(FLOW, world.s, 9, period="2023H1")
    put(FLOW, world.s, 11, period=call)
    (point,) = series(SYSTEM, made, world.s, [call])
    assert point.told == Told(Fraction(2))
    assert latest(SYSTEM, [made], world.s, on=IN_DECEMBER)[made.pk].told == Told(Fraction(2))


def test_values_by_year_take_the_same_queries_for_any_number_of_indicators(world: World) -> None:
    rows: list[Indicator] = []
    codes = iter(["I-0101", "I-0319", "I-0320", "I-0321"])

    def add() -> None:
        rows.append(indicator(next(codes)))
        put(rows[-1].code, world.a, 3)

    assert_constant_queries(add_row=add, read=lambda: by_year(SYSTEM, rows, world.province, on=IN_DECEMBER, years=2))


def test_the_report_of_a_year_is_told_before_the_year_ends(world: World) -> None:
    for unit in world.old:
        put(FLOW, unit, 30, period="2023")
        put(FLOW, unit, 40, period="2024")
    assert last(world, FLOW, on=dt.date(2024, 12, 10)) == ("2024", Told(Fraction(160)))
    assert last(world, FLOW, on=dt.date(2023, 12, 10)) == ("2023", Told(Fraction(120)))


def test_the_first_to_tell_a_year_does_not_take_the_place_of_all(world: World) -> None:
    for unit in world.old:
        put(FLOW, unit, 30, period="2023")
    put(FLOW, world.a, 40)
    assert last(world, FLOW) == ("2023", Told(Fraction(120)))
    put(FLOW, world.b, 40)
    assert last(world, FLOW) == ("2024", Told(Fraction(80), is_partial=True)), "half of them have told it"
