"""The pivot over 36 million values (10 years × 34 provinces × 3,321 communes) on PostgreSQL, and the bare query on
PostgreSQL and on DuckDB.

A command of its own, `python -m benchmarks.pivot_national [--values 36000000]`: it needs ten gigabytes of disk and some
minutes. The values are made inside each engine by the same rule, so that all three sums must be the same; the indexes
are made after the filling, as a restored site has them. DuckDB is a comparison alone (requirements/bench.in): the
product does not need it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.indicators import COMMUNES, PROVINCES, YEARS
from benchmarks.measure import Measure, seconds

VALUES = 36_000_000


def main(arguments: list[str]) -> None:
    """See the module."""
    parser = argparse.ArgumentParser(prog="benchmarks.pivot_national", description=__doc__)
    parser.add_argument("--values", type=int, default=VALUES)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.inside:
        for found in on_postgresql(chosen.values):
            print(json.dumps(asdict(found)), flush=True)
        return
    sums = set()
    for found in on_duckdb(chosen.values):
        _print(found)
        sums |= {found.value} if "sum of all" in found.name else set()
    from tests.harness.postgres import cluster

    with cluster() as address:
        command = [sys.executable, "-m", "benchmarks.pivot_national", "--inside", "--values", str(chosen.values)]
        environment = {**os.environ, "DATABASE_URL": address}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
            for line in running.stdout or ():
                found = Measure(**json.loads(line))
                _print(found)
                sums |= {found.value} if "sum of all" in found.name else set()
        if running.returncode:
            raise SystemExit("the part on PostgreSQL did not end well")
    if len(sums) != 1:
        raise SystemExit(f"the engines do not tell the same sum: {sorted(sums)}")


def _print(found: Measure) -> None:
    print(f"  {found.name:<46} {found.value:>14.4g} {found.unit:<6} {found.note}", flush=True)


# As benchmarks.indicators fills PostgreSQL, whose communes come after the provinces.
_FIRST_COMMUNE = PROVINCES + 1
_FIGURES = """CREATE TABLE figure AS SELECT p.range AS pair, 2015 + y.range AS year, u.range AS unit,
((u.range * 7) % 100)::DECIMAL(18, 4) AS numerator, (100 + u.range % 50)::DECIMAL(18, 4) AS denominator
FROM range(?) p, range(?) y, range(?, ?) u"""
_UNITS = "CREATE TABLE unit AS SELECT range AS id, (range - ?) % ? AS parent FROM range(?, ?)"


def _pairs(values: int) -> int:
    return max(1, values // (COMMUNES * YEARS))


def on_duckdb(values: int) -> Iterator[Measure]:
    """The bare query on a table of the same values; memory and processors as a small server has them."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="mangnon-duck-") as folder:
        base = duckdb.connect(str(Path(folder) / "pivot.db"), config={"memory_limit": "2GB", "threads": 2})
        start = time.perf_counter()
        base.execute(_FIGURES, [_pairs(values), YEARS, _FIRST_COMMUNE, _FIRST_COMMUNE + COMMUNES])
        base.execute(_UNITS, [_FIRST_COMMUNE, PROVINCES, _FIRST_COMMUNE, _FIRST_COMMUNE + COMMUNES])
        yield Measure("DuckDB: filled", time.perf_counter() - start, "s", f"{_pairs(values) * YEARS * COMMUNES:,} rows")

        def query() -> list[Any]:
            return base.execute(
                """SELECT f.pair, f.year, u.parent, sum(f.numerator), sum(f.denominator) FROM figure f
                JOIN unit u ON u.id = f.unit GROUP BY ALL"""
            ).fetchall()

        rows = query()
        yield Measure("DuckDB: sum of all numerators", float(sum(row[3] for row in rows)), "", f"{len(rows):,} cells")
        yield Measure("DuckDB: bare query", seconds(query), "s", "rows fetched into Python")
        base.execute("CHECKPOINT")
        size = (Path(folder) / "pivot.db").stat().st_size
        yield Measure("DuckDB: on disk", size / 1e6, "MB")
        base.close()


def on_postgresql(values: int) -> Iterator[Measure]:
    """The product's pivot and the bare query, in the database of DATABASE_URL, which is filled and left so."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings.base")
    django.setup()
    call_command("migrate", verbosity=0)
    from benchmarks import indicators
    from mangnon.accounts.public import SYSTEM
    from mangnon.indicators.public import pivot

    start = time.perf_counter()
    kept = _without_indexes()
    found, keys, made = indicators.filled(values)
    yield Measure("PostgreSQL: filled", time.perf_counter() - start, "s", f"{made:,} rows")
    start = time.perf_counter()
    _run(kept["figure_counted_once"], "ANALYZE")
    yield Measure("PostgreSQL: index of counted figures", time.perf_counter() - start, "s", "and ANALYZE")
    years = [str(2015 + number) for number in range(YEARS)]
    rows: list[Any] = []
    hand = seconds(lambda: rows.extend(indicators.bare()), times=1)
    yield Measure("PostgreSQL: sum of all numerators", float(sum(row[4] for row in rows)), "", f"{len(rows):,} cells")
    yield Measure("PostgreSQL: bare query", hand, "s", "rows fetched into Python")
    cells: list[Any] = []
    mine = seconds(lambda: cells.extend(pivot(SYSTEM, found, years, breakdown_keys=keys)), times=1)
    if (len(cells), sum(each.count for each in cells)) != (len(rows), sum(row[-2] for row in rows)):
        raise RuntimeError(f"{len(cells):,} cells by the product, {len(rows):,} by hand")
    yield Measure("PostgreSQL: pivot of the product", mine, "s", f"{len(cells):,} cells, the same sums")
    yield Measure("PostgreSQL: pivot ÷ bare query", mine / hand, "×")
    one = seconds(lambda: pivot(SYSTEM, found[:1], years[-1:]))
    yield Measure("PostgreSQL: one indicator, one year", one, "s", "all provinces")


def _without_indexes() -> dict[str, str]:
    """The table of figures without keys and indexes while it is filled. Answers what makes each index again."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'indicators_figure'")
        kept = dict(cursor.fetchall())
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'indicators_figure'::regclass ORDER BY contype = 'p'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE indicators_figure DROP CONSTRAINT "{name}" CASCADE')
        for name in kept:
            cursor.execute(f'DROP INDEX IF EXISTS "{name}"')
    return kept


def _run(*statements: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for each in statements:
            cursor.execute(each)


if __name__ == "__main__":
    main(sys.argv[1:])
