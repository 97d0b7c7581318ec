"""The writer's page: what it shows, saves without scripts, and says when something is refused."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from mangnon.kernel import clock
from mangnon.reporting.models import Period, Report, ReportEntry
from tests.harness.htmx import HtmxClient
from tests.reporting.factories import Scene, agency
from tests.reporting.pages.doing import DONE, entry_form, page_of, signed_in, url_of, words_of

pytestmark = pytest.mark.django_db


def test_looking_at_the_page_starts_nothing(plan: Scene, htmx: HtmxClient) -> None:
    answer = signed_in(htmx, plan, plan.health).get(url_of(plan, "report_write"))
    assert answer.status_code == 200
    assert not Report.objects.exists()
    assert "0/1" in words_of(answer)


def test_saving_by_script_and_by_plain_form(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.health)
    task = plan.tasks[1].pk
    auto = client.post(url_of(plan, "report_entry_save"), entry_form(task, results="Một."), headers={"X-Autosave": "1"})
    answer = json.loads(auto.content)
    how_far = answer.pop("how_far")
    assert answer == {"revision": 1, "version": 1, "saved_at": "09:00"}
    assert "Nhiệm vụ chủ trì đã có nội dung" in how_far
    assert f"#muc-{task}" not in how_far  # no longer among the missing
    plain = client.post(url_of(plan, "report_entry_save"), entry_form(task, 1, results="Một.\r\nHai."))
    assert plain["Location"] == f"{url_of(plan, 'report_write')}#muc-{task}"
    entry = ReportEntry.objects.get()
    assert (entry.results, entry.revision) == ("Một.\nHai.", 2)
    form = page_of(client.get(url_of(plan, "report_write"))).xpath(f"//article[@id='muc-{task}']//form")[0]
    assert form.xpath(".//input[@name='version']/@value") == ["2"]
    assert form.xpath(".//textarea[@name='results']")[0].text.strip() == "Một.\nHai."


def test_somebody_else_was_first(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.health)
    task = plan.tasks[1].pk
    report = plan.write(plan.health, {plan.tasks[1]: {"results": "Của đồng nghiệp."}})
    mine = entry_form(task, 0, results="Của tôi, gõ lâu.", proposals="Đề nghị.")
    auto = client.post(url_of(plan, "report_entry_save"), mine, headers={"X-Autosave": "1"})
    assert auto.status_code == 409
    assert "vẫn còn trên màn hình" in json.loads(auto.content)["message"]
    plain = client.post(url_of(plan, "report_entry_save"), mine)
    assert plain.status_code == 409
    form = page_of(plain).xpath(f"//article[@id='muc-{task}']//form")[0]
    assert form.xpath(".//textarea[@name='results']")[0].text.strip() == "Của tôi, gõ lâu."
    assert form.xpath(".//textarea[@name='proposals']")[0].text.strip() == "Đề nghị."
    assert "Của đồng nghiệp." in words_of(plain)
    [version] = form.xpath(".//input[@name='version']/@value")
    client.post(url_of(plan, "report_entry_save"), {**mine, "version": version})
    assert report.entries.get().results == "Của tôi, gõ lâu."


def test_too_long_and_broken_forms_lose_nothing(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.health)
    long = "dài " * 6000
    answer = client.post(url_of(plan, "report_entry_save"), entry_form(plan.tasks[1].pk, results=long))
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    broken = client.post(url_of(plan, "report_entry_save"), {"results": "x"}, headers={"X-Autosave": "1"})
    assert broken.status_code == 422
    assert "chưa lưu" in json.loads(broken.content)["message"]
    assert client.post(url_of(plan, "report_entry_save"), {"results": "x"}).status_code == 422
    assert client.get(url_of(plan, "report_entry_save"))["Location"] == url_of(plan, "report_write")


def test_suggestions_come_from_own_notes_of_the_period_alone(plan: Scene, htmx: HtmxClient) -> None:
    task = plan.tasks[1]
    plan.note(task, plan.health, "Ghi năm ngoái", at=clock.at(dt.date(2024, 12, 31), 23))
    plan.note(task, plan.health, "Đã mở 03 lớp", progress=30, at=clock.at(dt.date(2025, 1, 1), 0))
    plan.note(task, plan.health, "Đã khảo sát 12 xã.", progress=60, at=clock.at(dt.date(2025, 5, 2)))
    plan.note(task, plan.schools, "Việc của sở khác", at=clock.at(dt.date(2025, 5, 3)))
    plan.difficulty(task, plan.health, "Kinh phí chậm", "Bố trí sớm")
    client = signed_in(htmx, plan, plan.health)
    answer = client.get(url_of(plan, "report_write"))
    texts = {
        words.get("data-suggested"): "\n".join(line.strip() for line in words.itertext())
        for words in page_of(answer).xpath(f"//article[@id='muc-{task.pk}']//*[@data-suggested]")
    }
    assert texts == {
        "results": "Đã mở 03 lớp.\nĐã khảo sát 12 xã.\nTiến độ thực hiện đến ngày 02/05/2025 đạt 60%.",
        "difficulties": "Kinh phí chậm.",
        "proposals": "Bố trí sớm.",
    }
    assert "Lấy từ: ghi nhận tiến độ ngày 01/01/2025; ghi nhận tiến độ ngày 02/05/2025." in words_of(answer)
    client.post(
        url_of(plan, "report_entry_save"),
        entry_form(task.pk, results="Tự viết.", proposals="Riêng.", **{"dua-vao": "results"}),
    )
    entry = ReportEntry.objects.get()
    assert entry.results == f"Tự viết.\n{texts['results']}"
    assert entry.proposals == "Riêng."
    again = client.post(
        url_of(plan, "report_entry_save"), entry_form(task.pk, 1, results=entry.results, **{"dua-vao": "results"})
    )
    assert again.status_code == 302
    assert ReportEntry.objects.get().results == entry.results, "what is there is not put in twice"
    assert "Đã đưa vào ô. Hãy đọc lại trước khi gửi." in words_of(client.get(url_of(plan, "report_write")))


def test_last_periods_words_stand_beside(plan: Scene, htmx: HtmxClient) -> None:
    earlier = Period.objects.create(
        regime=plan.regime, code="2024H1", starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2024, 6, 30),
        cut_off_on=dt.date(2024, 6, 5), send_by=dt.date(2024, 6, 9), opened_at=clock.now(), opened_by=None,
    )  # fmt: skip
    earlier.expected.create(agency=plan.health, reason="Chủ trì")
    now, plan.period = plan.period, earlier
    plan.send(plan.health, {plan.tasks[1]: {"results": "Năm trước mở 2 lớp."}})
    plan.period = now
    words = words_of(signed_in(htmx, plan, plan.health).get(url_of(plan, "report_write")))
    assert "Kỳ 6 tháng đầu năm 2024 đã viết" in words
    assert "Năm trước mở 2 lớp." in words


def test_sending_refused_and_done(plan: Scene, htmx: HtmxClient) -> None:
    client = signed_in(htmx, plan, plan.health)
    assert client.post(url_of(plan, "report_submit")).status_code == 422
    plan.write(plan.health, {None: {"results": "Chung."}})
    refused = client.post(url_of(plan, "report_submit"))
    assert refused.status_code == 422
    assert "còn 1 nhiệm vụ chủ trì chưa có kết quả (I.2)" in words_of(refused)
    plan.write(plan.health, {plan.tasks[1]: DONE})
    assert "Đã làm xong." in words_of(client.get(url_of(plan, "report_submit")))
    done = client.post(url_of(plan, "report_submit"))
    assert done["Location"] == url_of(plan, "report_view", plan.health.code)
    locked = client.get(url_of(plan, "report_write"))
    assert "đang chờ xem xét nên tạm khóa" in words_of(locked)
    assert page_of(locked).xpath("//textarea") == []
    again = client.post(url_of(plan, "report_entry_save"), entry_form(0, results="Thêm."), headers={"X-Autosave": "1"})
    assert again.status_code == 422
    assert client.post(url_of(plan, "report_submit")).status_code == 422


def test_who_need_not_report_is_told_so(plan: Scene, htmx: HtmxClient) -> None:
    other = agency("SO_9", "Sở Đến Sau", "SĐS", territory=plan.plan.territory)
    answer = signed_in(htmx, plan, other).get(url_of(plan, "report_write"))
    assert answer.status_code == 422
    assert "không nằm trong danh sách phải báo cáo" in words_of(answer)


def test_the_page_of_a_report_of_many_tasks_is_light(plan: Scene, htmx: HtmxClient) -> None:
    """25 tasks, each with its words: below 250 kB before it is compressed."""
    while len(plan.tasks) < 26:
        plan.task(
            plan.health, text="Tổ chức tập huấn về quyền trẻ em cho cán bộ cấp xã, thôn, làng trên địa bàn tỉnh. " * 3
        )
    mine = [task for task in plan.tasks if task.assignments.filter(agency=plan.health).exists()]
    assert len(mine) >= 25
    plan.write(plan.health, {task: {"results": "Đã mở 06 lớp tập huấn cho cán bộ cấp xã. " * 10} for task in mine})
    answer = signed_in(htmx, plan, plan.health).get(url_of(plan, "report_write"))
    assert page_of(answer).xpath("count(//textarea)") >= 25
    assert len(answer.content) < 250_000, f"{len(answer.content):,} bytes"
