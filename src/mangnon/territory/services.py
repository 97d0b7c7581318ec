"""Writes: loading the packaged list, giving weights."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.territory.catalogue import ALL_LEVELS, packaged_facts
from mangnon.territory.errors import TerritoryRefused
from mangnon.territory.loading import write_facts
from mangnon.territory.policies import check_administer_territory
from mangnon.territory.rules.facts import FactSet, check_facts
from mangnon.territory.terms import Level

UPPER_LEVELS = (Level.PROVINCE, Level.DISTRICT)


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
