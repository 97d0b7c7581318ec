"""Finding the rows of a printed table in lines that run across its columns, or stand as one block for each cell.

A beam search over the lines: each line belongs to the row above, begins a row, or is the title of a group. What speaks
for a reading: a cell's line breaks only where the next word had no more room; rows are numbered one after the other;
each row has somebody who leads; names begin as names and times as times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mangnon.documents.reading.print_cuts import BODIES, Columns, Cut, Piece
from mangnon.documents.reading.print_words import SPACE, Ear, Token, begins_name, begins_time

_TITLE = re.compile(
    r"^\W{0,2}(?P<no>[IVXLlT1]{1,5}|[A-HĐ]|\d{1,2})\s?[.,:)]\s*$|^\W{0,2}(?P<bare>I[IVXlT]{0,3}|[VX][IVXlT]{0,3})$"
)
_SENTENCE_END = (".", ";", ":", "./.")
_FAR = 12.0
_INSIDE_CELL = -3.0
_NEW_WORD = -0.9


@dataclass(frozen=True, slots=True)
class PrintLine:
    """A line: its place in order and in the source (1-based), its words after the row's number, and that number."""

    index: int
    number_of_line: int
    tokens: tuple[Token, ...]
    number: int | None
    blank_before: bool
    cuts: tuple[Cut, ...]
    in_cell: int = 0  # of how many lines the block is that it is in, when that looks like one cell


@dataclass(frozen=True, slots=True)
class _Held:
    """The last piece of a column in the open row."""

    line: int
    width: int
    last: Token
    first: Token
    second: str


@dataclass(frozen=True, slots=True)
class _Step:
    """What was done with a line: "row" begins a row, "more" goes on, "title" and "title more", "skip"."""

    what: str
    line: int
    cut: Cut | None
    before: _Step | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _State:
    score: float
    step: _Step | None
    held: Mapping[int, _Held] | None  # None: no row is open
    number: int  # of the last numbered row
    numbered: bool  # whether the open row has its number
    last_line: int
    in_title: bool = False
    blocks: int = -1  # the column of the last line, when it held one column only


# worth, what the line is ("row", "more", "title", "skip"), after which state, with which cut
_Candidate = tuple[float, str, _State, Cut | None]


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A row: for each of its lines the pieces by column. Or a title (`is_title`), whose lines have no pieces."""

    lines: tuple[tuple[PrintLine, tuple[Piece, ...]], ...]
    is_title: bool

    def words(self, column: int) -> list[Token]:
        """All words of a column, in reading order."""
        return [
            line.tokens[place]
            for line, pieces in self.lines
            for piece in pieces
            if piece.column == column
            for place in range(piece.start, piece.end)
        ]


def rows_in(lines: Sequence[PrintLine], columns: Columns, ear: Ear, *, beam: int = 30) -> list[PrintRow]:
    """Divide lines into rows and titles; a wider `beam` looks further and takes longer."""
    states = [_State(0.0, None, None, 0, False, -1)]
    for line in lines:
        begins = [_first_worth(cut, line, columns, {}) for cut in line.cuts]
        found: list[_Candidate] = []
        for state in states:
            found += _after(state, line, begins, columns, ear)
        found.sort(key=lambda candidate: -candidate[0])
        states = _distinct(found, line, beam)
    ended = max(states, key=lambda state: state.score + _closing(state, columns, ear), default=None)
    return _rows(ended.step if ended else None, lines)


def _distinct(found: Sequence[_Candidate], line: PrintLine, beam: int) -> list[_State]:
    """The best of what may come next, at most `beam`, no two of which hold the same."""
    kept: list[_State] = []
    seen: set[object] = set()
    for score, what, before, cut in found:
        if score < found[0][0] - _FAR:
            break
        state = _made(score, what, before, cut, line)
        held = tuple((column, one.line, one.width) for column, one in (state.held or {}).items())
        key = (state.number, state.in_title, state.numbered, state.held is None, held)
        if key not in seen:
            seen.add(key)
            kept.append(state)
            if len(kept) == beam:
                break
    return kept


def _made(score: float, what: str, before: _State, cut: Cut | None, line: PrintLine) -> _State:
    if what == "row":
        return _opened(before, line, cut, score)
    if what == "more":
        return _went_on(before, line, cut, score)
    if what == "skip":
        step = _Step("skip", line.index, None, before.step)
        return _State(score, step, before.held, before.number, before.numbered, before.last_line, before.in_title)
    step = _Step("title more" if before.in_title and not _title_mark(line) else "title", line.index, None, before.step)
    return _State(score, step, None, before.number, False, line.index, in_title=True)


def _after(state: _State, line: PrintLine, begins: Sequence[float], columns: Columns, ear: Ear) -> list[_Candidate]:
    """What a line may be after a state: the worth of each reading."""
    closing = _closing(state, columns, ear)
    score, number = state.score, _number_worth(state, line)
    if not line.tokens:  # the number of a row stands alone
        found: list[_Candidate] = [(score - 1.0, "skip", state, None)]
        if line.number is not None:
            found.append((score + number + closing, "row", state, None))
            if state.held is not None:
                found.append((score + _number_inside(state, line), "more", state, None))
        return found
    found = [(score - 1.5 - 0.5 * len(line.tokens), "skip", state, None)]
    title = _title_worth(state, line)
    if title > -9.0:
        found.append((score + title + closing, "title", state, None))
    opening = score + closing + number + (0.4 if line.blank_before else _inside_cell(line))
    inside = score + _number_inside(state, line)
    for cut, begin in zip(line.cuts, begins, strict=True):
        found.append((opening + cut.worth + begin + _begin_worth(state, cut, columns), "row", state, cut))
        if state.held is not None:
            found.append((inside + cut.worth + _more_worth(state, cut, line, columns, ear), "more", state, cut))
    return found


def _inside_cell(line: PrintLine) -> float:
    """What it costs that something new begins within a block of lines that looks like one cell."""
    return 0.0 if line.in_cell < 2 else _INSIDE_CELL * (1.0 if line.in_cell == 2 else 2.0)


def _number_inside(state: _State, line: PrintLine) -> float:
    """What a number is worth on a line that goes on a row: the row's own, when it stands in the middle of its cell."""
    if line.number is None:
        return 0.0
    if not state.numbered and line.number in (state.number + 1, 1):
        return 1.0
    return -2.5


def _opened(state: _State, line: PrintLine, cut: Cut | None, score: float) -> _State:
    own = line.number is not None and (line.number == 1 or state.number < line.number <= state.number + 3)
    number = line.number if own and line.number is not None else state.number
    step = _Step("row", line.index, cut, state.step)
    return _State(score, step, _holding({}, cut, line), number, line.number is not None, line.index, blocks=_alone(cut))


def _went_on(state: _State, line: PrintLine, cut: Cut | None, score: float) -> _State:
    step = _Step("more", line.index, cut, state.step)
    own = line.number is not None and not state.numbered
    number = line.number if own and line.number is not None else state.number
    held = _holding(state.held or {}, cut, line)
    return _State(score, step, held, number, state.numbered or own, line.index, blocks=_alone(cut))


def _alone(cut: Cut | None) -> int:
    return cut.pieces[0].column if cut is not None and len(cut.pieces) == 1 else -1


def _holding(held: Mapping[int, _Held], cut: Cut | None, line: PrintLine) -> dict[int, _Held]:
    after = dict(held)
    for piece in cut.pieces if cut is not None else ():
        before = after.get(piece.column)
        second = line.tokens[piece.start + 1].text if piece.start + 1 < piece.end else ""
        after[piece.column] = _Held(
            line.index, piece.width, line.tokens[piece.end - 1],
            before.first if before else line.tokens[piece.start], before.second if before else second,
        )  # fmt: skip
    return after


def _number_worth(state: _State, line: PrintLine) -> float:
    if line.number is None:
        return -0.8 if state.number else 0.0
    if line.number == state.number + 1:
        return 2.5
    return 1.0 if line.number == 1 and (state.in_title or not state.number) else -0.8


def _begin_worth(state: _State, cut: Cut, columns: Columns) -> float:
    """What it is worth that a row begins with this line."""
    task = columns.place("task")
    if cut.pieces[0].column != task:
        return -4.0
    held = state.held or {}
    last = held[task].last.text if task in held else None
    ended = last is not None and last.endswith(_SENTENCE_END)
    return 0.0 if state.held is None else 0.7 if ended else -0.5


def _first_worth(cut: Cut, line: PrintLine, columns: Columns, held: Mapping[int, _Held]) -> float:
    """What the first pieces of columns are worth: that a cell begins as cells of its column begin."""
    worth = 0.0
    for piece in cut.pieces:
        if piece.column in held:
            continue
        first = line.tokens[piece.start]
        following = line.tokens[piece.start + 1].text if piece.start + 1 < piece.end else ""
        role = columns.roles[piece.column]
        if role in BODIES:
            worth += (1.4 if begins_name(first.text, following) else -1.6) + (0.2 if first.is_upper else -0.9)
        elif role == "time":
            worth += 0.9 if begins_time(first.text, following) else -1.4
        elif role == "task":
            worth += 0.9 if first.is_upper or first.text[:1] in '-–+“"' else -1.6
    return worth


def _more_worth(state: _State, cut: Cut, line: PrintLine, columns: Columns, ear: Ear) -> float:
    """What it is worth that the open row goes on with this line."""
    held = state.held or {}
    worth = _first_worth(cut, line, columns, held) + _open_worth(held, cut, line, columns)
    follows = state.last_line == line.index - 1
    for piece in cut.pieces:
        before = held.get(piece.column)
        if before is None:
            task = columns.place("task")
            worth -= 1.5 if task is not None and task not in held and piece.column != task else 0.0
            # cells stand in order: what stands further left came before, unless all stand in the middle of their row
            worth -= 0.4 * sum(later > piece.column for later in held)
            continue
        worth += _wrap_worth(before, line.tokens[piece.start], piece, columns, ear)
        if columns.roles[piece.column] != "task" and line.tokens[piece.end - 1].text.endswith("."):
            worth -= 1.5
        if follows and before.line != line.index - 1 and not line.blank_before:
            worth -= 1.5
        elif before.line != line.index - 1 and state.blocks not in (-1, piece.column):
            worth -= 0.7
    if len(cut.pieces) == 1 and state.blocks >= 0:
        same = cut.pieces[0].column == state.blocks
        other = _inside_cell(line) or -1.2
        worth += (0.7 if same else other) if not line.blank_before else (-1.0 if same else 0.7)
    return worth


def _open_worth(held: Mapping[int, _Held], cut: Cut, line: PrintLine, columns: Columns) -> float:
    """What it costs that a cell's text breaks off in the line above and does not go on in this one."""
    alone = line.blank_before and len(cut.pieces) == 1
    worth = 0.0
    inside = {piece.column for piece in cut.pieces}
    for column, before in held.items():
        if column in inside or before.line != line.index - 1:
            continue
        full = columns.widths[column]
        if columns.roles[column] == "task":
            if not before.last.text.endswith(_SENTENCE_END) and full and before.width > 0.8 * full:
                worth -= 1.2 if alone else 4.0
        elif before.last.text[-1:] in ",-–" and not alone:
            worth -= 1.0
    return worth


def _wrap_worth(before: _Held, first: Token, piece: Piece, columns: Columns, ear: Ear) -> float:
    role, full = columns.roles[piece.column], columns.widths[piece.column]
    worth = 0.3
    if role in BODIES:
        worth += _goes_on(ear.names.likeness(before.last.as_name, first.as_name), before.last, first)
    elif role == "time":
        worth += _goes_on(ear.times.likeness(before.last.as_time, first.as_time), before.last, first)
    elif role == "task" and before.last.text.endswith(_SENTENCE_END) and first.is_upper:
        worth -= 0.8
    if full:
        room = full * (0.95 if role == "task" else 0.97) - before.width - SPACE - first.width
        worth += 0.5 if room <= 0 else -min(4.0, 14.0 * room / full)
    return worth


def _goes_on(likeness: float, last: Token, first: Token) -> float:
    """What it is worth that a name or a time goes on with a word after a line's break."""
    if likeness:
        return 0.9 * likeness
    if last.text[-1:] in ",;":
        return 0.5 if begins_name(first.text, "") else -0.3
    if first.is_upper and begins_name(first.text, ""):
        return -0.8
    return 0.0 if last.as_name in ("va", "cac", "voi", "cua") else _NEW_WORD


def _closing(state: _State, columns: Columns, ear: Ear) -> float:
    """What the open row is worth as it stands, when it ends."""
    if state.held is None:
        return 0.0
    worth = 0.0
    for column, role in enumerate(columns.roles):
        held = state.held.get(column)
        if held is None:
            worth -= {"task": 5.0, "lead": 3.0, "coordinating": 1.0, "time": 1.6}.get(role, 0.3)
        elif role in BODIES and held.last.text.endswith(";"):
            worth -= 0.6
        elif held.last.text[-1:] in ",-–" or held.last.text in ("và", "va", "các", "cac"):
            worth -= 0.9
        elif role in BODIES:
            worth -= 0.8 if held.last.body > 0 and held.last.as_name not in ear.name_ends else 0.0
        elif role == "time" and held.last.time > 0 and held.last.as_time:
            worth -= 0.8 if held.last.as_time not in ear.time_ends else 0.0
    return worth


def _title_mark(line: PrintLine) -> bool:
    first = line.tokens[0].text if line.tokens else ""
    follows = line.tokens[1] if len(line.tokens) > 1 else None
    if _TITLE.match(first):
        return follows is not None and (follows.is_upper or follows.bar)
    glued = re.match(r"^(?:[IVXLlT]{1,4}|\d{1,2}|[A-H])[.)](?=[A-ZĐ])", first)
    return bool(glued)


def _title_worth(state: _State, line: PrintLine) -> float:
    if not line.tokens or line.number is not None:
        return -10.0
    bars = sum(token.bar for token in line.tokens[2:])
    best = max((cut.worth for cut in line.cuts if len(cut.pieces) > 2), default=0.0)
    against = 2.0 * bars + 0.3 * max(0.0, best)
    if _title_mark(line):
        return 4.5 - against
    if state.in_title:
        first = line.tokens[0]
        return (0.6 if not first.is_upper or line.tokens[-1].text.isupper() else -1.5) - against
    return -10.0


def _rows(step: _Step | None, lines: Sequence[PrintLine]) -> list[PrintRow]:
    by_index = {line.index: line for line in lines}
    steps: list[_Step] = []
    while step is not None:
        steps.append(step)
        step = step.before
    rows: list[tuple[bool, list[tuple[PrintLine, tuple[Piece, ...]]]]] = []
    for done in reversed(steps):
        pieces = done.cut.pieces if done.cut is not None else ()
        if done.what in ("row", "title"):
            rows.append((done.what == "title", [(by_index[done.line], pieces)]))
        elif done.what in ("more", "title more") and rows:
            rows[-1][1].append((by_index[done.line], pieces))
    return [PrintRow(tuple(held), is_title) for is_title, held in rows]
