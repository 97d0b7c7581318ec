"""From sums and targets to words, readings of charts and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from mangnon.documents.official import Column, Row, Sheet
from mangnon.documents.official import Table as PaperTable
from mangnon.indicators.models import Dimension, Indicator, Target
from mangnon.indicators.publishing import Part
from mangnon.indicators.reading import Point, Table
from mangnon.indicators.reading import Row as UnitRow
from mangnon.indicators.rules.breakdowns import key_of
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.rules.periods import is_part_of_year, period_words, short_words
from mangnon.indicators.rules.persons import counts_persons
from mangnon.indicators.rules.targets import state_within
from mangnon.indicators.selectors import goal_of
from mangnon.indicators.terms import IndicatorKind, TargetState, Unknown
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.ui.charts import (
    Bar,
    Chart,
    Goal,
    Line,
    Mark,
    Reading,
    Tile,
    bar_chart,
    few_to_compare,
    line_chart,
    proportion_interval,
    tile_map,
)
from mangnon.ui.wording import number_words

TONES = {
    TargetState.MET: "good",
    TargetState.NOT_MET: "late",
    TargetState.UNKNOWN: "neutral",
    TargetState.NO_TARGET: "none",
}
MOST_BARS = 40


_MARKS = {Unknown.SUPPRESSED: Mark.SUPPRESSED, Unknown.NOT_COLLECTED: Mark.NOT_COLLECTED}


def persons_words(indicator: Indicator) -> str:
    """Whether it counts persons, and by what that is known; empty for a computed one, as what it rests on decides."""
    if indicator.kind == IndicatorKind.COMPUTED:
        return ""
    told = "Có; số nhỏ được che với người ngoài đầu mối" if counts_persons(indicator) else "Không; số nhỏ không bị che"
    return f"{told} ({'theo tỉnh ghi' if indicator.counts else 'theo tên và đơn vị tính'})."


def reading_of(indicator: Indicator, told: Told, *, is_few: bool = False) -> Reading:
    """What a chart draws. Whatever is not known is never drawn as zero."""
    if told.value is None:
        return Reading(mark=_MARKS.get(told.unknown or Unknown.NOT_ENTERED, Mark.NOT_ENTERED))
    is_count = indicator.kind == IndicatorKind.COUNT
    return Reading(
        float(told.value),
        Mark.TOO_FEW if is_few else Mark.VALUE,
        estimated=told.is_estimate,
        partial=told.is_partial and is_count,
        of_known=told.is_partial and not is_count,
    )


def told_words(indicator: Indicator, told: Told) -> str:
    """The value, or why there is none: «12,5», «ít nhất 40», «chưa có số liệu».

    A count of some of the units is «at least»; a rate of some of them says nothing of the others, and is told so.
    """
    if told.value is None:
        return Unknown(told.unknown).label.lower() if told.unknown else Unknown.NOT_ENTERED.label.lower()
    return reading_of(indicator, told).said()


def exact(value: Fraction | None) -> str:
    """A number of a sum, at most two decimals; empty for none."""
    return "" if value is None else number_words(float(value))


def target_words(target: Target | None) -> str:
    """«≤ 6,5 (2025)»; the words of the paper when it has some."""
    if target is None:
        return ""
    return f"{level_words(target)} ({target.year})"


def level_words(target: Target) -> str:
    """What is to be reached, without the year."""
    ends = [number_words(end) for end in (target.low, target.high) if end is not None]
    return target.words or f"{target.get_comparison_display()}: {' – '.join(ends)}"


def judged(indicator: Indicator, point: Point | None, target: Target | None) -> dict[str, str]:
    """Whether the value of a period meets a target, which is a whole year's: code, word, tone."""
    told = point.told if point is not None else Told()
    goal = None if target is None else goal_of(target)
    is_of_part = point is not None and (is_part_of_year(point.period) or point.period.ends_on > clock.today())
    found = state_within(told, goal, indicator, is_of_part=is_of_part)
    return {"code": found.value, "word": found.label, "tone": TONES[found]}


def dictionary_rows(
    indicators: Sequence[Indicator], points: dict[int, Point], targets: dict[int, Target]
) -> list[dict[str, Any]]:
    """One line for each indicator."""
    rows = []
    for each in indicators:
        point, target = points.get(each.pk), targets.get(each.pk)
        rows.append(
            {
                "indicator": each,
                "value": told_words(each, point.told) if point else "",
                "period": period_words(point.period) if point else "",
                "target": target_words(target),
                "state": judged(each, point, target),
            }
        )
    return rows


def dictionary_sheet(rows: Sequence[dict[str, Any]], place: str) -> Sheet:
    """The list on screen."""
    columns = (
        Column("Mã", 2),
        Column("Chỉ tiêu", 8),
        Column("Đơn vị tính", 2),
        Column("Giá trị mới nhất", 3),
        Column("Kỳ", 2),
        Column("Mức phải đạt", 3),
        Column("Đánh giá", 3),
    )
    lines = tuple(
        Row(
            (
                row["indicator"].code,
                row["indicator"].name,
                row["indicator"].unit_words,
                row["value"],
                row["period"],
                row["target"],
                row["state"]["word"],
            )
        )
        for row in rows
    )
    return Sheet("Chỉ tiêu", ("DANH MỤC CHỈ TIÊU", place), PaperTable(columns, lines))


def table_rows(table: Table, urls: dict[int, str]) -> list[dict[str, Any]]:
    """One line for each unit, with the numbers behind its value."""
    return [
        {
            "name": unit_name(table, row),
            "value": told_words(table.indicator, row.told),
            "numerator": exact(row.sum.numerator if row.sum.numerator is not None else row.sum.count),
            "denominator": exact(row.sum.denominator),
            "url": urls.get(row.unit.pk, ""),
        }
        for row in (*table.outer, *table.rows)
    ]


def unit_name(table: Table, row: UnitRow) -> str:
    """The unit's name; of a district that stands for its communes, that it does."""
    return f"{row.unit.name} (số của cả đơn vị)" if row in table.outer else row.unit.name


def table_sheet(table: Table, indicator: Indicator, place: str) -> Sheet:
    """The table of units on screen."""
    columns = (
        Column("Đơn vị", 6),
        Column("Giá trị", 3),
        Column("Số lượng, tử số", 3, align="right"),
        Column("Mẫu số", 3, align="right"),
    )
    lines = tuple(
        Row(
            (
                unit_name(table, row),
                told_words(indicator, row.told),
                _number(row.sum.numerator if row.sum.numerator is not None else row.sum.count),
                _number(row.sum.denominator),
            )
        )
        for row in (*table.outer, *table.rows)
    )
    title = (indicator.name, f"{place}, {period_words(table.period)}; đơn vị tính: {indicator.unit_words}")
    notes = (f"Theo địa giới ngày {vn_date(table.boundary_on)}.",)
    return Sheet("Số liệu", title, PaperTable(columns, lines), notes)


def _number(value: Fraction | None) -> float | str:
    return "" if value is None else float(value)


def trend(indicator: Indicator, points: Sequence[Point], targets: Sequence[Target], place: str) -> Chart:
    """Periods of one length with their gaps; of whole years the targets too."""
    places = {} if any(is_part_of_year(each.period) for each in points) else _places(points)
    goals = [
        Goal(places[each.year], _end(each.low), _end(each.high), level_words(each))
        for each in targets
        if each.year in places and not each.is_baseline
    ]
    return line_chart(
        "xu-huong",
        f"Xu hướng: {place}",
        [short_words(point.period) for point in points],
        [Line("Giá trị", tuple(reading_of(indicator, point.told) for point in points))],
        unit=indicator.unit_words,
        goals=goals,
    )


def _places(points: Sequence[Point]) -> dict[int, int]:
    """Where each year stands; a school year is that in which it ends."""
    return {point.period.ends_on.year: index for index, point in enumerate(points)}


def _end(value: Any) -> float | None:
    return None if value is None else float(value)


def charts_of_units(table: Table, urls: dict[int, str], target: Target | None) -> list[Chart]:
    """Tiles of all units; bars too where they are not too many to read."""
    indicator = table.indicator
    found = [
        tile_map(
            "ban-do",
            f"Bản đồ ô các đơn vị, {period_words(table.period)}",
            [
                Tile(unit_name(table, row), _unit_reading(indicator, row), url=urls.get(row.unit.pk, ""))
                for row in (*table.outer, *table.rows)
            ],
            unit=indicator.unit_words,
        )
    ]
    shown = (*table.outer, *table.rows)
    if 1 < len(shown) <= MOST_BARS:
        low, high = (_end(target.low), _end(target.high)) if target else (None, None)
        bars = [Bar(unit_name(table, row), _unit_reading(indicator, row), _sure(indicator, row)) for row in shown]
        title = f"So sánh các đơn vị, {period_words(table.period)}"
        goal = high if low is None else low
        words = target_words(target)
        found.append(bar_chart("so-sanh", title, bars, unit=indicator.unit_words, goal=goal, goal_words=words))
    return found


def charts_of_parts(
    indicator: Indicator, parts: Sequence[Part], dimensions: Sequence[Dimension], when: str
) -> list[Chart]:
    """A chart for each way of dividing of which something was told, its groups in their order; groups nobody told of
    too, so that a gap is seen. Combinations of two ways stay in the table of whoever asks for them."""
    told = {part.breakdown.key: part for part in parts}
    found = []
    for dimension in dimensions:
        groups = [each for each in dimension.categories.all() if each.parent_id is None]
        keys = [key_of({dimension.code: each.code}) for each in groups]
        if not 1 < len(groups) <= MOST_BARS or not any(key in told for key in keys):
            continue
        bars = [
            Bar(each.name, _unit_reading(indicator, told[key]), _sure(indicator, told[key]))
            if key in told
            else Bar(each.name, Reading(mark=Mark.NOT_ENTERED))
            for each, key in zip(groups, keys, strict=True)
        ]
        title = f"{dimension.name}, {when}"
        key = f"phan-to-{dimension.code}"
        found.append(bar_chart(key, title, bars, unit=indicator.unit_words, name_label="Nhóm"))
    return found


def _unit_reading(indicator: Indicator, row: Any) -> Reading:
    is_share = indicator.kind == IndicatorKind.RATE and not indicator.may_exceed
    above, below = row.sum.numerator, row.sum.denominator
    few = is_share and above is not None and below is not None and few_to_compare(float(above), float(below))
    return reading_of(indicator, row.told, is_few=few)


def _sure(indicator: Indicator, row: Any) -> Any:
    # A ratio (boys to girls) is no share of a whole: the interval of a proportion would be wrong for it.
    if (
        indicator.kind != IndicatorKind.RATE
        or indicator.may_exceed
        or row.sum.numerator is None
        or not row.sum.denominator
    ):
        return None
    return proportion_interval(float(row.sum.numerator), float(row.sum.denominator), float(indicator.multiplier or 1))
