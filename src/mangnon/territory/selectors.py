"""Reads of territory. Units are public."""

from __future__ import annotations

import datetime as dt

from mangnon.kernel.text import fold
from mangnon.territory.models import Unit
from mangnon.territory.terms import Level


def province_named(name: str, *, on: dt.date) -> Unit | None:
    """The province valid on a day whose proper name is in `name`, accents apart; None if none or several."""
    words = f" {fold(name)} "
    found = [
        unit
        for unit in Unit.objects.on(on).filter(level=Level.PROVINCE)
        if f" {fold(unit.proper_name)} " in words or fold(unit.name) == words.strip()
    ]
    if len(found) > 1:  # «Hà Nam» inside «Hà Nam Ninh»: the longest name wins, a tie is nobody
        found.sort(key=lambda unit: len(unit.proper_name), reverse=True)
        if len(found[0].proper_name) == len(found[1].proper_name):
            return None
    return found[0] if found else None


def province(code: str, *, on: dt.date) -> Unit | None:
    """The province with a code, valid on a day."""
    return Unit.objects.on(on).filter(level=Level.PROVINCE, code=code).first()


def districts_of(unit: Unit, *, on: dt.date) -> list[Unit]:
    """The districts of a province on a day, by code; empty from 1 July 2025."""
    return list(Unit.objects.on(on).filter(level=Level.DISTRICT, parent=unit).order_by("code"))
