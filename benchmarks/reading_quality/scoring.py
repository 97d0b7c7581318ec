"""Scores of a reading against a gold: the rules of `score_directives.py` and `score_repair.py`.

Where the scorer lies beside the repository its own `main` counts; elsewhere the same rules, as they are here. A test
compares the two.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib.util
import io
import json
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from benchmarks.reading_quality.papers import SHARED

_LIKE: Final = 0.70
_SAME_DUE: Final = 0.85
_HEADER: Final = ("number", "date", "issuer", "doc_type")
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was there, what was read, what was right; names as the scorer has them."""

    gold: int = 0
    got: int = 0
    hit: int = 0
    lead: int = 0
    lead_ok: int = 0
    coord: int = 0
    coord_ok: int = 0
    due: int = 0
    due_ok: int = 0
    rgold: int = 0
    rgot: int = 0
    rhit: int = 0
    head: int = 0
    head_ok: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)})

    def figures(self) -> dict[str, float | None]:
        """The six figures of the targets; None where there was nothing to find."""
        return {
            "task F1": f1(self.hit, self.gold, self.got),
            "lead": _share(self.lead_ok, self.lead),
            "coordinating": _share(self.coord_ok, self.coord),
            "due": _share(self.due_ok, self.due),
            "reporting F1": f1(self.rhit, self.rgold, self.rgot),
            "header": _share(self.head_ok, self.head),
        }


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of some counts."""
    answer = Counts()
    for item in counts:
        answer += item
    return answer


def f1(hits: int, gold: int, got: int) -> float:
    """The harmonic mean of precision and recall; 1 where there was nothing and nothing was read."""
    precision = hits / got if got else float(gold == 0)
    recall = hits / gold if gold else 1.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(right: int, of: int) -> float | None:
    return right / of if of else None


def official(name: str) -> ModuleType | None:
    """A scorer's module from ../shared/tools, None where it is not there."""
    path = SHARED / "tools" / f"{name}.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(reading: Json, gold: Json) -> Counts:
    """The counts of one reading (`Reading.to_json()`), by the official scorer where it is there."""
    module = official("score_directives")
    return score_here(reading, gold) if module is None else _score_there(module, reading, gold)


def _score_there(module: ModuleType, reading: Json, gold: Json) -> Counts:
    """Run the scorer's own `main` on one document and take the counts it prints a row of."""
    rows: list[dict[str, int]] = []
    vars(module)["row"] = lambda _, counts: rows.append(dict(counts))
    arguments = sys.argv
    with tempfile.TemporaryDirectory() as folder:
        out, wanted = Path(folder) / "out.jsonl", Path(folder) / "paper.gold.json"
        out.write_text(json.dumps({**reading, "file": "paper.txt"}, ensure_ascii=False) + "\n", encoding="utf-8")
        wanted.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
        sys.argv = ["score", str(out), str(wanted)]
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                module.main()
        finally:
            sys.argv = arguments
    return Counts(**rows[0])


def score_here(reading: Json, gold: Json) -> Counts:
    """The counts of one reading by the rules of this module."""
    found: dict[str, int] = {}
    if gold.get("tasks") is not None:
        found |= _tasks(gold["tasks"], reading.get("tasks") or [])
    if gold.get("reporting") is not None:
        wanted = [_report(item) for item in gold["reporting"]]
        read = [_report(item) for item in reading.get("reporting") or []]
        left = list(read)
        for item in wanted:
            if item in left:
                left.remove(item)
        found |= {"rgold": len(wanted), "rgot": len(read), "rhit": len(read) - len(left)}
    named = [field for field in _HEADER if gold.get(field)]
    right = sum(_plain(gold[field]) == _plain(reading.get(field)) for field in named)
    return Counts(**found, head=len(named), head_ok=right)


def _tasks(gold: Sequence[Json], read: Sequence[Json]) -> dict[str, int]:
    pairs = _paired(gold, read)
    found = {"gold": len(gold), "got": len(read), "hit": len(pairs)}
    for name, key in (("lead", "lead"), ("coordinating", "coord")):
        asked = [(one, other) for one, other in pairs if one.get(name)]
        found[key] = len(asked)
        found[f"{key}_ok"] = sum(_bodies(one[name]) == _bodies(other.get(name)) for one, other in asked)
    dated = [(one, other) for one, other in pairs if one.get("due")]
    found["due"] = len(dated)
    found["due_ok"] = sum(_alike(one["due"], _due_words(other.get("due"))) >= _SAME_DUE for one, other in dated)
    return found


def _paired(gold: Sequence[Json], read: Sequence[Json]) -> list[tuple[Json, Json]]:
    """Tasks of the gold with the likeliest read, best pairs first, each used once."""
    likeness = [
        (_alike(one.get("text"), other.get("text")), i, j) for i, one in enumerate(gold) for j, other in enumerate(read)
    ]
    pairs: dict[int, int] = {}
    for ratio, i, j in sorted(likeness, reverse=True):
        if ratio >= _LIKE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(gold[i], read[j]) for i, j in pairs.items()]


def _report(item: Json) -> tuple[Any, ...]:
    return item.get("kind"), item.get("due_day"), item.get("due_month")


def _due_words(due: Any) -> Any:
    return due.get("text") if isinstance(due, dict) else due


def _plain(value: Any) -> str:
    decomposed = unicodedata.normalize("NFD", str(value or "").translate({ord("đ"): "d", ord("Đ"): "D"}))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def _bodies(value: Any) -> set[str]:
    parts = value if isinstance(value, list) else (value or "").split(";")
    return {_plain(part) for part in parts} - {""}


def _alike(one: Any, other: Any) -> float:
    """How alike two texts are, 0..1; a long text within another counts at least 0.9."""
    first, second = _plain(one), _plain(other)
    if not first or not second:
        return 0.0
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    short, long = sorted((first, second), key=len)
    bound = matcher.quick_ratio()
    if bound < 0.5 and len(short) > 0.5 * len(long):
        return bound
    ratio = matcher.ratio()
    return max(ratio, 0.9) if len(short) > 60 and short in long else ratio


@dataclass(frozen=True, slots=True)
class Words:
    """Words right before and after repair, of how many; `skipped` of them in lines whose number of words changed."""

    total: int
    before: int
    after: int
    skipped: int


def bare(word: str) -> str:
    """A word as it is compared: small, composed, without outer punctuation."""
    return unicodedata.normalize("NFC", word).lower().strip(".,;:()[]\"'“”‘’!?*-–/")


def score_words(lines: Iterable[tuple[str, str, str]]) -> Words:
    """`lines`: clean, damaged and repaired of one line. All words of a line count as wrong when its number changed."""
    right = damaged_right = count = skipped = 0
    for clean, damaged, repaired in lines:
        wanted, raw, got = clean.split(), damaged.split(), repaired.split()
        if len(wanted) != len(got):
            skipped += len(wanted)
            count += len(wanted)
            continue
        for one, other, third in zip(wanted, raw, got, strict=False):
            if bare(one):
                count += 1
                damaged_right += bare(one) == bare(other)
                right += bare(one) == bare(third)
    return Words(count, damaged_right, right, skipped)
