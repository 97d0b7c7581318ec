"""Sở Y tế with an open register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mangnon.accounts.public import Actor
from tests.activities.made import store_at
from tests.outgoing import made
from tests.outgoing.signing.certificates import root
from tests.plans import made as plans_made


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> None:
    """A store of its own for files."""
    store_at(tmp_path / "kho", settings)


@pytest.fixture
def clerk(db: None, store: None) -> Actor:
    """An officer of Sở Y tế, which has a register for every kind."""
    plans_made.province()
    found = made.actor_at("SO_YT")
    made.register(found)
    return found


@pytest.fixture(autouse=True)
def roots(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up authority is one that the site knows."""
    folder = tmp_path_factory.mktemp("goc")
    (folder / "goc.pem").write_bytes(root().pem)
    monkeypatch.setenv("MANGNON_SIGNING_ROOTS", str(folder))
