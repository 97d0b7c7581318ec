"""Loading provinces and districts, and asking for them at a date."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.audit.models import AuditRow
from mangnon.territory.models import Unit
from mangnon.territory.public import Level, districts_of, load_territory, province, province_named

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
