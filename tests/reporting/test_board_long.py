"""The board of a period with many bodies: pages of its list, a few cards in a column, counts of all."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from python_calamine import CalamineWorkbook

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency
from mangnon.reporting.models import ExpectedReport, ReportSuccession
from mangnon.reporting.periods.board import board
from tests.harness.htmx import HtmxClient
from tests.reporting.factories import Scene, scene, user_at
from tests.reporting.reorganised import JULY, event

pytestmark = pytest.mark.django_db
MANY = 170


@pytest.fixture
def many() -> Scene:
    """A period that 170 communes owe, too, by which nothing was sent."""
    found = scene()
    bodies = Agency.objects.bulk_create(
        Agency(
            code=f"90.UBND.9{number:04}",
            catalogue_code="UBND_XA",
            name=f"Ủy ban nhân dân xã Mẫu {number:03}",
            short_name=f"Xã Mẫu {number:03}",
            kind="peoples_committee",
            level="commune",
            territory=found.lead.territory,
        )
        for number in range(MANY)
    )
    ExpectedReport.objects.bulk_create(
        ExpectedReport(period=found.period, agency=body, reason="Phối hợp 1 nhiệm vụ") for body in bodies
    )
    return found


def _board(htmx: HtmxClient, found: Scene, **query: Any) -> HttpResponse:
    htmx.force_login(user_at(found.lead, Role.PROVINCIAL_LEAD))
    return htmx.get(reverse("report_board", args=[found.regime.code, found.period.code]), query)


def _main(answer: HttpResponse) -> html.HtmlElement:
    return html.document_fromstring(answer.content.decode()).xpath("//main")[0]


def test_the_list_stands_on_pages_that_leave_nobody_out(many: Scene, htmx: HtmxClient) -> None:
    every = {row.agency.name for row in board(many.reviewer, many.period).rows}
    names: list[str] = []
    for number in (1, 2):
        page = _main(_board(htmx, many, xem="danh-sach", cap="xa", trang=number))
        names += [each.strip() for each in page.xpath("//tbody//th[@scope='row']//text()") if each.strip() in every]
        assert f"{MANY} trên {len(every)} cơ quan" in page.text_content()
    assert len(names) == len(set(names)) == MANY


def test_a_column_shows_the_first_cards_counts_all_and_leads_to_the_rest(many: Scene, htmx: HtmxClient) -> None:
    page = _main(_board(htmx, many, cap="xa"))
    column = page.xpath("//section[contains(@class, 'board__stage')]")[0]
    assert column.xpath("string(.//*[contains(@class, 'count')])") == str(MANY)
    assert len(column.xpath(".//li[contains(@class, 'card')]")) == 60
    (link,) = column.xpath("./p/a")
    rest = _main(htmx.get(link.get("href")))
    assert f"{MANY} trên" in rest.text_content()
    assert rest.xpath("//tbody/tr")


def test_a_short_column_has_no_such_link(htmx: HtmxClient) -> None:
    page = _main(_board(htmx, scene()))
    assert "trong danh sách" not in page.text_content()


def test_the_file_holds_every_row(many: Scene, htmx: HtmxClient) -> None:
    _board(htmx, many)
    answer = htmx.get(reverse("report_board_xlsx", args=[many.regime.code, many.period.code]), {"cap": "xa"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert sum("xã Mẫu" in str(cell) for row in rows for cell in row[:2]) == MANY


def test_who_took_over_is_told_at_three_statements_for_the_whole_board(many: Scene) -> None:
    """Kin are read for the few rows that have any."""
    with CaptureQueriesContext(connection) as before:
        board(many.reviewer, many.period)
    first, second, third = ExpectedReport.objects.filter(period=many.period).order_by("-agency__code")[:3]
    told = event("merge", JULY)
    ReportSuccession.objects.create(source=second, heir=first, event=told)
    ReportSuccession.objects.create(source=third, heir=first, event=told)
    with CaptureQueriesContext(connection) as after:
        rows = {row.agency.pk: row.reason for row in board(many.reviewer, many.period).rows}
    assert "tiếp nhận thêm từ" in rows[first.agency_id]
    assert "đã giao một phần cho" in rows[second.agency_id]
    assert len(after) <= len(before) + 4
