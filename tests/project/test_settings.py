"""What the environment says, seen by a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def _told(tmp_path: Path, what: str, **environment: str) -> str:
    given = {**os.environ, "MANGNON_HOME": str(tmp_path), "MANGNON_SECRET_KEY": "mới" * 20, **environment}
    given.pop("DATABASE_URL", None)
    words = f"from mangnon.project.settings import base; print(base.{what})"
    return subprocess.run([sys.executable, "-c", words], env=given, capture_output=True, text=True, check=True).stdout


def test_secrets_of_before_are_known(tmp_path: Path) -> None:
    assert _told(tmp_path, "SECRET_KEY_FALLBACKS").strip() == "[]"
    told = _told(tmp_path, "SECRET_KEY_FALLBACKS", MANGNON_OLD_SECRET_KEYS="mot hai")
    assert told.strip() == "['mot', 'hai']"


def test_names_of_the_site_may_have_blanks_between_them(tmp_path: Path) -> None:
    assert _told(tmp_path, "ALLOWED_HOSTS", MANGNON_HOSTS="a.vn, b.vn").strip() == "['a.vn', 'b.vn']"
