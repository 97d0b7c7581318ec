"""The pages: what they show, what they do without scripts, what they say when something is refused."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from lxml import html
from python_calamine import CalamineWorkbook

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.reporting.consolidation.making import consolidate, edit_passage
from mangnon.reporting.models import Consolidation, Passage, Period, Report, ReportEntry
from mangnon.reporting.review.deciding import return_report
from mangnon.reporting.writing.sending import save_entry
from tests.harness.htmx import HtmxClient, assert_same_as_fresh
from tests.harness.queries import assert_constant_queries
from tests.reporting.factories import Scene, agency, scene, user_at

pytestmark = pytest.mark.django_db
DONE = {"results": "Đã làm xong."}


@pytest.fixture
def plan() -> Scene:
    return scene()


def _as(htmx: HtmxClient, plan: Scene, place: Any) -> HtmxClient:
    role = Role.PROVINCIAL_LEAD if place == plan.lead else Role.DEPARTMENT_OFFICER
    htmx.force_login(user_at(place, role))
    return htmx


def _url(plan: Scene, name: str, *extra: Any) -> str:
    return reverse(name, args=[plan.regime.code, plan.period.code, *extra])


def _page(answer: HttpResponse) -> html.HtmlElement:
    return html.document_fromstring(answer.content.decode())


def _words(answer: HttpResponse) -> str:
    return " ".join(_page(answer).xpath("string(//main)").split())


# ---- regimes, periods and the board ----------------------------------------------------------------------------------


def test_an_adopted_plan_gets_its_regimes_by_one_button(plan: Scene, htmx: HtmxClient) -> None:
    clause = plan.plan.reporting_clauses.create(
        kind="annual", due_day=5, due_month=12, is_before=True, text="hằng năm (trước ngày 05/12)", order=90
    )
    client = _as(htmx, plan, plan.lead)
    assert "Lập chế độ báo cáo theo văn bản" in _words(client.get(reverse("reports")))
    client.post(reverse("regimes_set_up", args=[plan.plan.code]))
    clause.refresh_from_db()
    assert (clause.regime.send_by_day, clause.regime.send_by_month) == (4, 12)
    assert "Lập chế độ báo cáo theo văn bản" not in _words(client.get(reverse("reports")))


def test_only_the_recipient_sets_regimes_up(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.health)
    before = plan.plan.regimes.count()
    assert client.post(reverse("regimes_set_up", args=[plan.plan.code])).status_code == 403
    assert client.post(reverse("regimes_set_up", args=["KHONG-CO"])).status_code == 404
    assert plan.plan.regimes.count() == before


def test_periods_with_dates_and_links(plan: Scene, htmx: HtmxClient) -> None:
    plan.send(plan.health, {plan.tasks[1]: DONE})
    words = _words(_as(htmx, plan, plan.lead).get(reverse("reports")))
    for part in ("Kỳ 6 tháng đầu năm 2025", "05/06/2025", "còn 20 ngày", "4 cơ quan phải báo cáo", "1 chờ xem xét"):
        assert part in words
    assert "Kỳ cần mở" not in words


def test_the_recipient_opens_the_next_period(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.lead)
    with clock.frozen(clock.at(dt.date(2025, 7, 1))):
        page = _page(client.get(reverse("reports")))
        assert page.xpath("//input[@name='code']/@value") == ["2026H1"]
        refused = client.post(reverse("period_open", args=[plan.regime.code]), {"code": "2026H2"})
        assert refused.status_code == 422
        assert "«2026H2» không phải là kỳ" in _words(refused)
        assert _page(refused).xpath("//input[@name='code']/@value") == ["2026H2"]
        assert client.post(reverse("period_open", args=[plan.regime.code]), {"code": " 2026h1 "}).status_code == 302
    assert Period.objects.filter(code="2026H1").exists()


def test_each_tile_leads_to_exactly_the_rows_it_counts(plan: Scene, htmx: HtmxClient) -> None:
    plan.accepted(plan.lead, dict.fromkeys(plan.tasks[::2], DONE))
    plan.send(plan.health, {plan.tasks[1]: DONE}, at=clock.at(dt.date(2025, 6, 10), 1))
    plan.write(plan.schools, {None: DONE})
    client = _as(htmx, plan, plan.lead)
    with clock.frozen(clock.at(dt.date(2025, 6, 11))):
        tiles = _page(client.get(_url(plan, "report_board") + "?xem=danh-sach")).xpath("//a[@class='tile__value']")
        counts = []
        for tile in tiles:
            listing = _page(client.get(tile.get("href").split("#")[0]))
            shown = listing.xpath("//table[contains(@class,'data-table')]/tbody/tr")
            counts.append(len(shown))
            assert int(tile.text) == len(shown), tile.text_content()
    assert counts == [4, 2, 2, 1, 2, 1, 1]


def test_filters_work_as_fragments_and_as_pages(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.lead)
    before = client.get(_url(plan, "report_board") + "?xem=danh-sach")
    address = _url(plan, "report_board") + "?cap=huyen&xem=danh-sach"
    fresh = client.get(address)
    assert "4 trên 4 cơ quan" in _words(before)
    assert "1 trên 4 cơ quan" in _words(fresh)
    piece = html.tostring(_page(client.fragment_get(address, target="bang")).get_element_by_id("bang"))
    assert_same_as_fresh(before, piece, fresh, target="bang", within="//*[@id='bang']")


def test_an_unknown_filter_filters_nothing(plan: Scene, htmx: HtmxClient) -> None:
    assert "4 trên 4" in _words(_as(htmx, plan, plan.lead).get(_url(plan, "report_board") + "?buoc=x&han=y&sap-xep=z"))


def test_the_ten_facts_and_the_line_of_the_paper(plan: Scene, htmx: HtmxClient) -> None:
    page = _page(_as(htmx, plan, plan.health).get(_url(plan, "report_board")))
    facts = page.xpath("//section[@id='che-do']//dt")
    assert len(facts) == 10
    [link] = page.xpath("//section[@id='che-do']//a/@href")
    assert link.endswith(f"/{plan.plan.directive.reading_id}/#dong-120")
    assert "trước ngày 10/6" in page.xpath("string(//blockquote)")


def test_the_board_as_a_workbook_is_what_is_on_screen(plan: Scene, htmx: HtmxClient) -> None:
    answer = _as(htmx, plan, plan.lead).get(_url(plan, "report_board_xlsx") + "?cap=huyen")
    rows = CalamineWorkbook.from_object(__import__("io").BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    cells = [cell for row in rows for cell in row]
    assert "Ủy ban nhân dân huyện Mẫu" in cells
    assert "Sở Y tế Mẫu Hai" not in cells


def test_others_reports_are_names_without_links(plan: Scene, htmx: HtmxClient) -> None:
    page = _page(_as(htmx, plan, plan.health).get(_url(plan, "report_board")))
    links = [link for link in page.xpath("//a/@href") if plan.schools.code in link]
    assert links == []
    assert "Sở Giáo dục Mẫu Ba" in page.text_content()


def test_several_are_accepted_from_the_board(plan: Scene, htmx: HtmxClient) -> None:
    one = plan.send(plan.health, {plan.tasks[1]: DONE})
    two = plan.send(plan.schools, {None: DONE})
    client = _as(htmx, plan, plan.lead)
    boxes = _page(client.get(_url(plan, "report_board") + "?xem=danh-sach")).xpath("//input[@name='ids']/@value")
    assert sorted(boxes) == sorted([f"{one.pk}-1", f"{two.pk}-1"])
    refused = client.post(_url(plan, "reports_accept"), {})
    assert refused.status_code == 422
    assert "Chưa chọn báo cáo nào" in _words(refused)
    assert refused.content.decode().count('name="ids"') == len(boxes)  # still the list, to choose from
    assert client.post(_url(plan, "reports_accept"), {"ids": boxes}).status_code == 302
    assert Report.objects.filter(state="accepted").count() == 2


def test_a_sending_that_came_after_the_board_was_opened_is_not_accepted_unread(plan: Scene, htmx: HtmxClient) -> None:
    one = plan.send(plan.health, {plan.tasks[1]: DONE})
    two = plan.send(plan.schools, {None: DONE})
    client = _as(htmx, plan, plan.lead)
    boxes = _page(client.get(_url(plan, "report_board") + "?xem=danh-sach")).xpath("//input[@name='ids']/@value")
    Report.objects.filter(pk=two.pk).update(version=2)
    refused = client.post(_url(plan, "reports_accept"), {"ids": boxes})
    assert refused.status_code == 409
    assert f"{plan.schools.name} vừa gửi lại" in _words(refused)
    assert _page(refused).xpath("//input[@name='ids']/@checked") == []
    assert set(Report.objects.values_list("state", flat=True)) == {"submitted"}
    assert client.post(_url(plan, "reports_accept"), {"ids": [f"{one.pk}-1", f"{two.pk}-2"]}).status_code == 302


# ---- writing ---------------------------------------------------------------------------------------------------------


def _entry(task: int, version: int = 0, **fields: Any) -> dict[str, Any]:
    return {"task": task, "version": version, **fields}


def test_looking_at_the_page_starts_nothing(plan: Scene, htmx: HtmxClient) -> None:
    answer = _as(htmx, plan, plan.health).get(_url(plan, "report_write"))
    assert answer.status_code == 200
    assert not Report.objects.exists()
    assert "0/1" in _words(answer)


def test_saving_by_script_and_by_plain_form(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.health)
    task = plan.tasks[1].pk
    auto = client.post(_url(plan, "report_entry_save"), _entry(task, results="Một."), headers={"X-Autosave": "1"})
    answer = json.loads(auto.content)
    how_far = answer.pop("how_far")
    assert answer == {"revision": 1, "version": 1, "saved_at": "09:00"}
    assert "Nhiệm vụ chủ trì đã có nội dung" in how_far
    assert f"#muc-{task}" not in how_far  # no longer among the missing
    plain = client.post(_url(plan, "report_entry_save"), _entry(task, 1, results="Một.\r\nHai."))
    assert plain["Location"] == f"{_url(plan, 'report_write')}#muc-{task}"
    entry = ReportEntry.objects.get()
    assert (entry.results, entry.revision) == ("Một.\nHai.", 2)
    form = _page(client.get(_url(plan, "report_write"))).xpath(f"//article[@id='muc-{task}']//form")[0]
    assert form.xpath(".//input[@name='version']/@value") == ["2"]
    assert form.xpath(".//textarea[@name='results']")[0].text.strip() == "Một.\nHai."


def test_somebody_else_was_first(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.health)
    task = plan.tasks[1].pk
    report = plan.write(plan.health, {plan.tasks[1]: {"results": "Của đồng nghiệp."}})
    mine = _entry(task, 0, results="Của tôi, gõ lâu.", proposals="Đề nghị.")
    auto = client.post(_url(plan, "report_entry_save"), mine, headers={"X-Autosave": "1"})
    assert auto.status_code == 409
    assert "vẫn còn trên màn hình" in json.loads(auto.content)["message"]
    plain = client.post(_url(plan, "report_entry_save"), mine)
    assert plain.status_code == 409
    form = _page(plain).xpath(f"//article[@id='muc-{task}']//form")[0]
    assert form.xpath(".//textarea[@name='results']")[0].text.strip() == "Của tôi, gõ lâu."
    assert form.xpath(".//textarea[@name='proposals']")[0].text.strip() == "Đề nghị."
    assert "Của đồng nghiệp." in _words(plain)
    [version] = form.xpath(".//input[@name='version']/@value")
    client.post(_url(plan, "report_entry_save"), {**mine, "version": version})
    assert report.entries.get().results == "Của tôi, gõ lâu."


def test_too_long_and_broken_forms_lose_nothing(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.health)
    long = "dài " * 6000
    answer = client.post(_url(plan, "report_entry_save"), _entry(plan.tasks[1].pk, results=long))
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    broken = client.post(_url(plan, "report_entry_save"), {"results": "x"}, headers={"X-Autosave": "1"})
    assert broken.status_code == 422
    assert "chưa lưu" in json.loads(broken.content)["message"]
    assert client.post(_url(plan, "report_entry_save"), {"results": "x"}).status_code == 422
    assert client.get(_url(plan, "report_entry_save"))["Location"] == _url(plan, "report_write")


def test_suggestions_come_from_own_notes_of_the_period_alone(plan: Scene, htmx: HtmxClient) -> None:
    task = plan.tasks[1]
    plan.note(task, plan.health, "Ghi năm ngoái", at=clock.at(dt.date(2024, 12, 31), 23))
    plan.note(task, plan.health, "Đã mở 03 lớp", progress=30, at=clock.at(dt.date(2025, 1, 1), 0))
    plan.note(task, plan.health, "Đã khảo sát 12 xã.", progress=60, at=clock.at(dt.date(2025, 5, 2)))
    plan.note(task, plan.schools, "Việc của sở khác", at=clock.at(dt.date(2025, 5, 3)))
    plan.difficulty(task, plan.health, "Kinh phí chậm", "Bố trí sớm")
    client = _as(htmx, plan, plan.health)
    answer = client.get(_url(plan, "report_write"))
    texts = {
        words.get("data-suggested"): "\n".join(line.strip() for line in words.itertext())
        for words in _page(answer).xpath(f"//article[@id='muc-{task.pk}']//*[@data-suggested]")
    }
    assert texts == {
        "results": "Đã mở 03 lớp.\nĐã khảo sát 12 xã.\nTiến độ thực hiện đến ngày 02/05/2025 đạt 60%.",
        "difficulties": "Kinh phí chậm.",
        "proposals": "Bố trí sớm.",
    }
    assert "Lấy từ: ghi nhận tiến độ ngày 01/01/2025; ghi nhận tiến độ ngày 02/05/2025." in _words(answer)
    client.post(
        _url(plan, "report_entry_save"),
        _entry(task.pk, results="Tự viết.", proposals="Riêng.", **{"dua-vao": "results"}),
    )
    entry = ReportEntry.objects.get()
    assert entry.results == f"Tự viết.\n{texts['results']}"
    assert entry.proposals == "Riêng."
    again = client.post(
        _url(plan, "report_entry_save"), _entry(task.pk, 1, results=entry.results, **{"dua-vao": "results"})
    )
    assert again.status_code == 302
    assert ReportEntry.objects.get().results == entry.results, "what is there is not put in twice"
    assert "Đã đưa vào ô. Hãy đọc lại trước khi gửi." in _words(client.get(_url(plan, "report_write")))


def test_last_periods_words_stand_beside(plan: Scene, htmx: HtmxClient) -> None:
    earlier = Period.objects.create(
        regime=plan.regime, code="2024H1", starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2024, 6, 30),
        cut_off_on=dt.date(2024, 6, 5), send_by=dt.date(2024, 6, 9), opened_at=clock.now(), opened_by=None,
    )  # fmt: skip
    earlier.expected.create(agency=plan.health, reason="Chủ trì")
    now, plan.period = plan.period, earlier
    plan.send(plan.health, {plan.tasks[1]: {"results": "Năm trước mở 2 lớp."}})
    plan.period = now
    words = _words(_as(htmx, plan, plan.health).get(_url(plan, "report_write")))
    assert "Kỳ 6 tháng đầu năm 2024 đã viết" in words
    assert "Năm trước mở 2 lớp." in words


def test_sending_refused_and_done(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.health)
    assert client.post(_url(plan, "report_submit")).status_code == 422
    plan.write(plan.health, {None: {"results": "Chung."}})
    refused = client.post(_url(plan, "report_submit"))
    assert refused.status_code == 422
    assert "còn 1 nhiệm vụ chủ trì chưa có kết quả (I.2)" in _words(refused)
    plan.write(plan.health, {plan.tasks[1]: DONE})
    assert "Đã làm xong." in _words(client.get(_url(plan, "report_submit")))
    done = client.post(_url(plan, "report_submit"))
    assert done["Location"] == _url(plan, "report_view", plan.health.code)
    locked = client.get(_url(plan, "report_write"))
    assert "đang chờ xem xét nên tạm khóa" in _words(locked)
    assert _page(locked).xpath("//textarea") == []
    again = client.post(_url(plan, "report_entry_save"), _entry(0, results="Thêm."), headers={"X-Autosave": "1"})
    assert again.status_code == 422
    assert client.post(_url(plan, "report_submit")).status_code == 422


def test_who_need_not_report_is_told_so(plan: Scene, htmx: HtmxClient) -> None:
    other = agency("SO_9", "Sở Đến Sau", "SĐS", territory=plan.plan.territory)
    answer = _as(htmx, plan, other).get(_url(plan, "report_write"))
    assert answer.status_code == 422
    assert "không nằm trong danh sách phải báo cáo" in _words(answer)


# ---- review ----------------------------------------------------------------------------------------------------------


def _returned(plan: Scene) -> Report:
    report = plan.send(plan.health, {plan.tasks[1]: {"results": "Mở 06 lớp."}, None: {"results": "Chung."}})
    return_report(actor=plan.reviewer, report_id=report.pk, reason="Thiếu số.", resubmit_by=dt.date(2025, 5, 25))
    return plan.send(plan.health, {plan.tasks[1]: {"results": "Mở 08 lớp."}})


def test_after_a_return_only_what_changed_is_shown(plan: Scene, htmx: HtmxClient) -> None:
    _returned(plan)
    client = _as(htmx, plan, plan.lead)
    page = _page(client.get(_url(plan, "report_view", plan.health.code)))
    changes = page.xpath("//p[@class='changes']")
    assert len(changes) == 1
    assert changes[0].xpath("./del/text() | ./ins/text()") == ["06", "08"]
    assert "Chung." not in page.text_content()
    assert "1 mục khác giữ nguyên" in page.text_content()
    everything = _page(client.get(_url(plan, "report_view", plan.health.code) + "?xem=tat-ca"))
    assert "Chung." in everything.text_content()
    assert everything.xpath("//article//del") == []
    first = _page(client.get(_url(plan, "report_view", plan.health.code) + "?lan=1"))
    assert "Mở 06 lớp." in first.text_content()
    assert first.xpath("//button[contains(., 'Chấp nhận')]") == [], "an old sending is not what is accepted"


def test_accepting_and_the_next_in_line(plan: Scene, htmx: HtmxClient) -> None:
    _returned(plan)
    plan.send(plan.schools, {None: DONE})
    client = _as(htmx, plan, plan.lead)
    assert client.post(_url(plan, "report_accept", plan.health.code)).status_code == 302
    shown = _words(client.get(_url(plan, "report_view", plan.health.code)))
    assert "Đã chấp nhận báo cáo của Sở Y tế Mẫu Hai." in shown
    assert "chờ xem xét tiếp theo: Sở Giáo dục Mẫu Ba" in shown
    again = client.post(_url(plan, "report_accept", plan.health.code))
    assert again.status_code == 422
    assert "lập bản sửa đổi" in _words(again)


@pytest.mark.parametrize(
    ("reason", "day", "said"),
    [
        ("", "30/05/2025", "Hãy nêu lý do"),
        ("Thiếu.", "", "Hãy ghi ngày"),
        ("Thiếu.", "31/02/2025", "Ngày chưa đúng"),
        ("Thiếu.", "19/05/2025", "đã qua"),
    ],
)
def test_a_return_that_is_refused_keeps_the_words(
    plan: Scene, htmx: HtmxClient, reason: str, day: str, said: str
) -> None:
    report = plan.send(plan.health, {plan.tasks[1]: DONE})
    answer = _as(htmx, plan, plan.lead).post(
        _url(plan, "report_return", plan.health.code), {"reason": reason, "resubmit_by": day}
    )
    assert answer.status_code == 422
    assert said in _words(answer)
    assert (_page(answer).xpath("//textarea[@name='reason']")[0].text or "").strip() == reason
    assert _page(answer).xpath("//input[@name='resubmit_by']")[0].get("value", "") == day
    report.refresh_from_db()
    assert report.state == "submitted"


def test_the_writer_reads_why_it_came_back(plan: Scene, htmx: HtmxClient) -> None:
    report = plan.send(plan.health, {plan.tasks[1]: DONE})
    _as(htmx, plan, plan.lead).post(
        _url(plan, "report_return", plan.health.code), {"reason": "Thiếu số xã.", "resubmit_by": "30/05/2025"}
    )
    report.refresh_from_db()
    assert report.state == "returned"
    words = _words(_as(HtmxClient(), plan, plan.health).get(_url(plan, "report_write")))
    assert "Thiếu số xã." in words
    assert "chậm nhất ngày 30/05/2025" in words


def test_no_such_report(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.lead)
    assert client.get(_url(plan, "report_view", "90.KHONG_CO")).status_code == 404
    assert client.post(_url(plan, "report_accept", plan.health.code)).status_code == 422


# ---- consolidation ---------------------------------------------------------------------------------------------------


def _consolidated(plan: Scene) -> Consolidation:
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã mở 06 lớp.", "difficulties": "Thiếu kinh phí."}})
    plan.accepted(plan.district, {None: {"results": "Đã chỉ đạo các xã."}})
    return consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})


def test_consolidating_asks_for_reasons_and_keeps_them_typed(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.lead)
    locked = _page(client.get(_url(plan, "consolidation")))
    assert locked.xpath("//form[contains(@action,'/lap/')]//button[@disabled]")
    plan.accepted(plan.health, {plan.tasks[1]: DONE})
    field = f"ly-do-{plan.schools.code}"
    refused = client.post(_url(plan, "consolidation_make"), {field: "Thay đổi cán bộ"})
    assert refused.status_code == 422
    assert "Sở Lao động Mẫu Một" in _words(refused)
    assert _page(refused).xpath(f"//input[@name='{field}']/@value") == ["Thay đổi cán bộ"]
    made = client.post(_url(plan, "consolidation_make"), {field: "Thay đổi cán bộ", "ly-do-chung": "Đợi."})
    assert made.status_code == 302
    reasons = {row["code"]: row["reason"] for row in Consolidation.objects.get().summary["missing"]}
    assert reasons == {plan.schools.code: "Thay đổi cán bộ", plan.lead.code: "Đợi.", plan.district.code: "Đợi."}


def test_each_passage_shows_its_source(plan: Scene, htmx: HtmxClient) -> None:
    _consolidated(plan)
    page = _page(_as(htmx, plan, plan.lead).get(_url(plan, "consolidation")))
    for passage in Passage.objects.all():
        block = page.get_element_by_id(f"doan-{passage.pk}")
        assert block.xpath(".//button[@popovertarget]")
        assert "Báo cáo của" in block.xpath("string(.//*[@popover])")
        assert passage.text in block.text_content()
    assert len(page.xpath("//ol[@class='sources']/li")) == 2


def test_editing_a_passage_without_scripts(plan: Scene, htmx: HtmxClient) -> None:
    _consolidated(plan)
    client = _as(htmx, plan, plan.lead)
    passage = Passage.objects.get(kind="result")
    url = _url(plan, "passage_edit", passage.pk)
    assert client.post(url, {"text": "Đã mở 06 lớp tại 04 xã.", "version": 0})["Location"].endswith(
        f"#doan-{passage.pk}"
    )
    shown = _words(client.get(_url(plan, "consolidation")))
    assert "Đã mở 06 lớp tại 04 xã." in shown
    assert "xem nguyên văn" in shown
    stale = client.post(url, {"text": "Bản của tôi.", "version": 0})
    assert stale.status_code == 409
    assert _page(stale).xpath(f"//*[@id='doan-{passage.pk}']//textarea")[0].text.strip() == "Bản của tôi."
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
    answer = _as(htmx, plan, plan.lead).get(_url(plan, "consolidation"))
    assert "Có thể trùng với đoạn khác" in _words(answer)
    assert "1 đoạn có nội dung gần giống" in _words(answer)
    marked = Passage.objects.get(same_as__isnull=False)
    edit_passage(actor=plan.reviewer, passage_id=marked.pk, revision=0, text=marked.text, is_left_out=True)
    assert "Có thể trùng" not in _words(htmx.get(_url(plan, "consolidation")))


def test_a_report_accepted_later_is_announced(plan: Scene, htmx: HtmxClient) -> None:
    _consolidated(plan)
    plan.accepted(plan.schools, {None: DONE})
    assert "có thêm 1 báo cáo hoặc bản sửa đổi được chấp nhận" in _words(
        _as(htmx, plan, plan.lead).get(_url(plan, "consolidation"))
    )


def test_an_earlier_run_can_be_read_not_edited(plan: Scene, htmx: HtmxClient) -> None:
    _consolidated(plan)
    first = Passage.objects.order_by("pk")[0]
    consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
    client = _as(htmx, plan, plan.lead)
    page = _page(client.get(_url(plan, "consolidation") + "?lan=1"))
    assert page.xpath("//form[contains(@action,'/doan/')]") == []
    assert client.post(_url(plan, "passage_edit", first.pk), {"text": "x", "version": 0}).status_code == 404


def test_the_leader_reads_and_cannot_act(plan: Scene) -> None:
    _consolidated(plan)
    client = HtmxClient()
    client.force_login(user_at(plan.lead, Role.LEADER))
    page = _page(client.get(_url(plan, "consolidation")))
    assert page.xpath("//main//form") == []
    assert page.xpath("//a[contains(@href,'.docx')]")


# ---- constant queries ------------------------------------------------------------------------------------------------


def test_the_board_asks_as_much_for_three_agencies_as_for_one(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.lead)
    number = iter(range(100))

    def add() -> None:
        place = agency(f"THEM_{next(number)}", "Sở Thêm", "ST", territory=plan.plan.territory)
        plan.period.expected.create(agency=place, reason="Phối hợp")
        plan.task(plan.lead, place)
        plan.send(place, {None: DONE})

    for query in ("", "?xem=danh-sach"):
        assert_constant_queries(add_row=add, read=lambda q=query: client.get(_url(plan, "report_board") + q))
    assert_constant_queries(add_row=add, read=lambda: client.get(reverse("reports")))


def test_the_writers_page_asks_as_much_for_three_tasks_as_for_one(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.health)

    def add() -> None:
        task = plan.task(plan.health)
        plan.note(task, plan.health, "Đã làm một phần.")
        plan.difficulty(task, plan.health, "Thiếu kinh phí.")
        plan.write(plan.health, {task: {"results": "Đang làm."}})

    assert_constant_queries(add_row=add, read=lambda: client.get(_url(plan, "report_write")))
    assert_constant_queries(add_row=add, read=lambda: client.get(_url(plan, "report_submit")))


def test_the_consolidation_asks_as_much_for_three_passages_as_for_one(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.lead)
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

    assert_constant_queries(add_row=add, read=lambda: client.get(_url(plan, "consolidation")))


def test_a_sent_report_asks_as_much_for_three_entries_as_for_one(plan: Scene, htmx: HtmxClient) -> None:
    client = _as(htmx, plan, plan.lead)
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

    assert_constant_queries(add_row=add, read=lambda: client.get(_url(plan, "report_view", plan.district.code)))


@pytest.mark.parametrize("number", ["²", "9" * 40, "-1", "x", ""])
def test_odd_numbers_in_the_address_harm_nothing(plan: Scene, htmx: HtmxClient, number: str) -> None:
    _consolidated(plan)
    client = _as(htmx, plan, plan.lead)
    assert client.get(_url(plan, "consolidation"), {"lan": number, "sua": number}).status_code == 200
    assert client.get(_url(plan, "report_view", plan.health.code), {"lan": number}).status_code == 200
    assert client.post(_url(plan, "reports_accept"), {"ids": [number]}).status_code == 422
    assert client.post(_url(plan, "report_entry_save"), _entry(number, number)).status_code == 422  # type: ignore[arg-type]
