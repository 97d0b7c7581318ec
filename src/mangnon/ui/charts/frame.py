"""A chart: a picture in two widths, its name and its words, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mangnon.ui.charts import svg

WIDE, NARROW = 720, 340
TEXT, SMALL = 14.0, 12.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table behind a chart."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of that table: words ready to read; `url` opens where the figure comes from."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What was drawn: SVG elements that fill `width` × `height`."""

    body: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready for a page (`{% chart %}`), for paper (`paper_svg`) or for another picture.

    `key` begins its ids and is unique on a page. `title` names what is shown, `summary` says it in sentences to who
    does not see the picture, `note` says what must be known to read it rightly. `has_links`: parts of it are links.
    """

    key: str
    title: str
    summary: str
    draw: Callable[[int], Drawing]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    has_links: bool = False
    is_empty: bool = False

    def svg(self, width: int = WIDE, *, kind: str = "") -> str:
        """The picture at a width in units of the drawing; `kind` is one more class."""
        return self._svg(width, kind)

    @property
    def wide(self) -> str:
        """For paper and for screens wider than a telephone."""
        return self._svg(WIDE, "chart__wide")

    @property
    def narrow(self) -> str:
        """For a telephone: the same picture laid out anew, so that words stay as large."""
        return self._svg(NARROW, "chart__narrow")

    def _svg(self, width: int, kind: str) -> str:
        drawn = self.draw(width)
        start = f"{self.key}-{width}"
        return svg.element(
            "svg",
            svg.element("title", svg.words(self.title), id=f"{start}-t"),
            svg.element("desc", svg.words(self.summary), id=f"{start}-d"),
            drawn.body,
            xmlns="http://www.w3.org/2000/svg",
            class_=f"chart__svg {kind}".strip(),
            view_box=f"0 0 {svg.number(drawn.width)} {svg.number(drawn.height)}",
            width=drawn.width,
            height=drawn.height,
            role="group" if self.has_links else "img",
            aria_labelledby=f"{start}-t",
            aria_describedby=f"{start}-d",
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend: a drawn sample (elements around 0,0 within ±8) and what it means."""

    sample: str
    words: str


@dataclass(slots=True)
class Sheet:
    """Elements being gathered, from the top down."""

    width: float
    height: float = 0.0
    parts: list[str] = field(default_factory=list)

    def add(self, *parts: str) -> None:
        """Put elements down."""
        self.parts.extend(parts)

    def legend(self, entries: Sequence[Entry]) -> None:
        """Below what is there: samples with their words, as many in a row as fit."""
        if not entries:
            return
        x, y = 0.0, self.height + 20
        for entry in entries:
            needed = 24 + svg.width_of(entry.words, SMALL) + 16
            if x and x + needed > self.width:
                x, y = 0.0, y + 20
            sample = svg.element("g", entry.sample, transform=f"translate({svg.number(x + 9)} {svg.number(y - 4)})")
            self.add(sample, svg.label(x + 24, y, entry.words, kind="c-text c-small"))
            x += needed
        self.height = y + 8

    def done(self) -> Drawing:
        """The drawing, as high as what was put down."""
        return Drawing("".join(self.parts), self.width, self.height)


def nothing_to_draw(width: int, why: str) -> Drawing:
    """A frame with words, where there is no figure at all: an empty chart is never drawn as zeros."""
    frame = svg.rect(0.5, 0.5, width - 1, 79, "c-empty")
    lines = svg.wrapped(why, width - 32, TEXT, 3)
    first = 44 - (len(lines) - 1) * 10
    text = [svg.label(width / 2, first + 20 * place, line, anchor="middle") for place, line in enumerate(lines)]
    return Drawing(frame + "".join(text), width, 80)


def sentence(*parts: str) -> str:
    """Sentences joined, each ended once; the empty ones are left out."""
    return " ".join(part.rstrip(". ") + "." for part in parts if part)
