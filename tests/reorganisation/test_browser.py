"""In a real browser: the organisation's pages on a desk, on a phone and on paper; nothing grave for accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import SYSTEM, Role
from mangnon.reorganisation.public import apply_reorganisation
from tests.harness.browser import axe
from tests.plans import made
from tests.reorganisation.made_events import dissolution, file, merge

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def admin_page(page: Page, site: LiveServer) -> Page:
    """Signed in as the administrator of a province with a plan; Sở Công Thương has been merged into Sở Tài chính."""
    made.province()
    made.adopted()
    earlier = merge(sources=["SO_CT"], targets=[{"body": "SO_TC"}])
    apply_reorganisation(actor=SYSTEM, event_file=file(earlier, code="truoc"), province_codes=["90"])
    client = Client()
    client.force_login(made.user_at("VP_UBND", Role.ADMINISTRATOR))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    return page


def _looks_right(page: Page) -> None:
    for width, height in ((1280, 900), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"too wide at {width}"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_axis_draws_what_the_table_says(admin_page: Page) -> None:
    admin_page.goto(reverse("organisation"))
    _looks_right(admin_page)
    rows = admin_page.locator(".axis-table tbody tr")
    ended = rows.filter(has_text="Sở Công Thương").first
    heir = rows.filter(has_text="Sở Tài chính").first
    bar, line = ended.locator("rect").bounding_box(), heir.locator("rect").bounding_box()
    axis = heir.locator("svg.axis").bounding_box()
    assert bar is not None
    assert line is not None
    assert axis is not None
    assert abs(line["width"] - axis["width"]) < 2, "open at both ends: the whole axis"
    share = bar["width"] / axis["width"]
    assert abs(share - 90 / 365) < 0.01, "until 31 March of the one year shown"
    admin_page.fill("#loc-tim", "cong thuong")
    admin_page.keyboard.press("Enter")
    admin_page.locator("#truc-thoi-gian [role=status] >> text=1 trên").wait_for()
    admin_page.emulate_media(media="print")
    assert admin_page.locator(".axis-table rect").first.is_visible()
    assert not admin_page.locator(".filters").is_visible()


def test_one_body_and_the_list_of_files_look_right(admin_page: Page) -> None:
    for address in (reverse("organisation_body", args=["90.SO_TC"]), reverse("reorganisations")):
        admin_page.goto(address)
        _looks_right(admin_page)


def test_preview_apply_and_choose_by_hand(admin_page: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.reorganisation.made_events import text

    path = tmp_path_factory.mktemp("tep") / "su-kien.json"
    path.write_text(text(dissolution()), encoding="utf-8")
    admin_page.goto(reverse("reorganisations"))
    admin_page.set_input_files("input[type=file]", str(path))
    admin_page.click("main button >> text=Nhận tệp")
    admin_page.locator("text=Đã nhận tệp").wait_for()
    _looks_right(admin_page)
    admin_page.click("main button >> text=Áp dụng")
    admin_page.locator("text=Đã áp dụng «Sắp xếp Sở Tư pháp mẫu»").wait_for()
    _looks_right(admin_page)
    admin_page.goto(reverse("unclaimed_duties"))
    _looks_right(admin_page)
    for box in admin_page.locator("input[name=viec]").all():
        box.check()
    admin_page.select_option("#co-quan-nhan", "90.SO_NV")
    admin_page.fill("#ly-do-giao", "Thông báo mẫu")
    admin_page.click("main button >> text=Giao")
    admin_page.locator("text=Đã giao 3 việc cho Sở Nội vụ.").wait_for()
