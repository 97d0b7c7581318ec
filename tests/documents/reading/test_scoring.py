"""The figures of docs/reading.md are counted as the scorer counts them."""

from __future__ import annotations

import copy
import json
import random

import pytest
from benchmarks.reading_quality.scoring import Counts, _score_there, official, score_here, score_words

from tests.harness.needs import SHARED

_GOLD = {
    "number": "12/KH-UBND",
    "date": "2025-03-01",
    "issuer": "Ủy ban nhân dân tỉnh Mẫu",
    "doc_type": "Kế hoạch",
    "tasks": [
        {"text": "Rà soát trẻ em có hoàn cảnh đặc biệt", "lead": "Sở Y tế", "coordinating": "A; B", "due": "Quý II"},
        {"text": "Tổ chức Tháng hành động vì trẻ em", "lead": "Sở Nội vụ", "coordinating": None, "due": None},
    ],
    "reporting": [{"kind": "annual", "due_day": 5, "due_month": 12}],
}


def test_a_perfect_reading_has_everything() -> None:
    reading = {**_GOLD, "tasks": [{**task, "lead": [task["lead"]]} for task in _GOLD["tasks"]]}  # type: ignore[attr-defined]
    reading["tasks"][0] |= {"coordinating": ["b", "A"], "due": {"text": "Quý II"}}
    assert score_here(reading, _GOLD) == Counts(2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 4, 4)


def test_an_empty_reading_has_nothing() -> None:
    counts = score_here({}, _GOLD)
    assert (counts.gold, counts.got, counts.hit, counts.head, counts.head_ok) == (2, 0, 0, 4, 0)
    assert counts.figures() == {
        "task F1": 0.0,
        "lead": None,
        "coordinating": None,
        "due": None,
        "reporting F1": 0.0,
        "header": 0.0,
    }


def test_a_line_with_another_number_of_words_is_all_wrong() -> None:
    found = score_words([("Sở Y tế", "S& Y té", "sở Y tế,"), ("trẻ em", "treem", "trẻem")])
    assert (found.total, found.before, found.after, found.skipped) == (5, 1, 3, 2)


@pytest.mark.shared
def test_the_rules_are_those_of_the_scorer() -> None:
    module = official("score_directives")
    assert module is not None
    chance = random.Random(4)  # noqa: S311 (a reproducible draw, no secret)
    golds = [
        json.loads(path.read_text("utf-8")) for path in sorted((SHARED / "corpus" / "directives").glob("*.gold.json"))
    ]
    assert len(golds) > 5
    for gold in [*golds[1:4], _GOLD]:
        reading = _spoiled(gold, chance)
        assert score_here(reading, gold) == _score_there(module, reading, gold)


def _spoiled(gold: dict[str, object], chance: random.Random) -> dict[str, object]:
    """A reading made of the gold with tasks lost, doubled, cut and mixed up."""
    reading = copy.deepcopy(gold)
    tasks = [task for task in reading.get("tasks") or [] if chance.random() > 0.2]  # type: ignore[attr-defined]
    for task in tasks:
        words = (task.get("text") or "").split()
        task["text"] = " ".join(word for word in words if chance.random() > chance.choice((0.0, 0.3)))
        if chance.random() < 0.3:
            task["lead"], task["coordinating"] = task.get("coordinating"), task.get("lead")
        if chance.random() < 0.5:
            task["due"] = {"text": (task.get("due") or "")[: chance.randrange(20)]}
    reading["tasks"] = [*tasks, *copy.deepcopy(tasks[:2])]
    chance.shuffle(reading["tasks"])
    reading["reporting"] = (gold.get("reporting") or [])[1:]  # type: ignore[index]
    reading["number"] = None
    return reading
