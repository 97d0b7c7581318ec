"""The same figures on both databases: SQLite in this process, PostgreSQL in a process and a cluster of its own.

A module that measures on both is run as `python -m benchmarks.NAME` in the second process; it then prints each figure
as one line of JSON. That process migrates what it finds, so the set-up is the same for all of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict

from benchmarks.measure import Measure


def on_both(module: str, here: Iterable[Measure]) -> Iterator[Measure]:
    """`here`, which measures on the SQLite at hand; then what `benchmarks.MODULE` says on PostgreSQL, where it is."""
    for found in here:
        yield Measure(f"SQLite: {found.name}", found.value, found.unit, found.note)
    from tests.harness.postgres import binaries, cluster

    if binaries() is None:
        return
    with cluster() as address:
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{module}"],
            env={**os.environ, "DATABASE_URL": address},
            check=True,
            capture_output=True,
            text=True,
        )
    for line in done.stdout.splitlines():
        found = Measure(**json.loads(line))
        yield Measure(f"PostgreSQL: {found.name}", found.value, found.unit, found.note)


def tell(measured: Callable[[], Iterable[Measure]]) -> None:
    """The second process: the database of DATABASE_URL is migrated, and each figure printed as soon as it is there."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings.base")
    django.setup()
    call_command("migrate", verbosity=0)
    for figure in measured():
        print(json.dumps(asdict(figure)), flush=True)
