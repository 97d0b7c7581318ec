"""The delivered dictionary, targets, rights to them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.audit.public import verify_chain
from mangnon.indicators.computing import expression_faults
from mangnon.indicators.errors import BadTarget, IndicatorRefused
from mangnon.indicators.limits import limits, small_numbers
from mangnon.indicators.models import Category, Dimension, Indicator, IndicatorSet, Target
from mangnon.indicators.public import (
    add_category,
    dictionary,
    dimensions,
    goals_for,
    indicator_of,
    load_dictionary,
    set_target,
    sets,
    targets_in_force,
    withdraw_target,
)
from mangnon.indicators.rules.ages import Band, is_tiling
from mangnon.indicators.terms import BasisTag, Comparison, Concept, Direction, IndicatorKind
from mangnon.kernel.refusals import NotAllowed
from tests.harness.queries import assert_constant_queries
from tests.indicators.made import World, actor, indicator

pytestmark = pytest.mark.django_db


def test_all_indicators_of_the_circular_and_of_the_programme_are_there(world: World) -> None:
    own = Indicator.objects.filter(part_of__isnull=True)
    circular = own.filter(set__code="TT13-2021")
    assert circular.count() == 84
    assert circular.filter(code__startswith="II-").count() == 24
    assert own.filter(set__code="NPA-2021-2030").count() == 35
    assert Target.objects.count() == 67
    assert not Indicator.objects.filter(set__code="TT13-2021", tag__in=[BasisTag.RECALLED, BasisTag.INFERRED]).exists()


def test_every_indicator_says_what_it_counts_by_which_paper(world: World) -> None:
    for row in Indicator.objects.select_related("set"):
        assert row.name
        assert row.unit_words
        assert row.legal_basis
        if row.kind == IndicatorKind.RATE and not row.is_heading:
            assert row.numerator_words, row.code
            assert row.denominator_words, row.code
            assert row.denominator_nature, row.code
    assert expression_faults(Indicator.objects.select_related("set")) == []


def test_facts_are_those_of_the_papers(world: World) -> None:
    injured = indicator("I-0208")
    assert (injured.multiplier, injured.direction) == (100_000, Direction.DOWN)
    assert injured.denominator_from is not None
    assert injured.denominator_from.code == "I-0101"
    newborn = Target.objects.get(indicator=indicator("3a", "NPA-2021-2030"), year=2025)
    assert (newborn.comparison, newborn.high, newborn.words) == (Comparison.BELOW, Decimal("9.5"), "<9,5")
    dropped = indicator("17b", "NPA-2021-2030")
    assert dropped.same_as is not None
    assert dropped.same_breakdown is not None
    assert (dropped.same_as.code, dropped.same_breakdown.key) == ("I-0409b", "school-level=primary")
    assert not dropped.keeps_figures
    assert indicator("I-0204").is_heading
    assert [part.code for part in indicator("I-0204").parts.order_by("code")] == ["I-0204a", "I-0204b", "I-0204c"]


def test_bands_of_ages_cover_what_they_say(world: World) -> None:
    whole = {"age16": (0, 15), "age18": (0, 17), "age-law": (0, 15), "age-child": (0, 17), "age-work": (5, 17)}
    for code, (low, high) in whole.items():
        groups = Category.objects.filter(dimension__code=code).order_by("position")
        bands = [Band(each.code, each.low_age or 0, each.high_age or 0) for each in groups]
        assert is_tiling(bands, low, high), code
    assert Category.objects.filter(dimension__code="ethnicity", parent__code="other").count() == 53
    assert Dimension.objects.filter(concept=Concept.SEX).count() == 1


def test_loading_again_changes_nothing_and_puts_a_wrong_fact_right(world: World) -> None:
    again = load_dictionary(actor=SYSTEM)
    assert (again.new, again.changed) == (0, 0)
    Indicator.objects.filter(code="I-0101").update(name="Sai")
    Indicator.objects.filter(set__code="NPA-2021-2030", code="24").update(same_as=None)
    mended = load_dictionary(actor=SYSTEM)
    assert (mended.new, mended.changed) == (0, 2)
    assert indicator("I-0101").name == "Dân số trẻ em"


def test_the_dictionary_is_searched_without_accents(world: World) -> None:
    found = dictionary(SYSTEM, query="duoi nuoc")
    assert [row.code for row in found] == ["I-0210"]
    assert {row.set.code for row in dictionary(SYSTEM, set_code="NPA-2021-2030")} == {"NPA-2021-2030"}
    assert all(row.group == "Giáo dục" for row in dictionary(SYSTEM, group="Giáo dục"))
    assert "II-0201" not in {row.code for row in dictionary(SYSTEM, on=dt.date(2021, 12, 1))}
    one = indicator_of(SYSTEM, "TT13-2021", "I-0101")
    assert one is not None
    assert [each.dimension.code for each in one.dimensions.all()] == ["sex", "age16", "ethnicity", "residence"]
    assert [each.name for each in dimensions(SYSTEM)[0].categories.all()] == ["Nam", "Nữ"]


def test_reading_the_dictionary_takes_the_same_queries_for_any_number_of_rows(world: World) -> None:
    rows = iter(range(100))

    def add() -> None:
        number = next(rows)
        Indicator.objects.create(
            set=IndicatorSet.objects.get(code="TT13-2021"),
            code=f"M-{number}",
            name="Mẫu",
            kind=IndicatorKind.COUNT,
            unit_words="trẻ em",
            nature="stock",
        )

    assert_constant_queries(add_row=add, read=lambda: [row.set.name for row in dictionary(SYSTEM)])


def test_a_province_sets_its_own_target_with_its_paper(world: World) -> None:
    lead = actor(world.health, Role.PROVINCIAL_LEAD)
    row = indicator("14", "NPA-2021-2030")
    own = set_target(
        actor=lead,
        indicator=row,
        unit=world.province,
        year=2025,
        comparison=Comparison.AT_LEAST,
        low=Decimal("99.5"),
        source="Kế hoạch 99/KH-UBND",
    )
    day = dt.date(2025, 5, 20)
    assert goals_for(lead, [row], year=2025, unit=world.province, on=day)[row.pk] == own
    assert goals_for(lead, [row], year=2025, unit=world.s, on=day)[row.pk] == own
    assert goals_for(lead, [row], year=2028, unit=world.province, on=day)[row.pk].low == 100
    nation = goals_for(SYSTEM, [row], year=2025, unit=world.other, on=day)[row.pk]
    assert (nation.unit, nation.low) == (None, Decimal("98.5"))
    elsewhere = actor(world.other_health, Role.PROVINCIAL_LEAD)
    assert own not in targets_in_force(elsewhere, [row])
    assert verify_chain().intact


def test_a_target_that_is_replaced_stays_to_be_seen(world: World) -> None:
    lead = actor(world.health, Role.PROVINCIAL_LEAD)
    facts = {"actor": lead, "indicator": indicator("14", "NPA-2021-2030"), "unit": world.province, "year": 2025}
    facts |= {"comparison": Comparison.AT_LEAST, "source": "Kế hoạch 99/KH-UBND"}
    first = set_target(**facts, low=Decimal(90))
    with pytest.raises(BadTarget):
        set_target(**facts, low=Decimal(91))
    second = set_target(**facts, low=Decimal(91), reason="Điều chỉnh kế hoạch")
    first.refresh_from_db()
    assert (first.withdrawn_because, first.withdrawn_by_id) == ("Điều chỉnh kế hoạch", lead.user_id)
    withdraw_target(actor=lead, target=second, reason="Ghi nhầm")
    with pytest.raises(BadTarget):
        withdraw_target(actor=lead, target=second, reason="Ghi nhầm")


@pytest.mark.parametrize(
    ("comparison", "low", "high", "year"),
    [
        (Comparison.AT_LEAST, None, 5, 2025),
        (Comparison.BETWEEN, 5, 4, 2025),
        (Comparison.BETWEEN, 5, None, 2025),
        (Comparison.AT_LEAST, 101, None, 2025),
        (Comparison.AT_MOST, None, -1, 2025),
        (Comparison.AT_LEAST, 5, None, 20255),
        (Comparison.ABOVE, 10**12, None, 2025),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(
    world: World, comparison: Comparison, low: int | None, high: int | None, year: int
) -> None:
    ends = {name: None if end is None else Decimal(end) for name, end in (("low", low), ("high", high))}
    with pytest.raises(BadTarget) as refused:
        set_target(
            actor=SYSTEM,
            indicator=indicator("14", "NPA-2021-2030"),
            unit=world.province,
            year=year,
            comparison=comparison,
            source="Mẫu",
            **ends,
        )
    assert "Chưa có gì được ghi" in refused.value.message


def test_who_may_not_set_targets_or_groups_is_refused(world: World) -> None:
    facts = {"indicator": indicator("14", "NPA-2021-2030"), "year": 2025, "comparison": Comparison.AT_LEAST}
    for agency, role, unit in (
        (world.health, Role.DEPARTMENT_OFFICER, world.province),
        (world.other_health, Role.PROVINCIAL_LEAD, world.province),
        (world.health, Role.PROVINCIAL_LEAD, None),
        (world.health, Role.LEADER, world.province),
    ):
        with pytest.raises(NotAllowed):
            set_target(actor=actor(agency, role), unit=unit, low=Decimal(1), source="Mẫu", **facts)
    place = Dimension.objects.get(code="abuse-place")
    with pytest.raises(NotAllowed):
        add_category(actor=actor(world.health, Role.PROVINCIAL_LEAD), dimension=place, name="Gia đình")
    with pytest.raises(NotAllowed):
        sets(actor(world.health, Role.AUDITOR))


def test_an_office_adds_the_groups_its_paper_does_not_list(world: World) -> None:
    admin = actor(world.health, Role.ADMINISTRATOR)
    place = Dimension.objects.get(code="abuse-place")
    made = add_category(actor=admin, dimension=place, name="  Môi trường   mạng ")
    assert (made.code, made.name, made.tag) == ("moi-truong-mang", "Môi trường mạng", BasisTag.ENTERED)
    for name in ("môi trường mạng", "Moi truong mang", "", "!!!"):
        with pytest.raises(IndicatorRefused):
            add_category(actor=admin, dimension=place, name=name)


def test_numbers_of_the_product_are_told_as_such() -> None:
    assert small_numbers().threshold == 5
    assert not small_numbers().is_verified
    assert limits().least_peers == 8
