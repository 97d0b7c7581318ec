"""A trend the size of a word, for a row of a table. Its words are said beside it."""

from __future__ import annotations

from collections.abc import Sequence

from mangnon.ui.charts import svg
from mangnon.ui.charts.readings import Reading, with_unit

WIDTH, HEIGHT = 96.0, 24.0


def sparkline(readings: Sequence[Reading], *, unit: str = "") -> str:
    """SVG of 96 × 24: the line with its gaps, and a dot on the last value. Empty text when nothing has a value.

    Readers of the screen hear the first and the last value.
    """
    known = [(place, reading.value) for place, reading in enumerate(readings) if reading.value is not None]
    if not known:
        return ""
    low, high = min(value for _, value in known), max(value for _, value in known)
    room = max(len(readings) - 1, 1)
    path, pen_down = "", False
    for place, reading in enumerate(readings):
        if reading.value is None:
            pen_down = False
            continue
        x, y = 4 + (WIDTH - 8) * place / room, _height(reading.value, low, high)
        path += f"{'L' if pen_down else 'M'}{svg.number(x)} {svg.number(y)}"
        pen_down = True
    last, value = known[-1]
    dot = svg.element(
        "circle", cx=4 + (WIDTH - 8) * last / room, cy=_height(value, low, high), r=3, class_="c-mark c-s1"
    )
    told = with_unit(value, unit)
    if len(known) > 1:
        told = f"từ {with_unit(known[0][1], unit)} đến {told}"
    return svg.element(
        "svg",
        svg.element("path", d=path, class_="c-line c-s1"),
        dot,
        xmlns="http://www.w3.org/2000/svg",
        class_="spark",
        view_box=f"0 0 {svg.number(WIDTH)} {svg.number(HEIGHT)}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=told,
    )


def _height(value: float, low: float, high: float) -> float:
    """The whole height for the whole course, however small: a word-sized trend tells the direction, not the size."""
    return HEIGHT / 2 if high == low else HEIGHT - 4 - (HEIGHT - 8) * (value - low) / (high - low)
