"""Reading papers as the command does, with the time each took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.reading_quality.papers import Paper
from benchmarks.reading_quality.scoring import Counts, score


@dataclass(frozen=True, slots=True)
class Result:
    """One paper, what was read in it, its counts and the seconds it took."""

    paper: Paper
    reading: dict[str, Any]
    counts: Counts
    seconds: float


def read(paper: Paper, lexicon: Any = None) -> dict[str, Any]:
    """What `mangnon directive read --json` writes for a paper; with a lexicon, what a reader taught by it would."""
    from mangnon.documents.reading import load_lines, read_directive
    from mangnon.documents.reading.repair import load_repairer

    source = load_lines(paper.path.read_bytes(), paper.path.name)
    more = {} if lexicon is None else {"lexicon": lexicon}
    reading = read_directive(source.lines, file=paper.path.name, repairer=load_repairer(), **more)
    found: dict[str, Any] = reading.to_json()
    return found


def results(
    papers: Iterable[Paper], say: Callable[[str], None] = lambda line: None, lexicon: Any = None
) -> list[Result]:
    """Read and score papers; a paper that is refused counts as read with nothing in it, and is said."""
    from mangnon.kernel.refusals import Refusal

    answer = []
    for paper in papers:
        start = time.perf_counter()
        try:
            reading = read(paper, lexicon)
        except Refusal as refusal:
            say(f"{paper.path.name}: refused, {refusal}")
            reading = {}
        taken = time.perf_counter() - start
        answer.append(Result(paper, reading, score(reading, paper.gold()), taken))
        figures = answer[-1].counts.figures()
        shown = "  ".join(f"{name} {value:.3f}" for name, value in figures.items() if value is not None)
        say(f"{paper.group:<24} {paper.path.name:<46} {taken:5.1f} s  {shown}")
    return answer
