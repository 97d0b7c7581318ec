"""`mangnon files`: what is wrong in the store is told, what nobody needs is removed."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from django.db import transaction

from mangnon.accounts.public import SYSTEM
from mangnon.files import store
from mangnon.files.public import store_file
from mangnon.project.cli import main
from mangnon.project.daily import daily_steps
from tests.files import content as made

pytestmark = pytest.mark.django_db


def test_verify_tells_what_is_missing(store_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with transaction.atomic():
        stored = store_file(actor=SYSTEM, content=made.pdf())
    assert main(["files", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"files": 1, "intact": True, "faults": []}
    store.path_of(stored.sha256).unlink()
    assert main(["files", "verify"]) == 1
    assert "không còn trong kho" in capsys.readouterr().err


def test_sweep_lists_first_and_removes_then(store_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.put(store.path_of("ab" * 32), b"khong ai can")
    old = time.time() - 7200
    os.utime(store.path_of("ab" * 32), (old, old))
    assert main(["files", "sweep", "--dry-run"]) == 0
    assert "ab" * 32 in capsys.readouterr().out
    assert main(["files", "sweep"]) == 0
    assert "Đã xóa 1 tệp" in capsys.readouterr().out
    assert not store.path_of("ab" * 32).exists()


def test_the_round_of_the_day_sweeps(store_root: Path, still_clock: object) -> None:
    store.put(store.path_of("cd" * 32), b"khong ai can")
    old = time.time() - 7200
    os.utime(store.path_of("cd" * 32), (old, old))
    from mangnon.kernel import clock

    daily_steps()["files"](lambda: None, clock.today())
    assert not store.path_of("cd" * 32).exists()
