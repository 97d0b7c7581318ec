"""Which indicators count persons: only of those a small number can tell of somebody. No Django."""

from __future__ import annotations

import re
from typing import Protocol

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


def counts_persons(indicator: Named) -> bool:
    """Whether a small number could tell of a person."""
    return not _THINGS.match(indicator.numerator_words or indicator.name)
