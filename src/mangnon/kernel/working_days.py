"""Which days are working days: the weekend, the days off and the days swapped in, as plain values.

Who knows the days is `calendars.public.working_days`. A year of which the arrangement is not yet known has only the
days off that fall on fixed days; `is_known` says so, and a page that counts on such a year must say it too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from mangnon.kernel.dates import is_weekend

_DAY = dt.timedelta(days=1)
_LONGEST_REST = 366  # days; nobody rests longer, and no search goes on longer


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Monday to Friday without the days `off`, and the weekend days `swapped_in` for a day off.

    A day in both is a working day: the later arrangement of the two is the swap. `known_years`: the years whose whole
    arrangement was announced and entered. Never compares with an instant: a day is the day in Viet Nam.
    """

    off: frozenset[dt.date] = frozenset()
    swapped_in: frozenset[dt.date] = frozenset()
    known_years: frozenset[int] = frozenset()

    @property
    def known_from(self) -> int | None:
        """The first year whose arrangement is known; None when there is none."""
        return min(self.known_years, default=None)

    @property
    def known_to(self) -> int | None:
        """The last year whose arrangement is known; None when there is none."""
        return max(self.known_years, default=None)

    def is_known(self, day: dt.date) -> bool:
        """Whether the whole arrangement of the day's year is known: Tết, the Kings' day, the days swapped."""
        return day.year in self.known_years

    def is_working(self, day: dt.date) -> bool:
        """Whether people are at their desks on a day."""
        return day in self.swapped_in or not (is_weekend(day) or day in self.off)

    def previous(self, day: dt.date) -> dt.date:
        """The last working day strictly before `day`. Raises ValueError where the calendar of Python ends."""
        return self._step(day, -1)

    def next(self, day: dt.date) -> dt.date:
        """The first working day strictly after `day`. Raises ValueError where the calendar of Python ends."""
        return self._step(day, 1)

    def on_or_before(self, day: dt.date) -> dt.date:
        """The day itself when it is a working day, else the last one before it."""
        return day if self.is_working(day) else self.previous(day)

    def on_or_after(self, day: dt.date) -> dt.date:
        """The day itself when it is a working day, else the first one after it."""
        return day if self.is_working(day) else self.next(day)

    def strictly_between(self, first: dt.date, last: dt.date) -> int:
        """How many working days lie strictly between two days; 0 when `last` is not after `first`."""
        if last <= first:
            return 0
        days = (last - first).days - 1
        weeks, rest = divmod(days, 7)
        start = first + _DAY
        count = weeks * 5 + sum(not is_weekend(start + _DAY * offset) for offset in range(rest))
        count -= sum(first < day < last and not is_weekend(day) for day in self.off - self.swapped_in)
        return count + sum(first < day < last and is_weekend(day) for day in self.swapped_in)

    def add(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after `day` (before it for a negative n); `day` itself for 0."""
        found = day
        for _ in range(abs(n)):
            found = self._step(found, 1 if n > 0 else -1)
        return found

    def between(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """The working days from `first` to `last`, both included, in order."""
        day = first
        while day <= last:
            if self.is_working(day):
                yield day
            if day == dt.date.max:
                return
            day += _DAY

    def _step(self, day: dt.date, direction: int) -> dt.date:
        found = day
        for _ in range(_LONGEST_REST):
            try:
                found += _DAY * direction
            except OverflowError as exc:
                raise ValueError(f"no working day beyond {day}") from exc
            if self.is_working(found):
                return found
        raise ValueError(f"no working day within a year of {day}")
