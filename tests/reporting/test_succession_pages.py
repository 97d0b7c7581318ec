"""The pages of reporting when bodies have ended: in whose name, why, by which day the names stand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency
from mangnon.kernel import clock
from mangnon.reporting.models import Report, ReportEntry
from mangnon.territory.models import Unit
from tests.harness.htmx import HtmxClient
from tests.harness.queries import assert_constant_queries
from tests.reporting.factories import Scene, agency, scene, user_at
from tests.reporting.pages.doing import page_of, words_of
from tests.reporting.reorganised import JULY, MARCH, apply, event, new_body

pytestmark = pytest.mark.django_db
DONE = {"results": "Đã làm xong."}


@pytest.fixture
def plan() -> Scene:
    return scene()


def _url(plan: Scene, name: str, *more: object) -> str:
    return reverse(name, args=[plan.regime.code, plan.period.code, *more])


def _client(place: Agency, role: Role = Role.DEPARTMENT_OFFICER) -> Client:
    client = HtmxClient()
    client.force_login(user_at(place, role))
    return client


@pytest.fixture
def renamed(plan: Scene) -> Agency:
    """Sở Y tế Mẫu Hai got a new name in March, with a draft under way."""
    plan.write(plan.health, {plan.tasks[1]: {"results": "Đã mở 06 lớp."}})
    heir = new_body("SO_9", "Sở Y tế mới", territory=plan.plan.territory)
    apply(event("rename", MARCH, (plan.health, heir, "")))
    return heir


@pytest.fixture
def later(plan: Scene) -> Agency:
    """The same in the second half of May (the day the tests live in), entered after the data were cut off."""
    plan.period.cut_off_on = dt.date(2025, 2, 20)
    plan.period.save()
    heir = new_body("SO_9", "Sở Y tế mới", territory=plan.plan.territory)
    apply(event("rename", MARCH, (plan.health, heir, "")))
    return heir


def test_the_board_says_by_which_day_its_names_stand_and_what_has_passed_on(plan: Scene, renamed: Agency) -> None:
    client = _client(plan.lead, Role.PROVINCIAL_LEAD)
    for query in ("", "?xem=danh-sach"):
        shown = words_of(client.get(_url(plan, "report_board") + query))
        assert "Cơ quan và tên gọi ghi theo ngày chốt số liệu 05/06/2025" in shown
        assert "Sở Y tế Mẫu Hai: đã chuyển cho Sở Y tế mới" in shown
        assert "4 trên 4 cơ quan, đơn vị" in shown
    assert "Tên gọi" in words_of(client.get(reverse("reports")))


def test_the_successor_finds_the_words_in_the_box_and_who_wrote_them(plan: Scene, renamed: Agency) -> None:
    answer = _client(renamed).get(_url(plan, "report_write"))
    page = page_of(answer)
    [box] = page.xpath(f"//textarea[@id='muc-{plan.tasks[1].pk}-results']")
    assert box.text.strip() == "Đã mở 06 lớp."
    shown = words_of(answer)
    assert "Phần việc báo cáo được tiếp nhận từ Sở Y tế Mẫu Hai." in shown
    assert "nội dung Sở Y tế Mẫu Hai đã viết trước khi sắp xếp" in shown


def test_the_page_of_the_old_report_leads_to_the_new_one(plan: Scene, renamed: Agency) -> None:
    shown = _client(plan.lead, Role.PROVINCIAL_LEAD).get(_url(plan, "report_view", plan.health.code))
    assert "Đã chuyển cho Sở Y tế mới" in words_of(shown)
    assert page_of(shown).xpath(f"//a[@href='{_url(plan, 'report_view', renamed.code)}']")
    assert "Đã mở 06 lớp." not in words_of(shown), "a draft is its writers' alone"


def test_words_beside_a_box_are_put_in_by_a_plain_form(plan: Scene) -> None:
    plan.write(plan.district, {None: {"results": "Chung của huyện."}})
    communes = []
    for number in (1, 2):
        unit = Unit.objects.create(
            code=f"9010{number}", name=f"Xã {number}", level="commune", kind="Xã", parent=plan.plan.territory
        )
        communes.append(new_body(f"UBND.{number}", f"UBND xã {number}", territory=unit, level="commune"))
    apply(event("split", MARCH, *((plan.district, body, "") for body in communes)))
    client = _client(communes[0], Role.LOCAL_OFFICER)
    answer = client.get(_url(plan, "report_write"))
    assert "Chung của huyện." in words_of(answer)
    assert page_of(answer).xpath("//textarea[@id='muc-0-results']")[0].text.strip() == ""
    put = {"task": 0, "version": 0, "results": "Việc của xã.", "dua-vao": "results"}
    assert client.post(_url(plan, "report_entry_save"), put).status_code == 302
    assert ReportEntry.objects.get(report__agency=communes[0]).results == "Việc của xã.\nChung của huyện."
    assert not Report.objects.filter(agency=communes[1]).exists()


def test_in_the_old_name_by_the_successor(plan: Scene, later: Agency) -> None:
    client = _client(later)
    plain = client.get(_url(plan, "report_write"))
    assert plain.status_code == 302
    assert plain["Location"] == _url(plan, "report_write_for", plan.health.code)
    answer = client.get(plain["Location"])
    shown = words_of(answer)
    assert "Báo cáo của Sở Y tế Mẫu Hai" in shown
    assert "Báo cáo mang tên Sở Y tế Mẫu Hai: số liệu của kỳ chốt ngày 20/02/2025" in shown
    assert "(đến hết ngày 28/02/2025)" in shown
    assert "Sở Y tế mới viết và gửi vì kế tục phần việc của cơ quan đó." in shown
    save = _url(plan, "report_entry_save_for", plan.health.code)
    assert client.get(save)["Location"] == plain["Location"]
    saved = client.post(save, {"task": plan.tasks[1].pk, "version": 0, "results": "Viết thay."})
    assert saved["Location"] == f"{plain['Location']}#muc-{plan.tasks[1].pk}"
    assert ReportEntry.objects.get().report.agency == plan.health
    submit = _url(plan, "report_submit_for", plan.health.code)
    assert "Báo cáo mang tên Sở Y tế Mẫu Hai" in words_of(client.get(submit))
    assert client.post(submit)["Location"] == _url(plan, "report_view", plan.health.code)
    assert client.get(_url(plan, "report_view", plan.health.code)).status_code == 200
    lead = _client(plan.lead, Role.PROVINCIAL_LEAD)
    assert "nay: Sở Y tế mới" in words_of(lead.get(_url(plan, "report_board") + "?xem=danh-sach"))
    assert lead.get(_url(plan, "report_board_xlsx")).status_code == 200


def test_the_list_and_the_desk_name_what_is_owed_for_others(plan: Scene, later: Agency) -> None:
    client = _client(later)
    address = _url(plan, "report_write_for", plan.health.code)
    for name in ("reports", "desk"):
        answer = client.get(reverse(name))
        assert page_of(answer).xpath(f"//a[@href='{address}']"), name
        assert "Sở Y tế Mẫu Hai" in words_of(answer)


def test_nobody_else_writes_in_the_old_name(plan: Scene, later: Agency) -> None:
    for place in (plan.schools, plan.district, plan.health):
        client = _client(place)
        assert client.get(_url(plan, "report_write_for", plan.health.code)).status_code == 403
        answer = client.post(_url(plan, "report_entry_save_for", plan.health.code), {"task": 0, "version": 0})
        assert answer.status_code == 403
        assert client.post(_url(plan, "report_submit_for", plan.health.code)).status_code == 403
    assert _client(later).get(_url(plan, "report_write_for", "90.KHONG_CO")).status_code == 422
    nobody = _client(later).post(_url(plan, "report_entry_save_for", "90.KHONG_CO"), {"task": 0, "version": 0})
    assert nobody.status_code == 404
    assert not Report.objects.exists()


def test_the_board_and_the_list_ask_as_much_for_three_ended_bodies_as_for_one(plan: Scene) -> None:
    client = _client(plan.lead, Role.PROVINCIAL_LEAD)
    number = iter(range(100))

    def add() -> None:
        each = next(number)
        old = agency(f"CU_{each}", f"Sở cũ {each}", "SC", territory=plan.plan.territory)
        gone = agency(f"DI_{each}", f"Sở đi {each}", "SD", territory=plan.plan.territory)
        plan.task(old)
        plan.task(gone)
        for place in (old, gone):
            plan.period.expected.create(agency=place, reason="Chủ trì 1 nhiệm vụ")
        heir = new_body(f"MOI_{each}", f"Sở mới {each}", territory=plan.plan.territory)
        later_heir = new_body(f"SAU_{each}", f"Sở sau {each}", territory=plan.plan.territory)
        apply(event("rename", MARCH, (old, heir, "")))
        apply(event("rename", JULY, (gone, later_heir, "")))

    with clock.frozen(clock.at(dt.date(2025, 7, 3), 9)):
        for query in ("", "?xem=danh-sach"):
            assert_constant_queries(add_row=add, read=lambda q=query: client.get(_url(plan, "report_board") + q))
        assert_constant_queries(add_row=add, read=lambda: client.get(reverse("reports")))
