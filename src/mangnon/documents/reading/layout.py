"""Words and tables of a page put in the order in which they are read: lines and tables with their places. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from mangnon.documents.reading.columns import regions
from mangnon.documents.reading.geometry import Cell, Grid, Word, text_lines

Box = tuple[int, int, int, int]
_WHOLE = 10000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its place: left, top, right, bottom in 1/10000 of the page's width and height as it is read
    (upright; None: nothing is known of its place), on which page (from 1; 0 while it is not part of a document)."""

    text: str
    box: Box | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows from top to bottom; a row is its cells from left to right, a cell its lines.

    A cell that spans several rows stands in the first. `places`: where its columns begin, as shares of the page's
    width, to compare with the next page.
    """

    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    places: tuple[float, ...]

    @property
    def width(self) -> int:
        """How many cells its fullest row has."""
        return max(len(row) for row in self.rows)


Block = Line | Table


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """The text of each line, of tables cell by cell."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (line.text for row in block.rows for cell in row for line in cell)
        else:
            yield block.text


def changed(block: Block, change: Callable[[str], str]) -> Block:
    """The block with every line's text changed."""
    if isinstance(block, Line):
        return replace(block, text=change(block.text))
    rows = tuple(
        tuple(tuple(replace(line, text=change(line.text)) for line in cell) for cell in row) for row in block.rows
    )
    return Table(rows, block.places)


def page_blocks(words: Sequence[Word], tables: Sequence[Grid], *, width: float, height: float) -> list[Block]:
    """A page of that size, from top to bottom: lines of text, an empty one where the paper leaves room, and tables.

    `tables` are in order from top to bottom; words inside one are its cells' alone. Columns of running text are read
    one after the other; what else stands side by side without rules is one line, as it is on the paper.
    """
    inside: dict[int, list[Word]] = {number: [] for number in range(len(tables))}
    free: list[Word] = []
    for word in words:
        number = _table_of(word, tables)
        (free if number is None else inside[number]).append(word)
    blocks: list[Block] = []
    for number in range(len(tables) + 1):
        between = [word for word in free if sum(grid.top <= word.middle[1] for grid in tables) == number]
        for lines in regions(between, width=width):
            blocks += _spaced(lines, width, height, is_first=not any(isinstance(block, Line) for block in blocks))
        if number < len(tables):
            blocks.append(_table(tables[number], inside[number], width, height))
    return blocks


def _spaced(lines: Sequence[Sequence[Word]], width: float, height: float, *, is_first: bool) -> list[Block]:
    """Lines of a column with empty ones where there is room between them."""
    blocks: list[Block] = []
    above = None
    for line in lines:
        top, size = min(word.top for word in line), median(word.height for word in line)
        if (above is not None and top - above > 0.9 * size) or (above is None and not is_first):
            blocks.append(Line(""))
        blocks.append(_line(line, width, height))
        above = max(word.bottom for word in line)
    return blocks


def _table_of(word: Word, tables: Sequence[Grid]) -> int | None:
    x, y = word.middle
    for number, grid in enumerate(tables):
        if grid.left <= x <= grid.right and grid.top <= y <= grid.bottom:
            return number
    return None


def _line(words: Sequence[Word], width: float, height: float) -> Line:
    """Words of one line, from left to right, with the box around them."""
    return Line(
        " ".join(word.text for word in words),
        (
            _share(min(word.left for word in words), width),
            _share(min(word.top for word in words), height),
            _share(max(word.right for word in words), width),
            _share(max(word.bottom for word in words), height),
        ),
    )


def _share(length: float, whole: float) -> int:
    return min(_WHOLE, max(0, round(_WHOLE * length / whole))) if whole > 0 else 0


def _table(grid: Grid, words: Iterable[Word], width: float, height: float) -> Table:
    held: dict[Cell, list[Word]] = {cell: [] for cell in grid.cells}
    for word in words:
        x, y = word.middle
        cell = next((cell for cell in grid.cells if cell.holds(x, y)), None)
        if cell is not None:
            held[cell].append(word)
    rows: dict[int, list[tuple[Line, ...]]] = {}
    for cell in grid.cells:
        lines = tuple(_line(line, width, height) for line in text_lines(held[cell]))
        rows.setdefault(cell.row, []).append(lines)
    places = sorted({cell.left / width for cell in grid.cells})
    return Table(tuple(tuple(row) for row in rows.values()), tuple(places))
