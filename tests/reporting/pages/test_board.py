"""Regimes, periods and the board: what the pages show, filter and accept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from lxml import html
from python_calamine import CalamineWorkbook

from mangnon.kernel import clock
from mangnon.reporting.models import Period, Report
from tests.harness.htmx import HtmxClient, assert_same_as_fresh
from tests.reporting.factories import Scene
from tests.reporting.pages.doing import DONE, page_of, signed_in, url_of, words_of

pytestmark = pytest.mark.django_db


def test_an_adopted_plan_gets_its_regimes_by_one_button(plan: Scene, htmx: HtmxClient) -> None:
    clause = plan.plan.reporting_clauses.create(
        kind="annual", due_day=5, due_month=12, is_before=True, text="hằng năm (trước ngày 05/12)", order=90
    )
    client = signed_in(htmx, plan, plan.lead)
    assert "Lập chế độ báo cáo theo văn bản" in words_of(client.get(reverse("reports")))
    client.post(reverse("regimes_set_up", args=[plan.plan.code]))
    clause.refresh_from_db()
    assert (clause.regime.send_by_day, clause.regime.send_by_month) == (4, 12)
    assert "Lập chế độ báo cáo theo văn bản" not in words_of(client.get(reverse("reports")))


def test_only_the_recipient_sets_regimes_up(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.health)
    before = plan.plan.regimes.count()
    assert client.post(reverse("regimes_set_up", args=[plan.plan.code])).status_code == 403
    assert client.post(reverse("regimes_set_up", args=["KHONG-CO"])).status_code == 404
    assert plan.plan.regimes.count() == before


def test_periods_with_dates_and_links(plan: Scene, htmx: HtmxClient) -> None:
    plan.send(plan.health, {plan.tasks[1]: DONE})
    words = words_of(signed_in(htmx, plan, plan.lead).get(reverse("reports")))
    for part in ("Kỳ 6 tháng đầu năm 2025", "05/06/2025", "còn 20 ngày", "4 cơ quan phải báo cáo", "1 chờ xem xét"):
        assert part in words
    assert "Kỳ cần mở" not in words


def test_the_recipient_opens_the_next_period(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.lead)
    with clock.frozen(clock.at(dt.date(2025, 7, 1))):
        page = page_of(client.get(reverse("reports")))
        assert page.xpath("//input[@name='code']/@value") == ["2026H1"]
        refused = client.post(reverse("period_open", args=[plan.regime.code]), {"code": "2026H2"})
        assert refused.status_code == 422
        assert "«2026H2» không phải là kỳ" in words_of(refused)
        assert page_of(refused).xpath("//input[@name='code']/@value") == ["2026H2"]
        assert client.post(reverse("period_open", args=[plan.regime.code]), {"code": " 2026h1 "}).status_code == 302
    assert Period.objects.filter(code="2026H1").exists()


def test_each_tile_leads_to_exactly_the_rows_it_counts(plan: Scene, htmx: HtmxClient) -> None:
    plan.accepted(plan.lead, dict.fromkeys(plan.tasks[::2], DONE))
    plan.send(plan.health, {plan.tasks[1]: DONE}, at=clock.at(dt.date(2025, 6, 10), 1))
    plan.write(plan.schools, {None: DONE})
    client = signed_in(htmx, plan, plan.lead)
    with clock.frozen(clock.at(dt.date(2025, 6, 11))):
        tiles = page_of(client.get(url_of(plan, "report_board") + "?xem=danh-sach")).xpath("//a[@class='tile__value']")
        counts = []
        for tile in tiles:
            listing = page_of(client.get(tile.get("href").split("#")[0]))
            shown = listing.xpath("//table[contains(@class,'data-table')]/tbody/tr")
            counts.append(len(shown))
            assert int(tile.text) == len(shown), tile.text_content()
    assert counts == [4, 2, 2, 1, 2, 1, 1]


def test_filters_work_as_fragments_and_as_pages(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.lead)
    before = client.get(url_of(plan, "report_board") + "?xem=danh-sach")
    address = url_of(plan, "report_board") + "?cap=huyen&xem=danh-sach"
    fresh = client.get(address)
    assert "4 trên 4 cơ quan" in words_of(before)
    assert "1 trên 4 cơ quan" in words_of(fresh)
    piece = html.tostring(page_of(client.fragment_get(address, target="bang")).get_element_by_id("bang"))
    assert_same_as_fresh(before, piece, fresh, target="bang", within="//*[@id='bang']")


def test_an_unknown_filter_filters_nothing(plan: Scene, htmx: HtmxClient) -> None:
    assert "4 trên 4" in words_of(
        signed_in(htmx, plan, plan.lead).get(url_of(plan, "report_board") + "?buoc=x&han=y&sap-xep=z")
    )


def test_the_ten_facts_and_the_line_of_the_paper(plan: Scene, htmx: HtmxClient) -> None:
    page = page_of(signed_in(htmx, plan, plan.health).get(url_of(plan, "report_board")))
    facts = page.xpath("//section[@id='che-do']//dt")
    assert len(facts) == 10
    [link] = page.xpath("//section[@id='che-do']//a/@href")
    assert link.endswith(f"/{plan.plan.directive.reading_id}/#dong-120")
    assert "trước ngày 10/6" in page.xpath("string(//blockquote)")


def test_the_board_as_a_workbook_is_what_is_on_screen(plan: Scene, htmx: HtmxClient) -> None:
    answer = signed_in(htmx, plan, plan.lead).get(url_of(plan, "report_board_xlsx") + "?cap=huyen")
    rows = CalamineWorkbook.from_object(__import__("io").BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    cells = [cell for row in rows for cell in row]
    assert "Ủy ban nhân dân huyện Mẫu" in cells
    assert "Sở Y tế Mẫu Hai" not in cells


def test_others_reports_are_names_without_links(plan: Scene, htmx: HtmxClient) -> None:
    page = page_of(signed_in(htmx, plan, plan.health).get(url_of(plan, "report_board")))
    links = [link for link in page.xpath("//a/@href") if plan.schools.code in link]
    assert links == []
    assert "Sở Giáo dục Mẫu Ba" in page.text_content()


def test_several_are_accepted_from_the_board(plan: Scene, htmx: HtmxClient) -> None:
    one = plan.send(plan.health, {plan.tasks[1]: DONE})
    two = plan.send(plan.schools, {None: DONE})
    client = signed_in(htmx, plan, plan.lead)
    boxes = page_of(client.get(url_of(plan, "report_board") + "?xem=danh-sach")).xpath("//input[@name='ids']/@value")
    assert sorted(boxes) == sorted([f"{one.pk}-1", f"{two.pk}-1"])
    refused = client.post(url_of(plan, "reports_accept"), {})
    assert refused.status_code == 422
    assert "Chưa chọn báo cáo nào" in words_of(refused)
    assert refused.content.decode().count('name="ids"') == len(boxes)  # still the list, to choose from
    assert client.post(url_of(plan, "reports_accept"), {"ids": boxes}).status_code == 302
    assert Report.objects.filter(state="accepted").count() == 2


def test_a_sending_that_came_after_the_board_was_opened_is_not_accepted_unread(plan: Scene, htmx: HtmxClient) -> None:
    one = plan.send(plan.health, {plan.tasks[1]: DONE})
    two = plan.send(plan.schools, {None: DONE})
    client = signed_in(htmx, plan, plan.lead)
    boxes = page_of(client.get(url_of(plan, "report_board") + "?xem=danh-sach")).xpath("//input[@name='ids']/@value")
    Report.objects.filter(pk=two.pk).update(version=2)
    refused = client.post(url_of(plan, "reports_accept"), {"ids": boxes})
    assert refused.status_code == 409
    assert f"{plan.schools.name} vừa gửi lại" in words_of(refused)
    assert page_of(refused).xpath("//input[@name='ids']/@checked") == []
    assert set(Report.objects.values_list("state", flat=True)) == {"submitted"}
    assert client.post(url_of(plan, "reports_accept"), {"ids": [f"{one.pk}-1", f"{two.pk}-2"]}).status_code == 302
