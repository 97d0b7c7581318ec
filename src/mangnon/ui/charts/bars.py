"""Units beside each other: horizontal bars from zero, with how sure each is, and no rank for what rests on too few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.ui.charts import svg
from mangnon.ui.charts.frame import SMALL, Cell, Chart, Column, Drawing, Entry, Sheet, nothing_to_draw, sentence
from mangnon.ui.charts.intervals import Interval
from mangnon.ui.charts.readings import SIGNS, WORDS, Mark, Reading, with_unit
from mangnon.ui.charts.scales import Scale, scale, tick_places
from mangnon.ui.wording import number_words

_ROW, _TALL_ROW = 26.0, 42.0
_VALUE_ROOM = 62.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit. `interval`: how sure its rate is. `own`: the reader's own unit, or the total, set apart."""

    name: str
    reading: Reading
    interval: Interval | None = None
    url: str = ""
    own: bool = False


def bar_chart(
    key: str,
    title: str,
    bars: Sequence[Bar],
    *,
    unit: str = "",
    goal: float | None = None,
    goal_words: str = "",
    name_label: str = "Đơn vị",
    note: str = "",
) -> Chart:
    """Bars in the order given. `goal` is drawn as an upright dashed line; `goal_words` says it («chỉ tiêu: ≤ 6,5 %»).

    A unit that rests on too few keeps its bar, hatched, with its interval, and says «quá ít để so sánh».
    """
    shown = tuple(bars)
    has_values = any(bar.reading.value is not None for bar in shown)
    has_intervals = any(bar.interval is not None for bar in shown)
    columns: tuple[Column, ...] = (Column(name_label), Column("Giá trị", numeric=True))
    if has_intervals:
        columns += (Column("Khoảng tin cậy 95 %", numeric=True),)
    empty = "Chưa đơn vị nào có số liệu để so sánh."
    return Chart(
        key=key,
        title=title,
        summary=_summary(shown, unit, goal_words),
        draw=lambda width: (
            _draw(width, key, shown, unit, goal, goal_words) if has_values else nothing_to_draw(width, empty)
        ),
        columns=columns,
        rows=tuple(_row(bar, unit, has_intervals=has_intervals) for bar in shown),
        note=note,
        is_empty=not has_values,
    )


def _row(bar: Bar, unit: str, *, has_intervals: bool) -> tuple[Cell, ...]:
    cells = (Cell(bar.name), Cell(bar.reading.said(unit), bar.url))
    if not has_intervals:
        return cells
    sure = bar.interval
    return (*cells, Cell("" if sure is None else f"{number_words(sure.low)} – {with_unit(sure.high, unit)}"))


def _summary(bars: Sequence[Bar], unit: str, goal_words: str) -> str:
    known = [(bar, bar.reading.value) for bar in bars if bar.reading.value is not None and not bar.own]
    firm = [(bar, value) for bar, value in known if not bar.reading.is_few]
    told = [f"{len([bar for bar in bars if not bar.own])} đơn vị, {len(known)} có số liệu"]
    if firm:
        top, foot = max(firm, key=lambda pair: pair[1]), min(firm, key=lambda pair: pair[1])
        told.append(f"Cao nhất: {top[0].name}, {with_unit(top[1], unit)}")
        told.append(f"Thấp nhất: {foot[0].name}, {with_unit(foot[1], unit)}")
    if len(known) > len(firm):
        told.append(f"{len(known) - len(firm)} đơn vị {WORDS[Mark.TOO_FEW]}")
    told += [f"{bar.name}: {bar.reading.said(unit)}" for bar in bars if bar.own]
    return sentence(*told, goal_words)


def _draw(width: int, key: str, bars: tuple[Bar, ...], unit: str, goal: float | None, goal_words: str) -> Drawing:
    is_narrow = width < 500
    longest = max(svg.width_of(bar.name, SMALL) for bar in bars)
    left = 0.0 if is_narrow else min(max(longest, 40.0), 200.0) + 10
    values = [value for bar in bars for value in _reach(bar)] + ([] if goal is None else [goal])
    across = scale(values, left, width - _VALUE_ROOM, parts=4)
    sheet = Sheet(float(width), 18.0)
    if unit:
        sheet.add(svg.label(left, 12, unit, kind="c-text c-small c-soft"))
    row = _TALL_ROW if is_narrow else _ROW
    foot = 22 + row * len(bars)
    for tick in across.ticks:
        sheet.add(svg.line(across.at(tick), 18, across.at(tick), foot, "c-axis" if tick == 0 else "c-grid"))
        words = number_words(tick, tick_places(across.ticks))
        half = svg.width_of(words, SMALL) / 2
        x = max(across.at(tick), half)
        sheet.add(svg.label(x, foot + 16, words, kind="c-text c-small c-num", anchor="middle"))
    pattern = f"{key}-{width}-gach"
    sheet.add(_hatching(pattern))
    for place, bar in enumerate(bars):
        _one_bar(sheet, across, bar, 22 + row * place, left, pattern)
    if goal is not None:
        sheet.add(svg.line(across.at(goal), 18, across.at(goal), foot, "c-goal"))
    sheet.height = foot + 20
    sheet.legend(_legend(bars, goal, goal_words, pattern))
    return sheet.done()


def _reach(bar: Bar) -> tuple[float, ...]:
    """The values a bar needs room for: its own and its interval's, the latter up to three times its own."""
    if bar.reading.value is None:
        return ()
    if bar.interval is None:
        return (bar.reading.value,)
    return (bar.reading.value, min(bar.interval.high, 3 * bar.reading.value) if bar.reading.value else 0.0)


def _hatching(name: str) -> str:
    stripes = svg.element("path", d="M-1 7L7 -1M5 7L7 5M-1 1L1 -1", class_="c-hatch")
    pattern = svg.element("pattern", stripes, id=name, width=6, height=6, patternUnits="userSpaceOnUse")
    return svg.element("defs", pattern)


def _one_bar(sheet: Sheet, across: Scale, bar: Bar, top: float, left: float, pattern: str) -> None:
    about = f"{bar.name}: {bar.reading.said()}"
    kind = "c-text c-small c-strong" if bar.own else "c-text c-small"
    if left:
        name = svg.wrapped(bar.name, left - 10, SMALL, 1)[0]
        sheet.add(_named(left - 10, top + 17, name, about, kind, "end"))
        middle = top + 13
    else:
        sheet.add(_named(0, top + 12, svg.wrapped(bar.name, sheet.width, SMALL, 1)[0], about, kind, None))
        middle = top + 26
    value = bar.reading.value
    zero = across.at(0)
    if value is None:
        why = f"{SIGNS[bar.reading.mark]} {WORDS[bar.reading.mark]}"
        sheet.add(svg.label(zero + 6, middle + 4, why, kind="c-text c-small c-soft"))
        return
    end = across.at(value)
    hint = svg.hint(about)
    start, length = min(zero, end), max(abs(end - zero), 1.0)
    sheet.add(svg.rect(start, middle - 8, length, 16, "c-bar is-own" if bar.own else "c-bar", hint))
    if bar.reading.is_loose:
        paint = svg.element("rect", x=start, y=middle - 8, width=length, height=16, fill=f"url(#{pattern})")
        sheet.add(svg.rect(start, middle - 8, length, 16, "c-bar is-few"), paint)
    right = end
    if bar.interval is not None:
        low, high = across.at(bar.interval.low), across.at(bar.interval.high)
        sheet.add(svg.line(low, middle, high, middle, "c-whisker"))
        sheet.add(svg.line(low, middle - 4, low, middle + 4, "c-whisker"))
        sheet.add(svg.line(high, middle - 4, high, middle + 4, "c-whisker"))
        right = max(right, high)
    text = ("≥ " if bar.reading.partial else "") + number_words(value) + (" ≈" if bar.reading.is_few else "")
    x = min(max(right, zero) + 6, sheet.width - svg.width_of(text, SMALL))
    sheet.add(svg.label(x, middle + 4, text, kind="c-text c-small c-value"))


def _named(x: float, y: float, name: str, about: str, kind: str, anchor: str | None) -> str:
    return svg.element("text", svg.hint(about), svg.words(name), x=x, y=y, class_=kind, text_anchor=anchor)


def _legend(bars: Sequence[Bar], goal: float | None, goal_words: str, pattern: str) -> list[Entry]:
    entries = []
    if goal is not None:
        entries.append(Entry(svg.line(0, -8, 0, 8, "c-goal"), goal_words or "chỉ tiêu đặt ra"))
    if any(bar.interval is not None for bar in bars):
        sample = svg.line(-8, 0, 8, 0, "c-whisker") + svg.line(-8, -4, -8, 4, "c-whisker")
        entries.append(Entry(sample + svg.line(8, -4, 8, 4, "c-whisker"), "khoảng tin cậy 95 %"))
    few = any(bar.reading.is_few for bar in bars)
    loose = any(bar.reading.is_loose and not bar.reading.is_few for bar in bars)
    if few or loose:
        box = svg.rect(-8, -6, 16, 12, "c-bar is-few")
        box += svg.element("rect", x=-8, y=-6, width=16, height=12, fill=f"url(#{pattern})")
        meanings = ((few, f"{SIGNS[Mark.TOO_FEW]} {WORDS[Mark.TOO_FEW]}"), (loose, "ước tính hoặc chưa đủ"))
        both = " · ".join(word for holds, word in meanings if holds)
        entries.append(Entry(box, both))
    return entries
