"""In a real browser: review by keyboard, then the plan, on a desk and on a phone; nothing grave for accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.documents.models import DirectiveReading
from tests.harness.browser import axe
from tests.plans import events, made

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _sign_in(page: Page, site: LiveServer, role: Role = Role.PROVINCIAL_LEAD, *, code: str = "SO_YT") -> None:
    client = Client()
    client.force_login(made.user_at(code, role))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])


def _looks_right(page: Page) -> None:
    """No grave fault, and nothing wider than the screen, on a desk and on a phone."""
    for width, height in ((1280, 900), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"too wide at {width}"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_reading_is_reviewed_with_the_keyboard_and_becomes_a_plan(page: Page, site: LiveServer) -> None:
    made.province()
    row = made.reading()
    _sign_in(page, site)
    page.goto(reverse("document", args=[row.pk]))
    _looks_right(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("[data-key-item][aria-current]").get_attribute("id") == "muc-tasks-0"
    page.keyboard.press("a")
    page.locator("#muc-tasks-0 >> text=Đã xác nhận").wait_for()
    assert page.locator("[data-key-item][aria-current]").get_attribute("id") == "muc-tasks-1"
    assert "1/4" in page.locator(".progress__text").inner_text()
    page.keyboard.press("e")
    page.locator("#muc-tasks-1 textarea[name=text]").wait_for()
    axe(page)
    page.fill("#muc-tasks-1 input[name=lead]", "Sở Nội vụ")
    page.click("#muc-tasks-1 >> text=Lưu chỗ sửa")
    page.locator("text=Áp dụng cho 2 mục giống").click()
    page.locator("text=Đã sửa thêm 2 mục giống.").wait_for()
    row.refresh_from_db()
    assert row.confirmed == ["tasks.0"]
    assert row.result["tasks"][1]["lead"] == ["Sở Nội vụ"]
    page.goto(reverse("adopt_reading", args=[row.pk]))
    _looks_right(page)
    page.click("main button >> text=Duyệt thành kế hoạch")
    page.locator("text=Đã duyệt thành kế hoạch").wait_for()
    assert DirectiveReading.objects.get(pk=row.pk).state == "adopted"


def test_somebody_else_was_first_and_the_page_says_so(page: Page, site: LiveServer) -> None:
    made.province()
    row = made.reading()
    _sign_in(page, site)
    page.goto(reverse("document", args=[row.pk]))
    DirectiveReading.objects.filter(pk=row.pk).update(version=7)
    page.click("#muc-tasks-0 >> text=Xác nhận")
    page.locator("text=Người khác vừa sửa bản đọc này").wait_for()


def test_the_plan_is_a_matrix_on_a_desk_and_a_list_on_a_phone(page: Page, site: LiveServer) -> None:
    made.province()
    plan = made.adopted()
    _sign_in(page, site, Role.LEADER)
    page.goto(reverse("plan", args=[plan.code]))
    _looks_right(page)
    assert page.locator(".plan-matrix").is_visible()
    assert not page.locator(".results__list").is_visible()
    page.fill("#loc-tim", "so 3")
    page.keyboard.press("Enter")
    page.locator("#ket-qua [role=status] >> text=1 trên 3 nhiệm vụ").wait_for()
    assert "tim=so" in page.url
    page.set_viewport_size({"width": 360, "height": 740})
    assert not page.locator(".plan-matrix").is_visible()
    assert page.locator(".results__list").is_visible()


@pytest.mark.parametrize("name", ["documents", "plans", "task"])
def test_the_other_pages_look_right(page: Page, site: LiveServer, name: str) -> None:
    made.province()
    plan = made.adopted()
    made.reading()
    _sign_in(page, site)
    page.goto(reverse(name, args=[plan.code, "I.1"] if name == "task" else []))
    _looks_right(page)


def test_a_task_after_reorganisations_looks_right(page: Page, site: LiveServer) -> None:
    plan = events.reorganised()
    _sign_in(page, site, code="SO_MOI")
    page.goto(reverse("task", args=[plan.code, "I.1"]))
    _looks_right(page)
    assert page.locator("#ke-tuc").is_visible()
    page.goto(reverse("plan", args=[plan.code]))
    _looks_right(page)
    assert page.locator(".plan-matrix thead th >> text=UBND cấp xã (40)").count() == 1
    page.fill("#chon-ngay", "30/04/2025")
    page.click("#chon-ngay + button")
    page.locator("#so-lieu >> text=30/04/2025").wait_for()
    _looks_right(page)
