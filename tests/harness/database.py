"""The test database is migrated once, not once a worker and a run.

Migrating an empty database takes longer than most folders of tests. The first worker that needs one migrates it and
keeps a copy; whoever comes later starts from the copy. A copy is named after a digest of every file of the product and
of the installed packages' names, so any change of the product makes a new one. Migrating runs on the copy as well and
finds nothing to do, and `MANGNON_FRESH_DATABASE=1` does without copies.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.creation import BaseDatabaseCreation

import mangnon

_SOURCES = {".py", ".sql", ".json", ".csv", ".toml", ".txt"}
_WAIT_SECONDS = 600


@cache
def digest_of_product() -> str:
    """Name of the state that migrating leads to: the product's files and the installed packages, in short."""
    root = Path(next(iter(mangnon.__path__)))
    found = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.suffix in _SOURCES and path.is_file()):
        found.update(f"{path.relative_to(root)}\n".encode())
        found.update(path.read_bytes())
    for line in sorted(f"{each.name}=={each.version}" for each in importlib.metadata.distributions()):
        found.update(line.encode())
    return found.hexdigest()[:20]


def begin_home(kept_in: Path, home: Path) -> None:
    """Give a home for a command's own process the migrated database that this run keeps, if it keeps one already; the
    process finds nothing left to migrate. Else the home stays empty, and the process migrates."""
    kept = kept_in / f"{digest_of_product()}.sqlite3"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if kept.is_file() and os.environ.get("MANGNON_FRESH_DATABASE") != "1":
        shutil.copyfile(kept, home / "mangnon.sqlite3")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process of this machine at a time; a process that dies gives the lock back."""

    with lock.open("a") as held:
        deadline = time.monotonic() + _WAIT_SECONDS
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        yield


def _copy_sqlite(create: Callable[[bool], Any], creation: Any, folder: Path, digest: str) -> Any:
    kept, name = folder / f"{digest}.sqlite3", creation._get_test_db_name()
    if kept.is_file():
        shutil.copyfile(kept, name)
        return create(True)
    made = create(False)
    creation.connection.close()
    for old in folder.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    new = kept.with_suffix(".new")
    new.unlink(missing_ok=True)
    source = sqlite3.connect(made)
    with source:
        source.execute("VACUUM INTO ?", (str(new),))
    source.close()
    new.replace(kept)
    return made


def _copy_postgresql(create: Callable[[bool], Any], creation: Any, digest: str) -> Any:
    """The copy lies in the cluster, which lives as long as the run."""
    quote, kept = creation.connection.ops.quote_name, f"mangnon_kept_{digest}"
    name = creation._get_test_db_name()

    def run(statement: str, *values: str) -> list[Any]:
        with creation._nodb_cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    if run("SELECT 1 FROM pg_database WHERE datname = %s", kept):
        run(f"DROP DATABASE IF EXISTS {quote(name)}")
        run(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(kept)}")
        return create(True)
    made = create(False)
    creation.connection.close()
    run(f"CREATE DATABASE {quote(kept)} TEMPLATE {quote(name)}")
    return made


def keep_migrated_databases(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """From here on test databases start from a copy in `folder` (SQLite) or in the cluster, where there is one."""
    if os.environ.get("MANGNON_FRESH_DATABASE") == "1":
        return
    original = BaseDatabaseCreation.create_test_db
    digest = digest_of_product()

    def create_test_db(
        self: Any, verbosity: int = 1, autoclobber: bool = False, serialize: Any = None, keepdb: bool = False
    ) -> Any:
        def create(kept: bool) -> Any:
            words = {} if serialize is None else {"serialize": serialize}
            return original(self, verbosity=verbosity, autoclobber=autoclobber, keepdb=kept or keepdb, **words)

        if keepdb:
            return create(True)
        with _alone(folder / "lock"):
            if self.connection.vendor == "postgresql":
                return _copy_postgresql(create, self, digest)
            return _copy_sqlite(create, self, folder, digest)

    patch.setattr(BaseDatabaseCreation, "create_test_db", create_test_db)
