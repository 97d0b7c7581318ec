"""Tables of figures, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from benchmarks.reading_quality.papers import Paper
from benchmarks.reading_quality.reading import Result
from benchmarks.reading_quality.scoring import Counts, total

TARGETS: Final[Mapping[str, Mapping[str, float]]] = {
    "clean": {
        "task F1": 0.92,
        "lead": 0.95,
        "coordinating": 0.90,
        "due": 0.92,
        "reporting F1": 0.90,
        "header": 0.95,
    },
    "damaged": {"task F1": 0.85, "lead": 0.88},
    "scans read with eng": {"task F1": 0.85, "lead": 0.88},
    "scans read with vie": {"task F1": 0.92},
    "born-digital PDF": {"task F1": 0.95},
    "Kon Tum, raw scan": {"task F1": 1.0, "lead": 1.0, "reporting F1": 1.0},
}
FIGURES: Final = ("task F1", "lead", "coordinating", "due", "reporting F1", "header")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table: the first column left, the rest right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(share: float | None) -> str:
    """A share with one decimal; «–» for none."""
    return "–" if share is None else f"{100 * share:.1f} %"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def by_document(results: Sequence[Result]) -> str:
    """One row a paper: what was there, read and right; then their sum."""
    rows = [[result.paper.path.name.removesuffix(".txt"), *_cells(result.counts)] for result in results]
    if len(rows) > 1:
        rows.append(["**together**", *_cells(total(result.counts for result in results))])
    head = ["document", "tasks: gold, read, right", "task F1", "lead", "coordinating", "due"]
    return table([*head, "reports: gold, read, right", "header"], rows)


def _cells(counts: Counts) -> list[str]:
    return [
        f"{counts.gold} {counts.got} {counts.hit}",
        _figure(counts.figures()["task F1"]),
        f"{counts.lead_ok}/{counts.lead}",
        f"{counts.coord_ok}/{counts.coord}",
        f"{counts.due_ok}/{counts.due}",
        f"{counts.rgold} {counts.rgot} {counts.rhit}",
        f"{counts.head_ok}/{counts.head}",
    ]


def figures(counts: Counts) -> list[str]:
    """The six figures as cells."""
    return [_figure(counts.figures()[name]) for name in FIGURES]


def summary(groups: Iterable[tuple[str, Sequence[Result]]]) -> str:
    """One row a group; a figure with a target shows it, and whether it is met."""
    rows = []
    for group, results in groups:
        figures = total(result.counts for result in results).figures()
        targets = TARGETS.get(group, {})
        rows.append([group, str(len(results)), *(_against(figures[name], targets.get(name)) for name in FIGURES)])
    return table(["group", "papers", *FIGURES], rows)


def _against(value: float | None, target: float | None) -> str:
    if target is None or value is None:
        return _figure(value)
    return f"{_figure(value)} {'≥' if value >= target else '**<**'} {target:g}"


def missed(groups: Iterable[tuple[str, Sequence[Result]]]) -> list[str]:
    """The targets that are not met, in words."""
    answer = []
    for group, results in groups:
        figures = total(result.counts for result in results).figures()
        for name, target in TARGETS.get(group, {}).items():
            value = figures[name]
            if value is not None and value < target:
                answer.append(f"{group}: {name} {value:.3f} instead of {target:g}")
    return answer


def named(papers: Iterable[Paper]) -> str:
    """The names of papers in one line."""
    return ", ".join(sorted({paper.stem for paper in papers}))
