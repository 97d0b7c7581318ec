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

import numpy as np

from mangnon.agencies.matching import letters
from mangnon.documents.reading.vocabulary import WHOLE as _WHOLE
from mangnon.documents.reading.vocabulary import Floats, Vocabulary, is_junk, word_fit

_BAR = re.compile(r"([|\[\]{}¦])")
_ENDED = re.compile(r"[.;:,!?)]\W*$")
_START = -5.5
_START_AT_MARGIN = -3.5
_START_OF_BLOCK = -0.5
_AFTER_BAR = 3.0
# Inside a cell names are divided by marks; between cells of a line no mark stands.
_SWITCH = -2.0
_SWITCH_AFTER_MARK = -2.8
_CHAIN = -2.0
_CHAIN_AFTER_MARK = -0.6
_SKIP = -1.6
_JUNK = -0.15
_BAR_INSIDE = -1.2
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
    words = [words_of(line) for _, line, _ in lines]
    vocabulary.hear(word.text for of_line in words for word in of_line)
    costs = [_task_costs(of_line, width) for of_line in words]
    margins = [_margin(of_line, width, blank_before=blank) for of_line, (_, _, blank) in zip(words, lines, strict=True)]
    found: list[CutLine | None] = [None] * len(lines)
    dear: list[int] = []
    for place, (number, line, blank) in enumerate(lines):
        if not words[place]:
            found[place] = CutLine(number, line, (), (), (), (), blank)
        elif _is_all_task(words[place], costs[place], margins[place], vocabulary):
            nothing = (0,) * len(words[place])
            found[place] = CutLine(number, line, words[place], (), (), (), blank, nothing, costs[place][-1])
        else:
            dear.append(place)
    dear.sort(key=lambda place: -len(words[place]))
    if dear:
        read = _best_cuts([words[i] for i in dear], [costs[i] for i in dear], [margins[i] for i in dear], vocabulary)
        for place, (states, worth) in zip(dear, read, strict=True):
            number, line, blank = lines[place]
            found[place] = _as_cut(number, line, words[place], states, worth, blank, vocabulary)
    return [cut for cut in found if cut is not None]


def _as_cut(
    number: int,
    line: str,
    words: tuple[Word, ...],
    states: list[int],
    worth: float,
    blank: bool,
    vocabulary: Vocabulary,
) -> CutLine:
    first, second, _ = vocabulary.blocks
    pieces: tuple[list[Word], ...] = ([], [], [], [])
    for word, state in zip(words, states, strict=True):
        pieces[0 if state == 0 else 1 + (state >= first[1]) + (state >= second[1])].append(word)
    task, lead, coordinating, time = (tuple(piece) for piece in pieces)
    return CutLine(number, line, task, lead, coordinating, time, blank, tuple(states), worth)


def _margin(words: tuple[Word, ...], width: float, *, blank_before: bool) -> float:
    """What it costs to begin a piece of another column at the left margin."""
    is_long = width > 0 and bool(words) and words[-1].at + len(words[-1].text) > 0.8 * width
    return _START_OF_BLOCK if blank_before and not is_long else _START_AT_MARGIN


def _is_all_task(words: tuple[Word, ...], costs: list[float], margin: float, vocabulary: Vocabulary) -> bool:
    most = sum(max(0.0, vocabulary.most(word.text)) for word in words)
    return most + 3.0 + _WHOLE * 4 + margin + min(costs) < costs[-1] and not any(word.bar for word in words)


def _best_cuts(
    lines: Sequence[tuple[Word, ...]], costs: Sequence[list[float]], margins: Sequence[float], vocabulary: Vocabulary
) -> list[tuple[list[int], float]]:
    """For each line (longest first) the state each word was read as, and the cut's worth."""
    size = len(vocabulary.entry)
    score = np.full((len(lines), size), -1e9)
    score[:, 0] = 0.0
    history: list[np.ndarray] = []
    at_margin = [True] * len(lines)
    for index in range(len(lines[0])):
        count = sum(len(words) > index for words in lines)
        step = _Step(
            fits=np.array([vocabulary.fits(words[index].text) for words in lines[:count]]),
            bar=np.array([words[index].bar for words in lines[:count]]),
            margin=np.array(at_margin[:count]),
            divided=np.array([index > 0 and words[index - 1].text[-1:] in ",;:" for words in lines[:count]]),
            beside=np.array([_beside(words[index]) for words in lines[:count]]),
            enter=np.array([_enter(words[index], margins[i], costs[i][index], at_margin[i]) for i, words in
                            enumerate(lines[:count])]),
        )  # fmt: skip
        score[:count], back = _steps(score[:count], step, vocabulary)
        history.append(back)
        for place, words in enumerate(lines[:count]):
            text = words[index].text
            at_margin[place] = at_margin[place] and (is_junk(text) or text.strip(".|").isdigit())
    score = score + vocabulary.ends
    score[:, 0] += [cost[-1] for cost in costs]
    last = score.argmax(axis=1)
    found: list[tuple[list[int], float]] = []
    for place, words in enumerate(lines):
        state = int(last[place])
        worth = float(score[place, state])
        states: list[int] = []
        for back in reversed(history[: len(words)]):
            states.append(state)
            state = int(back[place, state])
        found.append((states[::-1], worth))
    return found


def _beside(word: Word) -> float:
    """What a word costs inside a piece that it does not belong to."""
    return _JUNK if is_junk(word.text) else -0.7 * min(len(letters(word.text)), 8) - 0.6


def _enter(word: Word, margin: float, cost: float, at_margin: bool) -> float:
    """What it costs to leave the task's text before a word."""
    return (margin if at_margin else _START) + (_AFTER_BAR if word.bar and not at_margin else 0.0) + cost


@dataclass(frozen=True, slots=True)
class _Step:
    """One word of each of several lines: its fits (lines by states), and a value for each line of what else counts."""

    fits: Floats
    bar: np.ndarray
    margin: np.ndarray
    divided: np.ndarray
    beside: Floats
    enter: Floats


def _steps(score: Floats, step: _Step, vocabulary: Vocabulary) -> tuple[Floats, np.ndarray]:
    """The best score of every state after one more word of each line, and the state each came from."""
    count = len(score)
    rows = np.arange(count)
    inside = np.where(step.bar, _BAR_INSIDE, 0.0)
    after_bar = step.bar & ~step.margin
    # a stray mark inside a piece, or a word that does not belong
    best = score + step.beside[:, None]
    best[:, 0] = score[:, 0] + np.where(after_bar, _BAR_INSIDE, 0.0)
    back = np.broadcast_to(vocabulary.own, score.shape).copy()
    # the next word of the phrase, or the one after a lost word
    fits = step.fits
    _take(best[:, 1:], back[:, 1:], score[:, :-1] + vocabulary.no_step + fits[:, 1:] + inside[:, None],
          vocabulary.own[:-1])  # fmt: skip
    _take(best[:, 2:], back[:, 2:], score[:, :-2] + vocabulary.no_skip + fits[:, 2:] + (inside + _SKIP)[:, None],
          vocabulary.own[:-2])  # fmt: skip
    switch = np.where(step.divided, _SWITCH_AFTER_MARK, _SWITCH) + np.where(after_bar, _AFTER_BAR, 0.0)
    chain = np.where(step.divided, _CHAIN_AFTER_MARK, _CHAIN) + inside
    source, gain = np.zeros(count, dtype=np.int64), score[:, 0] + step.enter
    best_before, place_before = np.full(count, -1e9), np.zeros(count, dtype=np.int64)
    for low, high in vocabulary.blocks:
        if low == high:
            continue
        better = best_before + switch > gain
        source, gain = np.where(better, place_before, source), np.where(better, best_before + switch, gain)
        starts, fit = vocabulary.starts[low:high], fits[:, low:high]
        helped = np.where((source == 0)[:, None], starts + vocabulary.entry[low:high], starts)
        arriving = gain[:, None] + fit + np.where(fit > 0, helped, 0.0)
        _take(best[:, low:high], back[:, low:high], arriving, source[:, None])
        # the next name of a list
        block = score[:, low:high] + vocabulary.not_last[low:high]
        place = low + block.argmax(axis=1)
        at = score[rows, place]
        chained = (at + chain)[:, None] + vocabulary.not_first[low:high] + fit
        chained = np.where((at + vocabulary.not_last[place] > -1e8)[:, None], chained, -np.inf)
        _take(best[:, low:high], back[:, low:high], chained, place[:, None])
        here = low + score[:, low:high].argmax(axis=1)
        better = score[rows, here] > best_before
        best_before = np.where(better, score[rows, here], best_before)
        place_before = np.where(better, here, place_before)
    return best, back


def _take(best: Floats, back: np.ndarray, scores: Floats, sources: np.ndarray) -> None:
    better = scores > best
    np.copyto(best, scores, where=better)
    np.copyto(back, sources, where=better)


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
            fits = sum(float(vocabulary.fits(word)[state]) > 0 for state, word in real)
            if real and fits >= 0.75 * len(real):
                found.append([word for _, word in real])
    return found
