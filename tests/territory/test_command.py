"""`mangnon territory` as other programs drive it: shapes, exit codes, one line for what cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
Run = Callable[..., tuple[int, str, str]]
DAYS = ("--from", "2025-06-30", "--to", "2025-07-01")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, begun_home: Callable[[Path], None]) -> Run:
    """The command in its own process, over one loaded home; answers (exit code, stdout, stderr)."""
    home = tmp_path_factory.mktemp("home")
    begun_home(home)

    def _run(*arguments: str) -> tuple[int, str, str]:
        environment = {**os.environ, "MANGNON_HOME": str(home)}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "mangnon", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=120, check=False, cwd=REPOSITORY, env=environment
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    code, out, err = _run("territory", "load")
    assert (code, err) == (0, "")
    assert "14039 đơn vị" in out
    return _run


def mapped(run: Run, *arguments: str) -> list[dict[str, object]]:
    code, out, err = run("territory", "map", *arguments, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert isinstance(found, list)
    return found


def test_loading_again_creates_nothing(run: Run) -> None:
    assert run("territory", "load") == (0, "Đã nạp 0 đơn vị hành chính mới.\n", "")


def test_a_whole_unit_maps_with_weight_one_forward_and_back(run: Run) -> None:
    (found,) = mapped(run, "62", *DAYS)
    assert (found["code"], found["name"], found["weight"]) == ("51", "Tỉnh Quảng Ngãi", 1)
    assert (found["level"], found["is_divided"], found["basis"]) == ("province", False, "Nghị quyết 202/2025/QH15")
    back = mapped(run, "51", "--from", "2025-07-01", "--to", "2025-06-30")
    assert [(part["code"], part["weight"]) for part in back] == [("51", None), ("62", None)]


def test_a_divided_unit_has_all_targets_and_no_weights(run: Run) -> None:
    found = mapped(run, "00553", *DAYS)
    assert len(found) == 4
    assert {part["weight"] for part in found} == {None}
    assert all(part["is_divided"] for part in found)
    code, out, _ = run("territory", "map", "00553", *DAYS)
    assert code == 0
    assert out.count("một phần, chưa biết tỷ lệ") == 4


def test_a_unit_nobody_followed_gives_nothing_and_says_why(run: Run) -> None:
    assert mapped(run, "16387", *DAYS) == []
    assert "Không xác định được: danh mục không ghi đơn vị kế tiếp." in run("territory", "map", "16387", *DAYS)[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("9x", *DAYS), "«9x»"),
        (("62", "--from", "2025-07-01", "--to", "2025-06-30"), "«62» vào ngày 01/07/2025"),
        (("62", "--from", "30/06/2025", "--to", "2025-07-01"), "«30/06/2025» không phải là ngày"),
        (("62", "--level", "commune", *DAYS), "ở cấp xã"),
    ],
)
def test_what_cannot_be_ends_with_two_and_one_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = run("territory", "map", *arguments, "--json")
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert "Hãy " in err
