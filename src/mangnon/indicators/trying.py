"""An expression tried on the figures there are, before anything is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.indicators.keeping import check_expression
from mangnon.indicators.models import Indicator, IndicatorSet
from mangnon.indicators.reading import Point, series
from mangnon.indicators.rules.facts import Facts
from mangnon.indicators.rules.periods import period_of, years_before
from mangnon.indicators.selectors import dictionary
from mangnon.indicators.terms import IndicatorKind
from mangnon.territory.public import Unit

YEARS = 5


@dataclass(frozen=True, slots=True)
class Operand:
    """One indicator that the expression names, and its values in the years it is read in (number by number)."""

    indicator: Indicator
    years_back: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What the expression tells of a province in the last years, and of what."""

    indicator: Indicator
    points: tuple[Point, ...]
    operands: tuple[Operand, ...]


def try_expression(
    viewer: Actor, *, indicator_set: IndicatorSet, code: str, facts: Facts, unit: Unit, today: dt.date
) -> Tried | None:
    """The values of the last years by the expression of a computed indicator; None for the other kinds. Writes nothing.

    Queries grow with the operands and years. Raises NotAllowed, BadExpression, IndicatorRefused.
    """
    named = check_expression(viewer, indicator_set, code, facts)
    if facts.kind != IndicatorKind.COMPUTED:
        return None
    tried = Indicator(
        set=indicator_set,
        code=code,
        name=facts.name,
        kind=facts.kind,
        unit_words=facts.unit_words,
        expression=facts.expression,
    )
    years = [period_of(str(year)) for year in range(today.year - YEARS + 1, today.year + 1)]
    rows = {(each.set.code, each.code): each for each in dictionary(viewer)}
    operands = []
    for name in dict.fromkeys((each.set_code, each.code, each.years_back) for each in named):
        row = rows.get(name[:2])
        if row is not None:
            then = [years_before(each, name[2]) for each in years]
            operands.append(Operand(row, name[2], tuple(series(viewer, row, unit, then))))
    return Tried(tried, tuple(series(viewer, tried, unit, years)), tuple(operands))
