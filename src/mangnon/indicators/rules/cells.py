"""One cell: what is known of one number. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mangnon.indicators.terms import FigureState, IndicatorKind, Unknown


@dataclass(frozen=True, slots=True)
class Cell:
    """State and numbers. A count stands in `numerator`; zero is a VALUE of 0; NONE is «nothing of the kind»."""

    state: FigureState
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def adds(self) -> Decimal | None:
        """What the cell brings to a sum of counts: its number, nothing for NONE; None when nobody knows."""
        if self.state == FigureState.NONE:
            return Decimal(0)
        return self.numerator if self.state == FigureState.VALUE else None


@dataclass(frozen=True, slots=True)
class Told:
    """A value, or why there is none. `is_partial`: of a part only, so that a count is «at least» this much.
    `is_estimate`: shared out by weights."""

    value: Fraction | None = None
    unknown: Unknown | None = None
    is_partial: bool = False
    is_estimate: bool = False


_UNKNOWN_OF_STATE = {
    FigureState.NOT_COLLECTED: Unknown.NOT_COLLECTED,
    FigureState.SUPPRESSED: Unknown.SUPPRESSED,
}


def unknown_of(cell: Cell | None) -> Unknown | None:
    """Why a cell adds nothing that is known; None when it does."""
    if cell is None:
        return Unknown.NOT_ENTERED
    return _UNKNOWN_OF_STATE.get(cell.state)


def rate_of(
    numerator: Fraction | Decimal | None, denominator: Fraction | Decimal | None, multiplier: Decimal | int
) -> Told:
    """`multiplier` × numerator ÷ denominator, exactly; unknown without, or with a zero, denominator."""
    if numerator is None:
        return Told(unknown=Unknown.NOT_ENTERED)
    if denominator is None:
        return Told(unknown=Unknown.NO_DENOMINATOR)
    if denominator == 0:
        return Told(unknown=Unknown.ZERO_DENOMINATOR)
    return Told(Fraction(numerator) * Fraction(multiplier) / Fraction(denominator))


def value_of(cell: Cell | None, kind: str, multiplier: Decimal | int | None) -> Told:
    """The value of one cell alone."""
    unknown = unknown_of(cell)
    if cell is None or unknown is not None:
        return Told(unknown=unknown)
    if kind == IndicatorKind.RATE:
        return rate_of(cell.adds, cell.denominator, multiplier or 1)
    return Told(Fraction(cell.adds or 0))
