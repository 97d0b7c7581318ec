"""The communes of a province beside each other for one indicator, with care for small numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from mangnon.accounts.public import Actor
from mangnon.desk.overviews.judging import ranks, side_of
from mangnon.desk.overviews.told_indicators import reading_of
from mangnon.indicators.public import ALL_UNITS, Indicator, Period, Table, hidden_in_print, table
from mangnon.indicators.terms import Direction, IndicatorKind, Unknown
from mangnon.territory.public import Level, Unit
from mangnon.ui.charts import Interval, Mark, Reading, few_to_compare, proportion_interval


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit. `rank`: the best and worst place it can have, None where none can be told. `side`: «above», «below»
    the whole, «same» while that cannot be told apart; empty without an interval."""

    unit: Unit
    reading: Reading
    numerator: Fraction | None
    denominator: Fraction | None
    interval: Interval | None
    rank: tuple[int, int] | None
    side: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The units in the order of their codes, and what they were read from. `hidden`: how many are not shown because
    their numbers are small, `few` how many rest on too few to be compared, `missing` how many told nothing."""

    table: Table
    lines: list[UnitLine]
    whole: Reading
    hidden: int
    few: int
    missing: int

    @property
    def has_ranks(self) -> bool:
        """Whether any unit has a rank."""
        return any(line.rank for line in self.lines)


def compared(
    viewer: Actor, indicator: Indicator, period: Period, place: Unit, *, boundary_on: dt.date | None = None
) -> Compared:
    """The communes of a place. Small numbers are left out by the door of `indicators`, with their parts, whoever asks:
    this page is printed. Constant statements within one boundary day. Raises NotAllowed."""
    found = table(viewer, indicator, period, level=Level.COMMUNE, within=place, boundary_on=boundary_on)
    withheld = {row.unit.pk for row in found.rows if row.told.unknown == Unknown.SUPPRESSED}
    printed = hidden_in_print(indicator, period, level=Level.COMMUNE, within=place)
    hidden = {row.unit.pk for row in found.rows} & (printed.at_end | printed.today | withheld)
    is_whole_hidden = ALL_UNITS in printed.at_end | printed.today
    is_share = indicator.kind == IndicatorKind.RATE and not indicator.may_exceed
    scale = float(indicator.multiplier or 1)
    facts: dict[int, tuple[Reading, Interval | None]] = {}
    for row in found.rows:
        above, below = row.sum.numerator, row.sum.denominator
        if row.unit.pk in hidden:
            facts[row.unit.pk] = (Reading(mark=Mark.SUPPRESSED), None)
            continue
        is_known = is_share and above is not None and below is not None
        few = is_known and few_to_compare(float(above or 0), float(below or 0))
        sure = proportion_interval(float(above or 0), float(below or 0), scale) if is_known else None
        facts[row.unit.pk] = (reading_of(indicator, row.told, is_few=few), sure)
    sure_ones = {key: sure for key, (said, sure) in facts.items() if sure is not None and said.mark == Mark.VALUE}
    ranked = {}
    if indicator.direction != Direction.NONE:
        ranked = ranks(sure_ones, high_is_good=indicator.direction == Direction.UP)
    middle = None if found.told.value is None or is_whole_hidden else float(found.told.value)
    lines = []
    for row in found.rows:
        said, sure = facts[row.unit.pk]
        shown = row.unit.pk not in hidden
        lines.append(
            UnitLine(
                row.unit,
                said,
                (row.sum.numerator if is_share else row.sum.count) if shown else None,
                row.sum.denominator if shown else None,
                sure,
                ranked.get(row.unit.pk),
                side_of(sure_ones.get(row.unit.pk), middle),
            )
        )
    marks = [line.reading.mark for line in lines]
    return Compared(
        found,
        lines,
        Reading(mark=Mark.SUPPRESSED) if is_whole_hidden else reading_of(indicator, found.told),
        len(hidden),
        marks.count(Mark.TOO_FEW),
        marks.count(Mark.NOT_ENTERED) + marks.count(Mark.NOT_COLLECTED),
    )
