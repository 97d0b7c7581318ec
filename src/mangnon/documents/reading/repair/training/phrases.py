"""What directives say and law does not: wording written for this, names of bodies and places, names of people.

Counted beside the corpus, each some dozens of times, so that the language model has met them.
"""

from __future__ import annotations

import csv
import json
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

_WORDING_REPEATS: Final = 80
_BODY_REPEATS: Final = 20
_NAMES_A_FILE: Final = 20_000
_MOST_REPEATS: Final = 60
_PEOPLE: Final = 12_000
_LARGE: Final = 1_000
_KIND: Final = re.compile(r"^(?:Thành phố|Tỉnh|Quận|Huyện|Thị xã) ")


def wording_lines(path: Path) -> Iterator[str]:
    """Lines of the file of wording, repeated; comments (#) are left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield from [unicodedata.normalize("NFC", line)] * _WORDING_REPEATS


def body_lines(catalogue: Path) -> Iterator[str]:
    """Names of bodies of the catalogue, alone and as duties name them, with their heads."""
    data = json.loads(catalogue.read_text(encoding="utf-8"))
    for agency in data["agencies"]:
        for name in [agency["name"], *agency.get("aliases", []), *agency.get("abbreviations", [])]:
            for line in (name, f"- {name}:", f"{name} chủ trì, phối hợp với {name}", *_heads(name)):
                yield from [unicodedata.normalize("NFC", line)] * _BODY_REPEATS
    for group in data["classes"]:
        for words in group["words"]:
            yield from [unicodedata.normalize("NFC", words)] * _BODY_REPEATS


def _heads(name: str) -> Iterator[str]:
    if name.startswith("Bộ ") and not name.startswith("Bộ Chỉ huy"):
        yield f"Bộ trưởng {name} chỉ đạo, Thứ trưởng {name}"
    elif name.startswith("Sở "):
        yield f"Giám đốc {name}, đề nghị của {name}, Phó Giám đốc {name}"
    elif name.startswith(("Ủy ban nhân dân", "UBND")):
        yield f"Chủ tịch {name}, Văn phòng {name}, Phó Chủ tịch {name}"


def name_lines(files: Sequence[Path]) -> Iterator[str]:
    """Names from the column `name` of CSV files (registers of places), repeated so that each file counts alike.

    A province's name also stands without its kind, as in the line of place and date.
    """
    for path in files:
        with path.open(encoding="utf-8", newline="") as rows:
            names = [unicodedata.normalize("NFC", row["name"]) for row in csv.DictReader(rows)]
        repeats = max(1, min(_MOST_REPEATS, _NAMES_A_FILE // len(names)))
        for name in names:
            yield from [name] * repeats
            bare = name.removeprefix("Tỉnh ").removeprefix("Thành phố ")
            if len(names) < 100 and bare != name:
                kind = name[: len(name) - len(bare)].lower()
                told = f"{bare}, ngày 1 tháng 1 năm 2025", f"Ủy ban nhân dân {kind}{bare}", f"địa bàn {kind}{bare}"
                for line in told:
                    yield from [line] * (repeats // 4)


def large_places(files: Sequence[Path]) -> Iterator[str]:
    """Names of provinces and districts without their kind: registers of fewer than a thousand places."""
    for path in files:
        with path.open(encoding="utf-8", newline="") as rows:
            names = [unicodedata.normalize("NFC", row["name"]) for row in csv.DictReader(rows)]
        if len(names) < _LARGE:
            yield from (_KIND.sub("", name) for name in names)


def people_lines(path: Path) -> Iterator[str]:
    """Invented names of people, drawn from the parts of names in the file; the same in every run."""
    parts: dict[str, list[str]] = {}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif not line.startswith("#"):
            parts.setdefault(section, []).extend(unicodedata.normalize("NFC", line).split())
    surnames = [entry.split(":") for entry in parts["[họ]"]]
    chance = random.Random(1)  # noqa: S311 (a reproducible draw, no secret)
    for name, _ in chance.choices(surnames, [int(weight) for _, weight in surnames], k=_PEOPLE):
        second = f" {chance.choice(parts['[đệm]'])}" if chance.random() < 0.95 else ""
        yield f"{name}{second} {chance.choice(parts['[tên]'])}"
