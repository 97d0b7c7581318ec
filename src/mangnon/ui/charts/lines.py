"""Trend: one to four lines over periods, with gaps where nothing was collected, and the target as a dashed line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.ui.charts import svg
from mangnon.ui.charts.frame import (
    NARROW,
    SMALL,
    Cell,
    Chart,
    Column,
    Drawing,
    Entry,
    Sheet,
    nothing_to_draw,
    sentence,
)
from mangnon.ui.charts.readings import ABSENT, SIGNS, WORDS, Reading, with_unit
from mangnon.ui.charts.scales import Scale, scale, tick_places
from mangnon.ui.wording import number_words

MOST_LINES = 4
_PLOT_HEIGHT = 220.0
_TOP = 34.0
_LABEL_ROOM = 48.0
_AXIS_WORDS = "c-text c-small c-num"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a reading for each period of the chart, in its order; `urls` open each figure ("" for none)."""

    name: str
    readings: tuple[Reading, ...]
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """The target for one period: from `low` to `high`, or one of them alone («at least», «at most»), or the same."""

    period: int
    low: float | None
    high: float | None
    words: str

    @property
    def edges(self) -> tuple[float, ...]:
        """The values that are drawn."""
        return tuple(sorted({value for value in (self.low, self.high) if value is not None}))


@dataclass(frozen=True, slots=True)
class _Frame:
    lines: tuple[Line, ...]
    periods: tuple[str, ...]
    goals: tuple[Goal, ...]
    unit: str
    up: Scale
    left: float
    width: float

    def x(self, place: float) -> float:
        return self.left + (self.width - self.left) * (place + 0.5) / len(self.periods)


def line_chart(
    key: str,
    title: str,
    periods: Sequence[str],
    lines: Sequence[Line],
    *,
    unit: str = "",
    goals: Sequence[Goal] = (),
    note: str = "",
) -> Chart:
    """A trend. `periods` are all periods in order, those without a figure too; `unit` is said with every value.

    Raises ValueError for more than four lines (nobody tells five apart) and for a line that is not as long as the
    periods, or a target for a period that is not there.
    """
    if len(lines) > MOST_LINES:
        raise ValueError(f"a trend shows at most {MOST_LINES} lines, not {len(lines)}")
    for each in lines:
        if len(each.readings) != len(periods):
            raise ValueError(f"«{each.name}» has {len(each.readings)} readings for {len(periods)} periods")
    if any(not 0 <= goal.period < len(periods) for goal in goals):
        raise ValueError("a target for a period that is not in the chart")
    shown = tuple(lines)
    has_values = any(reading.value is not None for each in shown for reading in each.readings)
    return Chart(
        key=key,
        title=title,
        summary=_summary(periods, shown, goals, unit),
        draw=lambda width: _draw(width, tuple(periods), shown, tuple(goals), unit) if has_values else _nothing(width),
        columns=(Column("Kỳ"), *(Column(each.name, numeric=True) for each in shown), *_goal_column(goals)),
        rows=_rows(periods, shown, goals, unit),
        note=note,
        is_empty=not has_values,
    )


def _nothing(width: int) -> Drawing:
    return nothing_to_draw(width, "Chưa có kỳ nào có số liệu để vẽ.")


def _goal_column(goals: Sequence[Goal]) -> tuple[Column, ...]:
    return (Column("Chỉ tiêu đặt ra", numeric=True),) if goals else ()


def _rows(
    periods: Sequence[str], lines: Sequence[Line], goals: Sequence[Goal], unit: str
) -> tuple[tuple[Cell, ...], ...]:
    targets = {goal.period: goal.words for goal in goals}
    rows = []
    for place, period in enumerate(periods):
        cells = [Cell(period)]
        for each in lines:
            url = each.urls[place] if place < len(each.urls) else ""
            cells.append(Cell(each.readings[place].said(unit), url))
        if goals:
            cells.append(Cell(targets.get(place, "")))
        rows.append(tuple(cells))
    return tuple(rows)


def _summary(periods: Sequence[str], lines: Sequence[Line], goals: Sequence[Goal], unit: str) -> str:
    told = [_course(periods, each, unit, named=len(lines) > 1) for each in lines]
    told += [f"Chỉ tiêu {periods[goal.period]}: {goal.words}" for goal in goals]
    return sentence(*told) or "Chưa có số liệu."


def _course(periods: Sequence[str], each: Line, unit: str, *, named: bool) -> str:
    """«Từ 12 % (2020) xuống 9 % (2025); cao nhất …; 1 kỳ chưa thu thập được»."""
    known = [(place, r.value) for place, r in enumerate(each.readings) if r.value is not None]
    start = f"{each.name}: " if named else ""
    if not known:
        return f"{start}chưa có số liệu"
    (first, before), (last, after) = known[0], known[-1]
    if first == last:
        told = f"{with_unit(after, unit)} ({periods[last]})"
    else:
        way = "lên" if after > before else "xuống" if after < before else "đến"
        told = f"từ {with_unit(before, unit)} ({periods[first]}) {way} {with_unit(after, unit)} ({periods[last]})"
        top = max(known, key=lambda pair: pair[1])
        foot = min(known, key=lambda pair: pair[1])
        if top[0] not in (first, last):
            told += f"; cao nhất {with_unit(top[1], unit)} ({periods[top[0]]})"
        if foot[0] not in (first, last):
            told += f"; thấp nhất {with_unit(foot[1], unit)} ({periods[foot[0]]})"
    for mark in ABSENT:
        count = sum(reading.mark is mark for reading in each.readings)
        told += f"; {count} kỳ {WORDS[mark]}" if count else ""
    return start + told


# ---- the picture -------------------------------------------------------------------------------------------------


def _draw(width: int, periods: tuple[str, ...], lines: tuple[Line, ...], goals: tuple[Goal, ...], unit: str) -> Drawing:
    values = [r.value for each in lines for r in each.readings if r.value is not None]
    values += [edge for goal in goals for edge in goal.edges]
    up = scale(values, _TOP + _PLOT_HEIGHT, _TOP, parts=5, from_zero=False)
    places = tick_places(up.ticks)
    left = max(svg.width_of(number_words(tick, places), SMALL) for tick in up.ticks) + 10
    frame = _Frame(lines, periods, goals, unit, up, left, float(width))
    sheet = Sheet(float(width), _TOP + _PLOT_HEIGHT)
    _axes(sheet, frame, places)
    _goals(sheet, frame)
    for index, each in enumerate(lines):
        _one_line(sheet, frame, each, index)
    sheet.legend(_legend(frame))
    return sheet.done()


def _axes(sheet: Sheet, frame: _Frame, places: int) -> None:
    up, foot = frame.up, frame.up.start
    caption = frame.unit if up.begins_at_zero else " · ".join(filter(None, (frame.unit, "trục không bắt đầu từ 0")))
    if caption:
        sheet.add(svg.label(0, 14, caption, kind="c-text c-small c-soft"))
    for tick in up.ticks:
        y = up.at(tick)
        sheet.add(svg.line(frame.left, y, frame.width, y, "c-axis" if tick in (0, up.low) else "c-grid"))
        sheet.add(
            svg.label(frame.left - 6, y + 4, number_words(tick, places), kind="c-text c-small c-num", anchor="end")
        )
    slot = (frame.width - frame.left) / len(frame.periods)
    room = max(svg.width_of(period, SMALL) for period in frame.periods) + 8
    every = max(1, math.ceil(room / slot))
    last = len(frame.periods) - 1
    for place, period in enumerate(frame.periods):
        # Counted from the last: the newest period is always named.
        if (last - place) % every:
            continue
        half = min(svg.width_of(period, SMALL), frame.width) / 2
        x = min(max(frame.x(place), half), frame.width - half)
        sheet.add(svg.label(x, foot + 20, period, kind="c-text c-small", anchor="middle"))
    sheet.height = foot + 24


def _goals(sheet: Sheet, frame: _Frame) -> None:
    if not frame.goals:
        return
    goals = sorted(frame.goals, key=lambda goal: goal.period)
    slot = (frame.width - frame.left) / len(frame.periods) / 2
    for place, goal in enumerate(goals):
        # A target holds from the period of the one before to its own; the first reaches back to where the chart begins.
        start = frame.left if place == 0 else frame.x(goals[place - 1].period) + slot
        end = frame.x(goal.period) + slot
        for edge in goal.edges:
            sheet.add(svg.line(start, frame.up.at(edge), end, frame.up.at(edge), "c-goal"))
            sheet.add(_diamond(frame.x(goal.period), frame.up.at(edge)))


def _diamond(x: float, y: float) -> str:
    points = f"{svg.number(x)},{svg.number(y - 5)} {svg.number(x + 5)},{svg.number(y)} "
    points += f"{svg.number(x)},{svg.number(y + 5)} {svg.number(x - 5)},{svg.number(y)}"
    return svg.element("polygon", points=points, class_="c-goal-mark")


def marker(x: float, y: float, index: int, *, hollow: bool = False, about: str = "") -> str:
    """The mark of a line: circle, square, triangle, cross in turn; hollow for what is reckoned or rests on few."""
    kind = f"c-mark c-s{index + 1}{' is-hollow' if hollow else ''}"
    inside = [svg.hint(about)] if about else []
    if index == 0:
        return svg.element("circle", *inside, cx=x, cy=y, r=4, class_=kind)
    if index == 1:
        return svg.rect(x - 3.5, y - 3.5, 7, 7, kind, *inside)
    n = svg.number
    if index == 2:
        points = f"{n(x)},{n(y - 5)} {n(x + 4.5)},{n(y + 3.5)} {n(x - 4.5)},{n(y + 3.5)}"
        return svg.element("polygon", *inside, points=points, class_=kind)
    path = f"M{n(x - 4)} {n(y - 4)}L{n(x + 4)} {n(y + 4)}M{n(x - 4)} {n(y + 4)}L{n(x + 4)} {n(y - 4)}"
    return svg.element("path", *inside, d=path, class_=f"{kind} is-cross")


def _one_line(sheet: Sheet, frame: _Frame, each: Line, index: int) -> None:
    path, pen_down = "", False
    for place, reading in enumerate(each.readings):
        if reading.value is None:
            pen_down = False
            continue
        at = f"{svg.number(frame.x(place))} {svg.number(frame.up.at(reading.value))}"
        path += ("L" if pen_down else "M") + at
        pen_down = True
    if path:
        sheet.add(svg.element("path", d=path, class_=f"c-line c-s{index + 1}"))
    alone = len(frame.lines) == 1
    narrow = (frame.width - frame.left) / len(frame.periods) < _LABEL_ROOM
    known = [place for place, reading in enumerate(each.readings) if reading.value is not None]
    for place, reading in enumerate(each.readings):
        x = frame.x(place)
        about = f"{each.name}, {frame.periods[place]}: {reading.said(frame.unit)}"
        if reading.value is None:
            y = frame.up.start - 5 - 14 * index
            sign = svg.element(
                "text", svg.hint(about), SIGNS[reading.mark], x=x, y=y, class_="c-text c-sign", text_anchor="middle"
            )
            sheet.add(sign)
            continue
        y = frame.up.at(reading.value)
        sheet.add(marker(x, y, index, hollow=reading.is_loose, about=about))
        if alone and (not narrow or place in (known[0], known[-1])):
            _value_label(sheet, frame, x, y, reading)


def _value_label(sheet: Sheet, frame: _Frame, x: float, y: float, reading: Reading) -> None:
    if reading.value is None:
        return
    text = ("≥ " if reading.partial else "") + number_words(reading.value)
    half = svg.width_of(text, SMALL) / 2
    x = min(max(x, frame.left + half), frame.width - half)
    sheet.add(svg.label(x, y - 10, text, kind="c-text c-small c-value", anchor="middle"))


def _legend(frame: _Frame) -> list[Entry]:
    entries = []
    if len(frame.lines) > 1:
        for index, each in enumerate(frame.lines):
            sample = svg.line(-9, 0, 9, 0, f"c-line c-s{index + 1}") + marker(0, 0, index)
            entries.append(Entry(sample, each.name))
    if frame.goals:
        told = "; ".join(f"{goal.words} ({frame.periods[goal.period]})" for goal in frame.goals[-2:])
        entries.append(Entry(svg.line(-9, 0, 9, 0, "c-goal") + _diamond(0, 0), f"Chỉ tiêu đặt ra: {told}"))
    readings = [reading for each in frame.lines for reading in each.readings]
    if any(reading.is_loose for reading in readings):
        entries.append(Entry(marker(0, 0, 0, hollow=True), "ước tính, chưa đủ hoặc dựa trên số ít"))
    for mark in ABSENT:
        if any(reading.mark is mark for reading in readings):
            entries.append(Entry(svg.label(0, 5, SIGNS[mark], kind="c-text c-sign", anchor="middle"), WORDS[mark]))
    # On a telephone the unit of the target is said in the table: the line of the legend stays short.
    return entries if frame.width > NARROW else [Entry(each.sample, _short(each.words)) for each in entries]


def _short(words: str) -> str:
    return words if len(words) <= 44 else words[:43].rstrip() + "…"
