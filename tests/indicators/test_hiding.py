"""From everything that somebody may fetch no small number of persons can be worked out (decision 0042)."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.indicators.hiding import own_unit_of
from mangnon.indicators.models import Figure
from mangnon.indicators.public import (
    is_hidden_place,
    latest,
    parts_of,
    period_of,
    pivot,
    series,
    table,
)
from mangnon.indicators.rules.suppression import Equation, determined
from mangnon.indicators.terms import Unknown
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.territory.models import ParentEdge
from mangnon.territory.public import Level
from tests.harness.queries import assert_constant_queries
from tests.indicators.made import JULY, World, actor, cell, committee, commune, indicator, put

pytestmark = pytest.mark.django_db

Y2024 = period_of("2024")
CHILDREN = "I-0319"


@pytest.fixture
def reader(world: World) -> Actor:
    return actor(world.health, Role.DEPARTMENT_OFFICER)


@pytest.fixture
def lead(world: World) -> Actor:
    return actor(world.health, Role.PROVINCIAL_LEAD)


def told(world: World, *numbers: int | None) -> None:
    for unit, number in zip(world.old, numbers, strict=True):
        if number is not None:
            put(CHILDREN, unit, number)


def shown(viewer: Actor, world: World, boundary_on: dt.date | None = None) -> dict[str, Fraction | None]:
    found = table(
        viewer, indicator(CHILDREN), Y2024, level=Level.COMMUNE, within=world.province, boundary_on=boundary_on
    )
    values = {row.unit.code: row.told.value for row in found.rows}
    for row in found.rows:
        if row.told.unknown == Unknown.SUPPRESSED:
            assert (row.sum.count, row.sum.numerator, row.sum.denominator) == (None, None, None)
    return {**values, "": found.told.value}


def test_the_lead_sees_all_and_others_what_tells_of_nobody(world: World, reader: Actor, lead: Actor) -> None:
    told(world, 2, 30, 40, 50)
    assert shown(lead, world) == {"91A": 2, "91B": 30, "91D": 40, "91S": 50, "": 122}
    assert shown(reader, world) == {"91A": None, "91B": None, "91D": 40, "91S": 50, "": 122}


def test_a_rate_of_few_is_hidden_with_what_stands_below_the_line(world: World, reader: Actor) -> None:
    for unit, above in ((world.a, 2), (world.b, 30), (world.d, 40), (world.s, 50)):
        put("I-0303", unit, cell(above, 100))
    found = table(reader, indicator("I-0303"), Y2024, level=Level.COMMUNE, within=world.province)
    rows = {row.unit.code: (row.told.value is None, row.sum.denominator) for row in found.rows}
    assert rows == {"91A": (True, None), "91B": (True, None), "91D": (False, 100), "91S": (False, 100)}


@pytest.mark.parametrize("below", [3, 60])
def test_nothing_out_of_few_tells_of_the_few(world: World, reader: Actor, lead: Actor, below: int) -> None:
    for unit, numbers in ((world.a, (0, below)), (world.b, (30, 100)), (world.d, (40, 100)), (world.s, (50, 100))):
        put("II-0104", unit, cell(*numbers))
    row = indicator("II-0104")
    for viewer, is_lead in ((reader, False), (lead, True)):
        found = table(viewer, row, Y2024, level=Level.COMMUNE, within=world.province)
        hidden = {each.unit.code for each in found.rows if each.sum.denominator is None}
        assert hidden == (set() if is_lead or below == 60 else {"91A", "91B"})
        (point,) = series(viewer, row, world.a, [Y2024])
        assert (point.told.value is None) is ("91A" in hidden)


def test_the_boundaries_of_today_give_nothing_away(world: World, reader: Actor) -> None:
    told(world, 2, 30, 40, 50)
    with clock.frozen(clock.at(dt.date(2025, 8, 1), 9)):
        today = shown(reader, world, dt.date(2025, 8, 1))
        at_end = shown(reader, world)
    assert at_end["91A"] is None
    # Of A and B together 32 is no small number, and neither can be told from it while B is hidden too.
    assert at_end["91B"] is None or today["91AB"] is None
    elsewhere = shown(reader, world, dt.date(2019, 5, 5))
    assert set(elsewhere.values()) == {None}


def test_a_commune_sees_its_own_number_and_works_no_other_out(world: World) -> None:
    told(world, 40, 3, 50, 2)
    own = actor(committee(world.s), Role.LOCAL_OFFICER)
    assert own_unit_of(own) == world.s.pk
    found = shown(own, world)
    assert found["91S"] == 2
    assert found["91B"] is None
    assert sum(value is None for value in found.values()) >= 2, "two unknown beside the own number"


def test_a_number_that_stands_alone(world: World, reader: Actor, lead: Actor) -> None:
    put(CHILDREN, world.a, 3)
    row = indicator(CHILDREN)
    for viewer, value in ((reader, None), (lead, 3)):
        (point,) = series(viewer, row, world.province, [Y2024])
        assert point.told.value == value
        assert latest(viewer, [row], world.province, on=dt.date(2025, 1, 1))[row.pk].told.value == value


def test_a_commune_over_the_years_is_as_in_the_tables(world: World, reader: Actor) -> None:
    told(world, 2, 30, 40, 50)
    row = indicator(CHILDREN)
    for unit, value in ((world.a, None), (world.b, None), (world.d, 40)):
        (point,) = series(reader, row, unit, [Y2024])
        assert point.told.value == value
    assert is_hidden_place(reader, row, world.ab, Y2024), "a unit of another day"


def test_parts_are_shown_of_the_province_alone(world: World, reader: Actor) -> None:
    for part, number in (("", 40), ("sex=male", 37), ("sex=female", 3)):
        put(CHILDREN, world.s, number, part=part)
    of_province = parts_of(reader, indicator(CHILDREN), world.province, Y2024)
    assert {part.breakdown.label: part.told.value for part in of_province} == {"Tổng số": 40, "Nam": None, "Nữ": None}
    assert {part.told.value for part in parts_of(reader, indicator(CHILDREN), world.s, Y2024)} == {None}


def test_sums_made_in_the_database_are_for_the_lead(world: World, reader: Actor, lead: Actor) -> None:
    put(CHILDREN, world.a, 3)
    with pytest.raises(NotAllowed):
        pivot(reader, [indicator(CHILDREN).pk], ["2024"], within=world.province)
    assert pivot(lead, [indicator(CHILDREN).pk], ["2024"], within=world.province)


def test_pages_and_files_hide_the_same(world: World, reader: Actor, client: Client) -> None:
    told(world, 2, 30, 40, 50)
    row = indicator(CHILDREN)
    client.force_login(get_user_model().objects.get(pk=reader.user_id))
    address = reverse("indicator", args=[row.set.code, row.code])
    page = client.get(address, {"nam": "2024"}).content.decode()
    assert "2 đơn vị có số người dưới 5" in " ".join(page.split())
    assert ">30<" not in page
    sheet = client.get(address, {"nam": "2024", "dang": "csv"})
    assert sheet.status_code == 200
    lines = sheet.content.decode().splitlines()
    assert [line for line in lines if "Xã A" in line and "quá nhỏ" in line]
    numbers = [re.sub(r"<[^>]*>", " ", line).split() for line in lines if "Xã B" in line]  # not keys in addresses
    assert numbers
    assert not [each for each in numbers if "30" in each]
    figure = client.get(reverse("figure", args=[row.set.code, row.code, world.a.pk, "2024"])).content.decode()
    assert "Số nhỏ không hiện ở đây" in figure
    Figure.objects.filter(unit=world.a).update(agency=reader.agency_id)
    assert (
        "được dùng" in client.get(reverse("figure", args=[row.set.code, row.code, world.a.pk, "2024"])).content.decode()
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.none() | st.integers(0, 12), min_size=4, max_size=4))
@example(numbers=[3, 10, 8, 9])
@example(numbers=[2, None, 40, 50])
@example(numbers=[1, 1, 1, 1])
def test_nothing_hidden_follows_from_all_that_is_shown(world: World, reader: Actor, numbers: list[int | None]) -> None:
    """D is divided without shares, so E and F tell nothing; A and B are one commune today."""
    Figure.objects.all().delete()
    told(world, *numbers)
    with clock.frozen(clock.at(dt.date(2025, 8, 1), 9)):
        at_end = shown(reader, world)
        today = shown(reader, world, dt.date(2025, 8, 1))
    cells = ["91A", "91B", "91D", "91S"]
    known = {code for code, number in zip(cells, numbers, strict=True) if number is not None}
    small = {code for code, number in zip(cells, numbers, strict=True) if number is not None and 0 < number < 5}
    assert all(at_end[code] is None for code in small)
    values = {**today, **at_end}
    sums = [
        Equation("", tuple(code for code in cells if code in known)),
        Equation("91AB", tuple(code for code in ("91A", "91B") if code in known)),
    ]
    unknown = {code for code in (*known, "", "91AB") if values.get(code) is None}
    assert not determined(sums, unknown) & small


def test_hiding_takes_the_same_queries_for_any_number_of_units(world: World, reader: Actor) -> None:
    letters = iter("GHIK")
    row = indicator(CHILDREN)
    told(world, 2, 30, 40, 50)
    assert_constant_queries(
        add_row=lambda: put(CHILDREN, commune(f"91{next(letters)}", world.province), 7),
        read=lambda: table(reader, row, Y2024, level=Level.COMMUNE, within=world.province),
    )


def test_whose_places_units_are_matters_to_nobody_else(world: World, reader: Actor) -> None:
    assert ParentEdge.objects.filter(parent=world.province, valid_from=JULY).exists()
    assert shown(SYSTEM, world)[""] is None
    assert own_unit_of(reader) is None


def test_parts_of_a_year_do_not_give_a_small_number_away_by_subtraction(
    world: World, reader: Actor, lead: Actor, client: Client
) -> None:
    """A flow of persons: A told 10 in the first half and 2 in the second; the year says 12."""
    code = "I-0321"
    row = indicator(code)
    for unit, (first, second) in zip(world.old, ((10, 2), (40, 50), (30, 40), (20, 20)), strict=True):
        put(code, unit, first, period="2024H1")
        put(code, unit, second, period="2024H2")
    periods = [period_of(each) for each in ("2024", "2024H1", "2024H2", "2024M9", "2024Q1")]

    def of(viewer: Actor) -> list[Fraction | None]:
        return [point.told.value for point in series(viewer, row, world.a, periods)]

    assert of(reader)[:3] == [12, None, None]
    assert of(lead)[:3] == [12, 10, 2]
    assert of(actor(committee(world.a), Role.LOCAL_OFFICER))[:3] == [12, 10, 2], "its own numbers"
    half = table(reader, row, periods[1], level=Level.COMMUNE, within=world.province)
    assert [each.told.unknown for each in half.rows] == [Unknown.SUPPRESSED] * 4
    assert half.told.value == 100, "the sum over all units is shown"
    client.force_login(get_user_model().objects.get(pk=reader.user_id))
    address = reverse("figure", args=["TT13-2021", code, world.a.pk, "2024H1"])
    assert "Số nhỏ không hiện ở đây" in client.get(address).content.decode()


def test_breakdowns_of_a_part_of_a_year_are_the_leads(world: World, reader: Actor, lead: Actor) -> None:
    for unit in world.old:
        for key, number in (("", 100), ("sex=male", 60), ("sex=female", 40)):
            put(CHILDREN, unit, number, period="2024H2", part=key)
    half = period_of("2024H2")

    def of(viewer: Actor) -> dict[str, Fraction | None]:
        found = parts_of(viewer, indicator(CHILDREN), world.province, half)
        return {part.breakdown.key: part.told.value for part in found}

    assert of(reader) == {"": 400, "sex=male": None, "sex=female": None}
    assert of(lead) == {"": 400, "sex=male": 240, "sex=female": 160}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.sampled_from([None, 0, 1, 4, 6, 60]), min_size=4, max_size=4))
@example(numbers=[4, None, None, 10])
@example(numbers=[4, 0, 0, 10])
@example(numbers=[3, 3, 3, 3])
def test_a_commune_sees_no_total_that_is_small_without_its_own(world: World, numbers: list[int | None]) -> None:
    Figure.objects.all().delete()
    told(world, *numbers)
    neighbour = actor(committee(world.s), Role.LOCAL_OFFICER)
    row = indicator(CHILDREN)
    whole = table(neighbour, row, Y2024, level=Level.COMMUNE, within=world.province).told
    (point,) = series(neighbour, row, world.province, [Y2024])
    last = latest(neighbour, [row], world.province, on=dt.date(2025, 5, 20)).get(row.pk)
    rest = sum(number or 0 for number in numbers[:3])
    if 0 < rest < 5:
        assert point.told.unknown == whole.unknown == Unknown.SUPPRESSED
    assert point.told == whole
    assert last is None or last.told == whole
    parts = parts_of(neighbour, row, world.province, Y2024)
    assert not parts or parts[0].told == whole


def test_a_commune_sees_no_part_of_the_province_that_is_small_without_its_own(world: World) -> None:
    for unit, girls in ((world.a, 2), (world.s, 4)):
        put(CHILDREN, unit, 40)
        put(CHILDREN, unit, girls, part="sex=female")
    for viewer, shown_girls in ((actor(committee(world.s), Role.LOCAL_OFFICER), None), (SYSTEM, 6)):
        parts = parts_of(viewer, indicator(CHILDREN), world.province, Y2024)
        told_parts = {part.breakdown.key: part.told.value for part in parts}
        assert told_parts == {"": 80, "sex=female": shown_girls}


def test_the_list_of_a_commune_takes_the_same_queries_for_any_number_of_indicators(world: World) -> None:
    neighbour, rows = actor(committee(world.s), Role.LOCAL_OFFICER), []
    codes = iter(["I-0101", "I-0319", "I-0320", "I-0321"])

    def add() -> None:
        rows.append(indicator(next(codes)))
        put(rows[-1].code, world.a, 30)

    assert_constant_queries(add_row=add, read=lambda: latest(neighbour, rows, world.province, on=dt.date(2025, 5, 20)))


def test_what_is_in_the_total_and_in_no_row_gives_no_small_number_away(world: World, reader: Actor) -> None:
    """D was divided, so its cases stand in the total alone: the total less the rows is D's number."""
    for unit, number in ((world.a, 10), (world.b, 20), (world.d, 3), (world.s, 50)):
        put("I-0604", unit, number, period="2025H1")
    with clock.frozen(clock.at(dt.date(2026, 1, 5))):
        for unit, number in ((world.ab, 12), (world.e, 7), (world.f, 8), (world.s, 50)):
            put("I-0604", unit, number, period="2025H2")
        found = table(reader, indicator("I-0604"), period_of("2025"), level=Level.COMMUNE, within=world.province)
    hidden = [row.unit.name for row in found.rows if row.told.value is None]
    assert found.told.value is None or hidden, "the total or a row beside it is hidden"


def test_who_carries_on_a_merged_commune_knows_what_went_into_it(world: World) -> None:
    """Of AB, formed from A and B: the total less their fifty would be S's four."""
    told(world, 30, 20, 0, 4)
    with clock.frozen(clock.at(dt.date(2025, 9, 1), 9)):
        heir = actor(committee(world.ab), Role.LOCAL_OFFICER)
        for boundary in (None, dt.date(2025, 9, 1)):
            found = shown(heir, world, boundary)
            assert found[""] is None
            assert found["91S"] is None
        row = indicator(CHILDREN)
        (whole,) = series(heir, row, world.province, [Y2024])
        assert whole.told.value is None
        Figure.objects.all().delete()
        told(world, 3, 1, 60, 40)
        assert [shown(heir, world)[code] for code in ("91A", "91B", "91D", "91S", "")] == [3, 1, 60, 40, 104]
