"""Where figures belong: the province of a unit, what an agency answers for, units of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from mangnon.agencies.public import Agency
from mangnon.indicators.errors import FiguresRefused
from mangnon.territory.public import Level, Unit, ancestors, map_units, province_of, units_on


def province_codes_of(unit: Unit) -> frozenset[str]:
    """The province a unit lay in on its last day (or today's), and the one that answers for its area now."""
    day = unit.valid_to or dt.date.max
    own = unit if unit.level == Level.PROVINCE else next(iter(ancestors(unit, day)[::-1]), None)
    codes = {own.code} if own is not None and own.level == Level.PROVINCE else set()
    if unit.valid_to is not None:
        heir = province_of(unit, unit.valid_to + dt.timedelta(days=1))
        codes |= {heir.code} if heir else set()
    return frozenset(codes)


def is_place_of(agency: Agency, unit: Unit, on: dt.date) -> bool:
    """Whether an agency answers for a unit: its own territory, what lay in it then, what came to its province, and what
    its territory was formed from (`places_of`: whose papers it took over)."""
    if agency.territory_id == unit.pk:
        return True
    if agency.territory.level == Level.PROVINCE and agency.territory.code in province_codes_of(unit):
        return True
    if any(above.pk == agency.territory_id for above in ancestors(unit, on)):
        return True
    return any(each.pk == unit.pk for each in places_of(agency, on))


def places_of(agency: Agency, on: dt.date) -> list[Unit]:
    """The units of a day that make up an agency's territory, by code: itself, or, where it began after the day, those
    that went wholly into it; where none did, those that were divided among it and others.

    Who took a place over holds its papers, so it tells the place's figures of before. For a unit that was divided the
    province answers, but for a body that has no other; two such tell one cell, and one of them counts. A territory
    that cannot be followed back is answered as it is. No query where the territory was there on the day.
    """
    own = agency.territory
    if own.valid_from is None or own.valid_from <= on:
        return [own]
    before = [share.unit for share in map_units(own, own.valid_from, on).shares]
    whole = {each.pk for each in ended_units([own.pk])}
    return [each for each in before if each.pk in whole] or before or [own]


def ended_units(heirs: Iterable[int]) -> QuerySet[Unit]:
    """The units that wholly went into some units, by code."""
    found = Unit.objects.filter(became__target__in=list(heirs), became__is_divided=False, valid_to__isnull=False)
    return found.distinct().order_by("code", "pk")


def units_to_choose(agency: Agency, today: dt.date, since: dt.date) -> tuple[list[Unit], list[Unit]]:
    """Of which units an agency tells figures: those of today, and those that ended since a day, whose periods of before
    are told under them. Constant queries."""
    own = agency.territory
    below = list(units_on(Level.COMMUNE, today, within=own)) if own.level == Level.PROVINCE else []
    now = [own, *below]
    heirs = [each.pk for each in now]
    return now, list(ended_units(heirs).filter(valid_to__gte=since, valid_to__lt=today))


def chain_of(unit: Unit, on: dt.date) -> tuple[int, ...]:
    """The unit and those it lay in on a day, nearest first, by key."""
    return (unit.pk, *(above.pk for above in ancestors(unit, on)))


def check_unit_on(unit: Unit, on: dt.date) -> None:
    """A figure is kept under the unit of its period's last day. Raises FiguresRefused for a unit of other days."""
    begins_later = unit.valid_from is not None and unit.valid_from > on
    ended_before = unit.valid_to is not None and unit.valid_to < on
    if begins_later or ended_before:
        raise FiguresRefused(
            f"«{unit.name}» không tồn tại vào ngày cuối kỳ ({on:%d/%m/%Y}). Chưa có gì được ghi. "
            "Hãy chọn đơn vị hành chính của ngày đó; số liệu được quy đổi khi xem theo địa giới ngày khác.",
            code="unit_not_valid",
        )


def units_of(level: str, on: dt.date, within: Unit | None) -> list[Unit]:
    """The units of a level on a day, by code: inside another unit, or of the whole country."""
    if within is not None and within.level == level:
        return [within]
    return list(units_on(Level(level), on, within=within))


def codes_of(units: Iterable[Unit]) -> frozenset[str]:
    """The province codes of several units."""
    return frozenset(code for unit in units for code in province_codes_of(unit))
