"""Whether a number could tell of a person, and what a reader outside the circle is told instead (decision 0042)."""

from __future__ import annotations

import re
from fractions import Fraction

from mangnon.indicators.limits import small_numbers
from mangnon.indicators.models import Indicator
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.totals import Sum
from mangnon.indicators.terms import Unknown

# Numbers of communes, villages, schools and bodies tell nothing of a person.
_THINGS = re.compile(r"^(tổng )?số (xã|thôn|cơ sở|trường)\b", re.IGNORECASE)
HIDDEN = Told(unknown=Unknown.SUPPRESSED)


def counts_persons(indicator: Indicator) -> bool:
    """Whether a small number could tell of a person."""
    return not _THINGS.match(indicator.numerator_words or indicator.name)


def is_small(count: Fraction | None) -> bool:
    """A count of at least one and below the threshold of `limits`; zero harms nobody."""
    return count is not None and 0 < count < small_numbers().threshold


def without_numbers(found: Sum) -> Sum:
    """A sum that still says what it lacks, and no number."""
    return Sum(missing=found.missing, without_rate=found.without_rate)
