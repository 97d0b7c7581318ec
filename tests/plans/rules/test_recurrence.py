"""Periods of recurring tasks: every rule, every day, edited wherever."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.plans.rules.recurrence import (
    MOST_PERIODS,
    Recurrence,
    TaskPeriod,
    calendar_bounds,
    due_day_of,
    end_of_running_period,
    first_day_of_rule,
    is_possible,
    months_of,
    period_key,
    periods,
    recurrence_of_words,
)
from mangnon.plans.terms import Frequency

ONE_DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))
FREQUENCIES = st.sampled_from(list(Frequency))


@st.composite
def rules(draw: st.DrawFn) -> Recurrence:
    frequency = draw(FREQUENCIES)
    month = draw(st.none() | st.integers(1, months_of(frequency)))
    day = draw(st.none() | st.integers(1, 31))
    return Recurrence(frequency, month, day, draw(DAYS))


def _check_chain(made: list[TaskPeriod]) -> None:
    assert len({period.key for period in made}) == len(made), "a period twice"
    for period in made:
        assert period.starts_on <= period.due_on <= period.ends_on
    for before, after in itertools.pairwise(made):
        assert after.starts_on == before.ends_on + ONE_DAY, "a gap or an overlap"


@given(rules(), DAYS)
def test_periods_follow_one_another_without_gap_or_overlap_and_never_run_ahead(rule: Recurrence, on: dt.date) -> None:
    made = list(periods(rule, on=on))
    _check_chain(made)
    assert all(rule.from_on <= period.starts_on <= on for period in made)
    assert len(made) <= MOST_PERIODS
    if on >= rule.from_on and not made:
        assert due_day_of(rule, rule.from_on) < rule.from_on, "nothing made though a period had begun"
    if made:
        assert made[-1].ends_on >= on, "the period under way is there"


@given(rules(), DAYS, st.lists(DAYS, max_size=8))
def test_made_day_by_day_is_made_at_once(rule: Recurrence, on: dt.date, runs: list[dt.date]) -> None:
    """However often the worker came by, and however long it was stopped."""
    made: list[TaskPeriod] = []
    for day in [*sorted(run for run in runs if run <= on), on, on]:
        made += periods(rule, on=day, after=made[-1].ends_on if made else None)
    assert made == list(periods(rule, on=on))


@given(rules(), DAYS, DAYS, DAYS)
def test_no_period_begins_after_the_rule_or_the_plan(
    rule: Recurrence, on: dt.date, until: dt.date, plan_ends_on: dt.date
) -> None:
    bounded = Recurrence(rule.frequency, rule.due_month, rule.due_day, rule.from_on, until)
    made = list(periods(bounded, on=on, plan_ends_on=plan_ends_on))
    assert all(period.starts_on <= min(until, plan_ends_on, on) for period in made)
    assert made == [each for each in periods(rule, on=on) if each.starts_on <= min(until, plan_ends_on)]


def test_there_is_no_runaway() -> None:
    rule = Recurrence(Frequency.MONTHLY, from_on=dt.date(1, 1, 1))
    assert len(list(periods(rule, on=dt.date.max))) == MOST_PERIODS
    last = Recurrence(Frequency.YEARLY, from_on=dt.date(9999, 1, 1))
    assert [period.key for period in periods(last, on=dt.date.max)] == ["9999"]


@given(rules(), st.lists(st.tuples(DAYS, rules()), max_size=5), DAYS)
def test_a_rule_edited_in_the_middle_leaves_the_past_and_goes_on_without_gap_or_overlap(
    first: Recurrence, edits: list[tuple[dt.date, Recurrence]], on: dt.date
) -> None:
    """Edited on some days, the new rule wanted from any day, past or to come; periods made before each edit."""
    held, made = [first], list[TaskPeriod]()
    for today, wanted in sorted(edits, key=lambda edit: edit[0]):
        made += _make(held, made, today)
        kept = list(made)
        old = held.pop()
        end = end_of_running_period(old, before=wanted.from_on, made_until=made[-1].ends_on if made else None)
        if end is not None:
            held.append(Recurrence(old.frequency, old.due_month, old.due_day, old.from_on, end))
        after = held[-1].until_on if held else None
        begins = wanted.from_on if after is None else max(wanted.from_on, after + ONE_DAY)
        held.append(Recurrence(wanted.frequency, wanted.due_month, wanted.due_day, begins))
        assert made == kept
    made += _make(held, made, on)
    assert len({period.key for period in made}) == len(made)
    for before, after_it in itertools.pairwise(made):
        assert after_it.starts_on > before.ends_on
    spans = [(rule.from_on, rule.until_on) for rule in held]
    for (_, until), (begins, _) in itertools.pairwise(spans):
        assert until is not None
        assert until < begins


def _make(held: list[Recurrence], made: list[TaskPeriod], on: dt.date) -> list[TaskPeriod]:
    new: list[TaskPeriod] = []
    for rule in held:
        last = (made + new)[-1].ends_on if made or new else None
        new += periods(rule, on=on, after=last)
    return new


@given(FREQUENCIES, DAYS)
def test_every_day_lies_in_one_period(frequency: Frequency, day: dt.date) -> None:
    first, last = calendar_bounds(frequency, day)
    assert first <= day <= last
    assert first.day == 1
    assert (last + ONE_DAY).day == 1
    assert period_key(frequency, first) == period_key(frequency, last)
    assert period_key(frequency, last + ONE_DAY) != period_key(frequency, first)


@pytest.mark.parametrize(
    ("frequency", "day", "key", "first", "last"),
    [
        (Frequency.YEARLY, dt.date(2025, 5, 20), "2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        (Frequency.HALF_YEARLY, dt.date(2025, 6, 30), "2025H1", dt.date(2025, 1, 1), dt.date(2025, 6, 30)),
        (Frequency.QUARTERLY, dt.date(2025, 9, 1), "2025Q3", dt.date(2025, 7, 1), dt.date(2025, 9, 30)),
        (Frequency.MONTHLY, dt.date(2024, 2, 29), "2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
    ],
)
def test_keys_of_periods(frequency: Frequency, day: dt.date, key: str, first: dt.date, last: dt.date) -> None:
    assert period_key(frequency, day) == key
    assert calendar_bounds(frequency, day) == (first, last)


@pytest.mark.parametrize(
    ("rule", "day", "due"),
    [
        (Recurrence(Frequency.YEARLY, 2, 29), dt.date(2024, 5, 1), dt.date(2024, 2, 29)),
        (Recurrence(Frequency.YEARLY, 2, 29), dt.date(2025, 5, 1), dt.date(2025, 2, 28)),
        (Recurrence(Frequency.MONTHLY, None, 31), dt.date(2025, 4, 1), dt.date(2025, 4, 30)),
        (Recurrence(Frequency.QUARTERLY, 1, 15), dt.date(2025, 9, 1), dt.date(2025, 7, 15)),
        (Recurrence(Frequency.HALF_YEARLY, 6, 9), dt.date(2025, 12, 1), dt.date(2025, 12, 9)),
        (Recurrence(Frequency.YEARLY), dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    ],
)
def test_due_days(rule: Recurrence, day: dt.date, due: dt.date) -> None:
    assert due_day_of(rule, day) == due


def test_a_first_period_whose_day_was_over_is_left_out() -> None:
    rule = Recurrence(Frequency.YEARLY, 1, 15, dt.date(2025, 2, 17))
    assert [period.key for period in periods(rule, on=dt.date(2026, 3, 1))] == ["2026"]


def test_a_paper_of_long_ago_asks_for_no_periods_that_nobody_could_have_been_asked_for() -> None:
    first = first_day_of_rule(Frequency.YEARLY, issued_on=dt.date(2018, 3, 1), given_on=dt.date(2025, 5, 20))
    assert first == dt.date(2025, 1, 1)
    first = first_day_of_rule(Frequency.YEARLY, issued_on=dt.date(2025, 2, 17), given_on=dt.date(2025, 2, 18))
    assert first == dt.date(2025, 2, 17)


WORDS = [
    ("Thường xuyên hằng năm", Recurrence(Frequency.YEARLY)),
    ("Thường xuyên, hàng năm", Recurrence(Frequency.YEARLY)),
    ("hằng quý", Recurrence(Frequency.QUARTERLY)),
    ("6 tháng", Recurrence(Frequency.HALF_YEARLY)),
    ("Định kỳ 6 tháng, hằng năm", Recurrence(Frequency.HALF_YEARLY)),
    ("định kỳ hằng tháng", Recurrence(Frequency.MONTHLY)),
    ("Hằng tháng, hằng quý", Recurrence(Frequency.MONTHLY)),
    ("Ngày 25 hằng tháng", Recurrence(Frequency.MONTHLY, None, 25)),
    ("trước ngày 25 hằng tháng", Recurrence(Frequency.MONTHLY, None, 24)),
    ("trước ngày 01 hằng tháng", Recurrence(Frequency.MONTHLY)),
    ("hằng năm (trước ngày 15 tháng 11)", Recurrence(Frequency.YEARLY, 11, 14)),
    ("trước 01/3 hằng năm", Recurrence(Frequency.YEARLY, 2, 29)),
    ("ngày 29/2 hằng năm", Recurrence(Frequency.YEARLY, 2, 29)),
    ("Quý IV hằng năm", Recurrence(Frequency.YEARLY, 12)),
    ("Tháng 9 hằng năm", Recurrence(Frequency.YEARLY, 9)),
    ("6 tháng (trước ngày 10/6 và 10/12)", Recurrence(Frequency.HALF_YEARLY, 6, 9)),
    ("6 tháng, trước ngày 01/6 và 01/12", Recurrence(Frequency.HALF_YEARLY, 5)),
    # Before a month is not at its end.
    ("Trước tháng 12 hằng năm", Recurrence(Frequency.YEARLY, 11)),
    ("Hằng năm trước tháng 6", Recurrence(Frequency.YEARLY, 5)),
    ("Trước quý IV hằng năm", Recurrence(Frequency.YEARLY, 9)),
    ("6 tháng, trước tháng 6 và tháng 12", Recurrence(Frequency.HALF_YEARLY, 5)),
    ("Hằng năm trước tháng 1", None),
    ("Trước quý I hằng năm", None),
    ("Tháng 13 hằng năm", None),
    # From when, not until when; how many times, in words.
    ("Từ ngày 15/11 hằng năm", None),
    ("Hàng năm, sau ngày 1/6", None),
    ("Hằng năm, từ tháng 6", None),
    ("Từ quý III hằng năm", None),
    ("Mỗi năm ít nhất hai lần", None),
    ("Năm năm một lần, sơ kết hằng năm", None),
    ("Hằng năm, hai năm một lần tổng kết", None),
    ("Mỗi năm một lần", Recurrence(Frequency.YEARLY)),
    ("Hằng năm một lần", Recurrence(Frequency.YEARLY)),
    ("Sáu tháng một lần", Recurrence(Frequency.HALF_YEARLY)),
    ("trước ngày 01/6 và 15/11 hằng năm", None),
    ("6 tháng (trước ngày 16/6), năm (trước ngày 20/11)", None),
    ("Tháng 3, tháng 9 hằng năm", None),
    ("Trước ngày 15 tháng đầu hằng quý", None),
    ("Hằng năm theo hướng dẫn của Bộ Y tế", None),
    ("Hằng năm, từ 2025 đến 2030", None),
    ("Trong 6 tháng", None),
    ("Thường xuyên", None),
    ("Hằng tuần", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "rule"), WORDS)
def test_what_the_words_of_a_time_frame_say(words: str, rule: Recurrence | None) -> None:
    assert recurrence_of_words(words) == rule


@given(st.text(alphabet="0123456789/.- ngàythángquýnămhằngtrướcvàđịnhkỳIV", max_size=60))
def test_whatever_the_words_the_rule_can_be_kept(words: str) -> None:
    rule = recurrence_of_words(words)
    assert rule is None or is_possible(rule.frequency, rule.due_month, rule.due_day)
