"""Reading the cells of one row again, once it is known which lines are the row.

For each body that may lead, each list of coordinating bodies met in the document and each time frame met, the
row's lines are cut again with just those phrases; the combination that explains the lines best is the reading.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np

from mangnon.agencies.matching import letters, match_agency
from mangnon.documents.reading.cutting import BestCut
from mangnon.documents.reading.rows import Readings, RowLines, cell_words, joined
from mangnon.documents.reading.segments import CutLine, as_cut, cut_each, words_of
from mangnon.documents.reading.vocabulary import Vocabulary, WordTable, is_junk, make_vocabulary, phrases_of

_CANDIDATES = 8
_NEAR = 0.68
_DOUBTFUL = 0.72
_UNUSUAL = 5.0
_OUT_OF_ORDER = 1.5
_LISTED = 2.5
_COVERAGE = 5.0
_SUPPORT = 12.0


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the rows of one table agree on: how often each lead, each list and each time frame was read."""

    leads: Counter[str]
    lists: Counter[tuple[str, ...]]
    times: Counter[str]
    rows: int = 0

    @property
    def dominance(self) -> float:
        """What a list must earn that is not among the usual: the more rows have one list, the more."""
        most = max(self.lists.values(), default=0)
        return min(_UNUSUAL, 10.0 * most / max(1, self.rows))


@dataclass(frozen=True, slots=True)
class RowCells:
    """A row read again: its lines, and phrases with how much of each phrase's letters was met (0..1)."""

    lines: tuple[CutLine, ...]
    lead: str | None
    lead_met: float
    coordinating: tuple[str, ...]
    coordinating_met: float
    time: str | None
    time_met: float
    separators: tuple[str, ...] = ()


# A lead, a list of coordinating bodies and a time frame: what a row's cells may be.
Candidate = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class _Tried:
    """A row's lines cut with one candidate's phrases, how much of each was met, and what the reading is worth."""

    row: RowLines
    vocabulary: Vocabulary
    cuts: tuple[BestCut, ...]
    candidate: Candidate
    met: tuple[float, float, float]
    score: float

    @property
    def lead(self) -> str:
        return self.candidate[0]

    @property
    def time(self) -> str:
        return self.candidate[2]

    @property
    def cells(self) -> RowCells:
        """The row with its lines cut so; lines that stand as a block stay as they were."""
        lead, names, time = self.candidate
        lines = tuple(
            line if line.is_block else as_cut(line.number, line.raw, cut, line.blank_before, self.vocabulary)
            for line, cut in zip(self.row.lines, self.cuts, strict=True)
        )
        signs = _separators(self.row, self.cuts, self.vocabulary)
        return RowCells(lines, lead or None, self.met[0], names, self.met[1], time or None, self.met[2], signs)


# What is asked for (rows with a candidate each) and what is told (each as it was tried), until something is read.
_Asked = list[tuple[RowLines, Candidate]]


def consensus_of(rows: Sequence[RowLines], readings: Readings) -> Consensus:
    """Count the clear readings of a table's rows."""
    leads: Counter[str] = Counter()
    lists: Counter[tuple[str, ...]] = Counter()
    times: Counter[str] = Counter()
    for row in rows:
        if row.is_title:
            continue
        words = cell_words(row.lines, readings)
        fit, lead = readings.lead(joined(words.lead))
        if lead and fit > 0.8:
            leads[lead] += 1
        list_fit, names = readings.list(joined(words.coordinating))
        if names and list_fit > 0.84:
            lists[names] += 1
        time_fit, time = readings.time(joined(words.time))
        if time and time_fit > 0.65:
            times[time] += 1
    return Consensus(leads, lists, times, sum(not row.is_title for row in rows))


def agreed_vocabulary(consensus: Consensus, vocabulary: Vocabulary) -> Vocabulary:
    """The phrases a table's rows were read with, each with how often; every lead stays possible."""
    leads = {" ".join(phrase): 0.0 for phrase in vocabulary.lead.phrases}
    leads.update({lead: float(count) for lead, count in consensus.leads.items()})
    bodies: Counter[str] = Counter()
    for names, count in consensus.lists.items():
        for name in names:
            bodies[name] += count
    times = {" ".join(phrase): 0.0 for phrase in vocabulary.time.phrases}
    times.update({time: float(count) for time, count in consensus.times.items()})
    lists = {name: float(count) for name, count in bodies.items()}
    for name in leads:
        lists.setdefault(name, 0.0)
    return make_vocabulary(leads, times, lists, table=vocabulary.table)


def parts_of(
    rows: Sequence[RowLines], readings: Readings, consensus: Consensus, *, leads: Sequence[str], width: float
) -> list[tuple[RowLines, RowCells | None]]:
    """The rows of a table with their cells (None: a title of a group), a run of lines that holds two rows parted.

    `leads` are the bodies that may lead. All rows are read side by side: what each wants tried next is tried at once.
    """
    trials = _Trials(readings.table, width)
    reading = [_parts(row, readings, consensus, leads) for row in rows]
    found: list[list[tuple[RowLines, RowCells | None]]] = [[] for _ in rows]
    told: dict[int, list[_Tried] | None] = dict.fromkeys(range(len(rows)))
    while told:
        asked: dict[int, _Asked] = {}
        for place, tried in told.items():
            try:
                asked[place] = next(reading[place]) if tried is None else reading[place].send(tried)
            except StopIteration as end:
                found[place] = end.value
        trials.run([one for wanted in asked.values() for one in wanted])
        told = {place: [trials.of(row, candidate) for row, candidate in wanted] for place, wanted in asked.items()}
    return [part for parts in found for part in parts]


def _parts(
    row: RowLines, readings: Readings, consensus: Consensus, leads: Sequence[str]
) -> Generator[_Asked, list[_Tried], list[tuple[RowLines, RowCells | None]]]:
    """A run of lines read as a row, or as two when each half holds a lead, a list and a time frame of its own."""
    if row.is_title:
        return [(row, None)]
    whole = yield from _read_cells(row, readings, consensus, leads)
    if not _holds_too_much(row, whole):
        return [(row, whole)]
    for place in range(2, len(row.lines) - 1):
        first = next((word for word in row.lines[place].task if not is_junk(word.text)), None)
        if first is None or not first.text[0].isupper():
            continue
        halves = [RowLines(row.lines[:place], is_title=False), RowLines(row.lines[place:], is_title=False)]
        read = []
        for half in halves:
            read.append((yield from _read_cells(half, readings, consensus, leads)))
        if all(min(cells.lead_met, cells.coordinating_met) >= 0.7 and cells.time_met >= 0.5 for cells in read):
            later = yield from _parts(halves[1], readings, consensus, leads)
            return [(halves[0], read[0]), *later]
    return [(row, whole)]


def _read_cells(
    row: RowLines, readings: Readings, consensus: Consensus, allowed: Sequence[str]
) -> Generator[_Asked, list[_Tried], RowCells]:
    """Read a row's cells with the candidates of its table; `allowed` are the bodies that may lead."""
    words = cell_words(row.lines, readings)
    leads = _likely(row, allowed, _CANDIDATES, readings)
    fit, clear = readings.lead(joined(words.lead))
    if clear and fit > 0.7 and clear in allowed and clear not in leads:
        leads.append(clear)
    usual = [names for names, count in consensus.lists.most_common(4) if count > 1]
    own_fit, own = readings.list(joined(words.coordinating))
    leads += [name for name in own if name in allowed and name not in leads]
    unusual = [own] if own and own not in usual and own_fit > 0.6 else []
    times = _usual_times(consensus, readings.time(joined(words.time))[1])
    first = usual[:1] or unusual or [()]
    time = _ranked((yield _wanted(row, leads[:1] or [""], first, times or [""])))[0].time
    ranked = _ranked((yield _wanted(row, leads or [""], first, [time])))
    unusual += [(name, *rest) for name in leads for rest in usual[:1] if name not in rest]
    likely = [tried.lead for place, tried in enumerate(ranked[:8]) if place < 4 or tried.met[0] > 0.9]
    if usual:
        unusual = [names for names in unusual if names[0] in likely or names == own]
    asked = _wanted(row, likely, [*usual, *unusual] or [()], [time])
    best = _ranked((yield asked), usual, consensus.dominance)[0]
    if best.met[0] >= _DOUBTFUL:
        return best.cells
    # Nothing leads clearly: perhaps the end of one name stands alone on a line.
    for line in row.lines:
        alone = None if line.task else match_agency(" ".join(word.text for word in words_of(line.raw)))
        if alone is not None and alone.how == "ending":
            name = " ".join(phrases_of((alone.name,)).phrases[0])
            asked = _wanted(row, [name], usual or unusual or [()], [time])
            return _ranked((yield asked), usual, consensus.dominance)[0].cells
    return best.cells


def _holds_too_much(row: RowLines, cells: RowCells) -> bool:
    """Whether far more words stand in a row's right-hand columns than its cells have."""
    words = sum(not is_junk(w.text) for line in row.lines for w in (*line.lead, *line.coordinating, *line.time))
    phrases = " ".join((cells.lead or "", *cells.coordinating, cells.time or ""))
    return words > 1.4 * len(phrases.split()) + 2


def _usual_times(consensus: Consensus, own: str | None) -> list[str]:
    """The time frames met more than once, and the row's own when it is not just a part of one of those."""
    usual = [time for time, count in consensus.times.most_common(4) if count > 1]
    if own and own not in usual and not any(set(own.split()) <= set(time.split()) for time in usual):
        usual.append(own)
    return usual or [time for time, _ in consensus.times.most_common(3)]


def _likely(row: RowLines, names: Sequence[str], count: int, readings: Readings) -> list[str]:
    """The names most of whose letters stand in pairs of neighbouring words somewhere in the row."""
    lines = [[word.text for word in words_of(line.raw) if not is_junk(word.text)] for line in row.lines]
    pairs = [pair for line in lines for pair in itertools.pairwise(line)]
    if not pairs:
        return []
    table = readings.table
    split = [name.split() for name in names]
    columns = np.array(table.columns([word for words in split for word in words]), dtype=np.int64)
    rows = np.array(table.rows([word for pair in pairs for word in pair]), dtype=np.int64).reshape(-1, 2)
    fits = table.fit[rows]
    first, second = fits[:, 0, columns[:-1]], fits[:, 1, columns[1:]]
    near = np.any((first > _NEAR) & (second > _NEAR) & (first + second > 2 * _NEAR + 0.2), axis=0)
    scored = []
    start = 0
    for name, words in zip(names, split, strict=True):
        met: set[int] = set()
        for place in range(len(words) - 1):
            if near[start + place]:
                met.update((place, place + 1))
        start += len(words)
        total = sum(len(letters(word)) for word in words)
        covered = sum(len(letters(words[place])) for place in met)
        scored.append((covered - 0.5 * (total - covered), name))
    scored.sort(key=lambda item: (-item[0], item[1]))
    return [name for score, name in scored[:count] if score > 0]


def _wanted(row: RowLines, leads: Sequence[str], lists: Sequence[tuple[str, ...]], times: Sequence[str]) -> _Asked:
    """The row with all combinations in which the lead is not in the list as well."""
    wanted = [(row, (lead, names, time)) for lead, names, time in itertools.product(leads, lists, times)
              if lead not in names]  # fmt: skip
    return wanted or [(row, (leads[0], (), times[0]))]


def _ranked(tried: Sequence[_Tried], usual: Sequence[tuple[str, ...]] = (), unusual: float = 0.0) -> list[_Tried]:
    """The best first. A list that is not usual in the table must earn its place."""
    return sorted(tried, key=lambda one: -(one.score - (unusual if usual and one.candidate[1] not in usual else 0.0)))


class _Trials:
    """What was tried on a table's rows, each candidate once for the same lines."""

    def __init__(self, table: WordTable, width: float) -> None:
        self._table, self._width = table, width
        self._vocabularies: dict[Candidate, Vocabulary] = {}
        self._cuts: dict[tuple[Candidate, str, bool], BestCut] = {}

    def run(self, asked: _Asked) -> None:
        """Cut the lines that were not yet cut with these phrases, all at once."""
        new = {
            (candidate, line.raw, line.blank_before): None
            for row, candidate in asked
            for line in row.lines
            if (candidate, line.raw, line.blank_before) not in self._cuts
        }
        lines = [(raw, blank, self._vocabulary(candidate)) for candidate, raw, blank in new]
        self._cuts.update(zip(new, cut_each(lines, width=self._width), strict=True))

    def of(self, row: RowLines, candidate: Candidate) -> _Tried:
        """A row as it was cut with a candidate's phrases."""
        cuts = tuple(self._cuts[candidate, line.raw, line.blank_before] for line in row.lines)
        vocabulary = self._vocabulary(candidate)
        *met, unmet = _met(cuts, vocabulary)
        score = sum(cut.worth for cut in cuts) + _COVERAGE * (met[0] + met[1] + met[2])
        out_of_place = _OUT_OF_ORDER * _disorder(row, cuts, vocabulary)
        score -= 4.0 * unmet + out_of_place + _LISTED * _is_listed(row, cuts, vocabulary)
        return _Tried(row, vocabulary, cuts, candidate, (met[0], met[1], met[2]), score)

    def _vocabulary(self, candidate: Candidate) -> Vocabulary:
        if candidate not in self._vocabularies:
            lead, names, time = candidate
            self._vocabularies[candidate] = make_vocabulary(
                {lead: _SUPPORT} if lead else {},
                {time: _SUPPORT} if time else {},
                dict.fromkeys(names, _SUPPORT),
                table=self._table,
            )
        return self._vocabularies[candidate]


def _separators(row: RowLines, cuts: Sequence[BestCut], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The sign after each phrase of the list but the last, as far as the words show it."""
    low, _ = vocabulary.blocks[1]
    laid = vocabulary.coordinating
    signs = [""] * len(laid.phrases)
    for line, cut in zip(row.lines, cuts, strict=True):
        for word, state in zip(words_of(line.raw), cut.states, strict=True):
            if low <= state < low + laid.size and laid.is_last[state - low] and word.text[-1:] in ",;:":
                signs[int(laid.phrase_of[state - low])] = "," if word.text.endswith(",") else ";"
    return tuple(signs[:-1])


def _is_listed(row: RowLines, cuts: Sequence[BestCut], vocabulary: Vocabulary) -> bool:
    """Whether a mark of a list follows the lead's name: then the name stands in a list and not alone in its cell."""
    last = vocabulary.blocks[0][1] - 1
    return last > 0 and any(
        state == last and word.text.endswith((";", ","))
        for line, cut in zip(row.lines, cuts, strict=True)
        if last in cut.states
        for word, state in zip(words_of(line.raw), cut.states, strict=True)
    )


def _disorder(row: RowLines, cuts: Sequence[BestCut], vocabulary: Vocabulary) -> float:
    """How much of the columns' letters does not stand in reading order: all but the heaviest ordered selection."""
    fitting = [
        (state, len(letters(word.text)))
        for line, cut in zip(row.lines, cuts, strict=True)
        if any(cut.fitting)
        for word, state, fits in zip(words_of(line.raw), cut.states, cut.fitting, strict=True)
        if fits
    ]
    displaced = 0
    for low, high in vocabulary.blocks:
        met = [(state, weight) for state, weight in fitting if low <= state < high]
        best: list[int] = []
        for place, (state, weight) in enumerate(met):
            before = [best[i] for i in range(place) if met[i][0] <= state]
            best.append(weight + max(before, default=0))
        displaced += sum(weight for _, weight in met) - max(best, default=0)
    return displaced / 6


def _met(cuts: Sequence[BestCut], vocabulary: Vocabulary) -> tuple[float, float, float, int]:
    """For each column, how much of its phrases' letters was met by a fitting word; how many phrases hardly at all."""
    met = {state for cut in cuts for state in itertools.compress(cut.states, cut.fitting) if state}
    columns = (vocabulary.lead, vocabulary.coordinating, vocabulary.time)
    shares: list[float] = []
    unmet = 0
    for laid, (low, _) in zip(columns, vocabulary.blocks, strict=True):
        sizes = [len(letters(word)) for word in laid.words]
        got = [size if low + place in met else 0 for place, size in enumerate(sizes)]
        shares.append(sum(got) / sum(sizes) if sum(sizes) else 0.0)
        start = 0
        for phrase in laid.phrases:
            of_phrase = slice(start, start + len(phrase))
            unmet += sum(got[of_phrase]) < 0.5 * sum(sizes[of_phrase])
            start += len(phrase)
    return shares[0], shares[1], shares[2], unmet
