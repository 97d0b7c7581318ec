"""The targets a value is held against: those of its own indicator, else those of indicators with the same value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.indicators.models import Indicator, Target
from mangnon.indicators.selectors import goals_for, sets
from mangnon.territory.public import Unit


@dataclass(frozen=True, slots=True)
class Aim:
    """A target, and the indicator it was set for."""

    indicator: Indicator
    target: Target


def aims_for(
    viewer: Actor, indicators: Sequence[Indicator], *, year: int, unit: Unit | None, on: dt.date
) -> dict[int, Aim]:
    """The target that counts for each indicator in a year and place, by key of the indicator.

    A programme sets its targets on indicators of its own that are the same as those the figures are kept under: where
    an indicator has no target itself, that of the first one (in the order of the dictionary) counts whose figures are
    wholly this one's. One query more than `goals_for`. Raises NotAllowed.
    """
    keys = [each.pk for each in indicators]
    found = Indicator.objects.filter(set__in=sets(viewer), same_as__in=keys, same_breakdown__isnull=True)
    same = list(found.select_related("set").order_by("set__position", "set__code", "position", "code"))
    targets = goals_for(viewer, [*indicators, *same], year=year, unit=unit, on=on)
    aims: dict[int, Aim] = {}
    for each in indicators:
        for one in (each, *(row for row in same if row.same_as_id == each.pk)):
            if one.pk in targets:
                aims.setdefault(each.pk, Aim(one, targets[one.pk]))
    return aims
