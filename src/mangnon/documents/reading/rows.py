"""Grouping the cut lines of a scanned annex into its rows.

The cells of one row follow each other in the scan before those of the next, so a row is a run of lines. The best
division is found by dynamic programming: a row should hold one lead, one list of coordinating bodies, one time
frame, and a text that begins as texts begin.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from mangnon.agencies.matching import bones, letters
from mangnon.documents.reading.segments import CutLine, Word, words_of
from mangnon.documents.reading.vocabulary import WordTable, is_junk

MOST_LINES = 34
_MOST_DOUBTS = 4
_MOST_TITLE_LINES = 4
_MOST_LISTED = 40  # words of a list
_ROMAN = re.compile(r"^\W*(?!1+\W*$)([IVXLT1lvix]{1,5})\W*$")
_ARABIC_TITLE = re.compile(r"^\d{1,2}\.$")
_NUMBER = re.compile(r"^\W*\d{1,3}\W*$")
_SENTENCE_END = re.compile(r"[.;:]\W*$")
_IMPOSSIBLE = -1e6
_BEST_CELLS = 3.4  # what `_cells_worth` gives when lead, list and time all fit perfectly


@dataclass(frozen=True, slots=True)
class RowLines:
    """A run of lines that is one row, or one title of a group (`is_title`)."""

    lines: tuple[CutLine, ...]
    is_title: bool


@dataclass(frozen=True, slots=True)
class CellWords:
    """The words of a row's three right-hand cells and how well they read (0..1 each)."""

    lead: tuple[Word, ...]
    coordinating: tuple[Word, ...]
    time: tuple[Word, ...]
    lead_fit: float
    coordinating_fit: float
    time_fit: float


class _Division:
    """The best division of some words into names: of how many letters, its score, where its last name starts.

    `promise` is the score without the letters told so far: what a perfect fit adds is the same; `longer` are the
    divisions of the same words with one more.
    """

    __slots__ = ("longer", "name", "promise", "score", "size", "start")

    def __init__(self, size: int, score: float, start: int, name: str | None) -> None:
        self.size, self.score, self.start, self.name = size, score, start, name
        self.promise = score - size
        self.longer: dict[str, _Division] = {}


class Readings:
    """How like whole names, lists of names and formulae of time texts are, among some phrases."""

    def __init__(self, lead: Sequence[str], coordinating: Sequence[str], times: Sequence[str]) -> None:
        self.leads = tuple(lead)
        self.table = WordTable()
        self._lead = {_key(name): name for name in lead}
        self._parts = {_key(name): name for name in coordinating} | self._lead
        self._times = {_key(phrase.replace("#", "")): phrase for phrase in times if phrase != "#"}
        self._divided = _Division(0, 0.0, 0, None)
        self._part_letters = [letters(name) for name in coordinating]
        self._lead_letters = [letters(name) for name in lead]
        self._best_part = lru_cache(maxsize=None)(self._find_part)
        self.list = lru_cache(maxsize=None)(self._find_list)
        self.lead = lru_cache(maxsize=None)(self._find_lead)
        self.time = lru_cache(maxsize=None)(self._find_time)
        self.within = lru_cache(maxsize=None)(self._find_within)

    def _find_lead(self, text: str) -> tuple[float, str | None]:
        """Likeness to one whole name, and the name."""
        return _best(text, self._lead)

    def _find_part(self, text: str) -> tuple[float, str | None]:
        return _best(text, self._parts)

    def _find_time(self, text: str) -> tuple[float, str | None]:
        """Likeness to one whole formula of time, and the formula."""
        if not letters(text):
            return (0.8 if any(char.isdigit() for char in text) else 0.0), None
        return _best(text, self._times)

    def _find_list(self, text: str) -> tuple[float, tuple[str, ...]]:
        """Likeness to a list of whole names, and the list: the best division of the words."""
        words = text.split()
        count = len(words)
        if not count or count > _MOST_LISTED:
            return 0.0, ()
        # what is known of the first words is used again: rows tried one after the other begin alike
        told = [self._divided]
        for end, word in enumerate(words, 1):
            last = told[-1].longer.get(word)
            if last is None:
                last = told[-1].longer[word] = self._longer(told, words[max(0, end - 13) : end])
            told.append(last)
        total, score = told[-1].size, told[-1].score
        names: list[str] = []
        end = count
        while end > 0:
            name = told[end].name
            if name is not None:
                names.append(name)
            end = told[end].start
        twice = len(names) - len(set(names))
        fit = max(0.0, score) / total - 0.25 * twice if total else 0.0
        return max(0.0, fit), tuple(reversed(names))

    def _longer(self, told: Sequence[_Division], words: Sequence[str]) -> _Division:
        """The best division of one more word: `told` are those of the words before it, `words` the last up to it."""
        size = told[-1].size + len(letters(words[-1]))
        top, full, came_from, named = -1.0, size - 0.6, 0, None
        first = len(told) - len(words)
        for start in range(first, len(told)):
            if told[start].promise + full <= top:
                continue  # not even a perfect fit would be better
            fit, name = self._best_part(" ".join(words[start - first :]))
            gain = told[start].score + (size - told[start].size) * fit - 0.6
            if gain > top:
                top, came_from, named = gain, start, name
        return _Division(size, top, came_from, named)

    def _find_within(self, text: str) -> tuple[float, float]:
        """How well a text is a part of a lead's name, and of a coordinating body's or class words."""
        wanted = letters(text)
        if len(wanted) < 3:
            return 0.0, 0.0
        return _part(wanted, self._lead_letters), _part(wanted, self._part_letters)


def _best(text: str, keys: Mapping[str, str]) -> tuple[float, str | None]:
    found = process.extractOne(_key(text), keys.keys(), scorer=fuzz.ratio) if letters(text) and keys else None
    return (found[1] / 100, keys[found[0]]) if found else (0.0, None)


def _part(wanted: str, names: Sequence[str]) -> float:
    found = process.extractOne(wanted, names, scorer=fuzz.partial_ratio) if names else None
    return found[1] / 100 if found else 0.0


@lru_cache(maxsize=1 << 16)
def _key(text: str) -> str:
    kept = "".join(letters(word) for word in text.split())
    return f"{kept}|{bones(kept)}"


def rows_of(lines: Sequence[CutLine], readings: Readings) -> list[RowLines]:
    """Divide lines into rows and titles."""
    count = len(lines)
    best = [0.0] + [_IMPOSSIBLE] * count
    back: list[tuple[int, bool]] = [(0, False)] * (count + 1)
    cell_score = _cell_scorer(lines, readings)
    start_score = _start_scorer(lines)
    for end in range(1, count + 1):
        for start in range(end - 1, max(-1, end - 1 - MOST_LINES), -1):
            if best[start] <= _IMPOSSIBLE:
                continue
            without_cells = best[start] + start_score(start, end)
            # cells are dear to read: they are only when the best cells there can be would make this the best row
            wanted = best[end] - without_cells
            cells = cell_score(start, end, wanted) if wanted < _BEST_CELLS else _IMPOSSIBLE
            if cells > _IMPOSSIBLE:
                gain = without_cells + cells
                if gain > best[end]:
                    best[end], back[end] = gain, (start, False)
            if end - start > _MOST_TITLE_LINES:
                continue
            gain = best[start] + _title_score(lines, start, end, readings)
            if gain > best[end]:
                best[end], back[end] = gain, (start, True)
    rows: list[RowLines] = []
    end = count
    while end > 0:
        start, is_title = back[end]
        rows.append(RowLines(tuple(lines[start:end]), is_title))
        end = start
    return rows[::-1]


def cell_words(lines: Sequence[CutLine], readings: Readings) -> CellWords:
    """The best reading of a row's pieces as one lead, one list and one time frame."""
    time = tuple(word for line in lines for word in line.time)
    lead, coordinating, lead_fit, list_fit = _best_bodies(
        tuple((line.lead, line.coordinating) for line in lines if line.bodies), readings
    )
    return CellWords(lead, coordinating, time, lead_fit, list_fit, readings.time(joined(time))[0])


def is_group_number(token: str) -> bool:
    """Whether a token may be the (damaged) roman number of a group."""
    return bool(_ROMAN.match(token))


def _cell_scorer(lines: Sequence[CutLine], readings: Readings) -> Callable[[int, int, float], float]:
    held = [line for line in lines if line.has_cells]
    place = [0, *itertools.accumulate(line.has_cells for line in lines)]  # how many of them stand before a line
    most: dict[tuple[int, int], float] = {}
    remembered: dict[tuple[int, int], float] = {}

    def score(start: int, end: int, wanted: float) -> float:
        inside = place[start], place[end]
        if inside[0] == inside[1]:
            return _IMPOSSIBLE
        if inside not in remembered:
            if inside not in most:
                most[inside] = _most_worth(held[slice(*inside)], readings)
            if most[inside] <= wanted:
                return _IMPOSSIBLE  # not even with perfect names
            remembered[inside] = _cells_worth(held[slice(*inside)], readings)
        return remembered[inside]

    return score


def _most_worth(lines: Sequence[CutLine], readings: Readings) -> float:
    """What `_cells_worth` gives at most: with the row's own time frame, and names that fit perfectly."""
    time = joined(tuple(word for line in lines for word in line.time))
    names = 1.92 + (1.26 if sum(len(line.bodies) for line in lines) > 1 else -2.0)
    return -1.0 + (max(-2.0, 6 * (readings.time(time)[0] - 0.8)) if time else -2.5) + max(names, -3.0 + 1.26) + 0.01


def _cells_worth(lines: Sequence[CutLine], readings: Readings) -> float:
    time = joined(tuple(word for line in lines for word in line.time))
    if len(letters(time)) > 90 or len(lines) > 18:
        return _IMPOSSIBLE
    cells = cell_words(lines, readings)
    worth = -1.0 + (max(-2.0, 6 * (cells.time_fit - 0.8)) if time else -2.5)
    worth += max(-4.0, 12 * (cells.lead_fit - 0.84)) if cells.lead else -4.0
    return worth + (max(-3.0, 9 * (cells.coordinating_fit - 0.86)) if cells.coordinating else -2.0)


def _best_bodies(
    pieces: tuple[tuple[tuple[Word, ...], tuple[Word, ...]], ...], readings: Readings
) -> tuple[tuple[Word, ...], tuple[Word, ...], float, float]:
    """Tell which pieces are the lead's and which the coordinating list's."""
    choices: list[tuple[int, ...]] = []
    doubts: list[tuple[float, int]] = []
    for place, (lead_piece, list_piece) in enumerate(pieces):
        if lead_piece and list_piece:
            choices.append((2,))
            continue
        as_name, as_class = readings.within(joined(lead_piece or list_piece))
        likelier = 1 if as_class > as_name else 0
        choices.append((likelier,))
        if not as_class > as_name + 0.12 and not as_name > as_class + 0.3:
            doubts.append((abs(as_name - as_class), place))
    for _, place in sorted(doubts)[:_MOST_DOUBTS]:
        choices[place] = (0, 1)
    told = [_divided(pieces, combination) for combination in itertools.product(*choices)]
    fits = [_lead_fit(joined(lead), readings) for lead, _ in told]
    best: tuple[float, int, float] | None = None  # worth, which of `told`, fit of the list
    # the likelier leads first: the rest need no reading when even a perfect list would not make them the best
    for place in sorted(range(len(told)), key=lambda place: -fits[place]):
        lead, other = told[place]
        without_list = fits[place] - (0.3 if not lead else 0.0)
        if best is not None and without_list + 1.0 < best[0]:
            continue
        list_fit = readings.list(joined(other))[0] if other else 0.0
        total = fits[place] + list_fit - (0.3 if not lead else 0.0)
        if best is None or total > best[0] or (total == best[0] and place < best[1]):
            best = (total, place, list_fit)
    assert best is not None  # noqa: S101 - the product of choices is never empty
    lead, other = told[best[1]]
    return lead, other, fits[best[1]], best[2]


def _divided(
    pieces: tuple[tuple[tuple[Word, ...], tuple[Word, ...]], ...], combination: tuple[int, ...]
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words of the lead and of the list when each piece is given to one (0, 1), or is both side by side (2)."""
    lead: list[Word] = []
    other: list[Word] = []
    for (lead_piece, list_piece), choice in zip(pieces, combination, strict=True):
        if choice == 2:
            lead.extend(lead_piece)
            other.extend(list_piece)
        else:
            (other if choice else lead).extend(lead_piece or list_piece)
    return tuple(lead), tuple(other)


def _lead_fit(text: str, readings: Readings) -> float:
    return max(readings.lead(text)[0], readings.list(text)[0] - 0.08) if text else 0.0


def _start_scorer(lines: Sequence[CutLine]) -> Callable[[int, int], float]:
    """How far the lines from one place up to another begin as a row does, and hold one number."""
    count = len(lines)
    texts = [_text(line) for line in lines]
    following = [count] * (count + 1)  # the first line at a place or after it that has text
    for place in range(count - 1, -1, -1):
        following[place] = place if texts[place] else following[place + 1]
    ended = [0.0]  # what the last text before a place is worth: a sentence's end, or not
    for words in texts:
        ended.append((0.8 if _SENTENCE_END.search(words[-1].text) else -0.4) if words else ended[-1])
    numbers = [0, *itertools.accumulate(_is_numbered(line) for line in lines)]

    def score(start: int, end: int) -> float:
        if following[start] >= end:
            return -2.0
        first = texts[following[start]][0].text
        begins = (first[0].isupper() and len(first) > 1) or first[0] in '-–+“"'
        worth = 1.0 if begins else -1.2
        if begins and lines[start].blank_before and lines[start].task:
            worth += 0.6
        worth += ended[start]
        own = numbers[end] - numbers[start]
        return worth + (0.5 if own == 1 else -1.5 * (own - 1) if own > 1 else 0.0)

    return score


def _title_score(lines: Sequence[CutLine], start: int, end: int, readings: Readings) -> float:
    title = lines[start:end]
    words = title[0].task
    if not words:
        return _IMPOSSIBLE
    roman, arabic = is_group_number(words[0].text), bool(_ARABIC_TITLE.match(words[0].text))
    rest = [word for line in title for word in words_of(line.raw)][1:]
    if not (roman or arabic) or not rest or not rest[0].text[0].isupper():
        return _IMPOSSIBLE
    cells = sum(3.0 for line in title if readings.time(joined(line.time))[0] > 0.85)
    cells += sum(3.0 for line in title for piece in line.bodies if max(readings.within(joined(piece))) > 0.85)
    later = sum(words_of(line.raw)[0].text[0].isupper() for line in title[1:])
    if len(words) == 1:
        later = max(0, later - 1)
    return (5.0 if roman else 3.0) - cells - 2.5 * later


def _text(line: CutLine) -> list[Word]:
    words = [word for word in line.task if not is_junk(word.text)]
    if words and (_NUMBER.match(words[0].text)):
        words = words[1:]
    return words


def _is_numbered(line: CutLine) -> bool:
    words = line.task
    if not words or not _NUMBER.match(words[0].text):
        return False
    return len(words) == 1 or words[1].bar or is_junk(words[1].text) or words[1].text[0].isupper()


def joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words if not is_junk(word.text) or word.text.strip(".,;:") in {";", ","})
