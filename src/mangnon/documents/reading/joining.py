"""Pages put together to one document: tables that go on, page numbers and running heads left out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mangnon.documents.reading.layout import Block, Line, Table
from mangnon.documents.reading.margins import without_margins

_SAME_PLACE = 0.015  # of a page's width: scans of two pages are never cut alike


def document_lines(pages: Sequence[Sequence[Block]]) -> list[Line]:
    """The lines of a document, each with its page.

    A table that goes on over pages is one: a head repeated on the next page is left out, and a row that the page's end
    cut in two is put together. Page numbers, running heads and notes at the foot are not text. A table stands as its
    cells, each between lines of only «|»; two such lines end a row.
    """
    joined: list[Block] = []
    for number, blocks in enumerate(without_margins(pages), start=1):
        _join_page(joined, number, [_on_page(block, number) for block in blocks])
    while joined and isinstance(joined[-1], Line) and joined[-1].text == "":
        joined.pop()
    lines: list[Line] = []
    for block in joined:
        lines += _table_lines(block) if isinstance(block, Table) else [block]
    return lines


def _on_page(block: Block, number: int) -> Block:
    if isinstance(block, Line):
        return replace(block, page=number)
    rows = tuple(tuple(tuple(replace(line, page=number) for line in cell) for cell in row) for row in block.rows)
    return Table(rows, block.places)


def _join_page(joined: list[Block], number: int, blocks: Sequence[Block]) -> None:
    for place, block in enumerate(blocks):
        last = joined[-1] if joined else None
        is_first = all(isinstance(other, Line) and not other.text for other in blocks[:place])
        if isinstance(block, Line):
            if block.text or place:
                joined.append(block)
        elif is_first and isinstance(last, Table) and _goes_on(last, block):
            joined[-1] = _put_together(last, block)
        else:
            joined.append(block)
    if joined and isinstance(joined[-1], Line):
        joined.append(Line("", page=number))


def _goes_on(table: Table, other: Table) -> bool:
    if table.width != other.width or len(table.places) != len(other.places):
        return False
    return all(abs(a - b) <= _SAME_PLACE for a, b in zip(table.places, other.places, strict=True))


def _put_together(table: Table, other: Table) -> Table:
    rows, more = list(table.rows), list(other.rows)
    if _words_of(more[0]) == _words_of(rows[0]):
        more = more[1:]
    if more and rows and not "".join(line.text for line in more[0][0]).strip() and len(more[0]) == len(rows[-1]) > 2:
        rows[-1] = tuple((*above, *below) for above, below in zip(rows[-1], more[0], strict=True))
        more = more[1:]
    return Table((*rows, *more), table.places)


def _words_of(row: Sequence[Sequence[Line]]) -> list[str]:
    return [" ".join(line.text for line in cell).casefold() for cell in row]


def _table_lines(table: Table) -> list[Line]:
    page = next((line.page for row in table.rows for cell in row for line in cell), 0)
    lines = [Line("", page=page)]
    for row in table.rows:
        page = next((line.page for cell in row for line in cell), page)
        lines.append(Line("|", page=page))
        for cell in row:
            lines += [*cell, Line("|", page=page)]
    return [*lines, Line("", page=page)]
