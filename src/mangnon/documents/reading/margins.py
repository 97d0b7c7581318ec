"""What stands on pages and is not of their text: numbers, running heads and feet, notes, marks of signing. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from mangnon.documents.reading.layout import Block, Line, Table

_PAGE_NUMBER = re.compile(r"^\W*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?\W*$", re.I)
_NOTE = re.compile(r"^(?:\[?\d{1,2}\]?|\(\d{1,2}\)|\*{1,3}|[¹²³⁴-⁹]+)[.)]?\s*\S")
_SIGNED = re.compile(r"^(?:người ký|ký bởi|ký số bởi|được ký bởi|digitally signed by|signed by)\b\s*:?", re.I)
_OF_SIGNING = re.compile(
    r"^(?:e-?mail|thư điện tử|cơ quan|tổ chức|đơn vị|chức vụ|thời gian ký|ngày ký|lý do|nơi ký|date|reason|location)"
    r"\s*:",
    re.I,
)
_AT_TOP, _AT_BOTTOM = 800, 9250  # of a page 10000 tall
_SMALL = 0.88  # of the height of the page's lines
_LOWER_PART = 5000


def without_margins(pages: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """The pages, each without what is not its text."""
    running = _running(pages)
    return [_inner(_without_notes(_without_signing(list(blocks))), running) for blocks in pages]


def _running(pages: Sequence[Sequence[Block]]) -> set[str]:
    """Texts that stand first or last on three pages, figures apart; on two, where they are known to be at the edge."""
    counts: Counter[str] = Counter()
    at_edge: Counter[str] = Counter()
    for blocks in pages:
        lines = [block for block in blocks if isinstance(block, Line) and block.text]
        ends = {_bare(line.text): line for line in (lines[0], lines[-1])} if lines else {}
        counts.update(ends.keys())
        at_edge.update(text for text, line in ends.items() if _is_at_edge(line))
    return {text for text in counts if text and (counts[text] >= 3 or at_edge[text] >= 2)}


def _is_at_edge(line: Line) -> bool:
    return line.box is not None and (line.box[3] <= _AT_TOP or line.box[1] >= _AT_BOTTOM)


def _bare(text: str) -> str:
    return re.sub(r"\d+", "#", text).strip()


def _inner(blocks: list[Block], running: set[str]) -> list[Block]:
    for end in (0, -1):
        while blocks:
            block = blocks[end]
            if not isinstance(block, Line):
                break
            if block.text and not _PAGE_NUMBER.match(block.text) and _bare(block.text) not in running:
                break
            blocks.pop(end)
    return blocks


def _without_notes(blocks: list[Block]) -> list[Block]:
    """The page without the notes at its foot: smaller lines at its end, the first of which begins with a number."""
    heights = [line.box[3] - line.box[1] for line in _lines_of(blocks) if line.box is not None]
    if len(heights) < 6:
        return blocks
    small = _SMALL * median(heights)
    first = len(blocks)
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if not isinstance(block, Line):
            break
        if not block.text or _PAGE_NUMBER.match(block.text):
            continue
        if block.box is None or block.box[3] - block.box[1] > small or block.box[1] < _LOWER_PART:
            break
        if _NOTE.match(block.text):
            first = place
    return blocks[:first]


def _lines_of(blocks: Sequence[Block]) -> list[Line]:
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Table):
            lines += [line for row in block.rows for cell in row for line in cell]
        elif block.text:
            lines.append(block)
    return lines


def _without_signing(blocks: list[Block]) -> list[Block]:
    """The page without the words that a program of digital signing writes on it."""
    kept: list[Block] = []
    is_mark = False
    for block in blocks:
        text = block.text if isinstance(block, Line) else ""
        if _SIGNED.match(text):
            is_mark = True
            continue
        if is_mark and (not text or _OF_SIGNING.match(text)) and isinstance(block, Line):
            continue
        is_mark = False
        kept.append(block)
    return kept
