"""A page as words and rules on a plane, put back into lines and table cells. Pure: no file, no picture, no Django.

Born-digital pages and page images come to the same values: words with boxes, and the straight rules that draw tables.
Lengths are in any one unit (points, pixels), y grows downward, and the caller says what counts as near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

_SAME_PLACE = 0.015  # of a page's width: scans of two pages are never cut alike
_TALLEST_TOLERANCE = 0.6  # of a line's height: a word whose middle is farther from the line stands on another


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box. `confidence` 0..1 is the recogniser's; 1 where nothing was recognised."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def height(self) -> float:
        """How tall the box is."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: at `at` on one axis, from `start` to `end` on the other."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its box and the row and column of its upper left corner."""

    row: int
    column: int
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the cell."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells, by row and then from left to right, and the box of the whole."""

    cells: tuple[Cell, ...]
    left: float
    top: float
    right: float
    bottom: float


def grids(across: Iterable[Rule], down: Iterable[Rule], *, near: float) -> list[Grid]:
    """The tables that rules draw, from top to bottom. `near`: rules this close are one, and may miss each other by it.

    A cell spans several rows or columns where the rule between them is missing. What has fewer than two cells is a
    frame or an underline, not a table.
    """
    rows, columns = _joined(across, near), _joined(down, near)
    found = []
    for group_across, group_down in _connected(rows, columns, near):
        ys, xs = _places(group_across, near), _places(group_down, near)
        if len(xs) < 2 or len(ys) < 2:
            continue
        cells = _cells(xs, ys, group_across, group_down, near)
        if len(cells) >= 2:
            found.append(Grid(tuple(cells), xs[0], ys[0], xs[-1], ys[-1]))
    return sorted(found, key=lambda grid: grid.top)


def _joined(rules: Iterable[Rule], near: float) -> list[Rule]:
    """Pieces of one rule put together: on the same place, touching end to end."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.at, rule.start)):
        place = next((number for number, other in enumerate(joined) if _touches(rule, other, near)), None)
        if place is None:
            joined.append(rule)
        else:
            other = joined[place]
            joined[place] = Rule(other.at, min(other.start, rule.start), max(other.end, rule.end))
    return joined


def _touches(rule: Rule, other: Rule, near: float) -> bool:
    ends_meet = rule.start <= other.end + near and other.start <= rule.end + near
    return abs(rule.at - other.at) <= near and ends_meet


def _connected(across: list[Rule], down: list[Rule], near: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet each other, group by group."""
    owner = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while owner[number] != number:
            owner[number] = owner[owner[number]]
            number = owner[number]
        return number

    for i, row in enumerate(across):
        for j, column in enumerate(down):
            meets = (
                column.start - near <= row.at <= column.end + near and row.start - near <= column.at <= row.end + near
            )
            if meets:
                owner[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, row in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(column)
    return list(groups.values())


def _places(rules: Iterable[Rule], near: float) -> list[float]:
    """The distinct places of some rules, in order."""
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > near:
            places.append(at)
    return places


def _cells(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule], near: float) -> list[Cell]:
    width, height = len(xs) - 1, len(ys) - 1
    owner = {(i, j): (i, j) for i in range(height) for j in range(width)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while owner[place] != place:
            place = owner[place]
        return place

    for i in range(height):
        for j in range(width):
            y, x = (ys[i] + ys[i + 1]) / 2, (xs[j] + xs[j + 1]) / 2
            if j + 1 < width and not _is_drawn(down, xs[j + 1], y, near):
                owner[root((i, j + 1))] = root((i, j))
            if i + 1 < height and not _is_drawn(across, ys[i + 1], x, near):
                owner[root((i + 1, j))] = root((i, j))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in owner:
        members.setdefault(root(place), []).append(place)
    found = []
    for places in members.values():
        top, bottom = min(i for i, _ in places), max(i for i, _ in places)
        left, right = min(j for _, j in places), max(j for _, j in places)
        found.append(Cell(top, left, xs[left], ys[top], xs[right + 1], ys[bottom + 1]))
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def _is_drawn(rules: Iterable[Rule], at: float, across: float, near: float) -> bool:
    return any(abs(rule.at - at) <= near and rule.start - near <= across <= rule.end + near for rule in rules)


def text_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words put into lines, from top to bottom, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle[1]):
        line = lines[-1] if lines else None
        if line is not None:
            height = median(other.height for other in line)
            if abs(word.middle[1] - median(other.middle[1] for other in line)) <= _TALLEST_TOLERANCE * height:
                line.append(word)
                continue
        lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows from top to bottom; a row is its cells from left to right, a cell its lines.

    A cell that spans several rows stands in the first. `places`: where its columns begin, as shares of the page's
    width, to compare with the next page.
    """

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    places: tuple[float, ...]

    @property
    def width(self) -> int:
        """How many cells its fullest row has."""
        return max(len(row) for row in self.rows)


Block = str | Table


def page_blocks(words: Sequence[Word], tables: Sequence[Grid], *, width: float) -> list[Block]:
    """A page `width` wide, from top to bottom: lines of text, an empty one where the paper leaves room, and tables.

    Words inside a table are its cells' alone. Where two columns of words stand side by side without rules, a line holds
    both, as it does on the paper.
    """
    inside: dict[int, list[Word]] = {number: [] for number in range(len(tables))}
    free: list[Word] = []
    for word in words:
        number = _table_of(word, tables)
        (free if number is None else inside[number]).append(word)
    placed: list[tuple[float, list[Block]]] = []
    above = None
    for line in text_lines(free):
        text = " ".join(word.text for word in line)
        top, height = min(word.top for word in line), median(word.height for word in line)
        is_apart = above is not None and top - above > 0.9 * height
        placed.append((top, ["", text] if is_apart else [text]))
        above = max(word.bottom for word in line)
    placed += [(grid.top, [_table(grid, inside[number], width)]) for number, grid in enumerate(tables)]
    placed.sort(key=lambda item: item[0])
    return [block for _, blocks in placed for block in blocks]


def _table_of(word: Word, tables: Sequence[Grid]) -> int | None:
    x, y = word.middle
    for number, grid in enumerate(tables):
        if grid.left <= x <= grid.right and grid.top <= y <= grid.bottom:
            return number
    return None


def _table(grid: Grid, words: Iterable[Word], width: float) -> Table:
    held: dict[Cell, list[Word]] = {cell: [] for cell in grid.cells}
    for word in words:
        x, y = word.middle
        cell = next((cell for cell in grid.cells if cell.holds(x, y)), None)
        if cell is not None:
            held[cell].append(word)
    rows: dict[int, list[tuple[str, ...]]] = {}
    for cell in grid.cells:
        lines = tuple(" ".join(word.text for word in line) for line in text_lines(held[cell]))
        rows.setdefault(cell.row, []).append(lines)
    places = sorted({cell.left / width for cell in grid.cells})
    return Table(tuple(tuple(row) for row in rows.values()), tuple(places))


def document_lines(pages: Sequence[Sequence[Block]]) -> tuple[list[str], list[int]]:
    """The lines of a document and the page (from 1) of each.

    A table that goes on over pages is one: a head repeated on the next page is left out, and a row that the page's end
    cut in two is put together. Page numbers and running heads are not text. A table stands as its cells, each between
    lines of only «|»; two such lines end a row.
    """
    running = _running(pages)
    kept = [_without_margins(list(blocks), running) for blocks in pages]
    joined: list[tuple[int, Block]] = []
    for number, blocks in enumerate(kept, start=1):
        for place, block in enumerate(blocks):
            last = joined[-1][1] if joined else None
            is_first = all(other == "" for other in blocks[:place])
            if is_first and isinstance(block, Table) and isinstance(last, Table) and _goes_on(last, block):
                joined[-1] = (joined[-1][0], _put_together(last, block))
            elif block or place:
                joined.append((number, block))
        if joined and not isinstance(joined[-1][1], Table):
            joined.append((number, ""))
    while joined and joined[-1][1] == "":
        joined.pop()
    lines: list[str] = []
    page_of: list[int] = []
    for number, block in joined:
        made = _table_lines(block) if isinstance(block, Table) else [block]
        lines += made
        page_of += [number] * len(made)
    return (lines, page_of)


_PAGE_NUMBER = re.compile(r"^\W*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?\W*$", re.I)


def _running(pages: Sequence[Sequence[Block]]) -> set[str]:
    """Texts that stand first or last on three pages or more, figures apart: running heads and feet."""
    counts: dict[str, int] = {}
    for blocks in pages:
        texts = [block for block in blocks if isinstance(block, str) and block]
        for text in {_bare(texts[0]), _bare(texts[-1])} if texts else set():
            counts[text] = counts.get(text, 0) + 1
    return {text for text, count in counts.items() if count >= 3 and text}


def _bare(text: str) -> str:
    return re.sub(r"\d+", "#", text).strip()


def _without_margins(blocks: list[Block], running: set[str]) -> list[Block]:
    for end in (0, -1):
        while blocks and isinstance(blocks[end], str):
            text = str(blocks[end])
            if text and not _PAGE_NUMBER.match(text) and _bare(text) not in running:
                break
            blocks.pop(end)
    return blocks


def _goes_on(table: Table, other: Table) -> bool:
    if table.width != other.width or len(table.places) != len(other.places):
        return False
    return all(abs(a - b) <= _SAME_PLACE for a, b in zip(table.places, other.places, strict=True))


def _put_together(table: Table, other: Table) -> Table:
    rows, more = list(table.rows), list(other.rows)
    if _words_of(more[0]) == _words_of(rows[0]):
        more = more[1:]
    if more and rows and not "".join(more[0][0]).strip() and len(more[0]) == len(rows[-1]) > 2:
        rows[-1] = tuple((*above, *below) for above, below in zip(rows[-1], more[0], strict=True))
        more = more[1:]
    return Table((*rows, *more), table.places)


def _words_of(row: Sequence[Sequence[str]]) -> list[str]:
    return [" ".join(cell).casefold() for cell in row]


def _table_lines(table: Table) -> list[str]:
    lines = [""]
    for row in table.rows:
        lines.append("|")
        for cell in row:
            lines += [*cell, "|"]
    return [*lines, ""]
