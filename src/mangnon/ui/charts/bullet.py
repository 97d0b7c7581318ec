"""One value against its target: a bar, the target as an upright mark, how far it is in words."""

from __future__ import annotations

from mangnon.ui.charts import svg
from mangnon.ui.charts.frame import SMALL, Cell, Chart, Column, Drawing, Sheet, nothing_to_draw, sentence
from mangnon.ui.charts.readings import Reading, with_unit
from mangnon.ui.charts.scales import scale, tick_places
from mangnon.ui.wording import number_words


def bullet_chart(
    key: str,
    title: str,
    reading: Reading,
    *,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    target_words: str = "",
    before: Reading | None = None,
    before_words: str = "kỳ trước",
) -> Chart:
    """The value beside its target: `low` alone is «at least», `high` alone «at most», both a range to be within.

    `before` is the figure it is compared with, drawn as a small mark. Raises ValueError when `low` is above `high`.
    """
    if low is not None and high is not None and low > high:
        raise ValueError(f"a target from {low} to {high}")
    rows = [(Cell("Giá trị"), Cell(reading.said(unit)))]
    if target_words:
        rows.append((Cell("Chỉ tiêu đặt ra"), Cell(target_words)))
    if before is not None:
        rows.append((Cell(before_words[:1].upper() + before_words[1:]), Cell(before.said(unit))))
    told = [f"{title}: {reading.said(unit)}", f"Chỉ tiêu đặt ra: {target_words}" if target_words else ""]
    if before is not None:
        told.append(f"{before_words[:1].upper()}{before_words[1:]}: {before.said(unit)}")
    has_value = reading.value is not None
    empty = f"{title}: {reading.said()}."
    return Chart(
        key=key,
        title=title,
        summary=sentence(*told),
        draw=lambda width: (
            _draw(width, reading, low, high, unit, before) if has_value else nothing_to_draw(width, empty)
        ),
        columns=(Column("Mục"), Column("Số liệu", numeric=True)),
        rows=tuple(rows),
        is_empty=not has_value,
    )


def _draw(
    width: int, reading: Reading, low: float | None, high: float | None, unit: str, before: Reading | None
) -> Drawing:
    value = reading.value or 0.0
    old = before.value if before is not None else None
    known = [value, *(edge for edge in (low, high, old) if edge is not None)]
    across = scale(known, 6.0, width - 20.0, parts=4)
    sheet = Sheet(float(width))
    top, depth = 22.0, 22.0
    begin = across.at(low) if low is not None else across.start
    end = across.at(high) if high is not None else across.end
    sheet.add(svg.rect(across.start, top, across.end - across.start, depth, "c-ground"))
    if low is not None or high is not None:
        sheet.add(svg.rect(begin, top, end - begin, depth, "c-range"))
    zero, point = across.at(0), across.at(value)
    loose = reading.is_loose
    hint = svg.hint(reading.said(unit))
    kind = "c-bar is-few" if loose else "c-bar"
    sheet.add(svg.rect(min(zero, point), top + 6, max(abs(point - zero), 1.5), depth - 12, kind, hint))
    for edge in (low, high):
        if edge is not None:
            sheet.add(svg.line(across.at(edge), top - 4, across.at(edge), top + depth + 4, "c-goal-bar"))
    if old is not None:
        x = across.at(old)
        path = f"M{svg.number(x)} {svg.number(top + depth)}l-4 7h8z"
        sheet.add(svg.element("path", d=path, class_="c-before"))
    text = ("≥ " if reading.partial else "") + with_unit(value, unit)
    half = svg.width_of(text, SMALL) / 2
    x = min(max(point, half), width - half)
    sheet.add(svg.label(x, 13, text, kind="c-text c-small c-value", anchor="middle"))
    foot = top + depth + 22
    for tick in across.ticks:
        words = number_words(tick, tick_places(across.ticks))
        half = svg.width_of(words, SMALL) / 2
        x = min(max(across.at(tick), half), width - half)
        sheet.add(svg.label(x, foot, words, kind="c-text c-small c-num c-soft", anchor="middle"))
    sheet.height = foot + 6
    return sheet.done()
