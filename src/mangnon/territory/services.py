"""Writes: loading the packaged list, giving weights."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.territory.catalogue import ALL_LEVELS, packaged_facts
from mangnon.territory.errors import TerritoryRefused
from mangnon.territory.loading import write_facts
from mangnon.territory.models import EventPart, PartWeight, Unit
from mangnon.territory.policies import check_administer_territory, check_give_weights
from mangnon.territory.recording import write_event
from mangnon.territory.rules.facts import EventFact, FactSet, Key, UnitFact, check_facts
from mangnon.territory.rules.weights import check_weights
from mangnon.territory.selectors import province_codes_of
from mangnon.territory.terms import Level, Measure

UPPER_LEVELS = (Level.PROVINCE, Level.DISTRICT)
LONGEST_BASIS = 300


def load_territory(*, actor: Actor, levels: Collection[Level] = UPPER_LEVELS, facts: FactSet | None = None) -> int:
    """Load the packaged units of some levels with edges and events; idempotent. Returns how many units were created.

    `levels`: provinces and districts unless told otherwise (quick: 782 units); `ALL_LEVELS` adds 13,257 communes and
    what became of each. Levels must be complete from the top. A database of an earlier version is completed: its
    double rows of unchanged provinces become one. One audit row, none when nothing changed. `facts` takes the place
    of the packaged list. Raises TerritoryRefused (`facts.check_facts`, or `level_gap`), NotAllowed.
    """
    check_administer_territory(actor)
    if facts is None:
        if list(ALL_LEVELS[: len(set(levels))]) != sorted(set(levels), key=ALL_LEVELS.index):
            raise TerritoryRefused(
                "Không nạp được một cấp khi thiếu cấp trên của nó. Chưa có gì được ghi. Hãy nạp từ cấp tỉnh trở xuống.",
                code="level_gap",
            )
        facts = packaged_facts(levels)
    check_facts(facts)
    with transaction.atomic():
        loaded = write_facts(facts)
        if not loaded.is_empty:
            record(
                actor=actor,
                act="load_territory",
                object_type="Unit",
                object_id="*",
                details={
                    "created": loaded.units,
                    "edges": loaded.edges,
                    "events": loaded.events,
                    "joined": loaded.joined,
                },
            )
    return loaded.units


def set_weights(*, actor: Actor, unit: Unit, measure: Measure, weights: Mapping[str, Decimal], basis: str) -> None:
    """Say which share of a measure of a divided unit went to each of its targets (by code); replaces earlier shares.

    `basis`: the document or count the shares stand on. Shares sum to 1 exactly. One audit row with before and after.
    An administrator does so for units of the own province. Raises TerritoryRefused (`rules.weights`, `no_basis`,
    `long_basis`), NotAllowed.
    """
    check_give_weights(actor, province_codes_of(unit))
    if not basis.strip():
        raise TerritoryRefused(
            "Tỷ lệ phải có căn cứ. Chưa có tỷ lệ nào được ghi. Hãy ghi văn bản hoặc số liệu làm căn cứ.",
            code="no_basis",
        )
    if len(basis.strip()) > LONGEST_BASIS:
        raise TerritoryRefused(
            f"Căn cứ dài quá {LONGEST_BASIS} ký tự. Chưa có tỷ lệ nào được ghi. Hãy rút gọn.", code="long_basis"
        )
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        divided = EventPart.objects.filter(source=unit, is_divided=True, target__isnull=False)
        parts = {part.target.code: part for part in divided.select_related("target") if part.target is not None}
        check_weights(weights, parts, name=unit.name)
        old = PartWeight.objects.filter(part__in=parts.values(), measure=measure)
        before = {
            row.part.target.code: str(row.weight) for row in old.select_related("part__target") if row.part.target
        }
        old.delete()
        PartWeight.objects.bulk_create(
            PartWeight(part=parts[code], measure=measure, weight=weight, basis=basis.strip())
            for code, weight in weights.items()
        )
        record(
            actor=actor,
            act="set_weights",
            object_type="Unit",
            object_id=unit.pk,
            details={
                "code": unit.code,
                "measure": measure.value,
                "basis": basis.strip(),
                "before": before,
                "after": {code: str(weight) for code, weight in weights.items()},
            },
        )


def record_event(
    *, actor: Actor, event: EventFact, units: Sequence[UnitFact] = (), parents: Mapping[Key, Key] | None = None
) -> None:
    """Record a later event: its sources end on the eve of its day, `units` begin, and what lay in them is moved.

    A unit that only comes under another parent is in `parents` (kind TRANSFER, no parts): it stays the row it is. What
    lies in a source that goes whole into a target follows it; what lies in a divided or ended one must be in `parents`.
    One transaction, one audit row. Raises NotAllowed and TerritoryRefused
    (codes of `rules.facts`, `event_exists`, `without_parent`).
    """
    check_administer_territory(actor)
    with transaction.atomic():
        ended, moved = write_event(event, units, parents or {})
        record(
            actor=actor,
            act="record_territory_event",
            object_type="TerritoryEvent",
            object_id=event.code,
            details={
                "kind": event.kind.value,
                "effective_on": event.effective_on.isoformat(),
                "document": event.document_number,
                "ended": ended,
                "begun": len(units),
                "moved": moved,
            },
        )
