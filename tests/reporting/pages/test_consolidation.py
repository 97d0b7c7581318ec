"""The consolidation's page: reasons, sources, edits."""

from __future__ import annotations

import pytest

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.reporting.consolidation.making import consolidate, edit_passage
from mangnon.reporting.models import Consolidation, Passage, Report
from mangnon.reporting.review.deciding import return_report
from tests.harness.htmx import HtmxClient
from tests.reporting.factories import Scene, user_at
from tests.reporting.pages.doing import DONE, consolidated, page_of, signed_in, url_of, words_of

pytestmark = pytest.mark.django_db


def test_consolidating_asks_for_reasons_and_keeps_them_typed(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.lead)
    locked = page_of(client.get(url_of(plan, "consolidation")))
    assert locked.xpath("//form[contains(@action,'/lap/')]//button[@disabled]")
    plan.accepted(plan.health, {plan.tasks[1]: DONE})
    field = f"ly-do-{plan.schools.code}"
    refused = client.post(url_of(plan, "consolidation_make"), {field: "Thay đổi cán bộ"})
    assert refused.status_code == 422
    assert "Sở Lao động Mẫu Một" in words_of(refused)
    assert page_of(refused).xpath(f"//input[@name='{field}']/@value") == ["Thay đổi cán bộ"]
    made = client.post(url_of(plan, "consolidation_make"), {field: "Thay đổi cán bộ", "ly-do-chung": "Đợi."})
    assert made.status_code == 302
    reasons = {row["code"]: row["reason"] for row in Consolidation.objects.get().summary["missing"]}
    assert reasons == {plan.schools.code: "Thay đổi cán bộ", plan.lead.code: "Đợi.", plan.district.code: "Đợi."}


def test_common_reasons_are_asked_of_those_whom_they_fit(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.lead)
    plan.accepted(plan.health, {plan.tasks[1]: DONE})
    page = page_of(client.get(url_of(plan, "consolidation")))
    assert page.xpath("//input[@id='ly-do-chung']")
    assert not page.xpath("//input[@id='ly-do-chung-da-gui']"), "nobody has sent and waits"
    plan.send(plan.schools, {None: DONE})
    common = {"ly-do-chung": "Đã đôn đốc.", "ly-do-chung-da-gui": "Đang xem xét."}
    assert client.post(url_of(plan, "consolidation_make"), common).status_code == 302
    shown = client.get(url_of(plan, "consolidation"))
    assert "Thiếu phần của chính cơ quan tổng hợp" in words_of(shown)
    assert page_of(shown).xpath(f"//input[@name='ly-do-{plan.schools.code}']/@value") == ["Đang xem xét."]
    report = Report.objects.get(agency=plan.schools)
    return_report(actor=plan.reviewer, report_id=report.pk, reason="Thiếu.", resubmit_by=clock.today())
    again = page_of(client.get(url_of(plan, "consolidation")))
    assert again.xpath(f"//input[@name='ly-do-{plan.schools.code}']/@value") == [""], "it stands otherwise now"


def test_each_passage_shows_its_source(plan: Scene, htmx: HtmxClient) -> None:
    consolidated(plan)
    page = page_of(signed_in(htmx, plan, plan.lead).get(url_of(plan, "consolidation")))
    for passage in Passage.objects.all():
        block = page.get_element_by_id(f"doan-{passage.pk}")
        assert block.xpath(".//button[@popovertarget]")
        assert "Báo cáo của" in block.xpath("string(.//*[@popover])")
        assert passage.text in block.text_content()
    assert len(page.xpath("//ol[@class='sources']/li")) == 2


def test_editing_a_passage_without_scripts(plan: Scene, htmx: HtmxClient) -> None:
    consolidated(plan)
    client = signed_in(htmx, plan, plan.lead)
    passage = Passage.objects.get(kind="result")
    url = url_of(plan, "passage_edit", passage.pk)
    assert client.post(url, {"text": "Đã mở 06 lớp tại 04 xã.", "version": 0})["Location"].endswith(
        f"#doan-{passage.pk}"
    )
    shown = words_of(client.get(url_of(plan, "consolidation")))
    assert "Đã mở 06 lớp tại 04 xã." in shown
    assert "xem nguyên văn" in shown
    stale = client.post(url, {"text": "Bản của tôi.", "version": 0})
    assert stale.status_code == 409
    assert page_of(stale).xpath(f"//*[@id='doan-{passage.pk}']//textarea")[0].text.strip() == "Bản của tôi."
    empty = client.post(url, {"text": " ", "version": 1})
    assert empty.status_code == 422
    client.post(url, {"text": "x", "version": 1, "nguyen-van": "1"})
    passage.refresh_from_db()
    assert passage.text == "Đã mở 06 lớp."
    client.post(url, {"text": "x", "version": 2, "bo-doan": "1"})
    passage.refresh_from_db()
    assert (passage.text, passage.is_left_out) == ("Đã mở 06 lớp.", True)


def test_alike_passages_stand_side_by_side(plan: Scene, htmx: HtmxClient) -> None:
    text = "Tổ chức 06 lớp dạy bơi an toàn cho 180 học sinh tiểu học trên địa bàn huyện"
    plan.accepted(plan.health, {plan.tasks[1]: {"results": text}})
    plan.accepted(plan.district, {plan.tasks[1]: {"results": f"{text} trong hè."}})
    consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
    answer = signed_in(htmx, plan, plan.lead).get(url_of(plan, "consolidation"))
    assert "Có thể trùng với đoạn khác" in words_of(answer)
    assert "1 đoạn có nội dung gần giống" in words_of(answer)
    marked = Passage.objects.get(same_as__isnull=False)
    edit_passage(actor=plan.reviewer, passage_id=marked.pk, revision=0, text=marked.text, is_left_out=True)
    assert "Có thể trùng" not in words_of(htmx.get(url_of(plan, "consolidation")))


def test_a_report_accepted_later_is_announced(plan: Scene, htmx: HtmxClient) -> None:
    consolidated(plan)
    plan.accepted(plan.schools, {None: DONE})
    assert "có thêm 1 báo cáo hoặc bản sửa đổi được chấp nhận" in words_of(
        signed_in(htmx, plan, plan.lead).get(url_of(plan, "consolidation"))
    )


def test_an_earlier_run_can_be_read_not_edited(plan: Scene, htmx: HtmxClient) -> None:
    consolidated(plan)
    first = Passage.objects.order_by("pk")[0]
    consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
    client = signed_in(htmx, plan, plan.lead)
    page = page_of(client.get(url_of(plan, "consolidation") + "?lan=1"))
    assert page.xpath("//form[contains(@action,'/doan/')]") == []
    assert client.post(url_of(plan, "passage_edit", first.pk), {"text": "x", "version": 0}).status_code == 409
    assert client.post(url_of(plan, "passage_edit", 987654), {"text": "x", "version": 0}).status_code == 404


def test_words_typed_into_an_older_run_are_given_back_beside_the_newest(plan: Scene, htmx: HtmxClient) -> None:
    consolidated(plan)
    first = Passage.objects.get(kind="result")
    consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
    newest = Passage.objects.get(kind="result", consolidation__number=2)
    client = signed_in(htmx, plan, plan.lead)
    url = url_of(plan, "passage_edit", first.pk)
    answer = client.post(url, {"text": "Dòng một.\r\nDòng hai.", "version": 0})
    assert answer.status_code == 409
    page = page_of(answer)
    assert page.get_element_by_id("loi-da-nhap").text.strip() == "Dòng một.\nDòng hai."
    assert page.xpath(f"//*[@role='alert']//a[@href='#doan-{newest.pk}']")
    box = page.xpath(f"//*[@id='doan-{newest.pk}']//form//textarea")[0]
    assert box.text.strip() == newest.text
    pressed = page_of(client.post(url, {"text": "x", "version": 0, "bo-doan": "1"}))
    assert pressed.xpath("//*[@id='loi-da-nhap']") == []
    assert set(Passage.objects.values_list("edited_at", flat=True)) == {None}


def test_words_typed_into_a_passage_that_is_gone_are_given_back(plan: Scene, htmx: HtmxClient) -> None:
    consolidated(plan)
    first = Passage.objects.get(kind="result")
    consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
    Passage.objects.filter(kind="result", consolidation__number=2).delete()
    answer = signed_in(htmx, plan, plan.lead).post(
        url_of(plan, "passage_edit", first.pk), {"text": "Lời của tôi.", "version": 0}
    )
    page = page_of(answer)
    assert page.get_element_by_id("loi-da-nhap").text.strip() == "Lời của tôi."
    assert page.xpath("//*[@role='alert']//a[@href='#tinh-hinh']")
    assert "không còn đoạn này" in words_of(answer)


def test_who_may_not_edit_gets_no_page_of_an_older_run(plan: Scene) -> None:
    consolidated(plan)
    first = Passage.objects.order_by("pk")[0]
    consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
    client = HtmxClient()
    client.force_login(user_at(plan.lead, Role.LEADER))
    assert client.post(url_of(plan, "passage_edit", first.pk), {"text": "x", "version": 0}).status_code == 403


def test_the_leader_reads_and_cannot_act(plan: Scene) -> None:
    consolidated(plan)
    client = HtmxClient()
    client.force_login(user_at(plan.lead, Role.LEADER))
    page = page_of(client.get(url_of(plan, "consolidation")))
    assert page.xpath("//main//form") == []
    assert page.xpath("//a[contains(@href,'.docx')]")
