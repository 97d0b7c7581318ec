"""`mangnon worker` as real processes: killed, told to end, two at once. On whichever database the run is on."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from mangnon.accounts.public import SYSTEM
from mangnon.documents.models import DirectiveReading, ReadingJob, ReadPage
from mangnon.documents.receiving import receive_document
from mangnon.jobs.models import Job, Worker
from mangnon.jobs.terms import JobState
from tests.documents.papers import paged, scanned

pytestmark = pytest.mark.django_db(transaction=True)
REPOSITORY = Path(__file__).resolve().parents[2]
Started = Callable[..., "subprocess.Popen[str]"]


def _database() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    from urllib.parse import quote

    return f"postgres://{found['USER']}@{quote(str(found['HOST']), safe='')}/{found['NAME']}"


def _environment(**changes: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        "DATABASE_URL": _database(),
        "MANGNON_HOME": os.environ["MANGNON_HOME"],
        "MANGNON_SECRET_KEY": settings.SECRET_KEY,
        "MANGNON_JOB_LEASE_SECONDS": "6",
        "MANGNON_DAILY_ROUND": "0",
        **changes,
    }


@pytest.fixture
def start() -> Iterator[Started]:
    """Starts `mangnon worker …`; whatever is left of it at the end is ended, with its readers."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, **changes: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "mangnon", "worker", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
            env=_environment(**changes),
        )
        started.append(process)
        return process

    yield run
    for process in started:
        for reader in _children(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(reader, signal.SIGKILL)
        if process.poll() is None:
            process.kill()
        process.communicate()


def _children(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in found.split()]


def _until(what: Callable[[], bool], *, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"not within {seconds} s: jobs {list(Job.objects.values())}"
        time.sleep(0.05)


def _send(content: bytes, name: str = "quet.pdf") -> ReadingJob:
    row = receive_document(actor=SYSTEM, name=name, content=content).reading_job
    assert row is not None
    return row


def _pages(row: ReadingJob) -> int:
    return ReadPage.objects.filter(reading_job=row).count()


def _state(row: ReadingJob) -> str:
    return Job.objects.get(pk=row.job_id).state


def _ended(process: subprocess.Popen[str], *, seconds: float = 300) -> tuple[int, str]:
    _, told = process.communicate(timeout=seconds)
    assert "Traceback" not in told, told
    return process.returncode, told


def test_what_waits_is_read_and_the_worker_ends(start: Started) -> None:
    rows = [_send(paged(2), "mot.pdf"), _send(paged(3), "hai.pdf")]
    assert _ended(start("--once")) == (0, "")
    assert [_state(row) for row in rows] == [JobState.DONE] * 2
    assert DirectiveReading.objects.count() == 2
    assert not Worker.objects.exists()


@pytest.mark.ocr
def test_a_worker_killed_in_the_middle_loses_at_most_a_page(start: Started) -> None:
    row = _send(scanned(4))
    first = start()
    _until(lambda: _pages(row) >= 1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    kept = dict(ReadPage.objects.filter(reading_job=row).values_list("number", "pk"))
    assert _state(row) == JobState.RUNNING
    second = start()
    _until(lambda: _state(row) == JobState.DONE or _pages(row) > len(kept) + 1)
    if _state(row) != JobState.DONE:
        now = dict(ReadPage.objects.filter(reading_job=row).values_list("number", "pk"))
        assert kept.items() <= now.items()
    _until(lambda: _state(row) == JobState.DONE)
    job = Job.objects.get(pk=row.job_id)
    # The reader that was left alone gives the job back after its page, unless the second worker was quicker.
    assert (job.takes, job.losses) in {(2, 0), (2, 1)}
    second.send_signal(signal.SIGTERM)
    assert _ended(second) == (0, "")


@pytest.mark.ocr
def test_sigterm_stores_the_page_and_gives_the_job_back(start: Started) -> None:
    row = _send(scanned(4))
    process = start()
    _until(lambda: _pages(row) >= 1)
    process.send_signal(signal.SIGTERM)
    assert _ended(process) == (0, "")
    job = Job.objects.get(pk=row.job_id)
    assert (job.state, job.losses, job.held_by) == (JobState.WAITING, 0, "")
    assert 1 <= _pages(row) < 4
    assert not Worker.objects.exists()


@pytest.mark.ocr
def test_a_reader_that_dies_thrice_leaves_the_file_to_a_person(start: Started) -> None:
    row = _send(scanned(4))
    process = start()
    _until(lambda: _pages(row) >= 1)

    def has_cost(deaths: int) -> bool:
        if Job.objects.get(pk=row.job_id).losses >= deaths:
            return True
        for reader in _children(process.pid):
            with contextlib.suppress(ProcessLookupError):  # just born, or just gone
                os.killpg(reader, signal.SIGSEGV)
        return False

    for deaths in (1, 2, 3):
        _until(lambda deaths=deaths: has_cost(deaths))  # type: ignore[misc]
    assert _state(row) == JobState.STOPPED
    assert process.poll() is None
    other = _send(paged(2), "sau.pdf")
    _until(lambda: _state(other) == JobState.DONE)
    process.send_signal(signal.SIGINT)
    assert _ended(process) == (0, "")


@pytest.mark.ocr
def test_two_workers_never_read_one_file(start: Started) -> None:
    rows = [_send(scanned(2), "mot.pdf"), *(_send(paged(pages), f"{pages}.pdf") for pages in (2, 3))]
    both = [start("--once"), start("--once")]
    assert [_ended(process) for process in both] == [(0, "")] * 2
    found = Job.objects.order_by("pk").values_list("state", "takes", "losses")
    assert list(found) == [(JobState.DONE, 1, 0)] * len(rows)
    assert DirectiveReading.objects.count() == len(rows)


def test_without_work_a_worker_waits_and_ends_when_told(start: Started) -> None:
    process = start()
    _until(Worker.objects.exists)
    process.send_signal(signal.SIGTERM)
    assert _ended(process) == (0, "")
    assert not Worker.objects.exists()


def test_a_database_that_is_away_is_waited_for(start: Started) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"postgres://ai@127.0.0.1:{closed.getsockname()[1]}/khong"
        process = start(DATABASE_URL=address)
        assert process.stderr is not None
        assert "cơ sở dữ liệu tạm thời không trả lời" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        assert _ended(process) == (0, "")


def test_a_site_that_was_never_prepared_is_told(start: Started, tmp_path: Path) -> None:
    code, told = _ended(start("--once", DATABASE_URL=f"sqlite:///{tmp_path / 'trong.sqlite3'}"))
    assert code == 2
    assert "cơ sở dữ liệu chưa được chuẩn bị" in told
