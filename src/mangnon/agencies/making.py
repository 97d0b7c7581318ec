"""Unsaved bodies and functions, made from the catalogue and from territory. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from mangnon.agencies.catalogue import CatalogueAgency, CatalogueFunction, kind_of_body
from mangnon.agencies.models import Agency, AgencyFunction, SuccessionEvent
from mangnon.territory.public import Level, Unit

COMMITTEE = "UBND"
_FUNCTION_BASIS = "Danh mục chức năng của cơ quan"


def province_code_of(agency: Agency) -> str:
    """The province under whose code a body stands: the first part of its own code, for ever."""
    return agency.code.partition(".")[0]


def of_provinces(codes: Collection[str], field: str = "code") -> Q:
    """The bodies that stand under some provinces' codes; `field` leads to a body's code."""
    return reduce(or_, (Q(**{f"{field}__startswith": f"{code}."}) for code in sorted(codes)), Q(pk__in=[]))


def free_code(code: str, taken: Collection[str], since: dt.date | None) -> str:
    """The plain code when it was never given, else with the year of the beginning («51.SO_YT.2025»)."""
    if code not in taken:
        return code
    dated = f"{code}.{since.year}" if since else f"{code}.2"
    number = 2
    while dated in taken:
        dated = f"{code}.{since.year if since else 0}_{number}"
        number += 1
    return dated


def later(*days: dt.date | None) -> dt.date | None:
    """The latest of some days; None when none is given."""
    known = [day for day in days if day is not None]
    return max(known) if known else None


def body_of(
    entry: CatalogueAgency, unit: Unit, *, taken: Collection[str], event: SuccessionEvent | None = None
) -> Agency:
    """A province's body as the catalogue describes it; begun by an event, or as old as the unit and the kind are."""
    since = event.effective_on if event else later(entry.valid_from, unit.valid_from)
    return Agency(
        code=free_code(f"{unit.code}.{entry.code}", taken, since),
        catalogue_code=entry.code,
        name=entry.name,
        short_name=entry.short,
        kind=entry.kind,
        level=entry.level,
        territory=unit,
        valid_from=since,
        basis=(event.basis if event else entry.basis or entry.source or "")[:300],
        is_verified=event.is_verified if event else entry.tag in ("V", "S"),
        aliases=list(entry.aliases),
        began_by=event,
    )


def committee_of(unit: Unit, own_province: Unit, *, event: SuccessionEvent | None = None) -> Agency:
    """The People's Committee of a district or commune of a province; as old as both are, or begun by an event."""
    name = f"{unit.name[0].lower()}{unit.name[1:]}"
    return Agency(
        code=f"{own_province.code}.{COMMITTEE}.{unit.code}",
        catalogue_code=COMMITTEE,
        name=f"Ủy ban nhân dân {name}",
        short_name=f"UBND {name}",
        kind="peoples_committee",
        level="district" if unit.level == Level.DISTRICT else "commune",
        territory=unit,
        valid_from=event.effective_on if event else later(unit.valid_from, own_province.valid_from),
        basis=(event.basis if event else unit.legal_basis or "Danh mục đơn vị hành chính")[:300],
        is_verified=event.is_verified if event else True,
        began_by=event,
    )


def copy_of(agency: Agency, unit: Unit, taken: Collection[str], event: SuccessionEvent) -> Agency:
    """A body of a kind that the catalogue does not know, for another province."""
    return Agency(
        code=free_code(f"{unit.code}.{agency.catalogue_code}", taken, event.effective_on),
        catalogue_code=agency.catalogue_code,
        name=agency.name,
        short_name=agency.short_name,
        kind=agency.kind,
        level=agency.level,
        territory=unit,
        valid_from=event.effective_on,
        basis=event.basis[:300],
        is_verified=agency.is_verified,
        aliases=agency.aliases,
        began_by=event,
    )


def entry_of(agency: Agency) -> CatalogueAgency | None:
    """The catalogue's description of a body's kind."""
    return kind_of_body(agency.catalogue_code, agency.level)


def function_rows(agency: Agency, on: dt.date, *, event: SuccessionEvent | None = None) -> list[AgencyFunction]:
    """What a body carries on a day by the catalogue; open until an event moves it."""
    entry = entry_of(agency)
    return rows_of(agency, entry.functions_on(on) if entry else (), event=event)


def rows_of(
    agency: Agency, functions: Iterable[CatalogueFunction], *, event: SuccessionEvent | None = None
) -> list[AgencyFunction]:
    """Unsaved rows that say a body carries some functions."""
    return [
        AgencyFunction(
            agency=agency,
            function=item.code,
            valid_from=later(item.valid_from, agency.valid_from),
            basis=_FUNCTION_BASIS,
            is_verified=item.is_verified,
            began_by=event,
        )
        for item in functions
    ]
