"""Two made-up provinces with communes and bodies; on 1 July 2025 some communes merge, one is divided."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from decimal import Decimal

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.models import Agency, Post
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import Cell, Period, Recorded, load_dictionary, period_of, record_figures
from mangnon.indicators.terms import FigureState
from mangnon.territory.models import EventPart, ParentEdge, PartWeight, TerritoryEvent, Unit

JULY = dt.date(2025, 7, 1)
JUNE = dt.date(2025, 6, 30)
_numbers = itertools.count(1)


@dataclass
class World:
    """Province 91: communes A, B (merge into AB), D (divided between E and F), S (stays); province 92 with one, X."""

    province: Unit
    other: Unit
    a: Unit
    b: Unit
    d: Unit
    s: Unit
    ab: Unit
    e: Unit
    f: Unit
    x: Unit
    health: Agency
    other_health: Agency
    parts: dict[str, EventPart]

    @property
    def old(self) -> list[Unit]:
        return [self.a, self.b, self.d, self.s]


def commune(code: str, province: Unit, since: dt.date | None = None, until: dt.date | None = None) -> Unit:
    """A commune of a province during one validity."""
    unit = Unit.objects.create(
        code=code,
        name=f"Xã {code[-1]}",
        level="commune",
        kind="Xã",
        parent=province,
        valid_from=since,
        valid_to=until,
    )
    ParentEdge.objects.create(child=unit, parent=province, valid_from=since, valid_to=until)
    return unit


def committee(unit: Unit, province_code: str = "91") -> Agency:
    """A commune's People's Committee."""
    found, _ = Agency.objects.get_or_create(
        code=f"{province_code}.UBND_XA.{unit.code}",
        defaults={
            "catalogue_code": "UBND_XA",
            "name": f"Ủy ban nhân dân {unit.name}",
            "short_name": f"UBND {unit.name}",
            "kind": "peoples_committee",
            "level": "commune",
            "territory": unit,
        },
    )
    return found


def _department(province: Unit) -> Agency:
    return Agency.objects.create(
        code=f"{province.code}.SO_YT",
        catalogue_code="SO_YT",
        name="Sở Y tế",
        short_name="SYT",
        kind="department",
        level="province",
        territory=province,
    )


def world() -> World:
    """Everything, with the delivered dictionary."""
    if not Indicator.objects.exists():  # a database that was emptied by a test before
        load_dictionary(actor=SYSTEM)
    province, other = (
        Unit.objects.create(code=code, name=f"Tỉnh Mẫu {code}", level="province", kind="Tỉnh") for code in ("91", "92")
    )
    a, b, d = (commune(f"91{letter}", province, until=JUNE) for letter in "ABD")
    ab, e, f = (commune(f"91{letter}", province, since=JULY) for letter in "CEF")
    event = TerritoryEvent.objects.create(
        code="mau-2025", kind="merge", effective_on=JULY, document_number="1/NQ-MAU", title="Sắp xếp mẫu", basis_tag="V"
    )
    parts = {
        name: EventPart.objects.create(event=event, source=source, target=target, is_divided=divided)
        for name, source, target, divided in (
            ("a", a, ab, False),
            ("b", b, ab, False),
            ("e", d, e, True),
            ("f", d, f, True),
        )
    }
    return World(
        province=province,
        other=other,
        a=a,
        b=b,
        d=d,
        s=commune("91S", province),
        ab=ab,
        e=e,
        f=f,
        x=commune("92X", other),
        health=_department(province),
        other_health=_department(other),
        parts=parts,
    )


def weigh(found: World, share: str) -> None:
    """Say which share of D's children went to E."""
    for name, weight in (("e", Decimal(share)), ("f", 1 - Decimal(share))):
        PartWeight.objects.create(part=found.parts[name], measure="children", weight=weight, basis="Mẫu")


def actor(agency: Agency, role: Role) -> Actor:
    """Somebody in a post at a body."""
    user = User.objects.create_user(username=f"so-lieu-{next(_numbers)}", password="x", full_name="Trần Thị Mẫu")
    Post.objects.create(user=user, agency=agency, role=role)
    code = agency.code.partition(".")[0]
    return Actor(
        user_id=user.pk,
        label=user.full_name,
        role=role,
        agency_id=agency.pk,
        agency_code=agency.code,
        agency_name=agency.name,
        territory_code=code,
        agency_level=agency.level,
    )


def indicator(code: str, set_code: str = "TT13-2021") -> Indicator:
    """One of the delivered indicators."""
    return Indicator.objects.select_related("set", "same_as", "same_breakdown").get(set__code=set_code, code=code)


def cell(above: int, below: int | None = None) -> Cell:
    """A number."""
    return Cell(FigureState.VALUE, Decimal(above), None if below is None else Decimal(below))


NOT_COLLECTED, NONE = Cell(FigureState.NOT_COLLECTED), Cell(FigureState.NONE)


def put(
    code: str,
    unit: Unit,
    told: Cell | int | None,
    *,
    period: str | Period = "2024",
    part: str = "",
    agency: Agency | None = None,
    set_code: str = "TT13-2021",
) -> Recorded:
    """Record one cell as the unit's own committee tells it."""
    return record_figures(
        actor=SYSTEM,
        unit=unit,
        agency=agency or committee(unit),
        period=period if isinstance(period, Period) else period_of(period),
        cells={(indicator(code, set_code).pk, part): cell(told) if isinstance(told, int) else told},
    )
