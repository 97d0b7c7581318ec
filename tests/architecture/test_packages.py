"""What the tests and the product import is installed by `make test` and `make run` alone, on a machine that has nothing
else: a package that only the measurements or the checks bring is there by chance."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.walls import REPOSITORY

OURS = {"mangnon", "tests", "benchmarks", "score_directives"}  # the last is a script beside the repository


def _locked(*names: str) -> set[str]:
    found: set[str] = set()
    for name in names:
        text = (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        found |= set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    return found


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


def foreign(folder: Path, locked: set[str]) -> set[tuple[str, str]]:
    """(file, package) of each import below a folder that no locked distribution brings."""
    brought = packages_distributions()
    return {
        (path.name, name)
        for path in folder.rglob("*.py")
        for name in _imported(path)
        if name not in OURS
        and name not in sys.stdlib_module_names
        and not {each.lower().replace("_", "-") for each in brought.get(name, ())} & locked
    }


def test_the_product_imports_what_it_is_installed_with() -> None:
    assert foreign(REPOSITORY / "src", _locked("run", "postgres", "hsm")) == set()


def test_the_tests_import_what_they_are_installed_with() -> None:
    assert foreign(REPOSITORY / "tests", _locked("run", "postgres", "hsm", "test")) == set()


def test_a_package_by_chance_is_found(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text("def read():\n    from openpyxl import load_workbook\n", encoding="utf-8")
    assert foreign(tmp_path, _locked("run", "test")) == {("planted.py", "openpyxl")}
