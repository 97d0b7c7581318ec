"""The walls stand, and they are real: a planted fault is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.walls import REPOSITORY, SOURCE

LINT = Path(sys.executable).with_name("lint-imports")


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--config", folder / "pyproject.toml", "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_is_kept() -> None:
    answer = _lint(REPOSITORY)
    assert answer.returncode == 0, (
        "An import goes through a wall. Move the code to the layer that may know it, or ask through the other app's "
        f"`public`; never add an exception here.\n{answer.stdout[-6000:]}{answer.stderr[-2000:]}"
    )


FAULTS = {
    "an upward import": (
        "territory/planted.py",
        "from mangnon.plans import public\n",
        "Apps are layered",
    ),
    "Django in rules": ("audit/rules.py", "import django.db\n", "Rules, readers, matchers"),
    "Django in rules by a detour": (
        "audit/rules.py",
        "from mangnon.audit import planted\n",
        "Rules, readers, matchers",
    ),
    "a framework in the kernel": ("kernel/planted.py", "import django\n", "The kernel knows no framework"),
    "another app's records": ("documents/planted.py", "from mangnon.audit import models\n", "The door of audit"),
    "services that know pages": (
        "audit/services.py",
        "from mangnon.audit import web\n",
        "Inside an app",
    ),
    "records that know reads": ("agencies/models.py", "from mangnon.agencies import selectors\n", "Inside an app"),
    "an app outside the diagram": ("planted/__init__.py", "", "Apps are layered"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, tmp_path: Path) -> None:
    place, line, contract = FAULTS[fault]
    only_python = shutil.ignore_patterns("__pycache__", "data", "static", "templates", "migrations")
    shutil.copytree(SOURCE, tmp_path / "src" / "mangnon", ignore=only_python)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    package = tmp_path / "src" / "mangnon"
    (package / "audit" / "planted.py").write_text("import django\n", encoding="utf-8")
    (package / "audit" / "web").mkdir(exist_ok=True)
    (package / "audit" / "web" / "__init__.py").touch()
    planted = package / place
    planted.parent.mkdir(exist_ok=True)
    before = planted.read_text(encoding="utf-8") if planted.exists() else ""
    planted.write_text(f"{before}\n{line}", encoding="utf-8")
    answer = _lint(tmp_path)
    broken = [text for text in answer.stdout.splitlines() if contract in text and "BROKEN" in text]
    # A contract that cannot even be applied (an app outside the diagram) is reported under its name, without a verdict.
    assert answer.returncode != 0, f"{fault} went unseen"
    assert broken or (not line and contract in answer.stdout), answer.stdout[-3000:]
