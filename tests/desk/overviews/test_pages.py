"""The four pages: which one a reader is led to, numbers that open their rows, what a body sees, how heavy a page is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.models import Agency
from mangnon.desk.overviews.for_body import body_overview
from mangnon.desk.overviews.for_lead import waiting_lines
from mangnon.desk.overviews.for_leader import leader_overview
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentEvent, Difficulty, Plan
from mangnon.plans.rules import FourCells
from mangnon.plans.terms import Execution
from tests.desk.test_leader import DUE, FIRST, TODAY
from tests.harness.queries import assert_constant_queries
from tests.plans import logs, made
from tests.plans.logs import Step, Story


@pytest.fixture
def counted(db: None) -> Plan:
    """On 12/06/2025: the first body has two of three tasks overdue, one done since June; the second has one in time."""
    made.province()
    plan = made.adopted()
    AssignmentEvent.objects.all().delete()
    Assignment.objects.all().delete()
    first, second = logs.provincial(2)
    done = Step(clock.at(dt.date(2025, 6, 2)), Execution.REPORTED_COMPLETE, DUE, DUE, clock.at(dt.date(2025, 6, 2)))
    stories = [
        Story(first, logs.given(FIRST, DUE)),
        Story(first, logs.given(FIRST, DUE), task=1),
        Story(first, (*logs.given(FIRST, DUE), done), task=2),
        Story(second, logs.given(FIRST, TODAY), task=3),
    ]
    logs.write(logs.tasks_of(plan, 4), stories)
    return plan


def _client(role: Role, place: str = "SO_YT") -> Client:
    client = Client()
    client.force_login(made.user_at(place, role))
    return client


def _page(client: Client, name: str) -> html.HtmlElement:
    return html.document_fromstring(client.get(reverse(name)).content.decode())


def test_the_leader_sees_cells_rates_and_who_is_far_behind(counted: Plan) -> None:
    found = leader_overview(SYSTEM, now=clock.at(TODAY))
    assert found.cells == FourCells(done_late=1, not_done_in_time=1, not_done_overdue=2)
    assert (found.cells.overdue_of_due.denominator, found.cells.overdue_of_all.denominator) == (3, 4)
    assert [(row.agency.pk, row.cells.not_done_overdue) for row in found.behind] == [(logs.provincial(1)[0], 2)]
    assert found.before == FourCells(not_done_in_time=1, not_done_overdue=3)


def test_every_number_of_the_leader_opens_the_rows_it_counts(counted: Plan) -> None:
    client = _client(Role.LEADER)
    with clock.frozen(clock.at(TODAY)):
        page = _page(client, "overview_leader")
        address = reverse("plan", args=[counted.code])
        links = page.xpath(f"//a[starts-with(@href, '{address}?')]")
        assert len(links) == 4 + 5 + 1
        for link in links:
            shown = html.document_fromstring(client.get(link.get("href")).content.decode())
            status = shown.xpath("string(//*[@id='ket-qua']//p[@role='status'])")
            assert status.split(" trên ")[0] == link.text.split(" ")[0]
        text = " ".join(page.text_content().split())
        assert "66,7 %" in text
        assert "(2/3)" in text
        assert "(2/4)" in text
        behind = _page(client, "overview_behind")
        assert behind.xpath("string(//p[@role='status'])").startswith("1 cơ quan")


def test_escalated_difficulties_and_who_waits(counted: Plan) -> None:
    row = Assignment.objects.filter(task__plan=counted).order_by("pk")[0]
    Difficulty.objects.create(
        assignment=row,
        text="Thiếu kinh phí mẫu.",
        state="escalated",
        raised_at=clock.at(FIRST),
        raised_by=None,
        passed_to_words="Ủy ban nhân dân tỉnh Mẫu",
    )
    found = leader_overview(SYSTEM, now=clock.at(TODAY))
    assert (found.escalated_count, [each.assignment_id for each in found.escalated]) == (1, [row.pk])
    lines = waiting_lines(SYSTEM, on=TODAY)
    assert [line.kind for line in lines] == ["above", "result"]
    assert lines[0].days == (TODAY - FIRST).days


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.LEADER, "overview_leader"),
        (Role.INSPECTOR, "overview_leader"),
        (Role.PROVINCIAL_LEAD, "overview_lead"),
        (Role.DEPARTMENT_OFFICER, "overview_agency"),
    ],
)
def test_each_reader_is_led_to_their_page(counted: Plan, role: Role, name: str) -> None:
    answer = _client(role).get(reverse("overview"))
    assert (answer.status_code, answer["Location"]) == (302, reverse(name))


def test_a_body_sees_its_own_tasks_by_cell(counted: Plan) -> None:
    place = Agency.objects.get(pk=logs.provincial(1)[0])
    client = Client()
    client.force_login(made.user_at(place.catalogue_code, Role.DEPARTMENT_OFFICER))
    with clock.frozen(clock.at(TODAY)):
        page = _page(client, "overview_agency")
        links = page.xpath(f"//td/a[starts-with(@href, '{reverse('plan', args=[counted.code])}?')]")
        assert [link.text for link in links] == ["0", "1", "0", "2", "0"]
        for link in links:
            shown = html.document_fromstring(client.get(link.get("href")).content.decode())
            status = shown.xpath("string(//*[@id='ket-qua']//p[@role='status'])")
            assert status.split(" trên ")[0] == link.text


@pytest.mark.parametrize("name", ["overview_leader", "overview_lead", "overview_agency", "overview_commune"])
def test_pages_without_anything_teach(db: None, name: str) -> None:
    made.province()
    answer = _client(Role.LEADER).get(reverse(name))
    assert answer.status_code == 200
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("overview_leader", "ke-hoach"),
        ("overview_leader", "cham"),
        ("overview_leader", "chi-tieu"),
        ("overview_lead", "cho"),
        ("overview_lead", "thieu-so"),
        ("overview_agency", "viec"),
        ("overview_commune", "so-lieu"),
        ("overview_behind", ""),
        ("overview_indicators", ""),
    ],
)
def test_every_table_is_a_file(counted: Plan, name: str, table: str) -> None:
    client = _client(Role.PROVINCIAL_LEAD)
    separated = client.get(reverse(name), {"tep": "du-lieu", "bang": table})
    assert separated["Content-Type"].startswith("text/csv")
    workbook = client.get(reverse(name), {"tep": "excel", "bang": table})
    assert workbook.content[:2] == b"PK"


def test_the_file_of_the_bodies_far_behind_holds_the_rows_of_the_page(counted: Plan) -> None:
    client = _client(Role.PROVINCIAL_LEAD)
    with clock.frozen(clock.at(TODAY)):
        shown = _page(client, "overview_behind").xpath("//main//tbody/tr/th")
        told = client.get(reverse("overview_behind"), {"tep": "du-lieu"}).content.decode("utf-8-sig").splitlines()
    assert shown
    assert len(told) == 1 + len(shown)
    assert all(row.text_content().strip() in line for row, line in zip(shown, told[1:], strict=True))


def test_a_commune_page_is_light_on_a_telephone(counted: Plan) -> None:
    tasks = logs.tasks_of(counted, 30)
    agency = Agency.objects.get(code=f"{made.PROVINCE}.SO_YT")
    logs.write(tasks, [Story(agency.pk, logs.given(FIRST, DUE), task=number) for number in range(30)])
    with clock.frozen(clock.at(TODAY)):
        content = _client(Role.LOCAL_OFFICER).get(reverse("overview_commune")).content
    assert b"30" in content
    assert len(content) < 60_000


def test_rows_cost_no_more_statements(counted: Plan) -> None:
    agency = logs.provincial(1)[0]

    def another() -> None:
        logs.write(logs.tasks_of(counted, 1), [Story(agency, logs.given(FIRST, DUE))])

    def read() -> None:
        leader_overview(SYSTEM, now=clock.at(TODAY))
        waiting_lines(SYSTEM, on=TODAY)
        body_overview(SYSTEM, now=clock.at(TODAY))

    assert_constant_queries(add_row=another, read=read)
