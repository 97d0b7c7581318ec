"""The pages in a real browser: they save by themselves, work on a phone, and are accessible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mangnon.accounts.public import Role
from mangnon.reporting.consolidation import consolidate
from mangnon.reporting.models import ReportEntry
from tests.harness.browser import axe
from tests.reporting.factories import scene, user_at

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
    ReportEntry.objects.update(revision=9)
    card.get_by_label("Kết quả thực hiện").first.fill("Gõ trong lúc đồng nghiệp đã lưu.")
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
