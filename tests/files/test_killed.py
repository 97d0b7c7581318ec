"""A process that is killed while it stores a file: nothing half-stored has a name, and what it left is swept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mangnon.files import store
from mangnon.files.public import sweep_orphans

pytestmark = pytest.mark.django_db
# Writes the same large content again and again, under new names, until it is killed.
_WRITER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings.base"
import django
django.setup()
from mangnon.files import store
content = bytes(range(256)) * 200_000
for number in range(10_000):
    store.put(store.path_of(f"{number:064d}"), content)
    sys.stdout.write("1")
    sys.stdout.flush()
"""


def test_a_process_killed_while_it_writes_leaves_whole_files_only(tmp_path: Path, store_root: Path) -> None:
    environment = {**os.environ, "MANGNON_HOME": str(tmp_path / "nha"), "MANGNON_SECRET_KEY": "x" * 60}
    environment.pop("DATABASE_URL", None)
    writer = subprocess.Popen([sys.executable, "-c", _WRITER], env=environment, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.read(2) == b"11"  # it is at work
    incoming = tmp_path / "nha" / "files" / "incoming"
    until = time.monotonic() + 60
    while not any(incoming.iterdir()) and time.monotonic() < until:
        pass
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    stored = [path for path in (tmp_path / "nha" / "files" / "stored").rglob("*") if path.is_file()]
    assert len(stored) >= 2
    assert {path.stat().st_size for path in stored} == {256 * 200_000}
    (tmp_path / "nha" / "files").rename(store_root)
    left = len(stored) + len(list(store.lying("incoming")))
    assert sweep_orphans(older_than=-1) == left
    assert not list(store.lying("incoming"))
    assert not list(store.lying("stored"))
