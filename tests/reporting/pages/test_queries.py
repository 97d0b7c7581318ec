"""Pages ask as much for three as for one; odd addresses harm nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from mangnon.reporting.consolidation.making import consolidate, edit_passage
from mangnon.reporting.review.deciding import return_report
from mangnon.reporting.writing.sending import save_entry
from tests.harness.htmx import HtmxClient
from tests.harness.queries import assert_constant_queries
from tests.reporting.factories import Scene, agency
from tests.reporting.pages.doing import DONE, consolidated, entry_form, signed_in, url_of

pytestmark = pytest.mark.django_db


def test_the_board_asks_as_much_for_three_agencies_as_for_one(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.lead)
    number = iter(range(100))

    def add() -> None:
        place = agency(f"THEM_{next(number)}", "Sở Thêm", "ST", territory=plan.plan.territory)
        plan.period.expected.create(agency=place, reason="Phối hợp")
        plan.task(plan.lead, place)
        plan.send(place, {None: DONE})

    for query in ("", "?xem=danh-sach"):
        assert_constant_queries(add_row=add, read=lambda q=query: client.get(url_of(plan, "report_board") + q))
    assert_constant_queries(add_row=add, read=lambda: client.get(reverse("reports")))


def test_the_writers_page_asks_as_much_for_three_tasks_as_for_one(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.health)

    def add() -> None:
        task = plan.task(plan.health)
        plan.note(task, plan.health, "Đã làm một phần.")
        plan.difficulty(task, plan.health, "Thiếu kinh phí.")
        plan.write(plan.health, {task: {"results": "Đang làm."}})

    assert_constant_queries(add_row=add, read=lambda: client.get(url_of(plan, "report_write")))
    assert_constant_queries(add_row=add, read=lambda: client.get(url_of(plan, "report_submit")))


def test_the_consolidation_asks_as_much_for_three_passages_as_for_one(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.lead)
    number = iter(range(100))

    def add() -> None:
        place = agency(f"THEM_{next(number)}", "Sở Thêm", "ST", territory=plan.plan.territory)
        plan.period.expected.create(agency=place, reason="Phối hợp")
        plan.task(plan.lead, place)
        plan.accepted(place, {plan.tasks[-1]: {"results": f"Việc riêng của {place.code}."}})
        made = consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
        for passage in made.passages.all():
            if passage.revision == 0:
                edit_passage(actor=plan.reviewer, passage_id=passage.pk, revision=0, text="Sửa.")

    assert_constant_queries(add_row=add, read=lambda: client.get(url_of(plan, "consolidation")))


def test_a_sent_report_asks_as_much_for_three_entries_as_for_one(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.lead)
    report = plan.send(plan.district, {None: DONE})

    def add() -> None:
        task = plan.task(plan.lead, plan.district)
        return_report(actor=plan.reviewer, report_id=report.pk, reason="Thêm.", resubmit_by=dt.date(2025, 5, 25))
        save_entry(
            actor=plan.writer(plan.district),
            report_id=report.pk,
            task_id=task.pk,
            revision=0,
            fields={"results": "Thêm."},
        )
        plan.send(plan.district, {})

    assert_constant_queries(add_row=add, read=lambda: client.get(url_of(plan, "report_view", plan.district.code)))


@pytest.mark.parametrize("number", ["²", "9" * 40, "-1", "x", ""])
def test_odd_numbers_in_the_address_harm_nothing(plan: Scene, htmx: HtmxClient, number: str) -> None:
    consolidated(plan)
    client = signed_in(htmx, plan, plan.lead)
    assert client.get(url_of(plan, "consolidation"), {"lan": number, "sua": number}).status_code == 200
    assert client.get(url_of(plan, "report_view", plan.health.code), {"lan": number}).status_code == 200
    assert client.post(url_of(plan, "reports_accept"), {"ids": [number]}).status_code == 422
    assert client.post(url_of(plan, "report_entry_save"), entry_form(number, number)).status_code == 422  # type: ignore[arg-type]
