"""Made-up territories: units that merge, split, are renamed or get lost on one to four days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from mangnon.territory.rules.succession import Link, Span, Succession

START = dt.date(2024, 1, 1)
_DAY = dt.timedelta(days=1)
Draw = Callable[..., int]


@dataclass
class World:
    """Units with their spans, the links between them and the days on which something happened."""

    spans: dict[int, Span] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    days: list[dt.date] = field(default_factory=list)

    @property
    def succession(self) -> Succession:
        return Succession(self.spans, self.links)

    def on(self, day: dt.date) -> list[int]:
        return [pk for pk, span in self.spans.items() if span.holds(day)]

    @property
    def dates(self) -> list[dt.date]:
        """A day before the first event, each event's day, the eve of it, and a day after the last."""
        return sorted({START, *self.days, *(day - _DAY for day in self.days), self.days[-1] + 30 * _DAY})


def _shares(draw: Draw, count: int) -> list[Fraction | None]:
    if draw(st.booleans()):
        return [None] * count
    cuts = sorted(Fraction(draw(st.integers(0, 10)), 10) for _ in range(count - 1))
    edges = [Fraction(0), *cuts, Fraction(1)]
    return [after - before for before, after in pairwise(edges)]


@st.composite
def worlds(draw: Draw, *, with_losses: bool = True) -> World:
    """A territory of two to six units and its events; some heirs and some codes are unknown when `with_losses`."""
    world = World()
    world.spans = {pk: Span(None, None) for pk in range(draw(st.integers(2, 6)))}
    day = START
    for _ in range(draw(st.integers(1, 4))):
        day += dt.timedelta(days=draw(st.integers(2, 400)))
        world.days.append(day)
        changing = [pk for pk in world.on(day) if draw(st.booleans())]
        targets = [len(world.spans) + number for number in range(draw(st.integers(1, 3)))]
        used: set[int] = set()
        for pk in changing:
            world.spans[pk] = Span(world.spans[pk].valid_from, day - _DAY)
            if with_losses and draw(st.integers(0, 5)) == 0:
                continue  # nobody says what it became
            heirs = targets[: draw(st.integers(1, len(targets)))]
            used |= set(heirs)
            divided = len(heirs) > 1
            shares = _shares(draw, len(heirs)) if divided else [None]
            world.links += [Link(pk, heir, day, divided, share) for heir, share in zip(heirs, shares, strict=True)]
        for heir in sorted(used):
            world.spans[heir] = Span(day, None)
            if with_losses and draw(st.integers(0, 7)) == 0:
                world.links.append(Link(None, heir, day, False))
    return world
