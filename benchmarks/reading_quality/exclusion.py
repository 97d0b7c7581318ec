"""That the evaluation documents are no input of the repairer's data, and how much of them was counted all the same."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.reading_quality.papers import ROOT, SHARED

Hashes = npt.NDArray[np.uint64]
RUNS = (8, 15)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_AT_ONCE = 2_000_000


def inputs() -> list[tuple[str, str, str]]:
    """(what, bytes, SHA-256) of every file the shipped data was made from, as the builder wrote them down."""
    path = resources.files("mangnon.documents") / "data" / "language_model_inputs.tsv"
    return [
        (row["file"], row["bytes"], row["sha256"])
        for row in csv.DictReader(path.read_text().splitlines(), delimiter="\t")
    ]


def evaluation_files() -> list[Path]:
    """Every evaluation document, in every form, and the papers that the project wrote for tests."""
    folders = [SHARED / "corpus" / "directives", SHARED / "corpus" / "seeds", ROOT / "samples"]
    folders.append(ROOT / "tests" / "documents" / "reading" / "written")
    return sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*") if path.is_file())


def inputs_among_evaluation() -> list[str]:
    """Inputs that are, byte for byte, an evaluation file: there must be none."""
    forbidden = {hashlib.sha256(path.read_bytes()).hexdigest() for path in evaluation_files()}
    return [name for name, _, digest in inputs() if digest in forbidden]


def overlap(documents: Iterable[str], counted: Iterable[str]) -> dict[int, tuple[int, int]]:
    """For runs of 8 and of 15 words: how many different ones the documents have, and how many of them were counted."""
    texts = [_hashes(text) for text in documents]
    wanted = {run: np.unique(np.concatenate([_runs(text, run) for text in texts])) for run in RUNS}
    met = {run: np.zeros(len(wanted[run]), dtype=np.bool_) for run in RUNS}
    for words in _batches(counted):
        for run in RUNS:
            found = np.intersect1d(_runs(words, run), wanted[run])
            met[run][np.searchsorted(wanted[run], found)] = True
    return {run: (len(wanted[run]), int(met[run].sum())) for run in RUNS}


def _batches(lines: Iterable[str]) -> Iterator[Hashes]:
    batch: list[Hashes] = []
    size = 0
    for line in lines:
        batch.append(_hashes(line))
        size += len(batch[-1])
        if size > _AT_ONCE:
            yield np.concatenate(batch)
            batch, size = [], 0
    if batch:
        yield np.concatenate(batch)


def _hashes(text: str) -> Hashes:
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())
    return np.array([*map(_hash, words), 0], dtype=np.uint64)


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little") | 1


def _runs(words: Hashes, length: int) -> Hashes:
    """A hash of every run of `length` words that does not cross the end of a line (0)."""
    count = len(words) - length + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    whole = np.ones(count, dtype=np.bool_)
    for step in range(length):
        part = words[step : step + count]
        total = total * _ODD + part
        whole &= part != 0
    return total[whole]


def counted_lines() -> Iterator[str]:
    """What the shipped language model was counted from: the law corpus where it is there, and the wording."""
    from mangnon.documents.reading.repair.training.counting import clean_paragraphs
    from mangnon.documents.reading.repair.training.phrases import wording_lines

    corpus = SHARED / "corpus" / "language" / "phapdien.txt.xz"
    if corpus.is_file():
        yield from clean_paragraphs(corpus, held_out=False)
    wording = resources.files("mangnon.documents") / "data" / "wording.txt"
    with resources.as_file(wording) as path:
        yield from dict.fromkeys(wording_lines(path))
