"""In a real browser: files dropped together, progress that follows by itself, a refused file; desk, phone, paper."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.documents.models import ReadingJob, ReadPage
from mangnon.jobs.services import register_worker
from mangnon.jobs.terms import JobState
from tests.documents.at_work import read_waiting
from tests.documents.made_jobs import reading_job
from tests.documents.papers import DIRECTIVE, NOVEL
from tests.harness.browser import axe, photograph
from tests.plans import made

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead(page: Page, site: LiveServer) -> User:
    """Signed in as the province's lead officer."""
    made.province()
    user = made.user_at("SO_YT", Role.PROVINCIAL_LEAD)
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    return user


def _looks_right(page: Page, name: str) -> None:
    """No grave fault, and nothing wider than the screen, on a desk, on a phone and on paper."""
    folder = os.environ.get("MANGNON_LOOK")
    for width, height in ((1280, 900), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"too wide at {width}"
        if folder:
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    if folder:
        page.emulate_media(media="print")
        page.screenshot(path=Path(folder) / f"{name}-print.png", full_page=True)
        page.emulate_media(media="screen")


def _file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_files_are_sent_together_and_the_list_follows(page: Page, lead: User) -> None:
    page.goto(reverse("documents"))
    page.locator("text=Chưa có tiến trình đọc đang chạy").wait_for()
    _looks_right(page, "rong")
    page.set_input_files(
        "input[type=file]", [_file("ke-hoach.txt", DIRECTIVE.encode()), _file("truyen.txt", NOVEL.encode())]
    )
    page.locator(".drop__list >> text=truyen.txt").wait_for()
    page.click("text=Gửi để đọc")
    page.locator("text=Đã nhận 2 tệp").wait_for()
    page.locator("#dang-doc >> text=Đang chờ đọc").first.wait_for()
    _looks_right(page, "cho")
    register_worker(name="một")
    assert read_waiting() == 2
    page.locator("#dang-doc >> text=Mở để rà soát").wait_for()
    page.locator("#dang-doc >> text=Nội dung không giống một văn bản chỉ đạo").wait_for()
    _looks_right(page, "xong")
    page.locator("#dang-doc >> text=Mở để rà soát").click()
    page.locator("h1 >> text=99/KH-UBND").wait_for()


def test_a_broken_connection_keeps_what_was_chosen(page: Page, lead: User) -> None:
    page.goto(reverse("documents"))
    page.set_input_files("input[type=file]", [_file("ke-hoach.txt", DIRECTIVE.encode()), _file("rong.txt", b"")])
    page.route("**/van-ban/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.click("text=Gửi để đọc")
    page.locator("text=Mất kết nối khi đang gửi").wait_for()
    _looks_right(page, "mat-ket-noi")
    page.unroute("**/van-ban/")
    page.click("text=Gửi để đọc")
    page.locator("text=Tệp «rong.txt» trống").wait_for()
    page.locator("text=Xem các tệp đã nhận").click()
    page.locator("#dang-doc strong >> text=ke-hoach.txt").wait_for()
    assert ReadingJob.objects.count() == 1


def test_progress_follows_by_itself_until_the_document_opens(page: Page, lead: User) -> None:
    page.goto(reverse("documents"))
    page.set_input_files("input[type=file]", [_file("ke-hoach.txt", DIRECTIVE.encode())])
    page.click("text=Gửi để đọc")
    page.locator("text=Sắp đến lượt").wait_for()
    _looks_right(page, "tien-do-cho")
    register_worker(name="một")
    read_waiting()
    page.locator("text=Đã đọc xong. Hãy rà soát trước khi duyệt.").wait_for()


@pytest.mark.parametrize("state", ["running", "stopped", "refused"])
def test_a_file_under_way_looks_right(page: Page, lead: User, state: str) -> None:
    register_worker(name="một")
    row: ReadingJob = reading_job(lead, state, done=2, total=27)
    for number in (1, 2):
        ReadPage.objects.create(reading_job=row, number=number, content={}, seconds=4.0)
    ReadingJob.objects.filter(pk=row.pk).update(name="ke-hoach-ban-quet.pdf")
    page.goto(reverse("reading_progress", args=[row.pk]))
    _looks_right(page, f"tien-do-{state}")
    if state == JobState.RUNNING:
        photograph(page, "van-ban-tien-do")
        row.job.done = 26
        row.job.save()
        page.locator("text=Đang đọc trang 27/27").wait_for()
    page.goto(reverse("documents"))
    _looks_right(page, f"danh-sach-{state}")
