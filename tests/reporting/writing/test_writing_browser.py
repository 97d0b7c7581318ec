"""The writer's page in a real browser: the line cut, the session gone, a colleague in the same box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mangnon.accounts.public import Role
from mangnon.reporting.models import ReportEntry
from tests.harness.browser import axe
from tests.reporting.factories import Scene, scene, user_at

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('mangnon.viet.')).length"


def _sign_in(page: Page, username: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill("mot-mat-khau-dai")
    page.get_by_role("button", name="Đăng nhập").click()


def _open(page: Page) -> tuple[Scene, Any, str, Locator]:
    plan = scene()
    plan.note(plan.tasks[1], plan.health, "Đã mở 03 lớp", progress=30)
    user = user_at(plan.health, Role.DEPARTMENT_OFFICER)
    place = f"/bao-cao/{plan.regime.code}/2025H1/viet/"
    page.goto("/dang-nhap/")
    _sign_in(page, user.username)
    page.goto(place)
    return plan, user, place, page.locator(f"#muc-{plan.tasks[1].pk}")


def test_the_line_is_cut_and_comes_back(page: Page) -> None:
    _, _, place, card = _open(page)
    box = card.get_by_label("Kết quả thực hiện").first
    page.context.set_offline(True)
    box.fill("Viết khi mất mạng.")
    page.get_by_text("Mất kết nối: đang giữ trên máy này, 1 ô chưa lưu.").wait_for()
    axe(page)
    assert page.evaluate(_KEPT) == 1
    card.get_by_role("button", name="Đưa vào ô").first.click()
    card.get_by_text("mất kết nối").wait_for()
    page.context.set_offline(False)
    card.get_by_text("Đã lưu lúc").wait_for()
    assert ReportEntry.objects.get().results == "Viết khi mất mạng."
    assert page.evaluate(_KEPT) == 0, "nothing stays on the machine after a save"
    card.get_by_role("button", name="Đưa vào ô").first.click()
    card.get_by_text("Đã đưa vào ô").wait_for()
    assert box.input_value().startswith("Viết khi mất mạng.\nĐã mở 03 lớp.")
    assert place


def test_the_session_ends_in_the_middle(page: Page) -> None:
    plan, user, place, card = _open(page)
    page.context.clear_cookies()
    card.get_by_label("Kết quả thực hiện").first.fill("Viết sau khi phiên hết.")
    page.get_by_text("Phiên làm việc đã hết: đang giữ trên máy này, 1 ô chưa lưu.").wait_for()
    page.get_by_role("link", name="Đăng nhập lại để gửi").click()
    _sign_in(page, user.username)
    page.wait_for_url(f"**{place}")
    card = page.locator(f"#muc-{plan.tasks[1].pk}")
    card.get_by_text("Đã lưu lúc").wait_for()
    assert card.get_by_label("Kết quả thực hiện").first.input_value() == "Viết sau khi phiên hết."
    assert ReportEntry.objects.get().results == "Viết sau khi phiên hết."
    assert page.evaluate(_KEPT) == 0


def test_a_colleague_wrote_in_the_same_box(page: Page) -> None:
    plan, _, _, card = _open(page)
    box = card.get_by_label("Kết quả thực hiện").first
    page.context.set_offline(True)
    box.fill("Lời của tôi.")
    plan.write(plan.health, {plan.tasks[1]: {"results": "Lời của đồng nghiệp."}})
    page.context.set_offline(False)
    card.get_by_text("Nguyễn Văn Mẫu đã lưu").wait_for()
    axe(page)
    assert card.locator("[data-autosave-conflict]").inner_text().count("Lời của đồng nghiệp.") == 1
    card.get_by_role("button", name="Lấy bản đã lưu").click()
    assert box.input_value() == "Lời của đồng nghiệp."
    card.get_by_role("button", name="Hoàn tác").click()
    assert box.input_value() == "Lời của tôi."
    card.get_by_text("Đã lưu lúc").wait_for()
    assert ReportEntry.objects.get().results == "Lời của tôi."


def test_signing_out_with_unsaved_words_is_asked_first(page: Page) -> None:
    _, _, _, card = _open(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.context.set_offline(True)
    card.get_by_label("Kết quả thực hiện").first.fill("Chưa lưu.")
    page.get_by_text("Mất kết nối").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.get_by_text("Chưa đăng xuất: còn 1 ô chưa lưu").wait_for()
    page.get_by_role("button", name="Đăng xuất và bỏ").wait_for()
    # The words are not to be saved by the line coming back: the server refuses from now on.
    page.route("**/viet/luu/", lambda route: route.abort())
    page.context.set_offline(False)
    page.get_by_role("button", name="Đăng xuất và bỏ").click()
    page.wait_for_url("**/dang-nhap/**")
    assert page.evaluate(_KEPT) == 0, "nothing stays on the machine after signing out"
    assert not ReportEntry.objects.exists()
