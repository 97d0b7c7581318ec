"""Indicators on the overviews: standing to targets, what got worse, communes compared, small numbers never shown."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.desk.overviews.comparing import compared
from mangnon.desk.overviews.for_body import own_figures, told_figures
from mangnon.desk.overviews.for_lead import lead_overview, missing_figures
from mangnon.desk.overviews.told_indicators import counted_views, indicator_lines
from mangnon.desk.terms import TargetView
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import counts_persons, period_of, set_target, small_numbers, told_of_year
from mangnon.indicators.terms import Direction, IndicatorKind
from mangnon.kernel import clock
from mangnon.ui.charts import Mark
from tests.harness.queries import assert_constant_queries
from tests.indicators import made

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def world(db: None) -> made.World:
    return made.world()


@pytest.fixture
def rate(world: made.World) -> Indicator:
    """A rate of persons, more of which is better, with a target of 80 of 100."""
    rows = Indicator.objects.filter(kind=IndicatorKind.RATE, is_heading=False, same_as=None, may_exceed=False)
    rows = rows.filter(set__code="TT13-2021", multiplier=100, targets__isnull=True)
    row = next(each for each in rows if counts_persons(each))
    Indicator.objects.filter(pk=row.pk).update(direction=Direction.UP)
    row.refresh_from_db()
    set_target(
        actor=SYSTEM,
        indicator=row,
        unit=world.province,
        year=2026,
        comparison="at_least",
        low=80,
        source="Kế hoạch mẫu",
    )
    return row


def _put(world: made.World, rate: Indicator, told: dict[str, tuple[int, int] | None], year: str) -> None:
    for name, numbers in told.items():
        if numbers is not None:
            made.put(rate.code, getattr(world, name), made.cell(*numbers), period=year)


def _lead(world: made.World) -> Actor:
    return made.actor(world.health, Role.PROVINCIAL_LEAD)


def test_an_indicator_stands_to_its_target_and_got_worse(world: made.World, rate: Indicator) -> None:
    _put(world, rate, {"ab": (95, 100), "e": (95, 100), "f": (90, 100), "s": (95, 100)}, "2025")
    line = next(each for each in indicator_lines(_lead(world), world.province, on=TODAY) if each.indicator == rate)
    assert (line.view, line.year, line.worse, line.before) == (TargetView.MET, 2025, False, None)
    assert [reading.value for reading in line.readings] == [None, None, None, 93.75, None]
    with clock.frozen(clock.at(dt.date(2026, 12, 31))):
        _put(world, rate, {"ab": (70, 100), "e": (80, 100), "f": (80, 100), "s": (80, 100)}, "2026")
    lines = indicator_lines(_lead(world), world.province, on=dt.date(2026, 12, 31))
    line = next(each for each in lines if each.indicator == rate)
    assert (line.view, line.year, line.worse) == (TargetView.NEAR, 2026, True)
    assert sum(counted_views(lines).values()) == len(lines)


@pytest.mark.parametrize("day", [dt.date(2025, 12, 31), dt.date(2026, 1, 15), dt.date(2026, 12, 31)])
def test_a_value_is_held_against_the_target_of_its_own_year(
    world: made.World, rate: Indicator, client: Client, day: dt.date
) -> None:
    for year, low in ((2025, 65), (2030, 75)):
        set_target(
            actor=SYSTEM, indicator=rate, unit=world.province, year=year, comparison="at_least", low=low, source="Mẫu"
        )
    _put(world, rate, dict.fromkeys(("ab", "e", "f", "s"), (66, 100)), "2025")
    lead = _lead(world)
    client.force_login(User.objects.get(pk=lead.user_id))
    with clock.frozen(clock.at(day)):
        line = next(each for each in indicator_lines(lead, world.province, on=day) if each.indicator == rate)
        assert (line.view, line.target.year, line.year) == (TargetView.MET, 2025, 2025)
        for name, more in (("indicators", {"tim": rate.name[:40]}), ("targets", {})):
            page = html.document_fromstring(client.get(reverse(name), more).content.decode())
            (row,) = page.xpath(f"//tbody/tr[.//a[contains(@href, '/{rate.code}/')]]")
            assert "Đạt" in row.text_content()
            assert "Chưa đạt" not in row.text_content()
        page = client.get(reverse("indicator_targets", args=[rate.set.code, rate.code])).content.decode()
        assert "Giá trị của năm 2025 so với mức" in page
        assert "(2025).</span>" in page


def test_communes_are_ranked_only_where_their_intervals_part(world: made.World, rate: Indicator) -> None:
    _put(world, rate, {"ab": (950, 1000), "e": (600, 1000), "f": (610, 1000), "s": (12, 20)}, "2025")
    found = compared(_lead(world), rate, period_of("2025"), world.province)
    ranks = {line.unit.pk: (line.rank, line.side, line.reading.mark) for line in found.lines}
    assert ranks[world.ab.pk] == ((1, 1), "above", Mark.VALUE)
    assert ranks[world.e.pk][:2] == ((2, 3), "below")
    assert ranks[world.f.pk][:2] == ((2, 3), "below")
    assert ranks[world.s.pk] == (None, "", Mark.TOO_FEW)
    assert (found.few, found.hidden, found.missing) == (1, 0, 0)


def test_small_numbers_are_hidden_with_their_parts_and_on_every_page(world: made.World, rate: Indicator) -> None:
    small = small_numbers().threshold - 1
    _put(world, rate, {"ab": (small, 1000), "e": (600, 1000), "f": (610, 1000), "s": (700, 1000)}, "2025")
    found = compared(_lead(world), rate, period_of("2025"), world.province)
    line = next(each for each in found.lines if each.unit == world.ab)
    assert (line.reading.mark, line.numerator, line.interval, line.rank) == (Mark.SUPPRESSED, None, None, None)
    assert found.hidden >= 2  # another one too, or the sum would give the first away
    client = Client()
    client.force_login(User.objects.get(pk=_lead(world).user_id))
    with clock.frozen(clock.at(TODAY)):
        asked = {"chi-tieu": str(rate.pk), "nam": "2025"}
        page = html.document_fromstring(client.get(reverse("overview_lead"), asked).content.decode())
        row = page.xpath(f"//tr[th[normalize-space()='{world.ab.name}']]")[0]
        assert "che vì số quá nhỏ" in row.text_content()
        assert f"{100 * small / 1000:g}".replace(".", ",") not in row.text_content()
        told = client.get(reverse("overview_lead"), {**asked, "tep": "du-lieu", "bang": "so-sanh"}).content.decode()
    line = next(line for line in told.splitlines() if world.ab.name in line)
    assert "che vì số quá nhỏ" in line
    assert "1000" not in line


def test_within_the_boundaries_of_the_day_asked_for(world: made.World, rate: Indicator) -> None:
    _put(world, rate, {"a": (80, 100), "b": (90, 100)}, "2024")
    then = compared(_lead(world), rate, period_of("2024"), world.province)
    now = compared(_lead(world), rate, period_of("2024"), world.province, boundary_on=TODAY)
    assert {line.unit.pk for line in then.lines} == {unit.pk for unit in world.old}
    joined = next(line for line in now.lines if line.unit == world.ab)
    assert (joined.numerator, joined.denominator) == (170, 200)


def test_missing_figures_are_counted_in_communes(world: made.World, rate: Indicator) -> None:
    _put(world, rate, {"ab": (80, 100), "e": None}, "2025")
    made.put(rate.code, world.f, made.NOT_COLLECTED, period="2025")
    told = told_of_year(_lead(world), [rate], 2025, within=world.province)
    lines = missing_figures([rate], told)
    assert [(line.told, line.unknown, line.missing, line.communes) for line in lines] == [(1, 1, 2, 4)]


def test_the_lead_officers_page_opens_on_a_rate_that_was_told(world: made.World, rate: Indicator) -> None:
    rates = Indicator.objects.filter(set__code="TT13-2021", kind=IndicatorKind.RATE, is_heading=False, same_as=None)
    other = rates.exclude(pk=rate.pk).order_by("-position")[0]
    lead = _lead(world)

    def opened() -> Indicator | None:
        return lead_overview(lead, now=clock.at(TODAY)).indicator

    assert opened() not in (None, other), "nothing was told: one with a target"
    made.put(other.code, world.ab, made.cell(3, 100), period="2025")
    assert opened() == other
    _put(world, rate, {"ab": (80, 100)}, "2025")
    assert opened() == rate, "told alike, the one with a target"
    made.put(other.code, world.e, made.cell(3, 100), period="2025")
    assert opened() == other, "told by most"


def test_a_commune_beside_its_province(world: made.World, rate: Indicator) -> None:
    _put(world, rate, {"ab": (60, 100), "e": (90, 100), "f": (90, 100), "s": (90, 100)}, "2025")
    officer = made.actor(made.committee(world.ab), Role.LOCAL_OFFICER)
    own = own_figures(officer, world.ab, on=TODAY)[0]
    assert (own.line.indicator, own.year) == (rate, 2025)
    assert own.own is not None
    assert own.whole is not None
    assert (own.own.value, own.whole.value) == (60, 82.5)
    assert own_figures(officer, world.province, on=TODAY) == []
    told = told_figures(officer, on=TODAY)
    assert [(each.year, each.figures, each.units) for each in told] == [("2025", 1, 1)]


def test_indicators_and_communes_cost_no_more_statements(world: made.World, rate: Indicator) -> None:
    _put(world, rate, {"ab": (60, 100), "e": (90, 100)}, "2025")
    lead, numbers = _lead(world), iter("GHIKLM")

    def another() -> None:
        unit = made.commune(f"91{next(numbers)}", world.province, since=made.JULY)
        made.put(rate.code, unit, made.cell(70, 100), period="2025")

    def read() -> None:
        indicator_lines(lead, world.province, on=TODAY)
        compared(lead, rate, period_of("2025"), world.province)
        lead_overview(lead, now=clock.at(TODAY))

    assert_constant_queries(add_row=another, read=read)


def test_the_list_holds_exactly_what_a_tile_counts(world: made.World, rate: Indicator) -> None:
    _put(world, rate, {"ab": (78, 100), "e": (78, 100), "f": (78, 100), "s": (78, 100)}, "2025")
    client = Client()
    client.force_login(User.objects.get(pk=_lead(world).user_id))
    with clock.frozen(clock.at(TODAY)):
        page = html.document_fromstring(client.get(reverse("overview_leader")).content.decode())
        links = page.xpath(f"//a[starts-with(@href, '{reverse('overview_indicators')}?danh-gia')]")
        assert len(links) == len(TargetView)
        for link in links:
            shown = html.document_fromstring(client.get(link.get("href")).content.decode())
            count = shown.xpath("string(//p[@role='status'])").split(" trên ")[0]
            assert link.text == count
        assert next(link for link in links if link.get("href").endswith("=gan-dat")).text == "1"
