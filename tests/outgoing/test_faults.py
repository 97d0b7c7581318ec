"""Kill -9 while a paper is numbered or its files are written, a full disk: no number is lost, none is given twice."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.audit.public import verify_chain
from mangnon.files.models import StoredFile
from mangnon.files.public import content_of
from mangnon.outgoing.models import OutgoingPaper, PaperFile, RegisterYear
from mangnon.outgoing.public import number_paper, register_faults, write_files
from tests.outgoing import made
from tests.project.test_worker import _database

REPOSITORY = Path(__file__).resolve().parents[2]


def _killed(actor: Actor, paper: OutgoingPaper, words: str, home: Path) -> None:
    known = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    known |= {
        "DJANGO_SETTINGS_MODULE": "mangnon.project.settings.base",
        "DATABASE_URL": _database(),
        "MANGNON_HOME": str(home),
        "MANGNON_SECRET_KEY": site.SECRET_KEY,
    }
    command = [sys.executable, "-m", "tests.outgoing.kill_at", words, str(paper.pk), str(actor.user_id)]
    done = subprocess.run(command, cwd=REPOSITORY, env=known, capture_output=True, text=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_the_numbers_run_without_gap_or_double(tmp_path: Path, clerk: Actor) -> None:
    first, second, third = (made.draft(clerk) for _ in range(3))
    connection.close()
    for words in ('UPDATE "outgoing_registeryear"', 'INSERT INTO "audit_'):
        _killed(clerk, first, words, tmp_path)
        first.refresh_from_db()
        assert (first.state, first.number) == ("draft", None), "a number not kept was not given"
        assert not RegisterYear.objects.filter(last_number__gt=0).exists()
        assert verify_chain().intact
    connection.close()
    # Its number is kept; of its files the process lost one, so all.
    _killed(clerk, first, 'INSERT INTO "outgoing_paperfile"', tmp_path)
    first.refresh_from_db()
    assert (first.state, first.number) == ("numbered", 1)
    assert not PaperFile.objects.exists()
    assert number_paper(actor=clerk, paper_id=second.pk).number == 2
    written = write_files(actor=clerk, paper_id=first.pk)
    assert [each.role for each in written] == ["editable", "final"]
    assert content_of(written[1].file.sha256).startswith(b"%PDF")
    assert [each.pk for each in write_files(actor=clerk, paper_id=first.pk)] == [each.pk for each in written]
    assert number_paper(actor=clerk, paper_id=third.pk).number == 3
    assert register_faults(RegisterYear.objects.get()) == []
    assert verify_chain().intact


@contextmanager
def _room(size: int) -> Iterator[None]:
    """No file can grow beyond a size: to the program this is a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def _without_room(settings: Any, free: int) -> None:
    settings.FILES = {**settings.FILES, "reserve_bytes": free}


@pytest.mark.django_db
def test_a_full_disk_takes_no_number_away(clerk: Actor, settings: Any) -> None:
    paper, client = made.draft(clerk), made.client_of(clerk)
    whole = dict(settings.FILES)
    _without_room(settings, 1 << 62)
    answer = client.post(reverse("number_outgoing", args=[paper.pk]), {"version": paper.version})
    assert answer.status_code == 302
    told = [str(each) for each in get_messages(answer.wsgi_request)]
    assert told[0].startswith("Đã cấp số 01/BC-SYT nhưng máy chủ đã hết chỗ lưu tệp")
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("numbered", 1)
    assert StoredFile.objects.count() == 0
    page = client.get(reverse("outgoing_paper", args=[paper.pk])).content.decode()
    assert "Tạo bản trình ký" in page
    again = client.post(reverse("write_outgoing_files", args=[paper.pk]))
    assert again.status_code == 422
    assert "hết chỗ lưu tệp" in again.content.decode()
    settings.FILES = whole
    client.post(reverse("write_outgoing_files", args=[paper.pk]))
    assert sorted(paper.files.values_list("role", flat=True)) == ["editable", "final"]
    assert RegisterYear.objects.get().last_number == 1


@pytest.mark.django_db
def test_a_disk_that_fills_while_a_file_is_written_leaves_no_part(clerk: Actor, tmp_path: Path) -> None:
    paper = made.draft(clerk)
    number_paper(actor=clerk, paper_id=paper.pk)
    with _room(4000), pytest.raises(Exception, match="hết chỗ"):
        write_files(actor=clerk, paper_id=paper.pk)
    assert not PaperFile.objects.exists()
    assert not [each for each in (tmp_path / "kho").rglob("*") if each.is_file()]
    assert len(write_files(actor=clerk, paper_id=paper.pk)) == 2
