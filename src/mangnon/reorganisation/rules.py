"""Pure decisions: the axis of time, and how a body stands to a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Standing(Enum):
    """How a body's validity stands to a day."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    ENDED = "ended"


def standing(valid_from: dt.date | None, valid_to: dt.date | None, *, on: dt.date) -> Standing:
    """Where a day lies beside a validity whose ends are both included; None is open."""
    if valid_from is not None and on < valid_from:
        return Standing.NOT_YET
    if valid_to is not None and valid_to < on:
        return Standing.ENDED
    return Standing.IN_FORCE


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch of time an axis shows, in whole years; both days are included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many days it shows."""
        return (self.last - self.first).days + 1

    def at(self, day: dt.date, width: float) -> float:
        """Where the beginning of a day lies on an axis of some width; a day outside lies at the nearer end."""
        inside = min(max((day - self.first).days, 0), self.days)
        return round(inside * width / self.days, 1)

    def bar(self, valid_from: dt.date | None, valid_to: dt.date | None, width: float) -> tuple[float, float]:
        """Where the bar of a validity begins, and how long it is; the last day is covered whole."""
        begin = 0.0 if valid_from is None else self.at(valid_from, width)
        end = width if valid_to is None else self.at(valid_to + dt.timedelta(days=1), width)
        return begin, max(round(end - begin, 1), 0.0)

    def quarters(self) -> list[dt.date]:
        """The first day of each quarter shown."""
        return [
            dt.date(year, month, 1) for year in range(self.first.year, self.last.year + 1) for month in (1, 4, 7, 10)
        ]


def axis_span(days: Iterable[dt.date], *, on: dt.date) -> Span:
    """Whole years that hold every given day and `on`."""
    years = {day.year for day in days} | {on.year}
    return Span(dt.date(min(years), 1, 1), dt.date(max(years), 12, 31))
