"""How numbers, days and deadlines are said in Vietnamese. Pure: no Django, `today` is always given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from mangnon.kernel.clock import VIETNAM, local_day
from mangnon.kernel.dates import vn_date

SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class DeadlineWords:
    """What a deadline says: `phrase` in words, `tone` for shape and colour, `day` as 17/02/2025 (empty for none)."""

    phrase: str
    tone: str
    day: str
    iso: str


def as_day(value: dt.date | dt.datetime) -> dt.date:
    """The day in Viet Nam of a date or of an aware instant."""
    return local_day(value) if isinstance(value, dt.datetime) else value


def deadline_words(
    due: dt.date | dt.datetime | None, today: dt.date, done_on: dt.date | dt.datetime | None = None
) -> DeadlineWords:
    """Days left or passed. The due day itself is on time (domain.md, 4).

    >>> deadline_words(dt.date(2025, 6, 9), dt.date(2025, 6, 5)).phrase
    'còn 4 ngày'
    """
    if due is None:
        return DeadlineWords("không có thời hạn", "neutral", "", "")
    day = as_day(due)
    if done_on is not None:
        late_by = (as_day(done_on) - day).days
        phrase, tone = (f"xong muộn {late_by} ngày", "late") if late_by > 0 else ("xong đúng hạn", "good")
    else:
        left = (day - today).days
        if left < 0:
            phrase, tone = f"quá hạn {-left} ngày", "late"
        elif left == 0:
            phrase, tone = "hết hạn hôm nay", "soon"
        else:
            phrase, tone = f"còn {left} ngày", "soon" if left <= SOON_DAYS else "neutral"
    return DeadlineWords(phrase, tone, vn_date(day), day.isoformat())


def number_words(value: int | float | Decimal | str, places: int | None = None) -> str:
    """1.234,5: a dot between thousands, a comma before decimals; at most two decimals unless `places` is given.

    Raises ValueError for what is not a finite number.

    >>> number_words(1234.5), number_words(12, 1), number_words(-1000000)
    ('1.234,5', '12,0', '-1.000.000')
    """
    try:
        number = Decimal(str(value))
    except ArithmeticError as problem:
        raise ValueError(f"not a number: {value!r}") from problem
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    text = f"{number:,.{2 if places is None else places}f}"
    if places is None:
        text = text.rstrip("0").rstrip(".")
    if text in {"-0", "-0.0", "-0.00"}:
        text = text[1:]
    return text.translate(str.maketrans(",.", ".,"))


def instant_words(instant: dt.datetime) -> str:
    """08:12 ngày 05/06/2025, in Viet Nam time. Raises ValueError for a naive instant."""
    day = local_day(instant)
    return f"{instant.astimezone(VIETNAM):%H:%M} ngày {vn_date(day)}"
