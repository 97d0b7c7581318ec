"""The page of a body on a day before today: the figures of the log, the same as the official page tells."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from python_calamine import CalamineWorkbook

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.plans.models import Plan
from mangnon.plans.public import accept_assignment, report_complete
from tests.plans import made
from tests.plans.acts.rows import row_of

pytestmark = pytest.mark.django_db
PAGE = "/co-quan/90.SO_TP/"


@pytest.fixture
def plan(db: None) -> Plan:
    made.province()
    return made.adopted()


@pytest.fixture
def done_today(plan: Plan) -> Plan:
    """I.2 fell due on 19/05/2025 and is done on 20/05/2025."""
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    row = row_of("I.2", "SO_TP")
    with clock.frozen(clock.at(dt.date(2025, 5, 20), 10)):
        if row.execution == "not_received":
            accept_assignment(actor=officer, assignment_id=row.pk)
        report_complete(actor=officer, assignment_id=row.pk, reason="Xong mẫu")
    return plan


@pytest.fixture
def client(plan: Plan) -> Client:
    found = Client()
    found.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    return found


def _read(client: Client, **asked: str) -> html.HtmlElement:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def _as_lead(page: html.HtmlElement) -> dict[str, int]:
    row = page.xpath("//table[1]//tr[normalize-space(th)='Chủ trì']")[0]
    cells = {cell.get("data-label"): " ".join(cell.xpath("string()").split()) for cell in row.xpath("td")}
    cells.pop("Tỷ lệ quá hạn")
    return {label: int(value) for label, value in cells.items()}


def test_how_it_stood_and_how_it_stands(done_today: Plan, client: Client) -> None:
    with clock.frozen(clock.at(dt.date(2025, 5, 21), 9)):
        then, now = _as_lead(_read(client, ngay="19.5.2025")), _as_lead(_read(client))
        day_before = _as_lead(_read(client, ngay="18/05/2025"))
    assert (now["Xong quá hạn"], now["Chưa xong, quá hạn"]) == (then["Xong quá hạn"] + 1, then["Chưa xong, quá hạn"])
    assert then["Còn trong hạn"] == now["Còn trong hạn"] + 1
    assert day_before == then
    assert then["Tất cả"] == now["Tất cả"] == sum(then.values()) - then["Tất cả"]


def test_each_number_opens_as_many_assignments(done_today: Plan, client: Client) -> None:
    with clock.frozen(clock.at(dt.date(2025, 5, 21), 9)):
        for asked in ({}, {"ngay": "19/05/2025"}):
            links = _read(client, **asked).xpath("//table[1]//td[@class='num']/a")
            assert links
            for link in links:
                behind = html.document_fromstring(client.get(link.get("href")).content.decode())
                rows = behind.xpath("//section[@id='phan-cong']//tbody/tr")
                assert len(rows) == int(link.text), link.get("href")


def test_as_a_file_of_that_day(done_today: Plan, client: Client) -> None:
    with clock.frozen(clock.at(dt.date(2025, 5, 21), 9)):
        content = client.get(PAGE, {"ngay": "19/05/2025", "tep": "excel"}).content
        then = _as_lead(_read(client, ngay="19/05/2025"))
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert any("Đến hết ngày 19/05/2025" in str(cell) for row in rows for cell in row)
    lead = next(row for row in rows if row[0] == "Chủ trì")
    assert [int(each) for each in lead[1:7]] == list(then.values())


@pytest.mark.parametrize(
    ("typed", "words"),
    [("31/02/2025", "Chưa hiểu ngày được chọn"), ("31/12/2099", "Ngày được chọn chưa đến"), ("", "Việc đang mở")],
)
def test_a_day_that_cannot_be_shown_is_said(done_today: Plan, client: Client, typed: str, words: str) -> None:
    text = client.get(PAGE, {"ngay": typed}).content.decode()
    assert words in text
    assert "Việc đang mở" in text, "the page is of today"


def test_before_the_plan_there_is_nothing(plan: Plan, client: Client) -> None:
    assert "chưa được giao nhiệm vụ nào" in client.get(PAGE, {"ngay": "01/01/2020"}).content.decode()
    assert client.get(reverse("agency_page", args=["91.SO_TP"]), {"ngay": "01/01/2020"}).status_code == 404
