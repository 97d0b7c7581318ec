"""Who reads small numbers, and that nobody else can work them out from what is shown (decision 0042)."""

from __future__ import annotations

import itertools

import pytest

from mangnon.accounts.public import Actor, Role
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import Table, hidden_in_print, latest, period_of, series, table
from mangnon.indicators.terms import Unknown
from mangnon.territory.public import Level
from tests.indicators.made import JUNE, World, actor, committee, indicator, put

pytestmark = pytest.mark.django_db

Y2024 = period_of("2024")


def read(viewer: Actor, world: World, row: Indicator) -> Table:
    return table(viewer, row, Y2024, level=Level.COMMUNE, within=world.province)


def reader(world: World) -> Actor:
    return actor(committee(world.s), Role.LOCAL_OFFICER)


def test_lead_officers_read_whole_and_others_do_not(world: World) -> None:
    for unit, number in ((world.a, 2), (world.b, 30), (world.d, 40), (world.s, 50)):
        put("I-0319", unit, number)
    row = indicator("I-0319")
    lead = read(actor(world.health, Role.PROVINCIAL_LEAD), world, row)
    assert [each.told.value for each in lead.rows] == [2, 30, 40, 50]
    other = read(reader(world), world, row)
    hidden = [each.unit.pk for each in other.rows if each.told.unknown == Unknown.SUPPRESSED]
    assert hidden == [world.a.pk, world.b.pk]
    assert all(each.sum.count is None and each.sum.numerator is None for each in other.rows if each.unit.pk in hidden)
    assert other.told.value == 122


def test_a_unit_that_told_nothing_does_not_open_the_hidden_one(world: World) -> None:
    for unit, number in ((world.a, 2), (world.d, 40), (world.s, 50)):
        put("I-0319", unit, number)
    found = hidden_in_print(indicator("I-0319"), Y2024, level=Level.COMMUNE, within=world.province)
    assert found.at_end == {world.a.pk, world.d.pk}


def test_a_body_reads_its_own_number_and_cannot_take_it_off(world: World) -> None:
    put("I-0319", world.s, 3)
    put("I-0319", world.a, 4)
    put("I-0319", world.b, 20)
    told = {each.unit.pk: each.told.value for each in read(reader(world), world, indicator("I-0319")).rows}
    assert told[world.s.pk] == 3
    assert told[world.a.pk] is None
    assert told[world.b.pk] is None


def test_a_small_total_is_hidden_in_every_reading(world: World) -> None:
    put("I-0319", world.a, 3)
    row, viewer = indicator("I-0319"), reader(world)
    assert read(viewer, world, row).told.value is None
    assert [each.told.unknown for each in series(viewer, row, world.province, [Y2024])] == [Unknown.SUPPRESSED]
    (point,) = latest(viewer, [row], world.province, on=JUNE).values()
    assert (point.told.value, point.sum.count) == (None, None)
    lead = actor(world.health, Role.PROVINCIAL_LEAD)
    assert [each.told.value for each in series(lead, row, world.province, [Y2024])] == [3]


@pytest.mark.parametrize(
    "told",
    [
        (2, 30, 9, 6),
        (2, None, 9, 6),
        (1, 1, 1, 1),
        (4, 0, 0, 30),
        (3, 6, None, None),
        (2, 2, 30, 4),
        (None, 4, 4, 4),
        (0, 1, 9, None),
        (6, 9, 30, 2),
    ],
)
def test_no_hidden_number_follows_from_what_is_shown(world: World, told: tuple[int | None, ...]) -> None:
    numbers = {unit.pk: number for unit, number in zip(world.old, told, strict=True)}
    for unit, number in zip(world.old, told, strict=True):
        if number is not None:
            put("I-0319", unit, number)
    viewer, row = reader(world), indicator("I-0319")
    found = read(viewer, world, row)
    hidden = [each.unit.pk for each in found.rows if each.told.unknown == Unknown.SUPPRESSED]
    known = {key: number for key, number in numbers.items() if number is not None}
    small = {key for key, number in known.items() if 0 < number < 5 and key != world.s.pk}
    assert small <= set(hidden)
    if found.sum.count is None:
        return
    rest = found.sum.count - sum(number for key, number in known.items() if key not in hidden)
    fitting = [each for each in itertools.product(range(int(rest) + 1), repeat=len(hidden)) if sum(each) == rest]
    for place, key in enumerate(hidden):
        assert len({each[place] for each in fitting}) > 1, (key, numbers)
