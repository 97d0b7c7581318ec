"""When a signature was made."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.outgoing.rules import counted_instant, doubts_of_instant

GIVEN = dt.datetime(2025, 5, 20, 2, tzinfo=dt.UTC)
TAKEN = GIVEN + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("at", "count", "counted"),
    [
        (GIVEN - dt.timedelta(days=1), 1, TAKEN),
        (GIVEN - dt.timedelta(minutes=11), 1, TAKEN),
        (GIVEN - dt.timedelta(minutes=9), 0, GIVEN),
        (GIVEN, 0, GIVEN),
        (GIVEN + dt.timedelta(hours=3), 0, GIVEN + dt.timedelta(hours=3)),
        (TAKEN + dt.timedelta(minutes=9), 0, TAKEN),
        (TAKEN + dt.timedelta(minutes=11), 1, TAKEN),
        (TAKEN + dt.timedelta(days=500), 1, TAKEN),
        (None, 0, TAKEN),
    ],
)
def test_between_the_number_and_the_reception(at: dt.datetime | None, count: int, counted: dt.datetime) -> None:
    assert len(doubts_of_instant(at, told="…", given=GIVEN, taken=TAKEN, is_stamped=False)) == count
    assert counted_instant(at, given=GIVEN, taken=TAKEN) == counted


def test_the_stamp_is_named() -> None:
    (words,) = doubts_of_instant(GIVEN.replace(year=2024), told="x", given=GIVEN, taken=TAKEN, is_stamped=True)
    assert words.startswith("Dấu thời gian ghi x")
