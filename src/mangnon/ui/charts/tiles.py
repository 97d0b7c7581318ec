"""A tile map: each unit is a tile of the same size, in the order given. It is no map of places, and says so.

Open boundary lines of the communes since 01/07/2025 are not to be had (docs/decisions/0038); tiles also give a commune
of few people the same room as a large one, which a drawn map does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mangnon.ui.charts import svg
from mangnon.ui.charts.frame import Cell, Chart, Column, Drawing, Entry, Sheet, nothing_to_draw, sentence
from mangnon.ui.charts.readings import ABSENT, SIGNS, WORDS, Mark, Reading
from mangnon.ui.wording import number_words

CLASSES = 5
_TILE, _GAP, _TINY = 66.0, 4.0, 10.5
_SHORT = (("Xã ", ""), ("Phường ", "P. "), ("Thị trấn ", "TT. "), ("Đặc khu ", "ĐK. "), ("Huyện ", "H. "))
_HONEST = "Ô xếp theo thứ tự danh mục, không theo vị trí trên bản đồ."


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit; tiles of the same `group` (a former district, a class of units) stand together under its name."""

    name: str
    reading: Reading
    group: str = ""
    url: str = ""


def tile_map(
    key: str, title: str, tiles: Sequence[Tile], *, unit: str = "", edges: Sequence[float] | None = None, note: str = ""
) -> Chart:
    """Tiles shaded in at most five classes, each with its value written in it.

    `edges`: the inner borders of the classes, ascending (a target may be one of them); by default five classes of
    as equal numbers of units as the values allow. A value on a border belongs to the class above it. Raises ValueError
    for borders that do not ascend or are more than four.
    """
    shown = tuple(tiles)
    values = sorted(tile.reading.value for tile in shown if tile.reading.value is not None)
    borders = tuple(edges) if edges is not None else class_edges(values)
    if len(borders) > CLASSES - 1 or any(b <= a for a, b in pairwise(borders)):
        raise ValueError(f"borders of classes must ascend and be at most {CLASSES - 1}: {borders}")
    has_links = any(tile.url for tile in shown)
    grouped = any(tile.group for tile in shown)
    return Chart(
        key=key,
        title=title,
        summary=_summary(shown, values, borders, unit),
        draw=lambda width: (
            _draw(width, shown, borders, unit) if shown else nothing_to_draw(width, "Chưa có đơn vị nào để vẽ.")
        ),
        columns=(Column("Đơn vị"), *((Column("Nhóm"),) if grouped else ()), Column("Giá trị", numeric=True)),
        rows=tuple(
            (Cell(tile.name), *((Cell(tile.group),) if grouped else ()), Cell(tile.reading.said(unit), tile.url))
            for tile in shown
        ),
        note=sentence(_HONEST, note),
        has_links=has_links,
        is_empty=not values,
    )


def class_edges(values: Sequence[float]) -> tuple[float, ...]:
    """Inner borders of up to five classes of about equal counts over ascending values; equal values stay together.

    >>> class_edges([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    (3, 5, 7, 9)
    """
    found: list[float] = []
    for place in range(1, CLASSES):
        border = values[len(values) * place // CLASSES] if values else 0.0
        if values and border > values[0] and (not found or border > found[-1]):
            found.append(border)
    return tuple(found)


def class_of(value: float, edges: Sequence[float]) -> int:
    """The class of a value, counted from 0."""
    return sum(value >= edge for edge in edges)


def class_words(edges: Sequence[float], unit: str) -> list[str]:
    """«dưới 5 %», «từ 5 đến dưới 10 %», «từ 10 % trở lên»."""
    tail = f" {unit}" if unit else ""
    said = [number_words(edge) for edge in edges]
    if not said:
        return [f"có giá trị{f' ({unit})' if unit else ''}"]
    between = [f"từ {a} đến dưới {b}{tail}" for a, b in pairwise(said)]
    return [f"dưới {said[0]}{tail}", *between, f"từ {said[-1]}{tail} trở lên"]


def _counts(tiles: Sequence[Tile], edges: Sequence[float]) -> list[int]:
    counts = [0] * (len(edges) + 1)
    for tile in tiles:
        if tile.reading.value is not None:
            counts[class_of(tile.reading.value, edges)] += 1
    return counts


def _summary(tiles: Sequence[Tile], values: Sequence[float], edges: Sequence[float], unit: str) -> str:
    told = [f"{len(tiles)} đơn vị, {len(values)} có số liệu"]
    if values:
        counted = zip(class_words(edges, unit), _counts(tiles, edges), strict=True)
        told.append("; ".join(f"{words}: {count} đơn vị" for words, count in counted if count))
    for mark in ABSENT:
        count = sum(tile.reading.mark is mark for tile in tiles)
        told.append(f"{count} đơn vị {WORDS[mark]}" if count else "")
    return sentence(*told)


def _shade(place: int, classes: int) -> int:
    """Which of the five shades a class takes: few classes are spread over them, so that they stay apart."""
    return 3 if classes == 1 else 1 + round(place * (CLASSES - 1) / (classes - 1))


def _draw(width: int, tiles: tuple[Tile, ...], edges: tuple[float, ...], unit: str) -> Drawing:
    columns = max(1, int((width + _GAP) // (_TILE + _GAP)))
    side = (width - _GAP * (columns - 1)) / columns
    sheet = Sheet(float(width), 0.0)
    column, group = 0, None
    for tile in tiles:
        if tile.group != group:
            if column:
                sheet.height += _TILE + _GAP
            column, group = 0, tile.group
            if group:
                sheet.height += 22
                sheet.add(svg.label(0, sheet.height - 6, group, kind="c-text c-small c-strong"))
        if column == columns:
            column = 0
            sheet.height += _TILE + _GAP
        sheet.add(_tile(tile, column * (side + _GAP), sheet.height, side, edges, unit))
        column += 1
    sheet.height += _TILE
    sheet.legend(_legend(tiles, edges, unit))
    return sheet.done()


def _tile(tile: Tile, x: float, y: float, side: float, edges: tuple[float, ...], unit: str) -> str:
    value = tile.reading.value
    about = f"{tile.name}: {tile.reading.said(unit)}"
    shade = "c-none" if value is None else f"c-shade{_shade(class_of(value, edges), len(edges) + 1)}"
    text = SIGNS[tile.reading.mark] if value is None else number_words(value)
    if value is not None:
        text = (
            ("≥" if tile.reading.partial else "")
            + text
            + ("≈" if tile.reading.is_few or tile.reading.estimated else "")
        )
    name = svg.wrapped(short_name(tile.name), side - 8, _TINY, 2)
    parts = [svg.rect(x + 0.5, y + 0.5, side - 1, _TILE - 1, "c-tile", svg.hint(about))]
    for place, line in enumerate(name):
        parts.append(svg.label(x + 5, y + 14 + 13 * place, line, kind="c-text c-tiny"))
    size = "c-fit" if svg.width_of(text, 15) > side - 10 else "c-figure"
    parts.append(svg.label(x + side - 5, y + _TILE - 8, text, kind=f"c-text {size}", anchor="end"))
    body = svg.element("g", *parts, class_=shade)
    return svg.link(tile.url, body, about=about) if tile.url else body


def short_name(name: str) -> str:
    """A tile has little room: «Xã Đăk Hà» is «Đăk Hà»; a ward keeps its «P.», which tells it from a commune.

    >>> short_name("Phường Kon Tum"), short_name("Xã Đăk Hà")
    ('P. Kon Tum', 'Đăk Hà')
    """
    for long, short in (
        ("Xã ", ""),
        ("Phường ", "P. "),
        ("Thị trấn ", "TT. "),
        ("Đặc khu ", "ĐK. "),
        ("Huyện ", "H. "),
    ):
        if name.startswith(long):
            return short + name[len(long) :]
    return name


def _legend(tiles: tuple[Tile, ...], edges: tuple[float, ...], unit: str) -> list[Entry]:
    entries = []
    counts = _counts(tiles, edges)
    for place, (words, count) in enumerate(zip(class_words(edges, unit), counts, strict=True)):
        if count:
            box = svg.rect(-8, -6, 16, 12, "c-tile")
            kind = f"c-shade{_shade(place, len(counts))}"
            entries.append(Entry(svg.element("g", box, class_=kind), f"{words}: {count}"))
    for mark in ABSENT:
        if any(tile.reading.mark is mark for tile in tiles):
            sample = svg.label(0, 5, SIGNS[mark], kind="c-text c-sign", anchor="middle")
            entries.append(Entry(sample, WORDS[mark]))
    readings = [tile.reading for tile in tiles]
    if any(reading.partial for reading in readings):
        entries.append(Entry(svg.label(0, 5, "≥", kind="c-text c-sign", anchor="middle"), "ít nhất: còn phần chưa có"))
    if any(reading.is_few or reading.estimated or reading.of_known for reading in readings):
        sample = svg.label(0, 5, SIGNS[Mark.TOO_FEW], kind="c-text c-sign", anchor="middle")
        entries.append(Entry(sample, "ước tính, chưa đủ hoặc dựa trên số ít"))
    return entries
