"""Adding figures over units and over time: counts add, rates are recomputed, what is missing is named. No Django."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from mangnon.indicators.rules.cells import Cell, Told, rate_of, unknown_of
from mangnon.indicators.rules.periods import Period, tile
from mangnon.indicators.terms import IndicatorKind, Nature, Unknown

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Missing(Generic[K]):
    """A part that is not in a sum, and why."""

    part: K
    why: Unknown


@dataclass(frozen=True, slots=True)
class Sum(Generic[K]):
    """Parts added up. `count`: all known numerators. `numerator`, `denominator`: of the parts that have both.

    `missing`: the parts without a known count; `without_rate`: those that cannot be in the rate. Both None and empty
    when nothing was there to add.
    """

    count: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    counted: int = 0
    missing: tuple[Missing[K], ...] = ()
    without_rate: tuple[Missing[K], ...] = ()
    is_estimate: bool = False

    def told(self, kind: str, multiplier: Decimal | int | None) -> Told:
        """The value of the whole, from the parts that are known; a count of a part of them is «at least» that much."""
        if kind == IndicatorKind.RATE:
            if self.numerator is None:
                return Told(unknown=self._why(self.without_rate))
            found = rate_of(self.numerator, self.denominator, multiplier or 1)
            return Told(found.value, found.unknown, bool(self.without_rate), self.is_estimate)
        if self.count is None:
            return Told(unknown=self._why(self.missing))
        return Told(self.count, None, bool(self.missing), self.is_estimate)

    def _why(self, missing: tuple[Missing[K], ...]) -> Unknown:
        """The one reason all parts share, or that there was nothing to add."""
        reasons = {each.why for each in missing}
        return reasons.pop() if len(reasons) == 1 else Unknown.NOTHING_TO_ADD


def add_over_units(parts: Mapping[K, Cell | None]) -> Sum[K]:
    """The cells of several units in one period as one. The order of the units never matters; None: nothing entered."""
    count, numerator, denominator = Fraction(0), Fraction(0), Fraction(0)
    counted = with_rate = 0
    missing: list[Missing[K]] = []
    without_rate: list[Missing[K]] = []
    for part, cell in parts.items():
        why = unknown_of(cell)
        if cell is None or why is not None:
            missing.append(Missing(part, why or Unknown.NOT_ENTERED))
            without_rate.append(missing[-1])
            continue
        adds = Fraction(cell.adds or 0)
        count, counted = count + adds, counted + 1
        if cell.denominator is None and (cell.numerator is not None):
            without_rate.append(Missing(part, Unknown.NO_DENOMINATOR))
            continue
        numerator, denominator = numerator + adds, denominator + Fraction(cell.denominator or 0)
        with_rate += 1
    return Sum(
        count=count if counted else None,
        numerator=numerator if with_rate else None,
        denominator=denominator if with_rate else None,
        counted=counted,
        missing=tuple(missing),
        without_rate=tuple(without_rate),
    )


def add_over_time(
    whole: Period, cells: Mapping[Period, Cell | None], nature: Nature, denominator_nature: Nature | None = None
) -> Sum[Period]:
    """The cells of several periods as the cell of a longer one.

    A figure of the whole period itself is taken as it is. Otherwise, of periods that cover it without overlap: stocks
    are those of the last one, which must end with the whole; flows add; people counted once in each period do not add.
    Numerator and denominator each by its own nature. Windows that nothing covers are missing.
    """
    own = next(
        (period for period in cells if (period.starts_on, period.ends_on) == (whole.starts_on, whole.ends_on)), None
    )
    if own is not None:
        return add_over_units({own: cells[own]})
    tiling = tile(whole, cells)
    holes = [Missing(Period(first, last, ""), Unknown.NOT_ENTERED) for first, last in tiling.gaps]
    count = _over_time({each: _adds(cells[each]) for each in tiling.periods}, whole, nature, holes)
    below = _over_time(
        {each: _denominator(cells[each]) for each in tiling.periods}, whole, denominator_nature or nature, holes
    )
    has_both = count.value is not None and below.value is not None
    return Sum(
        count=count.value,
        numerator=count.value if has_both else None,
        denominator=below.value if has_both else None,
        counted=count.counted,
        missing=count.missing,
        without_rate=tuple(dict.fromkeys((*count.missing, *below.missing))),
    )


@dataclass(frozen=True, slots=True)
class _OverTime:
    value: Fraction | None
    counted: int
    missing: tuple[Missing[Period], ...]


_Number = tuple[Fraction | None, Unknown | None]


def _adds(cell: Cell | None) -> _Number:
    why = unknown_of(cell)
    return (None, why) if cell is None or why else (Fraction(cell.adds or 0), None)


def _denominator(cell: Cell | None) -> _Number:
    why = unknown_of(cell)
    if cell is None or why:
        return None, why
    if cell.denominator is None:
        return (Fraction(0), None) if cell.numerator is None else (None, Unknown.NO_DENOMINATOR)
    return Fraction(cell.denominator), None


def _over_time(
    numbers: Mapping[Period, _Number], whole: Period, nature: Nature, holes: Iterable[Missing[Period]]
) -> _OverTime:
    if nature == Nature.PERSONS and numbers:
        return _OverTime(None, 0, (Missing(whole, Unknown.NOT_ADDITIVE),))
    if nature == Nature.STOCK:
        last = max(numbers, key=lambda each: each.ends_on, default=None)
        if last is None or last.ends_on != whole.ends_on:
            return _OverTime(None, 0, (Missing(whole, Unknown.NOT_ENTERED),))
        value, why = numbers[last]
        return _OverTime(value, int(why is None), () if why is None else (Missing(last, why),))
    known = [value for value, why in numbers.values() if why is None and value is not None]
    lost = [Missing(period, why) for period, (_, why) in numbers.items() if why is not None]
    missing = tuple(sorted((*holes, *lost), key=lambda each: each.part))
    return _OverTime(sum(known, Fraction(0)) if known else None, len(known), missing)
