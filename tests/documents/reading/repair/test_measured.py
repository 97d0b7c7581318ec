"""What the repairer reaches on real damage; floors three points under what was measured (data/language_model.md)."""

from __future__ import annotations

import csv
import shutil
import unicodedata
from pathlib import Path

import pytest

from mangnon.documents.reading.repair import load_repairer
from mangnon.documents.reading.repair.build import sample_lines
from mangnon.documents.reading.repair.training.rendering import damaged_pairs

SHARED = Path(__file__).parents[5] / "shared"
CORPUS = SHARED / "corpus" / "language" / "phapdien.txt.xz"
ALIGNED = SHARED / "corpus" / "seeds" / "kontum_501_khubnd.aligned.tsv"
SAMPLE = Path(__file__).parents[4] / "samples" / "kontum_501_khubnd.ocr.txt"
DIRECTIVES = SHARED / "corpus" / "directives"

pytestmark = pytest.mark.shared


def _same(one: str, other: str) -> bool:
    def plain(word: str) -> str:
        return unicodedata.normalize("NFC", word).lower().strip(".,;:()[]\"'“”‘’!?*-–/")

    return plain(one) == plain(other)


def _right(pairs: list[tuple[str, str]]) -> tuple[int, int]:
    """How many tokens are right and how many there are; a line with another number of tokens is all wrong."""
    right = total = 0
    for clean, got in pairs:
        one, other = clean.split(), got.split()
        total += len(one)
        if len(one) == len(other):
            right += sum(_same(a, b) for a, b in zip(one, other, strict=True))
    return right, total


def test_the_real_scan_is_read() -> None:
    if not ALIGNED.is_file():
        pytest.skip(f"no aligned scan at {ALIGNED}")
    read = load_repairer().repair_lines(SAMPLE.read_text(encoding="utf-8").splitlines())
    with ALIGNED.open(encoding="utf-8", newline="") as rows:
        pairs = [
            (row["clean"], read[int(row["seed_line"]) - 1].text)
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["status"] == "1:1"
        ]
    right, total = _right(pairs)
    assert total > 3500
    assert right / total > 0.945


def test_printed_lines_that_were_never_counted_are_read() -> None:
    if not CORPUS.is_file():
        pytest.skip(f"no corpus at {CORPUS}")
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    damaged = damaged_pairs(sample_lines(CORPUS, 80, 31, held_out=True), 31)
    # A line torn or lost by the engine is not the repairer's; those with all their words are.
    whole = [(clean, raw) for clean, raw in damaged if len(clean.split()) == len(raw.split())]
    right, total = _right([(clean, load_repairer().repair_text(raw).text) for clean, raw in whole])
    assert total > 500
    assert right / total > 0.93


def test_clean_documents_come_back_unchanged() -> None:
    files = sorted(DIRECTIVES.glob("*.txt"))
    if not files:
        pytest.skip(f"no documents at {DIRECTIVES}")
    changed = total = 0
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        for line, item in zip(lines, load_repairer().repair_lines(lines), strict=True):
            total += len(line.split())
            changed += line.split() != item.text.split()
    assert total > 20_000
    assert changed / total < 0.005
