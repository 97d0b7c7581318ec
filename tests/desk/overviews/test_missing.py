"""Who is missing for what has a target, however the year was told; the comparison follows the year that was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.desk.overviews.for_lead import LeadOverview, lead_overview
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import set_target
from mangnon.kernel import clock
from mangnon.territory.models import Unit
from tests.harness.queries import assert_constant_queries
from tests.indicators import made

TODAY = dt.date(2026, 3, 2)
NPA = "NPA-2021-2030"


@pytest.fixture
def world(db: None) -> Iterator[made.World]:
    with clock.frozen(clock.at(TODAY)):
        yield made.world()


def _lead(world: made.World) -> Actor:
    return made.actor(world.health, Role.PROVINCIAL_LEAD)


def _read(world: made.World, *, year: int = 2024, indicator: Indicator | None = None) -> LeadOverview:
    key = indicator.pk if indicator else None
    return lead_overview(_lead(world), year=year, indicator_key=key, at_today=False, now=clock.at(TODAY))


def _missing(world: made.World, *, year: int = 2024) -> dict[str, tuple[int, int]]:
    """Told and missing communes by code."""
    return {line.indicator.code: (line.told, line.missing) for line in _read(world, year=year).missing}


def _npa(code: str) -> Indicator:
    return Indicator.objects.select_related("set").get(set__code=NPA, code=code)


def test_every_indicator_with_a_target_is_missed(world: made.World) -> None:
    aimed = Indicator.objects.filter(set__code=NPA, targets__isnull=False, targets__is_baseline=False).distinct()
    assert aimed.filter(same_as__isnull=False).count() > 20
    assert set(_missing(world, year=2025)) == {each.code for each in aimed}


def test_what_was_told_of_the_same_indicator_is_told(world: made.World) -> None:
    for unit in world.old[:3]:
        made.put("I-0301", unit, made.cell(5, 100), period="2024")
    assert _missing(world)["8a"] == (3, 1)
    made.put("I-0301", world.s, made.cell(5, 100), period="2024")
    assert "8a" not in _missing(world)


def test_an_indicator_and_its_like_are_missed_once(world: made.World) -> None:
    row = made.indicator("I-0301")
    set_target(actor=SYSTEM, indicator=row, unit=world.province, year=2025, comparison="below", high=7, source="Mẫu")
    made.put("I-0301", world.a, made.cell(5, 100), period="2024")
    codes = set(_missing(world))
    assert len(codes & {"8a", "I-0301"}) == 1


def test_the_year_may_be_told_in_halves_from_the_fifteenth_or_as_a_school_year(world: made.World) -> None:
    code = "I-0321"  # what happens in a period
    row = made.indicator(code)
    set_target(actor=SYSTEM, indicator=row, unit=world.province, year=2024, comparison="at_most", high=9, source="Mẫu")
    assert _missing(world)[code] == (0, 4)
    for half in ("2024H1", "2024H2"):
        made.put(code, world.a, 5, period=half)
    made.put(code, world.b, 7, period="2024W")
    made.put(code, world.d, 7, period="2023-2024")
    made.put(code, world.s, 7, period="2024H1")
    assert _missing(world)[code] == (3, 1), "half a year is not the year"
    made.put(code, world.s, made.NOT_COLLECTED, period="2024H2")
    assert code not in _missing(world), "who said that nobody counts is not silent"
    line = _read(world)
    assert line.told[row.pk].unknown == 1


def test_what_merged_communes_told_before_is_of_their_heir(world: made.World) -> None:
    code = "I-0321"
    row = made.indicator(code)
    set_target(actor=SYSTEM, indicator=row, unit=world.province, year=2025, comparison="at_most", high=9, source="Mẫu")
    for unit in (world.a, world.b, world.s):
        made.put(code, unit, 5, period="2025H1")
    for unit in (world.ab, world.e, world.s):
        made.put(code, unit, 5, period="2025H2")
    assert _missing(world, year=2025)[code] == (2, 2), "D told nothing of its first half"
    made.put(code, world.d, 5, period="2025H1")
    assert _missing(world, year=2025)[code] == (3, 1)


def test_what_the_province_itself_told_nobody_is_missed_for(world: made.World) -> None:
    made.put("I-0208", world.province, made.cell(5, 1000), period="2024")
    assert "11a" not in _missing(world)
    assert "11b" in _missing(world)
    made.put("I-0301", world.a, made.cell(50, 1000), period="2024")
    opened = _read(world).indicator
    assert opened == made.indicator("I-0301"), "of what the province told there are no communes to compare"


def test_a_computed_indicator_is_told_by_whoever_told_all_it_rests_on(world: made.World) -> None:
    for unit in world.old:
        made.put("I-0101", unit, 1000, period="2024")
    assert _missing(world)["9"] == (0, 4)
    made.put("II-0101", world.a, 10, period="2024")
    assert _missing(world)["9"] == (1, 3)


def test_the_comparison_reads_the_window_in_which_the_year_was_told(world: made.World) -> None:
    row = _npa("20b")
    for unit, above in ((world.a, 40), (world.b, 60), (world.d, 80)):
        made.put("20b", unit, made.cell(above, 100), period="2024W", set_code=NPA)
    made.put("20b", world.s, made.cell(50, 100), period="2024", set_code=NPA)
    found = _read(world, indicator=row)
    assert found.compared is not None
    assert found.compared.table.period.code == "2024W"
    values = {line.unit: line.reading.value for line in found.compared.lines}
    assert (values[world.a], values[world.d]) == (40, 80)
    assert values[world.s] == 50 or found.told[row.pk].otherwise == 1


def test_the_comparison_holds_communes_against_what_the_programme_asks(world: made.World) -> None:
    for unit in (world.ab, world.e, world.f, world.s):
        made.put("I-0301", unit, made.cell(60, 1000), period="2025")
    found = _read(world, year=2025, indicator=made.indicator("I-0301"))
    assert [(each.indicator.code, each.target.year) for each in found.aims] == [("8a", 2025)]
    client = Client()
    client.force_login(User.objects.get(pk=_lead(world).user_id))
    asked = {"chi-tieu": str(found.indicator.pk if found.indicator else ""), "nam": "2025"}
    page = html.document_fromstring(client.get(reverse("overview_lead"), asked).content.decode())
    section = page.xpath("//section[@aria-labelledby='so-sanh']")[0]
    assert section.xpath(".//*[contains(@class, 'c-goal')]")
    assert "6,5" in section.text_content()
    assert "8a" in section.text_content()


def test_communes_periods_and_targets_cost_no_more_statements(world: made.World) -> None:
    row, numbers = made.indicator("I-0321"), iter("GHIKLMNOP")
    others = iter(Indicator.objects.filter(set__code="TT13-2021", kind="count", is_heading=False, same_as=None)[3:12])
    lead = _lead(world)
    made.put(row.code, world.s, 5, period="2025W")
    made.put(row.code, world.d, 5, period="2025H1")
    made.put(row.code, world.e, 5, period="2025H2")

    def another() -> Unit:
        unit = made.commune(f"91{next(numbers)}", world.province, since=made.JULY)
        made.put(row.code, unit, 70, period="2025H2")
        other = next(others)
        set_target(
            actor=SYSTEM, indicator=other, unit=world.province, year=2025, comparison="at_most", high=9, source="Mẫu"
        )
        made.put(other.code, unit, 7, period="2025")
        return unit

    assert_constant_queries(add_row=another, read=lambda: lead_overview(lead, year=2025, now=clock.at(TODAY)))
