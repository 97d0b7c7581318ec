"""When a signature was made, and what is asked of the office from then on (NĐ 30/2020/NĐ-CP, Article 18). No Django.

What is signed is the file with its number: not before the number was given, not after it came back. A clock that says
otherwise is wrong, and moves no deadline.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

# Clocks of machines that nobody sets differ by minutes.
LEEWAY: Final = dt.timedelta(minutes=10)


def doubts_of_instant(
    at: dt.datetime | None, *, told: str, given: dt.datetime, taken: dt.datetime, is_stamped: bool
) -> list[str]:
    """What speaks against the time of a signature, in sentences.

    `at`: what its time stamp says (`is_stamped`) or else its signer's clock, None where neither does; `told`: the same
    in words. `given`: when the paper got its number; `taken`: when the signed file came.
    """
    who = "Dấu thời gian ghi" if is_stamped else "Máy của người ký ghi giờ ký là"
    if at is not None and at < given - LEEWAY:
        return [f"{who} {told}, trước khi văn bản có số."]
    if at is not None and at > taken + LEEWAY:
        return [f"{who} {told}, muộn hơn giờ của máy chủ."]
    return []


def counted_instant(at: dt.datetime | None, *, given: dt.datetime, taken: dt.datetime) -> dt.datetime:
    """The instant from which deadlines count: `at` where it can be, else when the signed file came."""
    if at is None or not given - LEEWAY <= at <= taken + LEEWAY:
        return taken
    return min(max(at, given), taken)
