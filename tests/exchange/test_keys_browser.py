"""In a real browser: keys, one's own and another's, and a workbook whose words are older than what stands here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from mangnon.exchange.calendar_feed import make_feed
from mangnon.exchange.models import ApiToken, CalendarFeed
from mangnon.exchange.workbooks.issuing import issue_workbook
from mangnon.plans.models import Assignment
from mangnon.plans.public import record_progress
from tests.exchange.asking import program
from tests.exchange.workbooks.files import filled, place
from tests.harness.browser import axe
from tests.journeys.provinces import World, world

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _enter(page: Page, site: LiveServer, found: World, person: str) -> None:
    value = found.client(person).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])


def _looks_right(page: Page, name: str) -> None:
    for width, height in ((360, 740), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        if folder := os.environ.get("EXCHANGE_SHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True, animations="disabled")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"too wide at {width}"


def test_keys_of_another_person_are_seen_and_revoked(page: Page, site: LiveServer) -> None:
    found = world()
    program(found, "department")
    make_feed(actor=found.actor("department"))
    _enter(page, site, found, "administrator")
    page.goto(site.url + reverse("person_sign_in", args=[found.users["department"].pk]))
    page.get_by_role("link", name="Mã cho phần mềm và địa chỉ lịch của người này").click()
    _looks_right(page, "keys-of-person")
    page.get_by_role("button", name="Thu hồi mã").click()
    page.get_by_text("Đã thu hồi mã.").wait_for()
    page.get_by_role("button", name="Thu hồi địa chỉ lịch").click()
    page.get_by_text("Không có địa chỉ lịch nào đang dùng.").wait_for()
    assert not ApiToken.objects.filter(revoked_at__isnull=True).exists()
    assert not CalendarFeed.objects.filter(revoked_at__isnull=True).exists()


def test_the_officer_chooses_where_the_file_is_older(page: Page, site: LiveServer, tmp_path: Path) -> None:
    found = world()
    own = found.assignments["own"]
    lead = found.actor("lead")
    content = issue_workbook(actor=lead, plan=found.plan, agency_id=own.agency_id).content
    record_progress(actor=found.actor("department"), assignment_id=own.pk, progress=70, text="Đã tổ chức bốn lớp mẫu.")
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(filled(content, {place(2, "progress"): 40, place(2, "done"): "Đã tổ chức hai lớp mẫu."}))
    _enter(page, site, found, "lead")
    page.goto(site.url + reverse("workbook_receive"))
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_text("Hệ thống đang có 70 %").wait_for()
    _looks_right(page, "workbook-older")
    page.get_by_role("button", name="Nhập các dòng hợp lệ").click()
    page.get_by_text("Đã nhập 0 dòng từ").wait_for()
    assert Assignment.objects.get(pk=own.pk).progress == 70
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_label("Vẫn nhập theo tệp").check()
    page.get_by_role("button", name="Nhập các dòng hợp lệ").click()
    page.get_by_text("Đã nhập 1 dòng từ").wait_for()
    assert Assignment.objects.get(pk=own.pk).progress == 40
