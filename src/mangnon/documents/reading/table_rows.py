"""The rows of tables that come as cells: one cell between lines holding only «|».

Two such lines with nothing between them end a row, or hold an empty cell: only the number of columns tells which.
Rows written «| a | b | c |» on one line are read the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mangnon.documents.reading.paragraphs import plain

_LONGEST_CELL = 80
_WIDEST = 16
_FULL_LINE = re.compile(r"^\s*\|.*\S.*\|.*\|\s*$")
_RULE_LINE = re.compile(r"^\s*\|[\s:|-]+\|\s*$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's lines without marks of emphasis, the same lines as scanned, and where they stand (1-based)."""

    lines: tuple[str, ...]
    raw: tuple[str, ...]
    first: int
    last: int

    @property
    def text(self) -> str:
        """The cell's lines as one."""
        return " ".join(self.lines)

    @property
    def source(self) -> str:
        """The cell as scanned, as one line."""
        return " ".join(self.raw)


Row = tuple[Cell, ...]


def cell_runs(lines: Sequence[str], scanned: Sequence[str]) -> list[tuple[Cell, ...]]:
    """The cells of each table, from its first bar to its last; empty ones too.

    Between the bar that closes a row and the bar that opens the next one lies an empty cell as well.
    """
    runs: list[tuple[Cell, ...]] = []
    run: list[Cell] = []
    parts: list[int] = []
    opened = 0  # the line of the bar that opened the cell; 0: outside a table
    count = len(lines)
    for number in range(1, count + 2):
        line = plain(lines[number - 1]) if number <= count else ""
        is_full = number <= count and bool(_FULL_LINE.match(lines[number - 1]))
        if is_full and _has_neighbour(lines, number - 1):
            if not opened or parts:
                runs, run, parts = _closed(runs, run), [], []
            run.extend(_cells_of_line(lines[number - 1], scanned[number - 1], number))
            opened = number
            continue
        if line == "|":
            if opened:
                run.append(_cell(lines, scanned, parts, opened))
            parts, opened = [], number
            continue
        if not opened:
            continue
        if line:
            parts.append(number)
        after = "" if number >= count else plain(lines[number])
        if (not line and not parts and after != "|") or len(parts) > _LONGEST_CELL or number > count:
            runs, run, parts, opened = _closed(runs, run), [], [], 0
    return runs


def _closed(runs: list[tuple[Cell, ...]], run: list[Cell]) -> list[tuple[Cell, ...]]:
    return [*runs, tuple(run)] if any(cell.lines for cell in run) else runs


def _cell(lines: Sequence[str], scanned: Sequence[str], parts: Sequence[int], opened: int) -> Cell:
    if not parts:
        return Cell((), (), opened, opened)
    return Cell(
        tuple(plain(lines[number - 1]) for number in parts),
        tuple(plain(scanned[number - 1]) for number in parts),
        parts[0],
        parts[-1],
    )


def _has_neighbour(lines: Sequence[str], index: int) -> bool:
    near = [lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return any(_FULL_LINE.match(line) or _RULE_LINE.match(line) for line in near)


def _cells_of_line(line: str, scanned: str, number: int) -> list[Cell]:
    if _RULE_LINE.match(line):
        return []
    texts = [plain(part) for part in line.strip().strip("|").split("|")]
    raws = [plain(part) for part in scanned.strip().strip("|").split("|")]
    raws = raws if len(raws) == len(texts) else texts
    cells = [
        Cell((text,) if text else (), (raw,) if text else (), number, number)
        for text, raw in zip(texts, raws, strict=True)
    ]
    return [*cells, Cell((), (), number, number)]


def rows_by_marks(cells: Sequence[Cell]) -> list[Row]:
    """The rows when every empty cell ends one."""
    rows: list[Row] = []
    row: list[Cell] = []
    for cell in cells:
        if cell.lines:
            row.append(cell)
        elif row:
            rows.append(tuple(row))
            row = []
    return [*rows, tuple(row)] if row else rows


def rows_by_width(cells: Sequence[Cell], width: int, strangeness: Callable[[Row], float]) -> list[Row]:
    """The rows of a table `width` columns wide: the division into rows that is least strange.

    `strangeness` says how unlike a row of the table some cells are: 0 for a full row with the right cells.
    """
    count = len(cells)
    least = [0.0] + [float("inf")] * (count + 1)
    back = [0] * (count + 2)
    for end in range(1, count + 1):
        if end < count and cells[end].lines:
            continue  # no row ends here: its last cell is followed by an empty one, or by nothing
        for start in range(max(0, end - max(width + 1, _WIDEST)), end):
            if least[start] == float("inf"):
                continue
            found = least[start] + strangeness(tuple(cells[start:end]))
            after = min(end + 1, count + 1)  # the empty cell between two rows is passed over
            if found < least[after]:
                least[after], back[after] = found, start
    rows: list[Row] = []
    place = count + 1
    while place > 0 and least[place] < float("inf"):
        rows.append(tuple(cells[back[place] : place - 1]))
        place = back[place]
    return rows[::-1]
