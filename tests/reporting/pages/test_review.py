"""The reviewer's page: what changed, accepting, returning."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.reporting.models import Report
from mangnon.reporting.review.deciding import return_report
from tests.harness.htmx import HtmxClient
from tests.reporting.factories import Scene
from tests.reporting.pages.doing import DONE, page_of, signed_in, url_of, words_of

pytestmark = pytest.mark.django_db


def _returned(plan: Scene) -> Report:
    report = plan.send(plan.health, {plan.tasks[1]: {"results": "Mở 06 lớp."}, None: {"results": "Chung."}})
    return_report(actor=plan.reviewer, report_id=report.pk, reason="Thiếu số.", resubmit_by=dt.date(2025, 5, 25))
    return plan.send(plan.health, {plan.tasks[1]: {"results": "Mở 08 lớp."}})


def test_after_a_return_only_what_changed_is_shown(plan: Scene, htmx: HtmxClient) -> None:
    _returned(plan)
    client = signed_in(htmx, plan, plan.lead)
    page = page_of(client.get(url_of(plan, "report_view", plan.health.code)))
    changes = page.xpath("//p[@class='changes']")
    assert len(changes) == 1
    assert changes[0].xpath("./del/text() | ./ins/text()") == ["06", "08"]
    assert "Chung." not in page.text_content()
    assert "1 mục khác giữ nguyên" in page.text_content()
    everything = page_of(client.get(url_of(plan, "report_view", plan.health.code) + "?xem=tat-ca"))
    assert "Chung." in everything.text_content()
    assert everything.xpath("//article//del") == []
    first = page_of(client.get(url_of(plan, "report_view", plan.health.code) + "?lan=1"))
    assert "Mở 06 lớp." in first.text_content()
    assert first.xpath("//button[contains(., 'Chấp nhận')]") == [], "an old sending is not what is accepted"


def test_accepting_and_the_next_in_line(plan: Scene, htmx: HtmxClient) -> None:
    _returned(plan)
    plan.send(plan.schools, {None: DONE})
    client = signed_in(htmx, plan, plan.lead)
    assert client.post(url_of(plan, "report_accept", plan.health.code)).status_code == 302
    shown = words_of(client.get(url_of(plan, "report_view", plan.health.code)))
    assert "Đã chấp nhận báo cáo của Sở Y tế Mẫu Hai." in shown
    assert "chờ xem xét tiếp theo: Sở Giáo dục Mẫu Ba" in shown
    again = client.post(url_of(plan, "report_accept", plan.health.code))
    assert again.status_code == 422
    assert "lập bản sửa đổi" in words_of(again)


@pytest.mark.parametrize(
    ("reason", "day", "said"),
    [
        ("", "30/05/2025", "Hãy nêu lý do"),
        ("Thiếu.", "", "Hãy ghi ngày"),
        ("Thiếu.", "31/02/2025", "Ngày chưa đúng"),
        ("Thiếu.", "19/05/2025", "đã qua"),
        ("Thiếu.", "31/12/9999", "quá xa"),
    ],
)
def test_a_return_that_is_refused_keeps_the_words(
    plan: Scene, htmx: HtmxClient, reason: str, day: str, said: str
) -> None:
    report = plan.send(plan.health, {plan.tasks[1]: DONE})
    answer = signed_in(htmx, plan, plan.lead).post(
        url_of(plan, "report_return", plan.health.code), {"reason": reason, "resubmit_by": day}
    )
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert (page_of(answer).xpath("//textarea[@name='reason']")[0].text or "").strip() == reason
    assert page_of(answer).xpath("//input[@name='resubmit_by']")[0].get("value", "") == day
    report.refresh_from_db()
    assert report.state == "submitted"


def test_the_writer_reads_why_it_came_back(plan: Scene, htmx: HtmxClient) -> None:
    report = plan.send(plan.health, {plan.tasks[1]: DONE})
    signed_in(htmx, plan, plan.lead).post(
        url_of(plan, "report_return", plan.health.code), {"reason": "Thiếu số xã.", "resubmit_by": "30/05/2025"}
    )
    report.refresh_from_db()
    assert report.state == "returned"
    words = words_of(signed_in(HtmxClient(), plan, plan.health).get(url_of(plan, "report_write")))
    assert "Thiếu số xã." in words
    assert "chậm nhất ngày 30/05/2025" in words


def test_no_such_report(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.lead)
    assert client.get(url_of(plan, "report_view", "90.KHONG_CO")).status_code == 404
    assert client.post(url_of(plan, "report_accept", plan.health.code)).status_code == 422
