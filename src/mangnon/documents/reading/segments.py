"""Cutting one line of a scanned annex into the pieces of its columns.

A scanner reads a table line by line across all columns. A line is then: task text, maybe a piece of a first body
column, maybe of a second, maybe of the time column, in this order, each piece a run of words of some phrase of that
column. The best cut is found by dynamic programming over the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    words = words_of(line)
    if is_title or not words:
        return CutLine(number, line, words, (), (), (), blank_before)
    columns, states, score = _best_cut(words, vocabulary, width, blank_before=blank_before)
    pieces = tuple(tuple(w for w, c in zip(words, columns, strict=True) if c == k) for k in range(4))
    task, lead, coordinating, time = pieces
    return CutLine(number, line, task, lead, coordinating, time, blank_before, tuple(states), score)


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


def _best_cut(
    words: tuple[Word, ...], vocabulary: Vocabulary, width: float, *, blank_before: bool
) -> tuple[list[int], list[int], float]:
    """For each word its column (0 task, 1 and 2 bodies, 3 time), the state it was read as, and the cut's worth."""
    costs = _task_costs(words, width)
    fits = [vocabulary.fits(word.text) for word in words]
    is_long = width > 0 and words[-1].at + len(words[-1].text) > 0.8 * width
    at_margin = _START_OF_BLOCK if blank_before and not is_long else _START_AT_MARGIN
    most = sum(max(0.0, vocabulary.most(word.text)) for word in words)
    if most + 3.0 + _WHOLE * 4 + at_margin + min(costs) < costs[-1] and not any(word.bar for word in words):
        return [0] * len(words), [0] * len(words), costs[-1]
    score = np.full(len(vocabulary.entry), -1e9)
    score[0] = 0.0
    history: list[np.ndarray] = []
    margin = True
    for index, word in enumerate(words):
        divided = index > 0 and words[index - 1].text[-1:] in ",;:"
        enter = (at_margin if margin else _START) + (_AFTER_BAR if word.bar and not margin else 0.0) + costs[index]
        score, back = _step(score, fits[index], vocabulary, word, enter, margin=margin, divided=divided)
        history.append(back)
        margin = margin and (is_junk(word.text) or word.text.strip(".|").isdigit())
    score = score + vocabulary.ends
    score[0] += costs[-1]
    state = int(score.argmax())
    worth = float(score[state])
    states: list[int] = []
    for back in reversed(history):
        states.append(state)
        state = int(back[state])
    states.reverse()
    first, second, _ = vocabulary.blocks
    return [0 if s == 0 else 1 + (s >= first[1]) + (s >= second[1]) for s in states], states, worth


def _step(
    score: Floats,
    fits: Floats,
    vocabulary: Vocabulary,
    word: Word,
    enter: float,
    *,
    margin: bool,
    divided: bool,
) -> tuple[Floats, np.ndarray]:
    """The best score of every state after one more word, and the state each came from."""
    inside = _BAR_INSIDE if word.bar else 0.0
    own = vocabulary.own
    # a stray mark inside a piece, or a word that does not belong
    best = score + (_JUNK if is_junk(word.text) else -0.7 * min(len(letters(word.text)), 8) - 0.6)
    best[0] = score[0] + (_BAR_INSIDE if word.bar and not margin else 0.0)
    back = own.copy()
    # the next word of the phrase, or the one after a lost word
    _take(best[1:], back[1:], score[:-1] + vocabulary.no_step + fits[1:] + inside, own[:-1])
    _take(best[2:], back[2:], score[:-2] + vocabulary.no_skip + fits[2:] + (inside + _SKIP), own[:-2])
    bonus = _AFTER_BAR if word.bar and not margin else 0.0
    switch = (_SWITCH_AFTER_MARK if divided else _SWITCH) + bonus
    chain = (_CHAIN_AFTER_MARK if divided else _CHAIN) + inside
    source, gain = 0, float(score[0]) + enter
    best_before, place_before = -1e9, 0
    for low, high in vocabulary.blocks:
        if low == high:
            continue
        if best_before + switch > gain:
            source, gain = place_before, best_before + switch
        helped = (
            vocabulary.starts[low:high] + vocabulary.entry[low:high] if source == 0 else vocabulary.starts[low:high]
        )
        arriving = gain + fits[low:high] + np.where(fits[low:high] > 0, helped, 0.0)
        _take(best[low:high], back[low:high], arriving, source)
        # the next name of a list
        block = score[low:high] + vocabulary.not_last[low:high]
        place = low + int(block.argmax())
        chained = (float(score[place]) + chain) + vocabulary.not_first[low:high] + fits[low:high]
        if score[place] + vocabulary.not_last[place] > -1e8:
            _take(best[low:high], back[low:high], chained, place)
        here = low + int(score[low:high].argmax())
        if score[here] > best_before:
            best_before, place_before = float(score[here]), here
    return best, back


def _take(best: Floats, back: np.ndarray, scores: Floats, sources: np.ndarray | int) -> None:
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
