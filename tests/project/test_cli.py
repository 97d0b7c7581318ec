"""The `mangnon` command as other programs drive it: exit codes, one clear line, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SCAN = REPOSITORY / "samples" / "kontum_501_khubnd.ocr.txt"


@pytest.fixture
def run(tmp_path: Path):
    """Runs the command in its own process and home; answers (exit code, stdout, stderr)."""

    def _run(*arguments: str) -> tuple[int, str, str]:
        environment = {**os.environ, "MANGNON_HOME": str(tmp_path / "home")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        environment.pop("DATABASE_URL", None)
        done = subprocess.run(
            [sys.executable, "-m", "mangnon", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=REPOSITORY,
            env=environment,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    return _run


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("directive", "read"),
        ("directive", "adopt"),
        ("report", "open"),
        ("up",),
        ("worker",),
        ("demo",),
        ("audit", "verify"),
    ],
)
def test_every_command_has_help(run, arguments: tuple[str, ...]) -> None:
    code, out, _ = run(*arguments, "--help")
    assert code == 0
    assert "usage: mangnon" in out


@pytest.mark.parametrize(
    "arguments", [(), ("nothing",), ("directive",), ("plan", "statistics", "X", "--on", "hôm nay")]
)
def test_unusable_arguments_end_with_two(run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert err.strip()
    assert out == ""


def test_reading_answers_one_json_object_a_file_and_goes_on_after_a_bad_one(run, tmp_path: Path) -> None:
    empty = tmp_path / "trong.txt"
    empty.write_bytes(b"")
    code, out, err = run("directive", "read", str(empty), str(tmp_path / "khong-co.txt"), str(SCAN), "--json")
    assert code == 2
    assert len(err.strip().splitlines()) == 2
    assert "trong.txt" in err
    assert "khong-co.txt" in err
    lines = out.strip().splitlines()
    assert len(lines) == 1
    reading = json.loads(lines[0])
    assert reading["file"] == SCAN.name
    assert len(reading["tasks"]) == 25


def test_repair_keeps_the_line_numbers(run, tmp_path: Path) -> None:
    target = tmp_path / "phuc-hoi.txt"
    code, _, _ = run("directive", "repair", str(SCAN), "--out", str(target))
    assert code == 0
    raw = SCAN.read_text(encoding="utf-8").splitlines()
    repaired = target.read_text(encoding="utf-8").splitlines()
    assert len(repaired) == len(raw)
    assert repaired[2] == "KẾ HOẠCH"


@pytest.fixture
def _begun(begun_home: Callable[[Path], None], tmp_path: Path) -> None:
    begun_home(tmp_path / "home")


@pytest.mark.usefixtures("_begun")
def test_unknown_names_are_told_with_what_there_is(run) -> None:
    assert run("manage", "migrate", "--verbosity", "0")[0] == 0
    code, _, err = run("plan", "statistics", "KHONG-CO", "--json")
    assert code == 2
    assert "KHONG-CO" in err
    code, _, err = run("report", "status", "khong-co", "--period", "2025H1")
    assert code == 2
    assert "khong-co" in err


@pytest.mark.usefixtures("_begun")
def test_reference_data_and_evidence_by_command(run) -> None:
    assert run("manage", "migrate", "--verbosity", "0")[0] == 0
    assert run("territory", "load")[0] == 0
    code, out, _ = run("territory", "load")
    assert (code, "0 đơn vị" in out) == (0, True)
    assert run("agency", "set-up", "--province", "62", "--on", "2025-02-17")[0] == 0
    assert run("agency", "set-up", "--province", "xx", "--on", "2025-02-17")[0] == 2
    code, out, _ = run("audit", "verify", "--json")
    assert code == 0
    answer = json.loads(out)
    assert (answer["rows"], answer["intact"], answer["first_broken"]) == (2, True, None)


def test_an_account_without_a_terminal_for_its_password_is_refused(run) -> None:
    code, _, err = run("account", "add", "lan", "--name", "Nguyễn Thị Mẫu", "--agency", "62.SO_YT", "--role", "leader")
    assert code == 2
    assert "Không có bàn phím để nhập mật khẩu" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("territory", "map", "62", "--from", "2025-01-01", "--to", "2025-07-01"),
        ("agency", "responsible", "--function", "child_affairs", "--territory", "62", "--on", "2025-03-15"),
        ("plan", "statistics", "X"),
        ("audit", "verify"),
    ],
)
def test_an_empty_home_is_told_in_one_line(run, arguments: tuple[str, ...]) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert "chưa được chuẩn bị" in err
    assert len(err.strip().splitlines()) == 1


def test_a_paper_is_written_back_and_the_annex_read_again(run, tmp_path: Path) -> None:
    code, out, err = run("directive", "draft", str(SCAN), "--out", str(tmp_path / "a"))
    assert (code, err) == (0, "")
    assert sorted(Path(line).name for line in out.split()) == [
        "cong-van-giao-nhiem-vu.docx",
        "du-thao.docx",
        "phu-luc.xlsx",
    ]
    code, out, err = run("directive", "draft", str(tmp_path / "a" / "phu-luc.xlsx"), "--out", str(tmp_path / "b"))
    assert (code, err) == (0, "")
    assert len(out.split()) == 3
