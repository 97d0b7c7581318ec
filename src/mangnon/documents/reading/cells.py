"""Reading the cells of one row again, once it is known which lines are the row.

For each body that may lead, each list of coordinating bodies met in the document and each time frame met, the
row's lines are cut again with just those phrases; the combination that explains the lines best is the reading.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mangnon.agencies.matching import letters, match_agency
from mangnon.documents.reading.rows import Readings, RowLines, cell_words, joined
from mangnon.documents.reading.segments import CutLine, cut_lines, words_of
from mangnon.documents.reading.vocabulary import Vocabulary, is_junk, make_vocabulary, phrases_of, word_fit

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
    return make_vocabulary(leads, times, lists)


def read_cells(
    row: RowLines, readings: Readings, consensus: Consensus, *, leads: Sequence[str], width: float
) -> RowCells:
    """Read a row's cells with the candidates of its table; `leads` are the bodies that may lead."""
    allowed = leads
    words = cell_words(row.lines, readings)
    leads = _likely(row, allowed, _CANDIDATES)
    fit, clear = readings.lead(joined(words.lead))
    if clear and fit > 0.7 and clear in allowed and clear not in leads:
        leads.append(clear)
    usual = [names for names, count in consensus.lists.most_common(4) if count > 1]
    own_fit, own = readings.list(joined(words.coordinating))
    leads += [name for name in own if name in allowed and name not in leads]
    unusual = [own] if own and own not in usual and own_fit > 0.6 else []
    times = _usual_times(consensus, readings.time(joined(words.time))[1])
    first = usual[:1] or unusual or [()]
    time = _ranked(row, leads[:1] or [""], first, times or [""], width)[0].time or ""
    ranked = _ranked(row, leads or [""], first, [time], width)
    unusual += [(name, *rest) for name in leads for rest in usual[:1] if name not in rest]
    likely = [cells.lead or "" for place, cells in enumerate(ranked[:8]) if place < 4 or cells.lead_met > 0.9]
    if usual:
        unusual = [names for names in unusual if names[0] in likely or names == own]
    best = _ranked(row, likely, [*usual, *unusual] or [()], [time], width, usual, consensus.dominance)[0]
    if best.lead_met >= _DOUBTFUL:
        return best
    # Nothing leads clearly: perhaps the end of one name stands alone on a line.
    for line in row.lines:
        alone = None if line.task else match_agency(" ".join(word.text for word in words_of(line.raw)))
        if alone is not None and alone.how == "ending":
            name = " ".join(phrases_of((alone.name,)).phrases[0])
            return _ranked(row, [name], usual or unusual or [()], [time], width, usual, consensus.dominance)[0]
    return best


def parts_of(
    row: RowLines, readings: Readings, consensus: Consensus, *, leads: Sequence[str], width: float
) -> list[tuple[RowLines, RowCells | None]]:
    """A run of lines read as a row, or as two when each half holds a lead, a list and a time frame of its own."""
    if row.is_title:
        return [(row, None)]
    whole = read_cells(row, readings, consensus, leads=leads, width=width)
    if not _holds_too_much(row, whole):
        return [(row, whole)]
    for place in range(2, len(row.lines) - 1):
        first = next((word for word in row.lines[place].task if not is_junk(word.text)), None)
        if first is None or not first.text[0].isupper():
            continue
        halves = [RowLines(row.lines[:place], is_title=False), RowLines(row.lines[place:], is_title=False)]
        read = [read_cells(half, readings, consensus, leads=leads, width=width) for half in halves]
        if all(min(cells.lead_met, cells.coordinating_met) >= 0.7 and cells.time_met >= 0.5 for cells in read):
            later = parts_of(halves[1], readings, consensus, leads=leads, width=width)
            return [(halves[0], read[0]), *later]
    return [(row, whole)]


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


def _likely(row: RowLines, names: Sequence[str], count: int) -> list[str]:
    """The names most of whose letters stand in pairs of neighbouring words somewhere in the row."""
    lines = [[word.text for word in words_of(line.raw) if not is_junk(word.text)] for line in row.lines]
    pairs = [pair for line in lines for pair in itertools.pairwise(line)]
    scored = []
    for name in names:
        words = name.split()
        met: set[int] = set()
        for place, (one, other) in enumerate(itertools.pairwise(words)):
            if any(
                (first := word_fit(a, one)) > _NEAR
                and (second := word_fit(b, other)) > _NEAR
                and first + second > 2 * _NEAR + 0.2
                for a, b in pairs
            ):
                met.update((place, place + 1))
        total = sum(len(letters(word)) for word in words)
        covered = sum(len(letters(words[place])) for place in met)
        scored.append((covered - 0.5 * (total - covered), name))
    scored.sort(key=lambda item: (-item[0], item[1]))
    return [name for score, name in scored[:count] if score > 0]


def _ranked(
    row: RowLines,
    leads: Sequence[str],
    lists: Sequence[tuple[str, ...]],
    times: Sequence[str],
    width: float,
    usual: Sequence[tuple[str, ...]] = (),
    unusual: float = 0.0,
) -> list[RowCells]:
    """The readings of all combinations, best first. A list that is not usual in the table must earn its place."""
    found: list[tuple[float, RowCells]] = []
    for lead in leads:
        for names in lists:
            for time in times:
                if lead in names:
                    continue
                cells, score = _cut_again(row, lead, names, time, width)
                found.append((score - (unusual if usual and names not in usual else 0.0), cells))
    if not found:
        found.append((0.0, _cut_again(row, leads[0], (), times[0], width)[0]))
    return [cells for _, cells in sorted(found, key=lambda item: -item[0])]


# The same few candidates are tried on every row, and a row is tried whole and in halves: both are remembered.
@lru_cache(maxsize=2048)
def _vocabulary_of(lead: str, names: tuple[str, ...], time: str) -> Vocabulary:
    return make_vocabulary(
        {lead: _SUPPORT} if lead else {}, {time: _SUPPORT} if time else {}, dict.fromkeys(names, _SUPPORT)
    )


@lru_cache(maxsize=1 << 12)
def _cut_as(
    lines: tuple[tuple[int, str, bool], ...], lead: str, names: tuple[str, ...], time: str, width: float
) -> tuple[CutLine, ...]:
    return tuple(cut_lines(lines, vocabulary=_vocabulary_of(lead, names, time), width=width))


def _cut_again(row: RowLines, lead: str, names: tuple[str, ...], time: str, width: float) -> tuple[RowCells, float]:
    vocabulary = _vocabulary_of(lead, names, time)
    given = tuple((line.number, line.raw, line.blank_before) for line in row.lines)
    cut = _cut_as(given, lead, names, time, width)
    lines = tuple(before if before.is_block else line for before, line in zip(row.lines, cut, strict=True))
    lead_met, list_met, time_met, unmet = _met(cut, vocabulary)
    score = sum(line.score for line in cut) + _COVERAGE * (lead_met + list_met + time_met)
    score -= 4.0 * unmet + _OUT_OF_ORDER * _disorder(cut, vocabulary) + _LISTED * _is_listed(cut, vocabulary)
    cells = RowCells(
        lines, lead or None, lead_met, names, list_met, time or None, time_met, _separators(cut, vocabulary)
    )
    return cells, score


def _separators(lines: Sequence[CutLine], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The sign after each phrase of the list but the last, as far as the words show it."""
    low, _ = vocabulary.blocks[1]
    laid = vocabulary.coordinating
    signs = [""] * len(laid.phrases)
    for line in lines:
        words = (*line.task, *line.lead, *line.coordinating, *line.time)
        for word, state in zip(words, line.states, strict=True):
            if low <= state < low + laid.size and laid.is_last[state - low] and word.text[-1:] in ",;:":
                signs[int(laid.phrase_of[state - low])] = "," if word.text.endswith(",") else ";"
    return tuple(signs[:-1])


def _is_listed(lines: Sequence[CutLine], vocabulary: Vocabulary) -> bool:
    """Whether a mark of a list follows the lead's name: then the name stands in a list and not alone in its cell."""
    last = vocabulary.blocks[0][1] - 1
    return any(
        state == last and word.text.endswith((";", ","))
        for line in lines
        for word, state in zip((*line.task, *line.lead, *line.coordinating, *line.time), line.states, strict=True)
        if state
    )


def _disorder(lines: Sequence[CutLine], vocabulary: Vocabulary) -> float:
    """How much of the columns' letters does not stand in reading order: all but the heaviest ordered selection."""
    displaced = 0
    for low, high in vocabulary.blocks:
        met: list[tuple[int, int]] = []
        for line in lines:
            words = (*line.task, *line.lead, *line.coordinating, *line.time)
            for word, state in zip(words, line.states, strict=True):
                if low <= state < high and float(vocabulary.fits(word.text)[state]) > 0:
                    met.append((state, len(letters(word.text))))
        best: list[int] = []
        for place, (state, weight) in enumerate(met):
            before = [best[i] for i in range(place) if met[i][0] <= state]
            best.append(weight + max(before, default=0))
        displaced += sum(weight for _, weight in met) - max(best, default=0)
    return displaced / 6


def _met(lines: Sequence[CutLine], vocabulary: Vocabulary) -> tuple[float, float, float, int]:
    """For each column, how much of its phrases' letters was met by a fitting word; how many phrases hardly at all."""
    met: set[int] = set()
    for line in lines:
        words = (*line.task, *line.lead, *line.coordinating, *line.time)
        for word, state in zip(words, line.states, strict=True):
            if state and float(vocabulary.fits(word.text)[state]) > 0:
                met.add(state)
    columns = (vocabulary.lead, vocabulary.coordinating, vocabulary.time)
    shares: list[float] = []
    unmet = 0
    for laid, (low, _) in zip(columns, vocabulary.blocks, strict=True):
        sizes = [len(letters(word)) for word in laid.words]
        got = [size if low + place in met else 0 for place, size in enumerate(sizes)]
        shares.append(sum(got) / sum(sizes) if sum(sizes) else 0.0)
        for number in range(len(laid.phrases)):
            of_phrase = [place for place in range(laid.size) if laid.phrase_of[place] == number]
            unmet += sum(got[place] for place in of_phrase) < 0.5 * sum(sizes[place] for place in of_phrase)
    return shares[0], shares[1], shares[2], unmet
