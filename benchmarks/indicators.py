"""Pivot over figures against the bare query: 10 years × 34 provinces, 360,000 values.

On SQLite here, and on PostgreSQL in a throw-away cluster when the machine has one. `MANGNON_BENCH_SHARE=100` makes
36 million values.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from typing import Any

from benchmarks.engines import on_both, tell
from benchmarks.measure import Measure, seconds

VALUES, YEARS, PROVINCES, COMMUNES = 360_000, 10, 34, 3_321
_FIRST = 2015


def _values() -> int:
    return int(VALUES * float(os.environ.get("MANGNON_BENCH_SHARE", "1")))


def measures() -> Iterator[Measure]:
    """SQLite in this process, PostgreSQL in another."""
    yield from on_both("indicators", measured(_values()))


def measured(values: int) -> Iterator[Measure]:
    """The pivot over so many values in one transaction, rolled back."""
    from django.db import connection, transaction

    with transaction.atomic():
        indicators, keys, made = filled(values)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield from _measured(indicators, keys, made)
        transaction.set_rollback(True)


def _measured(indicators: list[int], keys: list[str], made: int) -> Iterator[Measure]:
    from mangnon.accounts.public import SYSTEM
    from mangnon.indicators.public import pivot

    years = [str(_FIRST + number) for number in range(YEARS)]

    def product() -> list[Any]:
        return pivot(SYSTEM, indicators, years, breakdown_keys=keys)

    cells, plain = product(), bare()
    if sum(cell.count for cell in cells) != sum(row[-2] for row in plain) or len(cells) != len(plain):
        raise RuntimeError(f"{len(cells)} cells by the product, {len(plain)} by hand")
    what = f"{made:,} values → {len(cells):,} cells"
    mine, hand = seconds(product), seconds(bare)
    yield Measure("pivot by indicator, breakdown, year and province", mine, "s", what)
    yield Measure("pivot: ratio to bare SQL", mine / hand, "×", f"one hand-written statement: {hand:.2f} s")
    one = seconds(lambda: pivot(SYSTEM, indicators[:1], years[-1:]))
    yield Measure("one indicator, one year, all provinces", one, "s", what)


_BARE = """
SELECT f.indicator_id, f.breakdown_id, f.period_code, u.parent_id, sum(f.numerator), sum(f.denominator)
FROM indicators_figure f JOIN territory_unit u ON u.id = f.unit_id
WHERE f.is_counted GROUP BY f.indicator_id, f.breakdown_id, f.period_code, u.parent_id
"""


def bare() -> list[tuple[Any, ...]]:
    """The same sums by one statement that asks neither for rights nor for boundaries nor for what is missing."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_BARE)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


_FILL = """
INSERT INTO indicators_figure (indicator_id, breakdown_id, unit_id, agency_id, period_code, starts_on, ends_on, state,
 numerator, denominator, version, is_current, is_counted, source_kind, source_key, reason, entered_at)
SELECT m.indicator_id, m.breakdown_id, u.id, %s, %s, %s, %s, 'value',
 (u.id * 7) %% 100, 100 + u.id %% 50, 1, %s, %s, 'form', '', '', %s
FROM mau m CROSS JOIN territory_unit u WHERE u.level = 'commune'
"""


def filled(values: int) -> tuple[list[int], list[str], int]:
    """Provinces, communes and figures of ten years; written by the database itself, for there are many."""
    from django.db import connection

    from mangnon.agencies.models import Agency
    from mangnon.indicators.models import Breakdown, Indicator
    from mangnon.territory.models import ParentEdge, Unit

    provinces = Unit.objects.bulk_create(
        Unit(code=f"{number:02}", name=f"Tỉnh Mẫu {number}", level="province", kind="Tỉnh")
        for number in range(PROVINCES)
    )
    share = min(COMMUNES, max(PROVINCES, values // YEARS))
    communes = Unit.objects.bulk_create(
        Unit(code=f"{number:05}", name=f"Xã {number}", level="commune", kind="Xã", parent=provinces[number % PROVINCES])
        for number in range(share)
    )
    ParentEdge.objects.bulk_create(ParentEdge(child=each, parent=each.parent) for each in communes)
    agency = Agency.objects.create(
        code="00.M",
        catalogue_code="M",
        name="Cơ quan mẫu",
        short_name="M",
        kind="department",
        level="province",
        territory=provinces[0],
    )
    each_year = max(1, values // (share * YEARS))
    rows = list(Indicator.objects.filter(kind="rate", is_heading=False, same_as__isnull=True).order_by("pk")[:60])
    needed = [Breakdown.objects.get_or_create(key="", defaults={"label": "Tổng số"})[0]]
    needed += Breakdown.objects.bulk_create(
        Breakdown(key=f"mau={number}", label=f"Mẫu {number}") for number in range(1, -(-each_year // len(rows)))
    )
    pairs = [(row.pk, part.pk) for part in needed for row in rows][:each_year]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE mau (indicator_id bigint, breakdown_id bigint)")
        cursor.executemany("INSERT INTO mau VALUES (%s, %s)", pairs)
        for year in range(_FIRST, _FIRST + YEARS):
            first, last, now = dt.date(year, 1, 1), dt.date(year, 12, 31), dt.datetime.now(dt.UTC)
            cursor.execute(_FILL, [agency.pk, str(year), first, last, True, True, now])
    return [row.pk for row in rows], [part.key for part in needed], len(pairs) * share * YEARS


if __name__ == "__main__":
    tell(lambda: measured(_values()))
