"""The pages in a real browser: they save by themselves, work on a phone, and are accessible."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mangnon.accounts.public import Role
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.models import ReportEntry
from tests.harness.browser import axe
from tests.reporting.factories import Scene, scene, user_at
from tests.reporting.reorganised import MARCH, apply, event, new_body

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _sign_in(page: Page, username: str) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill("mot-mat-khau-dai")
    page.get_by_role("button", name="Đăng nhập").click()


def test_writing_saves_itself_and_suggestions_go_into_the_box(page: Page) -> None:
    plan = scene()
    plan.note(plan.tasks[1], plan.health, "Đã mở 03 lớp", progress=30)
    user = user_at(plan.health, Role.DEPARTMENT_OFFICER)
    _sign_in(page, user.username)
    page.goto(f"/bao-cao/{plan.regime.code}/2025H1/viet/")
    card = page.locator(f"#muc-{plan.tasks[1].pk}")
    card.get_by_role("button", name="Đưa vào ô").click()
    card.get_by_text("Đã lưu lúc").wait_for()
    assert ReportEntry.objects.get().results.startswith("Đã mở 03 lớp.\nTiến độ thực hiện")
    page.context.set_offline(True)
    card.get_by_label("Kết quả thực hiện").first.fill("Gõ trong lúc đồng nghiệp đã lưu.")
    ReportEntry.objects.update(revision=9, results="Của đồng nghiệp.")
    page.context.set_offline(False)
    card.get_by_text("Mục này vừa được lưu từ nơi khác").wait_for()
    assert card.get_by_label("Kết quả thực hiện").first.input_value() == "Gõ trong lúc đồng nghiệp đã lưu."
    assert ReportEntry.objects.get().revision == 9


def test_every_page_on_a_phone_and_in_the_dark(page: Page) -> None:
    plan = scene()
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã mở 06 lớp.", "difficulties": "Thiếu kinh phí."}})
    plan.send(plan.schools, {None: {"results": "Đã chỉ đạo."}})
    consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
    user = user_at(plan.lead, Role.PROVINCIAL_LEAD)
    _sign_in(page, user.username)
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    period = f"/bao-cao/{plan.regime.code}/2025H1/"
    for place in ("/bao-cao/", period, f"{period}?xem=danh-sach", f"{period}viet/", f"{period}viet/gui/",
                  f"{period}{plan.schools.code}/", f"{period}tong-hop/"):  # fmt: skip
        page.goto(place)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
    page.get_by_role("link", name="Sửa đoạn của").first.click()
    page.get_by_label("Nội dung đưa vào báo cáo").wait_for()
    axe(page)


def _reorganised() -> tuple[Scene, str, str]:
    """One period whose data were cut off before a body got a new name, and one in which its draft went on."""
    plan = scene()
    plan.note(plan.tasks[1], plan.health, "Đã mở 03 lớp", progress=30)
    plan.write(
        plan.health, {plan.tasks[1]: {"results": "Đã mở 06 lớp dạy bơi tại 06 xã."}, None: {"results": "Chung."}}
    )
    plan.write(plan.schools, {plan.tasks[1]: {"results": "Phối hợp mở 02 lớp."}})
    heir = new_body("SO_9", "Sở Y tế và Giáo dục Mẫu", territory=plan.plan.territory)
    apply(event("merge", MARCH, (plan.health, heir, ""), (plan.schools, heir, "")))
    heir_user = user_at(heir, Role.DEPARTMENT_OFFICER)
    return plan, heir_user.username, user_at(plan.lead, Role.PROVINCIAL_LEAD).username


def test_pages_after_a_reorganisation_on_a_phone(page: Page) -> None:
    plan, heir, reviewer = _reorganised()
    period = f"/bao-cao/{plan.regime.code}/2025H1/"
    _sign_in(page, heir)
    page.set_viewport_size({"width": 360, "height": 740})
    for place in ("/", "/bao-cao/", f"{period}viet/", f"{period}viet/gui/"):
        page.goto(place)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
    page.context.clear_cookies()
    _sign_in(page, reviewer)
    for place in (period, f"{period}?xem=danh-sach", f"{period}{plan.health.code}/", f"{period}tong-hop/"):
        page.goto(place)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place


def test_writing_in_an_ended_bodys_name_saves_itself(page: Page) -> None:
    plan = scene()
    plan.period.cut_off_on = dt.date(2025, 2, 20)
    plan.period.save()
    heir = new_body("SO_9", "Sở Y tế mới", territory=plan.plan.territory)
    apply(event("rename", MARCH, (plan.health, heir, "")))
    _sign_in(page, user_at(heir, Role.DEPARTMENT_OFFICER).username)
    page.goto(f"/bao-cao/{plan.regime.code}/2025H1/viet/")
    page.get_by_text("Báo cáo mang tên ai").wait_for()
    axe(page)
    card = page.locator(f"#muc-{plan.tasks[1].pk}")
    card.get_by_label("Kết quả thực hiện").first.fill("Viết thay cho cơ quan cũ.")
    card.get_by_text("Đã lưu lúc").wait_for()
    assert ReportEntry.objects.get().report.agency == plan.health
