"""The best cuts of many lines at once, each line with its own vocabulary.

A line is cut by dynamic programming over its words. Each step is a few operations on arrays (lines by states), so
lines of all rows, each with the phrases of one candidate reading, are worked through side by side: vocabularies are
padded to blocks of equal size with states that nothing can reach. Scores before each word are kept, and only where
the best path passes is it asked, backwards, where it came from.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mangnon.documents.reading.vocabulary import WHOLE, Floats, Vocabulary, WordTable

Ints = NDArray[np.int64]
_AFTER_BAR = 3.0
# Inside a cell names are divided by marks; between cells of a line no mark stands.
_SWITCH = -2.0
_SWITCH_AFTER_MARK = -2.8
_CHAIN = -2.0
_CHAIN_AFTER_MARK = -0.6
_SKIP = -1.6
_BAR_INSIDE = -1.2
_NEVER = -1e9
_REACHED = -1e8
_AT_ONCE = 48_000  # lines times states that are worked on together: what stays near the processor


@dataclass(frozen=True, slots=True, eq=False)
class LineFacts:
    """What counts of a line's words whatever the vocabulary; one entry a word, costs in the units of the scores.

    `bar`: a column mark stands before the word; `margin`: nothing but stray marks stands before it; `divided`: the
    word before ends with a mark; `beside`: the cost of standing in a piece it does not belong to; `enter`: the cost of
    leaving the task's text before it; `whole`: the cost of the line's being task text to its end; `most_task`: the
    best that leaving the task's text anywhere can cost (None: a column mark stands in the line, and may help).
    """

    tokens: tuple[str, ...]
    bar: tuple[bool, ...]
    margin: tuple[bool, ...]
    divided: tuple[bool, ...]
    beside: tuple[float, ...]
    enter: tuple[float, ...]
    whole: float
    most_task: float | None


@dataclass(frozen=True, slots=True)
class BestCut:
    """For each word of a line the state it was read as, whether the word fits it, and what the whole cut is worth."""

    states: tuple[int, ...]
    fitting: tuple[bool, ...]
    worth: float


def best_cuts(table: WordTable, lines: Sequence[tuple[LineFacts, Vocabulary]]) -> list[BestCut]:
    """The best cut of each line with its vocabulary; all vocabularies must share `table`. Lines have words."""
    order = sorted(range(len(lines)), key=lambda place: -len(lines[place][0].tokens))
    found: list[BestCut | None] = [None] * len(lines)
    table.rows([token for facts, _ in lines for token in facts.tokens])
    laid = _Laid(table, [vocabulary for _, vocabulary in lines])
    count = max(8, _AT_ONCE // laid.size)
    for start in range(0, len(order), count):
        part = order[start : start + count]
        search = _Search(table, [lines[place] for place in part], laid)
        for place, cut in zip(part, search.cuts(), strict=True):
            found[place] = cut
    return [cut for cut in found if cut is not None]


class _Laid:
    """Vocabularies laid over each other in blocks of equal size (a row each); states beyond a block cannot be reached.

    `columns`: each state's column in the table of words; `real`: the state's own number in its vocabulary.
    """

    def __init__(self, table: WordTable, vocabularies: Sequence[Vocabulary]) -> None:
        self.row: dict[int, int] = {}
        distinct: list[Vocabulary] = []
        for vocabulary in vocabularies:
            if id(vocabulary) not in self.row:
                self.row[id(vocabulary)] = len(distinct)
                distinct.append(vocabulary)
        sizes = np.array([[high - low for low, high in one.blocks] for one in distinct]).max(axis=0)
        edges = [1, *(1 + np.cumsum(sizes)).tolist()]
        self.blocks = [(int(low), int(high)) for low, high in itertools.pairwise(edges)]
        self.size = int(edges[-1])
        shape = (len(distinct), self.size)
        self.columns, self.real = np.full(shape, table.padding, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        first, last = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
        entry = np.zeros(shape)
        for row, one in enumerate(distinct):
            self.columns[row, 0], first[row, 0] = table.task, True
            for (low, high), (at, _) in zip(one.blocks, self.blocks, strict=True):
                there = slice(at, at + high - low)
                self.columns[row, there], entry[row, there] = one.columns[low:high], one.entry[low:high]
                first[row, there], last[row, there] = one.firsts[low:high], one.lasts[low:high]
                self.real[row, there] = np.arange(low, high)
        self.no_step = np.where(first, _NEVER, 0.0)
        self.no_skip = self.no_step.copy()
        self.no_skip[:, 1:] = np.where(first[:, 1:] | first[:, :-1], _NEVER, 0.0)
        self.not_first, self.not_last = np.where(first, 0.0, _NEVER), np.where(last, 0.0, _NEVER)
        self.starts, self.ends = np.where(first, WHOLE, 0.0), np.where(last, WHOLE, 0.0)
        self.enters = self.starts + entry
        self.enters_alike = not entry.any()


@dataclass(frozen=True, slots=True)
class _Trail:
    """What a step leaves for the way back: scores before it, and for each block what was gained by coming from
    another (0 the task's text, else one more than the block's place), and by going on to a next phrase.
    """

    before: Floats
    gain: list[Floats]
    source: list[Ints]
    chained: list[Floats]


class _Search:
    """The best paths through some lines (longest first) side by side."""

    def __init__(self, table: WordTable, lines: Sequence[tuple[LineFacts, Vocabulary]], laid: _Laid) -> None:
        self._table, self._laid = table, laid
        self._facts = [facts for facts, _ in lines]
        self._lengths = np.array([len(facts.tokens) for facts in self._facts])
        self._own = np.array([laid.row[id(vocabulary)] for _, vocabulary in lines])
        self._is_one = len(laid.columns) == 1
        longest = int(self._lengths[0])
        self._rows = np.zeros((len(lines), longest), dtype=np.int64)
        self._bar, self._margin, self._divided = (np.zeros(self._rows.shape, dtype=np.bool_) for _ in range(3))
        self._beside, self._enter = np.zeros(self._rows.shape), np.zeros(self._rows.shape)
        for place, facts in enumerate(self._facts):
            size = len(facts.tokens)
            self._rows[place, :size] = table.rows(facts.tokens)
            self._bar[place, :size], self._margin[place, :size] = facts.bar, facts.margin
            self._divided[place, :size] = facts.divided
            self._beside[place, :size], self._enter[place, :size] = facts.beside, facts.enter
        after_bar = self._bar & ~self._margin
        self._inside = np.where(self._bar, _BAR_INSIDE, 0.0)
        self._task = np.where(after_bar, _BAR_INSIDE, 0.0)
        self._switch = np.where(self._divided, _SWITCH_AFTER_MARK, _SWITCH) + np.where(after_bar, _AFTER_BAR, 0.0)
        self._chain = np.where(self._divided, _CHAIN_AFTER_MARK, _CHAIN) + self._inside
        # a single vocabulary's arrays are spread over all lines, not repeated
        self._no_step, self._no_skip = self._each(laid.no_step), self._each(laid.no_skip)
        self._not_first, self._not_last = self._each(laid.not_first), self._each(laid.not_last)
        self._starts, self._enters = self._each(laid.starts), self._each(laid.enters)
        self._columns = self._each(laid.columns)

    def _each(self, of_vocabularies: NDArray[Any]) -> NDArray[Any]:
        if self._is_one:
            return np.broadcast_to(of_vocabularies, (len(self._facts), of_vocabularies.shape[1]))
        return np.asarray(of_vocabularies[self._own])

    def cuts(self) -> Iterator[BestCut]:
        """The best cut of each line, in the given order."""
        score = np.full((len(self._facts), self._laid.size), _NEVER)
        score[:, 0] = 0.0
        score[self._columns == self._table.padding] = -np.inf
        trails: list[_Trail] = []
        for index in range(self._rows.shape[1]):
            count = int(np.sum(self._lengths > index))
            before = score[:count].copy()
            score[:count], trail = self._step(before, index)
            trails.append(trail)
        score += self._each(self._laid.ends)
        score[:, 0] += [facts.whole for facts in self._facts]
        last = score.argmax(axis=1)
        worth = score[np.arange(len(last)), last].tolist()
        states, fitting = self._back(trails, last)
        for place, size in enumerate(self._lengths.tolist()):
            yield BestCut(tuple(states[place][:size]), tuple(fitting[place][:size]), worth[place])

    def _fits(self, index: int, count: int) -> Floats:
        rows = self._rows[:count, index]
        if self._is_one:
            return np.asarray(self._table.worth[rows].take(self._laid.columns[0], axis=1))
        return np.asarray(self._table.worth[rows[:, None], self._columns[:count]])

    def _step(self, score: Floats, index: int) -> tuple[Floats, _Trail]:
        """The best score of every state after one more word of each line."""
        count = len(score)
        fits = self._fits(index, count)
        inside = self._inside[:count, index]
        # a stray mark inside a piece, or a word that does not belong
        best = score + self._beside[:count, index, None]
        best[:, 0] = score[:, 0] + self._task[:count, index]
        # the next word of the phrase, or the one after a lost word
        there = score[:, :-1] + self._no_step[:count, 1:]
        there += fits[:, 1:]
        if inside.any():
            there += inside[:, None]
        np.maximum(best[:, 1:], there, out=best[:, 1:])
        there = score[:, :-2] + self._no_skip[:count, 2:]
        there += fits[:, 2:]
        there += (inside + _SKIP)[:, None]
        np.maximum(best[:, 2:], there, out=best[:, 2:])
        gain, source = score[:, 0] + self._enter[:count, index], np.zeros(count, dtype=np.int64)
        top, top_of = np.full(count, _NEVER), np.zeros(count, dtype=np.int64)
        trail = _Trail(score, [], [], [])
        for place, (low, high) in enumerate(self._laid.blocks):
            turned = top + self._switch[:count, index]
            better = turned > gain
            source, gain = np.where(better, top_of, source), np.where(better, turned, gain)
            ended = (score[:, low:high] + self._not_last[:count, low:high]).max(axis=1, initial=-np.inf)
            chained = np.where(ended > _REACHED, ended + self._chain[:count, index], -np.inf)
            trail.gain.append(gain)
            trail.source.append(source)
            trail.chained.append(chained)
            if low == high:
                continue
            self._enter_block(best, fits, (low, high), trail)
            peak = score[:, low:high].max(axis=1)
            better = peak > top
            top, top_of = np.where(better, peak, top), np.where(better, place + 1, top_of)
        return best, trail

    def _enter_block(self, best: Floats, fits: Floats, block: tuple[int, int], trail: _Trail) -> None:
        """Come to a block's phrases from another column, or from a phrase of the same: the next name of a list."""
        count, of_block = len(best), slice(*block)
        gain, source, chained = trail.gain[-1], trail.source[-1], trail.chained[-1]
        fit = fits[:, of_block]
        helped = self._enters[:count, of_block]
        if source.any() and not self._laid.enters_alike:
            helped = np.where((source == 0)[:, None], helped, self._starts[:count, of_block])
        arriving = gain[:, None] + fit
        arriving += np.where(fit > 0, helped, 0.0)
        np.maximum(best[:, of_block], arriving, out=best[:, of_block])
        if np.isfinite(chained).any():
            after = chained[:, None] + self._not_first[:count, of_block]
            after += fit
            np.maximum(best[:, of_block], after, out=best[:, of_block])

    def _back(self, trails: Sequence[_Trail], last: Ints) -> tuple[list[list[int]], list[list[bool]]]:
        """The states of the best paths (in their vocabularies' own numbers), and whether each word fits its state."""
        states = np.zeros(self._rows.shape, dtype=np.int64)
        fitting = np.zeros(self._rows.shape, dtype=np.bool_)
        state = last.copy()
        for index in range(len(trails) - 1, -1, -1):
            count = len(trails[index].before)
            now, lines = state[:count], np.arange(count)
            states[:count, index] = self._laid.real[self._own[:count], now]
            fit = self._table.worth[self._rows[:count, index], self._columns[lines, now]]
            fitting[:count, index] = fit > 0
            state[:count] = self._came_from(trails[index], index, now, fit)
        return states.tolist(), fitting.tolist()

    def _came_from(self, trail: _Trail, index: int, now: Ints, fit: Floats) -> Ints:
        """The state each line was in before a word, with the same sums, and the same order where two are equal."""
        count, lines = len(now), np.arange(len(now))
        inside, before = self._inside[:count, index], trail.before
        block = np.zeros(count, dtype=np.int64)
        for place, (low, _) in enumerate(self._laid.blocks):
            block[now >= low] = place
        one, two = np.maximum(now - 1, 0), np.maximum(now - 2, 0)
        source = np.array(trail.source)[block, lines]
        helped = np.where(source == 0, self._enters[lines, now], self._starts[lines, now])
        worths = np.array([
            before[lines, now] + self._beside[:count, index],
            before[lines, one] + self._no_step[lines, now] + fit + inside,
            np.where(now >= 2, before[lines, two] + self._no_skip[lines, now] + fit + (inside + _SKIP), -np.inf),
            np.array(trail.gain)[block, lines] + fit + np.where(fit > 0, helped, 0.0),
            np.array(trail.chained)[block, lines] + self._not_first[lines, now] + fit,
        ])  # fmt: skip
        way = worths.argmax(axis=0)
        way[now == 0] = 0
        came = np.choose(np.minimum(way, 2), (now, one, two))
        came[(way == 3) & (source == 0)] = 0
        for place, (low, high) in enumerate(self._laid.blocks):
            turned = np.flatnonzero((way == 3) & (source == place + 1))
            if turned.size:
                came[turned] = low + before[turned, low:high].argmax(axis=1)
            chained = np.flatnonzero((way == 4) & (block == place))
            if chained.size:
                ended = before[chained, low:high] + self._not_last[chained, low:high]
                came[chained] = low + ended.argmax(axis=1)
        return np.asarray(came)
