"""Floors on other real documents: clean, damaged, and pages read by a scanner. Not one of them is in the project."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mangnon.documents.reading import load_lines, read_directive
from mangnon.documents.reading.repair import load_repairer
from tests.harness.needs import SHARED

pytestmark = pytest.mark.shared
_CORPUS = SHARED / "corpus" / "directives"


def _scores(paths: Sequence[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> dict[str, float]:
    monkeypatch.syspath_prepend(str(SHARED / "tools"))
    import score_directives

    out = tmp_path / "out.jsonl"
    repairer = load_repairer()
    with out.open("w", encoding="utf-8") as file:
        for path in paths:
            reading = read_directive(load_lines(path, path.name).lines, file=path.name, repairer=repairer)
            file.write(json.dumps(reading.to_json(), ensure_ascii=False) + "\n")
    stems = {path.name.split(".")[0] for path in paths}
    gold = [str(path) for path in sorted(_CORPUS.glob("*.gold.json")) if path.name.split(".")[0] in stems]
    monkeypatch.setattr(sys, "argv", ["score", str(out), *gold])
    capsys.readouterr()
    score_directives.main()
    last: dict[str, float] = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    return last


@pytest.mark.parametrize(
    ("files", "floors"),
    [
        (
            "*.txt",
            {"task_f1": 0.97, "lead": 0.97, "coordinating": 0.9, "due": 0.95, "reporting_f1": 0.95, "header": 0.97},
        ),
        (
            "damaged/*.txt",
            {"task_f1": 0.95, "lead": 0.88, "coordinating": 0.88, "due": 0.92, "reporting_f1": 0.9, "header": 0.94},
        ),
        ("scans/*.eng.ocr.txt", {"task_f1": 0.93, "lead": 0.65, "coordinating": 0.65, "due": 0.7, "header": 0.95}),
        ("scans/*.vie.ocr.txt", {"task_f1": 0.9, "lead": 0.75, "coordinating": 0.7, "due": 0.7, "header": 0.95}),
    ],
)
def test_floors(
    files: str, floors: dict[str, float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    got = _scores(sorted(_CORPUS.glob(files)), tmp_path, monkeypatch, capsys)
    assert {name: got[name] for name in floors if got[name] < floors[name]} == {}
