"""Parts of a whole: one stacked bar for each whole, each part told by its place, its hatching and its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.ui.charts import svg
from mangnon.ui.charts.frame import SMALL, Cell, Chart, Column, Drawing, Entry, Sheet, nothing_to_draw, sentence
from mangnon.ui.charts.readings import Reading, with_unit
from mangnon.ui.wording import number_words

MOST_PARTS = 6
_BAR, _NAME = 30.0, 18.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part by name; the same parts in the same order stand in every whole.

    `tone`: what it says where it says something – good, progress, soon, late, wait, neutral, as of the tiles; parts
    without one are told apart by their place alone.
    """

    name: str
    reading: Reading
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole and its parts."""

    name: str
    parts: tuple[Part, ...]

    @property
    def known(self) -> float:
        """The sum of the parts that have a figure."""
        return sum(part.reading.value for part in self.parts if part.reading.value is not None)


def parts_chart(key: str, title: str, wholes: Sequence[Whole], *, unit: str = "", note: str = "") -> Chart:
    """Each whole as a bar of 100 %, whatever its size, which is written beside its name.

    A part without a figure is not drawn and is named below; the shares are then of the known parts. Raises ValueError
    for negative parts, for more than six, and when the wholes do not have the same parts.
    """
    shown = tuple(wholes)
    names = tuple(part.name for part in shown[0].parts) if shown else ()
    if len(names) > MOST_PARTS:
        raise ValueError(f"at most {MOST_PARTS} parts can be told apart, not {len(names)}")
    for whole in shown:
        if tuple(part.name for part in whole.parts) != names:
            raise ValueError(f"«{whole.name}» has other parts than «{shown[0].name}»")
        if any(part.reading.value is not None and part.reading.value < 0 for part in whole.parts):
            raise ValueError(f"«{whole.name}» has a negative part")
    has_values = any(whole.known > 0 for whole in shown)
    return Chart(
        key=key,
        title=title,
        summary=sentence(*(_told(whole, unit) for whole in shown)) or "Chưa có số liệu.",
        draw=lambda width: (
            _draw(width, key, shown, names, unit) if has_values else nothing_to_draw(width, "Chưa có số liệu để chia.")
        ),
        columns=(Column(""), *(Column(name, numeric=True) for name in names), Column("Tổng", numeric=True)),
        rows=tuple(_row(whole, unit) for whole in shown),
        note=note,
        is_empty=not has_values,
    )


def _share(part: Part, whole: Whole) -> float | None:
    if part.reading.value is None or not whole.known:
        return None
    return part.reading.value / whole.known


def _told(whole: Whole, unit: str) -> str:
    told = []
    for part in whole.parts:
        share = _share(part, whole)
        percent = "" if share is None else f" ({number_words(100 * share, 1)} %)"
        told.append(f"{part.name} {part.reading.said(unit)}{percent}")
    return f"{whole.name}: {'; '.join(told)}"


def _row(whole: Whole, unit: str) -> tuple[Cell, ...]:
    cells = [Cell(whole.name)]
    for part in whole.parts:
        share = _share(part, whole)
        percent = "" if share is None else f" · {number_words(100 * share, 1)} %"
        cells.append(Cell(part.reading.said() + percent))
    whole_known = all(part.reading.value is not None for part in whole.parts)
    return (*cells, Cell(("" if whole_known else "ít nhất ") + with_unit(whole.known, unit)))


def _draw(width: int, key: str, wholes: tuple[Whole, ...], names: tuple[str, ...], unit: str) -> Drawing:
    sheet = Sheet(float(width), 0.0)
    patterns = [f"{key}-{width}-p{place}" for place in range(len(names))]
    sheet.add(svg.element("defs", *(_pattern(name, place) for place, name in enumerate(patterns))))
    for whole in wholes:
        top = sheet.height
        sheet.add(svg.label(0, top + 14, whole.name, kind="c-text c-small c-strong"))
        size = with_unit(whole.known, unit)
        sheet.add(svg.label(width, top + 14, size, kind="c-text c-small c-num", anchor="end"))
        x = 0.5
        for place, part in enumerate(whole.parts):
            share = _share(part, whole) or 0.0
            piece = share * (width - 1)
            if piece > 0:
                about = f"{whole.name}, {part.name}: {part.reading.said(unit)} ({number_words(100 * share, 1)} %)"
                _piece(sheet, x, top + _NAME + 2, piece, _kind(place, part), patterns[place], about, 100 * share)
            x += piece
        sheet.height = top + _NAME + _BAR + 12
    sheet.height -= 6
    kinds = [_kind(place, part) for place, part in enumerate(wholes[0].parts)]
    sheet.legend([Entry(_sample(kinds[place], patterns[place]), name) for place, name in enumerate(names)])
    return sheet.done()


def _piece(sheet: Sheet, x: float, y: float, width: float, kind: str, pattern: str, about: str, percent: float) -> None:
    sheet.add(svg.rect(x, y, width, _BAR, kind, svg.hint(about)))
    sheet.add(svg.element("rect", x=x, y=y, width=width, height=_BAR, fill=f"url(#{pattern})", class_="c-through"))
    text = f"{number_words(percent, 1)} %"
    room = svg.width_of(text, SMALL) + 8
    if room <= width:
        middle = x + width / 2
        sheet.add(svg.rect(middle - room / 2, y + 6, room, 18, "c-plate"))
        sheet.add(svg.label(middle, y + 19, text, kind="c-text c-small c-num", anchor="middle"))


def _kind(place: int, part: Part) -> str:
    return f"c-part c-t-{part.tone}" if part.tone else f"c-part c-p{place + 1}"


def _sample(kind: str, pattern: str) -> str:
    box = svg.rect(-8, -6, 16, 12, kind)
    return box + svg.element("rect", x=-8, y=-6, width=16, height=12, fill=f"url(#{pattern})", class_="c-through")


# Plain, dots, stripes one way, stripes the other way, upright lines, a grid: told apart without any colour.
_DRAWN = (
    "",
    "M2 2h1.5v1.5h-1.5z",
    "M-1 7L7 -1M5 7L7 5M-1 1L1 -1",
    "M-1 -1L7 7M-1 5L1 7M5 -1L7 1",
    "M3 0V6",
    "M3 0V6M0 3H6",
)


def _pattern(name: str, place: int) -> str:
    path = svg.element("path", d=_DRAWN[place], class_="c-hatch") if _DRAWN[place] else svg.element("path", d="M0 0")
    return svg.element("pattern", path, id=name, width=6, height=6, patternUnits="userSpaceOnUse")
