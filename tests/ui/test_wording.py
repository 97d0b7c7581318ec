"""Days, numbers and tones as words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel import clock
from mangnon.ui.tones import TONES, tone_of
from mangnon.ui.wording import as_day, deadline_words, instant_words, number_words

TODAY = dt.date(2025, 6, 5)


@pytest.mark.parametrize(
    ("due", "done_on", "phrase", "tone"),
    [
        (None, None, "không có thời hạn", "neutral"),
        (dt.date(2025, 6, 9), None, "còn 4 ngày", "soon"),
        (dt.date(2025, 6, 12), None, "còn 7 ngày", "soon"),
        (dt.date(2025, 6, 13), None, "còn 8 ngày", "neutral"),
        (dt.date(2025, 6, 5), None, "hết hạn hôm nay", "soon"),
        (dt.date(2025, 6, 2), None, "quá hạn 3 ngày", "late"),
        (dt.date(2025, 6, 2), dt.date(2025, 6, 2), "xong đúng hạn", "good"),
        (dt.date(2025, 6, 2), dt.date(2025, 6, 5), "xong muộn 3 ngày", "late"),
    ],
)
def test_deadline(due: dt.date | None, done_on: dt.date | None, phrase: str, tone: str) -> None:
    words = deadline_words(due, TODAY, done_on)
    assert (words.phrase, words.tone) == (phrase, tone)


def test_the_due_day_is_on_time_to_its_last_minute_in_viet_nam() -> None:
    due = dt.date(2025, 6, 2)
    assert deadline_words(due, TODAY, clock.last_minute(due)).tone == "good"
    assert deadline_words(due, TODAY, clock.last_minute(due) + dt.timedelta(microseconds=1)).tone == "late"


def test_an_instant_has_the_day_of_viet_nam() -> None:
    late_evening = dt.datetime(2025, 6, 4, 18, 30, tzinfo=dt.UTC)
    assert as_day(late_evening) == TODAY
    assert instant_words(late_evening) == "01:30 ngày 05/06/2025"


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (0, None, "0"), (1234.5, None, "1.234,5"), (1_000_000, None, "1.000.000"), (12, 1, "12,0"), (-0.001, None, "0"),
        (Decimal("21.4286"), 1, "21,4"), ("100", None, "100"), (1200, 0, "1.200"), (-1234, None, "-1.234"),
    ],
)  # fmt: skip
def test_numbers(value: float | Decimal | str, places: int | None, said: str) -> None:
    assert number_words(value, places) == said


@pytest.mark.parametrize("value", ["mười", float("nan"), float("inf"), ""])
def test_what_is_no_number_is_refused(value: float | str) -> None:
    with pytest.raises(ValueError, match="number"):
        number_words(value)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_whole_number_is_read_back(value: int) -> None:
    assert int(number_words(value).replace(".", "")) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_decimal_is_read_back(value: Decimal) -> None:
    assert Decimal(number_words(value).replace(".", "").replace(",", ".")) == value


@given(st.text())
def test_every_code_has_a_drawn_tone(code: str) -> None:
    assert tone_of(code) in TONES


def test_tones_name_themselves() -> None:
    assert all(tone_of(tone) == tone for tone in TONES)
