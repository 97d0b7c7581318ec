"""Cutting one printed line into the pieces of its columns: the best cuts for each set of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.documents.reading.print_words import (
    SPACE,
    Ear,
    Pairs,
    Token,
    begins_clearly,
    begins_name,
    begins_time,
    names_product,
)

BODIES = ("lead", "coordinating")
_BAR = 2.4
_NO_BAR = -0.9
_BAR_INSIDE = -2.6
_TOO_WIDE = 22.0
_TOO_NARROW = 3.2
_PAIR = 0.15
_ANOTHER = -3.4
_TIME_INSIDE = -1.8
_SENTENCE_INSIDE = -1.5
_LEAST = -11.0
_MOST_WORDS = 60
_KEPT = 4
_FULL = 0.78


# worth, the pieces closed, the open piece's column, start and width
_Open = tuple[float, tuple["Piece", ...], int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of one column on one line, from word `start` up to `end`, and how wide they are."""

    column: int
    start: int
    end: int
    width: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A line cut into pieces, left to right, and the worth of the cut by itself."""

    pieces: tuple[Piece, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table after the row's number: what each holds, and how wide its lines may be (0: not known)."""

    roles: tuple[str, ...]
    widths: tuple[float, ...]

    def place(self, role: str) -> int | None:
        """Where a role's column stands."""
        return self.roles.index(role) if role in self.roles else None


def cuts_of(tokens: Sequence[Token], columns: Columns, ear: Ear, most: int) -> list[Cut]:
    """The best cuts of a line, at most `most`, best first; the two best for each set of columns."""
    if not tokens or len(tokens) > _MOST_WORDS:
        return []
    count = len(columns.roles)
    # the best cuts so far by the set of columns used (bits)
    found: dict[int, list[_Open]] = {}
    for column in range(count):
        first = _word_worth(tokens, 0, columns.roles[column], ear, is_first=True)
        width = tokens[0].width
        found[1 << column] = [(first - _excess(0, width, columns.widths[column]), (), column, 0, width)]
    free = _free_places(tokens, columns)
    for index in range(1, len(tokens)):
        token = tokens[index]
        worths = [_word_worth(tokens, index, role, ear, is_first=False) for role in columns.roles]
        entering = [
            _word_worth(tokens, index, role, ear, is_first=True) - _excess(0, token.width, columns.widths[place])
            for place, role in enumerate(columns.roles)
        ]
        inside, leave = (_BAR_INSIDE, _BAR) if token.bar else (0.0, _NO_BAR)
        after: dict[int, list[_Open]] = {}
        for mask, cuts in found.items():
            for worth, closed, column, start, width in cuts:
                wider = width + SPACE + token.width
                stay = worth + worths[column] + inside - _excess(width, wider, columns.widths[column])
                after.setdefault(mask, []).append((stay, closed, column, start, wider))
                if column + 1 == count or not (free[index] or column or width >= _FULL * columns.widths[0]):
                    continue
                left = worth + leave + _end(tokens, index, column, width, columns)
                pieces = (*closed, Piece(column, start, index, width))
                for other in range(column + 1, count):
                    entered = (left + entering[other], pieces, other, index, token.width)
                    after.setdefault(mask | (1 << other), []).append(entered)
        for cuts in after.values():
            if len(cuts) > _KEPT:
                cuts.sort(key=_worth_of, reverse=True)
                del cuts[_KEPT:]
        found = after
    made: list[tuple[int, Cut]] = []
    for cuts in found.values():
        cuts.sort(key=_worth_of, reverse=True)
        for place, (worth, closed, column, start, width) in enumerate(cuts[:2]):
            made.append((place, Cut((*closed, Piece(column, start, len(tokens), width)), worth)))
    top = max(cut.worth for _, cut in made)
    # the best of each set of columns first: what stands around a line may speak for any of them
    made.sort(key=lambda item: (item[0], -item[1].worth))
    return [cut for _, cut in made if cut.worth > top + _LEAST or len(cut.pieces) == 1][:most]


def _free_places(tokens: Sequence[Token], columns: Columns) -> list[bool]:
    """Before which words the first column's text may break off early: in a long line only where something begins."""
    whole = sum(token.width for token in tokens) + SPACE * (len(tokens) - 1)
    if columns.roles[0] != "task" or whole < _FULL * columns.widths[0]:
        return [True] * len(tokens)
    return [
        token.bar or token.is_upper or token.time > 1.0 or tokens[place - 1].text.endswith((".", ";", ":", ")", '"'))
        for place, token in enumerate(tokens)
    ]


def _worth_of(cut: _Open) -> float:
    return cut[0]


def _word_worth(tokens: Sequence[Token], index: int, role: str, ear: Ear, *, is_first: bool) -> float:
    token = tokens[index]
    if role == "task":
        broken = not is_first and not token.is_upper and tokens[index - 1].text.endswith(".") and token.body > -0.1
        return -1.0 if broken and not tokens[index - 1].text[:-1].isupper() else 0.0
    ended = 0.0 if is_first or not tokens[index - 1].text.endswith(".") else _SENTENCE_INSIDE
    if role in BODIES:
        worth = token.body + ended
        if is_first:
            following = tokens[index + 1].text if index + 1 < len(tokens) else ""
            return worth + (0.8 if token.is_upper and begins_name(token.text, following) else 0.0)
        before = tokens[index - 1]
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if token.is_upper and before.text[-1:] not in ",;:-–" and begins_clearly(token.text, following):
            worth += 0.5 * _ANOTHER if before.text in ("và", "va", "với", "voi") else _ANOTHER
        if token.is_upper and index + 1 < len(tokens) and begins_time(token.text, following):
            after = tokens[index + 1]
            when = after.time > 1.0 or ear.times.likeness(token.as_time, after.as_time) == 1.0
            worth += _TIME_INSIDE if when else 0.0
        return worth + _paired(before.as_name, token.as_name, ear.names)
    if role == "time":
        if is_first:
            following = tokens[index + 1].text if index + 1 < len(tokens) else ""
            begins = begins_time(token.text, following) and (token.is_upper or token.time > 1.0)
            return token.time + (0.8 if begins else 0.0)
        return token.time + ended + _paired(tokens[index - 1].as_time, token.as_time, ear.times)
    return 0.35 if names_product(token.text) else -0.25


def _paired(before: str, word: str, pairs: Pairs) -> float:
    """What it is worth that two words stand side by side as in known phrases."""
    return _PAIR * (min(len(before), 6) + min(len(word), 6)) * pairs.likeness(before, word)


def _excess(before: int, after: int, width: float) -> float:
    """What it costs that a piece grows wider than its column."""
    if not width:
        return 0.0
    limit = 1.05 * width
    return _TOO_WIDE * (max(0.0, after - limit) - max(0.0, before - limit)) / width


def _end(tokens: Sequence[Token], index: int, column: int, width: int, columns: Columns) -> float:
    """What it is worth that a piece ends here with more to come on its right: a task's line is full or its last."""
    last = tokens[index - 1].text
    if columns.roles[column] != "task":
        return -1.2 if last in ("của", "cua") else 0.0
    full = columns.widths[column]
    if not full or last.rstrip("”\"')").endswith((".", ";", ":")):
        return 0.4
    return -_TOO_NARROW * max(0.0, 0.9 - width / full) / 0.5
