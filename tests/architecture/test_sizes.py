"""The report of sizes counts rightly; what it reports is for people to judge."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.sizes import oversized


def test_long_files_and_functions_are_named(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "short.py").write_text("def f():\n" + "    x = 1\n" * 49, encoding="utf-8")
    (package / "long.py").write_text("def g():\n" + "    x = 1\n" * 50, encoding="utf-8")
    (package / "deep.py").write_text("x = 1\n" * 401, encoding="utf-8")
    assert list(oversized(package)) == [
        "package/deep.py: 401 lines (budget 400)",
        "package/long.py:1: g: 51 lines (budget 50)",
    ]
