"""In a real browser: the pages of people on a desk, on a phone and on paper; invitation, hand-over and file."""

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
from mangnon.agencies.models import Post
from mangnon.agencies.terms import PostKind
from mangnon.people.handing_over import end_post
from mangnon.people.invitations import invite_person
from mangnon.people.services import begin_post, cover_post, disable_account
from tests.harness.browser import axe
from tests.people.office import TODAY, Office, agency, office, person, post_of
from tests.people.test_people_file import ANH, LAN, workbook

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _sign_in(page: Page, site: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])


def _words_stand_beside_their_labels(page: Page) -> None:
    """On a phone a cell's second line stands below its first, not below the label."""
    page.set_viewport_size({"width": 360, "height": 740})
    lefts = page.eval_on_selector_all(
        ".table-frame--cards td[data-label] > span",
        "found => found.map(each => each.getBoundingClientRect().left)",
    )
    assert lefts
    assert min(lefts) > 120, lefts
    page.set_viewport_size({"width": 1280, "height": 900})


def _looks_right(page: Page, name: str = "") -> None:
    """No grave fault, and nothing wider than the screen, on a desk and on a phone."""
    for width, height in ((1280, 900), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        _shot(page, f"{name}-{width}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"too wide at {width}"
    page.set_viewport_size({"width": 1280, "height": 900})


def _shot(page: Page, name: str) -> None:
    folder = os.environ.get("PEOPLE_SHOTS")
    if folder and name:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True, animations="disabled")


def _peopled() -> Office:
    found = office()
    colleague = person("dongnghiep", "Võ Văn Mẫu Bình", "SO_TP", Role.DEPARTMENT_OFFICER)
    acting = begin_post(
        actor=found.admin,
        user_id=colleague.pk,
        agency_id=agency("SO_YT").pk,
        role=Role.READER,
        title="Phụ trách Phòng Bảo vệ trẻ em",
        kind=PostKind.ACTING,
        valid_from=TODAY,
        valid_to=TODAY.replace(month=9),
    )
    assert acting.pk
    cover_post(
        actor=found.admin,
        post_id=post_of(found.lead).pk,
        user_id=colleague.pk,
        valid_from=TODAY.replace(month=6),
        valid_to=TODAY.replace(month=7),
    )
    invite_person(
        actor=found.admin,
        full_name="Lê Thị Mẫu Đào",
        agency_id=agency("UBND.901").pk,
        role=Role.LOCAL_OFFICER,
        valid_from=TODAY,
        email="dao@mau.gov.vn",
    )
    gone = person("daroi", "Cao Thị Mẫu Yên", "SO_NV", Role.READER)
    disable_account(actor=found.admin, user_id=gone.pk, reason="Nghỉ việc")
    return found


def test_the_pages_look_right(page: Page, site: LiveServer) -> None:
    found = _peopled()
    _sign_in(page, site, found.administrator)
    colleague = User.objects.get(username="dongnghiep")
    post = post_of(found.officer)
    for name, args in (
        ("people", []),
        ("invite", []),
        ("person", [colleague.pk]),
        ("person", [found.administrator.pk]),
        ("new_post", [colleague.pk]),
        ("post_end", [post.pk]),
        ("post_change_role", [post.pk]),
        ("post_cover", [post.pk]),
        ("people_import", []),
    ):
        page.goto(reverse(name, args=args))
        _looks_right(page, f"{name}-{args}")
        if name == "people":
            _words_stand_beside_their_labels(page)


def test_a_search_without_accents_finds_the_person(page: Page, site: LiveServer) -> None:
    found = _peopled()
    _sign_in(page, site, found.administrator)
    page.goto(reverse("people"))
    page.fill("#loc-tim", "mau dao")
    page.keyboard.press("Enter")
    page.locator("#danh-sach caption >> text=1 người").wait_for()
    assert "tim=mau" in page.url
    page.goto(reverse("people") + "?ra-soat=1")
    assert page.locator("tbody tr").count() == 1
    assert "Tài khoản đã ngừng nhưng vẫn giữ vị trí" in page.locator("tbody").inner_text()


def test_an_invitation_from_form_to_own_password(page: Page, site: LiveServer) -> None:
    found = office()
    _sign_in(page, site, found.administrator)
    page.goto(reverse("invite"))
    page.click("main button[type=submit]")
    page.locator(".field--wrong, :invalid").first.wait_for()
    page.fill("#id_full_name", "Lê Thị Mẫu Đào")
    page.select_option("#id_agency", label="Sở Tư pháp")
    page.select_option("#id_role", label="Chuyên viên sở, ngành")
    page.click("main button[type=submit]")
    code = page.locator(".slip__code").inner_text()
    _looks_right(page, "slips")
    page.emulate_media(media="print")
    _shot(page, "slips-print")
    page.emulate_media(media="screen")
    page.context.clear_cookies()
    page.goto(reverse("invitation"))
    _looks_right(page, "invitation")
    page.fill("#id_code", code)
    page.click("main button[type=submit]")
    page.wait_for_url("**" + reverse("invitation_password"))
    _looks_right(page, "own-password")
    page.fill("#id_password", "Cây-Tre-Trăm-Đốt-9")
    page.fill("#id_again", "Cây-Tre-Trăm-Đốt-9")
    page.click("main button[type=submit]")
    page.wait_for_url("**" + reverse("sign_in") + "**")
    page.locator("text=Đã đặt mật khẩu").wait_for()
    assert User.objects.get(username="daoltm").check_password("Cây-Tre-Trăm-Đốt-9")


def test_a_hand_over_is_made_received_and_printed(page: Page, site: LiveServer) -> None:
    found = _peopled()
    colleague = User.objects.get(username="dongnghiep")
    receiver = Post.objects.get(user=colleague, agency=agency("SO_TP"))
    end_post(
        actor=found.admin,
        post_id=post_of(found.officer).pk,
        last_day=TODAY,
        reason="Chuyển công tác theo quyết định mẫu",
        receiver_id=receiver.pk,
    )
    _sign_in(page, site, colleague)
    page.goto(reverse("desk"))
    page.click("text=Biên bản bàn giao")
    _looks_right(page, "hand-over")
    page.emulate_media(media="print")
    _shot(page, "hand-over-print")
    assert page.locator(".minutes__sign").is_visible()
    assert page.locator("text=Ngày 20 tháng 5 năm 2025").is_visible(), "the day of an official paper"
    page.emulate_media(media="screen")
    page.click("text=Xác nhận đã tiếp nhận")
    page.locator("text=Đã xác nhận tiếp nhận công việc").wait_for()
    page.goto(reverse("desk"))
    assert page.locator("text=Biên bản bàn giao").count() == 0


def test_a_file_is_previewed_on_a_desk_and_on_a_phone(page: Page, site: LiveServer) -> None:
    found = office()
    _sign_in(page, site, found.administrator)
    page.goto(reverse("people_import"))
    wrong = ("Lê Mẫu", "", "", "Sở không có", "Vua", "", "32/01/2025", "")
    for lines, words in (((LAN, ANH, wrong), "Có 1 dòng cần sửa"), ((LAN, ANH), "Nhập tất cả")):
        content = workbook(*lines)
        page.set_input_files("input[type=file]", {"name": "mau.xlsx", "mimeType": "", "buffer": content})
        page.click("main button[type=submit] >> text=Xem trước")
        page.locator(f"main >> text={words}").wait_for()
        _looks_right(page, f"import-{len(lines)}")
    page.click("main button[type=submit] >> text=Nhập tất cả")
    page.locator("text=Đã thêm 2 người và 2 vị trí.").wait_for()
    assert page.locator(".slip").count() == 2
