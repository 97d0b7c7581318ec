"""A page as words and rules on a plane: which rules draw tables, which words stand in one line. Pure.

Born-digital pages and page images come to the same values: words with boxes, and the straight rules that draw tables.
Lengths are in any one unit (points, pixels), y grows downward, and the caller says what counts as near.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

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
