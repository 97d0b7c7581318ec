"""Loading the list in parts and again, mending an earlier version's rows, and asking at a date."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency
from mangnon.audit.models import AuditRow
from mangnon.territory.errors import TerritoryRefused
from mangnon.territory.models import EventPart, ParentEdge, TerritoryEvent, Unit
from mangnon.territory.public import ALL_LEVELS, Level, districts_of, load_territory, province, province_named
from mangnon.territory.rules.facts import EventFact, FactSet, Key, PartFact, UnitFact
from mangnon.territory.terms import BasisTag, UnitChange

pytestmark = pytest.mark.django_db
BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def test_loading_again_creates_nothing_and_writes_no_audit_row() -> None:
    first = load_territory(actor=SYSTEM)
    rows = AuditRow.objects.count()
    assert first == 63 + 696 + 23  # eleven provinces are the same before and after
    assert load_territory(actor=SYSTEM) == 0
    assert AuditRow.objects.count() == rows


def test_sixty_three_provinces_become_thirty_four_on_the_first_of_july() -> None:
    load_territory(actor=SYSTEM)
    assert Unit.objects.on(BEFORE).filter(level=Level.PROVINCE).count() == 63
    assert Unit.objects.on(AFTER).filter(level=Level.PROVINCE).count() == 34
    assert not Unit.objects.on(AFTER).filter(level=Level.DISTRICT).exists()


def test_a_province_keeps_its_districts_of_the_time() -> None:
    load_territory(actor=SYSTEM)
    kon_tum = province("62", on=BEFORE)
    assert kon_tum is not None
    assert len(districts_of(kon_tum, on=BEFORE)) == 10
    assert districts_of(kon_tum, on=AFTER) == []
    assert province("62", on=AFTER) is None


@pytest.mark.parametrize(
    ("words", "on", "expected"),
    [
        ("Ủy ban nhân dân tỉnh Kon Tum", BEFORE, "Tỉnh Kon Tum"),
        ("UY BAN NHAN DAN TINH KON TUM", BEFORE, "Tỉnh Kon Tum"),
        ("Ủy ban nhân dân tỉnh Kon Tum", AFTER, None),
        ("Ủy ban nhân dân tỉnh Hà Nam", BEFORE, "Tỉnh Hà Nam"),
        ("Ủy ban nhân dân thành phố Hồ Chí Minh", AFTER, "Thành phố Hồ Chí Minh"),
        ("Thủ tướng Chính phủ", BEFORE, None),
    ],
)
def test_a_province_is_found_by_the_words_of_its_committee(words: str, on: dt.date, expected: str | None) -> None:
    load_territory(actor=SYSTEM)
    found = province_named(words, on=on)
    assert (found.name if found else None) == expected


def _as_the_first_version_left_it() -> Unit:
    """Provinces of both days as two rows each, districts below the earlier ones, no edges. Answers a double."""
    load_territory(actor=SYSTEM)
    TerritoryEvent.objects.all().delete()
    ParentEdge.objects.all().delete()
    for unit in Unit.objects.filter(level=Level.PROVINCE, valid_from__isnull=True, valid_to__isnull=True):
        Unit.objects.filter(pk=unit.pk).update(valid_to=BEFORE)
        Unit.objects.create(level=unit.level, code=unit.code, name=unit.name, kind=unit.kind, valid_from=AFTER)
    return Unit.objects.get(code="01", valid_from=AFTER)


def test_a_database_of_the_first_version_is_mended_and_what_points_to_a_double_follows() -> None:
    double = _as_the_first_version_left_it()
    first = Unit.objects.get(code="01", valid_to=BEFORE)
    made = {
        "catalogue_code": "SO_YT",
        "name": "Sở Y tế",
        "short_name": "SYT",
        "kind": "department",
        "level": "province",
    }
    early = Agency.objects.create(code="01.A", territory=first, **made)
    late = Agency.objects.create(code="01.B", territory=double, **made)
    assert load_territory(actor=SYSTEM) == 0
    early.refresh_from_db()
    late.refresh_from_db()
    assert early.territory == late.territory == first
    first.refresh_from_db()
    assert (first.valid_from, first.valid_to) == (None, None)
    assert not Unit.objects.filter(pk=double.pk).exists()
    assert Unit.objects.filter(level=Level.PROVINCE).count() == 63 + 23
    assert len(districts_of(first, on=BEFORE)) == 30
    rows = AuditRow.objects.count()
    assert load_territory(actor=SYSTEM) == 0
    assert AuditRow.objects.count() == rows, "mended once"


def test_a_level_without_the_one_above_is_refused() -> None:
    with pytest.raises(TerritoryRefused) as caught:
        load_territory(actor=SYSTEM, levels=[Level.PROVINCE, Level.COMMUNE])
    assert caught.value.code == "level_gap"
    assert not Unit.objects.exists()


def test_an_impossible_set_writes_nothing() -> None:
    facts = FactSet()
    facts.add(UnitFact(Key(Level.PROVINCE, "62"), "Tỉnh Cũ", "tỉnh"))
    facts.events.append(
        EventFact(
            "e",
            UnitChange.MERGE,
            AFTER,
            "1/NQ",
            "Nhập",
            BasisTag.SECONDARY,
            "nguồn",
            (PartFact(Key(Level.PROVINCE, "62"), None),),
        )
    )
    with pytest.raises(TerritoryRefused) as caught:
        load_territory(actor=SYSTEM, facts=facts)
    assert caught.value.code == "source_closed"
    assert "chưa kết thúc" in caught.value.message
    assert not Unit.objects.exists()
    assert not AuditRow.objects.exists()


def test_communes_may_come_later() -> None:
    load_territory(actor=SYSTEM)
    assert load_territory(actor=SYSTEM, levels=ALL_LEVELS) == 10_051 + 3_321 - 115
    assert EventPart.objects.filter(source__level=Level.DISTRICT, target__isnull=False).count() == 5
    assert load_territory(actor=SYSTEM) == 0
