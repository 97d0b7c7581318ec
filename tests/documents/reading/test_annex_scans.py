"""Invented annexes, printed and read by Tesseract: how many rows, leads, lists and times are right (see annexes/)."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

import pytest

from mangnon.documents.reading.annex import find_annex, read_annex
from mangnon.documents.reading.records import ReadTask
from mangnon.documents.reading.repair import load_repairer
from mangnon.kernel.text import fold

_FOLDER = Path(__file__).parent / "annexes"


def _pairs(name: str, language: str) -> tuple[list[dict[str, Any]], list[tuple[dict[str, Any], ReadTask]]]:
    lines = (_FOLDER / f"{name}.{language}.ocr.txt").read_text(encoding="utf-8").replace("\f", "\n").split("\n")
    gold = json.loads((_FOLDER / f"{name}.gold.json").read_text(encoding="utf-8"))["tasks"]
    place = find_annex(lines)
    assert place is not None
    annex = read_annex(lines, *place, repairer=load_repairer())
    assert annex is not None
    assert len(annex.tasks) <= len(gold) + 2
    left = list(annex.tasks)
    pairs = []
    for row in gold:
        best = max(left, key=lambda task: _likeness(row["text"], task.text), default=None)
        if best is not None and _likeness(row["text"], best.text) >= 0.7:
            left.remove(best)
            pairs.append((row, best))
    return gold, pairs


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio()


def _same(text: str, names: tuple[str, ...]) -> bool:
    return {fold(part) for part in text.split(";")} == {fold(name) for name in names}


@pytest.mark.parametrize(
    ("name", "language", "tasks", "leads", "lists", "times"),
    [
        ("a1", "eng", 15, 13, 11, 11),
        ("a1", "vie", 15, 13, 12, 11),
        ("a2", "vie", 14, 13, 13, 13),
        ("a3", "eng", 18, 15, 14, 17),
        ("b1", "vie", 14, 8, 5, 11),
        ("c1", "eng", 14, 11, 11, 13),
    ],
)
def test_floors_on_invented_annexes(name: str, language: str, tasks: int, leads: int, lists: int, times: int) -> None:
    _, pairs = _pairs(name, language)
    assert len(pairs) >= tasks
    assert sum(_same(row["lead"], task.lead) for row, task in pairs) >= leads
    assert sum(_same(row["coordinating"], task.coordinating) for row, task in pairs) >= lists
    assert sum(task.due is not None and _likeness(row["due"], task.due.text) >= 0.85 for row, task in pairs) >= times
