"""Cutting one line of a scanned annex into the pieces of its columns.

A scanner reads a table line by line across all columns. A line is then: task text, maybe a piece of a first body
column, maybe of a second, maybe of the time column, in this order, each piece a run of words of some phrase of that
column. The best cut is found by dynamic programming over the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mangnon.agencies.matching import letters
from mangnon.documents.reading.cutting import BestCut, LineFacts, best_cuts
from mangnon.documents.reading.vocabulary import WHOLE as _WHOLE
from mangnon.documents.reading.vocabulary import Vocabulary, is_junk, word_fit

_BAR = re.compile(r"([|\[\]{}¦])")
_ENDED = re.compile(r"[.;:,!?)]\W*$")
_START = -5.5
_START_AT_MARGIN = -3.5
_START_OF_BLOCK = -0.5
_AFTER_BAR = 3.0
_JUNK = -0.15
_SHORT_TASK = -3.0
_TOO_LONG = 0.12
_MOST_TOO_LONG = 4.0


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line; `bar` when a column mark (| [ ] { }) stood before it."""

    text: str
    bar: bool
    at: int


@dataclass(frozen=True, slots=True)
class CutLine:
    """A line cut into columns. `number` is the line's 1-based number in the source."""

    number: int
    raw: str
    task: tuple[Word, ...]
    lead: tuple[Word, ...]
    coordinating: tuple[Word, ...]
    time: tuple[Word, ...]
    blank_before: bool = False
    states: tuple[int, ...] = ()
    score: float = 0.0
    is_block: bool = False

    @property
    def has_cells(self) -> bool:
        """Whether anything of the right-hand columns is on the line."""
        return bool(self.lead or self.coordinating or self.time)

    @property
    def bodies(self) -> tuple[tuple[Word, ...], ...]:
        """The one or two pieces of body columns."""
        return tuple(piece for piece in (self.lead, self.coordinating) if piece)


@lru_cache(maxsize=4096)
def words_of(line: str) -> tuple[Word, ...]:
    """The words of a line, with the column marks taken out and remembered."""
    words: list[Word] = []
    bar = False
    for piece in re.finditer(r"\S+", _BAR.sub(r" \1 ", line)):
        if _BAR.fullmatch(piece.group()):
            bar = True
            continue
        words.append(Word(piece.group(), bar, piece.start()))
        bar = False
    return tuple(words)


def cut_line(
    number: int,
    line: str,
    *,
    vocabulary: Vocabulary,
    width: float,
    is_title: bool = False,
    blank_before: bool = False,
) -> CutLine:
    """Cut a line. `width` is the usual length of a full line of the task column, in characters (0: not known)."""
    if is_title:
        return CutLine(number, line, words_of(line), (), (), (), blank_before)
    return cut_lines([(number, line, blank_before)], vocabulary=vocabulary, width=width)[0]


def _task_costs(words: tuple[Word, ...], width: float) -> list[float]:
    """What it costs that the first n words are task text, for each n; the last is for the whole line."""
    costs = [0.0]
    last_real: Word | None = None
    for word in words:
        last_real = last_real if is_junk(word.text) else word
        length = word.at + len(word.text)
        cost = -min(_MOST_TOO_LONG, _TOO_LONG * max(0.0, length - 1.12 * width)) if width else 0.0
        if width and last_real is not None and length < 0.72 * width and not _ENDED.search(last_real.text):
            cost += _SHORT_TASK * (1 - length / width) * (0.6 if len(costs) == len(words) else 1.0)
        costs.append(cost)
    return costs


def cut_lines(lines: Sequence[tuple[int, str, bool]], *, vocabulary: Vocabulary, width: float) -> list[CutLine]:
    """Cut several lines at once, each given as its number, its text, and whether a blank line stands before it.

    The same as `cut_line` for each, much faster: the lines' words are read side by side.
    """
    cuts = cut_each([(line, blank, vocabulary) for _, line, blank in lines], width=width)
    return [
        as_cut(number, line, cut, blank, vocabulary) for (number, line, blank), cut in zip(lines, cuts, strict=True)
    ]


def cut_each(lines: Sequence[tuple[str, bool, Vocabulary]], *, width: float) -> list[BestCut]:
    """How lines are cut, each with a vocabulary of its own; these share a table. The bool: a blank line before."""
    found: list[BestCut | None] = [None] * len(lines)
    dear: list[tuple[int, LineFacts, Vocabulary]] = []
    most: dict[int, dict[str, float]] = {}
    for vocabulary in {id(one): one for _, _, one in lines}.values():
        of_one = [line for line, _, one in lines if one is vocabulary]
        tokens = list(dict.fromkeys(word.text for line in of_one for word in words_of(line)))
        most[id(vocabulary)] = dict(zip(tokens, vocabulary.most(tokens).tolist(), strict=True)) if tokens else {}
    for place, (line, blank, vocabulary) in enumerate(lines):
        facts = _facts(line, blank, width)
        if not facts.tokens:
            found[place] = BestCut((), (), 0.0)
        elif facts.most_task is not None and (
            sum(max(0.0, most[id(vocabulary)][token]) for token in facts.tokens) + 3.0 + _WHOLE * 4 + facts.most_task
            < facts.whole
        ):
            found[place] = BestCut((0,) * len(facts.tokens), (False,) * len(facts.tokens), facts.whole)
        else:
            dear.append((place, facts, vocabulary))
    if dear:
        read = best_cuts(dear[0][2].table, [(facts, vocabulary) for _, facts, vocabulary in dear])
        for (place, _, _), cut in zip(dear, read, strict=True):
            found[place] = cut
    return [cut for cut in found if cut is not None]


@lru_cache(maxsize=4096)
def _facts(line: str, blank_before: bool, width: float) -> LineFacts:
    words = words_of(line)
    costs = _task_costs(words, width)
    margin = _margin(words, width, blank_before=blank_before)
    at_margin = True
    margins: list[bool] = []
    for word in words:
        margins.append(at_margin)
        at_margin = at_margin and (is_junk(word.text) or word.text.strip(".|").isdigit())
    return LineFacts(
        tokens=tuple(word.text for word in words),
        bar=tuple(word.bar for word in words),
        margin=tuple(margins),
        divided=tuple(place > 0 and words[place - 1].text[-1:] in ",;:" for place in range(len(words))),
        beside=tuple(_beside(word) for word in words),
        enter=tuple(
            _enter(word, margin, costs[i], at) for i, (word, at) in enumerate(zip(words, margins, strict=True))
        ),
        whole=costs[-1],
        most_task=None if any(word.bar for word in words) else margin + min(costs),
    )


def as_cut(number: int, line: str, cut: BestCut, blank: bool, vocabulary: Vocabulary) -> CutLine:
    """A line with its words told to columns as they were read."""
    first, second, _ = vocabulary.blocks
    pieces: tuple[list[Word], ...] = ([], [], [], [])
    for word, state in zip(words_of(line), cut.states, strict=True):
        pieces[0 if state == 0 else 1 + (state >= first[1]) + (state >= second[1])].append(word)
    task, lead, coordinating, time = (tuple(piece) for piece in pieces)
    return CutLine(number, line, task, lead, coordinating, time, blank, cut.states, cut.worth)


def _margin(words: tuple[Word, ...], width: float, *, blank_before: bool) -> float:
    """What it costs to begin a piece of another column at the left margin."""
    is_long = width > 0 and bool(words) and words[-1].at + len(words[-1].text) > 0.8 * width
    return _START_OF_BLOCK if blank_before and not is_long else _START_AT_MARGIN


def _beside(word: Word) -> float:
    """What a word costs inside a piece that it does not belong to."""
    return _JUNK if is_junk(word.text) else -0.7 * min(len(letters(word.text)), 8) - 0.6


def _enter(word: Word, margin: float, cost: float, at_margin: bool) -> float:
    """What it costs to leave the task's text before a word."""
    return (margin if at_margin else _START) + (_AFTER_BAR if word.bar and not at_margin else 0.0) + cost


_TIME_BEGINS = (
    "Thường", "Hằng", "Theo", "Tháng", "Quý", "Năm", "Từ", "Trước", "Giai", "Khi", "Sau", "Định", "Hoàn", "Đến",
)  # fmt: skip
_BODY_BEGINS = (
    "Sở", "Các", "UBND", "Ủy", "Công", "Ban", "Văn", "Bộ", "Hội", "Báo", "Đài", "Trung", "Liên", "Tòa", "Viện", "Thanh",
)  # fmt: skip


def cut_blocks(lines: Sequence[CutLine], width: float) -> list[CutLine]:
    """Where a cell stands as a block of its own, between blank lines and narrower than the task column, all its words
    are of one column: the time's when it begins as a time frame does, a body's when it begins as a name does.
    """
    found: list[CutLine] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and not lines[end].blank_before and lines[end].number == lines[end - 1].number + 1:
            end += 1
        alone = end == len(lines) or lines[end].blank_before or lines[end].number > lines[end - 1].number + 1
        block = lines[start:end]
        column = _block_column(block, width) if alone and block[0].blank_before else None
        for line in block:
            words = words_of(line.raw)
            if column == "time":
                found.append(CutLine(line.number, line.raw, (), (), (), words, line.blank_before, is_block=True))
            elif column == "body":
                found.append(CutLine(line.number, line.raw, (), words, (), (), line.blank_before, is_block=True))
            else:
                found.append(line)
        start = end
    return found


def _block_column(block: Sequence[CutLine], width: float) -> str | None:
    if not width or len(block) > 5 or any(len(line.raw.strip()) > 0.66 * width for line in block):
        return None
    words = [word.text for line in block for word in words_of(line.raw)]
    if not words or len(words) > 30 or any(word.bar for line in block for word in words_of(line.raw)):
        return None
    starts = words[0][0].isupper() or words[0][0].isdigit()
    floor = 0.78 if starts else 0.9
    if any(word_fit(words[0], begin) >= floor for begin in _TIME_BEGINS) and len(words) <= 14:
        return "time"
    return "body" if starts and any(word_fit(words[0], begin) >= 0.7 for begin in _BODY_BEGINS) else None


def clear_pieces(lines: Iterable[CutLine], vocabulary: Vocabulary) -> list[list[str]]:
    """The pieces of right-hand columns whose words nearly all fit, as lists of words."""
    found: list[list[str]] = []
    for line in lines:
        start = len(line.task)
        for piece in (*line.bodies, line.time):
            states = line.states[start : start + len(piece)]
            start += len(piece)
            real = [(s, w.text) for s, w in zip(states, piece, strict=True) if not is_junk(w.text)]
            fits = sum(vocabulary.is_fitting(word, state) for state, word in real)
            if real and fits >= 0.75 * len(real):
                found.append([word for _, word in real])
    return found
