"""An annex that was printed as a table and read line by line: its rows and cells by how tables are printed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mangnon.documents.reading.lexicon import Lexicon
from mangnon.documents.reading.print_cuts import BODIES, Columns, Cut, Piece, cuts_of
from mangnon.documents.reading.print_rows import PrintLine, PrintRow, rows_in
from mangnon.documents.reading.print_words import SPACE, Ear, Token, begins_name, begins_time
from mangnon.documents.reading.vocabulary import is_junk

_NUMBER = re.compile(r"^\W*(\d{1,3}|l)\W*$")
_CUTS = 20
_FIRST_LOOK = 60
_HOPELESS = 0.6  # a first look that reads no better than this does not become clear by looking longer
_ACROSS_CELL = -5.0
# How wide columns usually are at most, beside the column of tasks; measured again once rows are known.
_USUAL_SHARE = {"task": 1.0, "lead": 0.45, "coordinating": 0.6, "time": 0.4}


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The rows of a table, what its columns hold, and how well they explain the lines (0..1)."""

    rows: tuple[PrintRow, ...]
    columns: Columns
    quality: float


def read_printed(
    numbered: Sequence[tuple[int, str]],
    blank: set[int],
    *,
    roles: Sequence[tuple[str, ...]],
    lexicon: Lexicon,
) -> PrintedTable:
    """Read the lines (1-based number, text; `blank` are those with a blank line before) of a table.

    `roles` are the columns after the row's number, left to right; of several possibilities the one is taken that reads
    best at a first look.
    """
    ear = Ear(lexicon)
    heard = [(number, ear.tokens(text)) for number, text in numbered]
    parts = [(number, *_without_number(tokens)) for number, tokens in heard]
    full = _task_width(parts, blank)
    if not full:  # nothing tells how wide the columns are
        return PrintedTable((), Columns(roles[0], (0.0,) * len(roles[0])), 0.0)
    looks = []
    # with an unsure head a column mark may stand behind the second column, and the first is narrower than it seems
    for order, wide in itertools.product(roles, (full,) if len(roles) == 1 else (full, 0.82 * full)):
        columns = Columns(order, tuple(_USUAL_SHARE.get(role, 0.5) * wide for role in order))
        looks.append(_look(parts[:_FIRST_LOOK], blank, columns, ear, beam=8))
    best = max(looks, key=lambda look: look.quality)
    for beam in (8, 24):
        if best.quality < _HOPELESS:
            break
        best = _look(parts, blank, best.columns, ear, beam=beam)
        best = PrintedTable(best.rows, _measured(best.rows, best.columns), best.quality)
    return best


def _look(
    parts: Sequence[tuple[int, list[Token], int | None]], blank: set[int], columns: Columns, ear: Ear, *, beam: int
) -> PrintedTable:
    """One reading with columns as wide as they are thought to be."""
    cells = _cell_blocks(parts, blank, columns.widths[0])
    lines = [
        _line(place, part, columns, ear, is_apart=part[0] in blank, block=cells.get(place, 0))
        for place, part in enumerate(parts)
    ]
    rows = rows_in(lines, columns, ear, beam=beam)
    return PrintedTable(tuple(rows), columns, _quality(rows, columns, ear))


def _line(
    place: int, part: tuple[int, list[Token], int | None], columns: Columns, ear: Ear, *, is_apart: bool, block: int
) -> PrintLine:
    number, tokens, no = part
    cuts = cuts_of(tokens, columns, ear, _CUTS)
    if _is_shouted(tokens):  # a title of a group; names in cells are not written in capitals
        cuts = [Cut((Piece(0, 0, len(tokens), _width(tokens)),), 0.0)]
    elif block:  # a block of its own is one cell, the surer the more lines it has
        worse = _ACROSS_CELL * (0.12 if block == 1 else 0.5 if block == 2 else 1.2)
        cuts = [Cut(cut.pieces, cut.worth + worse) if len(cut.pieces) > 1 else cut for cut in cuts]
    return PrintLine(place, number, tuple(tokens), no, is_apart, tuple(cuts), in_cell=block)


def _is_shouted(tokens: Sequence[Token]) -> bool:
    words = [token.text for token in tokens if sum(char.isalpha() for char in token.text) > 1]
    return len(words) > 3 and sum(word.upper() == word for word in words) > 0.8 * len(words)


def _cell_blocks(parts: Sequence[tuple[int, list[Token], int | None]], blank: set[int], full: float) -> dict[int, int]:
    """The lines (by place) of blocks that look like one cell, each with how many lines its block has.

    A block stands between blank lines; one with a column mark, or a line wider than the widest column, runs across.
    """
    found: dict[int, int] = {}
    start = 0
    for end in range(1, len(parts) + 1):
        if end < len(parts) and parts[end][0] not in blank and parts[end][0] == parts[end - 1][0] + 1:
            continue
        block = parts[start:end]
        marked = any(token.bar for _, tokens, _ in block for token in tokens[1:])
        wide = any(_width(tokens) > 1.08 * full for _, tokens, _ in block) if full else True
        numbered = any(no is not None and tokens for _, tokens, no in block)
        if not (marked or wide or numbered):
            found.update(dict.fromkeys(range(start, end), end - start))
        start = end
    return found


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


def _task_width(parts: Sequence[tuple[int, list[Token], int | None]], blank: set[int]) -> float:
    """How wide the first column's full lines are: what stands before a column mark, and the widest lines of blocks."""
    before = [
        _width(tokens[: bars[0]])
        for _, tokens, _ in parts
        if (bars := [place for place, token in enumerate(tokens) if token.bar and place > 3])
    ]
    blocks: list[int] = []
    start = 0
    for end in range(1, len(parts) + 1):
        if end < len(parts) and parts[end][0] not in blank:
            continue
        block = parts[start:end]
        if len(block) >= 3 and not any(token.bar for _, tokens, _ in block for token in tokens[1:]):
            widths = sorted(_width(tokens) for _, tokens, _ in block)
            blocks += [widths[-1]] * len(block) if widths[-1] < 1.35 * widths[len(widths) // 2] else []
        start = end
    marked = 1.04 * float(np.median(before)) if len(before) >= 5 else 0.0
    apart = float(np.percentile(blocks, 60)) if len(blocks) >= 9 else 0.0
    if marked and apart:
        return apart if 0.8 * marked < apart < 1.25 * marked and apart > marked else marked
    return marked or apart


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
        alike = [one for one in tried if worth[one] >= best - 0.5]
        # lines of a task are set out to the full width: their letters alone are as wide only in the densest line
        widest = min(max(alike), 1.04 * width) if width else max(alike)
        found.append(float(max(widest, 0.97 * width) if columns.roles[column] == "task" else min(alike)))
    return Columns(columns.roles, tuple(found))


def _explained(width: int, widths: Sequence[int], broken: Sequence[tuple[int, int]]) -> float:
    fitting = sum(own <= 1.03 * width and width < 1.04 * further for own, further in broken)
    return fitting - 0.6 * sum(own > 1.04 * width for own in widths)


def _quality(rows: Sequence[PrintRow], columns: Columns, ear: Ear) -> float:
    """How far the rows read as rows do (0..1): names begin and end as names, times as times, tasks as sentences."""
    told = [_worth_of_row(row, columns, ear) for row in rows if not row.is_title]
    return float(np.mean(told)) if told else 0.0


def _worth_of_row(row: PrintRow, columns: Columns, ear: Ear) -> float:
    shares = {"lead": 0.4, "coordinating": 0.25, "time": 0.2, "task": 0.15}
    worth = 0.0
    for column, role in enumerate(columns.roles):
        words = [token for token in row.words(column) if not is_junk(token.text)]
        if not words or role not in shares:
            continue
        second = words[1].text if len(words) > 1 else ""
        if role in BODIES:
            known = sum(token.body > 0 for token in words) / len(words)
            ends = words[-1].body < 0 or words[-1].as_name in ear.name_ends
            good = begins_name(words[0].text, second) and ends and known >= 0.6
        elif role == "time":
            known = sum(token.time > 0 for token in words) / len(words)
            good = begins_time(words[0].text, second) and known >= 0.6
        else:
            good = words[0].is_upper or words[0].text[:1] in "-–+"
        worth += shares[role] * good
    return worth / sum(shares[role] for role in columns.roles if role in shares)
