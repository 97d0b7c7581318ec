"""The server's clock ran far ahead while something was reported: nothing is lost, and figures say so."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import SYSTEM, Role
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentEvent, Plan
from mangnon.plans.public import accept_assignment, events_ahead, record_progress, report_complete, statistics
from mangnon.project.cli import main
from tests.plans import made

AHEAD = dt.timedelta(days=300)


@pytest.fixture
def reported(plan: Plan) -> Assignment:
    """Taken on today; a note and the report stand in a year that has not come; the clock was put right since."""
    row = Assignment.objects.get(task__plan=plan, task__code="I.3", role="lead")
    actor = made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=actor, assignment_id=row.pk)
    with clock.frozen(clock.now() + AHEAD):
        record_progress(actor=actor, assignment_id=row.pk, progress=30, text="Đã họp.")
    record_progress(actor=actor, assignment_id=row.pk, progress=60, text="Đã làm.")
    report_complete(actor=actor, assignment_id=row.pk, reason="Phối hợp chưa có ý kiến.")
    return row


def test_what_comes_after_stands_no_earlier_and_is_told(reported: Assignment, plan: Plan) -> None:
    log = list(AssignmentEvent.objects.filter(assignment=reported).order_by("pk").values_list("move", "at"))
    assert [at for _, at in log] == sorted(at for _, at in log), "an event is never before its predecessor"
    ahead = list(events_ahead(SYSTEM, today=clock.today(), plan_ids=[plan.pk]))
    assert [event.move for event in ahead] == ["record_progress", "record_progress", "report_complete"]
    assert {event.assignment_id for event in ahead} == {reported.pk}
    # Not counted yet, and counted from the day it is logged on: the same answer whenever a day is asked for.
    then = clock.now() + AHEAD
    assert statistics(SYSTEM, plan, now=clock.now()).done == 0
    assert statistics(SYSTEM, plan, now=then).done == 1
    with clock.frozen(then):
        assert not events_ahead(SYSTEM, today=clock.today()).exists()


def test_the_page_of_figures_says_it_in_words(reported: Assignment, plan: Plan) -> None:
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    page = client.get(reverse("plan", args=[plan.code])).content.decode()
    assert "Có việc ghi ngày sau hôm nay, số liệu chưa tính" in page
    assert (
        page.count(f'href="{reverse("assignment", args=[reported.pk])}">{reported.agency.name}, nhiệm vụ I.3</a>') == 3
    )
    AssignmentEvent.objects.filter(at__gt=clock.last_minute(clock.today())).update(at=clock.now())
    assert "ghi ngày sau hôm nay" not in client.get(reverse("plan", args=[plan.code])).content.decode()


def test_later_today_is_not_a_day_to_come(plan: Plan) -> None:
    AssignmentEvent.objects.filter(pk=AssignmentEvent.objects.order_by("pk").values("pk")[:1]).update(
        at=clock.last_minute(clock.today())
    )
    assert not events_ahead(SYSTEM, today=clock.today()).exists()
    assert not events_ahead(made.actor_at("SO_YT", Role.AUDITOR), today=clock.today()).exists()


def test_the_check_names_each_and_ends_with_one(
    reported: Assignment, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "check-log"]) == 1
    said = capsys.readouterr().out
    assert said.count(f"{plan.code}, nhiệm vụ I.3, {reported.agency.name}: ") == 3
    assert "Không có gì bị mất" in said
    assert main(["plan", "statistics", plan.code, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["logged_ahead"] == 3
    assert main(["plan", "statistics", plan.code]) == 0
    assert "3 việc ghi ngày sau hôm nay" in capsys.readouterr().out
    AssignmentEvent.objects.filter(at__gt=clock.last_minute(clock.today())).update(at=clock.now())
    assert main(["plan", "check-log"]) == 0
    assert "khớp" in capsys.readouterr().out
