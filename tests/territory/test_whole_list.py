"""The packaged list as loaded: counts, the two seed provinces, gaps said, and counts equal under every boundary."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mangnon.accounts.public import SYSTEM
from mangnon.audit.models import AuditRow
from mangnon.territory.models import EventPart, ParentEdge, Unit
from mangnon.territory.public import (
    ALL_LEVELS,
    Level,
    Lost,
    UnknownUnit,
    aggregate,
    ancestors,
    communes_formed_from,
    communes_of,
    descendants,
    gaps,
    load_territory,
    map_all,
    map_units,
    predecessors_of,
    province_of,
    scope_codes,
    successors_of,
    unit_of,
    units_on,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_list")]
BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def unit(level: Level, code: str, on: dt.date) -> Unit:
    found = unit_of(level, code, on=on)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("level", "before", "after"), [(Level.PROVINCE, 63, 34), (Level.DISTRICT, 696, 0), (Level.COMMUNE, 10_051, 3_321)]
)
def test_each_level_has_its_official_count_on_both_days(level: Level, before: int, after: int) -> None:
    assert units_on(level, BEFORE).count() == before
    assert units_on(level, AFTER).count() == after


def test_kinds_of_communes_since_july_are_as_published() -> None:
    kinds = Counter(units_on(Level.COMMUNE, AFTER).values_list("kind", flat=True))
    assert kinds == {"xã": 2621, "phường": 687, "đặc khu": 13}


@pytest.mark.parametrize(
    ("code", "formed_from", "kinds"),
    [
        ("51", {"51", "62"}, {"xã": 86, "phường": 9, "đặc khu": 1}),
        ("08", {"02", "08"}, {"xã": 117, "phường": 7}),
        ("82", {"82", "87"}, {"xã": 82, "phường": 20}),
        ("79", {"74", "77", "79"}, {"xã": 54, "phường": 113, "đặc khu": 1}),
        ("04", {"04"}, {"xã": 53, "phường": 3}),
    ],
)
def test_a_province_since_july(code: str, formed_from: set[str], kinds: dict[str, int]) -> None:
    found = unit(Level.PROVINCE, code, AFTER)
    assert Counter(commune.kind for commune in communes_of(found, AFTER)) == kinds
    assert scope_codes(found, AFTER) == formed_from
    old = unit(Level.PROVINCE, code, BEFORE)
    assert scope_codes(old, BEFORE) == {code}
    assert {part.code for part in predecessors_of(found)} == (formed_from if len(formed_from) > 1 else set())


def test_kon_tum_goes_whole_into_quang_ngai_and_answers_for_no_more_than_it_had() -> None:
    kon_tum = unit(Level.PROVINCE, "62", BEFORE)
    assert [(share.unit.name, share.weight) for share in map_units(kon_tum, BEFORE, AFTER)] == [("Tỉnh Quảng Ngãi", 1)]
    assert scope_codes(kon_tum, AFTER) == {"62"}
    assert [found.code for found in successors_of(kon_tum)] == ["51"]
    back = map_units("51", AFTER, BEFORE, level=Level.PROVINCE)
    assert [(share.unit.code, share.weight) for share in back] == [("51", None), ("62", None)]


def test_eleven_provinces_and_115_communes_are_one_row_over_both_days() -> None:
    open_rows = Unit.objects.filter(valid_from__isnull=True, valid_to__isnull=True)
    assert open_rows.filter(level=Level.PROVINCE).count() == 11
    assert open_rows.filter(level=Level.COMMUNE).count() == 115
    kept = open_rows.get(level=Level.COMMUNE, name="Xã Ba Xa")
    assert [above.level for above in ancestors(kept, BEFORE)] == [Level.DISTRICT, Level.PROVINCE]
    assert [above.level for above in ancestors(kept, AFTER)] == [Level.PROVINCE]
    assert kept.parent == ancestors(kept, AFTER)[0]


def test_validity_of_units_and_of_their_parents_tiles_time() -> None:
    """No code of a level has two rows on a day, and each unit below a province has a parent on each of its days."""
    by_code: dict[tuple[str, str], list[tuple[dt.date, dt.date]]] = {}
    for level, code, since, until in Unit.objects.values_list("level", "code", "valid_from", "valid_to"):
        by_code.setdefault((level, code), []).append((since or dt.date.min, until or dt.date.max))
    for spans in by_code.values():
        spans.sort()
        assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))
    edges: dict[int, list[tuple[dt.date, dt.date]]] = {}
    for child, since, until in ParentEdge.objects.values_list("child_id", "valid_from", "valid_to"):
        edges.setdefault(child, []).append((since or dt.date.min, until or dt.date.max))
    for pk, since, until in Unit.objects.exclude(level=Level.PROVINCE).values_list("pk", "valid_from", "valid_to"):
        spans = sorted(edges[pk])
        assert spans[0][0] == (since or dt.date.min)
        assert spans[-1][1] == (until or dt.date.max)
        assert all(a[1] + dt.timedelta(1) == b[0] for a, b in pairwise(spans))


def test_everything_inside_a_province_of_three_levels_and_of_two() -> None:
    old, new = unit(Level.PROVINCE, "62", BEFORE), unit(Level.PROVINCE, "51", AFTER)
    inside = Counter(descendants(old, BEFORE).values_list("level", flat=True))
    assert inside == {Level.DISTRICT: 10, Level.COMMUNE: 102}
    assert not descendants(old, AFTER).exists(), "a province that has ended holds nothing"
    assert set(descendants(new, AFTER).values_list("level", flat=True)) == {Level.COMMUNE}


def test_mapping_all_communes_places_each_or_says_why() -> None:
    with CaptureQueriesContext(connection) as queries:
        placed = map_all(Level.COMMUNE, BEFORE, AFTER)
    assert len(queries) <= 4
    assert len(placed) == 10_051
    states = Counter(
        "certain" if place.is_certain else place.lost if place.lost else "divided" for place in placed.values()
    )
    assert states == {"certain": 9_582, "divided": 440, Lost.NO_SUCCESSOR: 29}


def test_a_divided_commune_names_all_its_targets_without_inventing_shares() -> None:
    part = EventPart.objects.filter(is_divided=True, source__code="00553").select_related("source").first()
    assert part is not None
    assert part.source is not None
    found = map_units(part.source, BEFORE, AFTER)
    assert found.is_ambiguous
    assert len(found) == 4
    assert {share.weight for share in found} == {None}


def test_whole_communes_come_back_as_part_of_what_they_became() -> None:
    there, back = map_all(Level.COMMUNE, BEFORE, AFTER), map_all(Level.COMMUNE, AFTER, BEFORE)
    for pk, placed in there.items():
        if placed.is_certain:
            (target,) = placed.shares
            assert pk in back[target].shares
            if len(back[target].shares) == 1 and back[target].lost is None:
                assert back[target].is_certain


def test_totals_of_counts_are_equal_under_every_boundary_date() -> None:
    for recorded, other in ((BEFORE, AFTER), (AFTER, BEFORE)):
        counts = {pk: pk * 7919 % 5000 for pk in units_on(Level.COMMUNE, recorded).values_list("pk", flat=True)}
        for boundary in (recorded, other, dt.date(2020, 1, 1), dt.date(2030, 1, 1)):
            totals = aggregate(counts, recorded, boundary)
            assert totals.total == sum(counts.values())
            assert all(total.count.denominator == 1 for total in totals.by_unit.values()), "no weights, no fractions"


def test_an_old_province_keeps_its_count_when_it_is_added_under_the_new_one() -> None:
    counts = dict.fromkeys(units_on(Level.PROVINCE, BEFORE).values_list("pk", flat=True), 10)
    totals = aggregate(counts, BEFORE, AFTER)
    assert totals.unplaced == 0
    assert totals.by_unit[unit(Level.PROVINCE, "79", AFTER).pk].count == Fraction(30)
    assert len(totals.by_unit) == 34


def test_by_province_every_count_of_before_is_placed_even_of_districts_and_of_communes_nobody_followed() -> None:
    for level in (Level.DISTRICT, Level.COMMUNE):
        counts = dict.fromkeys(units_on(level, BEFORE).values_list("pk", flat=True), 3)
        with CaptureQueriesContext(connection) as queries:
            totals = aggregate(counts, BEFORE, AFTER, by_province=True)
        assert len(queries) <= 5
        assert totals.unplaced == 0
        assert totals.total == sum(counts.values())
        assert len(totals.by_unit) == 34
        assert not any(total.is_estimate for total in totals.by_unit.values())
    kon_tum_and_quang_ngai = [unit(Level.PROVINCE, code, BEFORE) for code in ("51", "62")]
    communes = sum(len(communes_of(found, BEFORE)) for found in kon_tum_and_quang_ngai)
    assert totals.by_unit[unit(Level.PROVINCE, "51", AFTER).pk].count == 3 * communes


def test_by_province_a_count_of_after_goes_back_to_the_province_its_commune_came_from() -> None:
    counts = dict.fromkeys(units_on(Level.COMMUNE, AFTER).values_list("pk", flat=True), 2)
    totals = aggregate(counts, AFTER, BEFORE, by_province=True)
    assert totals.total == 2 * 3_321
    assert unit(Level.PROVINCE, "62", BEFORE).pk in totals.by_unit
    assert all(len(rest.candidates) != 1 or rest.reason == Lost.UNKNOWN_CODE for rest in totals.remainder)


def test_a_district_became_the_communes_of_its_communes() -> None:
    dak_ha = unit_of(Level.DISTRICT, "615", on=BEFORE)
    assert dak_ha is not None
    formed = communes_formed_from(dak_ha, AFTER)
    assert formed
    assert all(province_of(commune, AFTER) == unit(Level.PROVINCE, "51", AFTER) for commune in formed)
    assert [share.unit.pk for share in map_units(dak_ha, BEFORE, AFTER)] == [commune.pk for commune in formed]


@pytest.mark.parametrize(
    ("district", "zone"), [("318", "11948"), ("471", "19742"), ("498", "20333"), ("536", "21548"), ("755", "26732")]
)
def test_an_island_district_without_communes_became_its_special_zone(district: str, zone: str) -> None:
    island = unit(Level.DISTRICT, district, BEFORE)
    assert [(share.unit.code, share.weight) for share in map_units(island, BEFORE, AFTER)] == [(zone, 1)]
    assert [commune.code for commune in communes_formed_from(island, AFTER)] == [zone]
    back = map_units(unit(Level.COMMUNE, zone, AFTER), AFTER, BEFORE)
    assert [(share.unit.pk, share.weight) for share in back] == [(island.pk, 1)]


def test_all_communes_of_a_province_are_formed_from_its_predecessors() -> None:
    formed: set[int] = set()
    for code in ("51", "62"):
        formed |= {commune.pk for commune in communes_formed_from(unit(Level.PROVINCE, code, BEFORE), AFTER)}
    assert formed == {commune.pk for commune in communes_of(unit(Level.PROVINCE, "51", AFTER), AFTER)}


def test_the_province_of_a_unit_that_ended_is_the_one_that_answers_for_it_now() -> None:
    new = unit(Level.PROVINCE, "51", AFTER)
    for old in (unit(Level.DISTRICT, "615", BEFORE), communes_of(unit(Level.PROVINCE, "62", BEFORE), BEFORE)[0]):
        assert province_of(old, AFTER) == new
        assert province_of(old, BEFORE) == unit(Level.PROVINCE, "62", BEFORE)
    lost = unit(Level.COMMUNE, "16387", BEFORE)
    assert map_units(lost, BEFORE, AFTER).lost == Lost.NO_SUCCESSOR
    assert province_of(lost, AFTER) == unit(Level.PROVINCE, "38", AFTER), "its province is known though its heir is not"
    assert province_of(new, BEFORE) is None, "it was two provinces then"


def test_the_gaps_of_the_list_are_told() -> None:
    found = gaps()
    assert Counter(gap.reason for gap in found) == {Lost.NO_SUCCESSOR: 28 + 1, Lost.UNKNOWN_CODE: 11}
    assert all(gap.unit.code in gap.detail for gap in found)
    one = unit(Level.COMMUNE, "16387", BEFORE)
    assert [gap.unit for gap in gaps({one.pk})] == [one]


def test_a_code_of_two_levels_asks_for_the_level() -> None:
    codes = Counter(Unit.objects.on(BEFORE).values_list("code", flat=True))
    assert {code for code, count in codes.items() if count > 1} == set(), "codes of the levels have different lengths"
    with pytest.raises(UnknownUnit) as caught:
        map_units("62", AFTER, BEFORE)
    assert caught.value.code == "unknown_unit"


def test_loading_again_writes_nothing() -> None:
    rows = AuditRow.objects.count()
    assert load_territory(actor=SYSTEM, levels=ALL_LEVELS) == 0
    assert AuditRow.objects.count() == rows


def test_statements_do_not_grow_with_the_number_of_units() -> None:
    small, large = unit(Level.PROVINCE, "12", AFTER), unit(Level.PROVINCE, "79", AFTER)
    few_many = []
    for found in (small, large):
        with CaptureQueriesContext(connection) as queries:
            communes_of(found, AFTER)
            map_units(found, AFTER, AFTER)
            gaps({commune.pk for commune in communes_of(found, AFTER)})
        few_many.append(len(queries))
    assert few_many[0] == few_many[1]
    formed = []
    for old in (unit(Level.PROVINCE, "12", BEFORE), unit(Level.PROVINCE, "79", BEFORE)):
        with CaptureQueriesContext(connection) as queries:
            communes_formed_from(old, AFTER)
        formed.append(len(queries))
    assert max(formed) <= 6
