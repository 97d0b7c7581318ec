"""Words right before and after repair, and how far the repairer's confidence can be believed."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.reading_quality.papers import SHARED, WRITTEN
from benchmarks.reading_quality.scoring import Words, bare, score_words

SEEDS: Final = SHARED / "corpus" / "seeds"
BANDS: Final = (0.0, 0.5, 0.9, 0.99, 1.01)
Line = tuple[str, str]


def kon_tum_lines() -> list[tuple[int, str, str]]:
    """(place in the scan, clean, damaged) of the sample scan's lines that have the same words; [] without ../shared."""
    table = SEEDS / "kontum_501_khubnd.aligned.tsv"
    if not table.is_file():
        return []
    with table.open(encoding="utf-8", newline="") as rows:
        return [
            (int(row["seed_line"]) - 1, row["clean"], row["ocr"])
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["status"] == "1:1"
        ]


def kon_tum_words() -> Words | None:
    """The aligned lines of the sample scan, the whole scan repaired at once."""
    lines = kon_tum_lines()
    if not lines:
        return None
    repaired = repair((SEEDS / "kontum_501_khubnd.ocr.txt").read_text(encoding="utf-8").splitlines())
    return score_words((clean, damaged, repaired[place]) for place, clean, damaged in lines)


def aligned_words(lines: Sequence[Line]) -> Words:
    """Pairs (clean, damaged) that stand in one text, repaired at once."""
    repaired = repair([damaged for _, damaged in lines])
    return score_words((clean, damaged, got) for (clean, damaged), got in zip(lines, repaired, strict=True))


def repair(lines: Sequence[str]) -> list[str]:
    """Each line repaired."""
    from mangnon.documents.reading.repair import load_repairer

    return [item.text for item in load_repairer().repair_lines(lines)]


def pair_files(group: str) -> list[Path]:
    """Files of (clean, damaged) lines made from the papers the project wrote; `group`: development or held_out."""
    folder = WRITTEN / "held_out" if group == "held_out" else WRITTEN
    return sorted((folder / "scans").glob("*.pairs.tsv"))


def read_pairs(path: Path) -> list[Line]:
    """Rows `clean <tab> read`."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return [(clean, damaged) for clean, damaged in rows]


@dataclass(frozen=True, slots=True)
class Believed:
    """Words whose confidence lies in a band: how many, how sure they were on average, and the share that is right."""

    low: float
    count: int
    said: float
    right: float


def calibration(texts: Iterable[Sequence[Line]]) -> list[Believed]:
    """The bands of confidence, on lines whose number of words the engine kept."""
    from mangnon.documents.reading.repair import load_repairer

    words: list[tuple[float, bool]] = []
    for lines in texts:
        repaired = load_repairer().repair_lines([damaged for _, damaged in lines])
        for (clean, _), item in zip(lines, repaired, strict=True):
            wanted = clean.split()
            if len(wanted) == len(item.words):
                pairs = zip(wanted, item.words, strict=True)
                words += [(word.confidence, bare(one) == bare(word.text)) for one, word in pairs if bare(one)]
    answer = []
    for low, high in itertools.pairwise(BANDS):
        inside = [(said, right) for said, right in words if low <= said < high]
        if inside:
            count = len(inside)
            said, right = sum(said for said, _ in inside) / count, sum(right for _, right in inside) / count
            answer.append(Believed(low, count, said, right))
    return answer
