"""The calendar in a real browser: readable, accessible, on a phone and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.calendars.shipped import enter_shipped
from tests.harness.browser import axe, photograph
from tests.plans import made

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_year_is_read_and_kept_on_a_desk_and_on_a_phone(page: Page, site: LiveServer) -> None:
    enter_shipped(apps.get_model("calendars", "CalendarDay"), apps.get_model("calendars", "CalendarYear"))
    made.province()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    page.goto(reverse("calendar_year", args=[2026]))
    photograph(page, "lich-lam-viec")
    page.click("summary >> text=Thêm ngày nghỉ")
    for width, height in ((360, 740), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"too wide at {width}"
    page.fill("input[name=first]", "24/11/2026")
    page.fill("input[name=name]", "Ngày Văn hóa Việt Nam")
    page.fill("input[name=basis]", "Văn bản mẫu")
    page.click("button >> text=Ghi vào lịch")
    page.locator("text=Đã ghi 1 ngày, từ 24/11/2026.").wait_for()
    page.emulate_media(media="print")
    assert not page.locator("text=Cập nhật lịch").is_visible()
    assert any(each.is_visible() for each in page.locator("text=24/11/2026").all())
