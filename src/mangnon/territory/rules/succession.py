"""Following units through events, to a later and to an earlier day. Pure.

A *share* is the part of a count of the asked unit that lies in another unit: 1 when all of it does, a fraction when a
person gave weights, None when nobody knows. Nothing is guessed: a divided unit's shares stay None until given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from mangnon.territory.terms import Lost

WHOLE = Fraction(1)
_DAY = dt.timedelta(days=1)


class Span(NamedTuple):
    """A unit's validity; None is open. `valid_to` is the last day."""

    valid_from: dt.date | None
    valid_to: dt.date | None

    def holds(self, day: dt.date) -> bool:
        """Whether the unit is valid on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Link(NamedTuple):
    """One part of an event: from `source` to `target` on a day.

    `source` None: the list names a code that it does not hold. `target` None: the unit ended and no heir is named.
    `is_divided`: only a part of the source goes to this target. `weight`: the part's given share, if any.
    """

    source: int | None
    target: int | None
    on: dt.date
    is_divided: bool
    weight: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a unit lies on another day: shares by unit, and why it is not (wholly) told, if so.

    `shares` is empty exactly when nothing is known of it. The known shares and the rest make 1: with `lost` None the
    units named are all there are.
    """

    shares: dict[int, Fraction | None] = field(default_factory=dict)
    lost: Lost | None = None

    @property
    def is_ambiguous(self) -> bool:
        """Whether some share is not known: a person must choose, or give weights."""
        return any(share is None for share in self.shares.values())

    @property
    def is_certain(self) -> bool:
        """Whether all of the unit lies in one unit."""
        return self.lost is None and list(self.shares.values()) == [WHOLE]


class Succession:
    """Validities and links of some units, ready to be followed. Give all links that a chain may touch."""

    def __init__(self, spans: Mapping[int, Span], links: Iterable[Link]) -> None:
        self._spans = spans
        self._from: dict[int, list[Link]] = {}
        self._to: dict[int, list[Link]] = {}
        for link in links:
            if link.source is not None:
                self._from.setdefault(link.source, []).append(link)
            if link.target is not None:
                self._to.setdefault(link.target, []).append(link)

    def place(self, unit: int, *, from_date: dt.date, to_date: dt.date) -> Placed:
        """Where a unit of one day lies on another; the identity when it is valid on both."""
        span = self._spans.get(unit)
        if span is None or not span.holds(from_date):
            return Placed(lost=Lost.NOT_VALID)
        if span.holds(to_date):
            return Placed({unit: WHOLE})
        return self._forward(unit, to_date) if to_date > from_date else self._backward(unit, to_date)

    def _forward(self, unit: int, day: dt.date) -> Placed:
        reached: dict[int, Fraction | None] = {unit: WHOLE}
        lost: Lost | None = None
        while ended := [pk for pk in reached if not self._spans[pk].holds(day)]:
            # The earliest end first: everything that flows into a unit has arrived before it is followed further.
            now = min(ended, key=lambda pk: (self._spans[pk].valid_to or dt.date.max, pk))
            share = reached.pop(now)
            heirs = self._heirs(now, day)
            if not heirs:
                lost = lost or Lost.NO_SUCCESSOR
                continue
            if len(heirs) == 1 and heirs[0][1].is_divided and heirs[0][1].weight is None:
                lost = lost or Lost.NO_SUCCESSOR  # said to be divided, and the other part is not named
            for target, link in heirs:
                _add(reached, target, _times(share, _forward_share(link)))
        return Placed(_closed(reached, lost), lost)

    def _backward(self, unit: int, day: dt.date) -> Placed:
        reached: dict[int, Fraction | None] = {unit: WHOLE}
        lost: Lost | None = None
        while begun := [pk for pk in reached if not self._spans[pk].holds(day)]:
            now = max(begun, key=lambda pk: (self._spans[pk].valid_from or dt.date.min, pk))
            share = reached.pop(now)
            parts = [link for link in self._to.get(now, ()) if link.on > day]
            known = [source for link in parts for source in self._source(now, link)]
            if not known:
                lost = lost or (Lost.UNKNOWN_CODE if parts else Lost.NO_PREDECESSOR)
                continue
            if len(known) < len(parts):
                lost = lost or Lost.UNKNOWN_CODE
            # Whether the source was divided does not matter here: all of a unit made of one source lies in it.
            part = WHOLE if len(parts) == 1 else None
            for source in known:
                _add(reached, source, _times(share, part))
        return Placed(_closed(reached, lost), lost)

    def _heirs(self, unit: int, day: dt.date) -> list[tuple[int, Link]]:
        """Links from a unit's end to units that live later: time grows, so a chain cannot go in circles."""
        end = self._spans[unit].valid_to
        found: list[tuple[int, Link]] = []
        for link in self._from.get(unit, ()):
            span = self._spans.get(link.target) if link.target is not None else None
            if link.target is None or span is None or end is None:
                continue
            if end < link.on <= day and span.holds(link.on):
                found.append((link.target, link))
        return found

    def _source(self, unit: int, link: Link) -> list[int]:
        """The same, against time: the source of a link that leads to a unit's beginning, if it is known."""
        span = self._spans.get(link.source) if link.source is not None else None
        if link.source is None or span is None or link.on != self._spans[unit].valid_from:
            return []
        return [link.source] if span.holds(link.on - _DAY) else []


def _forward_share(link: Link) -> Fraction | None:
    if link.weight is not None:
        return link.weight
    return None if link.is_divided else WHOLE


def _times(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    if first is WHOLE or second is WHOLE:  # by far the commonest, and multiplying fractions is slow
        return second if first is WHOLE else first
    return None if first is None or second is None else first * second


def _add(reached: dict[int, Fraction | None], unit: int, share: Fraction | None) -> None:
    if unit not in reached:
        reached[unit] = share
        return
    already = reached[unit]
    reached[unit] = None if already is None or share is None else already + share


def _closed(shares: dict[int, Fraction | None], lost: Lost | None) -> dict[int, Fraction | None]:
    """What is left after the known shares belongs to a single unknown one, if nothing is lost."""
    unknown = [unit for unit, share in shares.items() if share is None]
    if lost is None and len(unknown) == 1:
        known = sum((share for share in shares.values() if share is not None), Fraction(0))
        shares = {**shares, unknown[0]: WHOLE - known}
    return shares


def join(parts: Iterable[Placed]) -> Placed:
    """Where a unit lies that is known only by the units inside it (a district by its communes).

    Their sizes are not known, so shares are None unless all lie in one unit.
    """
    shares: dict[int, Fraction | None] = {}
    lost: Lost | None = None
    count = 0
    for placed in parts:
        count += 1
        lost = lost or placed.lost
        shares.update(dict.fromkeys(placed.shares))
    if not count:
        return Placed(lost=Lost.NO_SUCCESSOR)
    return Placed(_closed(shares, lost), lost)


def lifted(placed: Placed, above: Mapping[int, int]) -> Placed:
    """The same place told by the units above (`above`: unit to the one above it): shares within one of them add up."""
    shares: dict[int, Fraction | None] = {}
    for unit, share in placed.shares.items():
        _add(shares, above.get(unit, unit), share)
    return Placed(_closed(shares, placed.lost), placed.lost)
