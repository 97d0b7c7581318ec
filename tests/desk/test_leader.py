"""The leader's page: every number opens exactly the rows it counts, and the month before is read from the log."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.desk.leader import overview
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentEvent, Plan
from mangnon.plans.rules import FourCells
from mangnon.plans.terms import Execution
from tests.harness.queries import assert_constant_queries
from tests.plans import logs, made
from tests.plans.logs import Step, Story

FIRST, DUE, TODAY = dt.date(2025, 3, 3), dt.date(2025, 5, 30), dt.date(2025, 6, 12)


@pytest.fixture
def counted(db: None) -> Plan:
    """On 12/06/2025: two of three tasks of the first body are overdue, one is done since June; the second has one."""
    made.province()
    plan = made.adopted()
    AssignmentEvent.objects.all().delete()
    Assignment.objects.all().delete()
    first, second = logs.provincial(2)
    done = Step(clock.at(dt.date(2025, 6, 2)), Execution.REPORTED_COMPLETE, DUE, DUE, clock.at(dt.date(2025, 6, 2)))
    logs.write(
        logs.tasks_of(plan, 4),
        [
            Story(first, logs.given(FIRST, DUE)),
            Story(first, logs.given(FIRST, DUE), task=1),
            Story(first, (*logs.given(FIRST, DUE), done), task=2),
            Story(second, logs.given(FIRST, TODAY), task=3),
        ],
    )
    return plan


@pytest.fixture
def leader(counted: Plan) -> Client:
    """A leader of the province's committee."""
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.LEADER))
    return client


def test_what_is_late_whose_and_how_it_moved(counted: Plan) -> None:
    found = overview(SYSTEM, now=clock.at(TODAY))
    assert [(row.agency.pk, row.cells.not_done_overdue, row.cells.total) for row in found.late] == [
        (logs.provincial(1)[0], 2, 3)
    ]
    assert (found.late_tasks, found.late_bodies, found.all_tasks) == (2, 1, 4)
    moved = found.moved[0]
    assert moved.now == FourCells(done_late=1, not_done_in_time=1, not_done_overdue=2)
    assert (found.before_on, moved.before) == (dt.date(2025, 5, 31), FourCells(not_done_in_time=1, not_done_overdue=3))


def test_a_result_that_waits_is_told_with_whose_turn_it_is(counted: Plan) -> None:
    found = overview(SYSTEM, now=clock.at(TODAY))
    assert [(each.matter.kind, each.agency.pk, each.days) for each in found.waiting] == [
        ("result", counted.lead_agency_id, 10)
    ]


def test_every_number_opens_the_rows_it_counts(counted: Plan, leader: Client) -> None:
    with clock.frozen(clock.at(TODAY)):
        page = html.document_fromstring(leader.get(reverse("leader_page")).content.decode())
        address = reverse("plan", args=[counted.code])
        links = [link for link in page.xpath("//td[contains(@class,'num')]/a") if link.get("href").startswith(address)]
        assert len(links) == 6
        for link in links:
            shown = html.document_fromstring(leader.get(link.get("href")).content.decode())
            status = shown.xpath("string(//*[@id='ket-qua']//p[@role='status'])")
            assert status.split(" trên ")[0] == link.text


def test_the_page_as_a_file_and_without_anything(db: None) -> None:
    made.province()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.LEADER))
    assert "Chưa có kế hoạch nào" in client.get(reverse("leader_page")).content.decode()
    answer = client.get(reverse("leader_page"), {"tep": "du-lieu"})
    assert answer["Content-Type"].startswith("text/csv")


def test_rows_cost_no_more_statements(counted: Plan) -> None:
    agency = logs.provincial(1)[0]

    def another() -> None:
        logs.write(logs.tasks_of(counted, 1), [Story(agency, logs.given(FIRST, DUE))])

    assert_constant_queries(add_row=another, read=lambda: overview(SYSTEM, now=clock.at(TODAY)))
