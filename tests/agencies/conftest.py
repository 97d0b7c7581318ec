"""A small country: Kon Tum and Quảng Ngãi, which become one province, and Huế, which stays."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.public import ensure_agency, set_up_province
from mangnon.territory.catalogue import packaged_facts
from mangnon.territory.public import load_territory
from mangnon.territory.rules.facts import EventFact, FactSet, Key
from mangnon.territory.terms import Level

ON = dt.date(2025, 2, 17)
MARCH = dt.date(2025, 3, 1)
JULY = dt.date(2025, 7, 1)
_PROVINCES = {"51", "62", "46"}


@lru_cache(maxsize=1)
def small_facts() -> FactSet:
    """The packaged units of three provinces, with everything inside them, before and after 1 July 2025."""
    whole = packaged_facts()
    kept: set[Key] = {key for key in whole.units if key.level == Level.PROVINCE and key.code in _PROVINCES}
    for _ in range(2):
        kept |= {edge.child for edge in whole.edges if edge.parent in kept}
    facts = FactSet()
    for key in whole.units:
        if key in kept:
            facts.add(whole.units[key])
    facts.edges = [edge for edge in whole.edges if edge.child in kept and edge.parent in kept]
    for event in whole.events:
        parts = tuple(
            part
            for part in event.parts
            if (part.source is None or part.source in kept)
            and (part.target is None or part.target in kept)
            and (part.source or part.target) is not None
            and any(key in kept for key in (part.source, part.target) if key is not None)
        )
        if parts:
            facts.events.append(
                EventFact(
                    event.code,
                    event.kind,
                    event.effective_on,
                    event.document_number,
                    event.title,
                    event.tag,
                    event.source,
                    parts,
                )
            )
    return facts


@pytest.fixture
def country(db: None) -> None:
    """Territory of the small country."""
    load_territory(actor=SYSTEM, facts=small_facts())


@pytest.fixture
def kon_tum(country: None) -> None:
    """Kon Tum as it was when plan 501 was issued, with its Ban Dân tộc."""
    set_up_province(actor=SYSTEM, province_code="62", on=ON)
    ensure_agency(actor=SYSTEM, province_code="62", catalogue_code="BAN_DT", on=ON, named_in="Kế hoạch 501/KH-UBND")
