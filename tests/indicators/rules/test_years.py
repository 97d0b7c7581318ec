"""Which periods tell a whole year, and what grows until it ends."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.indicators.rules.periods import Period, period_of, years_before
from mangnon.indicators.rules.years import candidates, grows_over_year, whole_years
from mangnon.indicators.terms import IndicatorKind, Nature

FLOW, STOCK, PERSONS = (Nature.FLOW,), (Nature.STOCK,), (Nature.PERSONS,)
CALL = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31), "YC20251231")


def periods(*codes: str) -> list[Period]:
    return [period_of(code) for code in codes]


@pytest.mark.parametrize(
    ("told", "natures", "years"),
    [
        (("2024", "2025H1"), FLOW, {2024: "2024"}),
        (("2024", "2025H1"), STOCK, {2024: "2024"}),
        (("2025H1", "2025H2"), FLOW, {2025: "2025"}),
        (("2025H1", "2025H2"), PERSONS, {}),
        (("2025H2",), STOCK, {2025: "2025"}),
        (("2025H2",), (Nature.FLOW, Nature.STOCK), {}),
        (("2025H1", "2025Q3", "2025Q4"), (Nature.FLOW, Nature.STOCK), {2025: "2025"}),
        (("2025W",), FLOW, {2025: "2025W"}),
        (("2025H1W", "2025H2W"), FLOW, {2025: "2025W"}),
        (("2025W", "2025"), FLOW, {2025: "2025"}),
        (("2024-2025",), STOCK, {2025: "2024-2025"}),
        (("2025M9",), FLOW, {}),
    ],
)
def test_a_year_is_told_by_itself_or_by_its_parts(
    told: tuple[str, ...], natures: tuple[Nature, ...], years: dict[int, str]
) -> None:
    found = whole_years(periods(*told), natures)
    assert {year: period.code for year, period in found.items()} == years


def test_a_window_of_a_call_with_the_days_of_a_year_tells_it() -> None:
    assert whole_years([CALL], FLOW) == {2025: CALL}
    longer = Period(dt.date(2024, 1, 1), dt.date(2025, 12, 31), "YC20251231")
    assert whole_years([longer], FLOW) == {}


def test_years_go_before_later_parts_of_years() -> None:
    told = periods("2023", "2024", "2025H1", "2025Q1", "2024Q4")
    assert [each.code for each in candidates(told, FLOW)] == ["2024", "2023", "2025H1", "2025Q1", "2024Q4"]


@pytest.mark.parametrize(
    ("kind", "nature", "below", "grows"),
    [
        (IndicatorKind.COUNT, Nature.FLOW, "", True),
        (IndicatorKind.COUNT, Nature.PERSONS, "", True),
        (IndicatorKind.COUNT, Nature.STOCK, "", False),
        (IndicatorKind.RATE, Nature.FLOW, Nature.STOCK, True),
        (IndicatorKind.RATE, Nature.PERSONS, Nature.STOCK, True),
        (IndicatorKind.RATE, Nature.FLOW, "", False),
        (IndicatorKind.RATE, Nature.FLOW, Nature.FLOW, False),
        (IndicatorKind.RATE, Nature.STOCK, Nature.STOCK, False),
    ],
)
def test_what_happens_to_those_who_are_there_grows_until_the_year_ends(
    kind: str, nature: str, below: str, grows: bool
) -> None:
    assert grows_over_year(kind, nature, below) is grows


def test_the_same_window_a_year_earlier() -> None:
    assert years_before(period_of("2025H1W"), 2) == period_of("2023H1W")
    earlier = years_before(Period(dt.date(2024, 2, 29), dt.date(2024, 3, 31), "YC20240331"), 1)
    assert (earlier.starts_on, earlier.ends_on) == (dt.date(2023, 2, 28), dt.date(2023, 3, 31))
    assert years_before(CALL, 0) == CALL
