"""Ages and bands of ages."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.rules.ages import Band, age_on, band_of, is_tiling, made_of, months_on

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2009-06-30", "2025-06-29", 15),
        ("2009-06-30", "2025-06-30", 16),
        ("2008-02-29", "2024-02-28", 15),
        ("2008-02-29", "2024-02-29", 16),
        ("2012-02-29", "2025-02-28", 12),
        ("2012-02-29", "2025-03-01", 13),
        ("2025-06-30", "2025-06-30", 0),
        ("2025-07-01", "2025-06-30", None),
    ],
)
def test_a_year_is_reached_on_the_birthday(birth: str, day: str, age: int | None) -> None:
    assert age_on(dt.date.fromisoformat(birth), dt.date.fromisoformat(day)) == age


@given(DAYS, DAYS)
def test_ages_grow_by_a_year_a_year(birth: dt.date, day: dt.date) -> None:
    age, months = age_on(birth, day), months_on(birth, day)
    if age is None or months is None:
        assert day < birth
        assert age is None
        assert months is None
        return
    assert months // 12 == age
    tomorrow = age_on(birth, day + dt.timedelta(days=1))
    assert tomorrow in (age, age + 1)


BANDS = [Band("0-4", 0, 4), Band("5-9", 5, 9), Band("10-14", 10, 14), Band("15-17", 15, 17)]


@given(st.integers(0, 120))
def test_every_age_under_eighteen_has_one_band(age: int) -> None:
    holding = [band for band in BANDS if band.holds(age)]
    assert len(holding) == (1 if age < 18 else 0)
    assert band_of(age, BANDS) == (holding[0] if holding else None)


def test_bands_of_another_set_are_added_only_when_they_fit() -> None:
    single = [Band(str(age), age, age) for age in range(18)]
    assert is_tiling(BANDS, 0, 17)
    assert not is_tiling(BANDS, 0, 15)
    assert not is_tiling([Band("a", 0, 4), Band("b", 4, 9)], 0, 9)
    assert made_of(Band("0-15", 0, 15), BANDS) is None
    assert made_of(Band("0-9", 0, 9), BANDS) == tuple(BANDS[:2])
    assert made_of(Band("0-15", 0, 15), single) == tuple(single[:16])
