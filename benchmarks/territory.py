"""Loading the list of units, and mapping all communes across 1 July 2025 beside a bare join of the same rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from benchmarks.measure import Measure, seconds

BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
JOIN = """
SELECT unit.id, part.target_id, part.is_divided FROM territory_unit unit
JOIN territory_eventpart part ON part.source_id = unit.id
JOIN territory_territoryevent event ON event.id = part.event_id AND event.effective_on > %s AND event.effective_on <= %s
WHERE unit.level = 'commune'
"""


def measures() -> Iterator[Measure]:
    """Loading everything into an empty database, loading it again, and all 10,051 communes in one query path."""
    from django.db import connection

    from mangnon.accounts.public import SYSTEM
    from mangnon.territory.public import (
        ALL_LEVELS,
        Level,
        aggregate,
        communes_formed_from,
        load_territory,
        map_all,
        map_units,
        unit_with_code,
    )

    def load() -> int:
        return load_territory(actor=SYSTEM, levels=ALL_LEVELS)

    def join() -> int:
        with connection.cursor() as cursor:
            cursor.execute(JOIN, [BEFORE.isoformat(), AFTER.isoformat()])
            return len(cursor.fetchall())

    yield Measure("all units loaded", seconds(load, times=1), "s", "14,039 units, 14,068 edges, 11,203 parts, SQLite")
    if again := load():
        raise RuntimeError(f"loading again created {again} units")
    yield Measure("loaded again", seconds(load), "s", "nothing to write")
    bare = seconds(join, times=5)
    mapped = seconds(lambda: map_all(Level.COMMUNE, BEFORE, AFTER), times=5)
    placed = map_all(Level.COMMUNE, BEFORE, AFTER)
    if len(placed) != 10_051:
        raise RuntimeError(f"{len(placed)} communes mapped, not 10,051")
    yield Measure("all communes mapped", mapped, "s", f"{len(placed)} communes from 30/06/2025 to 01/07/2025")
    yield Measure(
        "ratio to a bare SQL join", mapped / bare, "×", f"the join reads {join()} rows in {bare * 1000:.0f} ms"
    )
    counts = dict.fromkeys(placed, 1)
    yield Measure("counts added under new boundaries", seconds(lambda: aggregate(counts, BEFORE, AFTER)), "s", "10,051")
    commune = unit_with_code("00553", on=BEFORE)
    yield Measure("one commune mapped", seconds(lambda: map_units(commune, BEFORE, AFTER), times=10) * 1000, "ms")
    district = unit_with_code("608", on=BEFORE)
    formed = seconds(lambda: communes_formed_from(district, AFTER), times=10)
    yield Measure("communes formed from a district", formed * 1000, "ms")
