"""Periods, timeliness, states and fullness are decided by pure rules."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel import clock
from mangnon.kernel.working_days import WorkingDays
from mangnon.reporting import rules
from mangnon.reporting.rules import Move
from mangnon.reporting.terms import ReportState

DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2099, 12, 31))


CALENDARS = st.builds(
    lambda days: WorkingDays(off=frozenset(days)), st.sets(st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)))
)
WEEKENDS = WorkingDays()


@given(DAYS, CALENDARS)
def test_a_whole_working_day_lies_between_cut_off_and_sending(send_by: dt.date, calendar: WorkingDays) -> None:
    cut_off = rules.latest_cut_off(send_by, calendar)
    assert calendar.strictly_between(cut_off, send_by) >= 1
    assert calendar.is_working(cut_off)
    later = calendar.next(cut_off)
    assert calendar.strictly_between(later, send_by) < 1, "a later cut-off would do as well"


def test_before_the_tenth_of_june_is_the_ninth_with_cut_off_on_thursday() -> None:
    dates = rules.period_dates(code="2025H1", frequency="half_year", send_by_month=6, send_by_day=9, calendar=WEEKENDS)
    assert dates == rules.PeriodDates(
        dt.date(2025, 1, 1), dt.date(2025, 6, 30), dt.date(2025, 6, 5), dt.date(2025, 6, 9)
    )


def test_a_cut_off_is_no_day_off_and_may_be_a_saturday_that_is_worked() -> None:
    off = frozenset({dt.date(2025, 4, 30), dt.date(2025, 5, 1), dt.date(2025, 5, 2)})
    calendar = WorkingDays(off=off, swapped_in=frozenset({dt.date(2025, 4, 26)}))
    assert rules.latest_cut_off(dt.date(2025, 5, 5), calendar) == dt.date(2025, 4, 28)
    assert rules.latest_cut_off(dt.date(2025, 4, 29), calendar) == dt.date(2025, 4, 26)


@pytest.mark.parametrize(
    ("code", "frequency", "month", "day", "send_by"),
    [
        ("2025", "annual", 12, 4, dt.date(2025, 12, 4)),
        ("2025", "annual", 1, 15, dt.date(2026, 1, 15)),
        ("2025H2", "half_year", 12, 14, dt.date(2025, 12, 14)),
        ("2025H2", "half_year", 1, 10, dt.date(2026, 1, 10)),
        ("2025H1", "half_year", 7, 5, dt.date(2025, 7, 5)),
        ("2024", "annual", 2, 29, dt.date(2025, 2, 28)),
    ],
)
def test_a_report_is_due_near_the_end_of_its_period(
    code: str, frequency: str, month: int, day: int, send_by: dt.date
) -> None:
    dates = rules.period_dates(code=code, frequency=frequency, send_by_month=month, send_by_day=day, calendar=WEEKENDS)
    assert dates is not None
    assert dates.send_by == send_by


@pytest.mark.parametrize(
    ("code", "frequency", "month"),
    [
        ("2025H2", "half_year", 6),
        ("2025H2", "half_year", 7),
        ("2025H1", "half_year", 12),
        ("2025H1", "half_year", 1),
        ("2025", "half_year", 6),
        ("2025H1", "annual", 12),
        ("2025H3", "half_year", 6),
        ("25", "annual", 12),
        ("2025Q1", "half_year", 6),
        ("", "annual", 12),
        ("2025", "adhoc", 12),
    ],
)
def test_a_code_that_does_not_fit_has_no_dates(code: str, frequency: str, month: int) -> None:
    assert (
        rules.period_dates(code=code, frequency=frequency, send_by_month=month, send_by_day=9, calendar=WEEKENDS)
        is None
    )


@given(DAYS, st.sampled_from(["half_year", "annual"]), st.integers(1, 12), st.integers(1, 31))
def test_the_next_period_is_still_to_be_sent(today: dt.date, frequency: str, month: int, day: int) -> None:
    code = rules.next_period_code(
        frequency=frequency, send_by_month=month, send_by_day=day, calendar=WEEKENDS, today=today
    )
    dates = rules.period_dates(code=code, frequency=frequency, send_by_month=month, send_by_day=day, calendar=WEEKENDS)
    if dates is not None:
        assert dates.send_by >= today
        assert dates.cut_off_on < dates.send_by
    else:
        assert frequency == "half_year", "every yearly regime has a next period"
        assert month not in (1, 5, 6, 7, 11, 12)


def test_the_last_minute_is_on_time_and_the_next_is_late() -> None:
    send_by = dt.date(2025, 6, 9)
    last = clock.at(send_by, 23, 59) + dt.timedelta(seconds=59)
    for instant, word in ((last, "on_time"), (clock.at(send_by + dt.timedelta(days=1), 0), "late")):
        assert rules.timeliness(send_by=send_by, first_submitted_at=instant, now=instant) == word
    assert rules.timeliness(send_by=send_by, first_submitted_at=None, now=last) == "not_yet"
    assert rules.timeliness(send_by=send_by, first_submitted_at=None, now=last + dt.timedelta(seconds=1)) == "missing"


@given(DAYS)
def test_sent_in_time_stays_in_time(today: dt.date) -> None:
    now = clock.at(today)
    sent = clock.at(dt.date(2025, 6, 9), 17)
    assert rules.timeliness(send_by=dt.date(2025, 6, 9), first_submitted_at=sent, now=now) == "on_time"


@pytest.mark.parametrize("state", ReportState.values)
@pytest.mark.parametrize("move", list(Move))
def test_the_table_of_states(state: str, move: Move) -> None:
    expected = {
        ("draft", Move.SAVE): "draft",
        ("draft", Move.SUBMIT): "submitted",
        ("submitted", Move.RETURN): "returned",
        ("submitted", Move.ACCEPT): "accepted",
        ("returned", Move.SAVE): "returned",
        ("returned", Move.SUBMIT): "submitted",
        ("accepted", Move.AMEND): "amending",
        ("amending", Move.SAVE): "amending",
        ("amending", Move.SUBMIT): "submitted",
        ("amending", Move.DROP): "accepted",
        ("returned", Move.DROP): "accepted",
    }
    assert rules.next_state(state, move) == expected.get((state, move))


def test_only_an_amendment_leads_out_of_accepted() -> None:
    assert [key for key in rules.REPORT_MOVES if key[0] == "accepted"] == [("accepted", Move.AMEND)]


@pytest.mark.parametrize(
    ("entries", "word"),
    [
        ({}, "empty"),
        ({1: {"results": "  "}}, "empty"),
        ({1: {"results": "Đã làm."}}, "partial"),
        ({1: {"results": "Đã làm."}, 2: {"is_nil": True}}, "full"),
        ({1: {"difficulties": "Khó."}, 2: {"results": "Đã làm."}}, "partial"),
        ({None: {"results": "Chung."}}, "partial"),
    ],
)
def test_fullness(entries: dict[int | None, dict[str, object]], word: str) -> None:
    assert rules.fullness(led_tasks=[1, 2], entries=entries) == word


def test_without_led_tasks_any_word_is_full() -> None:
    assert rules.fullness(led_tasks=[], entries={None: {"results": "Chung."}}) == "full"
    assert rules.fullness(led_tasks=[], entries={}) == "empty"


def test_nothing_and_something_contradict() -> None:
    assert rules.contradicts({"is_nil": True, "results": "Đã làm."})
    assert not rules.contradicts({"is_nil": True, "results": " "})
    assert not rules.contradicts({"is_nil": False, "results": "Đã làm."})


@pytest.mark.parametrize(
    ("code", "words"),
    [("2025H1", "6 tháng đầu năm 2025"), ("2025H2", "6 tháng cuối năm 2025"), ("2025", "năm 2025"), ("x", "x")],
)
def test_a_period_in_words(code: str, words: str) -> None:
    assert rules.period_words(code) == words
