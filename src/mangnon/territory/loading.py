"""Writing a set of facts in bulk; what is there already stays as it is, and the first version's doubles are joined."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection

from mangnon.kernel.text import fold
from mangnon.territory.catalogue import FIRST_DAY_OF_34, LAST_DAY_OF_63
from mangnon.territory.models import EventPart, ParentEdge, TerritoryEvent, Unit
from mangnon.territory.rules.facts import EdgeFact, EventFact, FactSet, Key
from mangnon.territory.terms import Level

_BATCH = 2000


@dataclass(slots=True)
class Loaded:
    """How many rows a load wrote."""

    units: int = 0
    edges: int = 0
    events: int = 0
    joined: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether everything was there already."""
        return not (self.units or self.edges or self.events or self.joined)


def write_facts(facts: FactSet) -> Loaded:
    """Write what is not there yet. To be called in a transaction, with checked facts."""
    loaded = Loaded(joined=_join_doubles(facts))
    known = _known_units()
    loaded.units = _write_units(facts, known)
    loaded.edges = _write_edges(facts, known)
    loaded.events = _write_events(facts.events, known)
    if loaded.units > _BATCH:
        _tell_planner()
    return loaded


def _tell_planner() -> None:
    """PostgreSQL plans as for empty tables until it has counted them: joins of 14,000 units then take minutes."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in (Unit, ParentEdge, TerritoryEvent, EventPart))
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def _write_units(facts: FactSet, known: dict[Key, int]) -> int:
    """Level by level from the top, so that each unit is written with its last parent; adds the new ones to `known`."""
    last: dict[Key, EdgeFact] = {}
    for edge in facts.edges:
        if edge.child not in last or (last[edge.child].since or dt.date.min) < (edge.since or dt.date.min):
            last[edge.child] = edge
    count = 0
    for level in Level:
        missing = [unit for key, unit in facts.units.items() if key.level == level and key not in known]
        rows = [
            Unit(
                level=level,
                code=unit.key.code,
                name=unit.name,
                folded_name=fold(unit.name),
                kind=unit.kind,
                parent_id=known[last[unit.key].parent] if unit.key in last else None,
                valid_from=unit.key.since,
                valid_to=unit.until,
                legal_basis=unit.basis,
            )
            for unit in missing
        ]
        written = Unit.objects.bulk_create(rows, batch_size=_BATCH)
        known.update({unit.key: row.pk for unit, row in zip(missing, written, strict=True)})
        count += len(rows)
    return count


def _known_units() -> dict[Key, int]:
    rows = Unit.objects.values_list("level", "code", "valid_from", "pk")
    return {Key(Level(level), code, since): pk for level, code, since, pk in rows}


def _write_edges(facts: FactSet, known: dict[Key, int]) -> int:
    have = set(ParentEdge.objects.values_list("child_id", "valid_from"))
    missing = [edge for edge in facts.edges if (known[edge.child], edge.since) not in have]
    ParentEdge.objects.bulk_create(
        (
            ParentEdge(
                child_id=known[edge.child],
                parent_id=known[edge.parent],
                valid_from=edge.since,
                valid_to=edge.until,
                legal_basis=edge.basis,
            )
            for edge in missing
        ),
        batch_size=_BATCH,
    )
    return len(missing)


def _write_events(events: list[EventFact], known: dict[Key, int]) -> int:
    have = dict(TerritoryEvent.objects.values_list("code", "pk"))
    missing = [event for event in events if event.code not in have]
    TerritoryEvent.objects.bulk_create(
        TerritoryEvent(
            code=event.code,
            kind=event.kind,
            effective_on=event.effective_on,
            document_number=event.document_number,
            title=event.title,
            basis_tag=event.tag,
            source=event.source,
        )
        for event in missing
    )
    if missing:
        have = dict(TerritoryEvent.objects.values_list("code", "pk"))
    written = set(EventPart.objects.values_list("event_id", "source_id", "target_id", "unknown_code"))
    parts = [
        EventPart(
            event_id=have[event.code],
            source_id=known[part.source] if part.source else None,
            target_id=known[part.target] if part.target else None,
            is_divided=part.is_divided,
            unknown_code=part.unknown_code,
        )
        for event in events
        for part in event.parts
    ]
    new = [p for p in parts if (p.event_id, p.source_id, p.target_id, p.unknown_code) not in written]
    EventPart.objects.bulk_create(new, batch_size=_BATCH)
    return len(missing) + bool(new and not missing)


def _join_doubles(facts: FactSet) -> list[str]:
    """Units the first version wrote twice although nothing of them changed on 1 July 2025 become one row again.

    Everything that points to the later row is pointed to the earlier one: both are the same unit, so nothing is
    re-keyed. Returns the codes.
    """
    kept = {key for key, unit in facts.units.items() if key.since is None and unit.until is None}
    later = {
        unit.code: unit
        for unit in Unit.objects.filter(level=Level.PROVINCE, valid_from=FIRST_DAY_OF_34)
        if Key(Level.PROVINCE, unit.code) in kept
    }
    earlier = Unit.objects.filter(
        level=Level.PROVINCE, valid_from__isnull=True, valid_to=LAST_DAY_OF_63, code__in=later
    ).order_by("code")
    joined = []
    for unit in earlier:
        double = later[unit.code]
        for relation in Unit._meta.related_objects:
            model = relation.related_model
            name = relation.field.name
            model._base_manager.filter(**{name: double}).update(**{name: unit})
        until = double.valid_to
        double.delete()
        Unit.objects.filter(pk=unit.pk).update(valid_to=until)
        joined.append(unit.code)
    return joined
