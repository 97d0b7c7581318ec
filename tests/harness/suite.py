"""The whole suite: on SQLite, then on PostgreSQL. `python -m tests.harness.suite [pytest arguments]`.

What cannot run here is said before the runs begin, so that the last line printed is pytest's own. The first failing
run ends it: its closing line and the exit code always agree.
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

from tests.harness import postgres
from tests.harness.needs import missing_needs, required_needs


def _banner(text: str) -> None:
    print(f"\n=== {text} ===", flush=True)


def surroundings(given: Mapping[str, str]) -> dict[str, str]:
    """The environment of the runs, from the one `given`: no other database, and compiled files kept between processes.

    Where PYTHONDONTWRITEBYTECODE is set, every worker and every command that a test starts would compile the product
    and rewrite the tests anew. They then keep what they compile under `.make/bytecode`, away from the sources.
    """
    kept = {key: value for key, value in given.items() if key != postgres.ADDRESS_VARIABLE}
    if kept.pop("PYTHONDONTWRITEBYTECODE", ""):
        kept.setdefault("PYTHONPYCACHEPREFIX", str(Path(".make", "bytecode").resolve()))
    return kept


def main(arguments: list[str]) -> int:
    """Run it; the exit code is 0 only when every run that is possible here passed."""
    command = [sys.executable, "-m", "pytest", "-n", os.environ.get("MANGNON_TEST_WORKERS", "2"), *arguments]
    has_postgres = postgres.binaries() is not None
    missing = missing_needs()
    if not has_postgres:
        missing["postgres"] = "no PostgreSQL binaries (Debian: apt-get install postgresql)"
    for name, reason in missing.items():
        _banner(f"NOT TESTED HERE: {name}: {reason}")
    absent = required_needs() & missing.keys()
    if absent:
        print(f"MANGNON_REQUIRE asks for {', '.join(sorted(absent))}.", file=sys.stderr)
        return 2
    environment = surroundings(os.environ)
    _banner("SQLite")
    outcome = subprocess.run(command, env=environment, check=False).returncode
    if outcome or not has_postgres:
        return outcome
    _banner("PostgreSQL, a temporary cluster: the tests that use the database")
    return postgres.run([*command, "--only-database"], environment)


if __name__ == "__main__":
    warnings.simplefilter("error")
    sys.exit(main(sys.argv[1:]))
