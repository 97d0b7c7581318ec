"""Recording one later event: units end and begin, parents change, and nothing is left without a parent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from mangnon.territory.errors import TerritoryRefused
from mangnon.territory.loading import write_facts
from mangnon.territory.models import ParentEdge, TerritoryEvent, Unit
from mangnon.territory.rules.facts import (
    NOTHING_WRITTEN,
    EdgeFact,
    EventFact,
    FactSet,
    Key,
    PartFact,
    UnitFact,
    check_facts,
    empty_event,
    unknown_unit,
)
from mangnon.territory.terms import Level

_DAY = dt.timedelta(days=1)


def write_event(event: EventFact, units: Sequence[UnitFact], parents: Mapping[Key, Key]) -> tuple[int, int]:
    """Check and write one event in the caller's transaction. Answers how many units ended, and how many were moved.

    `units` begin with the event. `parents` names the parent, from that day, of a new unit or of a unit that is moved;
    without it a new unit takes its source's parent, and what lay in a whole source follows it into its target.
    """
    if TerritoryEvent.objects.filter(code=event.code).exists():
        raise TerritoryRefused(
            f"Sự kiện mang mã «{event.code}» đã được ghi. {NOTHING_WRITTEN} Hãy dùng mã khác nếu là sự kiện khác.",
            code="event_exists",
        )
    if not event.parts and not parents:
        raise empty_event(event)
    rows = _locked_rows(event, units, parents)
    last_day = event.effective_on - _DAY
    sources = {part.source for part in event.parts if part.source is not None}
    ending = {key for key in sources & rows.keys() if rows[key].valid_to is None}
    facts = FactSet()
    for key, row in rows.items():
        until = last_day if key in ending else row.valid_to
        facts.add(UnitFact(key, row.name, row.kind, until, row.legal_basis))
    for unit in units:
        facts.add(unit)
    facts.events.append(event)
    check_facts(facts)
    moves = _moves(event, ending, units, parents, rows)
    facts.edges += [
        EdgeFact(child, parent, event.effective_on, facts.units[child].until, f"Văn bản {event.document_number}")
        for child, parent in moves.items()
    ]
    check_facts(facts)
    closing = [rows[key].pk for key in ending]
    moved = [rows[key].pk for key in moves.keys() & rows.keys()]
    Unit.objects.filter(pk__in=closing).update(valid_to=last_day)
    ParentEdge.objects.filter(child__in=[*closing, *moved], valid_to__isnull=True).update(valid_to=last_day)
    write_facts(facts)
    known = {_key(row): row.pk for row in Unit.objects.filter(code__in={key.code for key in facts.units})}
    for child, parent in moves.items():
        Unit.objects.filter(pk=known[child]).update(parent_id=known[parent])
    return len(closing), len(moved)


def _key(row: Unit) -> Key:
    return Key(Level(row.level), row.code, row.valid_from)


def _locked_rows(event: EventFact, units: Sequence[UnitFact], parents: Mapping[Key, Key]) -> dict[Key, Unit]:
    """Every row of the codes an event touches, and of what lies in its sources, locked against others."""
    keys = [key for part in event.parts for key in (part.source, part.target) if key is not None]
    keys += [unit.key for unit in units] + [key for pair in parents.items() for key in pair]
    rows = Unit.objects.select_for_update().filter(code__in={key.code for key in keys}).order_by("pk")
    found = {_key(row): row for row in rows}
    sources = [found[part.source].pk for part in event.parts if part.source in found]
    inside = Unit.objects.select_for_update().filter(
        pk__in=ParentEdge.objects.filter(parent__in=sources, valid_to__isnull=True).values_list("child", flat=True)
    )
    above = Unit.objects.filter(pk__in={row.parent_id for row in found.values() if row.parent_id is not None})
    found.update({_key(row): row for row in [*inside.order_by("pk"), *above]})
    return found


def _moves(
    event: EventFact,
    ending: set[Key],
    units: Sequence[UnitFact],
    parents: Mapping[Key, Key],
    rows: Mapping[Key, Unit],
) -> dict[Key, Key]:
    """The parent from the event's day on of every new unit, and of every unit that stays and loses its parent."""
    by_pk = {row.pk: key for key, row in rows.items()}
    heir_of = _whole_heirs(event.parts)
    found: dict[Key, Key] = {}
    for unit in units:
        sources = [part.source for part in event.parts if part.target == unit.key and part.source in rows]
        old = {by_pk.get(rows[source].parent_id or 0) for source in sources if source is not None}
        parent = parents.get(unit.key) or (old.pop() if len(old) == 1 else None)
        parent = heir_of.get(parent, parent) if parent else None
        if parent is not None:
            found[unit.key] = parent
        elif unit.key.level != Level.PROVINCE:
            raise _without_parent(str(unit.key))
    pks = {rows[key].pk for key in ending}
    edges = ParentEdge.objects.filter(parent__in=pks, valid_to__isnull=True).values_list("child_id", "parent_id")
    for child, parent_pk in edges:
        key = by_pk[child]
        if key in ending:
            continue
        new = parents.get(key) or heir_of.get(by_pk[parent_pk])
        if new is None or new.level != by_pk[parent_pk].level:
            raise _without_parent(f"{rows[key].name} (mã {key.code})")
        found[key] = new
    for child_key, parent in parents.items():
        if child_key not in rows and child_key not in found:
            raise unknown_unit(str(child_key))
        found[child_key] = parent
    return found


def _whole_heirs(parts: Iterable[PartFact]) -> dict[Key, Key]:
    """Where a source went as a whole."""
    return {part.source: part.target for part in parts if part.source and part.target and not part.is_divided}


def _without_parent(name: str) -> TerritoryRefused:
    return TerritoryRefused(
        f"{name} sẽ không còn thuộc đơn vị nào sau sự kiện này. {NOTHING_WRITTEN} Hãy nêu đơn vị cấp trên mới.",
        code="without_parent",
    )
