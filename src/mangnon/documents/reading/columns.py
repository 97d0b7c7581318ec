"""Columns of running text on a page, found by cutting it along the white strips between them. Pure.

Only what flows as columns is cut: tall, alike in width, with full lines. The two halves of an official head or end, and
tables without rules, stand side by side as well, and are read across.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from mangnon.documents.reading.geometry import Word, text_lines

_Strip = tuple[float, float]
_NARROWEST_GUTTER = 0.015  # of the page's width
_FEWEST_LINES = 8
_FULL = 0.7  # of its column's width: the line of a paragraph
_ALIKE = 0.7  # the narrowest column's width to the widest's
_MOST_COLUMNS = 3


def regions(words: Sequence[Word], *, width: float) -> list[list[list[Word]]]:
    """The lines of a page `width` wide, in groups in the order in which they are read; a column is a group."""
    lines = text_lines(words)
    if len(lines) < _FEWEST_LINES:
        return [lines]
    extent = (min(word.left for word in words), max(word.right for word in words))
    free = [_free(line, extent) for line in lines]
    groups: list[list[list[Word]]] = [[]]
    at = 0
    while at < len(lines):
        end, gutters = _run(free, at, _NARROWEST_GUTTER * width)
        columns = _columns([word for line in lines[at:end] for word in line], gutters, extent) if gutters else []
        if columns:
            groups += [*columns, []]
            at = end
        else:
            groups[-1].append(lines[at])
            at += 1
    return [group for group in groups if group]


def _free(line: Sequence[Word], extent: _Strip) -> list[_Strip]:
    """The white strips of a line, its margins among them."""
    found, at = [], extent[0]
    for word in sorted(line, key=lambda word: word.left):
        if word.left > at:
            found.append((at, word.left))
        at = max(at, word.right)
    return [*found, (at, extent[1])] if at < extent[1] else found


def _run(free: Sequence[Sequence[_Strip]], at: int, narrowest: float) -> tuple[int, list[_Strip]]:
    """How far down from a line a white strip goes: the line after the last, and the strips that go so far."""
    strips = [strip for strip in free[at] if strip[1] - strip[0] >= narrowest]
    end = at + 1
    while end < len(free):
        both = [
            (max(one[0], other[0]), min(one[1], other[1]))
            for one in strips
            for other in free[end]
            if min(one[1], other[1]) - max(one[0], other[0]) >= narrowest
        ]
        if not both:
            break
        strips, end = both, end + 1
    return (end, strips) if end - at >= _FEWEST_LINES else (end, [])


def _columns(words: Sequence[Word], gutters: Sequence[_Strip], extent: _Strip) -> list[list[list[Word]]]:
    """The lines of each column, from left to right; nothing where what is cut is not running text."""
    cuts = sorted((left + right) / 2 for left, right in gutters if left > extent[0] and right < extent[1])
    if not 1 <= len(cuts) < _MOST_COLUMNS:
        return []
    edges = [extent[0], *cuts, extent[1]]
    parts = [[word for word in words if left <= word.middle[0] < right] for left, right in pairwise(edges)]
    if not all(parts):
        return []
    widths = [max(word.right for word in part) - min(word.left for word in part) for part in parts]
    columns = [text_lines(part) for part in parts]
    if min(widths) < _ALIKE * max(widths) or min(map(len, columns)) < _FEWEST_LINES:
        return []
    if not all(_flows(lines, width) for lines, width in zip(columns, widths, strict=True)):
        return []
    return columns


def _flows(lines: Sequence[Sequence[Word]], width: float) -> bool:
    """Whether most lines of a column are full, as those of paragraphs are and those of lists and cells are not."""
    return median(max(word.right for word in line) - min(word.left for word in line) for line in lines) >= _FULL * width
