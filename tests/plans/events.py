"""Succession events written straight into the tables: what bodies became, without a file of events."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency, AgencyFunction, Reorganisation, SuccessionEvent, SuccessionPart
from mangnon.kernel import clock
from mangnon.plans.models import Plan
from mangnon.plans.successions.moving import move_assignments
from mangnon.territory.models import Unit
from tests.plans import made

MARCH, MAY, JULY = dt.date(2025, 3, 1), dt.date(2025, 5, 1), dt.date(2025, 7, 1)
_numbers = itertools.count(1)

# (source, target, function)
Step = tuple[str, str | None, str]


def body(code: str, *, level: str = "province", name: str = "", valid_from: dt.date | None = None) -> Agency:
    """A new body of the test province."""
    return Agency.objects.create(
        code=f"{made.PROVINCE}.{code}",
        catalogue_code=code,
        name=name or f"Cơ quan {code}",
        short_name=code,
        kind="peoples_committee" if level != "province" else "department",
        level=level,
        territory=Unit.objects.get(code=made.PROVINCE),
        valid_from=valid_from,
    )


def carries(code: str, *functions: str) -> None:
    """The functions a body carries."""
    for function in functions:
        AgencyFunction.objects.get_or_create(agency=made.agency(code), function=function)


def event(
    steps: Sequence[Step],
    *,
    on: dt.date = MARCH,
    kind: str = "merge",
    ends: bool = True,
    tag: str = "S",
    is_verified: bool = True,
) -> SuccessionEvent:
    """An event with its parts; its sources end the day before unless `ends` is False."""
    number = next(_numbers)
    batch = Reorganisation.objects.create(
        code=f"thu-{number}", title=f"Sắp xếp mẫu {number}", digest="", applied_at=clock.now()
    )
    found = SuccessionEvent.objects.create(
        reorganisation=batch,
        order=0,
        kind=kind,
        effective_on=on,
        document_number=f"{number}/2025/NĐ-CP",
        basis=f"Nghị định {number}/2025/NĐ-CP",
        tag=tag,
    )
    for source, target, function in steps:
        SuccessionPart.objects.create(
            event=found,
            source=made.agency(source),
            target=made.agency(target) if target else None,
            function=function,
            is_verified=is_verified,
        )
    if ends:
        sources = [made.agency(source).pk for source in {source for source, _, _ in steps}]
        Agency.objects.filter(pk__in=sources).update(valid_to=on - dt.timedelta(days=1), ended_by=found)
    return found


def reorganised() -> Plan:
    """A plan after two reorganisations: Sở Y tế became Sở Mới in March; in May ten districts became forty communes, and
    nobody is known to carry on what Sở Tư pháp did."""
    made.province(districts=10)
    districts = [f"UBND.90{number}" for number in range(1, 11)]
    reading = made.result(
        tasks=[
            made.task(f"I.{number}", "Sở Y tế", ["Sở Tư pháp", "Các sở, ban, ngành", made.CLASS])
            for number in range(1, 6)
        ]
    )
    plan = made.adopted(reading)
    body("SO_MOI", name="Sở Mới", valid_from=MARCH)
    for number in range(1, 41):
        body(f"UBND_XA.{number}", level="commune", name=f"Ủy ban nhân dân xã Mẫu {number}", valid_from=MAY)
    happened = [
        event([("SO_YT", "SO_MOI", "")], kind="rename", tag="R"),
        event(
            [(districts[number % 10], f"UBND_XA.{number + 1}", "") for number in range(40)],
            on=MAY,
            kind="abolish_level",
        ),
        event([("SO_TP", None, "")], on=MAY, kind="dissolve"),
    ]
    move_assignments(actor=SYSTEM, events=happened, choices={})
    return plan
