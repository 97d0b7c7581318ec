"""The recorded facts that a passage's words were put together from stand beside it, as they were when it was sent."""

from __future__ import annotations

import json

import pytest

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency
from mangnon.plans.models import ProgressNote, Task
from mangnon.reporting.consolidation.making import consolidate, edit_passage
from mangnon.reporting.models import Passage, Report
from mangnon.reporting.review.deciding import accept_report
from mangnon.reporting.writing.sending import submit_report
from tests.harness.htmx import HtmxClient
from tests.reporting.factories import Scene, user_at
from tests.reporting.pages.doing import DONE, entry_form, page_of, signed_in, url_of

pytestmark = pytest.mark.django_db
HEADING = "Căn cứ đã ghi nhận"


def _put_in(plan: Scene, place: Agency, task: Task) -> None:
    """An officer takes the suggested words of the box «Kết quả» over, on the writer's page."""
    client = HtmxClient()
    client.force_login(user_at(place, Role.DEPARTMENT_OFFICER))
    typed = {**entry_form(task.pk, results=""), "sua": ["results", "dua-vao"], "dua-vao": "results"}
    answer = client.post(url_of(plan, "report_entry_save"), typed, headers={"X-Autosave": "1"})
    assert answer.status_code == 200, answer.content.decode()


def _accepted(plan: Scene, place: Agency) -> None:
    report = Report.objects.get(period=plan.period, agency=place)
    submit_report(actor=plan.writer(place), report_id=report.pk)
    accept_report(actor=plan.reviewer, report_id=report.pk)


def _consolidate(plan: Scene) -> None:
    consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})


def _result(plan: Scene) -> Passage:
    return Passage.objects.filter(kind="result").order_by("-consolidation__number")[0]


def _beside(client: HtmxClient, plan: Scene, passage: Passage) -> list[str]:
    """The facts that the page shows beside a passage."""
    block = page_of(client.get(url_of(plan, "consolidation"))).get_element_by_id(f"doan-{passage.pk}")
    folds = [each for each in block.xpath(".//details") if HEADING in each.xpath("string(summary)")]
    return [" ".join(item.text_content().split()) for each in folds for item in each.xpath(".//li")]


def test_the_facts_stand_beside_the_passage_and_in_the_file_of_sources(plan: Scene, htmx: HtmxClient) -> None:
    task = plan.tasks[1]
    note = plan.note(task, plan.health, "Đã mở 03 lớp", progress=30)
    _put_in(plan, plan.health, task)
    _accepted(plan, plan.health)
    _consolidate(plan)
    client = signed_in(htmx, plan, plan.lead)
    passage = _result(plan)
    assert "Đã mở 03 lớp" in passage.text
    [shown] = _beside(client, plan, passage)
    told = json.loads(client.get(url_of(plan, "consolidation_json")).content)
    [row] = [each for each in told["passages"] if each["passage"] == passage.pk]
    [source] = row["sources"]
    [fact] = source["facts"]
    assert (fact["kind"], fact["ref"], fact["label"]) == ("note", note.pk, shown)


def test_words_written_without_a_record_have_no_facts(plan: Scene, htmx: HtmxClient) -> None:
    task = plan.tasks[1]
    plan.note(task, plan.health, "Đã mở 03 lớp", progress=30)
    plan.accepted(plan.health, {task: DONE})
    _consolidate(plan)
    client = signed_in(htmx, plan, plan.lead)
    assert _beside(client, plan, _result(plan)) == []
    assert HEADING not in client.get(url_of(plan, "consolidation")).content.decode()


def test_the_facts_are_of_their_own_box_alone(plan: Scene, htmx: HtmxClient) -> None:
    task = plan.tasks[1]
    plan.note(task, plan.health, "Đã mở 03 lớp", progress=30)
    _put_in(plan, plan.health, task)
    entry = Report.objects.get(agency=plan.health).entries.get(task=task)
    plan.write(plan.health, {task: {"results": entry.results, "difficulties": "Thiếu kinh phí."}})
    _accepted(plan, plan.health)
    _consolidate(plan)
    client = signed_in(htmx, plan, plan.lead)
    assert len(_beside(client, plan, _result(plan))) == 1
    assert _beside(client, plan, Passage.objects.get(kind="difficulty")) == []


def test_the_facts_stay_when_the_record_the_words_and_the_consolidation_change(plan: Scene, htmx: HtmxClient) -> None:
    task = plan.tasks[1]
    plan.note(task, plan.health, "Đã mở 03 lớp", progress=30)
    _put_in(plan, plan.health, task)
    _accepted(plan, plan.health)
    _consolidate(plan)
    client = signed_in(htmx, plan, plan.lead)
    before = _beside(client, plan, _result(plan))
    assert len(before) == 1
    ProgressNote.objects.update(text="Chỉ mở được 01 lớp")
    edit_passage(actor=plan.reviewer, passage_id=_result(plan).pk, revision=0, text="Ngành y tế đã mở ba lớp.")
    assert _beside(client, plan, _result(plan)) == before
    _consolidate(plan)
    again = _result(plan)
    assert (again.consolidation.number, again.text) == (2, "Ngành y tế đã mở ba lớp.")
    assert _beside(client, plan, again) == before
