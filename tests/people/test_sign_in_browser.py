"""The pages of sign-in in a real browser: accessible, on a phone, in the dark; the cover that keeps what was typed."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyotp
import pytest
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.people.models import SignInSession
from tests.harness.browser import axe
from tests.people.signing import RIGHT, person
from tests.plans import made

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHAPES = [(1280, "light"), (360, "dark")]


def _person(username: str = "nguoi-mot", role: Role | None = None, body: str = "SO_YT") -> User:
    """With sign-ins of today: the browser's server lives in the world's time."""
    user = person(username, role, body)
    User.objects.filter(pk=user.pk).update(last_login=clock.actual_now())
    return user


def _enter(page: Page, user: User) -> None:
    page.goto(reverse("sign_in"))
    page.fill("#id_username", user.username)
    page.fill("#id_password", RIGHT)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator("#id_username").wait_for(state="detached")


def _look(page: Page, name: str) -> None:
    for width, scheme in SHAPES:
        page.set_viewport_size({"width": width, "height": 900})
        # Without motion, and drawn anew: axe must not see colours on their way from light to dark.
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
        if folder := os.environ.get("MANGNON_LOOK"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}-{scheme}.png"), full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")


def test_the_pages_of_ones_own_sign_in(page: Page) -> None:
    made.province()
    user = _person(role=Role.DEPARTMENT_OFFICER)
    page.goto(reverse("sign_in"))
    _look(page, "sign-in")
    _enter(page, user)
    page.goto(reverse("own_account"))
    _look(page, "own-account")
    page.goto(reverse("enrol_factor"))
    _look(page, "enrol")
    box = page.locator(".qr-frame svg").bounding_box()
    assert box is not None
    assert box["width"] > 150
    key = page.locator(".qr-key").inner_text().replace(" ", "")
    page.fill("#id_code", pyotp.TOTP(key).now())
    page.get_by_role("button", name="Bật xác thực hai bước").click()
    page.get_by_text("Mười mã này chỉ hiện một lần").wait_for()
    _look(page, "recovery-codes")
    code = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Tôi đã cất mã, tiếp tục").click()
    page.get_by_text("Còn 10 mã dự phòng").wait_for()
    _look(page, "own-account-factor")
    page.goto(reverse("change_password"))
    _look(page, "change-password")
    page.locator("details.account summary").click()
    _look(page, "account-panel")
    page.get_by_role("button", name="Đăng xuất").click()
    _enter(page, user)
    page.wait_for_url(re.compile("ma-xac-thuc"))
    _look(page, "second-factor")
    page.fill("#id_code", code)
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/ban-lam-viec/")


def test_the_page_of_a_person_for_administrators(page: Page) -> None:
    made.province()
    boss = _person(role=Role.ADMINISTRATOR, body="VP_UBND")
    user = _person(role=Role.DEPARTMENT_OFFICER)
    _enter(page, boss)
    page.goto(reverse("person_sign_in", args=[user.pk]))
    page.get_by_role("heading", name="Đăng nhập của").wait_for()
    _look(page, "person-sign-in")


def test_the_screen_is_covered_and_what_was_typed_stays(page: Page) -> None:
    user = _person()
    _enter(page, user)
    page.goto(reverse("change_password"))
    page.fill("#id_new_password", "Đang gõ dở dang")
    SignInSession.objects.update(locked_at=clock.actual_now())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    cover = page.get_by_role("dialog")
    cover.get_by_text("Những gì đang gõ vẫn còn").wait_for()
    assert not page.locator("#id_new_password").is_visible()
    _look(page, "cover")
    page.keyboard.press("Escape")
    assert cover.is_visible()
    page.fill("#mo-khoa-mat-khau", "sai")
    page.keyboard.press("Enter")
    cover.get_by_text("Mật khẩu chưa đúng").wait_for()
    page.fill("#mo-khoa-mat-khau", RIGHT)
    page.keyboard.press("Enter")
    page.locator("#id_new_password").wait_for(state="visible")
    assert page.locator("#id_new_password").input_value() == "Đang gõ dở dang"
    assert not SignInSession.objects.filter(locked_at__isnull=False).exists()


def test_a_minute_before_it_is_said_and_one_may_go_on(page: Page) -> None:
    user = _person()
    _enter(page, user)
    page.goto(reverse("own_account"))
    SignInSession.objects.update(last_seen_at=clock.actual_now() - dt.timedelta(minutes=14, seconds=20))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("dialog").get_by_text("Màn hình sắp khóa").wait_for()
    _look(page, "warning")
    with page.expect_response("**/dang-nhap/phien/"):
        page.get_by_role("button", name="Tiếp tục làm việc").click()
    assert page.get_by_role("dialog").count() == 0
    seen = SignInSession.objects.get().last_seen_at
    assert clock.actual_now() - seen < dt.timedelta(minutes=1)


def test_without_script_the_lock_leads_to_its_page_and_the_form_is_sent_on(page: Page) -> None:
    user = _person()
    _enter(page, user)
    page.goto(reverse("lock_screen"))
    page.goto(reverse("own_account"))
    page.route("**/idle*.js", lambda route: route.abort())
    page.goto(reverse("own_account"))
    SignInSession.objects.update(locked_at=clock.actual_now())
    page.get_by_role("link", name="Đổi mật khẩu").click()
    page.get_by_role("heading", name="Màn hình đã khóa").wait_for()
    _look(page, "lock-screen")
    page.fill("#id_password", RIGHT)
    page.get_by_role("button", name="Mở khóa").click()
    page.wait_for_url("**/tai-khoan/mat-khau/")
