"""How fast responsibility is worked out: 25 tasks in 96 communes after both reorganisations of 2025."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from benchmarks.measure import Measure, seconds

FEBRUARY, JULY = dt.date(2025, 2, 17), dt.date(2025, 7, 1)
LEADS = ("SO_LDTBXH", "SO_TP", "SO_GDDT", "CONG_AN", "SO_TTTT", "SO_YT", "BAN_DT", "SO_NV", "SO_TNMT", "SO_KHDT")
TASKS = 25

# The same rows by hand: every task's coordinating districts with the bodies that took over, and every lead's chain.
_RAW = """
SELECT task.number, part.source_id, target.id, target.code, event.effective_on, event.document_number
FROM (WITH RECURSIVE n(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n WHERE number < 25) SELECT * FROM n) task
CROSS JOIN agencies_successionpart part
JOIN agencies_successionevent event ON event.id = part.event_id
JOIN agencies_agency source ON source.id = part.source_id
JOIN agencies_agency target ON target.id = part.target_id
WHERE source.level = 'district'
"""


def measures() -> Iterator[Measure]:
    """Rolled back when done."""
    from django.db import transaction

    with transaction.atomic():
        yield from _measured()
        transaction.set_rollback(True)


def _measured() -> Iterator[Measure]:
    from django.db import connection

    from mangnon.accounts.public import SYSTEM
    from mangnon.agencies.public import (
        Agency,
        apply_events,
        ensure_agency,
        responsible_agency,
        set_up_province,
        shipped_event_file,
        successors_in_bulk,
    )
    from mangnon.territory.public import ALL_LEVELS, load_territory

    load_territory(actor=SYSTEM, levels=ALL_LEVELS)
    for code in ("62", "51"):
        set_up_province(actor=SYSTEM, province_code=code, on=FEBRUARY)
    ensure_agency(actor=SYSTEM, province_code="62", catalogue_code="BAN_DT", on=FEBRUARY, named_in="bench")
    for code in ("2025-03-01", "2025-07-01"):
        file = shipped_event_file(code)
        taken = seconds(
            lambda file=file: apply_events(  # type: ignore[misc]
                actor=SYSTEM, event_file=file, province_codes=["62", "51"], today=dt.date(2025, 12, 1)
            ),
            times=1,
        )
        yield Measure(f"events of {code} applied", taken, "s", "two provinces, one transaction")
    districts = list(Agency.objects.filter(level="district").values_list("pk", flat=True))
    leads = [Agency.objects.get(code=f"62.{LEADS[number % len(LEADS)]}").pk for number in range(TASKS)]
    wanted = [(lead, "") for lead in leads] + [(pk, "") for pk in districts]

    def ours() -> int:
        """Every pair of task and commune with who answers there, and the lead of every task."""
        found = successors_in_bulk(set(wanted), on=JULY)
        pairs = 0
        for lead in leads:
            assert found[lead, ""].successors
            pairs += sum(len(found[pk, ""].successors) for pk in districts)
        return pairs

    def raw() -> int:
        with connection.cursor() as cursor:
            cursor.execute(_RAW)
            return len(cursor.fetchall())

    pairs = ours()
    if pairs != raw():
        raise RuntimeError(f"{pairs} pairs worked out, {raw()} by hand")
    mine, plain = seconds(ours), seconds(raw)
    what = f"{pairs} pairs of task and commune, each body followed once, chains told"
    yield Measure("who is responsible, 25 tasks", mine, "s", what)
    yield Measure("ratio to raw SQL", mine / plain, "×", "the same rows fetched by one hand-written join")
    one = seconds(lambda: responsible_agency(function="child_affairs", province_code="62", on=JULY))
    yield Measure("one question", one, "s", "child affairs of Kon Tum in July 2025, with its chain")
