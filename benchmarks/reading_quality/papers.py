"""The papers that are read for the figures: where they lie, which group each belongs to, and its gold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
SHARED: Final = ROOT.parent / "shared"
WRITTEN: Final = ROOT / "tests" / "documents" / "reading" / "written"
_ENDINGS: Final = {"eng.ocr.txt": "scan read with eng", "docx": "Word"}
READABLE: Final = (".txt", ".pdf", ".docx", ".png", ".jpg", ".tif")


@dataclass(frozen=True, slots=True)
class Paper:
    """One file to read and the gold it is scored with. `group` names a row of the summary."""

    group: str
    path: Path
    gold_path: Path

    @property
    def stem(self) -> str:
        """The base name up to the first dot: what the scorer compares."""
        return stem(self.path)

    def gold(self) -> dict[str, Any]:
        """The gold, as it was written."""
        found: dict[str, Any] = json.loads(self.gold_path.read_text(encoding="utf-8"))
        return found


def stem(path: Path) -> str:
    """The base name up to the first dot."""
    return path.name.split(".")[0]


def evaluation_papers() -> list[Paper]:
    """The papers beside the repository (../shared); none where it is not there."""
    corpus, seeds = SHARED / "corpus" / "directives", SHARED / "corpus" / "seeds"
    groups = {
        "clean": corpus.glob("*.txt"),
        "damaged": corpus.glob("damaged/*.ocr.txt"),
        "scans read with eng": corpus.glob("scans/*.eng.ocr.txt"),
        "scans read with vie": corpus.glob("scans/*.vie.ocr.txt"),
        "born-digital PDF": corpus.glob("scans/*.pdf"),
        "Kon Tum, raw scan": seeds.glob("*.ocr.txt"),
    }
    return [
        Paper(group, path, gold)
        for group, paths in groups.items()
        for path in sorted(paths)
        if (gold := (seeds if path.parent == seeds else corpus) / f"{stem(path)}.gold.json").is_file()
    ]


def papers_in(folder: Path, label: str) -> list[Paper]:
    """Every readable file below a folder that has a `<stem>.gold.json` in it; sub-folders are groups of their own."""
    golds = {stem(path): path for path in sorted(folder.rglob("*.gold.json"))}
    papers = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in READABLE and stem(path) in golds:
            inside = path.parent.relative_to(folder).as_posix()
            group = label if inside == "." else f"{label}: {inside}"
            papers.append(Paper(f"{group}{_kind(path)}", path, golds[stem(path)]))
    return papers


def _kind(path: Path) -> str:
    """What is special about a file, for the name of its group: the end of its name but for a plain `.txt`."""
    rest = path.name.split(".", 1)[1]
    return "" if rest == "txt" else f" ({_ENDINGS.get(rest, rest.removesuffix('.txt'))})"


def written_papers() -> list[Paper]:
    """The papers that the project wrote itself, with their gold: those for development, then those held out."""
    if not WRITTEN.is_dir():
        return []
    held_out = WRITTEN / "held_out"
    found = []
    for paper in papers_in(WRITTEN, ""):
        part = "held out" if held_out in paper.path.parents else "development"
        found.append(replace(paper, group=f"written, {part}{_kind(paper.path)}"))
    return sorted(found, key=lambda paper: (paper.group.split("(")[0], paper.group, paper.path.name))


def grouped(papers: list[Paper]) -> Iterator[tuple[str, list[Paper]]]:
    """The papers by group, groups in the order of their first paper."""
    for group in dict.fromkeys(paper.group for paper in papers):
        yield group, [paper for paper in papers if paper.group == group]
