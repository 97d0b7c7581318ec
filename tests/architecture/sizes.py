"""Files and functions that have grown past their budget: something to think about, never a failure.

`python -m tests.architecture.sizes`, and at the end of `make check`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "mangnon"
FILE_LINES = 400
FUNCTION_LINES = 50


def oversized(root: Path = SOURCE) -> Iterator[str]:
    """One line for each file over 400 lines and each function over 50, largest places first within a file's order."""
    for path in sorted(root.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root.parent).as_posix()
        if (lines := text.count("\n")) > FILE_LINES:
            yield f"{name}: {lines} lines (budget {FILE_LINES})"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > FUNCTION_LINES:
                    yield f"{name}:{node.lineno}: {node.name}: {length} lines (budget {FUNCTION_LINES})"


if __name__ == "__main__":
    print("\n".join(oversized()) or "every file and function is within its budget")
