"""Runs every benchmark and prints its figures. Exit code 1 when one could not run: a silent gap is no measurement."""

from __future__ import annotations

import argparse
import atexit
import importlib
import json
import os
import pkgutil
import platform
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from benchmarks.measure import Measure

_NOT_BENCHMARKS = {"__main__", "engines", "measure", "pivot_national", "reading_quality"}
Benchmark = Callable[[], Iterable[Measure]]


def discover() -> dict[str, Benchmark]:
    """Each module of this folder that has `measures()`, by its name."""
    found: dict[str, Benchmark] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name not in _NOT_BENCHMARKS:
            found[module.name] = importlib.import_module(f"benchmarks.{module.name}").measures
    return found


def prepare() -> Callable[[], None]:
    """A throw-away home with an empty, migrated SQLite database: no benchmark touches a real site. Answers what empties
    it again, so that no benchmark finds what the one before it left."""
    home = tempfile.mkdtemp(prefix="mangnon-bench-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["MANGNON_HOME"] = home
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings.base"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return _emptying(Path(home))


def _emptying(home: Path) -> Callable[[], None]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    database = Path(str(connection.settings_dict["NAME"]))
    kept = home / "empty.sqlite3"
    shutil.copyfile(database, kept)

    def empty() -> None:
        connection.close()
        for tail in ("-wal", "-shm"):
            database.with_name(database.name + tail).unlink(missing_ok=True)
        shutil.copyfile(kept, database)

    return empty


def main(arguments: list[str]) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="benchmarks to run (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    chosen = parser.parse_args(arguments)
    empty = prepare()
    benchmarks = discover()
    if unknown := set(chosen.names) - benchmarks.keys():
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(sorted(benchmarks)) or 'none'}")
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    figures, failed = {}, []
    for name in chosen.names or sorted(benchmarks):
        print(f"\n{name}", flush=True)
        empty()
        try:
            figures[name] = list(benchmarks[name]())
        except Exception:
            traceback.print_exc()
            failed.append(name)
            continue
        for figure in figures[name]:
            print(f"  {figure.name:<40} {figure.value:>12.4g} {figure.unit:<10} {figure.note}", flush=True)
    if chosen.json:
        plain = {name: [asdict(figure) for figure in figures[name]] for name in figures}
        chosen.json.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if failed:
        print(f"\ncould not run: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
