"""What `mangnon up` keeps alive beside the server: started again when it dies, gone when the server is."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
_CHILD = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1], str(os.getpid())).touch(); time.sleep(600)"


def _until(what: Callable[[], bool], *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.1)


def _is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be noticed does not."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[int]]:
    """Numbers of processes that must be gone at the end, whatever happened."""
    pids: list[int] = []
    yield pids
    for pid in [*pids, *(int(path.name) for path in (tmp_path / "kept").glob("*"))]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _keep(folder: Path) -> list[str]:
    folder.mkdir(exist_ok=True)
    return [sys.executable, "-m", "mangnon.project.keeping", sys.executable, "-c", _CHILD, str(folder)]


def test_what_dies_is_started_again_and_ends_when_told(tmp_path: Path, started: list[int]) -> None:
    folder = tmp_path / "kept"
    keeper = subprocess.Popen(_keep(folder), cwd=REPOSITORY)
    started.append(keeper.pid)
    _until(lambda: len(list(folder.iterdir())) == 1)
    (first,) = (int(path.name) for path in folder.iterdir())
    os.kill(first, signal.SIGKILL)
    _until(lambda: len(list(folder.iterdir())) == 2)
    keeper.terminate()
    assert keeper.wait(timeout=20) == 0
    assert not any(_is_alive(int(path.name)) for path in folder.iterdir())


def test_nothing_is_left_when_the_parent_is_killed(tmp_path: Path, started: list[int]) -> None:
    folder = tmp_path / "kept"
    parent = subprocess.Popen(
        [sys.executable, "-c", f"import subprocess, time; subprocess.Popen({_keep(folder)!r}); time.sleep(600)"],
        cwd=REPOSITORY,
    )
    started.append(parent.pid)
    _until(lambda: len(list(folder.iterdir())) == 1)
    parent.kill()
    parent.wait()
    (kept,) = (int(path.name) for path in folder.iterdir())
    _until(lambda: not _is_alive(kept))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _told(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/suc-khoe", timeout=5) as answer:
            return str(json.load(answer)["worker"])
    except (urllib.error.URLError, OSError):
        return "no server"


def _descendants(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [one for child in children for one in (int(child), *_descendants(int(child)))]


def _worker_below(pid: int) -> int:
    for one in _descendants(pid):
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")
            if b"worker" in words and b"mangnon.project.keeping" not in words:
                return one
    return 0


def test_up_runs_a_worker_that_comes_back_and_goes_with_it(tmp_path: Path, started: list[int]) -> None:
    port = _free_port()
    environment = {**os.environ, "MANGNON_HOME": str(tmp_path / "home")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("DATABASE_URL", None)
    with (tmp_path / "log").open("wb") as log:
        site = subprocess.Popen(
            [sys.executable, "-m", "mangnon", "up", "--no-sample", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=REPOSITORY,
            env=environment,
        )
    started.append(site.pid)
    _until(lambda: _told(port) == "alive", seconds=180)
    first = _worker_below(site.pid)
    assert first
    os.kill(first, signal.SIGKILL)
    _until(lambda: _worker_below(site.pid) not in (0, first), seconds=60)
    below = _descendants(site.pid)
    started.extend(below)
    site.terminate()
    site.wait(timeout=60)
    _until(lambda: not any(_is_alive(pid) for pid in below), seconds=60)
    assert b"Traceback" not in (tmp_path / "log").read_bytes()
