"""Loading the reference list of units."""

from __future__ import annotations

import csv
import datetime as dt
from importlib import resources

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.territory.models import Unit
from mangnon.territory.terms import Level

LAST_DAY_OF_63 = dt.date(2025, 6, 30)
FIRST_DAY_OF_34 = dt.date(2025, 7, 1)
BASIS_OF_34 = "Nghị quyết 202/2025/QH15"


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("mangnon.territory") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@transaction.atomic
def load_territory(*, actor: Actor) -> int:
    """Load provinces and districts with their validity; idempotent. Returns how many units were created."""
    created = 0
    old: dict[str, Unit] = {}
    for row in _rows("provinces_until_2025-06-30.csv"):
        old[row["code"]], new = Unit.objects.get_or_create(
            level=Level.PROVINCE,
            code=row["code"],
            valid_to=LAST_DAY_OF_63,
            defaults={"name": row["name"], "kind": row["kind"]},
        )
        created += new
    have = set(Unit.objects.filter(level=Level.DISTRICT).values_list("code", flat=True))
    districts = [
        Unit(
            level=Level.DISTRICT,
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent=old[row["province_code"]],
            valid_to=LAST_DAY_OF_63,
        )
        for row in _rows("districts_until_2025-06-30.csv")
        if row["code"] not in have
    ]
    created += len(Unit.objects.bulk_create(districts))
    for row in _rows("provinces_from_2025-07-01.csv"):
        _, new = Unit.objects.get_or_create(
            level=Level.PROVINCE,
            code=row["code"],
            valid_to=None,
            defaults={
                "name": row["name"],
                "kind": row["kind"],
                "valid_from": FIRST_DAY_OF_34,
                "legal_basis": BASIS_OF_34,
            },
        )
        created += new
    if created:
        record(actor=actor, act="load_territory", object_type="Unit", object_id="*", details={"created": created})
    return created
