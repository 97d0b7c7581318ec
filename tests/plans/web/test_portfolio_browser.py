"""The portfolio and a plan with continued plans in a real browser: accessible, and as wide as a phone."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from mangnon.accounts.public import Role
from tests.harness.browser import axe
from tests.plans import made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_portfolio_fits_a_phone_and_is_accessible(page: Page, site: LiveServer) -> None:
    made.province()
    long = "về việc triển khai thực hiện Chương trình hoạt động mẫu trên địa bàn tỉnh giai đoạn 2021-2030"
    links = [
        made.link("continues", "99/KH-UBND", "2025-02-17", title=long),
        made.link("continues", "98/KH-UBND", "2016-02-17", title="về hoạt động mẫu giai đoạn 2016-2020"),
        made.link("replaces", "97/KH-UBND", "2016-02-17"),
    ]
    made.adopted()
    made.adopted(made.result(number="7/KH-UBND", links=links), code="MOI")
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    for address in (reverse("portfolio"), reverse("plan", args=["MOI"])):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(reverse("portfolio"))
    page.get_by_role("link", name="99/KH-UBND").click()
    page.wait_for_url(f"**{reverse('plan', args=['99-KH-UBND'])}")
