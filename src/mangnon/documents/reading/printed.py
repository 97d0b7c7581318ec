"""An annex that was printed as a table and read line by line: its rows and cells by how tables are printed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mangnon.documents.reading.lexicon import Lexicon
from mangnon.documents.reading.print_cuts import BODIES, Columns, cuts_of
from mangnon.documents.reading.print_rows import PrintLine, PrintRow, rows_in
from mangnon.documents.reading.print_words import SPACE, Ear, Token, begins_name, begins_time
from mangnon.documents.reading.vocabulary import is_junk

_NUMBER = re.compile(r"^\W*(\d{1,3}|[lI|])\W*$")
_CUTS = 12
# How wide columns usually are at most, beside the column of tasks; measured again once rows are known.
_USUAL_SHARE = {"task": 1.0, "lead": 0.45, "coordinating": 0.6, "time": 0.4}


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The rows of a table, what its columns hold, and how well they explain the lines (0..1)."""

    rows: tuple[PrintRow, ...]
    columns: Columns
    quality: float


def read_printed(
    numbered: Sequence[tuple[int, str]], blank: set[int], *, roles: Sequence[str], lexicon: Lexicon
) -> PrintedTable:
    """Read the lines (1-based number, text; `blank` are those with a blank line before) of a table with these columns.

    `roles` are the columns after the row's number, left to right.
    """
    ear = Ear(lexicon)
    heard = [(number, ear.tokens(text)) for number, text in numbered]
    parts = [(number, *_without_number(tokens)) for number, tokens in heard]
    full = _task_width([tokens for _, tokens, _ in parts])
    columns = Columns(tuple(roles), tuple(_USUAL_SHARE.get(role, 0.5) * full for role in roles))
    rows: list[PrintRow] = []
    for beam in (8, 16, 30):
        lines = [
            PrintLine(place, number, tuple(tokens), no, number in blank, tuple(cuts_of(tokens, columns, ear, _CUTS)))
            for place, (number, tokens, no) in enumerate(parts)
        ]
        rows = rows_in(lines, columns, ear, beam=beam)
        columns = _measured(rows, columns)
    return PrintedTable(tuple(rows), columns, _quality(rows, columns))


def _without_number(tokens: Sequence[Token]) -> tuple[list[Token], int | None]:
    """A line's words without the number of a row before them, and that number."""
    if not tokens:
        return [], None
    found = _NUMBER.match(tokens[0].text)
    if found is None:
        return list(tokens), None
    if re.search(r"\d[.)]", tokens[0].text) and len(tokens) > 1:
        return list(tokens), None  # «2.» begins a title, or a numbered text
    follows = tokens[1] if len(tokens) > 1 else None
    if follows is not None and not (follows.bar or follows.is_upper or is_junk(follows.text)):
        return list(tokens), None
    number = int(found[1]) if found[1].isdigit() else 1
    if follows is None and not found[1].isdigit():
        return list(tokens), None
    rest = list(tokens[1:])
    if rest and rest[0].bar:
        rest[0] = Token(rest[0].text, False, *_same(rest[0]))
    return rest, number


def _same(token: Token) -> tuple[int, float, float, bool, str, str]:
    return token.width, token.body, token.time, token.is_upper, token.as_name, token.as_time


def _task_width(lines: Sequence[Sequence[Token]]) -> float:
    """How wide the first column's full lines are: what stands before a column mark, else what lines mostly have."""
    before: list[int] = []
    whole: list[int] = []
    for tokens in lines:
        bars = [place for place, token in enumerate(tokens) if token.bar and place > 3]
        if bars:
            before.append(_width(tokens[: bars[0]]))
        elif len(tokens) > 5:
            whole.append(_width(tokens))
    if len(before) >= 6:
        return float(np.percentile(before, 85))
    return float(np.percentile(whole, 55)) if len(whole) >= 6 else 0.0


def _width(tokens: Sequence[Token]) -> int:
    return sum(token.width for token in tokens) + SPACE * max(0, len(tokens) - 1)


def _measured(rows: Sequence[PrintRow], columns: Columns) -> Columns:
    """The columns with the widths that explain best where the rows' cells break their lines."""
    found: list[float] = []
    for column, width in enumerate(columns.widths):
        widths: list[int] = []
        broken: list[tuple[int, int]] = []  # a line that is not its cell's last: its width, and with the next word
        for row in rows:
            pieces = [(line, piece) for line, held in row.lines for piece in held if piece.column == column]
            widths += [piece.width for _, piece in pieces]
            broken += [
                (piece.width, piece.width + SPACE + line.tokens[after.start].width)
                for (_, piece), (line, after) in itertools.pairwise(pieces)
            ]
        if len(widths) < 5:
            found.append(width)
            continue
        most = 1.25 * _USUAL_SHARE.get(columns.roles[column], 0.5) * columns.widths[0] if column else 1e9
        tried = [one for one in sorted(set(widths)) if one <= most] or [int(width)]
        worth = {one: _explained(one, widths, broken) for one in tried}
        best = max(worth.values())
        found.append(float(min(one for one in tried if worth[one] >= best - 0.5)))
    return Columns(columns.roles, tuple(found))


def _explained(width: int, widths: Sequence[int], broken: Sequence[tuple[int, int]]) -> float:
    fitting = sum(own <= 1.03 * width and width < 1.04 * further for own, further in broken)
    return fitting - 0.6 * sum(own > 1.04 * width for own in widths)


def _quality(rows: Sequence[PrintRow], columns: Columns) -> float:
    """How many rows have a lead that begins as names do and a time that begins as times do, and no strange words."""
    told: list[float] = []
    for row in rows:
        if row.is_title:
            continue
        worth = 0.0
        for column, role in enumerate(columns.roles):
            words = [token for token in row.words(column) if not is_junk(token.text)]
            second = words[1].text if len(words) > 1 else ""
            if role in BODIES and words:
                known = sum(token.body > 0 for token in words) / len(words)
                worth += (0.5 if begins_name(words[0].text, second) else 0.0) + 0.5 * known
            elif role == "time" and words:
                known = sum(token.time > 0 for token in words) / len(words)
                worth += (0.5 if begins_time(words[0].text) else 0.0) + 0.5 * known
        told.append(worth / max(1, sum(role in (*BODIES, "time") for role in columns.roles)))
    return float(np.mean(told)) if told else 0.0
