"""The page of a commune's form with 540 cells, all filled in as in the period before; against its bare statements.

On SQLite here, and on PostgreSQL in a throw-away cluster when the machine has one.
"""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from benchmarks.engines import on_both, tell
from benchmarks.measure import Measure, seconds

INDICATORS, BY = 60, ("sex", "age16", "residence")
TODAY = dt.date(2025, 12, 20)


def measures() -> Iterator[Measure]:
    """SQLite in this process, PostgreSQL in another."""
    yield from on_both("figure_form", _rolled_back())


def _rolled_back() -> Iterator[Measure]:
    from django.db import transaction

    with transaction.atomic():
        yield from measured()
        transaction.set_rollback(True)


def measured() -> Iterator[Measure]:
    """The page opened and saved through the whole stack, as a clerk of the commune does."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from mangnon.kernel import clock

    user, address, cells = _world()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with clock.frozen(clock.at(TODAY)):
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        statements = [each["sql"] for each in captured.captured_queries if each["sql"].startswith("SELECT")]

        def bare() -> None:
            with connection.cursor() as cursor:
                for sql in statements:
                    cursor.execute(sql)
                    cursor.fetchall()

        page, floor = seconds(lambda: client.get(address)), seconds(bare)
        saving = _saving(client, address, response)
    size, packed = len(response.content), len(gzip.compress(response.content, 6))
    yield Measure("page: time", page, "s", f"{cells} cells; {len(statements)} statements, bare {floor:.3f} s")
    yield Measure("page: ratio to bare SQL", page / floor, "×")
    yield Measure("page: size", size / 1000, "kB", f"{packed / 1000:.0f} kB as it is sent")
    yield Measure("saving the form with every cell changed: time", saving, "s", "checks, versions and evidence")


def _saving(client: Any, address: str, response: Any) -> float:
    from lxml import html

    page = html.document_fromstring(response.content.decode())
    boxes = {each.get("name"): each.get("value") or "" for each in page.xpath("//form[@data-figures]//input")}
    doubled = {
        name: f"{int(text.replace('.', '')) * 2}" for name, text in boxes.items() if name and "." in name and text
    }

    def act() -> None:
        answer = client.post(address, {**boxes, **doubled})
        if answer.status_code != 302:
            raise RuntimeError(f"saving answered {answer.status_code}")

    return seconds(act, times=1)


def _world() -> tuple[Any, str, int]:
    """A province's own set of 60 counts, each by sex, age and residence; a commune that told them all, twice."""
    from django.contrib.auth import get_user_model
    from django.urls import reverse

    from mangnon.accounts.public import SYSTEM, Role
    from mangnon.agencies.models import Agency, Post
    from mangnon.indicators.public import load_dictionary, period_of, record_figures
    from mangnon.territory.models import ParentEdge, Unit

    load_dictionary(actor=SYSTEM)
    province = Unit.objects.create(code="97", name="Tỉnh Mẫu", level="province", kind="Tỉnh")
    commune = Unit.objects.create(code="97001", name="Xã Mẫu", level="commune", kind="Xã", parent=province)
    ParentEdge.objects.create(child=commune, parent=province)
    agency = Agency.objects.create(
        code="97.UBND_XA.97001",
        catalogue_code="UBND_XA",
        name="Ủy ban nhân dân Xã Mẫu",
        short_name="UBND Xã Mẫu",
        kind="peoples_committee",
        level="commune",
        territory=commune,
    )
    user = get_user_model().objects.create_user(username="bieu-540", full_name="Trần Thị Mẫu")
    Post.objects.create(user=user, agency=agency, role=Role.LOCAL_OFFICER)
    told = _told(province)
    for code in ("2024", "2025"):
        record_figures(actor=SYSTEM, unit=commune, agency=agency, period=period_of(code), cells=told)
    address = f"{reverse('figure_form', args=[commune.pk, '2025'])}?bo=mau-540"
    return user, address, len(told)


def _told(province: Any) -> dict[Any, Any]:
    """A set of the province's own, and what is told of every cell."""
    from mangnon.indicators.models import Dimension, Indicator, IndicatorDimension, IndicatorSet
    from mangnon.indicators.public import Cell, key_of
    from mangnon.indicators.terms import FigureState

    own = IndicatorSet.objects.create(code="mau-540", name="Bộ chỉ tiêu mẫu", legal_basis="Mẫu", owner=province)
    rows = Indicator.objects.bulk_create(
        [
            Indicator(
                set=own,
                code=f"M{number}",
                name=f"Số trẻ em mẫu {number}",
                kind="count",
                unit_words="trẻ em",
                nature="flow",
                position=number,
                group=f"Nhóm {number // 10 + 1}",
            )
            for number in range(INDICATORS)
        ]
    )
    dimensions = list(Dimension.objects.filter(code__in=BY).prefetch_related("categories"))
    IndicatorDimension.objects.bulk_create(
        [IndicatorDimension(indicator=row, dimension=each) for row in rows for each in dimensions]
    )
    told: dict[tuple[int, str], Cell | None] = {}
    for row in rows:
        told[row.pk, ""] = Cell(FigureState.VALUE, Decimal(2400))
        for each in dimensions:
            groups = list(each.categories.all())
            for group in groups:
                share = Decimal(2400 // len(groups))
                told[row.pk, key_of({each.code: group.code})] = Cell(FigureState.VALUE, share)
    return told


if __name__ == "__main__":
    tell(_rolled_back)
