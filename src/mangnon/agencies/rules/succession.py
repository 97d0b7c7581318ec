"""Where a chain of events leads: who carries on what a body had, on a day. Pure values; bodies are known by a number.

Each step goes to a later event than the one before, so every chain ends, also in data that should not be.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

# When an event happened: its day, then its number. The order in which chains go.
Instant = tuple[dt.date, int]
BEFORE_EVERYTHING: Instant = (dt.date.min, 0)


class Reason(StrEnum):
    """Why nobody is answered."""

    NOBODY_KNOWN = "nobody_known"
    NO_SUCCESSOR = "no_successor"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Span:
    """A body's validity; `valid_to` is its last day. `ended_by` is the event that closed it."""

    valid_from: dt.date | None
    valid_to: dt.date | None
    ended_by: int | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether the body is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Part:
    """One source hands a function, or (empty) everything not named otherwise, to one target. None: nobody is known."""

    id: int
    event: int
    on: dt.date
    source: int
    target: int | None
    function: str

    @property
    def instant(self) -> Instant:
        """When."""
        return (self.on, self.event)


@dataclass(frozen=True, slots=True)
class End:
    """A body in force that carries on, by which parts, and with which function it was reached (empty: the whole)."""

    body: int
    function: str
    path: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """Where a chain ends with nobody: the last body, the function, why, and the parts that led there."""

    body: int
    function: str
    reason: Reason
    path: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything a body's matter became. Several ends are possible (a district and its communes)."""

    ends: tuple[End, ...]
    losses: tuple[Loss, ...]


class Graph:
    """Bodies and the parts between them."""

    def __init__(self, spans: Mapping[int, Span], parts: Iterable[Part]) -> None:
        self._spans = spans
        self._out: dict[int, list[Part]] = defaultdict(list)
        for part in sorted(parts, key=lambda part: (part.instant, part.id)):
            self._out[part.source].append(part)

    def follow(self, body: int, *, function: str, on: dt.date, since: Instant = BEFORE_EVERYTHING) -> Chain:
        """Who carries on what `body` had of a function (empty: all it had), on a day; later events do not count.

        Answers only bodies in force on the day. Every branch ends in an end or a loss; each body is answered once, by
        the first chain that reaches it with a function.
        """
        ends: dict[tuple[int, str], End] = {}
        losses: dict[tuple[int, str], Loss] = {}
        seen: set[tuple[int, str, Instant]] = set()
        waiting: list[tuple[int, str, Instant, tuple[Part, ...]]] = [(body, function, since, ())]
        while waiting:
            here, carried, instant, path = waiting.pop()
            if (here, carried, instant) in seen:
                continue
            seen.add((here, carried, instant))
            step = self._step(here, carried, on, instant)
            if step is None:
                span = self._spans[here]
                if span.holds(on):
                    ends.setdefault((here, carried), End(here, carried, path))
                else:
                    begun = span.valid_from is None or span.valid_from <= on
                    reason = Reason.NO_SUCCESSOR if begun else Reason.NOT_YET
                    losses.setdefault((here, carried), Loss(here, carried, reason, path))
                continue
            for part in reversed(step):  # the first part is walked first
                goes_with = part.function or carried
                if part.target is None:
                    losses.setdefault((here, goes_with), Loss(here, goes_with, Reason.NOBODY_KNOWN, (*path, part)))
                else:
                    waiting.append((part.target, goes_with, part.instant, (*path, part)))
        return Chain(tuple(ends.values()), tuple(losses.values()))

    def _step(self, body: int, function: str, on: dt.date, since: Instant) -> list[Part] | None:
        """The parts by which the matter leaves a body after an instant, or None when it stays."""
        later = [part for part in self._out.get(body, ()) if part.instant > since and part.on <= on]
        ended_by = self._spans[body].ended_by
        for part in later:
            if part.event != ended_by:
                if function and part.function == function:
                    return [each for each in later if each.event == part.event and each.function == function]
                continue
            closing = [each for each in later if each.event == ended_by]
            if not function:
                return closing
            named = [each for each in closing if each.function == function]
            return named or [each for each in closing if not each.function] or None
        return None
