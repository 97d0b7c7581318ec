"""Adding figures over units and over time: counts add, rates are recomputed, what is missing is named. No Django."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mangnon.indicators.rules.cells import Cell, Told, rate_of, unknown_of
from mangnon.indicators.rules.periods import Period, tile
from mangnon.indicators.terms import IndicatorKind, Nature, Unknown

WHOLE = Fraction(1)
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Missing:
    """A part (a unit's key, a period) that is not in a sum, or not wholly, and why."""

    part: Hashable
    why: Unknown


@dataclass(frozen=True, slots=True)
class Sum:
    """Parts added up. `count`: all known numerators. `numerator`, `denominator`: of the parts that have both.

    `missing`: the parts without a known count; `without_rate`: those that cannot be in the rate. `counted`: how many
    parts are in the count. None where nothing could be added. `is_estimate`: a part was shared out by weights.
    """

    count: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    counted: int = 0
    missing: tuple[Missing, ...] = ()
    without_rate: tuple[Missing, ...] = ()
    is_estimate: bool = False

    def told(self, kind: str, multiplier: Decimal | int | None) -> Told:
        """The value of the whole, from the parts that are known; a count of a part of them is «at least» that much."""
        if kind == IndicatorKind.RATE:
            if self.numerator is None:
                return Told(unknown=_shared_reason(self.without_rate))
            found = rate_of(self.numerator, self.denominator, multiplier or 1)
            return Told(found.value, found.unknown, bool(self.without_rate), self.is_estimate)
        if self.count is None:
            return Told(unknown=_shared_reason(self.missing))
        return Told(self.count, None, bool(self.missing), self.is_estimate)


def _shared_reason(missing: tuple[Missing, ...]) -> Unknown:
    """The one reason all parts share, or that there was nothing to add."""
    reasons = {each.why for each in missing}
    return reasons.pop() if len(reasons) == 1 else Unknown.NOTHING_TO_ADD


def sum_of_cell(part: Hashable, cell: Cell | None, weight: Fraction | None = WHOLE) -> Sum:
    """One cell as a sum of one part; `weight`: the share of it that counts, None when nobody knows the share."""
    why = unknown_of(cell) or (Unknown.UNKNOWN_SHARE if weight is None else None)
    if cell is None or weight is None or why is not None:
        missing = (Missing(part, why or Unknown.NOT_ENTERED),)
        return Sum(missing=missing, without_rate=missing)
    adds, is_estimate = Fraction(cell.adds or 0) * weight, weight != WHOLE
    if cell.denominator is None:  # «nothing of the kind» too, while nobody said of how many
        lost = (Missing(part, Unknown.NO_DENOMINATOR),)
        return Sum(count=adds, counted=1, without_rate=lost, is_estimate=is_estimate)
    return Sum(adds, adds, Fraction(cell.denominator or 0) * weight, 1, is_estimate=is_estimate)


def combine(sums: Iterable[Sum]) -> Sum:
    """Sums of parts that do not overlap as one. The order never matters, but for the order in which parts are named."""
    sums = list(sums)
    counts = [each.count for each in sums if each.count is not None]
    pairs = [(each.numerator, each.denominator) for each in sums if each.numerator is not None]
    return Sum(
        count=sum(counts, _ZERO) if counts else None,
        numerator=sum((above for above, _ in pairs), _ZERO) if pairs else None,
        denominator=sum((below or _ZERO for _, below in pairs), _ZERO) if pairs else None,
        counted=sum(each.counted for each in sums),
        missing=tuple(lost for each in sums for lost in each.missing),
        without_rate=tuple(lost for each in sums for lost in each.without_rate),
        is_estimate=any(each.is_estimate for each in sums),
    )


def add_over_units(parts: Mapping[Hashable, Cell | None]) -> Sum:
    """The cells of several units in one period as one; None: nothing was entered."""
    return combine(sum_of_cell(part, cell) for part, cell in parts.items())


def add_over_time(
    whole: Period, sums: Mapping[Period, Sum], nature: Nature, denominator_nature: Nature | None = None
) -> Sum:
    """What several periods tell of a longer one.

    A figure of the whole period itself is taken as it is; of several codes for its days (a call names its windows) one
    that says something, the period's own before the others. Otherwise stocks are those of the period that ends with
    the whole (the longest that says something); flows add over periods that cover it without overlap; people counted
    once in each period do not add. Numerator and denominator each by its own nature; where these differ, only the whole
    numerator makes a rate. Windows nothing covers are missing.
    """
    given = {period: each for period, each in sums.items() if period.days < whole.days}
    same = sorted(
        (each for each in sums if each.holds(whole)),
        key=lambda each: (not _says_something(sums[each]), each.code != whole.code, each.code),
    )
    own = sums[same[0]] if same else None
    if own is not None and (_says_something(own) or not any(_says_something(each) for each in given.values())):
        return own
    telling = {period for period, each in given.items() if _says_something(each)}
    tiling = tile(whole, given, telling=telling)
    holes = tuple(Missing(Period(first, last, ""), Unknown.NOT_ENTERED) for first, last in tiling.gaps)
    tiles = [(period, given[period]) for period in tiling.periods]
    ending = [period for period in given if period.ends_on == whole.ends_on and whole.holds(period)]
    last = max(ending, key=lambda period: (period in telling, period.days, period.code), default=None)

    def steps(part: Nature) -> list[tuple[Period, Sum]]:
        if part != Nature.STOCK:
            return tiles
        return [(last, given[last])] if last is not None else []

    below_nature = denominator_nature or nature
    count, lost = _over_time([(p, s.count, s.missing) for p, s in steps(nature)], whole, nature, holes)
    above, lost_above = _over_time([(p, s.numerator, s.without_rate) for p, s in steps(nature)], whole, nature, holes)
    if below_nature != nature:
        # What happened over the year among those who are there at its end: of a part of the year it says too little.
        above, lost_above = (count, ()) if not lost else (None, lost)
    below, lost_below = _over_time(
        [(p, s.denominator, s.without_rate) for p, s in steps(below_nature)], whole, below_nature, holes
    )
    used = dict([*steps(nature), *steps(below_nature)])
    has_both = above is not None and below is not None
    return Sum(
        count=count,
        numerator=above if has_both else None,
        denominator=below if has_both else None,
        counted=sum(each.counted for _, each in steps(nature)) if count is not None else 0,
        missing=lost,
        without_rate=tuple(dict.fromkeys((*lost_above, *lost_below))),
        is_estimate=any(each.is_estimate for each in used.values()),
    )


def _says_something(found: Sum) -> bool:
    return found.counted > 0 or any(each.why != Unknown.NOT_ENTERED for each in found.missing)


_Step = tuple[Period, Fraction | None, tuple[Missing, ...]]


def _over_time(
    steps: list[_Step], whole: Period, nature: Nature, holes: tuple[Missing, ...]
) -> tuple[Fraction | None, tuple[Missing, ...]]:
    if nature == Nature.PERSONS and steps:
        return None, (Missing(whole, Unknown.NOT_ADDITIVE),)
    if nature == Nature.STOCK:
        return (steps[0][1], steps[0][2]) if steps else (None, (Missing(whole, Unknown.NOT_ENTERED),))
    known = [number for _, number, _ in steps if number is not None]
    lost = tuple(each for _, _, missing in steps for each in missing)
    return (sum(known, _ZERO) if known else None), (*holes, *lost)
