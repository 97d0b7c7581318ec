"""Targets as their pages show them: the way to a target, rows of the list, what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mangnon.documents.official import Column, Row, Sheet
from mangnon.documents.official import Table as PaperTable
from mangnon.indicators.errors import NOTHING_WRITTEN, BadTarget
from mangnon.indicators.models import Indicator, Target
from mangnon.indicators.reading import Point
from mangnon.indicators.rules.entry import read_number
from mangnon.indicators.rules.periods import period_words
from mangnon.indicators.rules.targets import Pace, end_of, is_met, pace_to, way_to
from mangnon.indicators.selectors import goal_of
from mangnon.indicators.terms import Comparison
from mangnon.indicators.web import presenters
from mangnon.ui.charts import Chart, Goal, Line, Mark, Reading, line_chart
from mangnon.ui.wording import number_words

_NEEDS_LOW = (Comparison.AT_LEAST, Comparison.ABOVE, Comparison.BETWEEN)
_NEEDS_HIGH = (Comparison.AT_MOST, Comparison.BELOW, Comparison.BETWEEN)


def began_at(targets: Iterable[Target], points: Sequence[Point]) -> tuple[int, Fraction] | None:
    """Where the way to the target began: the baseline that was set, the place's own first; else the first year told."""
    baselines = sorted((each for each in targets if each.is_baseline), key=lambda each: (each.unit_id is None, each.pk))
    if baselines:
        first = baselines[0]
        return first.year, end_of(goal_of(first), Fraction(0))
    return next((at for each in points if (at := _whole(each)) is not None), None)


def _whole(point: Point) -> tuple[int, Fraction] | None:
    """Year and value of a point that is known wholly."""
    if point.told.value is None or point.told.is_partial:
        return None
    return point.period.ends_on.year, point.told.value


def from_beginning(points: Sequence[Point], targets: Iterable[Target]) -> list[Point]:
    """The years from the first of which anything was told or set."""
    told = [point.period.ends_on.year for point in points if point.told.value is not None]
    first = min([*told, *(each.year for each in targets)], default=0)
    return [point for point in points if point.period.ends_on.year >= first]


def way_chart(indicator: Indicator, points: Sequence[Point], targets: Sequence[Target], place: str) -> Chart:
    """Years up to the last target: what was told, the targets, and the straight way from the beginning to the last."""
    years = [point.period.ends_on.year for point in points]
    standing = [each for each in targets if not each.is_baseline]
    last = max(standing, key=lambda each: each.year, default=None)
    start = began_at(targets, points)
    lines = [Line("Giá trị", tuple(presenters.reading_of(indicator, point.told) for point in points))]
    if last is not None and start is not None:
        way = [way_to(start, goal_of(last), year) for year in years]
        if sum(each is not None for each in way) > 1:
            readings = tuple(Reading(mark=Mark.NOT_ENTERED) if each is None else Reading(float(each)) for each in way)
            lines.append(Line("Đường thẳng tới mức phải đạt", readings))
    goals = [
        Goal(years.index(each.year), _end(each.low), _end(each.high), presenters.level_words(each))
        for each in standing
        if each.year in years
    ]
    return line_chart(
        "duong-toi-muc",
        f"Tới mức phải đạt: {place}",
        [str(year) for year in years],
        lines,
        unit=indicator.unit_words,
        goals=goals,
    )


def _end(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def pace_words(indicator: Indicator, points: Sequence[Point], targets: Sequence[Target], goal: Target | None) -> str:
    """How fast the value moves and how fast it must, in a sentence; empty where nothing can be said."""
    at = next((whole for each in reversed(points) if (whole := _whole(each)) is not None), None)
    if goal is None or at is None:
        return ""
    start = began_at(targets, points)
    found = pace_to(start, at, goal_of(goal), indicator.direction)
    if found is None:
        return ""
    if found.needed == 0 and not is_met(at[1], goal_of(goal), indicator.direction):
        return ""  # exactly at an end that must be passed
    if found.needed == 0:
        return f"Số liệu năm {at[0]} đã đạt mức của năm {goal.year}."
    words = f"Từ năm {at[0]} đến {goal.year} mỗi năm cần {_moves(found.needed)}."
    return words + _so_far(found, at, start)


def _so_far(found: Pace, at: tuple[int, Fraction], start: tuple[int, Fraction] | None) -> str:
    if found.so_far is None or start is None:
        return ""
    words = f" Từ năm {start[0]} đến {at[0]} bình quân mỗi năm {_moves(found.so_far)}."
    if found.expected is None:
        return words
    return f"{words} Đi theo đường thẳng thì năm {at[0]} phải là {number_words(float(found.expected))}."


def _moves(by: Fraction) -> str:
    if by == 0:
        return "không đổi"
    return f"{'tăng' if by > 0 else 'giảm'} {number_words(abs(float(by)))}"


def list_rows(
    indicators: Sequence[Indicator],
    standing: Iterable[Target],
    points: Mapping[int, Point],
    counting: Mapping[int, Target],
) -> list[dict[str, Any]]:
    """One line for each indicator: the nation's targets, the province's own, the last value held against its target."""
    national: dict[int, list[str]] = {}
    own: dict[int, list[str]] = {}
    began: dict[int, list[str]] = {}
    for target in standing:
        into = began if target.is_baseline else national if target.unit_id is None else own
        into.setdefault(target.indicator_id, []).append(presenters.target_words(target))
    rows = []
    for each in indicators:
        point, counts = points.get(each.pk), counting.get(each.pk)
        rows.append(
            {
                "indicator": each,
                "national": national.get(each.pk, []),
                "own": own.get(each.pk, []),
                "began": began.get(each.pk, []),
                "value": presenters.told_words(each, point.told) if point else "",
                "period": period_words(point.period) if point else "",
                "state": presenters.judged(each, point, counts),
            }
        )
    return rows


def list_sheet(rows: Sequence[dict[str, Any]], place: str) -> Sheet:
    """The list on screen."""
    names = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Xuất phát", "Cả nước", place, "Giá trị mới nhất", "Kỳ", "Đánh giá")
    widths = (2, 8, 2, 3, 3, 3, 3, 2, 2)
    columns = tuple(Column(name, width) for name, width in zip(names, widths, strict=True))
    lines = tuple(
        Row(
            (
                row["indicator"].code,
                row["indicator"].name,
                row["indicator"].unit_words,
                "; ".join(row["began"]),
                "; ".join(row["national"]),
                "; ".join(row["own"]),
                row["value"],
                row["period"],
                row["state"]["word"],
            )
        )
        for row in rows
    )
    return Sheet("Mức phải đạt", ("MỨC PHẢI ĐẠT", place), PaperTable(columns, lines))


def read_target(typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed into the form of a target, for `set_target`. Raises BadTarget."""
    year = typed.get("nam", "").strip()
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise BadTarget(f"Năm phải là bốn chữ số, ví dụ 2030. {NOTHING_WRITTEN} Hãy sửa năm.")
    try:
        comparison = Comparison(typed.get("so-sanh", ""))
    except ValueError as error:
        raise BadTarget(f"Chưa chọn cách so sánh. {NOTHING_WRITTEN} Hãy chọn một cách trong danh sách.") from error
    return {
        "year": int(year),
        "comparison": comparison,
        "low": _number(typed.get("muc-thap", ""), "Mức thấp") if comparison in _NEEDS_LOW else None,
        "high": _number(typed.get("muc-cao", ""), "Mức cao") if comparison in _NEEDS_HIGH else None,
        "source": typed.get("van-ban", "")[:400],
        "words": typed.get("theo-van-ban", ""),
        "is_baseline": typed.get("xuat-phat") == "1",
        "reason": typed.get("ly-do", "")[:600],
    }


def _number(text: str, name: str) -> Decimal | None:
    if not text.strip():
        return None
    found = read_number(text[:40])
    if isinstance(found, str):
        raise BadTarget(f"{name}: {found}. {NOTHING_WRITTEN} Hãy sửa số rồi ghi lại.")
    return found
