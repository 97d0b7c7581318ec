"""Periods and how they make up longer ones."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.errors import BadPeriod
from mangnon.indicators.rules.choices import likely_period
from mangnon.indicators.rules.periods import (
    Period,
    course_to,
    period_of,
    period_words,
    previous,
    shifted,
    short_words,
    tile,
)

CODES = st.one_of(
    st.integers(1991, 2099).map(str),
    st.builds(lambda year, half: f"{year}H{half}", st.integers(1991, 2099), st.integers(1, 2)),
    st.builds(lambda year, quarter: f"{year}Q{quarter}", st.integers(1991, 2099), st.integers(1, 4)),
    st.builds(lambda year, month: f"{year}-{month:02d}", st.integers(1991, 2099), st.integers(1, 12)),
    st.builds(lambda year, tail: f"{year}{tail}", st.integers(1991, 2099), st.sampled_from(["H1W", "M9", "Q1W", "W"])),
    st.integers(1991, 2098).map(lambda year: f"{year}-{year + 1}"),
)


@pytest.mark.parametrize(
    ("code", "first", "last", "words"),
    [
        ("2025", "2025-01-01", "2025-12-31", "năm 2025"),
        ("2025H1", "2025-01-01", "2025-06-30", "6 tháng đầu năm 2025"),
        ("2025H2", "2025-07-01", "2025-12-31", "6 tháng cuối năm 2025"),
        ("2025Q3", "2025-07-01", "2025-09-30", "quý III năm 2025"),
        ("2024-02", "2024-02-01", "2024-02-29", "tháng 2 năm 2024"),
        ("2025M9", "2025-01-01", "2025-09-30", "9 tháng đầu năm 2025"),
        ("2024-2025", "2024-09-01", "2025-08-31", "năm học 2024-2025"),
        ("2025H1W", "2024-12-15", "2025-06-14", "6 tháng đầu năm 2025 (từ 15/12/2024 đến 14/6/2025)"),
        ("2025Q2W", "2025-03-15", "2025-06-14", "quý II năm 2025 (từ 15/3/2025 đến 14/6/2025)"),
    ],
)
def test_a_code_says_its_days(code: str, first: str, last: str, words: str) -> None:
    period = period_of(code)
    assert (period.starts_on.isoformat(), period.ends_on.isoformat()) == (first, last)
    assert period_words(period).replace("/06/", "/6/").replace("/03/", "/3/") == words


@pytest.mark.parametrize(
    "code", ["", "25", "2025H3", "2025Q5", "2025-13", "2024-2026", "1200", "2025h1", "2024-2025W", "x"]
)
def test_what_is_no_period_is_refused_in_words(code: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        period_of(code)
    assert "Chưa có gì được ghi" in refused.value.message


@given(CODES)
def test_the_period_before_ends_the_day_before(code: str) -> None:
    now, before = period_of(code), period_of(previous(code))
    if "M9" in code:
        assert before == period_of(shifted(code, -1))
    else:
        assert before.ends_on == now.starts_on - dt.timedelta(days=1)


@given(CODES.filter(lambda code: "1995" <= code[:4] <= "2090"), st.integers(-3, 3))
def test_shifting_there_and_back_is_the_same(code: str, years: int) -> None:
    assert shifted(shifted(code, years), -years) == code
    assert period_of(shifted(code, years)).starts_on.year == period_of(code).starts_on.year + years


MONTHS = [period_of(f"2025-{month:02d}") for month in range(1, 13)]
PARTS = [*MONTHS, *(period_of(f"2025Q{each}") for each in range(1, 5)), period_of("2025H1"), period_of("2025H2")]


@given(st.lists(st.sampled_from(PARTS), unique=True), st.randoms())
def test_a_tiling_covers_each_day_once_or_names_the_gap(parts: list[Period], random: object) -> None:
    year = period_of("2025")
    found = tile(year, parts)
    days = sum(each.days for each in found.periods) + sum((last - first).days + 1 for first, last in found.gaps)
    assert days == year.days
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tile(year, shuffled) == found


def test_the_longest_part_is_taken_and_what_does_not_fit_left_out() -> None:
    parts = [period_of("2025-01"), period_of("2025H1"), period_of("2025Q2"), period_of("2024"), period_of("2025Q4")]
    found = tile(period_of("2025"), parts)
    assert [each.code for each in found.periods] == ["2025H1", "2025Q4"]
    assert found.gaps == ((dt.date(2025, 7, 1), dt.date(2025, 9, 30)),)


def _sets(parts: list[Period]) -> list[list[Period]]:
    """Every choice of periods that do not overlap."""
    found: list[list[Period]] = [[]]
    for each in sorted(parts):
        found += [[*chosen, each] for chosen in found if not chosen or chosen[-1].ends_on < each.starts_on]
    return found


@given(st.lists(st.sampled_from(PARTS), unique=True, max_size=9), st.data())
def test_no_other_choice_covers_more(parts: list[Period], data: st.DataObject) -> None:
    """Against every choice there is: days told first, then all days, then as few periods as possible."""
    year = period_of("2025")
    telling = set(data.draw(st.lists(st.sampled_from(parts), unique=True))) if parts else set()

    def worth(chosen: tuple[Period, ...] | list[Period]) -> tuple[int, int, int]:
        return sum(p.days for p in chosen if p in telling), sum(p.days for p in chosen), -len(chosen)

    inside = [each for each in parts if year.holds(each)]
    assert worth(tile(year, parts, telling=telling).periods) == max(worth(each) for each in _sets(inside))


@given(CODES, st.integers(1, 12))
def test_the_course_to_a_period_ends_with_it_and_has_no_gap_between_its_own_length(code: str, count: int) -> None:
    period = period_of(code)
    found = course_to(period, count)
    assert found[-1] == period
    assert len(found) <= count
    assert [each.code for each in found[:-1]] == [previous(each.code) for each in found[1:]]


@given(CODES, CODES)
def test_two_periods_are_never_called_the_same_in_short(one: str, other: str) -> None:
    assert (one == other) or short_words(period_of(one)) != short_words(period_of(other))


def test_short_words_are_those_of_officials() -> None:
    told = [short_words(period_of(code)) for code in ("2025", "2025H1", "2025Q3", "2025-07", "2025M9", "2024-2025")]
    assert told == ["2025", "6T đầu 2025", "Q.III/2025", "T7/2025", "9T 2025", "2024-2025"]
    assert short_words(period_of("2025-07W")) == "T7/2025 (15–14)"
    own = Period(dt.date(2025, 1, 3), dt.date(2025, 2, 7), "rieng")
    assert (short_words(own), course_to(own, 5)) == ("rieng", [own])


@pytest.mark.parametrize(
    ("today", "until", "code"),
    [
        (dt.date(2025, 6, 5), None, "2025H1"),
        (dt.date(2025, 6, 5), dt.date(2025, 6, 30), "2025H1"),
        (dt.date(2025, 6, 5), dt.date(2025, 5, 31), "2024"),
        (dt.date(2026, 1, 10), None, "2025"),
        (dt.date(2025, 9, 20), None, "2025M9"),
        (dt.date(2025, 8, 28), None, "2024-2025"),
    ],
)
def test_the_period_offered_first_ends_nearest_to_today_while_the_unit_is_there(
    today: dt.date, until: dt.date | None, code: str
) -> None:
    found = likely_period(today, since=None, until=until)
    assert found is not None
    assert found.code == code


def test_no_period_is_offered_for_a_unit_that_was_never_there_at_an_end() -> None:
    assert likely_period(dt.date(2025, 6, 5), since=dt.date(2025, 7, 2), until=dt.date(2025, 7, 3)) is None
