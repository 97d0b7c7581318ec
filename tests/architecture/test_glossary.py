"""docs/glossary.md carries every record and every state, in Vietnamese and in code."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest
from django.db.models import Choices

from tests.architecture.walls import REPOSITORY, SOURCE, own_models

GLOSSARY = REPOSITORY / "docs" / "glossary.md"


def _choices() -> list[type[Choices]]:
    found: set[type[Choices]] = set()
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" in path.parts or "Choices" not in path.read_text(encoding="utf-8"):
            continue
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        module = importlib.import_module(".".join(parts))
        found |= {
            value
            for _, value in inspect.getmembers(module, inspect.isclass)
            if issubclass(value, Choices) and value.__module__.startswith("mangnon.") and list(value)
        }
    return sorted(found, key=lambda choices: (choices.__module__, choices.__name__))


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("|") and not re.match(r"^\|[\s:|-]+\|$", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def _identifiers() -> set[str]:
    return {word for row in _rows(GLOSSARY) for word in re.findall(r"`([^`]+)`", row[1])}


def test_every_record_is_in_the_glossary() -> None:
    missing = [
        f"| {model._meta.verbose_name} | `{model.__name__}` | … |"
        for model in own_models()
        if model.__name__ not in _identifiers()
    ]
    assert not missing, "Add to docs/glossary.md, each with its meaning:\n" + "\n".join(missing)


@pytest.mark.parametrize("choices", _choices(), ids=lambda choices: choices.__name__)
def test_every_state_is_in_the_glossary(choices: type[Choices]) -> None:
    pairs = {(row[0], word) for row in _rows(GLOSSARY) for word in re.findall(r"`([^`]+)`", row[1])}
    missing = [
        f"| {member.label} | `{choices.__name__}.{member.name}` | … |"
        for member in choices
        if (str(member.label), f"{choices.__name__}.{member.name}") not in pairs
    ]
    assert not missing, "Add to docs/glossary.md (the label word for word):\n" + "\n".join(missing)


def test_no_row_of_the_glossary_is_cut_short() -> None:
    short = [row for row in _rows(GLOSSARY) if len(row) != 3 or not all(row)]
    assert not short, f"each row is | Vietnamese | `identifier` | meaning |: {short}"


def test_no_state_of_the_glossary_is_gone() -> None:
    known = {f"{choices.__name__}.{member.name}" for choices in _choices() for member in choices}
    gone = sorted(word for word in _identifiers() if re.fullmatch(r"\w+\.[A-Z_0-9]+", word) and word not in known)
    assert not gone, f"docs/glossary.md names states that the code no longer has: {gone}"
