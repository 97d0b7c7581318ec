"""Review in a real browser: the place on the page follows the keys, and acts work by keyboard alone."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.documents.models import DirectiveReading
from mangnon.documents.receiving import stored_path
from tests.harness.browser import axe, photograph
from tests.plans import made

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_PASSWORD = "mang-non-2025-thu"


def _paper() -> DirectiveReading:
    """A reading whose paper is a picture of lines, each with its place."""
    picture = Image.new("RGB", (800, 1100), "white")
    drawing = ImageDraw.Draw(picture)
    row = made.reading()
    for number in range(len(row.lines)):
        drawing.rectangle((80, 100 + 60 * number, 640, 120 + 60 * number), fill="grey")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    default_storage.save(stored_path(row.source.sha256), ContentFile(buffer.getvalue()))
    row.page_of = [1] * len(row.lines)
    row.boxes = [[1000, 900 + 545 * line, 8000, 1100 + 545 * line] for line in range(len(row.lines))]
    row.turns = [0.0]
    row.save()
    return row


def _sign_in(page: Page) -> None:
    user: User = made.user_at("SO_YT", Role.PROVINCIAL_LEAD)
    user.set_password(_PASSWORD)
    user.password_changed_at = dt.datetime.now(dt.UTC)
    user.save()
    page.goto("/dang-nhap/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", _PASSWORD)
    page.locator("form:has(#id_username)").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/ban-lam-viec/")


def test_keys_walk_the_items_and_the_page_shows_where(page: Page) -> None:
    made.province()
    row = _paper()
    _sign_in(page)
    page.goto(f"/van-ban/{row.pk}/")
    page.locator(".page-shown img").first.wait_for()
    axe(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    first, last = row.result["tasks"][0]["source"]["lines"]
    lit = page.locator("rect.is-lit")
    lit.first.wait_for(state="attached")
    assert [place.get_attribute("id") for place in lit.all()] == [f"dong-{line}" for line in range(first, last + 1)]
    photograph(page, "van-ban-anh-trang")
    page.keyboard.press("x")
    page.get_by_text("Đã bỏ một mục").wait_for()
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_text("Đã khôi phục mục vừa bỏ.").wait_for()
    page.keyboard.press("n")
    page.locator("#them #id_code:focus").wait_for()
    page.locator("#them #id_text").fill("Việc thêm bằng bàn phím")
    page.locator("#them").get_by_role("button", name="Thêm nhiệm vụ").click()
    page.get_by_text("Đã thêm nhiệm vụ.").wait_for()
    row.refresh_from_db()
    assert "Việc thêm bằng bàn phím" in [task["text"] for task in row.result["tasks"]]
