"""The small repeating vocabulary of the right-hand columns of an annex, and how well a damaged word fits it.

Columns of bodies (lead, coordinating) are made of names and class words from the catalogue; the column of time is
made of the formulae of the officials' language. "#" stands for a number, a date or a roman numeral.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from mangnon.agencies.matching import bones, letters, names_of_bodies, names_of_classes
from mangnon.kernel.text import fold

Floats = NDArray[np.float64]
TIME_PHRASES = (
    "Thường xuyên",
    "Thường xuyên hằng năm",
    "Thường xuyên, theo yêu cầu nhiệm vụ",
    "Hằng năm",
    "Định kỳ hằng năm",
    "Hằng quý",
    "Hằng tháng",
    "Định kỳ",
    "Định kỳ 6 tháng, hằng năm",
    "Theo đề nghị, hướng dẫn của các Bộ, ngành liên quan",
    "Theo hướng dẫn của các Bộ, ngành",
    "Theo hướng dẫn của Trung ương",
    "Theo đề nghị của các Bộ, ngành",
    "Theo yêu cầu",
    "Theo yêu cầu của Ủy ban nhân dân tỉnh",
    "Theo quy định",
    "Theo kế hoạch",
    "Theo kế hoạch hằng năm",
    "Khi có yêu cầu",
    "Khi có hướng dẫn",
    "Sau khi có hướng dẫn của Trung ương",
    "Quý #",
    "Quý # năm #",
    "Năm #",
    "Năm # và các năm tiếp theo",
    "Tháng #",
    "Tháng # năm #",
    "Trước #",
    "Trước ngày #",
    "Trước ngày # tháng # năm #",
    "Trước tháng #",
    "Hoàn thành trước ngày #",
    "Hoàn thành trong năm #",
    "Hoàn thành trong quý #",
    "Trong năm #",
    "Trong quý #",
    "Đến năm #",
    "Đến hết năm #",
    "Từ #",
    "Từ ngày #",
    "Từ năm #",
    "Từ năm # đến năm #",
    "Giai đoạn #",
    "Giai đoạn # và những năm tiếp theo",
    "Cả giai đoạn",
    "#",
)
_NUMBER = re.compile(r"^\W*(\d[\d/.\-–]*|[IVXL1lT]{1,4}([/\-]\d{2,4})?)\W*$")
_MISFIT = -0.45
_FIT = 0.55
_MET = 0.68
WHOLE = 0.8


@lru_cache(maxsize=1 << 18)
def word_fit(token: str, word: str) -> float:
    """How well a damaged token fits a vocabulary word, 0..1."""
    if word == "#":
        return 1.0 if _NUMBER.match(token) else 0.0
    a, b = letters(token), letters(word)
    if not a:
        return 0.0
    if a == b:
        return 1.0
    return (fuzz.ratio(a, b) * 0.6 + fuzz.ratio(bones(token), bones(word)) * 0.4) / 100


@lru_cache(maxsize=1 << 18)
def is_junk(token: str) -> bool:
    """Whether a token carries nothing: a stray mark, a lone letter that is no Vietnamese word."""
    kept = letters(token)
    if len(kept) >= 2:
        return False
    bare = token.strip(".,;:()")
    return not (bare.isdigit() or (len(kept) == 1 and kept in "oay" and bare.isalpha()))


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases laid end to end: one state a word. Made for word-by-word alignment with arrays."""

    phrases: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    distinct: tuple[str, ...]
    word_of: NDArray[np.int64]
    phrase_of: NDArray[np.int64]
    place: NDArray[np.int64]
    is_first: NDArray[np.bool_]
    is_last: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many states."""
        return len(self.words)


@lru_cache(maxsize=2048)
def phrases_of(texts: tuple[str, ...]) -> Phrases:
    """Lay phrases out. Words with no letters (dashes) are left out."""
    split = tuple(
        tuple(word for word in re.findall(r"[^\s,;]+", text) if word == "#" or letters(word)) for text in texts
    )
    words = tuple(word for phrase in split for word in phrase)
    distinct = tuple(sorted({fold(word) or word for word in words}))
    number = {word: index for index, word in enumerate(distinct)}
    return Phrases(
        phrases=split,
        words=words,
        distinct=distinct,
        word_of=np.array([number[fold(word) or word] for word in words], dtype=np.int64),
        phrase_of=np.array([i for i, phrase in enumerate(split) for _ in phrase], dtype=np.int64),
        place=np.array([k for phrase in split for k in range(len(phrase))], dtype=np.int64),
        is_first=np.array([k == 0 for phrase in split for k in range(len(phrase))], dtype=np.bool_),
        is_last=np.array([k == len(phrase) - 1 for phrase in split for k in range(len(phrase))], dtype=np.bool_),
    )


class WordTable:
    """The fit of every token met so far with every word asked for so far, each pair worked out once, many at a time.

    `fit` is `word_fit`, `worth` what reading the token as the word is worth; tokens are rows, words columns. Two
    columns are no words: `task` (worth nothing, for task text) and `padding` (cannot be).
    """

    task = 0
    padding = 1

    def __init__(self) -> None:
        self._row: dict[str, int] = {}
        self._column: dict[str, int] = {}
        self.fit: Floats = np.zeros((0, 2))
        self.worth: Floats = np.zeros((0, 2))

    def rows(self, tokens: Sequence[str]) -> list[int]:
        """The rows of tokens."""
        new = [token for token in dict.fromkeys(tokens) if token not in self._row]
        if new:
            start = len(self._row)
            fit = np.zeros((len(new), 2 + len(self._column)))
            fit[:, 2:] = _fits(tuple(new), tuple(self._column))
            self.fit = np.concatenate([self.fit, fit])
            self.worth = np.concatenate([self.worth, _worths(new, fit)])
            self._row.update((token, start + place) for place, token in enumerate(new))
        return [self._row[token] for token in tokens]

    def columns(self, words: Sequence[str]) -> list[int]:
        """The columns of words."""
        new = [word for word in dict.fromkeys(words) if word not in self._column]
        if new:
            tokens = tuple(self._row)
            start = 2 + len(self._column)
            fit = _fits(tokens, tuple(new)) if tokens else np.zeros((0, len(new)))
            self.fit = np.concatenate([self.fit, fit], axis=1)
            self.worth = _worths(tokens, self.fit)
            self._column.update((word, start + place) for place, word in enumerate(new))
        return [self._column[word] for word in words]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The phrases of the three right-hand columns, and where their words stand in a table of fits.

    States are numbered: 0 task text, then the words of `lead`, of `coordinating`, of `time`. `columns` are the states'
    columns in `table`; `entry` is what coming to a phrase from task text is worth beside.
    """

    lead: Phrases
    coordinating: Phrases
    time: Phrases
    entry: Floats
    table: WordTable
    columns: NDArray[np.int64]
    firsts: NDArray[np.bool_]
    lasts: NDArray[np.bool_]

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """The first state and the one past the last, of each column."""
        a, b, c = self.lead.size, self.coordinating.size, self.time.size
        return ((1, 1 + a), (1 + a, 1 + a + b), (1 + a + b, 1 + a + b + c))

    def most(self, tokens: Sequence[str]) -> Floats:
        """The most each token can be worth."""
        rows = self.table.rows(tokens)
        worths = self.table.worth[rows]
        return np.asarray(worths[:, np.unique(self.columns[1:])].max(axis=1, initial=-1.0), dtype=np.float64)

    def is_fitting(self, token: str, state: int) -> bool:
        """Whether a token fits the word of a state."""
        row = self.table.rows((token,))[0]
        return bool(self.table.worth[row, self.columns[state]] > 0)


def make_vocabulary(
    bodies: Mapping[str, float],
    times: Mapping[str, float],
    coordinating: Mapping[str, float] | None = None,
    *,
    table: WordTable | None = None,
) -> Vocabulary:
    """A vocabulary of given phrases, each with how often it is met; what is met often is believed more easily.

    Both columns of bodies share `bodies` unless `coordinating` says what the second is made of. Vocabularies that are
    to be tried on the same lines share a `table`.
    """
    table = table or WordTable()
    lead, time = phrases_of(tuple(bodies)), phrases_of(tuple(times))
    second = lead if coordinating is None else phrases_of(tuple(coordinating))
    parts = ((lead, bodies), (second, bodies if coordinating is None else coordinating), (time, times))
    entry, columns, firsts, lasts = [np.zeros(1)], [np.array([table.task])], [np.array([True])], [np.array([False])]
    for laid, counts in parts:
        if not laid.size:
            continue
        entry.append(np.array([_entry(count) for count in counts.values()])[laid.phrase_of])
        columns.append(np.array(table.columns(laid.distinct))[laid.word_of])
        firsts.append(laid.is_first)
        lasts.append(laid.is_last)
    return Vocabulary(
        lead,
        second,
        time,
        entry=np.concatenate(entry),
        table=table,
        columns=np.concatenate(columns),
        firsts=np.concatenate(firsts),
        lasts=np.concatenate(lasts),
    )


def _is_telling(name: str) -> bool:
    """Whether a name is long enough to be told from chance; very short ones are like anything once damaged."""
    return len(name.split()) > 1 and (len(letters(name)) >= 9 or name.startswith("Sở "))


@lru_cache(maxsize=1)
def known_bodies() -> tuple[str, ...]:
    """Every name and class word a body column may hold."""
    names = (*names_of_classes(), *(name for name in names_of_bodies() if _is_telling(name)))
    by_words = {
        " ".join(word.lower() for phrase in phrases_of((name,)).phrases for word in phrase): name for name in names
    }
    return tuple(by_words.values())


@lru_cache(maxsize=1)
def whole_vocabulary() -> Vocabulary:
    """Everything the catalogue and the formulae of time know."""
    return make_vocabulary(dict.fromkeys(known_bodies(), 0.0), dict.fromkeys(TIME_PHRASES, 0.0))


def supported_vocabulary(
    pieces: Sequence[Sequence[str]],
    lines: Sequence[Sequence[str]],
    *,
    always: Iterable[str] = (),
    never: Callable[[str], bool] = lambda name: False,
) -> Vocabulary:
    """The part of all known phrases that a document's pieces of cells speak for.

    A phrase is spoken for when most of its pairs of neighbouring words are met side by side somewhere; some are
    always lost where a cell is broken across lines. `always` are body names kept even when not met. Formulae of
    time are looked for in the whole `lines`. Names for which `never` holds are left out.
    """
    bodies = {name: count for name, count in _supported(phrases_of(known_bodies()), pieces).items() if not never(name)}
    for phrase in phrases_of(tuple(always)).phrases:
        bodies.setdefault(" ".join(phrase), 0.0)
    times = dict.fromkeys(_supported(phrases_of(TIME_PHRASES), lines), 0.0)
    times.update(_supported(phrases_of(TIME_PHRASES), pieces))
    classes = set(known_classes())
    lead = {name: count for name, count in bodies.items() if name not in classes}
    return make_vocabulary(lead, times, bodies)


@lru_cache(maxsize=1)
def known_classes() -> tuple[str, ...]:
    """The class words, as `Phrases` joins them."""
    return tuple(" ".join(phrase) for phrase in phrases_of(names_of_classes()).phrases)


def _supported(laid: Phrases, rows: Sequence[Sequence[str]]) -> dict[str, float]:
    rows = [[word for word in row if not is_junk(word)] for row in rows]
    tokens = sorted({word for row in rows for word in row})
    if not tokens:
        return {}
    number = {word: index for index, word in enumerate(tokens)}
    fits = _fits(tuple(tokens), laid.distinct) >= _MET
    firsts = np.array([number[word] for row in rows for word in row[:-1]], dtype=np.int64)
    seconds = np.array([number[word] for row in rows for word in row[1:]], dtype=np.int64)
    found: dict[str, float] = {}
    start = 0
    for phrase in laid.phrases:
        words = laid.word_of[start : start + len(phrase)]
        start += len(phrase)
        if len(phrase) < 2:
            continue
        counts = [int(np.sum(fits[firsts, a] & fits[seconds, b])) for a, b in itertools.pairwise(words)]
        lost = sum(count == 0 for count in counts)
        if lost <= max((len(counts) + 1) // 3, 2 * len(counts) // 5) and lost < len(counts):
            found[" ".join(phrase)] = float(np.median([count for count in counts if count]))
    return found


def _entry(count: float) -> float:
    return min(3.0, 0.9 * float(np.log2(max(count, 1.0))))


def _worths(tokens: Sequence[str], fits: Floats) -> Floats:
    """What reading each token as each word is worth, by how well it fits (tokens by columns of a `WordTable`)."""
    sizes = np.array([min(max(len(letters(token)), 2), 8) for token in tokens], dtype=np.float64)[:, None]
    worths = np.where(fits > _FIT, sizes * (fits - _FIT), _MISFIT * sizes - 0.3)
    worths[:, WordTable.task], worths[:, WordTable.padding] = 0.0, -np.inf
    return worths


def _fits(tokens: tuple[str, ...], words: tuple[str, ...]) -> Floats:
    """`word_fit` of each token (rows) with each word (columns)."""
    if not tokens or not words:
        return np.zeros((len(tokens), len(words)))
    wanted, own = [letters(word) for word in words], [letters(token) for token in tokens]
    fits = 0.6 * process.cdist(own, wanted, scorer=fuzz.ratio, dtype=np.float64)
    fits += 0.4 * process.cdist(
        [bones(token) for token in tokens], [bones(word) for word in words], scorer=fuzz.ratio, dtype=np.float64
    )
    fits = fits / 100
    for row, kept in enumerate(own):
        if not kept:
            fits[row, :] = 0.0
    if "#" in words:
        fits[:, words.index("#")] = [1.0 if _NUMBER.match(token) else 0.0 for token in tokens]
    return np.asarray(fits, dtype=np.float64)
