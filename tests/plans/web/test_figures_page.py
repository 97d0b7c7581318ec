"""The page of official figures: told apart in every way, of any day until today, against both deadlines, with what is
behind each number."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Actor, Role
from mangnon.kernel import clock
from mangnon.plans.figures.counting import figures
from mangnon.plans.figures.listing import Cell, counted_in
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.public import accept_assignment, ask_extension, grant_extension, recall_assignment, report_complete
from mangnon.plans.rules import Against, Dimension
from mangnon.plans.terms import AssignmentRole
from tests.harness.queries import assert_constant_queries
from tests.plans import made
from tests.plans.acts.rows import row_of

pytestmark = pytest.mark.django_db
_ROLES = (AssignmentRole.LEAD, AssignmentRole.COORDINATOR)
_ATTRIBUTES = {cell: "total" if cell is Cell.ALL else cell.value for cell in Cell}


@pytest.fixture
def lead(plan: Plan) -> Actor:
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


@pytest.fixture
def moved(plan: Plan, lead: Actor) -> Plan:
    """I.2 fell due yesterday (19/05), extended to 30/06 and done today; a coordinator of I.2 was recalled."""
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    row = row_of("I.2", "SO_TP")
    if row.execution == "not_received":
        accept_assignment(actor=officer, assignment_id=row.pk)
    ask_extension(actor=officer, assignment_id=row.pk, reason="Chậm mẫu", wanted_on=dt.date(2025, 6, 30))
    grant_extension(actor=lead, assignment_id=row.pk)
    report_complete(actor=officer, assignment_id=row.pk, reason="Xong mẫu")
    recall_assignment(actor=lead, assignment_id=row_of("I.2", "SO_YT").pk, reason="Không cần")
    return plan


def _page(client: Client, **asked: str) -> html.HtmlElement:
    answer = client.get(reverse("execution_figures"), asked)
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def _rows(page: html.HtmlElement) -> dict[str, list[str]]:
    table = page.xpath("//table")[0]
    return {
        " ".join(row.xpath("string(th)").split()): [
            " ".join(cell.xpath("string()").split()) for cell in row.xpath("td")
        ]
        for row in table.xpath(".//tbody/tr")
    }


@pytest.mark.parametrize("by", list(Dimension))
@pytest.mark.parametrize("against", list(Against))
def test_every_number_counts_exactly_the_assignments_behind_it(
    moved: Plan, lead: Actor, by: Dimension, against: Against
) -> None:
    for day in (dt.date(2025, 3, 1), dt.date(2025, 5, 19), clock.today()):
        at = clock.last_minute(day) if day < clock.today() else clock.now()
        told = figures(lead, at=at, on=day, by=(by,), roles=_ROLES, against=against)
        for (key,), cells in told.items():
            for cell in Cell:
                behind = counted_in(lead, at=at, on=day, cell=cell, by=by, key=key, roles=_ROLES, against=against)
                assert len(behind) == getattr(cells, _ATTRIBUTES[cell]), (day, key, cell)


def test_rows_and_their_sum(moved: Plan, lead_client: Client) -> None:
    for by in ("ke-hoach", "co-quan", "nhom", "ky", "vai-tro"):
        rows = _rows(_page(lead_client, theo=by))
        total = [int(each) for each in rows.pop("Tổng cộng")[:6]]
        assert rows
        assert total == [sum(int(row[place]) for row in rows.values()) for place in range(6)]
        assert total[0] == sum(total[1:])


def test_late_against_the_first_day_and_in_time_against_the_one_it_was_given(moved: Plan, lead_client: Client) -> None:
    assert _rows(_page(lead_client, theo="co-quan"))["Sở Tư pháp"][1:3] == ["1", "0"]
    assert _rows(_page(lead_client, theo="co-quan", han="ban-dau"))["Sở Tư pháp"][1:3] == ["0", "1"]


def test_a_day_of_the_past_is_told_as_it_was(moved: Plan, lead_client: Client) -> None:
    before = _page(lead_client, theo="co-quan", ngay="19/05/2025")
    assert "Số liệu đến hết ngày 19/05/2025" in before.text_content()
    assert _rows(before)["Sở Tư pháp"][1:4] == ["0", "0", "1"]
    assert "Chưa hiểu ngày" in _page(lead_client, ngay="31/02/2025").text_content()
    coming = _page(lead_client, ngay="01/01/2031").text_content()
    assert "Ngày được chọn chưa đến" in coming
    assert "Số liệu đến hết ngày 20/05/2025" in coming
    assert "Không có phân công nào để thống kê" in _page(lead_client, ngay="01/01/2020").text_content()


def test_a_number_opens_what_it_counts(moved: Plan, lead_client: Client) -> None:
    page = _page(lead_client, theo="co-quan")
    (link,) = page.xpath("//tr[normalize-space(th)='Sở Tư pháp']/td[2]/a")
    opened = lead_client.get(reverse("execution_figures") + link.get("href").partition("#")[0]).content.decode()
    assert reverse("assignment", args=[row_of("I.2", "SO_TP").pk]) in opened
    assert "Sở Tư pháp: xong đúng hạn" in opened
    for nonsense in ({"dong": "999", "o": "tong"}, {"dong": "1", "o": "x"}, {"trang": "x", "ke-hoach": "'--"}):
        assert lead_client.get(reverse("execution_figures"), nonsense).status_code == 200


def test_the_table_as_a_file(moved: Plan, lead_client: Client) -> None:
    answer = lead_client.get(reverse("execution_figures"), {"theo": "co-quan", "tep": "du-lieu"})
    text = answer.content.decode("utf-8-sig")
    assert "Sở Tư pháp" in text
    assert "Tổng cộng" in text
    assert lead_client.get(reverse("execution_figures"), {"tep": "excel"}).content[:2] == b"PK"


def test_more_bodies_cost_no_more_queries(moved: Plan, lead_client: Client) -> None:
    agencies = iter(["SO_NV", "SO_TC", "SO_XD"])

    def add() -> None:
        row = row_of("I.2", "SO_TP")
        Assignment.objects.create(
            task=row.task, agency=made.agency(next(agencies)), role="coordinator", given_at=clock.now()
        )

    assert_constant_queries(add_row=add, read=lambda: _page(lead_client, theo="co-quan", **{"vai-tro": "phoi-hop"}))
