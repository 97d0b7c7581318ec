"""Words right before and after repair, on lines whose clean text is known."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from benchmarks.reading_quality.papers import SHARED, WRITTEN
from benchmarks.reading_quality.scoring import Words, score_words

SEEDS = SHARED / "corpus" / "seeds"
Line = tuple[str, str]


def kon_tum_words() -> Words | None:
    """The aligned lines of the sample scan, the whole scan repaired at once; None without ../shared."""
    table = SEEDS / "kontum_501_khubnd.aligned.tsv"
    if not table.is_file():
        return None
    scan = (SEEDS / "kontum_501_khubnd.ocr.txt").read_text(encoding="utf-8").splitlines()
    repaired = repair(scan)
    with table.open(encoding="utf-8", newline="") as rows:
        return score_words(
            (row["clean"], row["ocr"], repaired[int(row["seed_line"]) - 1])
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["status"] == "1:1"
        )


def aligned_words(lines: Sequence[Line]) -> Words:
    """Pairs (clean, damaged) that stand in one text, repaired at once."""
    repaired = repair([damaged for _, damaged in lines])
    return score_words((clean, damaged, got) for (clean, damaged), got in zip(lines, repaired, strict=True))


def repair(lines: Sequence[str]) -> list[str]:
    """Each line repaired."""
    from mangnon.documents.reading.repair import load_repairer

    return [item.text for item in load_repairer().repair_lines(lines)]


def pair_files() -> list[Path]:
    """Files of (clean, damaged) lines made from the papers the project wrote: see written/scans/README.md."""
    return sorted(WRITTEN.glob("scans/*.pairs.tsv")) if WRITTEN.is_dir() else []


def read_pairs(path: Path) -> list[Line]:
    """Rows `clean <tab> damaged`."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return [(clean, damaged) for clean, damaged in rows]
