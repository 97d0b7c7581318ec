"""Which indicators count persons: only of those a small number can tell of somebody. No Django."""

from __future__ import annotations

import re
from typing import Protocol

from mangnon.indicators.terms import IndicatorKind

# Numbers of communes, villages, schools and bodies tell nothing of a person; «trường hợp» are cases: of persons.
_THINGS = re.compile(r"^(tổng )?số (xã|thôn|cơ sở|trường(?! hợp\b))\b", re.IGNORECASE)


class Named(Protocol):
    """What is counted, in words."""

    @property
    def name(self) -> str:
        """The indicator's name."""
        ...

    @property
    def numerator_words(self) -> str:
        """What stands above the line, where it is a rate."""
        ...


class Rated(Named, Protocol):
    """What stands below the line too."""

    @property
    def kind(self) -> str:
        """Count, rate or computed."""
        ...

    @property
    def denominator_words(self) -> str:
        """What is counted below the line, where it is a rate."""
        ...


def counts_persons(indicator: Named) -> bool:
    """Whether a small number could tell of a person."""
    return not _THINGS.match(indicator.numerator_words or indicator.name)


def denominator_counts_persons(indicator: Rated) -> bool:
    """Whether the number below the line could tell of a person too: «0 trên 3» tells of three."""
    words = indicator.denominator_words
    return indicator.kind == IndicatorKind.RATE and counts_persons(indicator) and not (words and _THINGS.match(words))
