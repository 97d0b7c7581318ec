"""What a reviewer decides is about what stood on the page; what is old or another plan's is left alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.kernel.refusals import Stale
from mangnon.plans.models import Directive, Plan, TaskGroup
from mangnon.reporting import rules
from mangnon.reporting.consolidation.making import consolidate, edit_passage
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.models import Passage
from mangnon.reporting.review.deciding import accept_report, return_report
from mangnon.reporting.writing.sending import save_entry, start_report
from tests.plans import made
from tests.reporting.factories import Scene, add_task, scene, user_at

DONE = {"results": "Đã tổ chức 07 hội nghị mẫu cho 300 trẻ em trên địa bàn các xã của tỉnh"}


@pytest.fixture
def plan(db: None) -> Scene:
    return scene()


def test_a_sending_that_came_after_the_page_was_opened_is_not_judged(plan: Scene) -> None:
    report = plan.send(plan.schools, {None: DONE})
    return_report(
        actor=plan.reviewer, report_id=report.pk, reason="Thiếu số", resubmit_by=dt.date(2025, 6, 2), version=1
    )
    plan.send(plan.schools, {None: {"results": "Đã sửa"}})
    reviewer = Client()
    reviewer.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    place = [plan.regime.code, plan.period.code, plan.schools.code]
    page = reviewer.get(reverse("report_view", args=place)).content.decode()
    assert set(html.document_fromstring(page).xpath("//input[@name='version']/@value")) == {"2"}
    answer = reviewer.post(reverse("report_accept", args=place), {"version": "1"})
    assert answer.status_code == 409
    assert "sau khi bạn mở trang" in answer.content.decode()
    words = {"version": "1", "reason": "Chưa rõ", "resubmit_by": "02/06/2025"}
    answer = reviewer.post(reverse("report_return", args=place), words)
    assert answer.status_code == 409
    assert "Chưa rõ" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == "submitted"
    accept_report(actor=plan.reviewer, report_id=report.pk, version=2)


def test_a_report_speaks_of_its_own_plans_tasks_alone(plan: Scene) -> None:
    row = made.reading()
    directive = Directive.objects.create(reading=row, number="1000/KH-UBND")
    other = Plan.objects.create(
        code="1000-KH-UBND",
        directive=directive,
        territory=plan.plan.territory,
        lead_agency=plan.lead,
        adopted_at=row.read_at,
        adopted_by=None,
    )
    group = TaskGroup.objects.create(plan=other, number="I", title="Nhóm mẫu", order=1)
    task = add_task(other, group, 1, plan.health)
    writer = plan.writer(plan.health)
    report = start_report(actor=writer, period=plan.period, agency_id=plan.health.pk)
    with pytest.raises(NotComplete) as refused:
        save_entry(actor=writer, report_id=report.pk, task_id=task.pk, revision=0, fields=DONE)
    assert refused.value.code == "not_assigned"


def test_an_older_consolidation_is_not_edited_any_more(plan: Scene) -> None:
    plan.accepted(plan.schools, {None: DONE})
    reasons = {"*": "Chưa đến hạn"}
    first = consolidate(actor=plan.reviewer, period=plan.period, reasons=reasons)
    old = Passage.objects.get(consolidation=first)
    last = consolidate(actor=plan.reviewer, period=plan.period, reasons=reasons)
    with pytest.raises(Stale):
        edit_passage(actor=plan.reviewer, passage_id=old.pk, revision=0, text="Sửa lại")
    new = Passage.objects.get(consolidation=last)
    assert edit_passage(actor=plan.reviewer, passage_id=new.pk, revision=0, text="Sửa lại").text == "Sửa lại"
    old.refresh_from_db()
    assert (old.text, old.revision) == (DONE["results"], 0)


@pytest.mark.parametrize("code", ["2025H1\n", "２０２５H1", "2025h1", " 2025H1", "2025H3", "1999H1"])
def test_a_period_has_one_spelling(code: str) -> None:
    assert rules.calendar_period(code) is None
    assert rules.period_words("2025H1") == "6 tháng đầu năm 2025"
