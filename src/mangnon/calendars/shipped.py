"""The days delivered with the product: read from the package, entered where nobody has entered anything for the day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from mangnon.kernel import clock

_FILE = "working_days.json"


@dataclass(frozen=True, slots=True)
class ShippedDay:
    """One entry; `source` says by whom the document is known."""

    day: dt.date
    kind: str
    name: str
    basis: str
    tag: str
    pair_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ShippedYear:
    """A year whose whole arrangement is delivered."""

    year: int
    basis: str
    tag: str
    note: str
    days: tuple[ShippedDay, ...]


def shipped_years() -> list[ShippedYear]:
    """Every year delivered, first to last. The file's form: data/working_days.json, «about»."""
    told = json.loads(resources.files("mangnon.calendars").joinpath("data", _FILE).read_text(encoding="utf-8"))
    return [
        ShippedYear(year["year"], year["basis"], year["tag"], year.get("note", ""), tuple(_days(year)))
        for year in told["years"]
    ]


def _days(year: dict[str, Any]) -> Iterator[ShippedDay]:
    for entry in year["off"]:
        yield ShippedDay(dt.date.fromisoformat(entry["day"]), "off", entry["name"], _basis(entry), entry["tag"])
    for entry in year["swaps"]:
        off, worked = dt.date.fromisoformat(entry["off"]), dt.date.fromisoformat(entry["worked"])
        yield ShippedDay(off, "off", f"Hoán đổi: {entry['name']}", _basis(entry), entry["tag"], worked)
        yield ShippedDay(worked, "swapped_in", f"Làm bù: {entry['name']}", _basis(entry), entry["tag"], off)


def _basis(entry: dict[str, Any]) -> str:
    source = entry.get("source")
    return f"{entry['basis']} (nguồn: {source})" if source else str(entry["basis"])


def enter_shipped(day_model: Any, year_model: Any) -> int:
    """Enter what is delivered and not there yet; how many days were. For a migration, with its own models.

    A day or a year on which anything was entered, or withdrawn, by whomever stays as it is.
    """
    now = clock.now()
    years = shipped_years()
    there = set(day_model.objects.values_list("day", flat=True))
    known = set(year_model.objects.values_list("year", flat=True))
    rows = [
        day_model(
            day=day.day,
            kind=day.kind,
            name=day.name,
            basis=day.basis,
            tag=day.tag,
            pair_on=day.pair_on,
            entered_at=now,
        )
        for year in years
        for day in year.days
        if day.day not in there
    ]
    day_model.objects.bulk_create(rows)
    year_model.objects.bulk_create(
        year_model(year=year.year, is_complete=True, basis=year.basis, tag=year.tag, note=year.note, entered_at=now)
        for year in years
        if year.year not in known
    )
    return len(rows)
