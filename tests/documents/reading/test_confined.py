"""The process that takes files of strangers apart: bounded, without secrets, and no loss when it is lost."""

from __future__ import annotations

import io
import os
import signal
from pathlib import Path

import pytest
from PIL import Image

from mangnon.documents.reading import OpenSource, SourcePage, UnreadableSource, open_source
from mangnon.documents.reading.confined import ConfinedFile, ProcessLost
from tests.documents.reading.papers import Paper, pdf, text_at

_PAPER = Paper(text_at(60, 700, "So Y te chu tri, phoi hop voi So Noi vu ra soat danh sach tre em"))


def _process_of(file: ConfinedFile) -> int:
    assert file._child is not None
    return file._child._process.pid


def _memory(pid: int) -> int:
    """The largest resident memory a process has had, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    raise AssertionError("no such figure")


def test_a_crash_costs_one_page_and_the_next_is_read() -> None:
    with open_source(pdf([_PAPER] * 3), "a.pdf") as opened:
        assert opened.read_page(1).trouble == ""
        assert opened._file is not None
        os.kill(_process_of(opened._file), signal.SIGSEGV)
        lost = opened.read_page(2)
        assert (lost.trouble, lost.blocks) == ("damaged", ())
        assert next(opened.read_page(3).texts()).startswith("So Y te")


def test_a_file_that_crashes_again_and_again_is_refused() -> None:
    with open_source(pdf([_PAPER] * 9), "a.pdf") as opened:
        for number in (1, 2):
            assert _read_killed(opened, number).is_unread
        with pytest.raises(UnreadableSource) as refused:
            _read_killed(opened, 3)
    assert refused.value.code == "source_too_hard"


def _read_killed(opened: OpenSource, number: int) -> SourcePage:
    """What is given for a page whose reading kills the process."""
    assert opened._file is not None
    opened._file._opened()
    os.kill(_process_of(opened._file), signal.SIGKILL)
    return opened.read_page(number)


def test_work_that_takes_too_long_is_stopped() -> None:
    file = ConfinedFile(pdf([_PAPER]), "pdf", "a.pdf")
    file.open()
    pid = _process_of(file)
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(ProcessLost) as lost:
        file.ask("read", number=1, seconds=0.2)
    assert lost.value.is_slow
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    file.close()


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="bounds are seen in /proc")
def test_the_process_is_bounded_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANGNON_SECRET_KEY", "geheim" * 10)
    monkeypatch.setenv("DATABASE_URL", "postgres://geheim")
    file = ConfinedFile(pdf([_PAPER]), "pdf", "a.pdf")
    file.open()
    process = Path(f"/proc/{_process_of(file)}")
    assert b"geheim" not in (process / "environ").read_bytes()
    limits = {line[:26].strip(): line[26:].split()[0] for line in (process / "limits").read_text().splitlines()}
    assert int(limits["Max address space"]) <= 1024**3
    assert int(limits["Max cpu time"]) <= 61
    assert limits["Max core file size"] == "0"
    folder = (process / "cwd").readlink()
    assert folder.stat().st_mode & 0o077 == 0
    file.close()
    assert not process.exists()
    assert not folder.exists()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is seen in /proc")
def test_many_scanned_pages_take_no_more_memory_than_few() -> None:
    """A blank sheet costs what any scanned sheet does (drawn at 300 dots per inch, prepared) short of its letters."""
    sheet = Paper("q 612 0 0 792 0 0 cm /Im Do Q", picture=Image.new("L", (1240, 1754), 255))
    with open_source(pdf([sheet] * 8), "quet.pdf") as opened:
        assert opened._file is not None
        seen = []
        for number in range(1, 9):
            assert opened.read_page(number).is_from_picture
            seen.append(_memory(_process_of(opened._file)))
    assert seen[-1] < 700
    assert seen[-1] - seen[3] < 40


def test_a_picture_that_grows_beyond_bounds_is_refused_before_it_does() -> None:
    kept = io.BytesIO()
    Image.new("1", (8000, 9900), 1).save(kept, "TIFF", compression="group4")
    with open_source(kept.getvalue(), "to.tif") as opened:
        assert opened.read_page(1).trouble in ("", "too_slow")
