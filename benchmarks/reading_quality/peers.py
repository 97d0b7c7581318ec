"""The same lines given to programs that restore Vietnamese marks, where they are installed: `--peers PYTHON`.

They are no dependencies of the project: PYTHON is an interpreter of another environment that has them. Their last
figures are kept in peers.json, so that the sheet can be written without them; a new run replaces them.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.reading_quality.papers import SHARED, WRITTEN
from benchmarks.reading_quality.scoring import Words, score_words
from benchmarks.reading_quality.words import Line, kon_tum_lines, pair_files, read_pairs, repair

KEPT = Path(__file__).with_name("peers.json")

# Runs in the other environment: lines in, one object out. A peer that is not there or has no such function says
# so; a line it breaks off on stays as it is and is counted.
_ASK = """
import importlib.metadata, json, sys
lines = json.load(sys.stdin)
found = {}
def ask(name, act):
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        found[name] = {"version": None, "missing": "not installed"}
        return
    try:
        restore = act()
    except (ImportError, AttributeError) as error:
        found[name] = {"version": version, "missing": "has no restoration of marks"}
        return
    answers, failed = [], 0
    for line in lines:
        try:
            answers.append(restore(line))
        except Exception:
            answers.append(line)
            failed += 1
    found[name] = {"version": version, "lines": answers, "failed": failed}
def pyvi():
    from pyvi import ViUtils
    return ViUtils.add_accents
def underthesea():
    import underthesea
    for name in ("add_accents", "restore_diacritics", "diacritics_restoration", "accent_restoration", "add_diacritics"):
        if hasattr(underthesea, name):
            return getattr(underthesea, name)
    raise AttributeError
ask("pyvi", pyvi)
ask("underthesea", underthesea)
json.dump(found, sys.stdout)
"""


def without_marks(text: str) -> str:
    """The letters alone: what the peers were made for."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def texts() -> dict[str, list[Line]]:
    """What is compared: (clean, given) lines by name."""
    found: dict[str, list[Line]] = {}
    kon_tum = kon_tum_lines()
    if kon_tum:
        found["Kon Tum scan, lines aligned 1:1"] = [(clean, damaged) for _, clean, damaged in kon_tum]
    rendered = [line for path in pair_files("held_out") for line in read_pairs(path)]
    if rendered:
        found["own held-out papers, printed and read with eng"] = rendered
    own = [line for path in sorted(WRITTEN.glob("held_out/*.txt")) for line in _sentences(path)]
    if own:
        found["own held-out papers, marks taken away"] = [(line, without_marks(line)) for line in own]
    clean = [line for path in sorted((SHARED / "corpus" / "directives").glob("*.txt")) for line in _sentences(path)]
    if clean:
        found["clean evaluation papers, marks taken away"] = [(line, without_marks(line)) for line in clean]
    return found


def _sentences(path: Path) -> list[str]:
    """Lines of words: without cell bars, rules and emphasis."""
    lines = (line.replace("*", "").strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [unicodedata.normalize("NFC", line) for line in lines if sum(sign.isalpha() for sign in line) >= 8]


def measure(python: Path, say: Callable[[str], None]) -> None:
    """Ask the peers in the other environment, score them beside the repairer and keep the figures."""
    table: list[dict[str, Any]] = []
    versions: dict[str, Any] = {}
    for name, lines in texts().items():
        given = [damaged for _, damaged in lines]
        asked = subprocess.run(
            [str(python), "-c", _ASK], input=json.dumps(given), check=True, capture_output=True, text=True
        )
        row: dict[str, Any] = {"text": name, "lines": len(lines), "Măng Non": asdict(_scored(lines, repair(given)))}
        for peer, answer in json.loads(asked.stdout).items():
            versions[peer] = {key: answer[key] for key in ("version", "missing") if answer.get(key)}
            if "lines" in answer:
                row[peer] = asdict(_scored(lines, answer["lines"])) | {"failed": answer["failed"]}
        table.append(row)
        say(f"peers: {name}")
    kept = {"date": dt.date.today().isoformat(), "versions": versions, "rows": table}  # noqa: DTZ011 (the day it was run)
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _scored(lines: Sequence[Line], answers: Sequence[str]) -> Words:
    return score_words((clean, given, got) for (clean, given), got in zip(lines, answers, strict=True))


def kept() -> dict[str, Any] | None:
    """What was measured last, None where nothing was."""
    if not KEPT.is_file():
        return None
    found: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return found
