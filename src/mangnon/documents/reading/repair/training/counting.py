"""Counts of syllables, pairs and triples in a corpus of clean Vietnamese."""

from __future__ import annotations

import lzma
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from ..orthography import is_proof_of_marks, is_syllable, standard_placement
from ..vocabulary import BREAK, NUMBER, SYMBOL, UNKNOWN, Vocabulary
from .phrases import body_lines, large_places, name_lines, people_lines, wording_lines

_TOKEN: Final = re.compile(
    r"(?P<symbol>\d+[a-z]?(?:/\d{4})?[/-][A-ZĐ][A-Za-zĐđ0-9]*(?:[-/][A-ZĐ][A-Za-zĐđ0-9]*)*)"
    r"|(?P<number>\d+(?:[.,/:-]\d+)*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<stop>[.;:?!](?=\s|$))"
)
# A word with what stands before it, up to the word before: as `mark_insides` goes through a line.
_STEP: Final = re.compile(r"([^\w]*)([^\W_]+)")
# Both spellings of "every year" are in use; an engine without Vietnamese reads them alike. The official one counts.
_EVERY: Final = re.compile(r"\b([Hh])àng(?= (?:năm|quý|tháng|tuần|ngày)\b)")
_HELD_OUT_OF: Final = 200
_HELD_OUT: Final = 7


def is_held_out(line: str) -> bool:
    """Whether a paragraph belongs to the half per cent that is kept for tuning and tests, never counted."""
    return zlib.crc32(line.strip().encode()) % _HELD_OUT_OF == _HELD_OUT


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files that are counted."""

    corpus: Path
    syllables: Path
    wording: Path | None = None
    bodies: Path | None = None
    people: Path | None = None
    names: Sequence[Path] = ()


def counted_lines(inputs: Inputs) -> Iterator[str]:
    """Everything that is counted: paragraphs that are not held out, wording, names of bodies, places and people."""
    yield from clean_paragraphs(inputs.corpus, held_out=False)
    if inputs.wording:
        yield from wording_lines(inputs.wording)
    if inputs.bodies:
        yield from body_lines(inputs.bodies)
    if inputs.people:
        yield from people_lines(inputs.people)
    yield from name_lines(inputs.names)


def clean_paragraphs(corpus: Path, *, held_out: bool) -> Iterator[str]:
    """Paragraphs of the corpus that are Vietnamese prose with its marks (web addresses and slugs are not).

    Either those that are counted or those that are held out.
    """
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for raw in lines:
            line = unicodedata.normalize("NFC", raw).strip()
            if is_held_out(line) != held_out:
                continue
            words = re.findall(r"[^\W\d_]+", line)
            proved = sum(any(is_proof_of_marks(c) for c in w) for w in words)
            if len(words) >= 3 and proved >= 0.25 * len(words):
                yield _EVERY.sub(lambda match: f"{match[1]}ằng", line)


@dataclass(frozen=True, slots=True)
class Counts:
    """A vocabulary with counts: n-grams as rows of ids, sorted, with how often each occurs."""

    vocabulary: Vocabulary
    single: npt.NDArray[np.int64]
    capital_share: npt.NDArray[np.float64]
    pairs: npt.NDArray[np.int64]
    pair_counts: npt.NDArray[np.int64]
    triples: npt.NDArray[np.int64]
    triple_counts: npt.NDArray[np.int64]
    name_pairs: npt.NDArray[np.int64]
    suffixes: Counter[str]
    paragraphs: int
    tokens: int


def _vocabulary(words: Counter[str], listed: set[str]) -> Vocabulary:
    """Syllables seen 3 times or more, other words 20 times or more; the usual written form of each."""
    total: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for form, count in words.items():
        key = standard_placement(form.lower())
        total[key] += count
        forms.setdefault(key, Counter())[form] += count
    kept = []
    for word, count in sorted(total.items(), key=lambda item: (-item[1], item[0])):
        if is_syllable(word) or word in listed:
            if count >= 3:
                kept.append(word)
        elif count >= 20 and word.isalpha():
            kept.append(min(forms[word].items(), key=lambda item: (-item[1], item[0]))[0])
    return Vocabulary(["", "", "", "", "", *kept][: 2**16])


def count_corpus(inputs: Inputs) -> Counts:
    """Read the corpus twice: words first, then ids. Held-out paragraphs are left out of everything."""
    listed = set(unicodedata.normalize("NFC", inputs.syllables.read_text(encoding="utf-8")).split())
    words: Counter[str] = Counter()
    suffixes: Counter[str] = Counter()
    paragraphs = 0
    for line in counted_lines(inputs):
        paragraphs += 1
        for match in _TOKEN.finditer(line):
            if match.lastgroup == "word":
                words[match.group()] += 1
            elif match.lastgroup == "symbol":
                suffixes[re.sub(r"^\d+[a-z]?(?:/\d{4})?[/-]", "", match.group())] += 1
    vocabulary = _vocabulary(words, listed)
    capital_share = _capital_share(counted_lines(inputs), vocabulary)
    ids = _ids(counted_lines(inputs), vocabulary, words)
    pairs, pair_counts = _grams(ids, 2, len(vocabulary))
    triples, triple_counts = _grams(ids, 3, len(vocabulary))
    single = np.bincount(ids, minlength=len(vocabulary)).astype(np.int64)
    names = name_pairs(inputs.names, vocabulary)
    grams = (pairs, pair_counts, triples, triple_counts)
    return Counts(vocabulary, single, capital_share, *grams, names, suffixes, paragraphs, len(ids))


def name_pairs(files: Sequence[Path], vocabulary: Vocabulary) -> npt.NDArray[np.int64]:
    """Keys (base: size of the vocabulary) of neighbouring words in the names of the larger places, sorted."""
    found = set()
    for name in large_places(files):
        ids = [vocabulary.id_of(word) for word in name.split()]
        found |= {one * len(vocabulary) + two for one, two in pairwise(ids) if UNKNOWN not in (one, two)}
    return np.array(sorted(found), dtype=np.int64)


def _capital_share(lines: Iterable[str], vocabulary: Vocabulary) -> npt.NDArray[np.float64]:
    """How often each word has a first capital inside a sentence; 0.5 for a word never seen there.

    Inside is what follows a small word, at once or after a comma, and in a name what follows its first word.
    """
    seen: Counter[str] = Counter()
    for line in lines:
        inside = False
        for between, word in _STEP.findall(line):
            title = word[0].isupper() and not word[1:2].isupper()
            follows = inside and between in (" ", ", ")
            if follows and (title or word[0].islower()):
                seen[word] += 1
            inside = word[0].islower() or (follows and title)
    total = np.ones(len(vocabulary))
    capital = np.full(len(vocabulary), 0.5)
    for form, count in seen.items():
        number = vocabulary.id_of(form)
        total[number] += count
        capital[number] += count * form[0].isupper()
    return np.asarray(capital / total)


def _ids(lines: Iterable[str], vocabulary: Vocabulary, words: Counter[str]) -> npt.NDArray[np.int32]:
    lookup = {form: vocabulary.id_of(form) for form in words}
    kinds = {"symbol": SYMBOL, "number": NUMBER, "stop": BREAK}
    chunks: list[npt.NDArray[np.int32]] = []
    buffer: list[int] = [BREAK]
    for line in lines:
        for match in _TOKEN.finditer(line):
            kind = match.lastgroup or ""
            buffer.append(lookup.get(match.group(), UNKNOWN) if kind == "word" else kinds[kind])
        if buffer[-1] != BREAK:
            buffer.append(BREAK)
        if len(buffer) > 1_000_000:
            chunks.append(np.array(buffer, dtype=np.int32))
            buffer = []
    chunks.append(np.array(buffer, dtype=np.int32))
    return np.concatenate(chunks)


def _grams(ids: npt.NDArray[np.int32], order: int, size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Distinct n-grams as packed keys (base `size`), sorted, and their counts."""
    keys = ids[: len(ids) - order + 1].astype(np.int64)
    for step in range(1, order):
        keys = keys * size + ids[step : len(ids) - order + 1 + step]
    found, counts = np.unique(keys, return_counts=True)
    return found, counts.astype(np.int64)
